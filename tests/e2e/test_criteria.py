"""HR changes a threshold, tries it on the past and adopts it, in Chinese; the agent reads the changed path, in English."""

import re

from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.conftest import Visit
from tests.e2e.judging import judge


def test_a_threshold_from_the_editor_to_the_path(visit: Visit, centre: Centre, axe: str) -> None:
    centre.ask(
        "POST",
        "/accounts",
        json={"login": "hr.rules", "role": "hr", "name": "沈洁", "locale": "zh", "password": PASSWORD},
    )
    page = visit("/criteria", "hr.rules", locale="zh")
    page.get_by_role("button", name="起草新版本").click()
    page.get_by_label("版本编号").fill("e2e-1")
    page.get_by_role("button", name="开始起草").click()
    page.wait_for_url("**/criteria/e2e-1")

    page.get_by_role("button", name="编辑 test_calls").click()
    least = page.get_by_label(re.compile("^不低于"))
    least.fill("7x")
    expect(page.get_by_text("请检查这一项的填写").first).to_be_visible()
    least.fill("80")
    expect(page.get_by_text("近 5 次拨测有 4 次 ≥ 80 分").first).to_be_visible()
    assert judge(page, axe) == []
    page.get_by_role("button", name="保存草稿").first.click()
    expect(page.get_by_text("已保存")).to_be_visible()
    changes = page.get_by_role("region", name="与 default-1 相比")
    expect(changes.get_by_text("近 5 次拨测有 4 次 ≥ 80 分")).to_be_visible()

    page.get_by_role("button", name="开始试算").click()
    expect(page.get_by_text("不按性别和年龄统计")).to_be_visible()
    page.get_by_label("为什么改").fill("与各班组长商定")
    page.get_by_label("我已看过").check()
    page.get_by_role("button", name=re.compile("起采用$")).click()
    expect(page.get_by_text("现行", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="编辑 test_calls")).to_have_count(0)

    path = visit("/path", "agent", size=(360, 740))
    expect(path.get_by_role("heading", name="My path")).to_be_visible()
    expect(path.get_by_text("4 of the last 5 test calls ≥ 80").first).to_be_visible()
    expect(path.get_by_text("default-1 counts if it is better for you")).to_be_visible()
    path.get_by_text("What Senior asks").click()
    expect(path.get_by_text("18 months with the centre")).to_be_visible()
    assert path.evaluate("document.documentElement.scrollWidth") == 360
