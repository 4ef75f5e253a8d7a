"""Reads how sums grew over a window: what every hour added, and what every instant of one hour did."""

from datetime import datetime
from typing import NamedTuple

from server.db.pool import Connection
from server.facts.reading import COUNTED, REVISIONS, WHO, WHO_THEN, Selection, revision_arguments
from server.facts.weekly import Received


class Grown(NamedTuple):
    """What the facts of one metric and queue added at an instant or in the hour that begins there; `up` and `down` are the
    parts of it above and below nothing."""

    at: datetime
    metric_id: int
    queue_id: int
    up: int
    down: int


_ADDED = """SELECT {at} AS at, f.metric_id, f.queue_id, sum(greatest(f.value, 0))::numeric AS up,
       sum(least(f.value, 0))::numeric AS down"""
_NOW = f"""
WITH {WHO}
{_ADDED} FROM who JOIN fact f ON f.agent_id = who.agent_id AND f.membership_id = who.membership_id AND f.team_id = who.team_id
WHERE f.metric_id = ANY($3::integer[]) AND f.value IS NOT NULL AND f.at >= $1 AND f.at < $2
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
_AS_RECEIVED = f"""
WITH {WHO_THEN}, {REVISIONS}, {COUNTED}
{_ADDED} FROM counted f
LEFT JOIN span m ON m.agent_id = f.agent_id AND m.starts <= f.at AND (m.ends IS NULL OR f.at < m.ends)
WHERE f.value IS NOT NULL
  AND ($4 OR coalesce(m.team_id, f.team_id) = ANY($5::integer[]) OR f.agent_id = ANY($6::integer[]))
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
_HOUR = "date_trunc('hour', f.at)"


async def growth(
    connection: Connection, selection: Selection, received: Received | None, *, hourly: bool
) -> list[Grown]:
    """In order of instant, by the newest revisions or by what had been received in time. The first and the last hour of the
    selection may be cut."""
    at = _HOUR if hourly else "f.at"
    if received is None:
        rows = await connection.fetch(_NOW.replace("{at}", at), *selection.arguments)
    else:
        arguments = revision_arguments(
            selection, received.cutoffs, received.as_of, received.basis, monthly=received.monthly
        )
        rows = await connection.fetch(received.basis.text(_AS_RECEIVED.replace("{at}", at)), *arguments)
    return [Grown(row["at"], row["metric_id"], row["queue_id"], int(row["up"]), int(row["down"])) for row in rows]
