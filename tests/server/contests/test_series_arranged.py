"""What a series arranges holds for every round: divisions, sides, the play of leagues; and who goes up or down takes it along."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from server.contests.contest import Contest
from server.contests.series.wire import SeriesChange, SeriesIn, SeriesOut
from server.errors import DomainError
from tests.server.contests.conftest import OPS, SignedIn, World
from tests.server.contests.test_seasons import HOUR, MONDAY, WEEK, calls, found, pairings

HALVES = {"kind": "by_hand", "of": {"T1": "A", "T2": "A", "T3": "B", "T4": "B"}}
UP_AND_DOWN = {"play": {"format": "league", "up": 1, "down": 1}}
PAIRS = [{"entrants": ["T1", "T4"], "name": {"zh": "红队", "en": "Reds"}}, {"entrants": ["T2", "T3"]}]


async def start(world: World, template: str = "weekly_service", **more: Any) -> SeriesOut:
    cadence = {"kind": "monthly" if template == "weekly_team_duel" else "weekly"}
    asked = {"template": template, "site": "SH", "cadence": cadence, "teams": ["T1", "T2", "T3", "T4"], **more}
    return await world.contests.series.start(OPS, msgspec.convert(asked, SeriesIn))


async def both(world: World, series: SeriesOut) -> list[Contest]:
    """The running and the next one."""
    assert series.running is not None
    assert series.next is not None
    return [await found(world, series.running), await found(world, series.next)]


async def change(world: World, series: SeriesOut, **parts: Any) -> SeriesOut:
    return await world.contests.series.change(OPS, series.id, msgspec.convert(parts, SeriesChange))


async def test_divisions_are_those_of_every_round_until_they_are_edited(world: World) -> None:
    series = await start(world, divisions=HALVES)
    halves = {"t1": "A", "t2": "A", "t3": "B", "t4": "B"}
    assert [one.divisions for one in await both(world, series)] == [halves, halves]
    other = {"kind": "by_hand", "of": {"T1": "A", "T3": "A", "T2": "B", "T4": "B"}}
    series = await change(world, series, divisions=other)
    running, following = await both(world, series)
    assert running.divisions == halves
    assert following.divisions == {"t1": "A", "t3": "A", "t2": "B", "t4": "B"}
    # Who drops out takes nobody along, and who takes the divisions back has none.
    series = await change(world, series, teams=["T1", "T2", "T3"])
    assert (await both(world, series))[1].divisions == {"t1": "A", "t3": "A", "t2": "B"}
    series = await change(world, series, divisions=None)
    assert (await both(world, series))[1].divisions == {}


async def test_divisions_by_size_are_reckoned_anew_for_every_round(world: World) -> None:
    series = await start(world, divisions={"kind": "by_size", "below": "4"})
    assert [one.divisions for one in await both(world, series)] == [{}, {}]
    # A lead is not counted: two more members are five against three.
    for number in (5, 6):
        await world.join(f"A1{number}", 1)
    series = await change(world, series, title={"zh": "新", "en": "New"})
    running, following = await both(world, series)
    assert running.divisions == {}
    assert following.divisions == {"t1": "large", "t2": "small", "t3": "small", "t4": "small"}


async def test_sides_of_a_duel_stay_and_a_team_that_leaves_a_side_empty_makes_it_stand_still(world: World) -> None:
    series = await start(world, "tug_of_war", sides=PAIRS)
    assert [one.sides for one in await both(world, series)] == [{"t1": 1, "t4": 1, "t2": 2, "t3": 2}] * 2
    await world.sql.execute("UPDATE team SET closed_on = '2026-03-04' WHERE code IN ('T2', 'T3')")
    world.clock.at += WEEK
    await world.contests.clockwork.tick()
    still = (await world.contests.series.one(OPS, series.id)).still
    assert still is not None
    assert still.code == "bad_sides"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"sides": PAIRS}, "not_a_duel"),
        ({"goal": "90"}, "not_a_goal"),
        ({"season": {"legs": 2}}, "not_a_season"),
        ({"divisions": {"kind": "by_tenure", "months": 6}}, "wrong_division"),
        ({"divisions": {"kind": "by_hand", "of": {"T9": "A"}}}, "not_found"),
    ],
)
async def test_what_cannot_be_arranged_is_refused_at_the_start(world: World, given: dict[str, Any], code: str) -> None:
    with pytest.raises(DomainError, match=code):
        await start(world, **given)
    assert await world.sql.fetchval("SELECT count(*) FROM series") == 0


async def test_each_league_of_a_series_begins_where_the_one_before_ended(world: World, signed_in: SignedIn) -> None:
    by_calls = {"method": "points", "terms": [{"metric": "calls"}], "min_fte": "1"}
    asked = {"divisions": HALVES, "season": UP_AND_DOWN, "freeze_minutes": 0, "rules": by_calls}
    series = await start(world, "weekly_team_duel", **asked)
    await world.contests.clockwork.tick()
    running, following = await both(world, series)
    assert [len(await pairings(world, one)) for one in (running, following)] == [2, 0]
    lead = await signed_in("lead", "A11")
    told = (await lead.get(f"/api/v1/contests/{following.id}/season")).json()
    assert (told["follows"], told["rounds"]) == (running.id, [])
    await calls(world, 0, T1=10, T2=30, T3=20, T4=10)
    world.clock.at = MONDAY + WEEK - HOUR
    await world.contests.clockwork.tick()
    assert await pairings(world, following) == []
    world.clock.at = MONDAY + WEEK + 12 * HOUR
    await world.contests.clockwork.tick()
    following = await found(world, following.id)
    assert following.divisions == {"t2": "A", "t3": "A", "t1": "B", "t4": "B"}
    assert [{home, away} for _, _, home, away in await pairings(world, following)] == [{"T2", "T3"}, {"T1", "T4"}]
    lead = await signed_in("lead", "A11")
    told = (await lead.get(f"/api/v1/contests/{following.id}/season")).json()
    assert (told["follows"], len(told["rounds"])) == (None, 1)
    # The third is where the second was until that is over too.
    world.clock.at = following.starts + timedelta(days=1)
    await world.contests.clockwork.tick()
    series = await world.contests.series.one(OPS, series.id)
    assert (await both(world, series))[1].divisions == following.divisions


async def test_a_lead_may_choose_the_length_of_leagues_but_not_their_tables(world: World, signed_in: SignedIn) -> None:
    lead = await signed_in("lead", "A11")
    asked = {"template": "weekly_team_duel", "site": "SH", "cadence": {"kind": "monthly"}, "all": True}
    refused = await lead.post("/api/v1/series", json={**asked, "season": UP_AND_DOWN})
    assert refused.json()["code"] == "own_play"
    made = (await lead.post("/api/v1/series", json={**asked, "season": {"legs": 2}})).json()
    assert made["arrangement"] == {
        "season": {"legs": 2, "seeds": []}
        | {"rounds": None, "rhythm": None, "third_place": None, "after": None, "play": None}
    }
    contest = (await lead.get(f"/api/v1/contests/{made['running']}")).json()
    assert contest["play"]["legs"] == 2
