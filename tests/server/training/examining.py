"""A bank, an exam and people to take it, as the tests of exams need them."""

from datetime import datetime
from typing import Any

import httpx
from litestar import Litestar

from server.clock import SetClock

OPENS, CLOSES = "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z"


def question(number: int, topic: str = "billing") -> dict[str, Any]:
    """Four options; the right one is the number's remainder."""
    options = [{"zh": f"选项{one}", "en": f"option {one}"} for one in range(4)]
    asks = {"kind": "single", "options": options, "right": number % 4}
    return {"code": f"{topic}-{number}", "topic": topic, "zh": f"题 {number}", "en": f"question {number}", "asks": asks}


def right(code: str) -> list[int]:
    """The right answer of a question made above."""
    return [int(code.rsplit("-", 1)[1]) % 4]


async def fill(trainer: httpx.AsyncClient, questions: int, topic: str = "billing") -> None:
    """So many questions in the bank, through the file door."""
    lines = ["code,topic,kind,zh,en,options_zh,options_en,right"]
    for number in range(questions):
        one = question(number, topic)
        zh, en = ("|".join(option[tongue] for option in one["asks"]["options"]) for tongue in ("zh", "en"))
        lines.append(f"{one['code']},{topic},single,{one['zh']},{one['en']},{zh},{en},{'ABCD'[number % 4]}")
    files = {"file": ("bank.csv", "\n".join(lines).encode(), "text/csv")}
    answer = await trainer.post("/api/v1/questions/import", files=files)
    assert answer.status_code == 200, answer.text
    assert answer.json()["written"], answer.text


async def set_exam(trainer: httpx.AsyncClient, code: str = "basics", questions: int = 4, **wanted: Any) -> None:
    """An exam on one topic, open for three months."""
    exam = {
        "code": code,
        "title": {"zh": "基础考试", "en": "Basics"},
        "blueprint": {"parts": [{"topic": wanted.pop("topic", "billing"), "questions": questions}], "minutes": 30},
        "opens": OPENS,
        "closes": CLOSES,
        "attempts": 5,
        "days_between": 0,
        **wanted,
    }
    answer = await trainer.post("/api/v1/exams", json=exam)
    assert answer.status_code == 201, answer.text


async def invite(trainer: httpx.AsyncClient, code: str, agents: list[str], on: str) -> httpx.Response:
    """Who takes it when."""
    return await trainer.post(f"/api/v1/exams/{code}/invitations", json={"agents": agents, "on": on})


async def open_paper(agent: httpx.AsyncClient, code: str = "basics", **how: Any) -> dict[str, Any]:
    """The paper, opened or come back to."""
    answer = await agent.post(f"/api/v1/exams/{code}/sittings", json=how)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def save(agent: httpx.AsyncClient, sitting: int, *answers: tuple[str, Any, int]) -> httpx.Response:
    """Question, answer, number of the save."""
    body = {"answers": [{"question": code, "answer": answer, "number": number} for code, answer, number in answers]}
    return await agent.put(f"/api/v1/sittings/{sitting}/answers", json=body)


async def later(app: Litestar, sql: Any, clock: SetClock, to: datetime) -> None:
    """Move the clock and keep everybody signed in."""
    clock.at = to
    await sql.execute(
        "UPDATE session SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '1 day'", to
    )
    app.state.rooms.auth.gate.forget()


async def sit(agent: httpx.AsyncClient, code: str = "basics", *, correct: bool) -> int:
    """A whole sitting, all right or all wrong."""
    paper = await open_paper(agent, code)
    given = [
        (one["code"], right(one["code"]) if correct else [(right(one["code"])[0] + 1) % 4], 1) for one in paper["paper"]
    ]
    assert (await save(agent, paper["id"], *given)).status_code == 200
    assert (await agent.post(f"/api/v1/sittings/{paper['id']}/submit")).status_code == 204
    return int(paper["id"])
