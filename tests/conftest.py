"""Gives every test real engines: one Postgres and one Valkey a worker, and a clean, migrated database a test."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import structlog
import uvloop
from redis.asyncio import Redis

from server.clock import SetClock
from server.db.migrate import migrate
from server.engines import EngineUrls
from server.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
MORNING = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
"""A Wednesday, 10:00 in Shanghai: where the tests' clock stands until a test moves it."""

LAST_OF_POSTGRES = 16_383
"""Types up to this number are the same in every database; centres' own begin behind it."""

_numbers = count(1)


def real_data() -> Path:
    """The folder of real call-centre exports, beside the checkout unless ECHELON_REAL_DATA says where."""
    return Path(os.environ.get("ECHELON_REAL_DATA") or ROOT.parent / "shared" / "data")


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that the service runs on."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session", autouse=True)
def known_types() -> Iterator[None]:
    """Postgres is asked once what its own types are, arrays of numbers above all: every connection would ask, which took a fifth
    of the time of a test with some fresh ones."""
    ask = asyncpg.Connection._introspect_types
    known: dict[frozenset[int], Any] = {}

    async def remembered(self: Any, types: set[int], timeout: float) -> Any:
        if max(types) > LAST_OF_POSTGRES:
            return await ask(self, types, timeout)
        if (asked := frozenset(types)) not in known:
            known[asked] = await ask(self, types, timeout)
        return known[asked]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncpg.Connection, "_introspect_types", remembered)
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """Tracebacks without the pictures of all local variables, which take seconds each."""
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, renderer])


@pytest.fixture(scope="session")
def engine_urls() -> Iterator[EngineUrls]:
    """Engines of this worker's own, in memory where there is room; they end when this process does, however it does."""
    folder = Path(tempfile.mkdtemp(prefix="echelon-test-", dir=_roomy()))
    keeper = subprocess.Popen(
        [sys.executable, "-m", "server.engines", str(folder), "--throw-away"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    try:
        database, redis = keeper.stdout.readline().strip(), keeper.stdout.readline().strip()
        if not redis:
            pytest.exit(f"the embedded engines did not start; see {folder}", returncode=3)
        yield EngineUrls(database=database, redis=redis)
    finally:
        keeper.stdin.close()
        keeper.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _roomy() -> str | None:
    """Memory if a whole run fits: cloning a database there takes a third of the time."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30 else None


@pytest.fixture(scope="session")
def template_database(engine_urls: EngineUrls) -> str:
    """The address of a database as a new centre has it: migrated, with what is shipped. Tests clone it and leave it alone."""
    # A thread, because a session fixture may be asked for while a test's loop is already running.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _new_centre(engine_urls.database)).result()
    return engine_urls.database


async def _new_centre(url: str) -> None:
    from server.rooms import Rooms

    await migrate(url)
    rooms = Rooms(Settings(database_url=url), SetClock(MORNING))
    async with rooms.db.open():
        await rooms.prepare()


@asynccontextmanager
async def cloned(template: str) -> AsyncIterator[str]:
    """A database of one's own, as the migrations leave it; gone afterwards, whoever is still connected."""
    name = f"clone_{next(_numbers)}"
    admin = await asyncpg.connect(template.replace("/echelon?", "/postgres?"))
    try:
        # Copying files took 33 ms for 33 tables, the default way through the WAL 300, a TRUNCATE of all tables 60.
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE echelon STRATEGY file_copy")
        try:
            yield template.replace("/echelon?", f"/{name}?")
        finally:
            await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await admin.close()


@pytest.fixture
async def database_url(template_database: str) -> AsyncIterator[str]:
    """A clean, migrated database for this test alone."""
    async with cloned(template_database) as url:
        yield url


@pytest.fixture
async def redis_url(engine_urls: EngineUrls) -> str:
    """This worker's Valkey, emptied; nobody else publishes on it."""
    async with Redis.from_url(engine_urls.redis) as redis:
        await redis.flushall()
    return engine_urls.redis


@pytest.fixture
def settings(database_url: str, redis_url: str, tmp_path: Path) -> Settings:
    """Settings for this test's database and Valkey; change some with `msgspec.structs.replace`."""
    return Settings(database_url=database_url, redis_url=redis_url, data=tmp_path / "data", port=0)


@pytest.fixture
def clock() -> SetClock:
    """A clock standing at MORNING; `clock.at = …` moves it."""
    return SetClock(MORNING)


@pytest.fixture
async def sql(database_url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A plain connection to this test's database, for looking at what was really stored."""
    connection = await asyncpg.connect(database_url)
    try:
        yield connection
    finally:
        await connection.close()
