"""Looks again at whoever is due: after a business day, a signed contest, a new record; a few people or teams at a time, never in a hurry."""

import asyncio
from datetime import date, datetime

import structlog

from server.clock import Clock
from server.contests import directory
from server.db.pool import Connection, Database
from server.honors.badges.again import LateFacts
from server.honors.badges.bests import CentreRecords
from server.honors.badges.ports import Lives
from server.honors.badges.settling import settle, try_lock
from server.honors.badges.store import Of

_log = structlog.get_logger(__name__)

_BOTH: tuple[Of, ...] = ("agent", "team")
_DUE = {
    of: f"""SELECT {of}_id AS number, array_agg(id) AS ids FROM badge_due WHERE {of}_id IS NOT NULL
            AND NOT {of}_id = ANY($2::int[]) GROUP BY {of}_id ORDER BY min(id) LIMIT $1"""
    for of in _BOTH
}

FEW = 4
"""People a transaction: killed in the middle, so many are looked at again."""
_FIRST = 20.0
"""Seconds after the start of a process in which everything else is warmer work."""
_BREATH, _EVERY = 0.25, 5.0
"""Seconds between two handfuls, and between two looks when nobody is due."""


class BadgeClockwork:
    """See the module. Any number of processes share the work: whom one is at work on the others leave alone."""

    def __init__(self, db: Database, clock: Clock, lives: Lives) -> None:
        self._db = db
        self._clock = clock
        self._lives = lives
        self.late = LateFacts(db, clock)
        self.records = CentreRecords(db, clock)
        self.resting = False
        """Whether nobody is looked at for now, because the past is still being brought in."""
        self._few = FEW
        self._stuck: dict[Of, set[int]] = {of: set() for of in _BOTH}

    async def run(self) -> None:
        """Look after awards for as long as the process lives."""
        await asyncio.sleep(_FIRST)
        while True:
            busy = 0
            if not self.resting:
                if await self.put_due(self._clock.now()):
                    self._stuck = {of: set() for of in _BOTH}
                await self.late.follow()
                busy = await self.handful()
            await asyncio.sleep(_BREATH if busy else _EVERY)

    async def put_due(self, now: datetime) -> int:
        """Put everybody of a site there once its business day has changed; how many."""
        async with self._db.connection() as connection:
            rows = await connection.fetch("SELECT s.id, d.day FROM site s LEFT JOIN badge_day d ON d.site_id = s.id")
            done = {row["id"]: row["day"] for row in rows}
            days = {
                site.id: site.calendar.business_day(now) for site in await directory.sites(connection, ids=list(done))
            }
        put = 0
        for site_id, day in days.items():
            if done[site_id] is None or done[site_id] < day:
                async with self._db.transaction() as connection:
                    put += await _put_site(connection, site_id, day)
        return put

    async def handful(self) -> int:
        """Settle the next few who are due; how many they were, 0 when nobody was, or others are at work on all of them.

        What fails is tried one by one, and whoever it was is left alone until tomorrow, so that nobody else waits.
        """
        await self.records.refresh()
        for of in _BOTH:
            mine: list[int] = []
            try:
                await self._settle(of, mine)
            except Exception:
                if len(mine) == 1:
                    self._stuck[of].update(mine)
                self._few = 1
                raise
            self._few = FEW
            if mine:
                return len(mine)
        return 0

    async def _settle(self, of: Of, mine: list[int]) -> None:
        async with self._db.transaction() as connection:
            rows = await connection.fetch(_DUE[of], 4 * FEW, list(self._stuck[of]))
            due = {row["number"]: row["ids"] for row in rows}
            mine += await try_lock(connection, list(due), self._few, of)
            if not mine:
                return
            changed = await settle(connection, mine, self._lives, self._clock.now(), of=of)
            # Only what was there before we looked: what came in meanwhile is looked at again.
            await connection.execute(
                "DELETE FROM badge_due d USING unnest($1::bigint[]) AS done(id) WHERE d.id = done.id",
                [row for number in mine for row in due[number]],
            )
        if changed:
            _log.info("awards_settled", of=of, n=len(mine), changed=changed)


async def _put_site(connection: Connection, site_id: int, day: date) -> int:
    """Everybody employed lately, and whoever holds an award; nobody when another process was first."""
    first = await connection.fetchval(
        "INSERT INTO badge_day (site_id, day) VALUES ($1, $2)"
        " ON CONFLICT (site_id) DO UPDATE SET day = EXCLUDED.day WHERE badge_day.day < EXCLUDED.day RETURNING 1",
        site_id,
        day,
    )
    if not first:
        return 0
    status = await connection.execute(
        "INSERT INTO badge_due (agent_id, reason) SELECT a.id, 'day' FROM agent a"
        " WHERE a.site_id = $1 AND a.hired <= $2 AND (a.left_on IS NULL OR a.left_on > $2::date - 60) ORDER BY a.id",
        site_id,
        day,
    )
    teams = await connection.execute(
        "INSERT INTO badge_due (team_id, reason) SELECT t.id, 'day' FROM team t"
        " WHERE t.site_id = $1 AND (t.closed_on IS NULL OR t.closed_on > $2::date - 60) ORDER BY t.id",
        site_id,
        day,
    )
    return int(status.split()[-1]) + int(teams.split()[-1])


async def everybody_due(connection: Connection) -> int:
    """Put everybody there who is or was with the centre, and every team; how many."""
    await connection.execute("UPDATE badge_best SET day = NULL")
    put = 0
    for of in _BOTH:
        status = await connection.execute(
            f"INSERT INTO badge_due ({of}_id, reason) SELECT id, 'rebuild' FROM {of} ORDER BY id"
        )
        put += int(status.split()[-1])
    return put
