"""What lies over every page: search, keys, news, who sees what, the way round. By keyboard alone where a keyboard does it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.conftest import Visit
from tests.e2e.judging import judge

WORDS = {
    "zh": {"search": "搜索", "found": "远航组", "pages": "页面", "team": "班组", "none": "没有找到", "keys": "键盘快捷键"},
    "en": {"search": "Search", "found": "Voyage", "pages": "Pages", "team": "Teams", "none": "Nothing is called", "keys": "Keyboard shortcuts"},
}  # fmt: skip


@pytest.mark.parametrize("locale", WORDS)
def test_anything_is_found_by_keys_alone(visit: Visit, axe: str, locale: str) -> None:
    said = WORDS[locale]
    page = visit("/calendar", "lead", locale=locale)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    box = page.locator("dialog").get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("yhz")
    expect(page.get_by_role("group", name=said["team"]).get_by_role("option")).to_have_text(said["found"])
    assert judge(page, axe) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/teams/T04")
    expect(page).to_have_title(re.compile(said["found"]))

    page.keyboard.press("/")
    page.keyboard.type("no such thing at all")
    expect(page.get_by_text(said["none"])).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name=said["keys"])).to_be_visible()
    page.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.url.endswith("/teams/T04"), "switched off, letters are only letters"


def test_an_agent_finds_no_colleague_and_a_page_on_the_phone(visit: Visit) -> None:
    page = visit("/me", "agent", size=(390, 844))
    page.get_by_role("button", name="Search").click()
    page.get_by_role("combobox").fill("T03-2")
    expect(page.get_by_text("Nothing is called")).to_be_visible()
    page.get_by_role("combobox").fill("谁能看到")
    page.get_by_role("option", name="Who sees what of me").click()
    page.wait_for_url("**/sight")
    expect(page.get_by_text("Your leads")).to_be_visible()


def test_thanks_are_news_until_they_were_read(visit: Visit, centre: Centre, axe: str) -> None:
    giver = {
        "login": "news.giver",
        "role": "lead",
        "name": "News",
        "agent": "T02-0",
        "locale": "en",
        "password": PASSWORD,
    }
    centre.ask("POST", "/accounts", json=giver)
    as_giver = {"headers": {"cookie": f"echelon_session={centre.session_of('news.giver')}"}}
    value = centre.ask("GET", "/kudos/mine", **as_giver)["values"][0]["code"]
    centre.ask("POST", "/kudos", json={"to": "T04-1", "value": value, "words": "Well done"}, **as_giver)
    page = visit("/me", "agent", size=(390, 844))
    page.get_by_role("link", name=re.compile(r"My news: \d+ new")).click()
    page.wait_for_url("**/news")
    expect(page.get_by_role("link", name=re.compile("thanked you")).first).to_be_visible()
    assert judge(page, axe) == []
    page.reload()
    expect(page.get_by_role("link", name="My news", exact=True)).to_be_visible()


def test_somebody_new_is_shown_around_once(visit: Visit, axe: str) -> None:
    page = visit("/me", "agent", size=(390, 844))
    page.add_init_script(
        "if (!sessionStorage.getItem('began')) { localStorage.removeItem('echelon.toured'); sessionStorage.setItem('began', '1') }"
    )
    page.reload()
    page.get_by_role("button", name="Show me", exact=True).click()
    tour = page.get_by_role("region", name="Show me around")
    for path in ("/me", "/path", "/my-badges", "/sight"):
        expect(page.get_by_role("button", name="Next")).to_be_visible()
        page.get_by_role("button", name="Next").press("Enter")
        page.wait_for_url(f"**{path}")
    assert judge(page, axe) == []
    tour.get_by_role("button", name="Done").press("Enter")
    expect(tour).to_have_count(0)
