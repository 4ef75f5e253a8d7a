"""Notes how the team races of these days stood on the mornings before: by what had been received by then, as a scorer would have."""

import asyncio
from datetime import datetime, timedelta

from server.contests import directory, store
from server.contests.contest import Contest
from server.contests.scoring.evidence import evidence_at_freeze
from server.contests.showing import history
from server.contests.showing.boards import ranks_of
from server.db.pool import Database

_MOST_MARKS = 4
"""A contest; each is worked out afresh from its facts, and nobody waits long for a demo."""
_PLAYED = """
SELECT id FROM contest
WHERE series_id IS NOT NULL AND participants = 'team' AND period IN ('week', 'month') AND starts < $1 AND ends > $2 ORDER BY id"""


async def note_ranks(db: Database, now: datetime) -> None:
    """Of what is on, and of what has ended since the day before yesterday. What is noted already stays."""
    async with db.connection() as connection:
        ids = [row["id"] for row in await connection.fetch(_PLAYED, now, now - timedelta(days=2))]
        contests = [one for one in await store.many(connection, ids) if not one.in_rounds]
    await asyncio.gather(*(_note(db, one, now) for one in contests))


async def _note(db: Database, contest: Contest, now: datetime) -> None:
    async with db.transaction() as connection:
        site = (await directory.sites(connection, ids=[contest.site_id]))[0]
        first = history.day_start(site.calendar, contest.starts)
        days = [first + timedelta(days=n) for n in range(1, 1 + (min(now, contest.ends) - first).days)]
        marks = [at for at in (history.day_start(site.calendar, day) for day in days) if contest.starts < at < now]
        step = -(-len(marks) // _MOST_MARKS) or 1
        for at in marks[::-1][::step]:
            found = await evidence_at_freeze(connection, contest, at)
            await history.keep(connection, contest.id, at, ranks_of(found.standings))
