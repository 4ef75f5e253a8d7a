"""Health, metrics and request ids, asked through the application."""

import asyncio

import httpx
import pytest
from litestar import Litestar
from litestar.di import Provide
from msgspec import structs

from server.clock import SetClock
from server.db.pool import Database
from server.health import ROUTES, ScorerState, Vitals, examine
from server.settings import Settings
from tests.server.conftest import client_of, living


@pytest.fixture
async def vitals(database: Database) -> Vitals:
    """Every part well."""
    return Vitals(database=database, redis=lambda: True, scorer=lambda: "leading")


async def test_all_is_well(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(10):
        while (answer := await client.get("/health")).json()["redis"] != "ok":
            await asyncio.sleep(0.02)  # the bus connects in the background
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.headers["cache-control"] == "no-store"


async def test_without_redis_it_serves_and_says_degraded(settings: Settings, clock: SetClock) -> None:
    from server.app import create_app

    alone = structs.replace(settings, redis_url="unix:///nonexistent/valkey.sock")
    async with living(create_app(alone, clock)) as app, client_of(app) as client:
        answer = await client.get("/health")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["redis"]) == ("degraded", "away")


@pytest.mark.parametrize(
    ("scorer", "status"), [("leading", "ok"), ("standing_by", "ok"), ("off", "ok"), ("failed", "failed")]
)
async def test_only_a_failed_scorer_is_a_failure(vitals: Vitals, scorer: ScorerState, status: str) -> None:
    found = await examine(structs.replace(vitals, scorer=lambda: scorer))
    assert (found.scorer, found.status) == (scorer, status)


async def test_a_database_that_is_gone_is_told_with_503(settings: Settings) -> None:
    # Opened and closed again: what the pool of a stopped database looks like to those who ask it.
    async with Database(settings.database_url or "").open() as database:
        pass
    gone = Vitals(database=database, redis=lambda: True, scorer=lambda: "leading")
    vitals = {"vitals": Provide(lambda: gone, sync_to_thread=False)}
    async with client_of(Litestar(ROUTES, dependencies=vitals, openapi_config=None)) as client:
        answer = await client.get("/health")
    assert answer.status_code == 503
    assert (answer.json()["status"], answer.json()["database"]) == ("failed", "failed")


async def test_metrics_are_counted_by_route_not_by_address(client: httpx.AsyncClient) -> None:
    await client.get("/health")
    text = (await client.get("/metrics")).text
    assert 'echelon_part_up{part="database"} 1.0' in text
    assert "echelon_outbox_rows 0.0" in text
    assert 'echelon_http_requests_total{method="GET",route="/health",status="200"}' in text


async def test_a_request_keeps_its_harmless_id(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health", headers={"X-Request-Id": "board-7.a_b"})
    assert answer.headers["x-request-id"] == "board-7.a_b"


@pytest.mark.parametrize("forged", ["a b", "x" * 65, "a\tb", "<script>", ""])
async def test_an_id_that_could_spoil_a_log_is_replaced(client: httpx.AsyncClient, forged: str) -> None:
    answer = await client.get("/health", headers={"X-Request-Id": forged})
    assert answer.headers["x-request-id"] != forged
    assert len(answer.headers["x-request-id"]) == 16


async def test_problems_carry_the_id(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/no-such-thing", headers={"X-Request-Id": "find-me"})
    assert answer.status_code == 404
    assert answer.json()["request_id"] == answer.headers["x-request-id"] == "find-me"
