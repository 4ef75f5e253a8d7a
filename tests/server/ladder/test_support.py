"""Support first, then two persons: plans and measures through the doors, with who sees what."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from server.clock import SetClock
from tests.server.conftest import SignedIn

PLAN = {
    "agent": "A2",
    "goals": "QA 85 in two months",
    "help": "Coaching twice a week",
    "starts": "2026-03-04",
    "ends": "2026-04-08",
}
AFTER = datetime(2026, 4, 8, 2, tzinfo=UTC)


@pytest.fixture
async def people(app: Any, centre: None, sql: Any) -> None:
    """A2 is an intermediate agent in the team that A1 leads."""
    await sql.execute("UPDATE agent SET level = 'intermediate', level_since = '2025-08-01' WHERE code = 'A2'")


async def awake(sql: Any) -> None:
    """Let nobody's session end while the clock runs ahead by weeks."""
    await sql.execute("UPDATE session SET seen_at = '2026-12-01', expires_at = '2027-01-01'")


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


async def test_from_a_plan_to_a_downgrade_by_two(people: None, signed_in: SignedIn, clock: SetClock, sql: Any) -> None:
    lead, agent = await signed_in("lead", "A1"), await signed_in("agent", "A2")
    hr, ops = await signed_in("hr"), await signed_in("ops")
    await awake(sql)
    # Nothing before support, and support takes time.
    measure = {
        "agent": "A2",
        "kind": "downgrade",
        "level": "junior",
        "reason": "QA stays below 80",
        "effective": "2026-05-01",
    }
    assert refusal(await hr.post("/api/v1/measures", json=measure)) == (409, "review_support_first")
    short = await lead.post("/api/v1/support-plans", json={**PLAN, "ends": "2026-03-20"})
    assert refusal(short) == (409, "review_plan_too_short")
    past = await lead.post("/api/v1/support-plans", json={**PLAN, "starts": "2026-02-01"})
    assert refusal(past) == (400, "plan_in_past")
    plan = await lead.post("/api/v1/support-plans", json=PLAN)
    assert plan.status_code == 201, plan.text
    assert refusal(await hr.post("/api/v1/support-plans", json=PLAN)) == (409, "plan_open_already")
    number = plan.json()["id"]
    # The agent reads it at once; measures wait for its end and its review.
    assert (await agent.get("/api/v1/support-plans")).json()["items"][0]["goals"] == PLAN["goals"]
    assert refusal(await hr.post("/api/v1/measures", json=measure)) == (409, "review_plan_running")
    early = await lead.post(f"/api/v1/support-plans/{number}/review", json={"recovered": False, "review": "no"})
    assert refusal(early) == (409, "review_plan_running")
    clock.at = AFTER
    over = await lead.post(
        f"/api/v1/support-plans/{number}/review", json={"recovered": False, "review": "QA 78 at the end"}
    )
    assert over.json()["outcome"] == "not_enough"
    assert refusal(await hr.post("/api/v1/measures", json={**measure, "level": "senior"})) == (400, "not_a_lower_level")
    assert refusal(await hr.post("/api/v1/measures", json={**measure, "level": None})) == (400, "level_wanted")
    made = await hr.post("/api/v1/measures", json=measure)
    assert made.status_code == 201, made.text
    number = made.json()["id"]
    # Not by the same person, not seen by the agent before two agree, and then with the reason.
    assert made.json()["may"] == ["send_back"]
    assert refusal(await hr.post(f"/api/v1/measures/{number}/confirm")) == (409, "review_second_person_needed")
    assert (await agent.get("/api/v1/measures")).json()["items"] == []
    assert (await lead.get("/api/v1/measures")).json()["items"] == []
    assert (await ops.post(f"/api/v1/measures/{number}/confirm")).json()["outcome"] == "confirmed"
    (told,) = (await agent.get("/api/v1/measures")).json()["items"]
    assert (told["reason"], told["level"], told["effective"]) == (measure["reason"], "junior", "2026-05-01")
    assert refusal(await ops.post(f"/api/v1/measures/{number}/confirm")) == (409, "measure_decided")
    # It begins on its day, not before.
    assert await sql.fetchval("SELECT level FROM agent WHERE code = 'A2'") == "intermediate"
    began = await sql.fetchrow("SELECT on_day, body ->> 'level' AS level FROM career_record ORDER BY id DESC LIMIT 1")
    assert (str(began["on_day"]), began["level"]) == ("2026-05-01", "junior")
    actions = [
        row["action"] for row in await sql.fetch("SELECT action FROM audit WHERE subject = 'agent/A2' ORDER BY id")
    ]
    assert [one for one in actions if one.split(".")[0] in {"support", "measure"}] == [
        "support.open",
        "support.review",
        "measure.propose",
        "measure.decide",
    ]


async def test_recovery_may_be_seen_early_and_closes_the_way_to_measures(people: None, signed_in: SignedIn) -> None:
    hr = await signed_in("hr")
    number = (await hr.post("/api/v1/support-plans", json=PLAN)).json()["id"]
    seen = await hr.post(f"/api/v1/support-plans/{number}/review", json={"recovered": True, "review": "QA 91"})
    assert seen.json()["outcome"] == "recovered"
    hold = {"agent": "A2", "kind": "hold_back", "reason": "x", "effective": "2026-05-01"}
    assert refusal(await hr.post("/api/v1/measures", json=hold)) == (409, "review_recovered")


