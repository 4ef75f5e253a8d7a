"""What a screen shows is what the scorer said, whatever is lost, late, repeated or taken over on the way."""

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from leaderboards.audience import wall_view
from server.bus.local import LocalBus
from server.live.patience import Patience
from server.live.protocol import Frame
from tests.server.live.conftest import HouseMaker, Scorer, Tables, board_with, full_view_of, houses

SCORES = st.dictionaries(st.sampled_from(["t1", "t2", "t3", "t4", "t5", "t6"]), st.integers(0, 9), min_size=1)
STEPS = st.lists(
    st.tuples(SCORES, st.sampled_from(["said", "said", "said", "lost", "new scorer", "reconnect", "no ack"])),
    min_size=1,
    max_size=14,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_applying_everything_received_equals_the_fresh_board(steps: list[tuple[dict[str, int], str]]) -> None:
    """Through real sockets: over lost messages, new scorers, cuts and clients that acknowledge nothing for a while."""
    asyncio.run(_follow(steps))


async def _follow(steps: list[tuple[dict[str, int], str]]) -> None:
    bus, tables = LocalBus(), Tables()
    tables.boards[1] = board_with({"t1": 0})
    scorer = Scorer(bus)
    async with houses() as build:
        house = await build(bus, tables, scores=lambda _: True, patience=Patience(snapshot=2.0))
        await scorer.show(board_with({"t1": 0}))
        full, wall = await house.screen(), await house.screen("view=wall&own=t6")
        plain = await house.screen("plain=1")
        for index, (scores, what) in enumerate(steps):
            board = board_with(scores, as_of=f"2026-03-04T02:00:{index:02d}Z")
            if what == "new scorer":
                scorer.end(f"e{index + 2}")
            if what == "reconnect":
                await full.connection.close()
                full_at = f"epoch={full.epoch}&seq={full.seq}"
                await scorer.show(board)
                fresh = await house.screen(full_at)
                fresh.board, fresh.epoch, fresh.seq = full.board, full.epoch, full.seq
                full = fresh
            else:
                await scorer.show(board, lost=what == "lost")
            wall.acks = what != "no ack"
        last = board_with({"t1": 10, "t2": 5, "t3": 1}, as_of="2026-03-04T03:00:00Z")
        await scorer.show(last)
        await full.until(full_view_of(last))
        await plain.until(full_view_of(last))
        await wall.until(wall_view(last, "t6"))
        fresh = await house.screen()
        await fresh.step()
        assert fresh.board == full.board == plain.board


async def test_a_client_that_comes_back_gets_what_it_missed(build: HouseMaker, bus: LocalBus, tables: Tables) -> None:
    scorer = Scorer(bus)
    await scorer.show(board_with({"t1": 1}))
    house = await build(bus, tables, scores=lambda _: True)
    first = await house.screen()
    assert await first.step() == "snapshot"
    await first.connection.close()
    keeps_watching = await house.screen()
    for score in range(2, 6):
        await scorer.show(board_with({"t1": score}))
        await keeps_watching.until(full_view_of(board_with({"t1": score})))
    again = await house.screen(f"epoch={first.epoch}&seq={first.seq}")
    again.board, again.epoch, again.seq = first.board, first.epoch, first.seq
    assert await again.step() == "delta", "one folded message for four missed ones"
    assert again.board == full_view_of(board_with({"t1": 5}))


async def test_a_client_that_missed_nothing_gets_a_beat(build: HouseMaker, bus: LocalBus, tables: Tables) -> None:
    scorer = Scorer(bus)
    await scorer.show(board_with({"t1": 1}))
    house = await build(bus, tables, scores=lambda _: True)
    assert await (await house.screen("epoch=e1&seq=1")).step() == "beat"


async def test_an_unknown_position_means_a_fresh_snapshot(build: HouseMaker, bus: LocalBus, tables: Tables) -> None:
    scorer = Scorer(bus)
    await scorer.show(board_with({"t1": 1}))
    house = await build(bus, tables, scores=lambda _: True)
    for position in ("epoch=other&seq=1", "epoch=e1&seq=77", "epoch=e1&seq=0", ""):
        assert await (await house.screen(position)).step() == "snapshot"


async def test_a_new_scorer_means_a_fresh_snapshot(build: HouseMaker, bus: LocalBus, tables: Tables) -> None:
    scorer = Scorer(bus)
    await scorer.show(board_with({"t1": 1}))
    house = await build(bus, tables, scores=lambda _: True)
    screen = await house.screen()
    await screen.step()
    scorer.end("e2")
    await scorer.show(board_with({"t1": 2}))
    assert await screen.step() == "snapshot"
    assert (screen.epoch, screen.seq) == ("e2", 1)


async def test_a_tick_is_encoded_once_per_view_whoever_watches(
    build: HouseMaker, bus: LocalBus, tables: Tables, monkeypatch: Any
) -> None:
    scorer = Scorer(bus)
    await scorer.show(board_with({"t1": 1, "t2": 2}))
    house = await build(bus, tables, scores=lambda _: True)
    screens = [await house.screen(f"view={view}") for view in ("full", "wall") for _ in range(20)]
    for screen in screens:
        await screen.step()
    made: list[int] = []
    plain_init = Frame.__init__

    def counting(self: Frame, payload: bytes) -> None:
        made.append(len(payload))
        plain_init(self, payload)

    monkeypatch.setattr(Frame, "__init__", counting)
    await scorer.show(board_with({"t1": 3, "t2": 2}))
    for screen in screens:
        assert await screen.step() == "delta"
    assert len(made) == 2, "one for the full view, one for the wall, for forty sockets"


async def test_a_burst_is_folded(build: HouseMaker, bus: LocalBus, tables: Tables) -> None:
    scorer = Scorer(bus)
    await scorer.show(board_with({"t1": 0}))
    house = await build(bus, tables, scores=lambda _: True)
    screen = await house.screen()
    await screen.step()
    for score in range(1, 101):
        await scorer.show(board_with({"t1": score}))
    await screen.until(full_view_of(board_with({"t1": 100})))
    assert len(screen.kinds) < 10


async def test_views_that_see_no_change_are_not_told(build: HouseMaker, bus: LocalBus, tables: Tables) -> None:
    """The wall of six names three; what happens below them is nobody's business there."""
    places = {"t1": 60, "t2": 50, "t3": 40, "t4": 30, "t5": 20, "t6": 10}
    scorer = Scorer(bus)
    await scorer.show(board_with(places))
    house = await build(bus, tables, scores=lambda _: True, patience=Patience(beat=0.3))
    wall, full = await house.screen("view=wall"), await house.screen()
    await wall.step()
    await full.step()
    await scorer.show(board_with({**places, "t6": 11}))
    assert await full.step() == "delta"
    assert await wall.step() == "beat"


async def test_silence_begins_with_what_was_shown_first(build: HouseMaker, bus: LocalBus, tables: Tables) -> None:
    scorer = Scorer(bus)
    await scorer.show(board_with({"t1": 0}))
    house = await build(bus, tables, scores=lambda _: True, patience=Patience(beat=3600.0, refresh=0.05))
    screen = await house.screen()
    assert await screen.step() == "snapshot"
    await asyncio.sleep(0.3)
    await scorer.show(board_with({"t1": 1}))
    assert await screen.step() == "delta", "nobody is told that nothing changed right after the first picture"


async def test_silence_is_filled_with_beats(
    build: HouseMaker, bus: LocalBus, tables: Tables, impatient: Patience
) -> None:
    scorer = Scorer(bus)
    await scorer.show(board_with({"t1": 1}))
    house = await build(bus, tables, scores=lambda _: True, patience=impatient)
    screen = await house.screen()
    assert [await screen.step() for _ in range(3)] == ["snapshot", "beat", "beat"]


async def test_without_a_scorer_the_board_is_computed_again_and_again(
    build: HouseMaker, bus: LocalBus, tables: Tables, impatient: Patience
) -> None:
    """A web process whose Redis is away and whose scorer is elsewhere."""
    house = await build(bus, tables, patience=impatient)
    screen = await house.screen()
    await screen.until(full_view_of(tables.boards[1]))
    tables.boards[1] = board_with({"t1": 7, "t2": 2})
    await screen.until(full_view_of(tables.boards[1]))
    assert screen.kinds.count("snapshot") == 1, "its own sequence goes on"
    scorer = Scorer(bus)
    await scorer.show(board_with({"t1": 8}))
    await screen.until(full_view_of(board_with({"t1": 8})))
    assert screen.epoch == "e1"


async def test_a_piece_that_never_comes_is_computed(
    build: HouseMaker, bus: LocalBus, tables: Tables, impatient: Patience
) -> None:
    scorer = Scorer(bus)
    await scorer.show(board_with({"t1": 1}))
    house = await build(bus, tables, scores=lambda _: True, patience=impatient)
    screen = await house.screen()
    await screen.step()
    await scorer.show(board_with({"t1": 2}), lost=True, saved=False)
    await scorer.show(board_with({"t1": 3}), saved=False)
    tables.boards[1] = board_with({"t1": 3})
    await screen.until(full_view_of(board_with({"t1": 3})))


async def test_boards_without_anybody_are_let_go(
    build: HouseMaker, bus: LocalBus, tables: Tables, impatient: Patience
) -> None:
    house = await build(bus, tables, patience=impatient)
    screen = await house.screen()
    await screen.step()
    assert REGISTRY.get_sample_value("echelon_boards_kept") == 1
    await screen.connection.close()
    async with asyncio.timeout(10):
        while REGISTRY.get_sample_value("echelon_boards_kept"):
            await asyncio.sleep(0.05)
    assert not house.hub.viewers


async def test_a_message_nobody_understands_ends_the_connection(
    build: HouseMaker, bus: LocalBus, tables: Tables
) -> None:
    house = await build(bus, tables)
    for query in ("", "plain=1"):
        screen = await house.screen(query)
        await screen.step()
        await screen.connection.send("SELECT 1")
        assert await screen.until_closed() == 1008
        assert screen.bye == "bad_message"
