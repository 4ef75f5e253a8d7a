"""A contest from launch to signed result, by the clock alone."""

import hashlib
from datetime import UTC, datetime, timedelta

from server.contests.searching import STATES, Search, search
from tests.server.contests.conftest import OPS, World

MONDAY = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
"""00:00 on Monday the 2nd in Shanghai."""
WEEK = timedelta(days=7)
LATENESS = timedelta(hours=72)


async def test_phases_follow_the_clock(world: World) -> None:
    contest = await world.launch()
    assert (contest.starts, contest.ends) == (MONDAY, MONDAY + WEEK)
    end, microsecond = MONDAY + WEEK, timedelta(microseconds=1)
    revealed = end + timedelta(hours=10)
    phases = {
        MONDAY - microsecond: "scheduled",
        MONDAY: "running",
        end - timedelta(hours=4) - microsecond: "running",
        end - timedelta(hours=4): "frozen",
        end: "frozen",
        revealed - microsecond: "frozen",
        revealed: "provisional",
        end + LATENESS - microsecond: "provisional",
        end + LATENESS: "final",
    }
    launched = contest.launched_at
    assert launched is not None
    for now, phase in phases.items():
        if now >= launched:
            assert contest.phase(now) == phase
            for state in STATES:
                wanted = Search(now=now, state=state, drafts_of=None)
                async with world.db.connection() as connection:
                    _, found = await search(connection, wanted, 0, 1)
                assert found == (state == phase), (now, state)


async def test_a_result_is_signed_once_and_kept_byte_for_byte(world: World) -> None:
    contest = await world.launch()
    await world.send(
        world.fact("A12", "calls", 30, "2026-03-04T10:00:00+08:00"),
        world.fact("A22", "calls", 12, "2026-03-04T09:00:00+08:00"),
    )
    world.clock.at = MONDAY + WEEK + LATENESS + timedelta(minutes=1)
    await world.contests.clockwork.tick()
    assert await world.contests.reading.results(OPS, contest.id) == []
    world.clock.at += timedelta(minutes=1)
    await world.contests.clockwork.tick()
    await world.contests.clockwork.tick()
    (result,) = await world.contests.reading.results(OPS, contest.id)
    signed = await world.contests.reading.result(OPS, contest.id, 1)
    assert hashlib.sha256(signed.standings).hexdigest() == result.sha256
    assert result.cutoff == MONDAY + WEEK + LATENESS
    await world.send(world.fact("A32", "calls", 500, "2026-03-04T10:00:00+08:00"))
    assert (await world.standing(contest.id))["T1"] == (1, "10.0000")
    assert (await world.contests.reading.result(OPS, contest.id, 1)).standings == signed.standings
