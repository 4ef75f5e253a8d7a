"""What the clock alone makes happen: the next contests of every series, definitions that follow the catalogue, sign-offs."""

import asyncio
from datetime import datetime

import asyncpg
import msgspec
import structlog
from msgspec.structs import replace

from leaderboards.calendar import Window
from leaderboards.plays import Play
from leaderboards.rules import Rules
from server.auth import audit
from server.clock import Clock
from server.contests import directory, results, store
from server.contests.contest import Contest
from server.contests.entering import tell
from server.contests.launching import everybody
from server.contests.lease import CLOCKWORK, leased
from server.contests.playing import definitions_for
from server.contests.series import missing_windows, title_of
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.wire import Bilingual

_log = structlog.get_logger(__name__)

_EVERY = 1.0
"""Seconds between two looks at the clock."""


class Clockwork:
    """See the module. Everything it does can be done twice without harm, so a crash in between loses nothing."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def run(self) -> None:
        """Tick while this process holds the lease; fails when the lease is lost."""
        async with leased(self._db.url, CLOCKWORK) as lease:
            while True:
                # Fails with the connection that holds the lock.
                await lease.connection.fetchval("SELECT 1")
                await self.tick()
                await asyncio.sleep(_EVERY)

    async def tick(self) -> None:
        """Bring everything up to the present instant."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            series_ids = [
                row["id"]
                for row in await connection.fetch("SELECT id FROM series WHERE stopped_at IS NULL ORDER BY id")
            ]
        for series_id in series_ids:
            await self.continue_series(series_id)
        await self._follow_catalogue(now)
        async with self._db.connection() as connection:
            due = [contest.id for contest in await results.due(connection, now)]
        for contest_id in due:
            if await results.sign_off(self._db, contest_id, now):
                _log.info("contest_signed", contest=contest_id)

    async def continue_series(self, series_id: int) -> list[int]:
        """Create the contests that a series lacks so that the running and the next one exist; the ids created."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            # Locked, so that a series stopped meanwhile gets no further contest.
            series = await connection.fetchrow(
                "SELECT * FROM series WHERE id = $1 AND stopped_at IS NULL FOR UPDATE", series_id
            )
            if series is None:
                return []
            newest = await connection.fetchrow(
                "SELECT starts, ends FROM contest WHERE series_id = $1 ORDER BY starts DESC LIMIT 1", series_id
            )
            site = (await directory.sites(connection, ids=[series["site_id"]]))[0]
            last = Window(newest["starts"], newest["ends"]) if newest else None
            planned = series["starts_on"], series["ends_on"]
            windows = missing_windows(site.calendar, series["cadence"], planned, last, now)
            created = []
            for window in windows:
                contest_id = await _create(connection, series, site, window, now)
                if contest_id is not None:
                    created.append(contest_id)
            return created

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


async def _create(
    connection: Connection, series: "asyncpg.Record", site: directory.Site, window: Window, now: datetime
) -> int | None:
    """The contest of one window, or None when it cannot be played or exists already."""
    template = await connection.fetchrow("SELECT * FROM template WHERE id = $1", series["template_id"])
    rules = msgspec.json.decode(series["rules"], type=Rules)
    teams, agents = tuple(series["team_ids"]), tuple(series["agent_ids"])
    if not teams and not agents:
        found = [thing.id for thing in await everybody(connection, template["participants"], site.id)]
        teams, agents = (tuple(found), ()) if template["participants"] == "team" else ((), tuple(found))
    try:
        metrics = definitions_for(rules, await directory.definitions(connection))
    except DomainError as fault:
        _log.warning("series_stands_still", series=series["id"], code=fault.code, detail=fault.detail)
        return None
    if len(teams) + len(agents) < 2:
        _log.warning("series_stands_still", series=series["id"], code="too_few_participants")
        return None
    contest = Contest(
        id=0,
        series_id=series["id"],
        template_id=series["template_id"],
        template=template["code"],
        site_id=site.id,
        title=title_of(
            Bilingual(zh=series["title_zh"], en=series["title_en"]), series["cadence"], site.calendar, window
        ),
        skill=Bilingual(zh="", en=""),
        practice=(),
        format=template["format"],
        play=msgspec.json.decode(template["play"], type=Play),
        participants=template["participants"],
        period="week" if series["cadence"] == "weekly" else "month",
        zone=site.calendar.zone,
        starts=window.starts,
        ends=window.ends,
        rules=rules,
        metrics=metrics,
        created_by=series["created_by"],
        created_at=now,
        launched_at=now,
        cancelled_at=None,
        cancel_reason=None,
        version=1,
        team_ids=teams,
        agent_ids=agents,
        withdrawn=(),
    )
    contest_id = await store.insert(connection, contest)
    if contest_id is not None:
        await audit.record(connection, None, "contest.series", f"contest/{contest_id}", {"series": series["id"]})
        await tell(connection, contest_id)
    return contest_id
