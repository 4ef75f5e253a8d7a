"""Gives people tests a small centre, and browsers signed in as anybody."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from itertools import count
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.auth.gate import LONGEST, SESSION_COOKIE
from server.auth.secrets import digest, new_token
from tests.server.conftest import client_of

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
    now = app.state.rooms.clock.now()
    async with AsyncExitStack() as stack:

        async def sign_in(role: str, agent: str | None = None, **options: Any) -> httpx.AsyncClient:
            login, token = f"{role}{next(numbers)}", new_token()
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
