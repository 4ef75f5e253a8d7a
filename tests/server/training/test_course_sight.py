"""Who sees whose learning, and what of it is kept, exported and forgotten."""

from typing import Any

from litestar import Litestar

from server.clock import SetClock
from server.training.courses.reading import course_records
from tests.server.conftest import SignedIn
from tests.server.training.coursing import COURSE, LATER, V1, made, refusal


async def test_who_sees_whose_learning(centre: None, signed_in: SignedIn, sql: Any) -> None:
    trainer, lead, own = await signed_in("trainer"), await signed_in("lead", "A1"), await signed_in("agent", "A2")
    await trainer.post(f"{V1}/courses", json={**COURSE, "code": "breath", "kind": "care", "from_months": 3})
    await made(trainer)
    await trainer.post(f"{V1}/plans", json={"course": "calm-voice", "agents": ["A2", "A3"]})
    offered = (await own.get(f"{V1}/plans/mine")).json()["offered"]
    assert [one["code"] for one in offered] == ["breath"]
    assert refusal(await own.post(f"{V1}/plans/mine", json={"course": "calm-voice"})) == (403, "not_offered")
    assert len((await own.post(f"{V1}/plans/mine", json={"course": "breath"})).json()["plans"]) == 2
    lists = {
        "trainer": [("A2", "breath"), ("A2", "calm-voice"), ("A3", "calm-voice")],
        "lead": [("A2", "calm-voice")],
        "agent": [],
    }
    for who, client in (("trainer", trainer), ("lead", lead), ("agent", own)):
        items = (await client.get(f"{V1}/plans")).json()["items"]
        assert sorted((one["agent"]["code"], one["course"]["code"]) for one in items) == lists[who]
    # Care is no evidence and nobody else's practice.
    wanted = {"kind": "exercise", "title": "Breathing", "on": "2026-03-04", "course": "breath"}
    record = (await own.post(f"{V1}/practice", json=wanted)).json()
    assert (await lead.get(f"{V1}/practice/queue")).json()["items"] == []
    assert refusal(await lead.post(f"{V1}/practice/{record['id']}/approve", json={}))[1] == "no_such_practice"
    assert [one.course for one in await course_records(sql, [2])] == ["calm-voice"]
    assert (await trainer.post(f"{V1}/practice/{record['id']}/approve", json={})).json()["stage"] == "approved"
    assert await sql.fetchval("SELECT count(*) FROM training_archive") == 0
    for client, told in ((own, True), (trainer, True), (lead, False)):
        exported = await client.get(f"{V1}/agents/A2/export")
        assert ("course_plans" in exported.json()) == told or exported.status_code == 403
    assert (await lead.get(f"{V1}/agents/A2/export")).status_code == 200
    # A mentor sees the trainee and approves.
    await sql.execute(
        "INSERT INTO training_class (code, name_zh, name_en, site_id, teacher_id, starts, stages, created_at)"
        " VALUES ('K1', '班', 'Class', 1, (SELECT min(id) FROM account), '2026-03-01', '[]', now());"
        " INSERT INTO trainee (class_id, agent_id, mentor_id, joined_on) VALUES (1, 3, 2, '2026-03-01')"
    )
    pupil = await signed_in("agent", "A3")
    wanted = {"kind": "homework", "title": "Calls", "on": "2026-03-04", "course": "calm-voice"}
    await pupil.post(f"{V1}/practice", json=wanted)
    (waiting,) = (await own.get(f"{V1}/practice/queue")).json()["items"]
    assert (await own.post(f"{V1}/practice/{waiting['id']}/approve", json={})).json()["stage"] == "approved"


async def test_what_is_kept_of_a_person_is_exported_and_forgotten(
    app: Litestar, centre: None, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    trainer, agent, hr = await signed_in("trainer"), await signed_in("agent", "A2"), await signed_in("hr")
    session = await made(trainer)
    await trainer.post(f"{V1}/plans", json={"course": "calm-voice", "agents": ["A2"]})
    await agent.post(f"{V1}/courses/calm-voice/items/read/seen")
    await agent.post(f"{V1}/courses/calm-voice/questions", json={"item": "read", "words": "And at night?"})
    wanted = {
        "kind": "homework",
        "title": "My secret",
        "on": "2026-03-04",
        "words": "private words",
        "course": "calm-voice",
    }
    record = (await agent.post(f"{V1}/practice", json=wanted)).json()
    await agent.put(f"{V1}/practice/{record['id']}/file", files={"file": ("me.txt", b"me")})
    clock.at = LATER
    await trainer.put(f"{V1}/courses/sessions/{session}/attendance", json={"marks": {"A2": "present"}})
    (asked,) = (await trainer.get(f"{V1}/courses/calm-voice/questions")).json()["items"]
    assert asked["asked_by"]["code"] == "A2"
    assert (await hr.put(f"{V1}/courses/questions/{asked['id']}", json={"words": "The same"})).status_code == 204
    (read,) = (await agent.get(f"{V1}/courses/calm-voice/questions")).json()["items"]
    assert (read["answer"], read["asked_by"], read["mine"]) == ("The same", None, True)
    rooms = app.state.rooms
    found = await rooms.people.privacy.export(None, "A2")
    assert found["practice"][0]["words"] == "private words"
    assert [one["item"] for one in found["course_items_seen"]] == ["read"]
    assert found["course_sessions"][0]["mark"] == "present"
    await sql.execute("UPDATE agent SET left_on = '2026-03-01' WHERE code = 'A2'")
    await rooms.people.privacy.erase(None, "A2")
    kept = await sql.fetchrow("SELECT title, words, file_id FROM practice_record")
    assert tuple(kept) == ("…", "", None)
    assert await sql.fetchval("SELECT count(*) FROM training_file") == 0
    assert await sql.fetchval("SELECT agent_id FROM course_question") is None
