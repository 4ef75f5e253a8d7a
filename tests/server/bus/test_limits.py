"""Tries are counted the same way in Redis and without it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from server.bus.limits import Allowance, Limits, LocalLimits, SharedLimits


@pytest.fixture(params=["local", "shared", "away"])
async def limits(request: pytest.FixtureRequest, redis_url: str) -> AsyncIterator[Limits]:
    """The three ways of counting."""
    if request.param == "local":
        yield LocalLimits()
        return
    shared = SharedLimits(redis_url if request.param == "shared" else "unix:///nonexistent/valkey.sock")
    yield shared
    await shared.aclose()


async def test_after_so_many_tries_one_has_to_wait(limits: Limits) -> None:
    slow = Allowance(3, 600)
    assert [await limits.take("a", slow) for _ in range(3)] == [0, 0, 0]
    wait = await limits.take("a", slow)
    assert 190 < wait <= 200, "a third of the time refills one"
    assert await limits.take("b", slow) == 0, "somebody else is not affected"


async def test_a_refused_try_uses_nothing_up(limits: Limits) -> None:
    slow = Allowance(1, 600)
    await limits.take("a", slow)
    waits = [await limits.take("a", slow) for _ in range(5)]
    assert max(waits) <= 600


async def test_an_honest_try_can_be_given_back(limits: Limits) -> None:
    slow = Allowance(2, 600)
    await limits.take("a", slow)
    await limits.take("a", slow)
    await limits.give_back("a", slow)
    assert await limits.take("a", slow) == 0
    assert await limits.take("a", slow) > 0
    for _ in range(5):
        await limits.give_back("a", slow)
    assert [await limits.take("a", slow) == 0 for _ in range(3)] == [True, True, False], "never more than there were"


async def test_tries_come_back_with_time(limits: Limits) -> None:
    quick = Allowance(2, 1)
    await limits.take("a", quick)
    await limits.take("a", quick)
    wait = await limits.take("a", quick)
    assert 0 < wait <= 0.5
    await asyncio.sleep(wait + 0.02)
    assert await limits.take("a", quick) == 0


async def test_processes_count_together(redis_url: str) -> None:
    one, two = SharedLimits(redis_url), SharedLimits(redis_url)
    slow = Allowance(2, 600)
    assert await one.take("a", slow) == 0
    assert await two.take("a", slow) == 0
    assert await one.take("a", slow) > 0
    await one.aclose()
    await two.aclose()
