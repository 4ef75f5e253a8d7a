"""Several web processes show the same board, and an outage of Redis needs nobody's hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from server.bus.redis import RedisBus
from server.live.patience import Patience
from tests.server.bus.test_redis import OwnValkey, message, until
from tests.server.live.conftest import HouseMaker, Scorer, Tables, board_with, full_view_of

QUICK = Patience(refresh=0.2, calm=0.3, snapshot=0.5, confirm=0.3)


@asynccontextmanager
async def on(url: str) -> AsyncIterator[RedisBus]:
    """A connected bus, as in a process of its own."""
    bus = RedisBus(url)
    running = asyncio.create_task(bus.run())
    try:
        await until(lambda: bus.healthy)
        yield bus
    finally:
        running.cancel()
        await asyncio.wait([running])


async def test_every_process_shows_the_same_board(build: HouseMaker, redis_url: str, tables: Tables) -> None:
    async with on(redis_url) as one, on(redis_url) as two, on(redis_url) as three:
        scorer = Scorer(one)
        await scorer.show(board_with({"t1": 1}))
        scoring = await build(one, tables, scores=lambda _: True)
        screens = [await scoring.screen()]
        houses = []
        for bus in (two, three):
            await until(await_snapshot(bus))
            houses.append(await build(bus, tables))
            screens.append(await houses[-1].screen())
        for score in range(2, 30):
            await scorer.show(board_with({"t1": score, "t2": 30 - score}))
        last = full_view_of(board_with({"t1": 29, "t2": 1}))
        for screen in screens:
            await screen.until(last)
        assert len({(screen.epoch, screen.seq) for screen in screens}) == 1
        # A position is good in every process: a client may come back to another one.
        first = screens[0]
        other = await houses[0].screen(f"epoch={first.epoch}&seq={first.seq}")
        assert await other.step() == "beat"
    assert tables.asked == 0, "nobody had to compute anything"


async def test_who_comes_between_a_message_and_its_snapshot_is_not_left_behind(
    build: HouseMaker, redis_url: str, tables: Tables
) -> None:
    async with on(redis_url) as one, on(redis_url) as two:
        scorer, heard = Scorer(one), two.subscribe()
        await scorer.show(board_with({"t1": 1}))
        await message(heard)
        await until(await_snapshot(two))
        await scorer.show(board_with({"t1": 2}), saved=False)
        # Gone by before the house is built.
        await message(heard)
        late = await (await build(two, tables, patience=QUICK)).screen()
        await late.until(full_view_of(board_with({"t1": 1})))
        await scorer.save()
        await late.until(full_view_of(board_with({"t1": 2})))
    assert tables.asked == 0, "nobody had to compute anything"


def await_snapshot(bus: RedisBus) -> Callable[[], bool]:
    """Whether the first board has come as far as Redis (asked in the background)."""
    found: list[bool] = []

    async def look() -> None:
        while await bus.load_snapshot(1) is None:
            await asyncio.sleep(0.01)
        found.append(True)

    task = asyncio.ensure_future(look())
    return lambda: bool(found) and task.done()


async def test_redis_goes_away_and_comes_back(build: HouseMaker, tmp_path: Path, tables: Tables) -> None:
    valkey = OwnValkey(tmp_path)
    await valkey.start()
    try:
        async with on(valkey.url) as one, on(valkey.url) as two:
            scorer = Scorer(one)
            scoring = await build(one, tables, scores=lambda _: True, patience=QUICK)
            other = await build(two, tables, patience=QUICK)
            await scorer.show(board_with({"t1": 1}))
            near, far = await scoring.screen(), await other.screen()
            await near.until(full_view_of(board_with({"t1": 1})))
            await far.until(full_view_of(board_with({"t1": 1})))
            for turn in (10, 20):
                valkey.kill()
                await until(lambda: not one.healthy and not two.healthy)
                away = board_with({"t1": turn})
                tables.boards[1] = away
                await scorer.show(away)
                await near.until(full_view_of(away))
                # The other process cannot hear of it and computes it.
                await far.until(full_view_of(away))
                await valkey.start()
                await until(lambda: one.healthy and two.healthy)
                back = board_with({"t1": turn + 1})
                await scorer.show(back)
                await near.until(full_view_of(back))
                await far.until(full_view_of(back))
                assert far.epoch == "e1"
    finally:
        valkey.kill()
