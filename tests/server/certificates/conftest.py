"""What the tests of certificates start from: two people with badges, a team contest that was signed."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.honors.badges.clockwork import everybody_due
from tests.server.conftest import SignedIn

Given = Callable[..., Awaitable[dict[str, Any]]]
PAPERS = "/api/v1/honor-certificates"


@pytest.fixture
async def hr(signed_in: SignedIn) -> httpx.AsyncClient:
    """HR without an agent."""
    return await signed_in("hr")


@pytest.fixture
async def settled(app: Litestar, sql: Any) -> None:
    """Everybody has been here for a year, and has the badge for it."""
    await everybody_due(sql)
    while await app.state.rooms.honors.clockwork.handful():
        pass


@pytest.fixture
def given(hr: httpx.AsyncClient) -> Given:
    """Honors an agent or a team in words of one's own."""

    async def give(**whom: str) -> dict[str, Any]:
        told = {
            "title": {"zh": "年度服务之星", "en": "Service star of the year"},
            "says": {"zh": "全年零投诉。特发此状，以资鼓励。", "en": "a whole year without a complaint."},
            "on": "2026-02-20",
        }
        answer = await hr.post(f"{PAPERS}/grants", json={**whom, **told})
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return give
