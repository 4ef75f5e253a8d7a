"""A class of twelve through the four stages over HTTP: who passes, who repeats, who leaves, what blocks, and who sees what."""

import json
from typing import Any

import pytest

from tests.server.conftest import SignedIn
from tests.server.training.schooling import STAGES, TWELVE, School, class_of_twelve, refusal


@pytest.fixture
async def school(centre: None, sql: Any, signed_in: SignedIn) -> School:
    return await class_of_twelve(sql, signed_in)


async def test_twelve_go_through(school: School, signed_in: SignedIn, sql: Any) -> None:
    first, held, gone, *others = TWELVE
    await school.through(first, *STAGES)
    await _held_and_repeats(school, held)
    await _leaves(school, gone)
    for code in others:
        await school.through(code, *STAGES)
    board = (await school.teacher.get(f"/api/v1/classes/{school.id}")).json()
    where = {one["agent"]["code"]: one["where"] for one in board["trainees"]}
    assert where == {code: "exited" if code == gone else "passed" for code in TWELVE}
    assert board["its"]["counts"] == {"trainees": 12, "waiting": 0, "passed": 11, "exited": 1}
    # Who came through answers alone; who left may do nothing.
    rows = (await school.hr.get("/api/v1/classes/permissions")).json()
    assert {(one["agent"]["code"], one["queue"]["code"], one["permission"]) for one in rows} == {
        (code, "billing", "answer") for code in TWELVE if code != gone
    }
    text = (await school.hr.get("/api/v1/classes/permissions.csv")).text.splitlines()
    assert (text[0], len(text)) == ("agent,queue,permission,since", 12)
    assert await sql.fetchval("SELECT count(*) FROM queue_permission WHERE ended_at IS NOT NULL") > 12
    # Everything stands in the archive, and a passed class can be closed.
    kept = (await school.hr.get(f"/api/v1/archive/{held}")).json()
    said = [(one["kind"], one["body"].get("stage"), one["body"].get("result")) for one in kept["entries"]][::-1]
    assert said == [
        ("class", None, None),
        ("gate", "study", "pass"),
        ("gate", "shadowing", "hold"),
        *[("gate", stage, "pass") for stage in STAGES[1:]],
    ]
    assert (await school.teacher.get(f"/api/v1/classes/{school.id}/board.xlsx")).status_code == 200
    closed = await school.teacher.post(f"/api/v1/classes/{school.id}/close")
    assert closed.json()["its"]["closed_on"] == "2026-03-04"
    # The mentor brought eleven through.
    mine = await signed_in("agent", "A3")
    own = (await mine.get("/api/v1/archive/A3")).json()
    assert [one["kind"] for one in own["entries"]] == ["mentored"] * 11


async def _held_and_repeats(school: School, code: str) -> None:
    await school.through(code, "study")
    assert refusal(await school.say(code, "study", "pass")) == (409, "gate_gate_not_next")
    proposed = await school.say(code, "shadowing", "hold", "too few calls heard")
    (gate,) = [one for one in proposed.json()["trainee"]["gates"] if one["outcome"] is None]
    assert (proposed.json()["trainee"]["where"], gate["may"]) == ("under_way", ["send_back"])
    # Until a second person agrees nothing else is decided, and nobody agrees with oneself.
    assert refusal(await school.say(code, "shadowing", "pass")) == (409, "gate_decision_waits")
    own = await school.teacher.post(f"/api/v1/trainees/gates/{gate['id']}/confirm", json={})
    assert refusal(own) == (409, "gate_second_person_needed")
    (waiting,) = (await school.hr.get("/api/v1/trainees/approvals")).json()
    assert (waiting["gate"]["id"], waiting["gate"]["may"]) == (gate["id"], ["confirm", "send_back"])
    confirmed = await school.hr.post(f"/api/v1/trainees/gates/{gate['id']}/confirm", json={"reason": "agreed"})
    assert confirmed.json()["trainee"]["where"] == "repeating"
    assert refusal(await school.say(code, "shadowing", "hold")) == (409, "gate_held_once")
    await school.through(code, *STAGES[1:])


