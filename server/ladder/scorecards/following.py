"""Follows what changed, remembers which months have to be counted for it, and counts those that are due."""

import asyncio
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

import asyncpg
import msgspec
import structlog
from msgspec import Raw, Struct

from career.months import Month, month_of
from server.clock import Clock
from server.contests.scoring.lease import leased
from server.db import outbox
from server.db.outbox import Position
from server.db.pool import Connection, Database
from server.ladder.scorecards.measuring import period_of, read_sites
from server.ladder.scorecards.presence import ABSENT, Presence, read_presence
from server.ladder.scorecards.publishing import due_at, publish
from server.ladder.scorecards.sheet import decode
from server.supervise import each

_log = structlog.get_logger(__name__)

LEASE = 0x6563_6865_6C6F_6E11
_EVERY = 5.0
"""Seconds between two looks."""
QUIET = timedelta(minutes=10)
"""A due month is counted once nothing changed it for so long: an import of a year is one revision, not hundreds."""
KEPT = timedelta(hours=20)
"""Messages are kept for a day; whoever was away for nearly that long looks at every month anew."""
REACH = 24
"""Months back that are published by the clock; no criterion looks further."""
_EDGE = timedelta(hours=26)
"""No business day lies further than this from the calendar day of Greenwich."""


class _Told(Struct, frozen=True, array_like=True):
    """The head of a message about facts (`server.facts.changes.Told`)."""

    first: int
    last: int
    sums: Raw
    changes: Raw


class _People(Struct, frozen=True):
    agents: tuple[int, ...] = ()
    teams: tuple[int, ...] = ()


_decode_told = msgspec.msgpack.Decoder(_Told).decode
_decode_changes = msgspec.msgpack.Decoder(list[tuple[int, int, int, int, int, int, int, int, int]]).decode
_decode_people = msgspec.msgpack.Decoder(_People).decode


