"""A small centre goes in through the doors, once, and leaves last week's contest signed while this week's runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from litestar import Litestar

from seeds.accounts import PASSWORD
from seeds.pouring import Size, pour
from server.app import create_app
from server.clock import SetClock
from server.settings import Settings
from tests.server.conftest import client_of, living

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
"""A Friday: last week's lateness of three days has passed."""
SMALL = Size(days=12, teams=(2, 2))


@pytest.fixture
async def poured(settings: Settings) -> Settings:
    await pour(settings, now=NOW, size=SMALL)
    return settings


@asynccontextmanager
async def _signed_in(app: Litestar, login: str) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app, headers={"Origin": "http://testserver"}) as client:
        answer = await client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        yield client


async def _items(client: httpx.AsyncClient, path: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_last_weeks_contest_is_signed_while_this_weeks_runs(
    poured: Settings, sql: asyncpg.Connection[Any]
) -> None:
    async with living(create_app(poured, SetClock(NOW))) as app, _signed_in(app, "ops") as client:
        final = await _items(client, "/contests?state=final")
        running = await _items(client, "/contests?state=running")
        for site in ("CD", "BE"):
            signed = [contest for contest in final if contest["site"]["code"] == site and contest["period"] == "week"]
            assert len(signed) == 1
            assert datetime.fromisoformat(signed[0]["ends"]) <= NOW
            results = (await client.get(f"/api/v1/contests/{signed[0]['id']}/results")).json()
            assert [result["revision"] for result in results["items"]] == [1]
            going = [contest for contest in running if contest["site"]["code"] == site]
            assert {contest["period"] for contest in going} == {"week", "month"}
    ranked = await sql.fetchval("SELECT count(*) FROM contest_result WHERE length(standings) > 100")
    assert ranked == 2


async def test_everything_is_in_and_nothing_was_refused_but_the_mishaps(
    poured: Settings, sql: asyncpg.Connection[Any]
) -> None:
    assert await sql.fetchval("SELECT count(*) FROM fact") > 10_000
    assert await sql.fetchval("SELECT count(*) FROM fact WHERE agent_id <> 0 AND membership_id = 0") == 0
    assert (
        await sql.fetchval("SELECT count(*) FROM quarantine WHERE fact_id IS NULL OR fact_id NOT LIKE 'mishap%'") == 0
    )
    received = await sql.fetchrow(
        "SELECT min(received_at), max(received_at), max(received_at - at) AS latest FROM fact"
    )
    assert received["min"] == NOW - timedelta(days=12)
    assert received["max"] == NOW
    assert received["latest"] < timedelta(days=7)


async def test_a_poured_centre_and_somebody_elses_data_are_left_alone(
    poured: Settings, sql: asyncpg.Connection[Any]
) -> None:
    before = await sql.fetchval("SELECT count(*) FROM audit")
    assert await pour(poured, now=NOW + timedelta(days=1), size=SMALL) is False
    await sql.execute("DELETE FROM api_token")
    assert await pour(poured, now=NOW + timedelta(days=1), size=SMALL) is False
    assert await sql.fetchval("SELECT count(*) FROM audit") == before


async def test_an_interrupted_pouring_is_finished_by_the_next(settings: Settings, sql: asyncpg.Connection[Any]) -> None:
    reached = asyncio.Event()

    def half(what: str, done: float) -> None:
        if done > 0.5:
            reached.set()

    pouring = asyncio.create_task(pour(settings, progress=half, now=NOW, size=SMALL))
    await reached.wait()
    pouring.cancel()
    with pytest.raises(asyncio.CancelledError):
        await pouring
    partly = await sql.fetchval("SELECT count(*) FROM fact")
    assert await pour(settings, now=NOW + timedelta(minutes=7), size=SMALL) is True
    assert await sql.fetchval("SELECT count(*) FROM fact") > partly
    days = await sql.fetch("SELECT DISTINCT received_at::date AS day FROM fact ORDER BY day")
    assert len(days) == SMALL.days + 1
    assert await sql.fetchval("SELECT count(*) FROM contest_result") == 2


@pytest.mark.parametrize("login", ["admin", "ops", "hr", "lead", "agent", "lead.en", "agent.en", "analyst", "trainer"])
async def test_everybody_on_the_list_can_sign_in(poured: Settings, login: str) -> None:
    async with living(create_app(poured, SetClock(NOW))) as app, _signed_in(app, login) as client:
        shown = (await client.get("/api/v1/session")).json()["account"]
        assert shown["login"] == login
