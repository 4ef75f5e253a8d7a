"""A course from its making to its completion: plans, items, sessions, practice approved by somebody else, feedback, surveys."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.auth.actor import Actor
from server.auth.roles import Role
from server.clock import SetClock
from server.reports.grid import read_book
from server.training.courses.practice import assign_practice
from server.training.courses.reading import course_records
from tests.server.conftest import SignedIn

V1 = "/api/v1"
LATER = datetime(2026, 3, 4, 5, tzinfo=UTC)


def said(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


COURSE: dict[str, Any] = {
    "code": "calm-voice",
    "kind": "skill",
    "title": said("平稳应对", "A calm voice"),
    "about": said("处理情绪激动的来电", "Calls with an upset customer"),
    "items": [
        {"code": "read", "kind": "link", "title": said("阅读", "Read"), "url": "https://learn.example/calm"},
        {"code": "script", "kind": "file", "title": said("话术", "Script"), "needed": False},
        {"code": "workshop", "kind": "session", "title": said("工作坊", "Workshop")},
    ],
    "practice": {"homework": 1, "role_play": 1},
    "trained": "csat",
}
SESSION = {"starts": "2026-03-04T02:30:00Z", "ends": "2026-03-04T04:00:00Z", "place": "R2"}


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


async def made(trainer: httpx.AsyncClient) -> int:
    """The course with one date; its session's id."""
    answer = await trainer.post(f"{V1}/courses", json=COURSE)
    assert answer.status_code == 201, answer.text
    answer = await trainer.post(f"{V1}/courses/calm-voice/items/workshop/sessions", json=SESSION)
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["items"][2]["sessions"][0]["id"]
    return number


async def facts_of(app: Litestar, sql: Any) -> list[tuple[str, int | None, int]]:
    from server.facts.promising import Promised

    rooms = app.state.rooms
    await Promised(rooms.db, rooms.facts).keep()
    rows = await sql.fetch(
        "SELECT m.code, f.value, f.revision FROM fact f JOIN metric m ON m.id = f.metric_id"
        " WHERE m.code LIKE 'training_%' ORDER BY m.code"
    )
    return [tuple(row) for row in rows]


