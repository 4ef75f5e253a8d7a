"""Setting exams: the bank, files of questions, the load guard on every scheduling, and who reads results."""

import io
from datetime import timedelta
from typing import Any

import httpx
import pytest
import python_calamine

from server.clock import SetClock
from tests.server.conftest import SignedIn
from tests.server.training.examining import fill, invite, later, open_paper, question, set_exam, sit

pytestmark = pytest.mark.usefixtures("centre")


@pytest.fixture
async def trainer(signed_in: SignedIn) -> httpx.AsyncClient:
    client = await signed_in("trainer")
    await fill(client, 20)
    return client


async def test_a_file_of_questions_is_tried_first_and_taken_in_whole(trainer: httpx.AsyncClient) -> None:
    rows = [
        "code,topic,kind,zh,en,options_zh,options_en,right,tolerance",
        "vat-1,vat,number,税率,Rate,,,13.5,0.5",
        "vat-2,vat,order,顺序,Order,一|二|三,one|two|three,BAC,",
        "vat-3,vat,several,多选,Several,一|二|三,,AC,",
    ]
    bad = [*rows, "vat-4,vat,single,单选,Single,一|二,,C,"]

    async def take(lines: list[str], **how: Any) -> dict[str, Any]:
        files = {"file": ("q.csv", "\n".join(lines).encode(), "text/csv")}
        answer: dict[str, Any] = (await trainer.post("/api/v1/questions/import", files=files, params=how)).json()
        return answer

    assert (await take(bad))["written"] is False
    tried = await take(rows, dry_run=True)
    assert (tried["created"], tried["written"]) == (3, False)
    assert (await take(rows))["written"] is True
    again = await take(rows)
    assert (again["unchanged"], again["created"], again["changed"]) == (3, 0, 0)
    found = (await trainer.get("/api/v1/questions", params={"topic": "vat"})).json()
    assert [one["question"]["asks"]["right"] for one in found["items"]] == ["13.5", [1, 0, 2], [0, 2]]
    for form in ("csv", "xlsx"):
        assert (await trainer.get(f"/api/v1/questions/template.{form}")).status_code == 200


async def test_a_question_nobody_could_be_marked_by_is_refused(trainer: httpx.AsyncClient) -> None:
    wrong = question(99)
    wrong["asks"]["right"] = 7
    assert (await trainer.post("/api/v1/questions", json=wrong)).json()["code"] == "bad_question"
    fine = question(99)
    assert (await trainer.post("/api/v1/questions", json=fine)).status_code == 201
    assert (await trainer.post("/api/v1/questions", json=fine)).json()["code"] == "taken"
    fine["en"] = "changed"
    assert (await trainer.put("/api/v1/questions/billing-99", json=fine)).json()["question"]["en"] == "changed"
    assert (await trainer.delete("/api/v1/questions/billing-99")).status_code == 204
    unnamed = {"topic": "billing", "name": {"zh": "billing", "en": "billing"}, "questions": 20}
    assert unnamed in (await trainer.get("/api/v1/questions/topics")).json()
    name = {"zh": "账单", "en": "Billing"}
    assert (await trainer.put("/api/v1/questions/topics/billing", json=name)).status_code == 204
    assert {**unnamed, "name": name} in (await trainer.get("/api/v1/questions/topics")).json()
    assert (await trainer.put("/api/v1/questions/topics/nothing", json=name)).json()["code"] == "no_such_topic"
    assert (await trainer.put("/api/v1/questions/topics/billing", json={**name, "zh": " "})).status_code == 400


