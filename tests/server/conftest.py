"""Gives the server's tests the application in the test's own loop, and a client that talks to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from server.auth.gate import LONGEST, SESSION_COOKIE
from server.auth.secrets import digest, new_token
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


SignedIn = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def centre(app: Litestar, sql: Any) -> None:
    """Two sites, two teams, three agents: A1 leads T1 with A2 in it, A3 is in T2."""
    await sql.execute(
        """
        INSERT INTO site (code, name_zh, name_en, zone) VALUES ('CD', '成都', 'Chengdu', 'Asia/Shanghai'),
            ('BE', '柏林', 'Berlin', 'Europe/Berlin');
        INSERT INTO queue (code, name_zh, name_en) VALUES ('billing', '账单', 'Billing');
        INSERT INTO team (code, site_id, name_zh, name_en) VALUES ('T1', 1, '破晓', 'Daybreak'), ('T2', 1, '启明', 'Venus');
        INSERT INTO agent (code, site_id, name_zh, name_en, hired) VALUES ('A1', 1, '王一', 'Wang Yi', '2025-01-06'),
            ('A2', 1, '李二', 'Li Er', '2025-02-03'), ('A3', 1, '张三', 'Zhang San', '2025-03-03');
        INSERT INTO membership (agent_id, team_id, starts, post) VALUES (1, 1, '2025-01-05T16:00Z', 'lead'),
            (2, 1, '2025-02-02T16:00Z', 'member'), (3, 2, '2025-03-02T16:00Z', 'member');
        """
    )


@pytest.fixture
async def signed_in(app: Litestar, sql: Any) -> AsyncIterator[SignedIn]:
    """Browsers with sessions of new accounts, say of a lead who is agent A1. Passwords are tested elsewhere."""
    numbers = count(1)
    async with AsyncExitStack() as stack:

        async def sign_in(role: str, agent: str | None = None, **options: Any) -> httpx.AsyncClient:
            login, token, now = f"{role}{next(numbers)}", new_token(), app.state.rooms.clock.now()
            account = await sql.fetchval(
                "INSERT INTO account (login, password_hash, role, agent_id, name, created_at)"
                " VALUES ($1, '', $2, (SELECT id FROM agent WHERE code = $3), $1, $4) RETURNING id",
                login,
                role,
                agent,
                now,
            )
            await sql.execute(
                "INSERT INTO session VALUES ($1, $2, $3, $3, $4)", digest(token), account, now, now + LONGEST
            )
            client = await stack.enter_async_context(client_of(app, **options))
            client.cookies.set(SESSION_COOKIE, token)
            return client

        yield sign_in


@pytest.fixture
async def lead(signed_in: SignedIn) -> httpx.AsyncClient:
    """A1, who leads T1 with A2 in it."""
    return await signed_in("lead", "A1")


@pytest.fixture
async def agent(signed_in: SignedIn) -> httpx.AsyncClient:
    """A2."""
    return await signed_in("agent", "A2")


@pytest.fixture
async def other(signed_in: SignedIn) -> httpx.AsyncClient:
    """A3, of another team."""
    return await signed_in("agent", "A3")
