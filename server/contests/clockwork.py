"""What the clock alone makes happen: the next contests of every series, definitions that follow the catalogue, sign-offs."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

import structlog
from msgspec.structs import replace

from server.auth import audit
from server.clock import Clock
from server.contests import directory, store
from server.contests.after import results
from server.contests.after.stakes import NoStakes, Stakes
from server.contests.contest import Contest
from server.contests.planning.playing import definitions_for
from server.contests.scoring.lease import CLOCKWORK, leased
from server.contests.scoring.settling import settle_people
from server.contests.seasons.continuing import continue_season, continue_seasons
from server.contests.series import plan as series_store
from server.contests.series.rounds import make_due
from server.contests.telling import tell
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.supervise import each

_log = structlog.get_logger(__name__)

Step = Callable[[datetime], Awaitable[None]]
_EVERY = 1.0
"""Seconds between two looks at the clock."""


class Clockwork:
    """See the module. Everything it does can be done twice without harm, so a crash in between loses nothing."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.followers: list[Step] = []
        """What else the clock makes happen, asked at the end of every tick."""
        self.stakes: Stakes = NoStakes()

    async def run(self) -> None:
        """Tick while this process holds the lease; fails when the lease is lost."""
        async with leased(self._db.url, CLOCKWORK) as lease:
            while True:
                # Fails with the connection that holds the lock.
                await lease.connection.fetchval("SELECT 1")
                await self.tick()
                await asyncio.sleep(_EVERY)

    async def tick(self) -> None:
        """Bring everything up to the present instant. What fails holds up nothing else: not another step, contest or series."""
        now = self._clock.now()
        steps: tuple[Step, ...] = (
            self._continue_all,
            partial(continue_seasons, self._db, self.stakes),
            self._follow_catalogue,
            partial(settle_people, self._db),
            self._sign_off,
            *self.followers,
        )
        await each(steps, lambda step: step(now))

    async def _continue_all(self, _: datetime) -> None:
        async with self._db.connection() as connection:
            rows = await connection.fetch("SELECT id FROM series WHERE stopped_at IS NULL ORDER BY id")
        await each([row["id"] for row in rows], self.continue_series)

    async def _sign_off(self, now: datetime) -> None:
        async with self._db.connection() as connection:
            due = [contest.id for contest in await results.due(connection, now)]

        async def sign(contest_id: int) -> None:
            if await results.sign_off(self._db, contest_id, now, self.stakes):
                _log.info("contest_signed", contest=contest_id)

        await each(due, sign)

    async def continue_season(self, contest_id: int) -> None:
        """Make the rounds of a season now rather than at the next look; nothing for any other contest."""
        await continue_season(self._db, contest_id, self._clock.now(), self.stakes)

    async def continue_series(self, series_id: int) -> list[int]:
        """Create the contests that a series lacks so that the running and the next one exist; the ids created."""
        async with self._db.transaction() as connection:
            # Locked, so that a series stopped or edited meanwhile is continued as it is then.
            series = await series_store.lock(connection, series_id)
            if series is None or series.stopped_at is not None:
                return []
            return await make_due(connection, series, self._clock.now())

    async def _follow_catalogue(self, now: datetime) -> None:
        """Give contests that have not started the definitions that hold now; rules lock at the start, and so do these."""
        async with self._db.transaction() as connection:
            waiting = [
                contest
                for contest in await store.overlapping(connection, now, datetime.max.replace(tzinfo=now.tzinfo), 0)
                if contest.starts > now
            ]
            if not waiting:
                return
            known = await directory.definitions(connection)
            for contest in waiting:
                try:
                    metrics = definitions_for(contest.rules, known)
                except DomainError:
                    # A metric was archived or lost its target: the contest keeps what it was launched with.
                    continue
                if metrics != contest.metrics:
                    await _redefine(connection, contest.id, replace(contest, metrics=metrics))


async def _redefine(connection: Connection, contest_id: int, contest: Contest) -> None:
    changed = await connection.fetchval(
        "UPDATE contest SET metrics = $2::jsonb WHERE id = $1 AND version = $3 RETURNING id",
        contest_id,
        store.as_json(contest.metrics),
        contest.version,
    )
    if changed is not None:
        await audit.record(connection, None, "contest.redefine", f"contest/{contest_id}")
        await tell(connection, contest_id)