async def test_the_load_guard_holds_on_every_scheduling(
    trainer: httpx.AsyncClient, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    today = clock.now().date()
    for number in range(4):
        await set_exam(trainer, f"e{number}")
    for number, days in ((0, 0), (1, 6)):
        answer = await invite(trainer, f"e{number}", ["A2"], (today + timedelta(days=days)).isoformat())
        assert answer.status_code == 200, answer.text
    far = await invite(trainer, "e2", ["A2"], "9999-12-31")
    assert far.json()["code"] == "day_out_of_reach"
    third = await invite(trainer, "e2", ["A2", "A3"], (today + timedelta(days=3)).isoformat())
    assert third.json()["code"] == "too_many_exams"
    assert (await trainer.get("/api/v1/exams/e2")).json()["invited"] == []
    assert (await invite(trainer, "e2", ["A2"], (today + timedelta(days=7)).isoformat())).status_code == 200
    # Taking the third one today is a scheduling as well: its plan moves here, beside those of today and day 6.
    agent = await signed_in("agent", "A2")
    refused = await agent.post("/api/v1/exams/e2/sittings", json={})
    assert refused.json()["code"] == "too_many_exams"
    await sit(agent, "e0", correct=False)
    again = await agent.post("/api/v1/exams/e0/sittings", json={})
    assert again.json()["code"] == "too_many_exams"

    await set_exam(trainer, "long", questions=16)
    late = (today + timedelta(days=40)).isoformat()
    assert (await invite(trainer, "long", ["A2"], late)).json()["code"] == "exam_too_long"
    await sql.execute("UPDATE agent SET level = 'junior' WHERE code = 'A2'")
    assert (await invite(trainer, "long", ["A2"], late)).status_code == 200
    await sql.execute("UPDATE agent SET level = 'trainee' WHERE code = 'A2'")
    await trainer.put("/api/v1/exams/load/trainees", json={"exams_a_week": 3, "questions": 20})
    assert (await invite(trainer, "long", ["A2"], late)).status_code == 200
    assert (await invite(trainer, "e3", ["A2"], (today + timedelta(days=5)).isoformat())).status_code == 200


async def test_retakes_follow_the_exams_policy(
    trainer: httpx.AsyncClient, signed_in: SignedIn, clock: SetClock, sql: Any, app: Any
) -> None:
    await set_exam(trainer, attempts=2, days_between=7)
    await invite(trainer, "basics", ["A2"], clock.now().date().isoformat())
    agent = await signed_in("agent", "A2")

    async def refusal() -> str:
        return str((await agent.post("/api/v1/exams/basics/sittings", json={})).json()["code"])

    await sit(agent, correct=False)
    assert await refusal() == "retake_later"
    await later(app, sql, clock, clock.now() + timedelta(days=7))
    await sit(agent, correct=False)
    await later(app, sql, clock, clock.now() + timedelta(days=7))
    assert await refusal() == "no_attempt_left"


async def test_an_exam_somebody_opened_keeps_its_paper(
    trainer: httpx.AsyncClient, signed_in: SignedIn, clock: SetClock
) -> None:
    await set_exam(trainer)
    await invite(trainer, "basics", ["A2", "A3"], clock.now().date().isoformat())
    agent = await signed_in("agent", "A2")
    await open_paper(agent)
    exam = (await trainer.get("/api/v1/exams/basics")).json()["exam"]
    sent = {
        name: exam[name] for name in ("title", "blueprint", "opens", "closes", "counting", "attempts", "days_between")
    }
    far = await trainer.put("/api/v1/exams/basics", json={**sent, "closes": "9999-12-31T23:00:00Z"})
    assert far.json()["code"] == "day_out_of_reach"
    assert (await trainer.put("/api/v1/exams/basics", json={**sent, "attempts": 2})).status_code == 200
    assert (await trainer.put("/api/v1/exams/basics", json={**sent, "counting": False})).json()["code"] == "exam_begun"
    assert (await trainer.delete("/api/v1/exams/basics/invitations/A2")).json()["code"] == "sat_already"
    assert (await trainer.delete("/api/v1/exams/basics/invitations/A3")).status_code == 204
    assert (await trainer.delete("/api/v1/exams/basics")).status_code == 204


async def test_results_are_read_by_the_person_and_the_own_trainer_alone(
    trainer: httpx.AsyncClient, signed_in: SignedIn, clock: SetClock
) -> None:
    await set_exam(trainer)
    await invite(trainer, "basics", ["A2", "A3"], clock.now().date().isoformat())
    agent, beside = await signed_in("agent", "A2"), await signed_in("agent", "A3")
    await sit(agent, correct=True)
    assert (await trainer.get("/api/v1/exams/basics/results")).json()["people"][0]["score"] == "100"
    assert (await beside.get("/api/v1/exams/mine")).json()["results"] == []
    for role in ("trainer", "hr"):
        other = await signed_in(role)
        assert (await other.get("/api/v1/exams/basics/results")).json() == {"people": [], "summary": None}
        book = await other.get("/api/v1/exams/basics/results.xlsx")
        assert book.status_code == 200
        assert b"A2" not in book.content
    for role, who in (("lead", "A1"), ("admin", None), ("ops", None), ("analyst", None), ("agent", "A3")):
        other = await signed_in(role, who)
        assert (await other.get("/api/v1/exams/basics/results")).status_code == 403
    # Nor is it in the export that anybody else makes of the person; in the own one it is.
    for role, who in (("hr", None), ("admin", None), ("lead", "A1")):
        other = await signed_in(role, who)
        assert "exam_sittings" not in (await other.get("/api/v1/agents/A2/export")).json()
    own = (await agent.get("/api/v1/agents/A2/export")).json()
    assert "exam_sittings" in str(own)


async def test_a_class_teacher_reads_the_results_of_the_class(
    trainer: httpx.AsyncClient, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    await set_exam(trainer)
    await invite(trainer, "basics", ["A2", "A3"], clock.now().date().isoformat())
    for who in ("A2", "A3"):
        await sit(await signed_in("agent", who), correct=True)
    teacher = await signed_in("hr")
    account = (await teacher.get("/api/v1/session")).json()
    await sql.execute(
        "INSERT INTO training_class (code, name_zh, name_en, site_id, teacher_id, starts, stages, created_at)"
        " SELECT 'C1', '一班', 'Class 1', 1, id, '2025-12-01', '[]', now() FROM account WHERE login = $1",
        account.get("login") or account["account"]["login"],
    )
    await sql.execute(
        "INSERT INTO trainee (class_id, agent_id, joined_on) SELECT 1, id, '2025-12-01' FROM agent WHERE code = 'A2'"
    )
    found = (await teacher.get("/api/v1/exams/basics/results")).json()["people"]
    assert [one["code"] for one in found] == ["A2"]


async def test_the_bank_leaves_as_a_workbook_that_comes_in_again_unchanged(trainer: httpx.AsyncClient) -> None:
    options = [{"zh": one, "en": one} for one in "wxyz"]
    asked: tuple[dict[str, Any], ...] = (
        {"kind": "single", "options": options, "right": 2},
        {"kind": "several", "options": options, "right": [0, 3], "partly": True},
        {"kind": "order", "options": options, "right": [3, 1, 0, 2]},
        {"kind": "number", "right": "12.5", "tolerance": "0.5"},
    )
    for number, asks in enumerate(asked):
        question = {
            "code": f"mix-{number}",
            "topic": "mix",
            "zh": "题",
            "en": "question",
            "asks": asks,
            "points": "2.5",
        }
        assert (await trainer.post("/api/v1/questions", json=question)).status_code == 201
    answer = await trainer.get("/api/v1/questions/export.xlsx")
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    by_code = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert by_code["mix-1"]["right"] == "AD"
    assert (by_code["mix-3"]["right"], by_code["mix-3"]["tolerance"], by_code["mix-3"]["points"]) == (12.5, 0.5, 2.5)
    again = await trainer.post("/api/v1/questions/import", files={"file": ("bank.xlsx", answer.content, "x")})
    found = again.json()
    assert (found["refused"], found["changed"], found["created"]) == (0, 0, 0), found
    assert found["unchanged"] == len(rows) - 1 >= 4
