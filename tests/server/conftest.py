"""Gives the server's tests the application in the test's own loop, and a client that talks to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from server.clock import SetClock
from server.db.pool import Database
from server.settings import Settings


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    """This test's database, open, with the tables bound to it; for tests of services without the application.

    Tables are bound to the database opened last, so a test that also asks for `app` uses the application's own.
    """
    async with Database(settings.database_url or "").open() as opened:
        yield opened


@asynccontextmanager
async def living(app: Litestar) -> AsyncIterator[Litestar]:
    """Run the application's lifespan in one task of the test's loop.

    One task from start to end, because what the lifespan enters (task groups, cancel scopes) must be left by the task
    that entered it, and a fixture's two halves need not be one.
    """
    started, ending = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            started.set()
            await ending.wait()

    life = asyncio.create_task(live())
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait({life, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    try:
        if not life.done():
            yield app
    finally:
        ending.set()
        await life


def client_of(app: Litestar, **options: Any) -> httpx.AsyncClient:
    """A new client without cookies of its own yet; close it, or use it as a context."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=cast("Any", app)), base_url="http://testserver", **options
    )


@pytest.fixture
async def app(settings: Settings, clock: SetClock) -> AsyncIterator[Litestar]:
    """The whole application on this test's database, alive."""
    from server.app import create_app

    async with living(create_app(settings, clock)) as alive:
        yield alive


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """An anonymous client of `app`."""
    async with client_of(app) as fresh:
        yield fresh
