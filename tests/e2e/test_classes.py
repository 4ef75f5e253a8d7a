"""A class in the browser: the board, a log whose open item shuts the gate, a hold that a second person confirms, the agent's phone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre, centre_day
from tests.e2e.conftest import Visit

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "settle": "Settled", "today": "What did you work on today?", "left": "What is left to do", "write": "Save today’s entry",
        "blocked": "Cannot pass yet", "hold": "Repeat the stage", "reason": "Reason", "save": "Submit", "waits": "Waits for the second person",
        "confirm": "Confirm", "none": "Nothing waits for you", "repeating": "Repeating", "mine": "My onboarding", "class": "E2E intake",
    },
    "zh": {
        "settle": "完成了", "today": "今天带教了什么", "left": "还要做什么", "write": "保存今天的日志",
        "blocked": "现在还不能通过", "hold": "留级重修", "reason": "理由", "save": "提交", "waits": "待第二人确认",
        "confirm": "确认", "none": "没有等待确认的决定", "repeating": "重修", "mine": "我的上岗培训", "class": "端到端班",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def school(centre: Centre) -> dict[str, Any]:
    """Twelve trainees, a teacher, a second person, a mentor, one trainee with a phone."""
    today = centre_day().isoformat()
    codes = [f"NEW{n:02d}" for n in range(1, 13)]
    for code in codes:
        name = {"zh": f"新人{code[-2:]}", "en": f"New {code[-2:]}"}
        centre.ask(
            "POST", "/agents", json={"code": code, "name": name, "site": "XM", "hired": today, "level": "trainee"}
        )
    for login, role, agent in (
        ("classteacher", "trainer", None),
        ("classhr", "hr", None),
        ("classmentor", "agent", "T05-1"),
        ("newcomer", "agent", "NEW02"),
    ):
        body = {"login": login, "role": role, "name": login, "agent": agent, "locale": "en", "password": PASSWORD}
        centre.ask("POST", "/accounts", json=body)
    as_teacher = {"headers": {"cookie": f"echelon_session={centre.session_of('classteacher')}"}}
    teachers = centre.ask("GET", "/classes/teachers", **as_teacher)
    teacher = next(one["id"] for one in teachers if one["name"] == "classteacher")
    its = {
        "code": "E2E",
        "name": {"zh": "端到端班", "en": "E2E intake"},
        "site": "XM",
        "teacher": teacher,
        "starts": today,
    }
    made = centre.ask("POST", "/classes", json=its, **as_teacher)["its"]["id"]
    board = centre.ask("POST", f"/classes/{made}/trainees", json={"agents": codes, "mentor": "T05-1"}, **as_teacher)
    return {"id": made, **{one["agent"]["code"]: one["id"] for one in board["trainees"]}}


@pytest.mark.parametrize(("locale", "code"), [("en", "NEW01"), ("zh", "NEW02")])
def test_open_items_shut_the_gate_and_a_hold_takes_two(
    school: dict[str, Any], visit: Visit, locale: str, code: str
) -> None:
    words = WORDS[locale]
    phone = visit("/onboarding", "classmentor", locale=locale, size=(390, 844))
    card = phone.locator("details", has_text=code)
    card.locator("summary").click()
    card.get_by_label(words["today"]).fill("six calls")
    card.get_by_label(words["left"]).fill("refund rule")
    card.get_by_role("button", name=words["write"]).click()
    expect(card.get_by_role("button", name=words["settle"])).to_be_visible()
    desk = visit(f"/classes/{school['id']}", "classteacher", locale=locale)
    expect(desk.locator("tbody tr")).to_have_count(12)
    desk.goto(f"/trainees/{school[code]}")
    expect(desk.get_by_text(words["blocked"])).to_be_visible()
    desk.get_by_label(words["hold"]).check()
    desk.locator("#gate-reason").fill("hears too few calls")
    desk.get_by_role("button", name=words["save"]).click()
    expect(desk.get_by_text(words["waits"]).first).to_be_visible()
    second = visit("/classes/approvals", "classhr", locale=locale)
    second.get_by_role("button", name=words["confirm"]).click()
    expect(second.get_by_text(words["none"])).to_be_visible()
    desk.reload()
    expect(desk.locator(".track").get_by_text(words["repeating"])).to_be_visible()


def test_a_newcomer_sees_only_the_own_way(school: dict[str, Any], visit: Visit) -> None:
    own = visit("/onboarding", "newcomer", size=(390, 844))
    expect(own.get_by_role("heading", name="My onboarding")).to_be_visible()
    own.goto(f"/trainees/{school['NEW03']}")
    expect(own.get_by_role("alert")).to_be_visible()
    expect(own.get_by_text("NEW03")).to_have_count(0)
