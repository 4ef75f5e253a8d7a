"""Thanks in a browser: found by a part of a name, given in a minute, seen at once, kept to oneself or taken back."""

import re

from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.conftest import Visit


def test_a_colleague_is_thanked_from_the_phone(visit: Visit, centre: Centre) -> None:
    for login, agent, locale in (("thanker", "T06-1", "zh"), ("thanked", "T06-2", "en"), ("host", "T06-0", "zh")):
        body = {"login": login, "role": "lead" if login == "host" else "agent", "name": login, "agent": agent}
        centre.ask("POST", "/accounts", json={**body, "locale": locale, "password": PASSWORD})

    phone = visit("/kudos", "thanker", locale="zh", size=(390, 844))
    expect(phone.get_by_text("本月还可以感谢 5 次")).to_be_visible()
    phone.get_by_role("button", name="送出感谢").click()
    expect(phone.get_by_role("alert")).to_have_text("请选一位同事。")
    phone.get_by_label("感谢谁").fill("磐石2")
    phone.get_by_role("button", name=re.compile("磐石2号")).click()
    phone.get_by_text("主动补位").click()
    phone.get_by_label("想说的话").fill("替我接了最后一通电话，谢谢！")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.get_by_role("button", name="送出感谢").click()
    expect(phone.get_by_role("status").filter(has_text="磐石2号")).to_be_visible()
    expect(phone.get_by_text("本月还可以感谢 4 次")).to_be_visible()

    desk = visit("/kudos", "thanked", locale="en")
    received = desk.locator("section").filter(has_text="Thanks you received")
    expect(received.get_by_role("listitem")).to_contain_text("Standing in")
    team = desk.locator("section").filter(has_text="Thanks in the team")
    expect(team).to_contain_text("Bedrock 1 thanks Bedrock 2")
    received.get_by_role("button", name="Keep to myself").click()
    expect(received.get_by_text("Only you see it")).to_be_visible()
    expect(team).to_contain_text("None in the last 60 days")

    host = visit("/kudos", "host", locale="zh")
    missed = host.locator("section").filter(has_text="很久没有人感谢过")
    for never in ("磐石1号", "磐石3号", "磐石4号"):
        expect(missed).to_contain_text(never)
    expect(missed).not_to_contain_text("磐石2号")

    given = phone.locator("section").filter(has_text="送出的感谢")
    given.get_by_role("button", name="收回").click()
    given.get_by_role("button", name="确定收回").click()
    expect(given.get_by_text("已收回")).to_be_visible()
    expect(phone.get_by_text("本月还可以感谢 4 次")).to_be_visible()
    host.reload()
    expect(missed).to_contain_text("磐石2号")


def test_operations_change_what_one_may_thank_for(visit: Visit, centre: Centre) -> None:
    body = {"login": "kudos-ops", "role": "ops", "name": "Olivia", "locale": "en", "password": PASSWORD}
    centre.ask("POST", "/accounts", json=body)
    page = visit("/kudos", "kudos-ops")
    expect(page.get_by_text("Your account belongs to nobody on the roll")).to_be_visible()
    page.get_by_role("link", name="Rules of thanking").click()
    expect(page.get_by_label("Code")).to_have_count(6)
    page.get_by_role("button", name="Add a value").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Each needs a code")
    page.get_by_label("Code").last.fill("calm")
    page.get_by_label("Chinese").last.fill("沉着冷静")
    page.get_by_label("English", exact=True).last.fill("Keeping calm")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
