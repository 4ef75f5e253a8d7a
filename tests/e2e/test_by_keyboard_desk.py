"""The desk with nothing but the keyboard: HR goes from everybody to what one criterion rests on, an administrator mends a file."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.conftest import Visit
from tests.e2e.keys import choose, press, sign_in, write

ROWS = "code,name_zh,name_en\nkeys-{n},按键线,Keys line\n{other},带空格,With a blank\n"

READS = {
    "zh": ("成熟度", "姓名或工号", "返回成熟度表"),
    "en": ("Readiness", "Name or code", "Back to the table"),
}


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_hr_reads_what_a_criterion_rests_on(visit: Visit, centre: Centre, locale: str) -> None:
    place, search, back = READS[locale]
    login = f"hr.keys.{locale}"
    body = {"login": login, "role": "hr", "name": login, "locale": locale, "password": PASSWORD}
    centre.ask("POST", "/accounts", json=body)
    page = visit("/login", locale=locale)
    sign_in(page, login, locale)
    page.wait_for_url(re.compile(r"/$"))
    press(page.locator("header").get_by_role("link", name=place, exact=True))
    page.wait_for_url("**/readiness")

    rows = page.locator("tbody tr")
    write(page.get_by_label(search), "T04")
    expect(rows).to_have_count(5)
    press(page.locator('tbody a[href="/readiness/T04-1"]'))
    page.wait_for_url("**/readiness/T04-1*")

    criterion = page.locator("main details").first
    asked = criterion.locator("summary")
    press(asked)
    expect(criterion).to_have_attribute("open", "")
    page.keyboard.press("Enter")
    expect(criterion).not_to_have_attribute("open", "")
    expect(asked).to_be_focused()
    press(page.get_by_role("link", name=back), "Shift+Tab")
    expect(rows.first).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "what", "mend", "do", "done"),
    [
        ("zh", "先看看会发生什么", "需要修改的行", "确认导入", "已导入"),
        ("en", "See what would happen", "Rows to mend", "Import it", "Imported"),
    ],
)
def test_an_administrator_mends_a_file(visit: Visit, locale: str, what: str, mend: str, do: str, done: str) -> None:
    page = visit("/data", "admin", locale=locale)

    def chosen(content: str) -> None:
        """Choosing the file itself is the browser's own window."""
        page.locator("input[type=file]").set_input_files(
            {"name": "queues.csv", "mimeType": "text/csv", "buffer": content.encode()}
        )
        press(page.get_by_role("button", name=what))

    choose(page.locator("#what"), "people:queues")
    chosen(ROWS.format(n=locale, other="x y"))
    expect(page.get_by_role("heading", name=mend)).to_be_visible()
    expect(page.get_by_role("button", name=do)).to_be_disabled()
    chosen(ROWS.format(n=locale, other=f"keys-too-{locale}"))
    expect(page.get_by_role("heading", name=mend)).to_have_count(0)
    press(page.get_by_role("button", name=do))
    expect(page.get_by_role("status")).to_contain_text(done)
