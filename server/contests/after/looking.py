"""A signed contest in one state of the database, as a correction begins from it."""

from datetime import datetime

from msgspec import Struct

from leaderboards.standings import Standings
from server.contests import store
from server.contests.after import results, waiting
from server.contests.after.waiting import Item
from server.contests.contest import Contest
from server.contests.scoring.settled import settled
from server.db.pool import Connection


class Look(Struct, frozen=True):
    """What a signed contest counts, what waits, and the fingerprint of both."""

    contest: Contest
    revision: int
    standings: Standings
    items: list[Item]
    digest: bytes


async def look_at(connection: Connection, contest_id: int, now: datetime) -> Look | None:
    """The contest and all that waits for its correction; None until it is signed."""
    contest = await store.find(connection, contest_id)
    if contest is None or not contest.signed:
        return None
    latest = (await results.revisions(connection, contest_id))[-1]
    items = await waiting.waiting(connection, contest, await settled(connection, contest), now)
    digest = waiting.digest(latest.revision, items)
    return Look(contest, latest.revision, results.decode_standings(latest.standings), items, digest)
