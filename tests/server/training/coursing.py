"""A course that tests teach: its making, and what is refused."""

from datetime import UTC, datetime
from typing import Any

import httpx

V1 = "/api/v1"


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
LATER = datetime(2026, 3, 4, 5, tzinfo=UTC)
"""When its date is over."""


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
