"""Honors in a browser: entered by hand, a title kept with its proof, and both seen on the phone."""

from playwright.sync_api import Page, expect

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.conftest import Visit

PDF = b"%PDF-1.4 kept by a test"


def _accounts(centre: Centre) -> None:
    for login, role in (("honors-hr", "hr"), ("honors-ops", "ops")):
        body = {"login": login, "role": role, "name": login, "locale": "zh", "password": PASSWORD}
        centre.ask("POST", "/accounts", json=body)


def _fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_honor_of_before_hangs_on_the_wall_and_a_title_beside_it(visit: Visit, centre: Centre) -> None:
    _accounts(centre)
    desk = visit("/honors/rules", "honors-ops", locale="zh")
    desk.get_by_label("荣誉", exact=True).select_option(label="金牌班组")
    desk.get_by_label("哪一月").fill("2025-03")
    desk.get_by_label("班组代码").fill("T05")
    desk.get_by_role("button", name="补录").click()
    expect(desk.get_by_role("listitem").filter(has_text="2025 年 3 月")).to_be_visible()
    desk.get_by_role("button", name="补录").click()
    expect(desk.get_by_role("alert")).to_contain_text("请选好时间")

    office = visit("/honors/titles", "honors-hr", locale="en")
    office.get_by_role("button", name="Enter a title").click()
    form = office.get_by_role("dialog")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("both languages")
    form.get_by_label("Name in Chinese").fill("工人先锋号")
    form.get_by_label("Name in English").fill("Workers' vanguard")
    form.get_by_label("Awarded by, in Chinese").fill("市总工会")
    form.get_by_label("Awarded by, in English").fill("City federation of unions")
    form.get_by_label("Awarded on").fill("2025-05-01")
    form.get_by_role("button", name="Save").click()
    card = office.get_by_role("listitem").filter(has_text="Workers' vanguard")
    expect(card).to_contain_text("No proof yet")
    card.get_by_label("Send the proof").set_input_files({"name": "p.pdf", "mimeType": "application/pdf", "buffer": PDF})
    expect(card.get_by_role("link", name="See the proof")).to_be_visible()

    phone = visit("/honors", "agent", locale="zh", size=(390, 844))
    expect(phone.get_by_role("listitem").filter(has_text="工人先锋号")).to_contain_text("市总工会")
    expect(phone.get_by_role("link", name="查看证明")).to_have_count(0)
    _fits(phone, 390)
    phone.get_by_role("link", name="名人堂").click()
    expect(phone.get_by_role("heading", name="名人堂")).to_be_visible()
    _fits(phone, 390)
