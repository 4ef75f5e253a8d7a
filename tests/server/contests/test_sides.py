"""Duels, goals, divisions and improvement from the launch to the signed result: followed by the scorer, and rebuilt from revisions."""

import json
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest

from leaderboards.feed import DuelScene, GoalScene
from server.contests.after.results import SETTLING, decode_standings, revisions
from server.contests.clockwork import Clockwork
from server.contests.contest import Contest
from server.contests.planning.arranging import BAD_SIDES, NOT_DIVIDED, WRONG_DIVISION
from server.contests.scoring.evidence import evidence_now, one_snapshot, standings_from_revisions
from server.contests.wire import ContestIn
from server.errors import DomainError
from server.people.memberships import NewMembership
from tests.server.contests.conftest import OPS, Watching, World

MORNING = "2026-03-04T08:00:00+08:00"
CALLS: dict[str, Any] = {"method": "points", "terms": [{"metric": "calls"}], "team_rule": {"kind": "total"}}


async def launched(world: World, template: str, **asked: Any) -> Contest:
    wanted = {"template": template, "site": "SH", "period": {"kind": "this_week"}, "freeze_minutes": 0, **asked}
    contest, _ = await world.contests.entering.launch(OPS, msgspec.convert(wanted, ContestIn))
    return contest


async def the_same_from_every_side(world: World, watching: Watching, contest: Contest) -> bytes:
    """What the scorer remembers is what the tables say, by rollups and by revisions; the bytes."""
    now = world.clock.now()
    async with world.db.transaction() as connection:
        await one_snapshot(connection)
        found = await world.contests.reading.find(OPS, contest.id)
        computed = (await evidence_now(connection, found, now)).standings.encode()
        rebuilt = (await standings_from_revisions(connection, found, now)).encode()
    followed = watching.encoded(contest.id)
    assert followed == computed == rebuilt
    return followed


async def signed(world: World, contest: Contest) -> bytes:
    world.clock.at = contest.last_cutoff + SETTLING + timedelta(days=3)
    await Clockwork(world.db, world.clock).tick()
    async with world.db.connection() as connection:
        found = await revisions(connection, contest.id)
    assert decode_standings(found[-1].standings).encode() == found[-1].standings
    return found[-1].standings


async def test_a_side_that_nobody_named_has_a_number_and_one_alone_its_own_name(
    world: World, watching: Watching
) -> None:
    sides = [{"entrants": ["T1", "T4"]}, {"entrants": ["T2"]}]
    contest = await launched(world, "tug_of_war", teams=["T1", "T2", "T4"], rules=CALLS, sides=sides)
    await watching.start()
    await world.send(world.fact("A12", "calls", 10, MORNING))
    await watching.tick()
    scene = watching.boards[contest.id][2].scene
    assert isinstance(scene, DuelScene)
    alone = scene.sides[1].name
    assert (scene.sides[0].name.zh, scene.sides[0].name.en, "2" in alone.en) == ("第 1 方", "Side 1", True)


async def test_a_tug_of_war_of_two_groups(world: World, watching: Watching) -> None:
    contest = await launched(
        world,
        "tug_of_war",
        teams=["T1", "T2", "T3", "T4"],
        rules=CALLS,
        sides=[
            {"entrants": ["T1", "T4"], "name": {"zh": "红方", "en": "Red"}},
            {"entrants": ["T2", "T3"], "name": {"zh": "蓝方", "en": "Blue"}},
        ],
    )
    await watching.start()
    await world.send(world.fact("A12", "calls", 10, MORNING), world.fact("A22", "calls", 6, MORNING))
    await world.send(world.fact("A42", "calls", 2, MORNING))
    await watching.tick()
    board = watching.boards[contest.id][2]
    assert isinstance(board.scene, DuelScene)
    assert [(side.name.en, side.score) for side in board.scene.sides] == [("Red", "12.0000"), ("Blue", "6.0000")]
    assert (board.scene.gap, board.scene.winner) == ("6.0000", 1)
    assert [(row.code, row.rank, row.side) for row in board.rows] == [
        ("T1", 1, 1),
        ("T4", 1, 1),
        ("T2", 2, 2),
        ("T3", 2, 2),
    ]
    await world.send(world.fact("A32", "calls", "6.3", MORNING))
    await watching.tick()
    scene = watching.boards[contest.id][2].scene
    assert isinstance(scene, DuelScene)
    # A gap below the margin of a half is a draw, whoever is ahead.
    assert (scene.gap, scene.winner) == ("-0.3000", 0)
    await the_same_from_every_side(world, watching, contest)
    assert json.loads(await signed(world, contest))["decided"]["winner"] == 0


