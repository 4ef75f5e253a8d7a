"""A centre that has kept figures for a few weeks only is not compared with the weeks it knows nothing of."""

from datetime import timedelta

import pytest

from server.contests.insight.measuring import measure
from tests.server.contests.conftest import World

WEEK = timedelta(weeks=1)


async def test_sums_are_spread_over_the_weeks_in_which_anything_was_recorded(world: World) -> None:
    contest = await world.launch({"method": "points", "terms": [{"metric": "calls"}], "min_fte": "1"})
    begun = world.clock.at
    for back in range(1, 9):
        at = contest.starts - back * WEEK + timedelta(hours=30)
        if back <= 2:
            await world.send(*(world.fact(f"A{team}2", "calls", 15, at) for team in (1, 2)), received=begun)
        # T2 is as old as the hills: that nobody took a call in its first weeks is a fact, like a week without complaints.
        await world.send(world.fact("A22", "qa", 80, at), received=begun)
    at = contest.starts + timedelta(hours=30)
    await world.send(*(world.fact(f"A{team}2", "calls", 30, at) for team in (1, 2)), received=begun)
    world.clock.at = contest.ends + timedelta(days=4)
    async with world.db.connection() as connection:
        found = {one.participant: one for one in await measure(connection, contest, 0)}
    # Three members of five days each: 30 calls in two weeks, or in eight; then 30 in one.
    assert found["t1"].before == pytest.approx(30 / (2 * 15))
    assert found["t2"].before == pytest.approx(30 / (8 * 15))
    assert found["t1"].change == pytest.approx(2 - 30 / (2 * 15))
    assert found["t2"].change == pytest.approx(2 - 30 / (8 * 15))
    # T3 has no figure at all, so there is nothing to compare.
    assert set(found) == {"t1", "t2"}
