"""What is odd becomes a question to somebody outside, who hears the agent first; nothing follows by itself, nothing is kept."""

from datetime import timedelta
from random import Random
from typing import Any

import httpx
import pytest

from server.contests.contest import Contest
from server.contests.insight.reviews import ReviewsService
from server.contests.insight.scanning import ScanningService
from tests.server.contests.conftest import SignedIn, World

WEEK = timedelta(weeks=1)
EVERYBODY = [f"A{team}{number}" for team in (1, 2, 3) for number in (2, 3, 4)]


@pytest.fixture
async def odd(world: World) -> Contest:
    """A contest in which A13 talked for a third of the usual time, and nobody else changed."""
    contest = await world.launch()
    chance = Random(5)
    for back in range(8, -1, -1):
        at = contest.starts - back * WEEK + timedelta(hours=2)
        facts = []
        for code in EVERYBODY:
            seconds = 300 + chance.gauss(0, 6) if (code, back) != ("A13", 0) else 100
            facts.append(world.fact(code, "handle_time", f"{seconds:.1f}", at, weight=120))
            facts.append(world.fact(code, "calls", 120, at))
        await world.send(*facts, received=at + timedelta(minutes=1))
    world.clock.at = contest.ends + timedelta(minutes=1)
    return contest


async def cases(client: httpx.AsyncClient, *, closed: bool = False) -> list[dict[str, object]]:
    answer = await client.get(f"/api/v1/reviews?closed={str(closed).lower()}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["items"]
    return found


async def test_the_odd_one_is_a_question_to_somebody_outside(world: World, odd: Contest, signed_in: SignedIn) -> None:
    # An analyst of the team, one of a rival's team, one from outside; operations stand by.
    inside, rival = await signed_in("analyst", "A14"), await signed_in("analyst", "A22")
    outside, ops = await signed_in("analyst"), await signed_in("ops")
    scanning = ScanningService(world.db)
    assert await scanning.scan_due(world.clock.now()) == 1
    assert await scanning.scan_due(world.clock.now()) == 0
    (case,) = await cases(outside)
    assert (case["contest"], case["detector"], case["mine"]) == (odd.id, "short_calls", True)
    assert case["agent"]["code"] == "A13"  # type: ignore[index]
    assert case["team"]["code"] == "T1"  # type: ignore[index]
    assert await cases(inside) == []
    assert await cases(rival) == []
    assert len(await cases(ops)) == 1
    for role, agent in (("lead", "A11"), ("agent", "A13"), ("hr", None), ("trainer", None)):
        assert (await (await signed_in(role, agent)).get("/api/v1/reviews")).status_code == 403
    path = f"/api/v1/reviews/{case['id']}"
    assert (await inside.get(path)).status_code == 404


async def test_nothing_is_founded_before_the_agent_was_heard(world: World, odd: Contest, signed_in: SignedIn) -> None:
    reviewer, ops = await signed_in("analyst"), await signed_in("ops")
    await ScanningService(world.db).scan_due(world.clock.now())
    before = await world.standing(odd.id)
    (case,) = await cases(reviewer)
    path = f"/api/v1/reviews/{case['id']}"
    verdict = {"outcome": "founded", "note": "Hung up on purpose"}
    assert (await reviewer.post(f"{path}/close", json=verdict)).json()["code"] == "agent_not_heard"
    assert (await ops.post(f"{path}/close", json=verdict)).json()["code"] == "case_taken"
    heard = await reviewer.post(f"{path}/hear", json={"statement": "The line dropped all week"})
    assert heard.json()["statement"] == "The line dropped all week"
    closed = (await reviewer.post(f"{path}/close", json=verdict)).json()
    assert (closed["outcome"], closed["forgotten_at"]) == ("founded", None)
    assert (await reviewer.post(f"{path}/hear", json={"statement": "Again"})).json()["code"] == "case_closed"
    assert await world.standing(odd.id) == before


async def test_unfounded_cases_are_gone_after_thirty_days_and_do_not_come_back(
    world: World, odd: Contest, signed_in: SignedIn
) -> None:
    reviewer = await signed_in("analyst")
    scanning, reviews = ScanningService(world.db), ReviewsService(world.db, world.clock)
    await scanning.scan_due(world.clock.now())
    (case,) = await cases(reviewer)
    await reviewer.post(
        f"/api/v1/reviews/{case['id']}/close", json={"outcome": "unfounded", "note": "A broken headset"}
    )
    now = world.clock.now()
    assert await reviews.forget(now + timedelta(days=30) - timedelta(seconds=1)) == 0
    assert len(await cases(reviewer, closed=True)) == 1
    assert await reviews.forget(now + timedelta(days=30)) == 1
    assert await cases(reviewer, closed=True) == []
    assert await scanning.scan_due(now + timedelta(days=1)) == 0
    # The audit trail, which is kept for ever, knows no name.
    entries = await world.sql.fetch("SELECT subject, detail::text FROM audit WHERE action LIKE 'review.%'")
    assert all("A13" not in f"{entry['subject']} {entry['detail']}" for entry in entries)


async def test_without_anybody_outside_a_case_waits_and_can_be_taken(
    world: World, odd: Contest, signed_in: SignedIn
) -> None:
    inside = await signed_in("analyst", "A14")
    await ScanningService(world.db).scan_due(world.clock.now())
    assert await cases(inside) == []
    late = await signed_in("analyst")
    (case,) = await cases(late)
    assert (case["reviewer"], case["mine"]) == (None, False)
    taken = (await late.post(f"/api/v1/reviews/{case['id']}/take")).json()
    assert taken["mine"] is True
    another = await signed_in("analyst")
    assert (await another.post(f"/api/v1/reviews/{case['id']}/take")).status_code == 404


async def test_a_founded_case_is_in_the_own_export_and_goes_with_the_person(
    world: World, odd: Contest, signed_in: SignedIn
) -> None:
    reviewer, hr = await signed_in("analyst"), await signed_in("hr")
    await ScanningService(world.db).scan_due(world.clock.now())

    async def exported() -> list[dict[str, object]]:
        answer = await hr.get("/api/v1/agents/A13/export")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, object]] = answer.json()["contest_reviews"]
        return found

    assert await exported() == [], "nobody has asked yet, and perhaps it is nothing"
    (case,) = await cases(reviewer)
    path = f"/api/v1/reviews/{case['id']}"
    await reviewer.post(f"{path}/hear", json={"statement": "The line dropped all week"})
    await reviewer.post(f"{path}/close", json={"outcome": "founded", "note": "Hung up on purpose"})
    (own,) = await exported()
    assert (own["detector"], own["statement"], own["outcome"]) == (
        "short_calls",
        "The line dropped all week",
        "founded",
    )
    await world.sql.execute("UPDATE agent SET left_on = '2026-03-01' WHERE code = 'A13'")
    erased = await hr.post("/api/v1/agents/A13/erase")
    assert erased.status_code < 300, erased.text
    assert await world.sql.fetchval("SELECT count(*) FROM review_case") == 0


