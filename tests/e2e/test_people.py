"""Who is here: a newcomer is added, put into a team, moved and given leave on screen; HR reads what was done."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.conftest import Visit

SAID = {
    "zh": {
        "add": "新增人员", "code": "工号", "site": "职场", "zh": "中文姓名", "en": "英文或拼音姓名", "hired": "入职日期", "save": "保存", "join": "编入班组",
        "team": "班组", "from": "从哪天起", "transfer": "调组", "leave": "登记休假", "first": "第一天", "off": "2026年3月2日", "take_back": "撤销", "sure": "确定撤销？",
        "none": "没有登记过休假。", "moved": "班组归属 · 调组", "audit": "操作记录 →", "who": "欧阳新来",
    },
    "en": {
        "add": "Add a person", "code": "Code", "site": "Site", "zh": "Chinese name", "en": "English or pinyin name", "hired": "Hired on", "save": "Save",
        "join": "Put into a team", "team": "Team", "from": "From", "transfer": "Transfer", "leave": "Enter leave", "first": "First day", "off": "2 Mar 2026",
        "take_back": "Take back", "sure": "Take back for sure?", "none": "No leave was entered.", "moved": "Time in a team · transferred",
        "audit": "Audit →", "who": "Newcomer en",
    },
}  # fmt: skip


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_newcomer_is_added_moved_and_given_leave(visit: Visit, centre: Centre, locale: str) -> None:
    words, code = SAID[locale], f"NEW-{locale}"
    page = visit("/people", "admin", locale=locale)
    page.get_by_role("button", name=words["add"]).click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name=words["save"]).click()
    expect(drawer.get_by_role("alert")).to_be_visible()
    drawer.get_by_label(words["code"], exact=True).fill(code)
    drawer.get_by_label(words["zh"]).fill("欧阳新来")
    drawer.get_by_label(words["en"]).fill(f"Newcomer {locale}")
    drawer.get_by_label(words["hired"]).fill("2026-01-05")
    drawer.get_by_label(words["site"], exact=True).select_option("XM")
    drawer.get_by_role("button", name=words["save"]).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)

    for button, team, day in ((words["join"], "T05", "2026-01-05"), (words["transfer"], "T06", "2026-02-02")):
        page.get_by_role("button", name=button).click()
        drawer.get_by_label(words["team"], exact=True).select_option(team)
        drawer.get_by_label(words["from"], exact=True).fill(day)
        drawer.get_by_role("button", name=words["save"]).click()
        expect(drawer).to_have_count(0)
    times = centre.ask("GET", f"/agents/{code}/memberships")["items"]
    assert [one["team"] for one in times] == ["T05", "T06"]
    assert times[0]["ends"] == times[1]["starts"]
    assert times[1]["ends"] is None

    page.get_by_role("button", name=words["leave"]).click()
    drawer.get_by_label(words["first"]).fill("2026-03-02")
    drawer.get_by_role("button", name=words["save"]).click()
    off = page.locator("section li", has_text=words["off"])
    expect(off).to_be_visible()
    off.get_by_role("button", name=words["take_back"]).click()
    off.get_by_role("button", name=words["sure"]).click()
    expect(page.get_by_text(words["none"])).to_be_visible()

    login = f"hr.people.{locale}"
    account = {"login": login, "role": "hr", "name": login, "locale": locale, "password": PASSWORD}
    centre.ask("POST", "/accounts", json=account)
    page = visit(f"/people/{code}", login, locale=locale)
    page.get_by_role("link", name=words["audit"]).click()
    expect(page.get_by_role("button", name=f"agent/{code}").first).to_contain_text(words["who"])
    expect(page.get_by_role("cell", name=words["moved"])).to_be_visible()


def test_who_keeps_the_service_sees_how_it_does(visit: Visit, centre: Centre) -> None:
    centre.send(metric=centre.metric(), T01=1)
    page = visit("/upkeep", "admin")
    expect(page.get_by_text("All is well")).to_be_visible()
    expect(page.get_by_role("region", name="Connections").locator("tbody tr").first).to_contain_text(re.compile(r"\d"))
