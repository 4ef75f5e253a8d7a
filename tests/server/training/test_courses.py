"""A course from its making to its completion: plans, items, sessions, practice approved by somebody else."""

from datetime import UTC, datetime
from typing import Any

import pytest
from litestar import Litestar

from server.auth.actor import Actor
from server.auth.roles import Role
from server.clock import SetClock
from server.reports.grid import read_book
from server.training.courses.practice import assign_practice
from server.training.courses.reading import course_records
from tests.server.conftest import SignedIn
from tests.server.training.coursing import COURSE, LATER, SESSION, V1, made, refusal


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