async def test_weak_weeks_before_an_improvement_contest_are_asked_about(world: World, signed_in: SignedIn) -> None:
    rules = {"method": "improvement", "terms": [{"metric": "qa", "target": "90"}], "min_fte": "1"}
    contest = await world.launch(rules, template="improvement_cup", freeze_minutes=0)
    chance = Random(7)
    for back in range(16, -1, -1):
        at = contest.starts - back * WEEK + timedelta(hours=2)
        # A13 goes from 90 to 70 for exactly the weeks it will be compared with.
        scores = {code: 90 + chance.gauss(0, 1) for code in EVERYBODY}
        if 1 <= back <= 8:
            scores["A13"] -= 20
        await world.send(
            *(world.fact(code, "qa", f"{value:.1f}", at) for code, value in scores.items()),
            received=at + timedelta(minutes=1),
        )
    world.clock.at = contest.ends + timedelta(minutes=1)
    reviewer = await signed_in("analyst")
    assert await ScanningService(world.db).scan_due(world.clock.now()) == 1
    (case,) = await cases(reviewer)
    assert (case["detector"], case["agent"]["code"]) == ("sandbagging", "A13")  # type: ignore[index]
    evidence: dict[str, Any] = case["evidence"]  # type: ignore[assignment]
    assert (evidence["measure"], evidence["periods"]) == ("qa", 8)
    assert 88 < evidence["usual"] < 92
    assert 68 < evidence["seen"] < 72
    # Of the same weeks no other contest asks.
    await world.sql.execute("DELETE FROM review_scan")
    await world.sql.execute("DELETE FROM review_case")
    await world.sql.execute("UPDATE contest SET rules = jsonb_set(rules, '{method}', '\"attainment\"')")
    assert await ScanningService(world.db).scan_due(world.clock.now()) == 0


async def test_the_same_days_are_asked_about_once(world: World, odd: Contest, signed_in: SignedIn) -> None:
    world.clock.at = odd.starts + timedelta(hours=1)
    await world.launch(freeze_minutes=0)
    world.clock.at = odd.ends + timedelta(minutes=1)
    reviewer = await signed_in("analyst")
    scanning = ScanningService(world.db)
    for _ in range(2):
        await scanning.scan_due(world.clock.now())
    assert await world.sql.fetchval("SELECT count(*) FROM review_scan") == 2
    assert len(await cases(reviewer)) == 1