async def test_a_measure_may_be_sent_back_with_a_reason(
    people: None, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    hr, colleague = await signed_in("hr"), await signed_in("hr")
    await awake(sql)
    number = (await hr.post("/api/v1/support-plans", json=PLAN)).json()["id"]
    clock.at = AFTER
    await hr.post(f"/api/v1/support-plans/{number}/review", json={"recovered": False, "review": "no"})
    hold = {"agent": "A2", "kind": "exit", "reason": "x", "effective": "2026-05-01"}
    number = (await hr.post("/api/v1/measures", json=hold)).json()["id"]
    bare = await colleague.post(f"/api/v1/measures/{number}/send-back", json={})
    assert refusal(bare) == (422, "review_reason_missing")
    back = await colleague.post(f"/api/v1/measures/{number}/send-back", json={"reason": "Give it more time"})
    assert (back.json()["outcome"], back.json()["answer"]) == ("sent_back", "Give it more time")
    assert (await hr.post("/api/v1/measures", json=hold)).status_code == 201


async def test_nobody_reads_or_plans_for_other_peoples_people(people: None, signed_in: SignedIn) -> None:
    hr, own = await signed_in("hr"), await signed_in("agent", "A2")
    other, stranger = await signed_in("agent", "A3"), await signed_in("lead", "A3")
    number = (await hr.post("/api/v1/support-plans", json=PLAN)).json()["id"]
    for nosy in (other, stranger):
        assert (await nosy.get("/api/v1/support-plans")).json()["items"] == []
        assert (await nosy.get("/api/v1/support-plans", params={"agent": "A2"})).status_code == 404
        assert (await nosy.get("/api/v1/measures", params={"agent": "A2"})).status_code == 404
    assert (await stranger.post("/api/v1/support-plans", json=PLAN)).status_code == 404
    review = {"recovered": True, "review": "fine"}
    assert (await stranger.post(f"/api/v1/support-plans/{number}/review", json=review)).status_code == 404
    assert (await own.post(f"/api/v1/support-plans/{number}/review", json=review)).status_code == 403
    # Nobody decides about oneself, and who leads somebody proposes no measure.
    lead_in_hr = await signed_in("hr", "A1")
    hold = {"agent": "A2", "kind": "hold_back", "reason": "x", "effective": "2026-05-01"}
    await hr.post(f"/api/v1/support-plans/{number}/review", json=review)
    self_help = await lead_in_hr.post("/api/v1/support-plans", json={**PLAN, "agent": "A1"})
    assert refusal(self_help) == (403, "review_own_case")
    assert (await lead_in_hr.post("/api/v1/measures", json=hold)).status_code in {403, 409}


async def test_recertification_is_listed_and_changes_nothing(people: None, signed_in: SignedIn, sql: Any) -> None:
    hr, lead = await signed_in("hr"), await signed_in("lead", "A1")
    rules = [{"level": "intermediate", "every_months": 6, "pass_mark": "85"}]
    found = (await hr.put("/api/v1/support-plans/recertification", json=rules)).json()
    assert [(one["agent"]["code"], one["certified"], one["due"]) for one in found["due"]] == [
        ("A2", "2025-08-01", "2026-02-01")
    ]
    assert (await lead.get("/api/v1/support-plans/recertification")).json() == found
    assert await sql.fetchval("SELECT level FROM agent WHERE code = 'A2'") == "intermediate"
    # A passed exam certifies anew; a failed one does not.
    for value, due in (("84", "2026-02-01"), ("86", "2026-08-20")):
        await sql.execute(
            "INSERT INTO career_record (agent_id, kind, on_day, accepted_at, entered_by, source, body)"
            " VALUES (2, 'exam', '2026-02-20', now(), 'system', 'entered', jsonb_build_object("
            "'kind', 'exam', 'exam', 'intermediate', 'value', $1::text))",
            value,
        )
        found = (await hr.get("/api/v1/support-plans/recertification", params={"within": 400})).json()
        assert [one["due"] for one in found["due"]] == [due]
    wrong = [{"level": "boss", "every_months": 6, "pass_mark": "85"}]
    assert (await hr.put("/api/v1/support-plans/recertification", json=wrong)).status_code == 404


async def test_what_is_kept_is_exported_and_blanked(people: None, signed_in: SignedIn, app: Any, sql: Any) -> None:
    hr = await signed_in("hr")
    await hr.post("/api/v1/support-plans", json=PLAN)
    from server.ladder.support.personal import PersonalSupport

    found = await PersonalSupport().personal(sql, 2)
    assert found["support_plans"][0]["goals"] == PLAN["goals"]
    await PersonalSupport().forget(sql, 2)
    found = await PersonalSupport().personal(sql, 2)
    assert (found["support_plans"][0]["goals"], found["support_plans"][0]["outcome"]) == ("…", "running")
