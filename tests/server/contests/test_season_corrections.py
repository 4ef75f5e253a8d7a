"""A round corrected after its season was final: seen before in the season's table, applied by a second person, signed anew."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from server.contests.contest import Contest
from tests.server.contests.conftest import OPS, SignedIn, World
from tests.server.contests.test_seasons import EVERYBODY, MONDAY, WEEK, begin, calls, pairings, rounds_of, table

REASON = {"reason": "calls of a line that was not counted"}


async def told(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()


@pytest.fixture
async def league(world: World) -> Contest:
    """A league that is final: T1 before T2, T3 and T4, who has won nothing."""
    league = await begin(world, "weekly_team_duel", season={"seeds": EVERYBODY})
    for week in range(3):
        await calls(world, week, T1=40, T2=30, T3=20, T4=10)
    world.clock.at = MONDAY + 3 * WEEK
    for _ in range(3):
        world.clock.at += timedelta(days=10)
        await world.contests.clockwork.tick()
    return league


async def by_team(world: World, league: Contest) -> dict[str, tuple[int | None, str | None]]:
    return {code: (rank, score) for code, rank, score, _ in await table(world, league)}


async def test_a_corrected_round_moves_the_table_as_was_shown_and_leaves_what_was_signed(
    world: World, signed_in: SignedIn, league: Contest
) -> None:
    first = await world.contests.reading.result(OPS, league.id, 1)
    before = await by_team(world, league)
    assert before == {"T1": (1, "9.0000"), "T2": (2, "6.0000"), "T3": (3, "3.0000"), "T4": (4, "0.0000")}
    await calls(world, 0, T4=100)
    ops, hr = await signed_in("ops"), await signed_in("hr")
    sides = [(home, away) for number, _, home, away in await pairings(world, league) if number == 1]
    opponent = next(home if away == "T4" else away for home, away in sides if "T4" in (home, away)) or ""
    rounds = (await told(await ops.get(f"/api/v1/contests/{league.id}/corrections")))["rounds"]
    assert [(one["round"], one["waiting"], one["proposed"], one["revision"]) for one in rounds] == [
        (1, 1, False, 1),
        (2, 0, False, 1),
        (3, 0, False, 1),
    ]

    proposed = await told(await ops.post(f"/api/v1/contests/{rounds[0]['contest']}/corrections", json=REASON))
    (season,) = proposed["effect"]["dependants"]
    assert season["contest"] == league.id
    assert season["what"]["en"].endswith("revision 2")
    shown = {row["named"]["code"]: (row["before"]["score"], row["after"]["score"]) for row in season["rows"]}
    won = {"T1": "6.0000", "T2": "3.0000", "T3": "0.0000"}[opponent]
    expected = {code: score for code, (_, score) in before.items()} | {"T4": "3.0000", opponent: won}
    assert shown == {code: (before[code][1], score) for code, score in expected.items()}
    assert await by_team(world, league) == before, "a preview changes nothing"

    apply = f"/api/v1/corrections/{proposed['id']}/apply"
    refused = await ops.post(apply, json={"seen": proposed["seen"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "needs_second_person")
    await told(await hr.post(apply, json={"seen": proposed["seen"]}))
    await world.contests.clockwork.tick()
    assert {code: score for code, (_, score) in (await by_team(world, league)).items()} == expected
    assert [one.revision for one in await world.contests.reading.results(OPS, league.id)] == [1, 2]
    assert (await world.contests.reading.result(OPS, league.id, 1)).standings == first.standings
    changes = (await told(await hr.get(f"/api/v1/contests/{league.id}/results/2/changes")))["items"]
    assert {row["named"]["code"]: row["after"]["score"] for row in changes} == expected


async def test_a_season_itself_is_not_corrected_as_if_it_were_a_race(
    world: World, signed_in: SignedIn, league: Contest
) -> None:
    await calls(world, 1, T4=100)
    ops = await signed_in("ops")
    refused = await ops.post(f"/api/v1/contests/{league.id}/corrections", json=REASON)
    assert (refused.status_code, refused.json()["code"]) == (409, "played_in_rounds")
    listed = await told(await ops.get(f"/api/v1/contests/{league.id}/corrections"))
    assert (listed["waiting"], listed["sets"]) == ([], [])
    assert [one["waiting"] for one in listed["rounds"]] == [0, 1, 0]
    assert len(await rounds_of(world, league)) == 3
