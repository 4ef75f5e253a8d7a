"""A month's scorecards in the browser: HR publishes, opens one down to its facts and tries rules; the agent reads the own one."""

import re
from datetime import date, timedelta
from time import monotonic, sleep

from playwright.sync_api import Browser, expect

from tests.e2e.centre import PASSWORD, Centre, centre_day
from tests.e2e.conftest import opened

VALUES = {"qa": "84", "csat": "92", "fcr": "85", "volume": "112", "adherence": "96", "training_score": "97"}


def last_month() -> date:
    """Some day in the middle of the month before."""
    return (centre_day().replace(day=1) - timedelta(days=1)).replace(day=15)


def test_a_month_from_facts_to_the_agents_phone(chromium: Browser, centre: Centre) -> None:
    day = last_month()
    at = f"{day.isoformat()}T10:00:00+08:00"
    facts = [
        {"id": f"card-{agent}-{metric}", "agent": agent, "metric": metric, "value": value, "at": at}
        for agent in ("T04-1", "T04-2", "T04-3", "T05-1", "T05-2")
        for metric, value in VALUES.items()
    ]
    centre.ask("POST", "/facts", json=facts)
    hr = {"login": "hr-cards", "role": "hr", "name": "Hu Rui", "locale": "en", "password": PASSWORD}
    centre.ask("POST", "/accounts", json=hr)
    month = f"{day:%Y-%m}"
    # Months are told of once the follower has heard of their facts, within seconds.
    by = monotonic() + 20
    while all(one["month"] != month for one in centre.ask("GET", "/scorecards/months")["items"]):
        assert monotonic() < by
        sleep(0.2)

    with opened(chromium, centre, "hr-cards") as context:
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"/scorecards?month={month}")
        # The clock may have published the month before: it is due, and other tests' facts may have been quiet for long enough.
        page.get_by_role("button", name=re.compile("Publish now|Count anew")).click()
        expect(page.get_by_role("status")).to_contain_text("published")
        expect(page.get_by_role("row", name="T04-1")).to_contain_text("92.11")
        page.get_by_role("row", name="T04-1").get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Voyage 1")
        expect(page.get_by_text("of 100")).to_be_visible()
        page.get_by_role("button", name="See the facts").first.click()
        expect(page.get_by_role("dialog")).to_contain_text("card-T04-1-qa")
        page.keyboard.press("Escape")
        page.goto("/scorecards/rules")
        page.get_by_role("button", name="Start from this").first.click()
        page.get_by_label("weight").first.fill("60")
        page.get_by_role("button", name="Try it out").click()
        expect(page.get_by_text("▼ 5 lower")).to_be_visible()

    with opened(chromium, centre, "agent", locale="zh", size=(390, 844)) as context:
        page = context.new_page()
        page.goto(f"/scorecards/agent/T04-1/{month}")
        expect(page.get_by_role("heading", name="我的评分卡")).to_be_visible()
        expect(page.get_by_text("92.11").first).to_be_visible()
        expect(page.locator(".chip", has_text="已发布")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.goto(f"/scorecards/agent/T04-2/{month}")
        expect(page.get_by_role("alert")).to_be_visible()