async def test_two_who_take_part_are_the_two_sides(world: World) -> None:
    contest = await launched(world, "tug_of_war", teams=["T1", "T2"])
    assert contest.sides == {"t1": 1, "t2": 2}
    with pytest.raises(DomainError) as refused:
        await launched(
            world, "tug_of_war", teams=["T1", "T2", "T3"], sides=[{"entrants": ["T1"]}, {"entrants": ["T2"]}]
        )
    assert refused.value.code == BAD_SIDES
    # Left out, three make two groups.
    assert set((await launched(world, "tug_of_war", teams=["T1", "T2", "T3"])).sides.values()) == {1, 2}


async def test_everybody_reaches_a_goal_at_an_instant(world: World, watching: Watching) -> None:
    contest = await launched(world, "everybodys_goal", teams=["T1", "T2"], rules=CALLS, goal="10")
    await watching.start()
    await world.send(world.fact("A12", "calls", 4, "2026-03-04T08:00:00+08:00"))
    await watching.tick()
    board = watching.boards[contest.id][2]
    assert board.scene == GoalScene("4.0000", "10.0000", False, None, True)
    assert [(row.code, row.rank, row.score) for row in board.rows] == [("T1", None, "4.0000"), ("T2", None, "0.0000")]
    await world.send(world.fact("A22", "calls", 5, "2026-03-04T09:30:00+08:00"))
    await world.send(world.fact("A22", "calls", 7, "2026-03-04T09:40:00+08:00"))
    await watching.tick()
    scene = watching.boards[contest.id][2].scene
    assert scene == GoalScene("16.0000", "10.0000", True, "2026-03-04T01:40:00Z", True)
    assert {row.rank for row in watching.boards[contest.id][2].rows} == {1}
    await the_same_from_every_side(world, watching, contest)
    # A fact that comes later but happened earlier moves the instant; one that happened later does not.
    await world.send(world.fact("A12", "calls", 1, "2026-03-04T08:01:00+08:00"))
    await world.send(world.fact("A12", "calls", 9, "2026-03-04T09:50:00+08:00"))
    await watching.tick()
    scene = watching.boards[contest.id][2].scene
    assert isinstance(scene, GoalScene)
    assert scene.reached_at == "2026-03-04T01:30:00Z"
    await the_same_from_every_side(world, watching, contest)
    result = json.loads(await signed(world, contest))["decided"]
    assert (result["value"], result["reached_at"]) == ("26.0000", "2026-03-04T01:30:00Z")


async def test_places_are_given_within_divisions(world: World, watching: Watching) -> None:
    contest = await world.launch(
        teams=["T1", "T2", "T3", "T4"],
        divisions={"kind": "by_hand", "of": {"T1": "A", "T2": "A", "T3": "B", "T4": "B"}},
    )
    await world.send(*(world.fact(f"A{team}2", "calls", 10 * team, MORNING) for team in range(1, 5)))
    await watching.start()
    board = watching.boards[contest.id][2]
    assert [(row.code, row.division, row.rank) for row in board.rows] == [
        ("T2", "A", 1),
        ("T1", "A", 2),
        ("T4", "B", 1),
        ("T3", "B", 2),
    ]
    assert board.rows[3].gap == "3.3333"
    await the_same_from_every_side(world, watching, contest)
    assert [row["division"] for row in json.loads(await signed(world, contest))["rows"]] == ["A", "A", "B", "B"]


async def test_divisions_by_rule(world: World) -> None:
    await world.sql.execute("UPDATE agent SET hired = '2026-01-31' WHERE code IN ('A12', 'A13')")
    contest = await launched(
        world, "first_contact_king", agents=["A12", "A13", "A22", "A23"], divisions={"kind": "by_tenure", "months": 3}
    )
    named = {f"a{agent}": code for agent, code in await world.sql.fetch("SELECT id, code FROM agent")}
    assert {named[one]: division for one, division in contest.divisions.items()} == {
        "A12": "rookies",
        "A13": "rookies",
        "A22": "others",
        "A23": "others",
    }
    with pytest.raises(DomainError, match="rookies_alone"):
        await launched(world, "first_contact_king", agents=["A12", "A13"], divisions={"kind": "by_tenure", "months": 3})
    with pytest.raises(DomainError) as refused:
        await world.launch(divisions={"kind": "by_tenure", "months": 3})
    assert refused.value.code == WRONG_DIVISION
    with pytest.raises(DomainError) as refused:
        await launched(world, "tug_of_war", teams=["T1", "T2"], divisions={"kind": "by_size", "below": "3"})
    assert refused.value.code == NOT_DIVIDED
    assert (await world.launch(divisions={"kind": "by_size", "below": "3"})).divisions == {}


