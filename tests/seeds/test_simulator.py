"""The simulator keeps a running server busy, makes up for what was missed, and does not mind the server being away."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import uvicorn

from seeds.inventing import build
from seeds.pouring import Size, pour
from seeds.simulator import simulate
from seeds.work import Work
from server.app import create_app
from server.clock import SystemClock
from server.settings import Settings


@asynccontextmanager
async def _served(settings: Settings, bound: socket.socket) -> AsyncIterator[None]:
    class Server(uvicorn.Server):
        def install_signal_handlers(self) -> None: ...

    config = uvicorn.Config(create_app(settings, SystemClock()), log_config=None, access_log=False, lifespan="on")
    server = Server(config)
    running = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        while not server.started:
            assert not running.done()
            await asyncio.sleep(0.02)
        yield
    finally:
        server.should_exit = True
        await running


def _bound(port: int = 0) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


async def _until(sql: "asyncpg.Connection[Any]", query: str, *arguments: object) -> None:
    while not await sql.fetchval(query, *arguments):
        await asyncio.sleep(0.1)


def _levels_due(after: datetime, until: datetime) -> set[str]:
    """The service levels of the small centre that its systems report between two instants; none for an hour nobody worked."""
    work = Work(build(after.date(), teams=(2, 2)))
    facts = [fact for back in range(-1, 3) for fact in work.facts(after.date() + timedelta(days=back))]
    return {
        json.loads(fact.line)["id"]
        for fact in facts
        if after.timestamp() < fact.due <= until.timestamp() and '"service_level"' in fact.line
    }


_LIVE = "SELECT count(*) >= $1 FROM fact WHERE fact_id LIKE 'live-%'"


async def test_it_makes_up_for_the_past_keeps_calls_coming_and_outlives_the_server(
    settings: Settings, sql: "asyncpg.Connection[Any]"
) -> None:
    started = datetime.now(UTC)
    poured_at = started - timedelta(hours=26)
    await pour(settings, now=poured_at, size=Size(days=1, teams=(2, 2)))
    bound = _bound()
    port = bound.getsockname()[1]
    simulation = asyncio.create_task(simulate(f"http://127.0.0.1:{port}", pace=5.0))
    try:
        async with _served(settings, bound):
            await _until(sql, _LIVE, 20)
            # The hours between the pouring and now are whole: each in which anybody was on has its service level.
            there = {row[0] for row in await sql.fetch("SELECT fact_id FROM fact WHERE fact_id LIKE 'sl-%'")}
            assert (wanted := _levels_due(poured_at, started))
            assert wanted <= there
            missed = "SELECT count(*) FROM fact WHERE fact_id LIKE 'c-%' AND at > $1"
            assert await sql.fetchval(missed, poured_at + timedelta(hours=1)) > 50
        before = await sql.fetchval("SELECT count(*) FROM fact WHERE fact_id LIKE 'live-%'")
        async with _served(settings, _bound(port)):
            await _until(sql, _LIVE, before + 10)
        assert not simulation.done()
    finally:
        simulation.cancel()
        await asyncio.gather(simulation, return_exceptions=True)


async def test_without_a_demo_centre_it_does_nothing(settings: Settings, sql: "asyncpg.Connection[Any]") -> None:
    bound = _bound()
    async with _served(settings, bound):
        await simulate(f"http://127.0.0.1:{bound.getsockname()[1]}")
    assert await sql.fetchval("SELECT count(*) FROM api_token") == 0