async def test_complete_only_with_its_practice(
    app: Litestar, centre: None, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    trainer, lead, agent = await signed_in("trainer"), await signed_in("lead", "A1"), await signed_in("agent", "A2")
    session = await made(trainer)
    assert refusal(await agent.post(f"{V1}/courses/calm-voice/items/read/seen")) == (409, "not_on_plan")
    # A lead assigns within the own team only.
    other = await lead.post(f"{V1}/plans", json={"course": "calm-voice", "agents": ["A3"]})
    assert refusal(other) == (404, "no_such_learner")
    assigned = await lead.post(f"{V1}/plans", json={"course": "calm-voice", "teams": ["T1"], "due": "2026-03-20"})
    assert assigned.json() == {"added": 1, "there": 0, "moved": 0}, assigned.text
    assert (await agent.post(f"{V1}/courses/calm-voice/items/read/seen")).status_code == 204
    assert refusal(await agent.post(f"{V1}/courses/calm-voice/items/workshop/seen")) == (409, "no_replay")
    early = await trainer.put(f"{V1}/courses/sessions/{session}/attendance", json={"marks": {"A2": "present"}})
    assert refusal(early) == (409, "session_not_begun")
    clock.at = LATER
    noted = await trainer.put(f"{V1}/courses/sessions/{session}/attendance", json={"marks": {"A2": "present"}})
    assert noted.json()["items"][0]["mark"] == "present", noted.text
    # All is seen, and still not complete.
    (mine,) = (await agent.get(f"{V1}/plans/mine")).json()["plans"]
    assert (mine["missing_items"], mine["missing_practice"], mine["completed_on"]) == (
        [],
        {"homework": 1, "role_play": 1},
        None,
    )
    for kind in ("homework", "role_play"):
        wanted = {"kind": kind, "title": "Three calls", "on": "2026-03-04", "words": "…", "course": "calm-voice"}
        record = (await agent.post(f"{V1}/practice", json=wanted)).json()
        assert refusal(await agent.post(f"{V1}/practice/{record['id']}/approve", json={})) == (403, "own_practice")
        if kind == "homework":
            back = await lead.post(f"{V1}/practice/{record['id']}/send-back", json={"words": "Add one more"})
            assert back.json()["stage"] == "sent_back"
            again = await agent.put(f"{V1}/practice/{record['id']}", json={**wanted, "words": "now four"})
            assert again.json()["stage"] == "handed_in"
        (waiting,) = (await lead.get(f"{V1}/practice/queue")).json()["items"]
        approved = await lead.post(f"{V1}/practice/{waiting['id']}/approve", json={"words": "well done"})
        assert approved.json()["stage"] == "approved", approved.text
        assert refusal(await lead.post(f"{V1}/practice/{waiting['id']}/approve", json={}))[1] == "practice_approved"
    (mine,) = (await agent.get(f"{V1}/plans/mine")).json()["plans"]
    assert mine["completed_on"] == "2026-03-04"
    # What is added later undoes nobody's course.
    more = {**COURSE, "practice": {"homework": 1, "role_play": 2}}
    assert (await trainer.put(f"{V1}/courses/calm-voice", json=more)).status_code == 200
    (row,) = await course_records(sql, [2])
    assert (row.course, str(row.assigned), str(row.attended), len(row.practice)) == (
        "calm-voice",
        "2026-03-04",
        "2026-03-04",
        2,
    )
    assert (await course_records(sql, None, accepted_before=LATER))[0].attended is None
    assert await facts_of(app, sql) == [("training_hours", 1_500_000, 0)]
    archived = await sql.fetch("SELECT kind FROM training_archive WHERE agent_id = 2 ORDER BY id")
    assert [one["kind"] for one in archived] == ["practice", "course", "practice"] or len(archived) == 3


async def test_what_was_taken_off_a_plan_comes_back_as_it_was(centre: None, signed_in: SignedIn, sql: Any) -> None:
    trainer, lead, other = await signed_in("trainer"), await signed_in("lead", "A1"), await signed_in("lead", "A3")
    await made(trainer)
    await lead.post(f"{V1}/plans", json={"course": "calm-voice", "agents": ["A2"], "due": "2026-03-20"})
    (before,) = (await lead.get(f"{V1}/plans")).json()["items"]
    back = f"{V1}/plans/{before['id']}/restore"
    assert refusal(await lead.post(back)) == (404, "no_such_course_plan"), "it was never away"
    assert (await lead.delete(f"{V1}/plans/{before['id']}")).status_code == 204
    assert (await lead.get(f"{V1}/plans")).json()["items"] == []
    assert refusal(await other.post(back)) == (404, "no_such_course_plan"), "somebody else's people"
    assert (await lead.get(f"{V1}/plans")).json()["items"] == [], "a refusal leaves nothing behind"
    assert (await lead.post(back)).status_code == 204
    assert (await lead.get(f"{V1}/plans")).json()["items"] == [before]
    actions = [
        row["action"] for row in await sql.fetch("SELECT action FROM audit WHERE action LIKE 'plan.%' ORDER BY id")
    ]
    assert actions == ["plan.assign", "plan.withdraw", "plan.restore"]
    # Once it was assigned anew, that one stands.
    await lead.delete(f"{V1}/plans/{before['id']}")
    await lead.post(f"{V1}/plans", json={"course": "calm-voice", "agents": ["A2"]})
    assert refusal(await lead.post(back)) == (404, "no_such_course_plan")


async def test_a_corrected_mark_is_the_next_revision(
    app: Litestar, centre: None, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    trainer = await signed_in("trainer")
    session = await made(trainer)
    await trainer.post(f"{V1}/plans", json={"course": "calm-voice", "agents": ["A2", "A3"]})
    await sql.execute(
        "INSERT INTO leave (agent_id, starts, ends, kind) VALUES (3, '2026-03-04', '2026-03-05', 'annual')"
    )
    clock.at = LATER
    where = f"{V1}/courses/sessions/{session}/attendance"
    noted = await trainer.put(where, json={"marks": {"A2": "absent", "A3": "absent"}})
    # Approved leave is no absence.
    assert [one["mark"] for one in noted.json()["items"]] == ["absent", "excused"]
    assert await facts_of(app, sql) == [("training_absences", 1_000_000, 0)]
    await trainer.put(where, json={"marks": {"A2": "present"}})
    await trainer.put(where, json={"marks": {"A2": "present"}})
    assert await facts_of(app, sql) == [("training_absences", None, 1), ("training_hours", 1_500_000, 1)]
    held = await trainer.put(f"{V1}/courses/sessions/{session}", json={**SESSION, "ends": "2026-03-04T05:00:00Z"})
    assert refusal(held) == (409, "session_held")
    replay = await trainer.put(
        f"{V1}/courses/sessions/{session}", json={**SESSION, "replay": "https://learn.example/replay"}
    )
    assert replay.status_code == 200
    absent = await signed_in("agent", "A3")
    assert (await absent.post(f"{V1}/courses/calm-voice/items/workshop/seen")).status_code == 204


async def test_due_days_and_dates_are_held_against_rosters(
    app: Litestar, centre: None, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    trainer, agent = await signed_in("trainer"), await signed_in("agent", "A2")
    # A2 works on Wednesday the 4th and on Monday the 9th, in the morning; A3, on leave for a month, by the site's days.
    await sql.execute(
        "INSERT INTO roster (agent_id, day, starts, ends) VALUES (2, '2026-03-04', '2026-03-04T00:00Z', '2026-03-04T04:00Z'),"
        " (2, '2026-03-09', '2026-03-09T00:00Z', '2026-03-09T04:00Z'), (2, '2026-03-25', '2026-03-25T00:00Z', '2026-03-25T04:00Z')"
    )
    await sql.execute(
        "INSERT INTO leave (agent_id, starts, ends, kind) VALUES (3, '2026-03-02', '2026-03-16', 'annual')"
    )
    session = await made(trainer)
    wanted = {"course": "calm-voice", "agents": ["A1", "A2", "A3"], "due": "2026-03-13"}
    assert (await trainer.post(f"{V1}/plans", json=wanted)).json() == {"added": 3, "there": 0, "moved": 2}
    plans = {one["agent"]["code"]: one for one in (await trainer.get(f"{V1}/plans")).json()["items"]}
    assert {code: (one["due"], one["due_wished"]) for code, one in plans.items()} == {
        "A1": ("2026-03-13", None),
        "A2": ("2026-03-09", "2026-03-13"),  # the last day at work before
        "A3": ("2026-03-16", "2026-03-13"),  # back from leave
    }
    given = {"agents": ["A2"], "kind": "homework", "title": "Listen", "due": "2026-03-08"}
    assert (await trainer.post(f"{V1}/practice/give", json=given)).json() == {"given": 1, "moved": 1}
    (practice,) = (await agent.get(f"{V1}/practice")).json()["items"]
    assert practice["due"] == "2026-03-04"
    # The workshop is at 14:00 in Shanghai, two hours after the end of the shift.
    where = f"{V1}/courses/sessions/{session}"
    afternoon = {**SESSION, "starts": "2026-03-04T06:00:00Z", "ends": "2026-03-04T07:00:00Z"}
    assert (await trainer.put(where, json=afternoon)).status_code == 200
    expected = (await trainer.get(f"{where}/attendance")).json()["items"]
    assert {one["agent"]["code"]: one["off_duty"] for one in expected} == {"A1": False, "A2": True, "A3": True}
    (mine,) = (await agent.get(f"{V1}/plans/mine")).json()["plans"]
    assert (mine["off_duty"], mine["due_wished"]) == ([session], "2026-03-13")
    clock.at = datetime(2026, 3, 4, 8, tzinfo=UTC)
    noted = await trainer.put(f"{where}/attendance", json={"marks": {"A1": "absent", "A2": "absent"}})
    assert [one["mark"] for one in noted.json()["items"]] == ["absent", "excused", None]
    assert await facts_of(app, sql) == [("training_absences", 1_000_000, 0)]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_days_at_the_ends_of_the_calendar_are_refused(centre: None, signed_in: SignedIn, day: str) -> None:
    trainer, agent = await signed_in("trainer"), await signed_in("agent", "A2")
    session = await made(trainer)
    given = {"agents": ["A2"], "kind": "homework", "title": "x", "due": day}
    dated = {**SESSION, "starts": f"{day}T10:00:00Z", "ends": f"{day}T11:00:00Z"}
    for answer in (
        await trainer.post(f"{V1}/plans", json={"course": "calm-voice", "agents": ["A2"], "due": day}),
        await trainer.post(f"{V1}/practice/give", json=given),
        await trainer.put(f"{V1}/courses/sessions/{session}", json=dated),
        await agent.post(f"{V1}/practice", json={"kind": "sharing", "title": "x", "on": day}),
    ):
        assert refusal(answer) == (400, "day_out_of_reach")


async def test_files_are_downloads_of_harmless_kinds(centre: None, signed_in: SignedIn) -> None:
    trainer, agent, lead = await signed_in("trainer"), await signed_in("agent", "A2"), await signed_in("lead", "A1")
    await made(trainer)
    where = f"{V1}/courses/calm-voice/items/script/file"
    assert refusal(await trainer.put(where, files={"file": ("x.html", b"<script>", "text/html")})) == (415, "file_kind")
    large = b"x" * (10 * 1024 * 1024 + 1)
    assert refusal(await trainer.put(where, files={"file": ("x.pdf", large)})) == (413, "file_too_large")
    assert refusal(await trainer.put(f"{V1}/courses/calm-voice/items/read/file", files={"file": ("a.pdf", b"1")}))[
        1
    ] == ("not_a_file_item")
    for content in (b"%PDF first", b"%PDF second"):
        kept = await trainer.put(where, files={"file": ("../话术\r\n.pdf", content, "text/html")})
        assert kept.status_code == 200, kept.text
    got = await agent.get(where)
    assert got.content == b"%PDF second"
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"].startswith("attachment;")
    assert got.headers["x-content-type-options"] == "nosniff"
    # What an agent hands in is for those who may approve it.
    record = (
        await agent.post(f"{V1}/practice", json={"kind": "sharing", "title": "What I learnt", "on": "2026-03-04"})
    ).json()
    mine = f"{V1}/practice/{record['id']}/file"
    assert (await agent.put(mine, files={"file": ("notes.txt", b"notes")})).status_code == 200
    assert (await lead.get(mine)).content == b"notes"
    for stranger in (await signed_in("agent", "A3"), await signed_in("lead", "A3"), await signed_in("analyst")):
        assert refusal(await stranger.get(mine))[1] == "no_such_practice"


async def test_courses_that_could_not_be_taken_are_refused(centre: None, signed_in: SignedIn) -> None:
    trainer = await signed_in("trainer")
    for change, code in (
        ({"practice": {}}, "course_no_practice"),
        ({"items": [{**COURSE["items"][0], "needed": False}]}, "course_asks_nothing"),
        ({"items": [COURSE["items"][0]] * 2}, "course_code_twice"),
        ({"items": [{**COURSE["items"][0], "url": "javascript:alert(1)"}]}, "bad_link"),
        ({"trained": "handle_time"}, "bad_trained_metric"),
    ):
        assert refusal(await trainer.post(f"{V1}/courses", json={**COURSE, **change})) == (422, code)
    await made(trainer)
    assert refusal(await trainer.post(f"{V1}/courses", json=COURSE)) == (409, "course_code_taken")


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


async def test_practice_for_a_case_is_given_once(centre: None, signed_in: SignedIn, clock: SetClock, sql: Any) -> None:
    agent, trainer = await signed_in("agent", "A2"), await signed_in("trainer")
    number = await sql.fetchval("SELECT max(id) FROM account")
    actor = Actor(kind="account", id=number, name="t", role=Role.TRAINER)
    given = await assign_practice(sql, 2, "exercise", "Listen to the case", "case:12", actor, clock.at)
    assert given is not None
    assert await assign_practice(sql, 2, "exercise", "Listen to the case", "case:12", actor, clock.at) is None
    (mine,) = (await agent.get(f"{V1}/practice")).json()["items"]
    assert (mine["stage"], mine["why"]) == ("given", "case:12")
    done = {"kind": "exercise", "title": "x", "on": "2026-03-04", "words": "heard it twice"}
    assert (await agent.put(f"{V1}/practice/{given}", json=done)).json()["title"] == "Listen to the case"
    assert (await trainer.post(f"{V1}/practice/{given}/approve", json={})).json()["stage"] == "approved"
    more = {"agents": ["A2", "A3"], "kind": "role_play", "title": "Angry caller", "due": "2026-03-10"}
    assert (await trainer.post(f"{V1}/practice/give", json=more)).json() == {"given": 2, "moved": 0}
    assert refusal(await agent.post(f"{V1}/practice/give", json=more)) == (404, "no_such_learner")


async def crowd(sql: Any, n: int) -> list[str]:
    """So many more agents in team T1."""
    codes = [f"C{i:02d}" for i in range(n)]
    await sql.execute(
        "INSERT INTO agent (code, site_id, name_zh, name_en, hired) SELECT c, 1, c, c, '2025-01-06' FROM unnest($1::text[]) c",
        codes,
    )
    await sql.execute(
        "INSERT INTO membership (agent_id, team_id, starts) SELECT id, 1, '2025-01-06' FROM agent WHERE code LIKE 'C%'"
    )
    return codes


async def test_feedback_is_told_five_at_a_time(centre: None, signed_in: SignedIn, sql: Any) -> None:
    trainer = await signed_in("trainer")
    await made(trainer)
    codes = await crowd(sql, 7)
    await trainer.post(f"{V1}/plans", json={"course": "calm-voice", "agents": codes})
    told = []
    for place, code in enumerate(codes):
        one = await signed_in("agent", code)
        stars = {"stars": 5 if place < 4 else 1}
        assert (await one.post(f"{V1}/courses/calm-voice/feedback", json=stars)).status_code == 204
        assert refusal(await one.post(f"{V1}/courses/calm-voice/feedback", json=stars)) == (409, "feedback_given")
        found = (await trainer.get(f"{V1}/courses/calm-voice/effect")).json()["feedback"]
        told.append((found["n"], found["mean"]))
    # The sixth and seventh voices cannot be worked out from two looks.
    assert told == [(0, None)] * 4 + [(5, "4.2")] * 3


async def test_a_survey_tells_counts_once_closed_and_from_five_on(
    centre: None, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    trainer, lead = await signed_in("trainer"), await signed_in("lead", "A1")
    await made(trainer)
    codes = await crowd(sql, 5)
    wanted = {
        "title": said("一季度需求", "Needs in Q1"),
        "team": "T1",
        "closes": "2026-03-10T00:00:00Z",
        "topics": [
            {"title": said("情绪", "Upset customers"), "course": "calm-voice"},
            {"title": said("系统", "The systems")},
        ],
    }
    numbers = []
    for _ in range(2):
        answer = await trainer.post(f"{V1}/surveys", json=wanted)
        assert answer.status_code == 201, answer.text
        numbers.append(answer.json()["id"])
    full, thin = numbers
    for code in codes:
        one = await signed_in("agent", code)
        given = {"topics": [0], "wish": "more role play" if code == "C00" else ""}
        assert (await one.post(f"{V1}/surveys/{full}/answer", json=given)).status_code == 204
        assert refusal(await one.post(f"{V1}/surveys/{full}/answer", json=given)) == (409, "survey_answered")
        if code != "C04":
            await one.post(f"{V1}/surveys/{thin}/answer", json={"topics": [0, 1]})
        assert all(topic["asked"] is None for topic in (await one.get(f"{V1}/surveys")).json()["items"][0]["topics"])
    stranger = await signed_in("agent", "A3")
    assert (await stranger.get(f"{V1}/surveys")).json()["items"] == []
    # Open: nothing yet, not even how many.
    for client in (trainer, lead):
        for survey in (await client.get(f"{V1}/surveys")).json()["items"]:
            assert (survey["told"], survey["answers"], survey["wishes"]) == (False, None, [])
    clock.at += timedelta(minutes=1)
    for number in numbers:
        assert (await trainer.post(f"{V1}/surveys/{number}/close")).status_code == 200
    for client in (trainer, lead):
        found = {one["id"]: one for one in (await client.get(f"{V1}/surveys")).json()["items"]}
        assert ([t["asked"] for t in found[full]["topics"]], found[full]["answers"]) == ([5, 0], 5)
        assert (found[full]["wishes"], found[full]["topics"][0]["course"]["code"]) == (["more role play"], "calm-voice")
        assert (found[thin]["told"], found[thin]["answers"]) == (False, None)
    for number, told in ((full, 5), (thin, "")):
        answer = await trainer.get(f"{V1}/surveys/{number}/export.xlsx")
        assert read_book(answer.content)[0][1][1][1] == told


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


async def test_tables_export_with_numbers_as_numbers(centre: None, signed_in: SignedIn) -> None:
    trainer = await signed_in("trainer")
    await made(trainer)
    await trainer.post(f"{V1}/plans", json={"course": "calm-voice", "agents": ["A2"]})
    await trainer.post(f"{V1}/practice/give", json={"agents": ["A2"], "kind": "sharing", "title": "=1+1"})
    for path, column, value in (
        ("courses/export.xlsx", 3, 3),
        ("plans/export.xlsx", 9, 2),
        ("practice/export.xlsx", 5, "=1+1"),
        ("courses/calm-voice/effect.xlsx", 1, 0),
    ):
        answer = await trainer.get(f"{V1}/{path}")
        assert answer.status_code == 200, answer.text
        assert read_book(answer.content)[0][1][1][column] == value, path


async def test_practice_of_a_day_off_counts_with_a_reason_only(centre: None, signed_in: SignedIn, sql: Any) -> None:
    agent, trainer = await signed_in("agent", "A2"), await signed_in("trainer")
    wanted = {"kind": "sharing", "title": "What I learnt", "words": "…"}
    sunday = (await agent.post(f"{V1}/practice", json={**wanted, "on": "2026-03-01"})).json()
    friday = (await agent.post(f"{V1}/practice", json={**wanted, "on": "2026-02-27"})).json()
    assert (sunday["off_duty"], friday["off_duty"]) == (True, False)
    assert refusal(await trainer.post(f"{V1}/practice/{sunday['id']}/approve", json={})) == (422, "practice_off_duty")
    why = {"words": "Agreed beforehand; the hours were given back."}
    assert (await trainer.post(f"{V1}/practice/{sunday['id']}/approve", json=why)).json()["answer"] == why["words"]
    assert (await trainer.post(f"{V1}/practice/{friday['id']}/approve", json={})).status_code == 200
    said = "SELECT count(*) FROM audit WHERE action = 'practice.decide' AND (detail ->> 'off_duty')::bool"
    assert await sql.fetchval(said) == 1
    # A shift on a Sunday is a day at work like any other.
    await sql.execute(
        "INSERT INTO roster (agent_id, day, starts, ends) VALUES (2, '2026-03-01', '2026-03-01T02:00Z', '2026-03-01T10:00Z')"
    )
    worked = (await agent.post(f"{V1}/practice", json={**wanted, "on": "2026-03-01"})).json()
    assert not worked["off_duty"]
