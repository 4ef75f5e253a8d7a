"""Fairness before a launch, what contests taught, the next step and coaching notes, over HTTP and by the clock."""

import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from server.contests.insight.service import InsightService
from tests.server.contests.conftest import OPS, SignedIn, World

RULES = {"method": "points", "terms": [{"metric": "calls"}], "min_fte": "1"}
WEEK = timedelta(weeks=1)


@pytest.fixture
def insight(world: World) -> InsightService:
    from server.bus.limits import LocalLimits

    return InsightService(world.db, world.clock, LocalLimits(), world.contests.reading, world.contests.explaining)


async def work(world: World, weeks: int, calls: "dict[str, list[int]]", metric: str = "calls") -> None:
    """Members 2 to 4 of each team take so many calls in each of the last weeks, newest last."""
    now = world.clock.now()
    for team, amounts in calls.items():
        for back, amount in zip(range(weeks, 0, -1), amounts, strict=True):
            at = now - back * WEEK
            for number in (2, 3, 4):
                fact = world.fact(f"A{team}{number}", metric, amount, at)
                await world.send(fact, received=at + timedelta(minutes=1))


def lines(answer: httpx.Response) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.text.splitlines()]


def launch_body(**more: Any) -> dict[str, Any]:
    return {"template": "weekly_service", "site": "SH", "period": {"kind": "this_week"}, "all": True, **more}


async def test_the_fairness_check_tells_who_would_have_won(world: World, signed_in: SignedIn) -> None:
    await work(world, 8, {"1": [90] * 8, "2": [50, 60] * 4, "3": [60, 50] * 4, "4": [40, 45] * 4})
    ops = await signed_in("ops")
    answer = await ops.post("/api/v1/contests/fairness", json=launch_body(rules=RULES))
    assert answer.status_code == 200, answer.text
    told = lines(answer)
    assert [line["done"] for line in told] == list(range(1, 9))
    assert all("report" not in line for line in told[:-1])
    report = told[-1]["report"]
    assert [one["winners"] for one in report["rounds"]] == [["t1"]] * 8
    assert {one["code"] for one in report["warnings"]} >= {"same_few_win"}
    assert report["participants"]["t1"]["code"] == "T1"
    assert report["concentration"]["winners"] == 1
    short = lines(await ops.post("/api/v1/contests/fairness?rounds=3", json=launch_body(rules=RULES)))
    assert len(short) == 3


async def test_the_check_is_refused_like_a_launch(world: World, signed_in: SignedIn) -> None:
    lead, agent = await signed_in("lead", "A11"), await signed_in("agent", "A12")
    assert (await lead.post("/api/v1/contests/fairness", json=launch_body(rules=RULES))).json()["code"] == "own_scoring"
    assert (await lead.post("/api/v1/contests/fairness", json=launch_body())).status_code == 200
    assert (await agent.post("/api/v1/contests/fairness", json=launch_body())).status_code == 403
    for _ in range(20):
        last = await lead.post("/api/v1/contests/fairness", json=launch_body(template="nothing"))
    assert last.status_code == 429


async def test_the_next_step_is_the_own_one_and_obeys_the_board(world: World, signed_in: SignedIn) -> None:
    contest = await world.launch({**RULES, "terms": [{"metric": "calls"}, {"metric": "qa", "missing": "skip"}]})
    now = world.clock.now()
    await world.send(*(world.fact(f"A{team}2", "calls", 10 * team, now) for team in (1, 2, 3)))
    agent, lead, other = await signed_in("agent", "A12"), await signed_in("lead", "A11"), await signed_in("lead", "A21")
    own = (await agent.get(f"/api/v1/contests/{contest.id}/levers")).json()
    assert (own["participant"]["code"], own["own"], own["next"]["code"]) == ("T1", True, "T2")
    assert [step["metric"] for step in own["steps"]] == ["calls"]
    assert float(own["steps"][0]["value"]) == 10
    team = (await lead.get(f"/api/v1/contests/{contest.id}/levers")).json()
    assert (team["participant"]["code"], team["own"]) == ("T1", False)
    assert (await other.get(f"/api/v1/contests/{contest.id}/levers?participant=t1")).status_code == 403
    world.clock.at = contest.ends
    late = await signed_in("agent", "A12")
    assert (await late.get(f"/api/v1/contests/{contest.id}/levers")).json()["steps"] == []


