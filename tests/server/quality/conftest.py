"""Gives tests of the quality room people who judge and are judged, at the whole application."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx
import pytest
from litestar import Litestar

from career.quality.shipped import COMPLIANCE, STANDARD
from server.facts.promising import Promised
from tests.server.conftest import SignedIn

CALL = "2026-03-03T10:00:00+08:00"
"""A call of yesterday."""
BEST = {item.code: "1" for item in STANDARD.items}
LAWFUL = {item.code: "1" for item in COMPLIANCE.items}


async def told(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def judged(call: str = "c-1", agent: str = "A2", marks: Mapping[str, str | None] = BEST, **more: Any) -> dict[str, Any]:
    """A call as an analyst judges it: everything right on the standard form unless told otherwise."""
    given = {"agent": agent, "form": "standard", "version": 1, "call": call, "at": CALL, "marks": dict(marks)}
    return {**given, **more}


Judge = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def analyst(centre: None, signed_in: SignedIn) -> httpx.AsyncClient:
    """Somebody of no team."""
    return await signed_in("analyst")


@pytest.fixture
def judge(analyst: httpx.AsyncClient) -> Judge:
    """Judge a call as the analyst."""

    async def judge(*given: Any, **named: Any) -> dict[str, Any]:
        answer = await analyst.post("/api/v1/qa/evaluations", json=judged(*given, **named))
        return dict(await told(answer))

    return judge


@pytest.fixture
def facts(app: Litestar, sql: Any) -> Callable[[], Awaitable[dict[tuple[str, str], tuple[int, int]]]]:
    """What stands in the facts: revision and micro-units by id and metric."""
    rooms = app.state.rooms

    async def read() -> dict[tuple[str, str], tuple[int, int]]:
        await Promised(rooms.db, rooms.facts).keep()
        rows = await sql.fetch(
            "SELECT f.fact_id, m.code, f.revision, f.value FROM fact f JOIN metric m ON m.id = f.metric_id ORDER BY f.fact_id"
        )
        return {(row["fact_id"], row["code"]): (row["revision"], row["value"]) for row in rows}

    return read
