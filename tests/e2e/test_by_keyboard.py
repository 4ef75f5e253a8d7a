"""Whole journeys with nothing but the keyboard: signing in, launching a contest and opening it; reading why, and coming back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.centre import PASSWORD, TEAMS, Centre
from tests.e2e.conftest import Visit

FAR = 150
"""More steps than any page here has; who needs so many was caught somewhere, or went past."""


def to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press a key until it is reached, as one who sees nothing else would."""
    expect(wanted).to_be_visible()
    for _ in range(FAR):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"{FAR} times {key} do not lead to {wanted}")


def sign_in(page: Page, login: str, *, account: str, password: str, go: str) -> None:
    to(page, page.get_by_label(account, exact=True))
    page.keyboard.type(login)
    to(page, page.get_by_label(password, exact=True))
    page.keyboard.type(PASSWORD)
    to(page, page.get_by_role("button", name=go, exact=True))
    page.keyboard.press("Enter")


SIGN_IN = {
    "zh": {"account": "账号", "password": "密码", "go": "登录"},
    "en": {"account": "Account", "password": "Password", "go": "Sign in"},
}


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
    sign_in(page, "lead", **SIGN_IN[locale])
    page.wait_for_url(re.compile(r"/$"))
    to(page, page.locator("main").get_by_role("link", name=start).first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/launch")

    # Templates are one choice: arrows move in it, Tab goes on.
    chosen = page.locator("input[name=template]:checked")
    to(page, chosen)
    was = chosen.input_value()
    page.keyboard.press("ArrowDown")
    expect(chosen).not_to_have_value(was)
    page.keyboard.press("ArrowUp")
    expect(chosen).to_have_value(was)

    name = page.get_by_label(label, exact=True)
    to(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.type(title)
    for team in (off, on):
        to(page, page.get_by_role("checkbox", name=team), "Tab" if team == off else "Shift+Tab")
        page.keyboard.press("Space")
        expect(page.get_by_role("checkbox", name=team)).not_to_be_checked()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name=on)).to_be_checked()
    to(page, page.get_by_role("button", name=go, exact=True))
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/contests/\d+$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    launched = int(page.url.rsplit("/", 1)[1])
    entered = {one["code"] for one in centre.ask("GET", f"/contests/{launched}")["entrants"]}
    assert entered == {code for code, zh, en in TEAMS if off not in (zh, en)}

    # Back to the list by the name of the house, and into the contest by its own.
    to(page, page.locator("header.bar a").first, "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/$"))
    to(page, page.locator(f'main a[href="/contests/{launched}"]').first)
    page.keyboard.press("Enter")
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
    sign_in(page, "agent", **SIGN_IN[locale])
    heading = page.get_by_text(title).first
    expect(heading).to_be_visible()
    line = page.locator("details", has_text=title)
    if line.count():
        to(page, line.locator("summary"))
        page.keyboard.press("Enter")
    article = page.locator("article", has_text=title)
    card = article if article.count() else line
    asking = card.get_by_role("button", name=why)
    to(page, asking)
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text(total)
    if leave == "Enter":
        to(page, drawer.get_by_role("button", name=close, exact=True))
    page.keyboard.press(leave)
    expect(drawer).to_have_count(0)
    expect(asking).to_be_focused()
