"""Whole journeys with nothing but the keyboard: signing in, launching a contest and opening it; reading why, and coming back."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.centre import TEAMS, Centre
from tests.e2e.conftest import Visit
from tests.e2e.keys import press, sign_in, to, turn, write

LAUNCH = {
    "zh": ("发起竞赛", "中文名", "只用键盘发起", "开赛"),
    "en": ("Start a contest", "English title", "Launched without a mouse", "Start the contest"),
}
OFF, ON = {"zh": "星火组", "en": "Spark"}, {"zh": "晨光组", "en": "Dawn"}


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_lead_signs_in_launches_and_opens(visit: Visit, centre: Centre, locale: str) -> None:
    start, label, title, go = LAUNCH[locale]
    off, on = OFF[locale], ON[locale]
    page = visit("/login", locale=locale)
    sign_in(page, "lead", locale)
    page.wait_for_url(re.compile(r"/$"))
    press(page.locator("main").get_by_role("link", name=start).first)
    page.wait_for_url("**/launch")

    # Templates are one choice: arrows move in it, Tab goes on.
    chosen = page.locator("input[name=template]:checked")
    to(chosen)
    was = chosen.input_value()
    page.keyboard.press("ArrowDown")
    expect(chosen).not_to_have_value(was)
    page.keyboard.press("ArrowUp")
    expect(chosen).to_have_value(was)

    write(page.get_by_label(label, exact=True), title)
    turn(page.get_by_role("checkbox", name=off), False)
    to(page.get_by_role("checkbox", name=on), "Shift+Tab")
    turn(page.get_by_role("checkbox", name=on), False)
    turn(page.get_by_role("checkbox", name=on))
    press(page.get_by_role("button", name=go, exact=True))

    page.wait_for_url(re.compile(r"/contests/\d+$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    launched = int(page.url.rsplit("/", 1)[1])
    entered = {one["code"] for one in centre.ask("GET", f"/contests/{launched}")["entrants"]}
    assert entered == {code for code, zh, en in TEAMS if off not in (zh, en)}

    # Back to the list by the name of the house, and into the contest by its own.
    press(page.locator("header.bar a").first, "Shift+Tab")
    page.wait_for_url(re.compile(r"/$"))
    press(page.locator(f'main a[href="/contests/{launched}"]').first)
    page.wait_for_url(re.compile(rf"/contests/{launched}$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


@pytest.mark.parametrize("leave", ["Escape", "Enter"])
@pytest.mark.parametrize(
    ("locale", "why", "total", "close"),
    [("zh", "为什么是这个数", "合计", "关闭"), ("en", "Why this number", "Total", "Close")],
)
def test_an_agent_reads_why_and_is_back_where_they_were(
    visit: Visit, centre: Centre, locale: str, why: str, total: str, close: str, leave: str
) -> None:
    title = f"Why by keys {locale} {leave}"
    centre.launch(title, metric := centre.metric())
    centre.send(metric=metric, T04=6, T01=3)
    page = visit("/login", locale=locale, size=(390, 844))
    sign_in(page, "agent", locale)
    heading = page.get_by_text(title).first
    expect(heading).to_be_visible()
    line = page.locator("details", has_text=title)
    if line.count():
        press(line.locator("summary"))
    article = page.locator("article", has_text=title)
    card = article if article.count() else line
    asking = card.get_by_role("button", name=why)
    press(asking)
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text(total)
    if leave == "Enter":
        to(drawer.get_by_role("button", name=close, exact=True))
    page.keyboard.press(leave)
    expect(drawer).to_have_count(0)
    expect(asking).to_be_focused()
