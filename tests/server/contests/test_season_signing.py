"""A season that two people sign waits for both, under its own table, and tells nobody's round before."""

from datetime import timedelta

from tests.server.contests.conftest import OPS, SignedIn, World
from tests.server.contests.test_seasons import MONDAY, WEEK, begin, calls, correct_first_round, found, rounds_of


async def test_a_season_of_two_persons_does_not_sign_itself(world: World, signed_in: SignedIn) -> None:
    league = await begin(world, "weekly_team_duel")
    await world.sql.execute("UPDATE contest SET two_person = true WHERE id = $1", league.id)
    path = f"/api/v1/contests/{league.id}"
    for week in range(3):
        await calls(world, week, T1=40, T2=30, T3=20, T4=10)
    world.clock.at = MONDAY + 3 * WEEK + timedelta(hours=1)
    ops, hr = await signed_in("ops"), await signed_in("hr")
    early = (await ops.post(f"{path}/sign")).json()
    assert (early["code"], early["detail"]) == ("signing_not_due", "There is nothing to sign yet: rounds.")
    assert (await ops.get(f"{path}/timetable")).json()["waits_for"] == ["rounds"]
    world.clock.at = MONDAY + 4 * WEEK
    for _ in range(3):
        world.clock.at += timedelta(days=10)
        await world.contests.clockwork.tick()
    assert all(one.signed for one in await rounds_of(world, league))
    assert not (await found(world, league.id)).signed
    ops, hr = await signed_in("ops"), await signed_in("hr")
    timetable = (await ops.get(f"{path}/timetable")).json()
    assert (timetable["phase"], timetable["waits_for"]) == ("provisional", ["signatures"])
    assert "sign" in timetable["may"]
    first = (await ops.post(f"{path}/sign")).json()
    assert (first["signed"], first["revisions"]) == (1, 0)
    last = (await hr.post(f"{path}/sign")).json()
    assert (last["signed"], last["revisions"], last["phase"]) == (2, 1, "final")
    assert [one.revision for one in await world.contests.reading.results(OPS, league.id)] == [1]
    # What follows from a corrected round, which took two people as well, needs none of them again.
    await correct_first_round(world, league)
    await world.contests.clockwork.tick()
    assert [one.revision for one in await world.contests.reading.results(OPS, league.id)] == [1, 2]
