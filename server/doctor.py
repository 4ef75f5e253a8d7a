"""The command that looks a running or resting installation over and says what is wrong with it."""

import shutil
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from server.logs import set_up_logs
from server.settings import Settings
from server.terminal import exit_code_of, reached, settings_from_environment

if TYPE_CHECKING:
    import asyncpg

State = Literal["ok", "warn", "fail"]

_LEAST_DISK, _LITTLE_DISK = 500 << 20, 2 << 30
_SKEW = 2.0
_LARGE_BACKLOG = 200_000
_SAMPLE = 2_000


class Finding(NamedTuple):
    """One line of the table."""

    what: str
    state: State
    detail: str


@click.command()
@click.option("--deep", is_flag=True, help="Compare every rollup with its facts, not a sample; reads all facts.")
def doctor(*, deep: bool) -> None:
    """Check versions, engines, schema, Redis, clocks, disk, outbox and rollups.

    Prints a table. Exit code 0 when nothing failed (warnings may be there), 1 otherwise. Changes nothing.
    """
    settings = settings_from_environment()
    set_up_logs(settings.log_format, level="error")

    async def work() -> int:
        findings = [finding async for finding in examine(settings, deep=deep)]
        _print(findings)
        return int(any(finding.state == "fail" for finding in findings))

    sys.exit(exit_code_of(work))


async def examine(settings: Settings, *, deep: bool) -> AsyncIterator[Finding]:
    """Everything worth knowing, each thing on its own: one failure does not hide the others."""
    yield _versions()
    yield _disk(settings.data if settings.database_url is None else Path.cwd())
    async with reached(settings) as found:
        own = "own server" if settings.database_url else f"embedded in {settings.data}"
        yield await _guarded("redis", lambda: _redis(found.redis_url or ""))
        import asyncpg

        try:
            connection = await asyncpg.connect(found.database_url, timeout=10)
        except (OSError, TimeoutError, asyncpg.PostgresError) as problem:
            yield Finding("database", "fail", f"{own}: {problem!r}")
            return
        try:
            yield await _database(connection, own)
            pending = await _guarded("schema", lambda: _schema(found.database_url or ""))
            yield pending
            if pending.state == "ok":
                yield await _guarded("outbox", lambda: _outbox(connection))
                yield await _guarded("rollups", lambda: _rollups(connection, deep=deep))
        finally:
            await connection.close()


async def _guarded(what: str, check: Callable[[], Awaitable[Finding]]) -> Finding:
    """A check's finding; whatever stops it is a finding too."""
    try:
        return await check()
    except Exception as problem:  # noqa: BLE001 - a doctor who faints helps nobody
        return Finding(what, "fail", repr(problem))


def _versions() -> Finding:
    names = ("echelon", "litestar", "uvicorn", "piccolo", "asyncpg", "redis")
    python = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("versions", "ok", ", ".join([f"Python {python}", *(f"{name} {version(name)}" for name in names)]))


def _disk(folder: Path) -> Finding:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    state: State = "fail" if free < _LEAST_DISK else "warn" if free < _LITTLE_DISK else "ok"
    return Finding("disk", state, f"{free / (1 << 30):.1f} GiB free for {folder}")


async def _redis(url: str) -> Finding:
    from redis.asyncio import Redis

    async with Redis.from_url(url, socket_timeout=5) as redis:
        began = time.perf_counter()
        about = await redis.info("server")
        took = time.perf_counter() - began
    number = about.get("valkey_version") or about.get("redis_version")
    return Finding("redis", "ok", f"version {number}, answers in {took * 1000:.1f} ms")


async def _database(connection: "asyncpg.Connection[asyncpg.Record]", own: str) -> Finding:
    number = await connection.fetchval("SHOW server_version_num")
    fsync = await connection.fetchval("SHOW fsync")
    before = datetime.now(UTC)
    theirs = await connection.fetchval("SELECT clock_timestamp()")
    skew = abs((theirs - (before + (datetime.now(UTC) - before) / 2)).total_seconds())
    detail = f"{own}, PostgreSQL {int(number) // 10_000}.{int(number) % 10_000}, clocks {skew:.3f} s apart"
    if int(number) < 180_000:
        return Finding("database", "fail", f"{detail}; 18 or newer is needed")
    if fsync != "on":
        return Finding("database", "warn", f"{detail}; fsync is {fsync}: a power cut can lose acknowledged facts")
    return Finding("database", "warn" if skew > _SKEW else "ok", detail)


async def _schema(url: str) -> Finding:
    from server.db.migrate import known_migrations, pending_migrations

    pending = await pending_migrations(url)
    if pending:
        return Finding("schema", "fail", f"pending: {', '.join(pending)}; run `echelon migrate`")
    return Finding("schema", "ok", f"at {known_migrations()[-1]}")


async def _outbox(connection: "asyncpg.Connection[asyncpg.Record]") -> Finding:
    row = await connection.fetchrow(
        "SELECT count(*) AS rows, coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0) AS age FROM outbox"
    )
    state: State = "warn" if row["rows"] > _LARGE_BACKLOG else "ok"
    return Finding("outbox", state, f"{row['rows']} messages, the oldest {float(row['age']):.0f} s old")


_DIFFERENCES = """
WITH place AS ({place}),
said AS (
    SELECT r.membership_id, r.metric_id, r.day, r.agent_id, r.team_id, r.queue_id,
           r.n, r.sum_value, r.sum_weight, r.sum_weighted
    FROM rollup r JOIN place USING (membership_id, metric_id, day)
),
held AS (
    SELECT f.membership_id, f.metric_id, f.day, f.agent_id, f.team_id, f.queue_id,
           count(*) AS n, sum(f.value) AS sum_value, sum(f.weight) AS sum_weight,
           sum(f.value::numeric * f.weight) AS sum_weighted
    FROM fact f JOIN place USING (membership_id, metric_id, day)
    JOIN metric ON metric.id = f.metric_id AND metric.combine IN ('sum', 'mean')
    WHERE f.value IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6
)
SELECT (SELECT count(*) FROM place) AS places,
       (SELECT count(*) FROM ((TABLE said EXCEPT TABLE held) UNION ALL (TABLE held EXCEPT TABLE said)) d) AS differences
"""
_EVERYWHERE = "SELECT membership_id, metric_id, day FROM rollup UNION SELECT membership_id, metric_id, day FROM fact"
_SOMEWHERE = f"""
(SELECT membership_id, metric_id, day FROM rollup ORDER BY random() LIMIT {_SAMPLE})
UNION
(SELECT membership_id, metric_id, day FROM fact ORDER BY random() LIMIT {_SAMPLE})
"""


async def _rollups(connection: "asyncpg.Connection[asyncpg.Record]", *, deep: bool) -> Finding:
    """One statement, so one snapshot: facts that arrive meanwhile are in neither side or in both."""
    row = await connection.fetchrow(_DIFFERENCES.format(place=_EVERYWHERE if deep else _SOMEWHERE))
    places = f"{row['places']} {'days' if deep else 'sampled days'} of a member and a metric"
    if row["differences"]:
        return Finding("rollups", "fail", f"{row['differences']} of {places} differ; run `echelon rebuild`")
    return Finding("rollups", "ok", f"{places} equal their facts")


def _print(findings: list[Finding]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(show_edge=False, pad_edge=False)
    for title in ("", "what", "detail"):
        table.add_column(title, overflow="fold")
    colours = {"ok": "green", "warn": "yellow", "fail": "red"}
    for finding in findings:
        table.add_row(f"[{colours[finding.state]}]{finding.state}[/]", finding.what, finding.detail)
    Console().print(table)
