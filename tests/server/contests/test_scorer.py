"""The scorer's promises: one at a time, a new epoch each, at most one message a board and tick, and rebuilt equals followed."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from server.bus.local import LocalBus
from server.contests.scoring.lease import SCORER, leased
from server.contests.scoring.scorer import Scorer
from tests.server.contests.conftest import OPS, Watching, World

MORNING = "2026-03-04T08:00:00+08:00"


async def test_a_burst_becomes_one_message_and_silence_none(world: World, watching: Watching) -> None:
    contest = await world.launch()
    await watching.start()
    watching.published.clear()
    for _ in range(20):
        await world.send(world.fact("A12", "calls", 1, MORNING))
    await watching.scorer.tick(watching.lease)
    await watching.tick()
    assert watching.published == [contest.id]
    assert watching.boards[contest.id][2].rows[0].score == "6.6667"
    await watching.tick()
    assert watching.published == [contest.id]


async def test_a_fact_nobody_counts_moves_no_board(world: World, watching: Watching) -> None:
    await world.launch()
    await watching.start()
    watching.published.clear()
    await world.send(
        world.fact("A12", "csat", 90, MORNING),
        world.fact("A42", "calls", 90, MORNING),
        world.fact("A12", "calls", 90, "2026-02-20T08:00:00+08:00"),
    )
    await watching.tick()
    assert watching.published == []


async def test_contests_come_and_go_without_a_restart(world: World, watching: Watching) -> None:
    await watching.start()
    contest = await world.launch()
    await watching.tick()
    assert watching.boards[contest.id][2].contest.phase == "running"
    await world.contests.entering.cancel(OPS, contest.id, "called off")
    await watching.tick()
    assert watching.boards[contest.id][2].contest.phase == "cancelled"
    assert not watching.scorer.scores(contest.id)


async def test_the_clock_alone_changes_the_header_until_the_signed_result(world: World, watching: Watching) -> None:
    contest = await world.launch()
    await world.send(world.fact("A12", "calls", 3, MORNING))
    await watching.start()
    seen = []
    assert contest.reveal_by is not None
    for at in (contest.ends, contest.reveal_by, contest.first_cutoff, contest.last_cutoff + timedelta(minutes=3)):
        world.clock.at = at
        await world.contests.clockwork.tick()
        await watching.tick()
        seen.append(watching.boards[contest.id][2].contest.phase)
    assert seen == ["frozen", "provisional", "final", "final"]
    assert contest.id not in watching.scorer.memory.on
    assert watching.boards[contest.id][2].rows == (await world.contests.board(contest.id)).rows


async def test_ranks_are_kept_by_the_hour_and_moves_count_from_the_morning(world: World, watching: Watching) -> None:
    contest = await world.launch()
    await world.send(world.fact("A12", "calls", 3, MORNING), world.fact("A22", "calls", 6, MORNING))
    await watching.start()
    world.clock.at = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
    await watching.tick()
    await world.send(world.fact("A12", "calls", 30, "2026-03-05T00:00:00+08:00"))
    await watching.tick()
    rows = {row.code: (row.rank, row.moved) for row in watching.boards[contest.id][2].rows}
    assert rows == {"T1": (1, 1), "T2": (2, -1), "T3": (3, 0)}
    world.clock.at += timedelta(hours=1)
    await watching.tick()
    kept = await world.contests.reading.history(OPS, contest.id)
    assert [(one.at.hour, one.ranks["t1"]) for one in kept] == [(16, 2), (17, 1)]


async def test_a_new_scorer_is_a_new_epoch_with_the_same_standings(world: World, watching: Watching) -> None:
    contest = await world.launch()
    await watching.start()
    await world.send(world.fact("A12", "calls", 7, MORNING), world.fact("A22", "qa", 80, MORNING))
    await watching.tick()
    old_epoch, _, old = watching.boards[contest.id]
    encoded = watching.encoded(contest.id)
    watching.lease.connection.terminate()
    async with leased(world.db.url, SCORER) as lease:
        following = Watching(Scorer(world.db, bus := LocalBus(), world.clock, world.contests.board), lease, bus)
        await following.start()
        epoch, _, board = following.boards[contest.id]
    assert epoch != old_epoch
    assert following.encoded(contest.id) == encoded
    assert board.rows == old.rows


async def test_who_lost_the_connection_publishes_nothing_more(world: World, watching: Watching) -> None:
    await world.launch()
    await watching.start()
    watching.published.clear()
    await world.send(world.fact("A12", "calls", 7, MORNING))
    await world.sql.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'echelon lease' AND datname = current_database()"
    )
    with pytest.raises(
        (
            asyncpg.PostgresConnectionError,
            asyncpg.InterfaceError,
            asyncpg.InternalClientError,
            asyncpg.OperatorInterventionError,
            ConnectionError,
        )
    ):
        await watching.tick()
    assert watching.published == []
    assert not watching.lease.held


async def test_one_holds_the_lease_and_the_next_has_a_greater_term(world: World) -> None:
    async with leased(world.db.url, SCORER) as first:
        waiting = asyncio.create_task(_take(world.db.url))
        done, _ = await asyncio.wait({waiting}, timeout=0.2)
        assert not done
    assert await waiting > first.term


async def _take(url: str) -> int:
    async with leased(url, SCORER) as lease:
        return lease.term
