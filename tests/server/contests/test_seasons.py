"""Leagues and cups from the launch to the signed result: their rounds, their tables, and what is public of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from leaderboards.feed import Board
from leaderboards.standings import Standings
from server.contests import store
from server.contests.after import results
from server.contests.contest import Contest
from server.contests.searching import Search, search
from server.contests.seasons import store as seasons
from server.errors import DomainError
from tests.server.contests.conftest import OPS, SignedIn, Watching, World

MONDAY = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
"""00:00 on Monday the 2nd in Shanghai."""
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
EVERYBODY = ["T1", "T2", "T3", "T4"]


async def begin(world: World, template: str, **asked: Any) -> Contest:
    wanted = {"teams": EVERYBODY, "template": template, "freeze_minutes": 0, **asked}
    contest = await world.launch(**wanted)
    await world.contests.clockwork.tick()
    return await found(world, contest.id)


async def found(world: World, contest_id: int) -> Contest:
    async with world.db.connection() as connection:
        contest = await store.find(connection, contest_id)
    assert contest is not None
    return contest


async def rounds_of(world: World, contest: Contest) -> list[Contest]:
    async with world.db.connection() as connection:
        return await seasons.rounds(connection, contest.id)


async def pairings(world: World, contest: Contest) -> list[tuple[int, str, str, str | None]]:
    async with world.db.connection() as connection:
        drawn = await seasons.fixtures(connection, contest.id)
    return [
        (one.round, one.stage, one.home.replace("t", "T"), one.away and one.away.replace("t", "T")) for one in drawn
    ]


async def calls(world: World, week: int, **made: int) -> None:
    """Calls per team in a week, all taken by one member on the Wednesday; three members beside the lead make a headcount of three."""
    at = MONDAY + week * WEEK + timedelta(days=2, hours=10)
    before = world.clock.at
    world.clock.at = max(before, at + HOUR)
    await world.send(*(world.fact(f"A{team[1]}2", "calls", 3 * count, at) for team, count in made.items()))
    world.clock.at = before


async def table(world: World, contest: Contest) -> list[tuple[str, int | None, str | None, int]]:
    board = await world.contests.board(contest.id)
    return [(row.code, row.rank, row.score, row.table.played if row.table else -1) for row in board.rows]


async def test_a_league_makes_its_rounds_at_once_week_by_week_and_shows_only_itself(world: World) -> None:
    league = await begin(world, "weekly_team_duel")
    rounds = await rounds_of(world, league)
    assert [(one.round, one.starts, one.ends, one.format, one.team_ids) for one in rounds] == [
        (number + 1, MONDAY + number * WEEK, MONDAY + (number + 1) * WEEK, "race", (1, 2, 3, 4)) for number in range(3)
    ]
    assert (league.starts, league.ends) == (MONDAY, MONDAY + 3 * WEEK)
    assert rounds[1].title.zh.endswith("第2轮")
    drawn = await pairings(world, league)
    assert len({frozenset((home, away)) for _, _, home, away in drawn}) == len(drawn) == 6
    async with world.db.connection() as connection:
        shown, total = await search(connection, Search(now=world.clock.at), 0, 10)
    assert (total, [one.id for one in shown]) == (1, [league.id])


async def test_a_table_follows_its_rounds_and_is_signed_when_they_are(world: World) -> None:
    league = await begin(world, "weekly_team_duel")
    first = [one for one in await pairings(world, league) if one[0] == 1]
    for week in range(3):
        await calls(world, week, T1=40, T2=30, T3=20, T4=10)
    world.clock.at = MONDAY + 3 * HOUR + timedelta(days=3)
    assert [one[3] for one in await table(world, league)] == [1, 1, 1, 1]
    assert {one[0] for one in (await table(world, league))[:2]} == {min(home, away or "") for _, _, home, away in first}
    world.clock.at = MONDAY + 3 * WEEK + timedelta(hours=72)
    for _ in range(2):
        world.clock.at += timedelta(days=10)
        await world.contests.clockwork.tick()
    assert all(one.signed for one in await rounds_of(world, league))
    assert (await found(world, league.id)).phase(world.clock.at) == "final"
    assert await table(world, league) == [
        ("T1", 1, "9.0000", 3),
        ("T2", 2, "6.0000", 3),
        ("T3", 3, "3.0000", 3),
        ("T4", 4, "0.0000", 3),
    ]
    signed = await world.contests.reading.result(OPS, league.id, 1)
    decoded = results.decode_standings(signed.standings)
    assert (decoded.rows[0].participant, decoded.rows[0].rank, decoded.rows[0].score) == ("t1", 1, 90_000)
    await world.contests.clockwork.tick()
    assert len(await world.contests.reading.results(OPS, league.id)) == 1
    await correct_first_round(world, league)
    await world.contests.clockwork.tick()
    await world.contests.clockwork.tick()
    assert [one.revision for one in await world.contests.reading.results(OPS, league.id)] == [1, 2]
    assert (await world.contests.reading.result(OPS, league.id, 1)).standings == signed.standings
    assert (await table(world, league))[0][:3] == ("T1", 1, "6.0000")


async def correct_first_round(world: World, league: Contest) -> None:
    """As a correction set would: another revision of the round, in which T1 did not qualify."""
    first = (await rounds_of(world, league))[0]
    world.clock.at += HOUR
    async with world.db.transaction() as connection:
        signed = (await results.revisions(connection, first.id))[-1]
        rows = results.decode_standings(signed.standings).rows
        corrected = tuple(
            msgspec.structs.replace(row, rank=None, score=None) if row.participant == "t1" else row for row in rows
        )
        again = results.NewResult(2, signed.cutoff, world.clock.at, world.clock.at, Standings(corrected).encode())
        await results.keep(connection, None, first, again)


async def test_until_its_start_a_season_is_drawn_anew_whenever_its_participants_change(world: World) -> None:
    league = await begin(world, "weekly_team_duel", period={"kind": "next_week"})
    before = await rounds_of(world, league)
    await world.contests.entering.withdraw(OPS, league.id, "T4")
    await world.contests.clockwork.tick()
    after = await rounds_of(world, league)
    assert {one.id for one in before}.isdisjoint(one.id for one in after)
    assert all(one.team_ids == (1, 2, 3) for one in after)
    drawn = await pairings(world, league)
    assert sum(away is None for _, _, _, away in drawn) == 3
    with pytest.raises(DomainError, match="round_of_season"):
        await world.contests.entering.withdraw(OPS, after[0].id, "T3")
    await world.contests.entering.cancel(OPS, league.id, "no time")
    await world.contests.clockwork.tick()
    assert all(one.cancelled_at is not None for one in await rounds_of(world, league))


async def test_a_cup_draws_its_next_round_only_when_the_public_knows_the_one_before(world: World) -> None:
    cup = await begin(world, "team_cup", freeze_minutes=240, season={"seeds": EVERYBODY})
    assert await pairings(world, cup) == [(1, "cup", "T1", "T4"), (1, "cup", "T2", "T3")]
    assert (cup.starts, cup.ends) == (MONDAY, MONDAY + 2 * WEEK)
    await calls(world, 0, T1=40, T2=30, T3=20, T4=10)
    world.clock.at = MONDAY + WEEK + 9 * HOUR
    await world.contests.clockwork.tick()
    assert len(await rounds_of(world, cup)) == 1, "frozen until ten o'clock"
    world.clock.at = MONDAY + WEEK + 10 * HOUR
    await world.contests.clockwork.tick()
    rounds = await rounds_of(world, cup)
    assert [one.starts for one in rounds] == [MONDAY, MONDAY + WEEK]
    assert (await pairings(world, cup))[2:] == [(2, "cup", "T1", "T2"), (2, "third", "T3", "T4")]
    # A late fact would have turned the first tie: what was played stands, and people are told.
    await calls(world, 0, T4=100)
    season = await world.contests.season(OPS, cup.id)
    assert [(one.winner, one.overturned) for one in season.rounds[0].fixtures] == [("t1", True), ("t2", False)]
    await calls(world, 1, T1=5, T2=6, T3=7, T4=8)
    for _ in range(3):
        world.clock.at += timedelta(days=10)
        await world.contests.clockwork.tick()
    assert [one[:2] for one in await table(world, cup)] == [("T2", 1), ("T1", 2), ("T4", 3), ("T3", 4)]
    assert (await found(world, cup.id)).signed


async def test_what_the_scorer_publishes_of_a_season_is_what_the_tables_say(world: World, watching: Watching) -> None:
    league = await begin(world, "weekly_team_duel")
    world.clock.at = MONDAY + timedelta(days=3)
    await watching.start()
    await calls(world, 0, T1=40, T2=30, T3=20, T4=10)
    await watching.tick()
    await same(world, watching, league)
    assert {row.score for row in watching.boards[league.id][2].rows} == {"3.0000", "0.0000"}
    await calls(world, 0, T4=90)
    await watching.tick()
    await same(world, watching, league)
    late = await begin(world, "weekly_team_duel", title={"zh": "新联赛", "en": "New league"})
    await watching.tick()
    await same(world, watching, late)
    world.clock.at = MONDAY + WEEK + HOUR
    await calls(world, 1, T2=3)
    await watching.tick()
    await same(world, watching, league)


async def same(world: World, watching: Watching, contest: Contest) -> None:
    shown: Board = watching.boards[contest.id][2]
    computed = await world.contests.board(contest.id)
    assert msgspec.structs.replace(shown, as_of="") == msgspec.structs.replace(computed, as_of="")


async def test_a_frozen_round_gives_its_truth_away_in_no_table(world: World, watching: Watching) -> None:
    league = await begin(world, "weekly_team_duel", freeze_minutes=240)
    await calls(world, 0, T1=40, T2=30, T3=20, T4=10)
    world.clock.at = MONDAY + WEEK - HOUR
    await watching.start()
    before = [(row.code, row.score, row.table) for row in watching.boards[league.id][2].rows]
    await calls(world, 0, T4=900)
    world.clock.at += timedelta(seconds=10)
    await watching.tick()
    shown = watching.boards[league.id][2]
    assert [(row.code, row.score, row.table) for row in shown.rows] == before
    assert (shown.contest.phase, shown.contest.frozen_at) == ("frozen", "2026-03-08T12:00:00Z")
    await same(world, watching, league)
    world.clock.at = MONDAY + WEEK + 10 * HOUR
    await watching.tick()
    after = {row.code: row.score for row in watching.boards[league.id][2].rows}
    # Three for the first round, and one as the second begins at nought all.
    assert after["T4"] == "4.0000"
    await same(world, watching, league)


async def test_a_season_lists_no_facts_which_its_frozen_round_would_hide(world: World, signed_in: SignedIn) -> None:
    league = await begin(world, "weekly_team_duel", freeze_minutes=240)
    await calls(world, 0, T1=40, T2=30)
    world.clock.at = MONDAY + WEEK - HOUR
    (round_, *_), lead, hr = await rounds_of(world, league), await signed_in("lead", "A11"), await signed_in("hr")
    for client in (lead, hr):
        assert (await client.get(f"/api/v1/contests/{round_.id}/why/t1/facts")).status_code == 200
        for path in ("why/t1", "why/t1/facts", "levers"):
            answer = await client.get(f"/api/v1/contests/{league.id}/{path}")
            assert (answer.status_code, answer.json()["code"]) == (409, "played_in_rounds"), path
        assert (await client.get(f"/api/v1/contests/{league.id}/late")).json()["items"] == []


async def test_scores_of_who_is_behind_are_for_who_may_see_every_place(world: World, signed_in: SignedIn) -> None:
    league = await begin(world, "weekly_team_duel", season={"seeds": EVERYBODY})
    await calls(world, 0, T1=40, T2=30, T3=20, T4=10)
    world.clock.at = MONDAY + timedelta(days=3)

    async def seen(role: str, agent: str | None = None) -> dict[str, str | None]:
        browser = await signed_in(role, agent)
        answer = (await browser.get(f"/api/v1/contests/{league.id}/season?near=true")).json()
        assert answer["current"] == 1
        assert [one["round"] for one in answer["rounds"]] == [1, 2]
        sides = [side for one in answer["rounds"][0]["fixtures"] for side in (one["home"], one["away"])]
        return {side["named"]["code"]: side["score"] for side in sides}

    assert await seen("ops") == {"T1": "40.0000", "T2": "30.0000", "T3": "20.0000", "T4": "10.0000"}
    assert await seen("agent", "A12") == {"T1": "40.0000", "T2": "30.0000", "T3": None, "T4": "10.0000"}
    browser = await signed_in("agent", "A12")
    mine = (await browser.get(f"/api/v1/contests/{league.id}/season")).json()
    assert [(one["round"], one["opponent"]["code"]) for one in mine["next"]] == [(2, "T3"), (3, "T2")]
    assert all(one["stay"] is None for one in mine["tables"])
    why = await (await signed_in("ops")).get(f"/api/v1/contests/{league.id}/why/t1")
    assert (why.status_code, why.json()["code"]) == (409, "played_in_rounds")


async def test_the_next_season_takes_promotion_and_seeds_from_the_one_before(world: World) -> None:
    play = {"format": "league", "up": 1, "down": 1}
    divisions = {"kind": "by_hand", "of": {"T1": "A", "T2": "A", "T3": "B", "T4": "B"}}
    first = await begin(world, "weekly_team_duel", season={"play": play}, divisions=divisions)
    assert len(await rounds_of(world, first)) == 1
    await calls(world, 0, T1=10, T2=30, T3=20, T4=10)
    world.clock.at = MONDAY + WEEK + 12 * HOUR
    following = await begin(world, "weekly_team_duel", season={"play": play, "after": first.id})
    assert following.divisions == {"t2": "A", "t3": "A", "t1": "B", "t4": "B"}
    assert following.seeds == {"t2": 1, "t1": 2, "t3": 3, "t4": 4}


async def test_a_month_of_groups_begins_with_its_first_week_and_a_lead_chooses_length_but_not_table(
    world: World, signed_in: SignedIn
) -> None:
    wanted = {"template": "monthly_league", "site": "SH", "period": {"kind": "this_month"}, "all": True}
    lead = await signed_in("lead", "A11")
    answer = await lead.post("/api/v1/contests", json={**wanted, "season": {"legs": 2}})
    assert answer.status_code == 201, answer.text
    contest = answer.json()
    # Six rounds of two legs in the one group, then the final of its best two.
    assert (contest["starts"], contest["ends"]) == ("2026-03-01T16:00:00Z", "2026-04-19T16:00:00Z")
    assert contest["play"]["legs"] == 2
    refused = await lead.post("/api/v1/contests", json={**wanted, "season": {"play": {"format": "league"}}})
    assert refused.json()["code"] == "own_play"
    race = {**wanted, "template": "weekly_service", "period": {"kind": "this_week"}, "season": {"legs": 2}}
    assert (await lead.post("/api/v1/contests", json=race)).json()["code"] == "not_a_season"


async def test_points_taken_off_by_hand_count_in_the_table_under_a_neutral_word(
    world: World, watching: Watching, signed_in: SignedIn
) -> None:
    league = await begin(world, "weekly_team_duel")
    await watching.start()
    await calls(world, 0, T1=10, T2=30, T3=20, T4=40)
    world.clock.at = MONDAY + WEEK + 12 * HOUR
    ops, lead, agent = await signed_in("ops"), await signed_in("lead", "A11"), await signed_in("agent", "A32")
    before = {code: score for code, _, score, _ in await table(world, league)}
    given = {"participant": "t2", "amount": "-1.5", "code": "rules_breach", "reason": "a roster that was not kept"}
    path = f"/api/v1/contests/{league.id}/adjustments"
    assert (await ops.post(path, json=given)).status_code == 201
    after = {code: score for code, _, score, _ in await table(world, league)}
    assert before["T2"] is not None
    assert after == {**before, "T2": f"{float(before['T2']) - 1.5:.4f}"}
    await watching.tick()
    await same(world, watching, league)
    seen = [(await who.get(f"/api/v1/contests/{league.id}/season")).json()["adjustments"] for who in (ops, lead, agent)]
    public = {"participant": "t2", "amount": "-1.5000", "code": "rules_breach"}
    assert seen == [[public], [public], []]
    cup = await begin(world, "team_cup")
    world.clock.at += WEEK
    refused = await (await signed_in("ops")).post(f"/api/v1/contests/{cup.id}/adjustments", json=given)
    assert refused.json()["code"] == "no_table_to_adjust"


async def test_places_over_time_are_those_after_every_round_the_public_knows(world: World, signed_in: SignedIn) -> None:
    league = await begin(world, "weekly_team_duel", freeze_minutes=240)
    first = (await rounds_of(world, league))[0]
    winners = {min(home, away or home) for number, _, home, away in await pairings(world, league) if number == 1}
    await calls(world, 0, T1=40, T2=30, T3=20, T4=10)
    path = f"/api/v1/contests/{league.id}/history"
    world.clock.at = first.ends - HOUR
    lead = await signed_in("lead", "A11")
    assert (await lead.get(path)).json()["items"] == []
    world.clock.at = first.ends + 30 * HOUR
    (noted,) = (await (await signed_in("lead", "A11")).get(path)).json()["items"]
    assert noted["at"] == first.ends.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert {f"T{name[1:]}" for name, rank in noted["ranks"].items() if rank in {1, 2}} == winners
    assert (await (await signed_in("agent", "A12")).get(path)).status_code == 403