async def _leaves(school: School, code: str) -> None:
    proposed = await school.say(code, "study", "exit", "wants another job")
    gate = proposed.json()["trainee"]["gates"][0]
    back = f"/api/v1/trainees/gates/{gate['id']}/send-back"
    assert refusal(await school.hr.post(back, json={})) == (422, "gate_reason_missing")
    await school.hr.post(back, json={"reason": "talk first"})
    assert (await school.page(code))["trainee"]["where"] == "under_way"
    again = (await school.say(code, "study", "exit", "talked, still wants it")).json()["trainee"]["gates"][-1]
    gone = await school.hr.post(f"/api/v1/trainees/gates/{again['id']}/confirm", json={})
    assert gone.json()["trainee"]["where"] == "exited"
    assert refusal(await school.hr.post(f"/api/v1/trainees/gates/{again['id']}/confirm", json={})) == (
        409,
        "gate_decision_over",
    )
    assert refusal(await school.say(code, "study", "pass")) == (409, "gate_onboarding_over")


async def test_open_items_block_the_pass(school: School) -> None:
    code, number = TWELVE[0], school.trainees[TWELVE[0]]
    entry = {"trainee": number, "words": "heard six calls", "items": ["learn the refund rule", " "]}
    wrote = await school.mentor.post("/api/v1/mentor-log", json=entry)
    assert wrote.status_code == 201, wrote.text
    assert refusal(await school.say(code, "study", "pass")) == (409, "gate_open_items")
    # A day has one entry of a writer; writing again changes it and keeps the items.
    await school.mentor.post("/api/v1/mentor-log", json={**entry, "words": "heard eight calls", "items": []})
    (mentee,) = [
        one for one in (await school.mentor.get("/api/v1/mentor-log")).json() if one["trainee"]["id"] == number
    ]
    (day,) = mentee["log"]
    assert (day["words"], [one["words"] for one in day["items"]]) == ("heard eight calls", ["learn the refund rule"])
    settle = f"/api/v1/mentor-log/items/{day['items'][0]['id']}/settle"
    assert (await school.mentor.post(settle, json={"how": "explained it back"})).status_code == 204
    assert refusal(await school.mentor.post(settle, json={})) == (404, "no_such_log_item")
    await school.through(code, "study")


async def test_nobody_sees_anothers_results(school: School, signed_in: SignedIn) -> None:
    number = school.trainees["N01"]
    await school.through("N01", *STAGES[:3])
    await school.teacher.post(f"/api/v1/trainees/{number}/test-calls", json={"score": "88.5", "note": "clear"})
    own, other = await signed_in("agent", "N01"), await signed_in("agent", "N02")
    lead, analyst, ops = await signed_in("lead", "A1"), await signed_in("analyst"), await signed_in("ops")
    mine = (await own.get("/api/v1/trainees/me")).json()["path"]
    assert (mine["calls"][0]["score"], mine["may"]) == ("88.5", [])
    # The mentor knows the stage, neither scores nor reasons.
    mentored = (await school.mentor.get(f"/api/v1/trainees/{number}")).json()
    assert (mentored["calls"], mentored["may"], mentored["trainee"]["stage"]) == ([], ["log"], "test_calls")
    assert {one["reason"] for one in mentored["trainee"]["gates"]} == {""}
    for client in (other, lead, analyst, ops, await signed_in("admin")):
        assert refusal(await client.get(f"/api/v1/trainees/{number}")) == (404, "no_such_trainee")
        assert refusal(await client.get(f"/api/v1/classes/{school.id}")) == (404, "no_such_class")
        assert refusal(await client.get(f"/api/v1/classes/{school.id}/board.xlsx")) == (404, "no_such_class")
        assert (await client.get("/api/v1/classes")).json() == []
        assert (await client.get("/api/v1/trainees/approvals")).json() == []
        said = await client.post(
            f"/api/v1/trainees/{number}/gates", json={"stage": "test_calls", "result": "pass", "reason": "no"}
        )
        assert refusal(said) == (404, "no_such_trainee")
        assert refusal(await client.get("/api/v1/archive/N01")) == (404, "no_such_archive")
    # The own lead reads the archive without results; the trainee decides nothing, nor does the mentor.
    await signed_in("lead", "A3")
    gate = {"stage": "test_calls", "result": "pass", "reason": "I can"}
    assert refusal(await own.post(f"/api/v1/trainees/{number}/gates", json=gate)) == (403, "gate_own_case")
    assert refusal(await school.mentor.post(f"/api/v1/trainees/{number}/gates", json=gate)) == (403, "forbidden")
    assert refusal(await own.post("/api/v1/mentor-log", json={"trainee": number, "words": "x"})) == (403, "forbidden")