async def test_a_trainee_is_neither_the_next_step_nor_a_winner_for_others(world: World, signed_in: SignedIn) -> None:
    await world.sql.execute("UPDATE agent SET level = 'trainee', level_since = hired WHERE code = 'A22'")
    asked = {"template": "first_contact_king", "agents": ["A12", "A22", "A32"]}
    contest = await world.launch({"method": "points", "terms": [{"metric": "qa"}]}, **asked)
    for code, value in (("A32", 90), ("A22", 85), ("A12", 80)):
        await world.send(world.fact(code, "qa", value, contest.starts))
        for week in (1, 2, 3):
            measured = {"calls": 100, "qa": 90, "fcr": 95 if code == "A22" else value}
            at = contest.starts - week * WEEK
            await world.send(*(world.fact(code, metric, amount, at) for metric, amount in measured.items()))
    agent = await signed_in("agent", "A12")
    own = (await agent.get(f"/api/v1/contests/{contest.id}/levers")).json()
    assert (own["next"]["code"], own["short"]) == ("A32", "10.0001")
    body = {"site": "SH", "period": {"kind": "this_week"}, **asked}
    for who, lead_of, seen in (("lead", "A11", False), ("lead", "A21", True), ("ops", None, True)):
        client = await signed_in(who, lead_of)
        report = lines(await client.post("/api/v1/contests/fairness?rounds=3", json=body))[-1]["report"]
        assert [one["winners"] for one in report["rounds"]] == [["a6"] if seen else []] * 3, (who, lead_of)
        assert [one["participant"] for one in report["records"]] == ["a6", "a10", "a2"][not seen :]
        assert ("a6" in report["participants"]) == seen


async def test_contests_are_measured_when_their_points_are_due(
    world: World, signed_in: SignedIn, insight: InsightService
) -> None:
    contest = await world.launch({"method": "points", "terms": [{"metric": "qa"}], "min_fte": "1"})
    start = contest.starts
    before = [
        (f"A{t}{n}", start - back * WEEK + timedelta(hours=30), 80.0)
        for back in (1, 2, 5)
        for t in (1, 2, 3)
        for n in (2, 3)
    ]
    inside = [(f"A{t}{n}", start + timedelta(hours=1), 80.0 + t) for t in (1, 2, 3) for n in (2, 3)]
    after = [(f"A{t}{n}", contest.ends + timedelta(days=9), 90.0) for t in (1, 2, 3) for n in (2, 3)]
    for agent, at, value in (*before, *inside, *after):
        await world.send(world.fact(agent, "qa", value, at), received=at + timedelta(minutes=1))
    await finish(world, contest.id, contest.ends + timedelta(days=3))
    assert await insight.teaching.measure_due(world.clock.now()) == 1
    assert await insight.teaching.measure_due(world.clock.now()) == 0
    world.clock.at = contest.ends + timedelta(weeks=2, days=3, minutes=5)
    assert await insight.teaching.measure_due(world.clock.now()) == 1
    lead, ops = await signed_in("lead", "A11"), await signed_in("ops")
    (metric,) = (await lead.get(f"/api/v1/contests/{contest.id}/teaching")).json()["metrics"]
    assert [(point["weeks"], point["measured"], point["n"]) for point in metric["points"]] == [
        (0, True, 3), (2, True, 3), (4, False, 0), (8, False, 0),
    ]  # fmt: skip
    # Three teams are too few to estimate anything, but each may read its own change.
    assert all(point["estimate"] is None for point in metric["points"])
    assert {one["participant"]["code"]: one["changes"]["0"] for one in metric["participants"]} == {
        "T1": 1,
        "T2": 2,
        "T3": 3,
    }
    pooled = (await ops.get("/api/v1/teaching")).json()["items"]
    assert [(one["template"], one["metric"], one["n"], one["estimate"]) for one in pooled] == [
        ("weekly_service", "qa", 3, None)
    ]
    assert (await lead.get("/api/v1/teaching")).status_code == 403


