"""How a fixture went between two whom the board does not place is told nowhere to who may not see every place."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from server.contests.contest import Contest
from server.settings import Settings
from tests.server.contests.conftest import SignedIn, World
from tests.server.contests.frozen_centre import GROWING, Frozen, scoring_app, signed_in_as, until, walk, watched
from tests.server.contests.test_seasons import EVERYBODY, MONDAY, WEEK, begin, calls, rounds_of

PASSERS_BY = ("agent", "other", "display")
CALLS = {"method": "points", "terms": [{"metric": "calls"}], "min_fte": "1"}


async def league_of_two_halves(world: World) -> Contest:
    """T1 and T2 have won twice, T3 and T4 lost; now each meets its equal."""
    league = await begin(world, "weekly_team_duel", rules=CALLS, season={"seeds": EVERYBODY})
    for week in range(3):
        await calls(world, week, T1=40, T2=30, T3=20, T4=10)
    world.clock.at = MONDAY + 3 * WEEK - timedelta(hours=1)
    return league


async def test_no_route_or_socket_tells_the_fixtures_of_those_who_are_not_placed(
    world: World, settings: Settings
) -> None:
    league = await league_of_two_halves(world)
    last = (await rounds_of(world, league))[2]
    async with scoring_app(world, settings, last) as frozen:
        await signed_in_as(frozen, "other", "agent", "A22")
        await until(lambda: shown(frozen, league), ("running", {"T3"}))
        await same_for_passers_by(frozen, league, last, lambda: calls(world, 2, T4=15), ("running", {"T4"}))
        # Over, but not yet final: what comes late still counts.
        world.clock.at = last.ends + timedelta(hours=1)
        await world.contests.clockwork.tick()
        await until(lambda: shown(frozen, league), ("provisional", {"T4"}))
        await until(lambda: paced(frozen, last), {})
        await same_for_passers_by(frozen, league, last, lambda: calls(world, 2, T3=7), ("provisional", {"T3"}))


async def shown(frozen: Frozen, league: Contest) -> tuple[str, set[str]]:
    """What operations see on the season's board: its phase, and who of T3 and T4 has points for their meeting."""
    board = (await frozen.clients["ops"].get(f"/api/v1/contests/{league.id}/standings")).json()
    ahead_ = {row["code"] for row in board["items"] if row["code"] in {"T3", "T4"} and row["score"] == "3.0000"}
    return board["contest"]["phase"], ahead_


async def paced(frozen: Frozen, contest: Contest) -> object:
    """Where a board expects passers-by to find everybody at the end; nothing once that has come."""
    return (await frozen.clients["agent"].get(f"/api/v1/contests/{contest.id}/pace")).json()["pace"]


async def same_for_passers_by(
    frozen: Frozen, league: Contest, last: Contest, happens: Callable[[], Awaitable[None]], then: tuple[str, set[str]]
) -> None:
    """Whatever passers-by may ask, they are answered the same before and after, while another has won in truth."""
    live = f"http://test/api/v1/contests/{league.id}/live?view=wall"
    async with watched(frozen, "agent", live) as agent, watched(frozen, "display", live) as wall:
        before = await seen(frozen, league, last)
        await happens()
        await until(lambda: shown(frozen, league), then)
        after = await seen(frozen, league, last)
        messages = [one for told in (agent, wall) for one in told[1:] if one["type"] != "beat"]
    assert {key: (before[key], body) for key, body in after.items() if body != before[key]} == {}
    assert not [one for one in messages if one.get("rows") or one.get("order")]
    assert {await ahead(frozen, "ops", league)} == then[1]
    for who in PASSERS_BY:
        assert await ahead(frozen, who, league) is None


async def seen(frozen: Frozen, *contests: Contest) -> dict[tuple[int, str, str], object]:
    found = {one.id: await walk(frozen, "/api/v1/contests/1", one.id, PASSERS_BY) for one in contests}
    found[0] = await walk(frozen, "/api/v1/a", people=PASSERS_BY) | await walk(frozen, "/api/v1/me", people=PASSERS_BY)
    return {
        (one, who, path): _timeless(body)
        for one, answers in found.items()
        for (who, path), (_, body) in answers.items()
        if not GROWING.search(path)
    }


