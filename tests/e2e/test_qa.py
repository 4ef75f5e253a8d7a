"""An analyst judges a call by keyboard, the agent disputes it on the phone, another analyst changes one line."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.conftest import Visit
from tests.e2e.judging import judge


def test_a_call_from_the_form_to_the_changed_score(visit: Visit, centre: Centre, axe: str) -> None:
    for login, name in (("qa.zh", "苏晴"), ("qa.other", "Ana Lopez")):
        account = {"login": login, "role": "analyst", "name": name, "password": PASSWORD}
        centre.ask("POST", "/accounts", json={**account, "locale": "zh"})
    at = (datetime.now(UTC) - timedelta(hours=2)).isoformat().replace("+00:00", "Z")
    # A test call, so that other tests' contests by QA are left alone.
    page = visit(f"/qa/new?agent=T04-1&call=T-1001&kind=test_call&at={at}", "qa.zh", locale="zh")
    first = page.get_by_role("radiogroup", name="问候与报名")
    first.focus()
    # Key by key down the form: full marks, the identity does not apply, the answer is half right.
    page.keyboard.type("1011121111")
    expect(page.get_by_text("全部评完")).to_be_visible()
    page.get_by_label("点评").fill("复述诉求做得好；退费期限请再核对。")
    assert judge(page, axe) == []
    page.get_by_role("button", name="提交评分").click()
    page.wait_for_url(re.compile(r"/qa/\d+$"))
    number = page.url.rsplit("/", 1)[1]

    phone = visit("/qa", "agent", size=(390, 844))
    expect(phone.get_by_role("heading", name="My evaluations")).to_be_visible()
    row = phone.get_by_role("row").filter(has=phone.locator(f'a[href="/qa/{number}"]'))
    expect(row.get_by_role("cell", name="Test call New")).to_be_visible()
    phone.goto(f"/qa/{number}")
    phone.get_by_role("button", name="Dispute it").click()
    phone.get_by_label("Your reason").fill("The term I gave is the new one, in force since Monday.")
    phone.get_by_role("button", name="Send the dispute").click()
    expect(phone.get_by_text("Somebody other than the evaluator will answer.")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    assert judge(phone, axe) == []

    desk = visit("/qa?dispute=open", "qa.other", locale="zh")
    desk.get_by_role("row", name=re.compile("T04-1")).get_by_role("link").click()
    desk.get_by_role("button", name="重新评分").click()
    desk.get_by_role("radiogroup", name="解答正确完整").get_by_role("radio", name="25 分中得 25 分").click()
    desk.get_by_label("答复（本人会看到）").fill("核对无误，按新规定改为满分。")
    desk.get_by_role("button", name="改分并答复").click()
    expect(desk.get_by_text("申诉后改分")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Disputed, changed")).to_be_visible()
    expect(phone.get_by_text("was 87.5")).to_be_visible()