async def finish(world: World, contest_id: int, at: datetime) -> None:
    """Let the clock pass the last cutoff, and sign. By hand: tables belong to the database opened last, the browsers'."""
    world.clock.at = at + timedelta(minutes=3)
    await world.sql.execute(
        "INSERT INTO contest_result (contest_id, revision, cutoff, signed_at, standings, sha256)"
        " VALUES ($1, 1, $2, $2, '{\"rows\":[]}'::bytea, ''::bytea)",
        contest_id,
        world.clock.at,
    )
    detail = await world.contests.reading.detail(OPS, contest_id)
    assert detail.phase == "final", detail.phase


async def test_agents_changes_are_for_who_may_see_their_figures(
    world: World, signed_in: SignedIn, insight: InsightService
) -> None:
    contest = await world.launch(
        {"method": "points", "terms": [{"metric": "qa"}]}, template="first_contact_king",
        agents=["A12", "A13", "A22", "A23", "A32", "A33"],
    )  # fmt: skip
    for back in (1, 2, 3):
        for code in ("A12", "A13", "A22", "A23", "A32", "A33"):
            at = contest.starts - back * WEEK
            await world.send(world.fact(code, "qa", 80, at), received=at + timedelta(minutes=1))
    for number, code in enumerate(("A12", "A13", "A22", "A23", "A32", "A33")):
        at = contest.starts + timedelta(hours=1)
        await world.send(world.fact(code, "qa", 82 + number, at), received=at + timedelta(minutes=1))
    await finish(world, contest.id, contest.ends + timedelta(days=7))
    await insight.follow(world.clock.now())
    await insight.follow(world.clock.now())
    lead, analyst = await signed_in("lead", "A11"), await signed_in("analyst")
    (mine,) = (await lead.get(f"/api/v1/contests/{contest.id}/teaching")).json()["metrics"]
    assert {one["participant"]["code"] for one in mine["participants"]} == {"A12", "A13"}
    assert mine["points"][0]["estimate"]["mean"] == pytest.approx(4.5)
    (none,) = (await analyst.get(f"/api/v1/contests/{contest.id}/teaching")).json()["metrics"]
    assert none["participants"] == []
    assert none["points"][0]["estimate"]["n"] == 6


async def test_notes_are_the_own_teams_only(world: World, signed_in: SignedIn) -> None:
    contest = await world.launch()
    lead = await signed_in("lead", "A11")
    path = f"/api/v1/contests/{contest.id}/notes"
    early = await lead.put(f"{path}/T1", json={"body": "Listen first"})
    assert early.json()["code"] == "contest_not_over"
    world.clock.at = contest.ends
    lead, other, ops = await signed_in("lead", "A11"), await signed_in("lead", "A21"), await signed_in("ops")
    assert (await lead.put(f"{path}/T1", json={"body": "Listen first"})).status_code == 200
    assert (await other.put(f"{path}/T1", json={"body": "Not mine"})).status_code == 403
    assert [(one["team"]["code"], one["body"]) for one in (await lead.get(path)).json()["items"]] == [
        ("T1", "Listen first")
    ]
    assert [(one["team"]["code"], one["body"]) for one in (await other.get(path)).json()["items"]] == [("T2", "")]
    assert [one["team"]["code"] for one in (await ops.get(path)).json()["items"]] == ["T1"]
    await lead.put(f"{path}/T1", json={"body": "  "})
    assert (await ops.get(path)).json()["items"] == []
