"""Manual adjustments as tables hold them, and as much of them as everybody may read."""

from datetime import datetime

from msgspec import Struct

from leaderboards.adjusting import Code
from leaderboards.exact import format_score
from server.contests.contest import Contest
from server.db.pool import Connection


class Adjustment(Struct, frozen=True, kw_only=True):
    """One entry; `from_revision` None of a signed contest waits for a correction set."""

    id: int
    participant: str
    amount: int
    code: Code
    reason: str
    made_at: datetime
    made_by: int | None
    by: str | None
    from_revision: int | None

    def counts(self, contest: Contest) -> bool:
        """Whether it is part of the score by now."""
        return self.from_revision is not None or not contest.signed


class PublicAdjustment(Struct, frozen=True):
    """What everybody who sees the score may read: the points and the neutral word, never the reason."""

    code: Code
    amount: str


async def all_of(connection: Connection, contest_id: int) -> list[Adjustment]:
    """Every adjustment of a contest, oldest first."""
    rows = await connection.fetch(
        'SELECT j.id, j.participant, j.amount, j.code, j.reason, j.made_at, j.made_by, account.name AS "by",'
        " j.from_revision"
        " FROM contest_adjustment j LEFT JOIN account ON account.id = j.made_by WHERE j.contest_id = $1 ORDER BY j.id",
        contest_id,
    )
    return [Adjustment(**row) for row in rows]


async def adjustments_of(
    connection: Connection, contest: Contest, participant: str, as_of: datetime
) -> list[PublicAdjustment]:
    """What counts in a participant's score as it was known at an instant."""
    return [
        PublicAdjustment(one.code, format_score(one.amount))
        for one in await all_of(connection, contest.id)
        if one.participant == participant and one.counts(contest) and one.made_at <= as_of
    ]