def _timeless(body: object) -> object:
    """An answer without the instant and the position it was made at."""
    if isinstance(body, dict):
        return {name: _timeless(one) for name, one in body.items() if name not in {"as_of", "epoch", "seq"}}
    return [_timeless(one) for one in body] if isinstance(body, list) else body


async def season_of(frozen: Frozen, who: str, league: Contest) -> Any:
    return (await frozen.clients[who].get(f"/api/v1/contests/{league.id}/season")).json()


async def ahead(frozen: Frozen, who: str, league: Contest) -> str | None:
    """Who is ahead between T3 and T4, as far as somebody is told."""
    fixtures = (await season_of(frozen, who, league))["rounds"][2]["fixtures"]
    met = next(one for one in fixtures if {"T3", "T4"} == {one["home"]["named"]["code"], one["away"]["named"]["code"]})
    return None if met["ahead"] is None else str(met[met["ahead"]]["named"]["code"])


async def test_the_story_of_who_is_placed_is_told_to_everybody_and_ones_own_in_full(
    world: World, signed_in: SignedIn
) -> None:
    league = await league_of_two_halves(world)

    async def told(role: str, agent: str | None, wall: bool = False) -> dict[tuple[str, str], tuple[Any, ...]]:
        browser = await signed_in(role, agent)
        answer = (await browser.get(f"/api/v1/contests/{league.id}/season?wall={str(wall).lower()}")).json()
        return {
            (one["home"]["named"]["code"], one["away"]["named"]["code"]): (
                one["ahead"] and one[one["ahead"]]["named"]["code"],
                one["home"]["score"],
                one["away"]["score"],
            )
            for round_ in answer["rounds"]
            for one in round_["fixtures"]
        }

    everything = await told("ops", None)
    assert {frozenset(pair): one[0] for pair, one in everything.items()} == {
        frozenset(("T1", "T2")): "T1",
        frozenset(("T1", "T3")): "T1",
        frozenset(("T1", "T4")): "T1",
        frozenset(("T2", "T3")): "T2",
        frozenset(("T2", "T4")): "T2",
        frozenset(("T3", "T4")): "T3",
    }
    assert all(None not in one for one in everything.values())
    between = next(pair for pair in everything if set(pair) == {"T3", "T4"})
    for role, agent, wall in (("agent", "A12", False), ("ops", None, True)):
        shown = await told(role, agent, wall)
        assert shown[between] == (None, None, None)
        assert {pair: one[0] for pair, one in shown.items() if pair != between} == {
            pair: one[0] for pair, one in everything.items() if pair != between
        }
    assert (await told("agent", "A32"))[between] == everything[between]


async def test_a_draw_tells_who_went_on_and_the_match_for_the_third_place_stays_untold(
    world: World, signed_in: SignedIn
) -> None:
    cup = await begin(world, "team_cup", season={"seeds": EVERYBODY})

    async def ties(role: str, agent: str | None, number: int) -> dict[str, str | None]:
        browser = await signed_in(role, agent)
        rounds = (await browser.get(f"/api/v1/contests/{cup.id}/season")).json()["rounds"]
        return {one["home"]["named"]["code"]: one["winner"] for one in rounds[number]["fixtures"]}

    await calls(world, 0, T1=40, T2=30, T3=20, T4=10)
    world.clock.at = MONDAY + WEEK + timedelta(hours=1)
    await world.contests.clockwork.tick()
    assert await ties("agent", "A12", 0) == {"T1": "t1", "T2": "t2"}
    await calls(world, 1, T1=40, T2=30, T3=20, T4=10)
    world.clock.at = MONDAY + 2 * WEEK + timedelta(hours=1)
    await world.contests.clockwork.tick()
    assert await ties("ops", None, 1) == {"T1": "t1", "T3": "t3"}
    assert await ties("agent", "A12", 1) == {"T1": "t1", "T3": None}