async def test_the_own_lead_reads_the_archive_without_results(school: School, signed_in: SignedIn, sql: Any) -> None:
    await school.through("N01", "study")
    await sql.execute("UPDATE membership SET post = 'lead' WHERE agent_id = 3")
    lead = await signed_in("lead", "A3")
    found = (await lead.get("/api/v1/archive/N01")).json()
    assert (found["whole"], [one["kind"] for one in found["entries"]]) == (False, ["class"])
    assert (await lead.get("/api/v1/archive/N01/export.xlsx")).status_code == 200


async def test_a_waiting_hold_is_not_the_trainees_to_know(school: School, signed_in: SignedIn) -> None:
    await school.say("N01", "study", "exit", "not now")
    own = await signed_in("agent", "N01")
    assert (await own.get("/api/v1/trainees/me")).json()["path"]["trainee"]["gates"] == []
    (mentee,) = [
        one
        for one in (await school.mentor.get("/api/v1/mentor-log")).json()
        if one["trainee"]["agent"]["code"] == "N01"
    ]
    assert mentee["trainee"]["gates"] == []


async def test_one_class_at_a_time_and_the_own_is_nobodys(school: School, signed_in: SignedIn) -> None:
    again = await school.teacher.post(f"/api/v1/classes/{school.id}/trainees", json={"agents": ["N01"]})
    assert refusal(again) == (409, "in_a_class_already")
    self_mentor = await school.teacher.patch(f"/api/v1/trainees/{school.trainees['N01']}", json={"mentor": "N01"})
    assert refusal(self_mentor) == (400, "own_mentor")
    assert refusal(await school.teacher.post(f"/api/v1/classes/{school.id}/close")) == (409, "class_still_learning")


async def test_a_class_teacher_by_assignment_keeps_the_own_class_alone(
    school: School, signed_in: SignedIn, sql: Any
) -> None:
    teacher = await signed_in("analyst")
    account = await sql.fetchval("SELECT id FROM account WHERE role = 'analyst'")
    handed = await school.hr.put(f"/api/v1/classes/{school.id}/teacher", json={"teacher": account})
    assert handed.status_code == 200, handed.text
    said = {"stage": "study", "result": "pass", "reason": "knows it"}
    assert (await teacher.post(f"/api/v1/trainees/{school.trainees['N01']}/gates", json=said)).status_code == 201
    await sql.execute("UPDATE training_class SET teacher_id = (SELECT id FROM account WHERE role = 'hr')")
    assert refusal(await teacher.get(f"/api/v1/trainees/{school.trainees['N01']}")) == (404, "no_such_trainee")


async def test_the_weeks_change_while_a_class_goes_on_and_gates_stay(
    school: School, signed_in: SignedIn, sql: Any
) -> None:
    await school.through("N01", "study")
    address = f"/api/v1/classes/{school.id}/weeks"
    board = (await school.teacher.put(address, json={"weeks": [4, 3, 2, 1]})).json()
    assert [one["weeks"] for one in board["its"]["stages"]] == [4, 3, 2, 1]
    assert board["its"]["stages"][0]["permissions"] == []
    assert next(one["stage"] for one in board["trainees"] if one["agent"]["code"] == "N01") == "shadowing"
    assert (await school.teacher.put(address, json={"weeks": [4, 3, 2]})).status_code == 400
    assert (await school.teacher.put(address, json={"weeks": [0, 3, 2, 1]})).status_code == 400
    strange = await signed_in("analyst")
    assert refusal(await strange.put(address, json={"weeks": [1, 1, 1, 1]})) == (404, "no_such_class")
    said = await sql.fetchval("SELECT detail FROM audit WHERE action = 'class.weeks'")
    assert json.loads(said) == {"before": [3, 2, 2, 1], "weeks": [4, 3, 2, 1]}
    await sql.execute("UPDATE training_class SET closed_on = '2026-03-09'")
    assert refusal(await school.teacher.put(address, json={"weeks": [1, 1, 1, 1]})) == (409, "class_closed")
    handed = await school.hr.put(f"/api/v1/classes/{school.id}/teacher", json={"teacher": 1})
    assert refusal(handed) == (409, "class_closed")
