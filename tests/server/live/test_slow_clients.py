"""A client that stops reading costs the others nothing, costs the server little, and is let go in the end."""

import asyncio

import psutil

from server.bus.local import LocalBus
from server.live.patience import Patience
from server.live.viewer import WINDOW
from tests.server.live.conftest import HouseMaker, Scorer, Tables, board_with, full_view_of


async def test_a_client_that_stops_reading_costs_the_others_nothing(
    build: HouseMaker, bus: LocalBus, tables: Tables
) -> None:
    teams = {f"t{number}": number for number in range(200)}
    scorer = Scorer(bus)
    await scorer.show(board_with(teams))
    house = await build(bus, tables, scores=lambda _: True, patience=Patience(lag=3.0, beat=0.5))
    stopped = [await house.screen(max_queue=1, acks=False) for _ in range(20)]
    reading = await house.screen()
    await reading.step()
    before = psutil.Process().memory_info().rss
    for score in range(1, 150):
        last = board_with({who: place * score for who, place in teams.items()})
        await scorer.show(last)
        await reading.until(full_view_of(last))
    grown = psutil.Process().memory_info().rss - before
    # 150 messages of 40 kB to each of twenty would be 120 MB; the reading client's own copies are in here too.
    assert grown < 60 << 20
    assert "snapshot" not in reading.kinds[1:], "it never fell behind"
    for viewer in house.hub.viewers:
        assert viewer.unacknowledged <= WINDOW + 200_000
    async with asyncio.timeout(20):
        while len(house.hub.viewers) > 1:
            if reading.kinds and await reading.step(20) == "bye":
                break
    for screen in stopped:
        # What the client's own library had taken from the kernel is still there to be read; then the line is dead.
        assert await screen.until_closed() in {4408, 1006}
    await scorer.show(board_with({"t1": 1}))
    await reading.until(full_view_of(board_with({"t1": 1})))
    assert len(house.hub.viewers) == 1


async def test_a_client_that_reads_again_in_time_catches_up_with_one_message(
    build: HouseMaker, bus: LocalBus, tables: Tables
) -> None:
    """A reader that is slow for a while is neither closed nor sent through all it missed."""
    teams = {f"t{number}": number for number in range(200)}
    scorer = Scorer(bus)
    await scorer.show(board_with(teams))
    house = await build(bus, tables, scores=lambda _: True)
    slow, quick = await house.screen(max_queue=1, acks=False), await house.screen()
    await quick.step()
    last = board_with(teams)
    for score in range(1, 60):
        last = board_with({who: place * score for who, place in teams.items()})
        await scorer.show(last)
        await quick.until(full_view_of(last))
    slow.acks = True
    await slow.until(full_view_of(last))
    assert len(slow.kinds) < 30
    await asyncio.sleep(0)
    assert len(house.hub.viewers) == 2


async def test_a_client_that_reads_but_never_acknowledges_is_let_go(
    build: HouseMaker, bus: LocalBus, tables: Tables
) -> None:
    house = await build(bus, tables, scores=lambda _: True, patience=Patience(lag=1.5))
    silent, honest = await house.screen(acks=False), await house.screen()
    await honest.step()
    assert await silent.until_closed() == 4408
    assert silent.bye == "lagging"
    await Scorer(bus).show(board_with({"t1": 9}))
    await honest.until(full_view_of(board_with({"t1": 9})))
