"""How a command of the command line runs: its settings, its way to the data, its progress, its exit code."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

import click
from msgspec import Struct, structs

from server.engines import EngineFailedError, Engines
from server.errors import DomainError, sentences
from server.logs import set_up_logs
from server.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from server.db.pool import Database


class Workplace(Struct, frozen=True):
    """What a command works with: settings whose addresses are those of the running engines, and the open database."""

    settings: Settings
    database: "Database"


def settings_from_environment() -> Settings:
    """The settings, or a usage error (exit 2) that names the variable which cannot be read."""
    try:
        return Settings.from_env(os.environ)
    except ValueError as problem:
        raise click.UsageError(str(problem)) from problem


@asynccontextmanager
async def reached(settings: Settings) -> AsyncIterator[Settings]:
    """Settings with addresses: attach to the engines of a running service, or run them for as long as this lasts."""
    engines = Engines(settings.data, database_url=settings.database_url, redis_url=settings.redis_url)
    async with engines.running() as urls:
        yield structs.replace(settings, database_url=urls.database, redis_url=urls.redis)


@asynccontextmanager
async def workplace(settings: Settings) -> AsyncIterator[Workplace]:
    """The migrated, open database of `settings`."""
    from server.db.migrate import migrate
    from server.db.pool import Database

    async with reached(settings) as found:
        url = found.database_url or ""
        await migrate(url)
        async with Database(url, connections=4).open() as database:
            yield Workplace(settings=found, database=database)


def run_command(work: Callable[[Workplace], Awaitable[int | None]]) -> None:
    """Run `work` in a workplace and end the process: 0 or what it returns; 1 with a sentence when it was refused."""
    settings = settings_from_environment()
    set_up_logs(settings.log_format, level="warning")

    async def run() -> int:
        async with workplace(settings) as place:
            return await work(place) or 0

    sys.exit(exit_code_of(run))


def exit_code_of(
    work: Callable[[], Awaitable[int]], loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None
) -> int:
    """Run to the end; expected refusals become a sentence on stderr and 1, Ctrl-C becomes 130."""

    async def run() -> int:
        return await work()

    try:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            return runner.run(run())
    except DomainError as refusal:
        words = sentences(refusal.code, refusal.detail)
        click.echo(words["zh" if _speaks_chinese() else "en"], err=True)
    except (EngineFailedError, OSError) as problem:
        click.echo(str(problem), err=True)
    except KeyboardInterrupt:
        return 130
    return 1


def _speaks_chinese() -> bool:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return spoken.startswith("zh")


def console() -> "Console":
    """A console on stderr: stdout is for results alone, so that they can be piped."""
    from rich.console import Console

    return Console(stderr=True)


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar on stderr; call what it yields with the number of steps just done. Silent where stderr is no terminal."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    bar: Progress = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console()
    )
    with bar:
        task = bar.add_task(what, total=total)
        yield lambda steps: bar.advance(task, steps)
