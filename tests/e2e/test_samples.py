"""A month's sampling plan in English, the analyst's day in Chinese, and a withdrawn judgement that is to be made again."""

import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.conftest import Visit


def test_a_plan_is_made_followed_and_a_judgement_withdrawn(visit: Visit, centre: Centre) -> None:
    for login, role, locale in (("plan.maker", "ops", "en"), ("plan.follower", "analyst", "zh")):
        account = {"login": login, "role": role, "name": login, "locale": locale, "password": PASSWORD}
        centre.ask("POST", "/accounts", json=account)
    desk = visit("/sampling", "plan.maker")
    for box in desk.get_by_role("checkbox").all():
        # Analysts of other tests have work of their own.
        box.set_checked("plan.follower" in (box.locator("xpath=..").text_content() or ""))
    desk.get_by_role("button", name="Make the plan").click()
    expect(desk.get_by_role("cell", name=re.compile("plan.follower"))).to_be_visible()
    expect(desk.get_by_text("The plan fits rosters and leave; nothing has to change.")).to_be_visible()

    day = visit("/samples", "plan.follower", locale="zh")
    expect(day.get_by_role("heading", name="今日抽检")).to_be_visible()
    if datetime.now(UTC).day < 3:
        # The month has just begun: nothing is to be judged yet.
        return
    day.get_by_role("link", name="开始评分").first.click()
    day.locator("#judge-call").fill("S-1001")
    first = day.get_by_role("radiogroup", name="问候与报名")
    first.focus()
    day.keyboard.type("1111111111")
    day.get_by_role("button", name="提交评分").click()
    day.wait_for_url(re.compile(r"/qa/\d+$"))
    day.get_by_role("button", name="撤销这条质检").click()
    day.get_by_label("撤销原因").fill("评错了通话")
    day.locator("form").get_by_role("button", name="撤销这条质检").click()
    expect(day.get_by_text("这条质检已撤销，不再计分")).to_be_visible()
    desk.reload()
    expect(desk.get_by_text(re.compile("^0 of "))).to_be_visible()


def test_a_pack_is_pasted_checked_and_imported(visit: Visit, centre: Centre) -> None:
    account = {"login": "pack.keeper", "role": "ops", "name": "pack.keeper", "locale": "en", "password": PASSWORD}
    centre.ask("POST", "/accounts", json=account)
    desk = visit("/benchmarks", "pack.keeper")
    desk.get_by_role("button", name="Import a pack").click()
    desk.get_by_label("Source").first.fill("End to end panel")
    rows = desk.get_by_label("Or paste from a sheet")
    rows.fill("qa; points; mean; higher; ; 80; 70; 92")
    desk.get_by_role("button", name="Check it").click()
    expect(desk.get_by_text("The quartiles of qa do not run from worse to better: 80 · 70 · 92.")).to_be_visible()
    rows.fill("qa; points; mean; higher; ; 80; 86; 92")
    desk.get_by_role("button", name="Check it").click()
    expect(desk.get_by_text("Figures ready to import: 1")).to_be_visible()
    desk.locator("form").get_by_role("button", name="Import a pack").click()
    expect(desk.get_by_role("combobox", name="Source")).to_contain_text("End to end panel")
