"""What a class leaves behind: facts, hours, gates that count in careers, an archive, and what is forgotten."""

from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from server.clock import SetClock
from tests.server.conftest import SignedIn
from tests.server.training.schooling import STAGES, TWELVE, School, class_of_twelve, refusal


@pytest.fixture
async def school(centre: None, sql: Any, signed_in: SignedIn) -> School:
    return await class_of_twelve(sql, signed_in)


async def test_test_calls_become_facts(school: School, app: Any, sql: Any) -> None:
    number = school.trainees["N01"]
    call = f"/api/v1/trainees/{number}/test-calls"
    assert refusal(await school.teacher.post(call, json={"score": "90"})) == (409, "not_at_test_calls")
    await school.through("N01", *STAGES[:3])
    assert refusal(await school.teacher.post(call, json={"score": "100.5"})) == (400, "bad_test_call_score")
    assert refusal(await school.mentor.post(call, json={"score": "90"})) == (403, "test_call_own_line")
    made = await school.teacher.post(call, json={"score": "90"})
    await kept_promises(app)
    assert (
        await sql.fetchval("SELECT value FROM fact f JOIN metric m ON m.id = f.metric_id WHERE m.code = 'test_call'")
        == 90_000_000
    )
    back = f"/api/v1/trainees/test-calls/{made.json()['calls'][0]['id']}/withdraw"
    assert (await school.teacher.post(back, json={"reason": "wrong person"})).status_code == 200
    await kept_promises(app)
    assert (
        await sql.fetchval("SELECT value FROM fact f JOIN metric m ON m.id = f.metric_id WHERE m.code = 'test_call'")
        is None
    )


async def test_attendance_becomes_hours_and_absences(school: School, app: Any, sql: Any, clock: SetClock) -> None:
    planned = await school.teacher.post(
        f"/api/v1/classes/{school.id}/days",
        json={"day": "2026-03-05", "at": "09:00:00", "hours": "6.5", "title": "Products"},
    )
    assert planned.status_code == 201, planned.text
    (day,) = planned.json()["days"]
    mark = f"/api/v1/classes/days/{day['id']}/attendance"
    there, absent, away = (school.trainees[code] for code in TWELVE[:3])
    marks = [
        {"trainee": there, "mark": "present"},
        {"trainee": absent, "mark": "absent"},
        {"trainee": away, "mark": "absent"},
    ]
    assert refusal(await school.teacher.put(mark, json=marks)) == (409, "class_day_not_begun")
    clock.at = datetime(2026, 3, 5, 4, tzinfo=UTC)
    await sql.execute(
        "INSERT INTO leave (agent_id, starts, ends, kind) SELECT id, '2026-03-05', '2026-03-06', 'sick' FROM agent WHERE code = 'N03'"
    )
    answer = await school.teacher.put(mark, json=marks)
    assert answer.json()["days"][0]["marks"] == {str(there): "present", str(absent): "absent", str(away): "excused"}
    await kept_promises(app)
    query = (
        "SELECT a.code, m.code AS metric, f.value, f.revision FROM fact f JOIN metric m ON m.id = f.metric_id"
        " JOIN agent a ON a.id = f.agent_id WHERE f.value IS NOT NULL ORDER BY a.code, m.code"
    )
    assert [tuple(row) for row in await sql.fetch(query)] == [
        ("N01", "training_hours", 6_500_000, 0),
        ("N02", "training_absences", 1_000_000, 0),
    ]
    # Saying it anew corrects both; saying the same changes nothing.
    await school.teacher.put(mark, json=[{"trainee": absent, "mark": "present"}, {"trainee": there, "mark": "present"}])
    await kept_promises(app)
    assert [tuple(row) for row in await sql.fetch(query)] == [
        ("N01", "training_hours", 6_500_000, 0),
        ("N02", "training_hours", 6_500_000, 1),
    ]


async def test_the_archive_is_only_added_to(school: School, sql: Any) -> None:
    for statement in ("UPDATE training_archive SET title_zh = '改'", "DELETE FROM training_archive"):
        with pytest.raises(asyncpg.RaiseError):
            await sql.execute(statement)


async def test_export_and_erasure(school: School, signed_in: SignedIn, sql: Any, clock: SetClock) -> None:
    await school.through("N01", "study")
    own = await signed_in("agent", "N01")
    exported = (await own.get("/api/v1/agents/N01/export")).json()
    assert (exported["gates"][0]["reason"], len(exported["training_archive"])) == ("seen and heard", 2)
    # Operations may export personal data, but not what a trainee came to.
    assert "gates" not in (await (await signed_in("ops")).get("/api/v1/agents/N01/export")).json()
    await sql.execute("UPDATE agent SET left_on = '2026-03-04' WHERE code = 'N01'")
    clock.at += timedelta(days=2)
    erased = await school.hr.post("/api/v1/agents/N01/erase")
    assert erased.status_code in (200, 201), erased.text
    assert await sql.fetchval("SELECT reason FROM gate_decision") == "…"
    assert await sql.fetchval("SELECT count(*) FROM training_archive WHERE body <> '{}' AND agent_id = 4") == 0


async def kept_promises(app: Any) -> None:
    """Take in what was promised, now rather than in a moment."""
    from server.facts.promising import Promised

    rooms = app.state.rooms
    await Promised(rooms.db, rooms.facts).keep()


async def test_gates_and_test_calls_count_in_readiness(
    school: School, signed_in: SignedIn, sql: Any, clock: SetClock
) -> None:
    before = await _verdicts(school)
    assert before["gates"] != "met"
    await school.through("N01", *STAGES[:3])
    for score in ("90", "86", "70", "88", "91"):
        await school.teacher.post(f"/api/v1/trainees/{school.trainees['N01']}/test-calls", json={"score": score})
    await school.through("N01", STAGES[3])
    # What happened today counts from tomorrow on.
    clock.at += timedelta(days=1)
    after = await _verdicts(school)
    assert (after["gates"], after["test_calls"]) == ("met", "met")
    # Who left is blocked, and the mentor's deed counts.
    await school.hr.post(
        f"/api/v1/trainees/gates/{(await school.say('N02', 'study', 'exit')).json()['trainee']['gates'][0]['id']}/confirm",
        json={},
    )
    clock.at += timedelta(days=1)
    (gone,) = (await school.hr.get("/api/v1/agents/N02/readiness")).json()["next"]
    assert gone["state"] == "blocked"


async def _verdicts(school: School) -> dict[str, str]:
    found = await school.hr.get("/api/v1/agents/N01/readiness")
    assert found.status_code == 200, found.text
    (step,) = found.json()["next"]
    return {one["code"]: one["status"] for one in step["verdicts"]}
