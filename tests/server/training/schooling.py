"""A class of twelve with its teacher, its mentor and HR, as it begins."""

from typing import Any

import httpx

from tests.server.conftest import SignedIn

TWELVE = [f"N{n:02d}" for n in range(1, 13)]
STAGES = ["study", "shadowing", "reverse_shadowing", "test_calls"]


class School:
    """A class of twelve with its teacher, its mentor and HR."""

    def __init__(self, teacher: httpx.AsyncClient, mentor: httpx.AsyncClient, hr: httpx.AsyncClient) -> None:
        self.teacher = teacher
        self.mentor = mentor
        self.hr = hr
        self.id = 0
        self.trainees: dict[str, int] = {}

    async def say(self, code: str, stage: str, result: str, reason: str = "seen and heard") -> httpx.Response:
        body = {"stage": stage, "result": result, "reason": reason}
        return await self.teacher.post(f"/api/v1/trainees/{self.trainees[code]}/gates", json=body)

    async def through(self, code: str, *stages: str) -> None:
        for stage in stages:
            answer = await self.say(code, stage, "pass")
            assert answer.status_code == 201, answer.text

    async def page(self, code: str) -> Any:
        return (await self.teacher.get(f"/api/v1/trainees/{self.trainees[code]}")).json()


async def class_of_twelve(sql: Any, signed_in: SignedIn) -> School:
    """Twelve trainees in T2; A3 of T2 mentors them; the teacher is a trainer."""
    for code in TWELVE:
        await sql.execute(
            "INSERT INTO agent (code, site_id, name_zh, name_en, hired, level) VALUES ($1, 1, $1, $1, '2026-03-02', 'trainee')",
            code,
        )
    await sql.execute(
        "INSERT INTO membership (agent_id, team_id, starts, post) SELECT id, 2, '2026-03-01T16:00Z', 'member' FROM agent"
        " WHERE code LIKE 'N%'"
    )
    made = School(await signed_in("trainer"), await signed_in("agent", "A3"), await signed_in("hr"))
    # Nobody's session ends while the clock runs ahead by days.
    await sql.execute("UPDATE session SET seen_at = '2026-12-01', expires_at = '2027-01-01'")
    teachers = (await made.teacher.get("/api/v1/classes/teachers")).json()
    body = {
        "code": "2026-03",
        "name": {"zh": "三月新人班", "en": "March intake"},
        "site": "CD",
        "teacher": teachers[0]["id"],
        "starts": "2026-03-02",
        "queues": ["billing"],
    }
    answer = await made.hr.post("/api/v1/classes", json=body)
    assert answer.status_code == 201, answer.text
    made.id = answer.json()["its"]["id"]
    joined = await made.teacher.post(f"/api/v1/classes/{made.id}/trainees", json={"agents": TWELVE, "mentor": "A3"})
    assert joined.status_code == 201, joined.text
    made.trainees = {one["agent"]["code"]: one["id"] for one in joined.json()["trainees"]}
    assert sorted(made.trainees) == TWELVE
    return made


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")
