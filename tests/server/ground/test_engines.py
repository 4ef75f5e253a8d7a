"""The embedded engines: whatever is killed, the next start serves what was committed, and nothing is left behind."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import psutil
import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from server.engines import EngineFailedError, Engines, EngineUrls
from server.engines.keeper import make_private, socket_folder
from server.engines.postgres import Postgres

ROOT = Path(__file__).resolve().parents[3]


def at_work_in(folder: Path) -> list[psutil.Process]:
    """Everything that lives in a data folder, the launcher apart."""
    found = []
    for process in psutil.process_iter():
        try:
            if Path(process.cwd()).is_relative_to(folder):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def run_by_us(folder: Path) -> bool:
    """Whether a Postgres of the folder is this very process's child."""
    mine = {child.pid for child in psutil.Process().children()}
    return any(process.pid in mine and process.name() == "postgres" for process in at_work_in(folder))


async def eventually(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for a fact about other processes, which send no event."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come true"
        await asyncio.sleep(0.02)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose cluster is made: initdb takes half of a test's time otherwise."""
    folder = tmp_path_factory.mktemp("made")

    async def make() -> None:
        async with Engines(folder).running():
            pass

    asyncio.run(make())
    return folder


@pytest.fixture
def data(made_once: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own."""
    return Path(shutil.copytree(made_once, tmp_path / "data"))


@asynccontextmanager
async def launched(data: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, EngineUrls]]:
    """A launcher of its own process that has the engines running."""
    launcher = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.engines",
        str(data),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert launcher.stdout is not None
    try:
        database = (await launcher.stdout.readline()).decode().strip()
        redis = (await launcher.stdout.readline()).decode().strip()
        assert redis
        yield launcher, EngineUrls(database=database, redis=redis)
    finally:
        if launcher.returncode is None:
            assert launcher.stdin is not None
            launcher.stdin.close()
            await launcher.wait()


async def answer(url: str, question: str) -> object:
    """Ask once, on a connection of its own."""
    connection = await asyncpg.connect(url, timeout=10)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def answer_when_up(url: str, question: str) -> object:
    """Ask until an engine that is being restarted answers."""
    for _ in range(400):
        try:
            return await answer(url, question)
        except (OSError, TimeoutError, asyncpg.PostgresError):
            await asyncio.sleep(0.05)
    raise AssertionError("the database did not come back")


async def pings_when_up(url: str) -> bool:
    """Ping until a Valkey that is being restarted answers."""
    async with Redis.from_url(url) as redis:
        for _ in range(400):
            try:
                return bool(await redis.ping())
            except (OSError, RedisError):
                await asyncio.sleep(0.05)
    return False


async def test_both_serve_while_needed_and_leave_nothing_behind(tmp_path: Path) -> None:
    async with Engines(tmp_path).running() as urls:
        assert await answer(urls.database, "SHOW fsync") == "on"
        assert await answer(urls.database, "SELECT datcollate || datlocale FROM pg_database WHERE datname = 'echelon'")
        async with Redis.from_url(urls.redis) as redis:
            assert await redis.ping()
        assert at_work_in(tmp_path)
    assert at_work_in(tmp_path) == []
    assert not socket_folder("pg", tmp_path).exists()
    assert not socket_folder("kv", tmp_path).exists()


async def test_a_named_server_is_used_and_none_is_started(tmp_path: Path) -> None:
    async with Engines(tmp_path, database_url="postgresql://x/y", redis_url="redis://z").running() as urls:
        assert urls == EngineUrls(database="postgresql://x/y", redis="redis://z")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("victim", ["postgres", "valkey-server"])
async def test_a_killed_engine_comes_back_with_what_was_committed(data: Path, victim: str) -> None:
    async with Engines(data).running() as urls:
        await answer(urls.database, "CREATE TABLE kept AS SELECT 7 AS number")
        killed = next(process for process in at_work_in(data) if process.name() == victim)
        killed.kill()
        await eventually(lambda: any(p.name() == victim and p.pid != killed.pid for p in at_work_in(data)))
        assert await answer_when_up(urls.database, "SELECT number FROM kept") == 7
        assert await pings_when_up(urls.redis)


async def test_a_killed_launcher_takes_its_engines_along(data: Path) -> None:
    async with launched(data) as (launcher, _):
        assert at_work_in(data)
        launcher.kill()
        await launcher.wait()
        await eventually(lambda: at_work_in(data) == [])


async def test_after_everything_was_killed_at_once_the_next_start_recovers(data: Path) -> None:
    async with launched(data) as (launcher, urls):
        await answer(urls.database, "CREATE TABLE kept AS SELECT 7 AS number")
        # Stopped first, so that it neither restarts what dies before it nor sends it a death signal to end in order.
        launcher.send_signal(signal.SIGSTOP)
        for process in at_work_in(data):
            with contextlib.suppress(psutil.NoSuchProcess):  # a backend whose postmaster was killed ends by itself
                process.kill()
        launcher.kill()
        await launcher.wait()
    # Whatever pid the old note names, it must not stop the start: here it names a process that is alive.
    note = data / "postgres" / "postmaster.pid"
    note.write_text(note.read_text().replace(note.read_text().split()[0], str(os.getpid()), 1))
    async with Engines(data).running() as urls:
        assert await answer(urls.database, "SELECT number FROM kept") == 7


async def test_a_second_process_attaches_and_takes_over_when_the_first_is_killed(data: Path) -> None:
    async with launched(data) as (first, urls):
        await answer(urls.database, "CREATE TABLE kept AS SELECT 7 AS number")
        async with Engines(data).running() as same:
            assert same == urls
            assert not run_by_us(data)
            first.kill()
            await eventually(lambda: run_by_us(data))
            assert await answer_when_up(urls.database, "SELECT number FROM kept") == 7
    assert at_work_in(data) == []


async def test_two_folders_have_engines_of_their_own(tmp_path: Path) -> None:
    async with Engines(tmp_path / "a").running() as one, Engines(tmp_path / "b").running() as other:
        await answer(one.database, "CREATE TABLE mine ()")
        assert await answer(other.database, "SELECT to_regclass('mine') IS NULL")


async def test_a_folder_may_be_named_from_where_one_stands(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(data.parent)
    async with Engines(Path(data.name)).running() as urls:
        assert await answer(urls.database, "SELECT 1") == 1
    assert urls == Engines(data).urls


async def test_a_failed_start_says_why(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "postgres").mkdir(parents=True, mode=0o700)
    with pytest.raises(EngineFailedError, match="could not access the server configuration file"):
        async with Engines(data).running():
            pass
    assert at_work_in(data) == []


def test_a_socket_folder_prepared_by_somebody_else_is_refused(tmp_path: Path) -> None:
    trap = tmp_path / "sockets"
    trap.mkdir(mode=0o777)
    trap.chmod(0o777)
    with pytest.raises(EngineFailedError, match="not a private folder"):
        make_private(trap)


def test_a_deep_data_folder_still_gets_a_short_socket_path() -> None:
    deep = Path("/", *["a-long-name-of-a-folder"] * 20)
    assert len(f"{socket_folder('pg', deep)}/.s.PGSQL.5432") <= 93
    assert socket_folder("pg", deep) != socket_folder("pg", deep.parent)
    assert str(socket_folder("pg", deep)) in Postgres(deep).url


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else for Postgres")
@pytest.mark.parametrize("way", ["userns", "uid:61007"])
async def test_root_starts_postgres_either_way_on_the_same_folder(
    data: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The second way stands in for containers that forbid namespaces; the choice is the machine's, not ours to patch.
    async with Engines(data).running() as urls:
        await answer(urls.database, "CREATE TABLE kept AS SELECT 7 AS number")
    monkeypatch.setattr("server.engines.postgres.identity_for_root", lambda _: way)
    for _ in range(2):
        async with Engines(data).running() as urls:
            assert await answer(urls.database, "SELECT number FROM kept") == 7