class Following:
    """See the module. Everything can be done twice without harm."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def run(self) -> None:
        """Follow while this process holds the lease; fails when the lease is lost."""
        async with leased(self._db.url, LEASE) as lease:
            while True:
                await lease.connection.fetchval("SELECT 1")
                await self.tick()
                await asyncio.sleep(_EVERY)

    async def tick(self) -> None:
        """Hear what changed, then count every month that is due and quiet."""
        while await self.hear():
            pass
        await self.count_due()

    async def hear(self) -> bool:
        """Read the next messages; whether there may be more."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            row = await connection.fetchrow("SELECT xid::text::bigint AS xid, seq, read_at FROM scorecard_reader")
            if row is None or now - row["read_at"] > KEPT:
                await _move(connection, await outbox.head(connection), now)
                await _touch_everything(connection, now)
                return False
            messages = await outbox.read(connection, Position(row["xid"], row["seq"]), ["facts", "people"])
            if messages:
                await self._take(connection, messages, now)
                await _move(connection, messages[-1].position, now)
            elif now - row["read_at"] > KEPT / 20:
                await _move(connection, Position(row["xid"], row["seq"]), now)
        return bool(messages)

    async def _take(self, connection: Connection, messages: Iterable[outbox.OutboxRow], now: datetime) -> None:
        recent, concerned, people = set[Month](), set[tuple[int, int, Month]](), _People()
        # Months that are not over anywhere are counted when they are due, whoever they concern.
        open_from = month_of((now - _EDGE).date())
        for message in messages:
            if message.topic == "people":
                found = _decode_people(message.payload)
                people = _People((*people.agents, *found.agents), (*people.teams, *found.teams))
                continue
            told = _decode_told(message.payload)
            if _months(told.first)[0] >= open_from:
                recent |= {*_months(told.first), *_months(told.last)}
            else:
                for change in _decode_changes(told.changes):
                    concerned |= {(change[1], change[2], month) for month in _months(change[5])}
        for month in sorted(recent):
            await _touch(connection, await connection.fetch("SELECT id FROM site"), month, now)
        await _touch_concerned(connection, concerned, now)
        await _touch_people(connection, sorted(set(people.agents)), now)

    async def count_due(self) -> list[tuple[int, Month]]:
        """Publish or correct every month that is due and was left alone for a while; those it counted."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            sites = await read_sites(connection)
            waiting = await connection.fetch(
                "SELECT site_id, month, touched_at FROM scorecard_todo WHERE touched_at <= $1 AND month < $2"
                " ORDER BY month, site_id",
                now - QUIET,
                month_of((now + _EDGE).date()),
            )
            due = []
            for row in waiting:
                site, month = sites[row["site_id"]], row["month"]
                if month >= month_of(now.date()) - REACH and await due_at(connection, site, month) <= now:
                    due.append((site.id, month, row["touched_at"]))
        await each(due, self._count)
        return [(site_id, month) for site_id, month, _ in due]

    async def _count(self, due: tuple[int, Month, datetime]) -> None:
        site_id, month, touched_at = due
        written = await publish(self._db, site_id, month, self._clock.now())
        await settle(self._db, site_id, month, touched_at)
        if written.first or written.corrected:
            _log.info(
                "scorecards_published", site=site_id, month=month, first=written.first, corrected=written.corrected
            )


async def settle(db: Database, site_id: int, month: Month, touched_at: datetime) -> None:
    """Nothing is left to count, unless something changed again meanwhile."""
    async with db.connection() as connection:
        await connection.execute(
            "DELETE FROM scorecard_todo WHERE site_id = $1 AND month = $2 AND touched_at <= $3",
            site_id,
            month,
            touched_at,
        )


def _months(at_us: int) -> tuple[Month, ...]:
    """The months an instant may lie in, whatever the zone."""
    at = datetime.fromtimestamp(at_us // 1_000_000, UTC)
    return tuple(sorted({month_of((at - _EDGE).date()), month_of((at + _EDGE).date())}))


async def _move(connection: Connection, position: Position, now: datetime) -> None:
    await connection.execute(
        "INSERT INTO scorecard_reader (xid, seq, read_at) VALUES ($1::text::xid8, $2, $3)"
        " ON CONFLICT (one) DO UPDATE SET xid = excluded.xid, seq = excluded.seq, read_at = excluded.read_at",
        str(position.xid),
        position.seq,
        now,
    )


async def _touch(connection: Connection, sites: Iterable[object], month: Month, now: datetime) -> None:
    ids = sorted(int(row["id"]) for row in sites)  # type: ignore[index]  # records
    await connection.execute(
        "INSERT INTO scorecard_todo SELECT unnest($1::integer[]), $2, $3 ON CONFLICT (site_id, month)"
        " DO UPDATE SET touched_at = excluded.touched_at WHERE scorecard_todo.touched_at < $3 - interval '30 seconds'",
        ids,
        month,
        now,
    )


async def _touch_everything(connection: Connection, now: datetime) -> None:
    """Every month of every site for which there is any total."""
    await connection.execute(
        "INSERT INTO scorecard_todo SELECT s.id, m.month, $1 FROM site s CROSS JOIN ("
        "   SELECT DISTINCT extract(year FROM day)::integer * 12 + extract(month FROM day)::integer - 1 AS month FROM rollup"
        " ) m ON CONFLICT (site_id, month) DO UPDATE SET touched_at = excluded.touched_at",
        now,
    )


# The sites whose sheets show somebody's month: where the agent belongs, and every team of that month.
_SITES = """
SELECT DISTINCT id FROM (
    SELECT a.site_id AS id FROM agent a WHERE a.id = ANY($1::integer[])
    UNION ALL SELECT t.site_id FROM membership m JOIN team t ON t.id = m.team_id
        WHERE m.agent_id = ANY($1::integer[]) AND m.starts < $4 AND (m.ends IS NULL OR m.ends > $3)
    UNION ALL SELECT t.site_id FROM team t WHERE t.id = ANY($2::integer[])
    UNION ALL SELECT s.site_id FROM scorecard s
        WHERE s.tier = 'agent' AND s.subject_id = ANY($1::integer[]) AND s.month = $5
) found"""


async def _touch_concerned(
    connection: Connection, concerned: Collection[tuple[int, int, Month]], now: datetime
) -> None:
    by_month: dict[Month, tuple[set[int], set[int]]] = {}
    for agent, team, month in concerned:
        agents, teams = by_month.setdefault(month, (set(), set()))
        agents.add(agent)
        teams.add(team)
    sites = await read_sites(connection)
    for month, (agents, teams) in sorted(by_month.items()):
        periods = [period_of(site, month) for site in sites.values()]
        starts = min((one.starts for one in periods), default=now)
        ends = max((one.ends for one in periods), default=now)
        found = await connection.fetch(_SITES, list(agents - {0}), list(teams - {0}), starts, ends, month)
        await _touch(connection, found, month, now)


def _says(sheet: "asyncpg.Record | None", presence: Presence) -> bool:
    """Whether a sheet holds these half days. Who has none was in no team; half days as a lead make no sheet."""
    if sheet is None:
        return not presence.teams
    return (sheet["half_days"], decode(sheet["sheet"]).teams) == (presence.half_days, presence.teams)


async def _touch_people(connection: Connection, agents: list[int], now: datetime) -> None:
    """Of the published months, those in which these people's half days are no longer what their sheets say."""
    if not agents:
        return
    this = month_of(now.date())
    published = await connection.fetch(
        "SELECT DISTINCT month FROM scorecard_month WHERE month >= $1 ORDER BY month", this - REACH
    )
    sites = list((await read_sites(connection)).values())
    for row in published:
        month = row["month"]
        period = period_of(sites[0], month)
        now_there = await read_presence(connection, agents, period.first, period.after_last)
        held = {
            one["subject_id"]: one
            for one in await connection.fetch(
                "SELECT DISTINCT ON (subject_id) subject_id, half_days, sheet FROM scorecard WHERE tier = 'agent'"
                " AND NOT carried_over AND month = $1 AND subject_id = ANY($2::integer[]) ORDER BY subject_id, revision DESC",
                month,
                agents,
            )
        }
        differing = {(agent, 0, month) for agent in agents if not _says(held.get(agent), now_there.get(agent, ABSENT))}
        await _touch_concerned(connection, differing, now)
