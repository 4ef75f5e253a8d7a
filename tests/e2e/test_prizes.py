"""Prizes in a browser: they wait for the budget, reach the phone, and a correction shows before whose they will be."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.e2e.centre import MEMBERS, PASSWORD, Centre
from tests.e2e.conftest import Visit

PATIENT = 20_000
AGO = timedelta(days=10)


def signed(centre: Centre, metric: str) -> int:
    """Two hours ten days ago of which nobody knows anything: every team is first, and the result signs itself."""
    ends = datetime.now(UTC) - AGO
    body: dict[str, Any] = {
        "template": "weekly_service",
        "site": "XM",
        "period": {"kind": "hours", "starts": (ends - timedelta(hours=2)).isoformat(), "ends": ends.isoformat()},
        "title": {"zh": "有奖快赛", "en": "Sprint with prizes"},
        "all": True,
        "freeze_minutes": 0,
        "rules": {"method": "points", "terms": [{"metric": metric}]},
        "prizes": [{"place": 1, "points": 5}, {"place": 1, "points": 10, "to": "budget"}],
    }
    contest: int = centre.ask("POST", "/contests", json=body)["id"]
    until(lambda: prizes(centre, contest), "nobody worked the prizes out")
    return contest


def until(there: Callable[[], object], otherwise: str) -> None:
    end = time.monotonic() + 30
    while not there():
        assert time.monotonic() < end, otherwise
        time.sleep(0.2)


def prizes(centre: Centre, contest: int) -> list[dict[str, Any]]:
    """As operations see them, who keep points; an administrator does not."""
    cookies = {"echelon_session": centre.session_of("prizes.ops")}
    found = httpx.get(f"{centre.url}/api/v1/contests/{contest}/prizes", cookies=cookies, timeout=30).json()
    return list(found["items"])


def won(centre: Centre, contest: int, agent: str) -> list[str]:
    return [one["state"] for one in prizes(centre, contest) if one["to"]["code"] == agent]


def test_prizes_wait_for_the_budget_reach_the_phone_and_follow_a_correction(visit: Visit, centre: Centre) -> None:
    for login, role, agent, locale in (
        ("prizes.ops", "ops", None, "zh"),
        ("prizes.hr", "hr", None, "en"),
        ("prizes.agent", "agent", "T02-1", "en"),
    ):
        body = {"login": login, "role": role, "name": login, "agent": agent, "locale": locale, "password": PASSWORD}
        centre.ask("POST", "/accounts", json=body)
    metric = centre.metric()
    contest = signed(centre, metric)

    keep = visit("/points/keep?tab=budgets", "prizes.ops", locale="zh")
    waits = keep.locator("section").filter(has_text="等待预算的竞赛奖励")
    expect(waits.get_by_role("link", name="有奖快赛")).to_be_visible(timeout=PATIENT)
    keep.get_by_label("拨给").select_option(label="职场 · 厦门")
    keep.get_by_label("积分", exact=True).fill("1000")
    keep.get_by_label("说明").fill("竞赛奖励")
    keep.get_by_role("button", name="拨入").click()
    until(lambda: won(centre, contest, "T02-1") == ["given"], "nothing was given")

    phone = visit("/me", "prizes.agent", size=(390, 844))
    phone.get_by_role("heading", name="Latest results").scroll_into_view_if_needed(timeout=PATIENT)
    expect(phone.locator("article").filter(has_text="Sprint with prizes")).to_contain_text(
        "+5 points won", timeout=PATIENT
    )

    at = (datetime.now(UTC) - AGO - timedelta(hours=1)).isoformat()
    facts = [
        {"id": f"prizes-{place}", "agent": f"T05-{place}", "metric": metric, "value": 9, "at": at}
        for place in range(1, MEMBERS + 1)
    ]
    centre.ask("POST", "/facts", json=facts)
    page = visit(f"/contests/{contest}?tab=corrections", "prizes.ops", locale="zh")
    page.get_by_label("为什么更正").fill("数据晚到了十天")
    page.get_by_role("button", name=re.compile("提出更正")).click()
    expect(page.get_by_text(re.compile(r"奖励积分 5：撤回：.*等 \d+ 人"))).to_be_visible(timeout=PATIENT)
    apply_in_english(visit(f"/contests/{contest}?tab=corrections", "prizes.hr"))
    until(lambda: won(centre, contest, "T02-1") == ["taken"], "nothing was taken back")
    assert won(centre, contest, "T05-1") == ["given"]

    phone.goto(f"{centre.url}/points")
    expect(phone.get_by_role("link", name="Reversed · Sprint with prizes, place 1")).to_be_visible(timeout=PATIENT)
    expect(phone.get_by_role("link", name="Won in a contest · Sprint with prizes, place 1")).to_be_visible()


def apply_in_english(page: Page) -> None:
    """Who applies sees whose points they will be, and does it."""
    expect(page.get_by_text(re.compile(r"5 points: taken back from .+ and \d+ more"))).to_be_visible(timeout=PATIENT)
    page.get_by_role("button", name="Apply it: revision 2").click()
    expect(page.get_by_text("applied, revision 2")).to_be_visible(timeout=PATIENT)
    page.get_by_role("tab", name="After the end").click()
    prizes = page.locator("section").filter(has=page.get_by_role("heading", name="What was won"))
    prizes.get_by_role("button", name=re.compile("^Show all")).click(timeout=PATIENT)
    expect(prizes.get_by_role("listitem").filter(has_text="Spark 1")).to_contain_text("Given")
    expect(prizes.get_by_role("listitem").filter(has_text="Pine 1")).to_contain_text("Taken back", timeout=PATIENT)
