"""Published scorecards as other rooms read them: what a month was worth, as of an instant."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from server.db.pool import Connection
from server.ladder.evidence.whom import about


class Published(Struct, frozen=True, gc=False):
    """A month of one agent as it was published; no score is *no data*. Half days are None where nobody knows them any more."""

    score: int | None
    half_days: int | None
    revision: int
    carried_over: bool


_PUBLISHED = """
SELECT DISTINCT ON (subject_id, month) subject_id, month, score, half_days, revision, carried_over FROM scorecard
WHERE tier = 'agent' AND ($1::int[] IS NULL OR subject_id = ANY($1)) AND month BETWEEN $2 AND $3
  AND ($4::timestamptz IS NULL OR published_at < $4)
ORDER BY subject_id, month, revision DESC"""


async def published(
    connection: Connection,
    agent_ids: Sequence[int] | None,
    first: int,
    last: int,
    *,
    accepted_before: datetime | None = None,
) -> dict[int, dict[int, Published]]:
    """By agent (None: all) and month from `first` to `last`: the latest revision, or the one that was the latest before an instant.

    The running month is never among them: it is not published.
    """
    wanted = None if agent_ids is None else list(agent_ids)
    found: dict[int, dict[int, Published]] = {}
    for row in await connection.fetch(about(_PUBLISHED, wanted), wanted, first, last, accepted_before):
        agent, month, *rest = row
        found.setdefault(agent, {})[month] = Published(*rest)
    return found