async def test_a_rookies_result_is_the_rookies_own_affair(world: World, signed_in: Any) -> None:
    await world.sql.execute("UPDATE agent SET hired = '2026-02-20' WHERE code IN ('A12', 'A13')")
    contest = await launched(
        world,
        "first_contact_king",
        agents=["A12", "A13", "A14", "A22", "A23", "A24"],
        rules={"method": "points", "terms": [{"metric": "calls"}]},
        divisions={"kind": "by_tenure", "months": 3},
    )
    await world.send(*(world.fact(f"A{n}", "calls", n, MORNING) for n in (12, 13, 14, 22, 23, 24)))

    async def seen(client: httpx.AsyncClient) -> tuple[list[str], list[str]]:
        answer = (await client.get(f"/api/v1/contests/{contest.id}/standings")).json()
        return [row["code"] for row in answer["items"]], [one["code"] for one in answer["taking_part"]]

    everybody = ["A24", "A23", "A22", "A14", "A13", "A12"]
    assert await seen(await signed_in("ops")) == (everybody, [])
    assert await seen(await signed_in("lead", "A11")) == (everybody, [])
    assert await seen(await signed_in("lead", "A21")) == (["A24", "A23", "A22", "A14"], ["A12", "A13"])
    assert await seen(await signed_in("agent", "A24")) == (["A24", "A23"], ["A12", "A13", "A14", "A22"])
    own = (await (await signed_in("agent", "A12")).get(f"/api/v1/contests/{contest.id}/me")).json()
    # One's own place among the rookies, and none of the other rookie.
    assert (own["row"]["rank"], own["neighbours"], own["total"]) == (2, [], 2)
    await signed(world, contest)
    bytes_of = f"/api/v1/contests/{contest.id}/results/1"
    assert (await (await signed_in("lead", "A11")).get(bytes_of)).status_code == 200
    assert (await (await signed_in("lead", "A21")).get(bytes_of)).status_code == 403
    assert (await (await signed_in("ops")).get(bytes_of)).status_code == 200


IMPROVING: dict[str, Any] = {
    "method": "improvement",
    "terms": [{"metric": "qa", "target": "100"}],
    "min_fte": "0",
}


def before(world: World, agent: str, score: object, weeks: int = 4, metric: str = "qa") -> list[dict[str, Any]]:
    """One score in each of so many weeks before the contest, the last on the Friday before."""
    days = [f"2026-02-{27 - 7 * back:02d}T10:00:00+08:00" for back in range(weeks)]
    return [world.fact(agent, metric, score, day) for day in days]


async def test_improvement_is_measured_against_ones_own_weeks_wherever_they_were(
    world: World, watching: Watching
) -> None:
    contest = await launched(world, "weekly_service", teams=["T1", "T2"], rules=IMPROVING)
    await watching.start()
    await world.send(*before(world, "A12", 80), *before(world, "A22", 90), *before(world, "A23", 50, weeks=2))
    await world.send(world.fact("A12", "qa", 85, MORNING), world.fact("A22", "qa", 88, MORNING))
    # Two weeks are no past: whoever has no more is left out of both sides.
    await world.send(world.fact("A23", "qa", 10, MORNING))
    await watching.tick()
    assert await world.standing(contest.id) == {"T1": (1, "5.0000"), "T2": (2, "-2.0000")}
    await the_same_from_every_side(world, watching, contest)
    # What comes in about the past counts as well, and so does a third week.
    await world.send(world.fact("A12", "qa", 70, "2026-02-26T10:00:00+08:00"))
    await world.send(world.fact("A23", "qa", 50, "2026-02-13T10:00:00+08:00"))
    await watching.tick()
    rows = {row.code: row.score for row in watching.boards[contest.id][2].rows}
    assert rows == {"T1": "7.0000", "T2": "-23.8571"}
    await the_same_from_every_side(world, watching, contest)
    # The past follows the person into another team, and so it does after the end, when revisions are counted as received.
    moved = NewMembership(team="T2", starts="2026-03-03T00:00:00+08:00", transfer=True)
    await world.people.memberships.add(None, "A12", moved)
    await watching.tick()
    rows = {row.code: row.score for row in watching.boards[contest.id][2].rows}
    # T2: now 88, 10 and 85; before four of 90, three of 50, and four of 80 with one of 70.
    assert rows == {"T1": None, "T2": "-14.0000"}
    await the_same_from_every_side(world, watching, contest)
    world.clock.at = contest.first_cutoff + timedelta(hours=1)
    await watching.tick()
    await world.send(world.fact("A22", "qa", 20, "2026-02-25T10:00:00+08:00"))
    await watching.tick()
    assert {row.code: row.score for row in watching.boards[contest.id][2].rows} == rows
    await the_same_from_every_side(world, watching, contest)
    assert decode_standings(await signed(world, contest)).rows[0].score == -140000


