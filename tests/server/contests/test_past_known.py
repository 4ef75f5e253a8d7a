"""What an improvement is measured against is as it was known at the first cutoff: leave entered later waits for a correction."""

from datetime import timedelta

from msgspec.structs import replace

from server.contests.contest import Contest
from tests.server.contests.conftest import OPS, World

WEEK = timedelta(weeks=1)
RULES = {"method": "improvement", "terms": [{"metric": "calls", "target": "100"}], "min_fte": "1"}


async def improving(world: World) -> Contest:
    """T1's A12 takes fewer calls every week and 90 in the contest's; T2's A22 takes 80 throughout."""
    contest = await world.launch(RULES, template="improvement_cup", teams=["T1", "T2"], freeze_minutes=0)
    for back in range(8, -1, -1):
        at = contest.starts - back * WEEK + timedelta(days=2, hours=3)
        made = {"A12": 60 + 3 * back if back else 90, "A22": 80}
        facts = [world.fact(code, "calls", count, at) for code, count in made.items()]
        await world.send(*facts, received=at + timedelta(minutes=1))
    return contest


async def on_leave(world: World, back: int, contest: Contest) -> None:
    """A12 turns out to have been away for a whole week, so many weeks before the contest."""
    monday = (contest.starts + timedelta(hours=8)).date() - back * WEEK
    await world.sql.execute(
        "INSERT INTO leave (agent_id, starts, ends, kind) SELECT id, $1, $2, 'annual' FROM agent WHERE code = 'A12'",
        monday,
        monday + WEEK,
    )


async def test_leave_entered_before_the_first_cutoff_counts_and_later_waits(world: World) -> None:
    contest = await improving(world)
    world.clock.at = contest.ends + timedelta(hours=1)
    plain = await world.standing(contest.id)
    await on_leave(world, 3, contest)
    known = await world.standing(contest.id)
    assert known["T1"] != plain["T1"], "a week of leave is no week to be compared with"

    world.clock.at = contest.first_cutoff + timedelta(seconds=1)
    await world.contests.clockwork.tick()
    assert await world.standing(contest.id) == known
    await on_leave(world, 5, contest)
    assert await world.standing(contest.id) == known, "what is entered now was not known at the first cutoff"
    async with world.db.connection() as connection:
        from server.contests.scoring.evidence import standings_from_revisions

        rebuilt = await standings_from_revisions(connection, contest, world.clock.at)
    assert {row.participant: row.rank for row in rebuilt.rows} == {"t1": known["T1"][0], "t2": known["T2"][0]}

    world.clock.at += timedelta(days=10)
    await world.contests.clockwork.tick()
    assert await world.standing(contest.id) == known
    listed = await world.contests.corrections.all(replace(OPS, kind="account"), contest.id)
    assert [(item.kind, item.key) for item in listed.waiting] == [("person", "person:a2")]
    assert (listed.waiting[0].before, listed.waiting[0].after) == ("35", "30"), "days worked in the weeks before"
