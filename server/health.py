"""Says whether the service can do its work: for balancers, watchdogs and Prometheus."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Literal

import asyncpg
import structlog
from litestar import MediaType, Response, get
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from server.auth.guards import public
from server.db.pool import Database

_log = structlog.get_logger(__name__)

ScorerState = Literal["leading", "standing_by", "off", "failed"]
"""`leading`: holds the lease and scores; `standing_by`: another process does; `off`: not wanted here."""

_PATIENCE = 2.0
"""Seconds the database gets to answer one question."""

_UP = Gauge("echelon_part_up", "1 while a part of the service works.", ["part"])
_BACKLOG = Gauge(
    "echelon_outbox_rows", "Messages in the outbox: those to be read and those kept for readers that come back."
)
_RUNNING = Gauge("echelon_contests_running", "Contests whose window is open now.")


class Vitals(Struct, frozen=True):
    """Where the state of each part is to be asked; the application fills it in."""

    database: Database
    redis: Callable[[], bool]
    """Whether messages pass between processes now."""
    scorer: Callable[[], ScorerState]


class Health(Struct, frozen=True):
    """What `/health` answers."""

    status: Literal["ok", "degraded", "failed"]
    """`degraded`: everything is served, boards of other processes lag; `failed`: answered with 503."""
    database: Literal["ok", "failed"]
    redis: Literal["ok", "away"]
    scorer: ScorerState
    version: str
    at: str


async def examine(vitals: Vitals) -> Health:
    """Ask every part. The database is really asked, within two seconds; the others report what they know."""
    database = await _database_answers(vitals.database)
    redis = vitals.redis()
    scorer = vitals.scorer()
    for part, up in (("database", database), ("redis", redis), ("scorer", scorer != "failed")):
        _UP.labels(part).set(up)
    failed = not database or scorer == "failed"
    return Health(
        status="failed" if failed else "ok" if redis else "degraded",
        database="ok" if database else "failed",
        redis="ok" if redis else "away",
        scorer=scorer,
        version=version("echelon"),
        # The machine's clock on purpose: this is about the machine, and a watchdog compares it with its own.
        at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    )


async def _database_answers(database: Database) -> bool:
    return await _asked(database, "SELECT 1") is not None


async def _asked(database: Database, question: str) -> asyncpg.Record | None:
    """One row, or None when the database does not answer in time."""
    try:
        async with asyncio.timeout(_PATIENCE), database.connection() as connection:
            row: asyncpg.Record | None = await connection.fetchrow(question)
    except (
        OSError,
        TimeoutError,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,
        RuntimeError,
    ) as problem:
        _log.warning("database_does_not_answer", error=repr(problem))
        return None
    return row


async def _count(database: Database) -> None:
    """Set the gauges that only the database knows; without an answer they keep their last value."""
    row = await _asked(database, _COUNTS)
    if row is not None:
        _BACKLOG.set(row["outbox"])
        _RUNNING.set(row["running"])


_COUNTS = """
SELECT (SELECT count(*) FROM outbox) AS outbox,
       (SELECT count(*) FROM contest
        WHERE launched_at IS NOT NULL AND cancelled_at IS NULL AND starts <= now() AND now() < ends) AS running
"""


@get("/health", guards=[public], tags=["operation"])
async def health(vitals: Vitals) -> Response[Health]:
    """200 with the state of database, Redis and scorer; 503 when the database or the scorer has failed."""
    found = await examine(vitals)
    return Response(found, status_code=503 if found.status == "failed" else 200, headers={"cache-control": "no-store"})


@get("/metrics", guards=[public], include_in_schema=False, media_type=MediaType.TEXT)
async def metrics(vitals: Vitals) -> Response[bytes]:
    """Everything measured in this process, in the Prometheus text format."""
    await examine(vitals)
    await _count(vitals.database)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


ROUTES: list[HTTPRouteHandler] = [health, metrics]
"""Open to everybody on the network: they tell states and counts, no data."""