async def test_nobody_improves_on_nothing(world: World, watching: Watching) -> None:
    contest = await launched(world, "weekly_service", teams=["T1", "T2"], rules=IMPROVING)
    await world.send(world.fact("A12", "qa", 85, MORNING))
    await watching.start()
    rows = {row.code: (row.rank, row.reasons) for row in watching.boards[contest.id][2].rows}
    assert rows == {"T1": (None, ("no_past",)), "T2": (None, ("no_past",))}
    await the_same_from_every_side(world, watching, contest)


async def test_only_facts_of_the_named_queues_count(world: World, watching: Watching) -> None:
    rules = {**CALLS, "queues": ["sales"]}
    contest = await world.launch(rules, teams=["T1", "T2"])
    await world.send(
        world.fact("A12", "calls", 5, MORNING, queue="sales"),
        world.fact("A12", "calls", 50, MORNING),
        world.fact("A22", "calls", 6, MORNING, queue="sales"),
    )
    await watching.start()
    assert await world.standing(contest.id) == {"T2": (1, "6.0000"), "T1": (2, "5.0000")}
    await the_same_from_every_side(world, watching, contest)
    behind = world.contests.behind
    assert [one.value for one in (await behind.facts(OPS, contest.id, "t1", None, (0, 9)))[0]] == ["5"]
    await world.send(
        world.fact("A12", "calls", 70, MORNING), world.fact("A13", "calls", 7, MORNING, queue="sales"),
        received=contest.last_cutoff,
    )  # fmt: skip
    world.clock.at = contest.last_cutoff
    found, total = await behind.facts(OPS, contest.id, "t1", "calls", (0, 9))
    assert ([one.value for one in found], total) == (["5"], 1)
    assert [one.value for one in (await behind.late(OPS, contest.id, 0, 9))[0]] == ["7"]
    with pytest.raises(DomainError, match="unknown_queues"):
        await world.launch({**CALLS, "queues": ["nowhere"]}, teams=["T1", "T2"])


async def test_a_pace_is_told_to_who_sees_the_score(world: World, signed_in: Any) -> None:
    rules = {**CALLS, "team_rule": {"kind": "per_head"}, "min_fte": "0"}
    contest = await launched(world, "weekly_service", teams=["T1", "T2", "T3", "T4"], rules=rules)
    await world.send(*(world.fact(f"A{team}2", "calls", 30 * team, MORNING) for team in range(1, 5)))

    async def told(client: httpx.AsyncClient) -> dict[str, str]:
        return dict((await client.get(f"/api/v1/contests/{contest.id}/pace")).json()["pace"])

    everybody = await told(await signed_in("ops"))
    part = (await (await signed_in("ops")).get(f"/api/v1/contests/{contest.id}/pace")).json()["elapsed"]
    assert 0 < part < 1
    # 30 calls by three heads are 10, and grow as the planned time does.
    assert abs(float(everybody["t1"]) - 10 / part) < 0.001
    # An agent is told the pace of whom it sees placed, and its own team's.
    assert set(await told(await signed_in("agent", "A12"))) == {"t1", "t3", "t4"}
    world.clock.at = contest.ends + timedelta(hours=1)
    assert await told(await signed_in("lead", "A11")) in ({}, everybody)


async def test_strength_follows_from_signed_results(world: World, signed_in: Any) -> None:
    contest = await launched(world, "weekly_service", teams=["T1", "T2", "T3"], rules={**CALLS, "min_fte": "0"})
    await world.send(*(world.fact(f"A{team}2", "calls", team, MORNING) for team in range(1, 4)))
    assert (await (await signed_in("ops")).get("/api/v1/ratings/teams")).json()["items"] == []
    await signed(world, contest)
    # The clock has moved on for days, and sessions end.
    items = (await (await signed_in("ops")).get("/api/v1/ratings/teams")).json()["items"]
    assert [(one["team"]["code"], one["place"], one["games"]) for one in items] == [
        ("T3", 1, 1),
        ("T2", 2, 1),
        ("T1", 3, 1),
    ]
    form = (await (await signed_in("agent", "A12")).get("/api/v1/ratings/teams/T1")).json()
    assert [(one["contest"], one["rank"], one["of"]) for one in form["contests"]] == [(contest.id, 3, 3)]
    assert (await (await signed_in("agent", "A12")).get("/api/v1/ratings/teams/T2")).status_code == 403
