"""Tells an administrator how the service does: what arrives from where, what waits, how much room is left."""

import shutil
from datetime import datetime, timedelta

import asyncpg
from litestar import Controller, get
from litestar.di import NamedDependency
from msgspec import Struct

from server.auth.guards import requires
from server.auth.roles import PERMISSIONS, Permission, Role
from server.clock import Clock
from server.db.pool import Connection as Unit
from server.db.pool import Database
from server.health import Health, Vitals, examine
from server.settings import Settings

LOOKED_BACK = timedelta(days=1)
"""How far back a connection is looked at; what sent nothing since then is quiet."""


class Connection(Struct, frozen=True, kw_only=True):
    """One source of facts, within the last day."""

    source: str
    facts: int
    last: datetime | None
    """When its newest fact of that day arrived; null: none did."""
    refused: int
    """Facts of this source in quarantine that nobody has looked after yet, however old."""


class Upkeep(Struct, frozen=True, kw_only=True):
    """How the service does right now."""

    health: Health
    database: str
    """Version of PostgreSQL."""
    database_bytes: int
    free_bytes: int | None
    """Room left beside the data folder; null where there is none."""
    waiting: int
    """What came in and is not yet in badges or scorecards: messages that the slowest of their readers has still to read."""
    oldest_seconds: int
    people: int
    teams: int
    facts: int
    """Of all time, by the planner's estimate."""
    displays: int
    """Paired and not revoked."""
    connections: list[Connection]


class RoleOut(Struct, frozen=True):
    """What a role may do."""

    role: str
    permissions: list[str]


class UpkeepController(Controller):
    """For those who keep the service going."""

    path = "/api/v1"
    tags = ("operation",)

    @get("/upkeep", guards=[requires(Permission.DOCTOR_READ)], summary="How the service does")
    async def upkeep(
        self,
        db: NamedDependency[Database],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
        vitals: NamedDependency[Vitals],
    ) -> Upkeep:
        """States, counts and what arrived from each source within a day."""
        health = await examine(vitals)
        async with db.connection() as connection:
            [row] = await connection.fetch(_STATE)
            waiting, oldest_seconds = await backlog(connection)
            sources = await connection.fetch(_SOURCES, clock.now() - LOOKED_BACK)
        return Upkeep(
            health=health,
            **dict(row),
            waiting=waiting,
            oldest_seconds=oldest_seconds,
            free_bytes=shutil.disk_usage(settings.data).free if settings.data.exists() else None,
            connections=[_connection(one) for one in sources],
        )

    @get("/roles", guards=[requires(Permission.ACCOUNTS_MANAGE)], summary="What each role may do")
    async def roles(self) -> list[RoleOut]:
        """The table that every guard asks; a wall is no role to give."""
        return [RoleOut(role, sorted(PERMISSIONS[role])) for role in Role if role is not Role.DISPLAY]


async def backlog(connection: Unit) -> tuple[int, int]:
    """Messages that the slowest reader has still to come to, and the seconds the oldest of them has waited. Those it has come to
    stay in the outbox for a day, for processes that come back."""
    [row] = await connection.fetch(_BACKLOG)
    return row[0], row[1]


def _connection(row: asyncpg.Record) -> Connection:
    return Connection(source=row["code"], facts=row["facts"], last=row["last"], refused=row["refused"])


_STATE = """
SELECT current_setting('server_version') AS database, pg_database_size(current_database()) AS database_bytes,
       (SELECT count(*) FROM agent WHERE left_on IS NULL OR left_on > now()::date) AS people,
       (SELECT count(*) FROM team WHERE closed_on IS NULL OR closed_on > now()::date) AS teams,
       greatest((SELECT reltuples::bigint FROM pg_class WHERE oid = 'fact'::regclass), 0) AS facts,
       (SELECT count(*) FROM display WHERE revoked_at IS NULL) AS displays
"""
_BACKLOG = """
SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(o.created_at)), 0)::int
FROM outbox o JOIN (
    SELECT xid, seq FROM outbox_reader UNION ALL SELECT xid, seq FROM scorecard_reader ORDER BY xid, seq LIMIT 1
) slowest ON (o.xid, o.seq) > (slowest.xid, slowest.seq)
WHERE o.topic IN ('facts', 'people')
"""
_SOURCES = """
SELECT s.code, coalesce(f.facts, 0) AS facts, f.last, coalesce(q.refused, 0) AS refused
FROM source s
LEFT JOIN (
    SELECT source_id, count(*) AS facts, max(received_at) AS last FROM fact WHERE received_at > $1 GROUP BY source_id
) f ON f.source_id = s.id
LEFT JOIN (
    SELECT source_id, count(*) AS refused FROM quarantine WHERE resolution IS NULL GROUP BY source_id
) q ON q.source_id = s.id
ORDER BY f.last DESC NULLS LAST, s.code
"""
