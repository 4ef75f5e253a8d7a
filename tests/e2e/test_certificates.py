"""Certificates in a browser: HR honors somebody and prints it, the owner downloads it, anybody checks it until it is taken back."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.conftest import Visit
from tests.e2e.judging import judge


def test_an_honor_goes_from_the_desk_to_the_phone_and_the_counter(visit: Visit, centre: Centre, axe: str) -> None:
    people = (
        ("paper-hr", "hr", None, "zh"),
        ("paper-own", "agent", "T06-3", "en"),
        ("paper-lead", "lead", "T06-0", "zh"),
    )
    for login, role, agent, locale in people:
        body = {"login": login, "role": role, "name": login, "locale": locale, "password": PASSWORD}
        centre.ask("POST", "/accounts", json=body | ({"agent": agent} if agent else {}))

    desk = visit("/certificates", "paper-hr", locale="zh")
    desk.get_by_role("button", name="特别表彰").click()
    form = desk.get_by_role("dialog")
    form.get_by_role("button", name="颁发").click()
    expect(form.get_by_role("alert")).to_contain_text("中英文")
    assert judge(desk, axe) == []
    form.get_by_label("坐席", exact=True).last.fill("T06-3")
    form.get_by_label("名称（中文）").fill("雨夜坚守奖")
    form.get_by_label("名称（英文）").fill("Night of the storm")
    form.get_by_label("正文（中文）").fill("暴雨夜坚守岗位。特发此状，以资鼓励。")
    form.get_by_label("正文（英文）").fill("staying through the storm.")
    form.get_by_role("button", name="颁发").click()
    row = desk.locator("tbody tr").filter(has_text="雨夜坚守奖")
    row.get_by_role("button", name="预览").click()
    sample = desk.get_by_role("dialog").locator("img")
    expect(sample).to_have_js_property("complete", value=True)
    assert sample.evaluate("image => image.naturalWidth") > 1000
    assert judge(desk, axe) == []
    desk.keyboard.press("Escape")
    row.get_by_role("checkbox").check()
    desk.get_by_label("证书语言").select_option("both")
    desk.get_by_role("button", name="合成 PDF").click()
    with desk.expect_download() as printed:
        desk.get_by_role("link", name="下载 PDF").click()
    assert Path(printed.value.path()).read_bytes().startswith(b"%PDF")

    lead = visit("/certificates", "paper-lead", locale="zh")
    _print(lead, "雨夜坚守奖", ("证书语言", "zh", "合成 PDF", "下载 PDF"))
    lead.get_by_role("button", name="English").click()
    _print(lead, "Night of the storm", ("Language on paper", "en", "Make PDF", "Download PDF"))
    # Of another team there is nothing to print for a lead, but somebody to thank.
    expect(lead.locator("tbody")).not_to_contain_text("Spark")
    lead.goto("/kudos")
    _thank(lead, ("感谢谁", "星火3", "星火3号", "主动补位", "送出感谢"))
    lead.get_by_role("button", name="English").click()
    _thank(lead, ("Whom", "Spark 4", "Spark 4", "Standing in", "Send thanks"))

    phone = visit("/my-certificates", "paper-own", locale="en", size=(390, 844))
    own = phone.get_by_role("listitem").filter(has_text="Night of the storm")
    expect(own).to_contain_text("For staying through the storm.")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    assert judge(phone, axe) == []
    with phone.expect_download() as taken:
        own.get_by_role("link", name="Download PDF").click()
    number = taken.value.suggested_filename.removesuffix(".pdf")

    counter = visit(f"/verify?number={number}", None, locale="en", size=(390, 844))
    finding = counter.locator("[data-finding]")
    expect(finding).to_contain_text("Genuine")
    expect(finding).to_contain_text("staying through the storm.")
    row.get_by_role("button", name="预览").click()
    desk.get_by_label("撤回原因").fill("写错了人，已更正")
    desk.get_by_role("button", name="撤回表彰").click()
    expect(row).to_have_count(0)
    counter.reload()
    expect(finding).to_contain_text("Withdrawn")
    expect(finding).not_to_contain_text("storm")
    assert judge(counter, axe) == []
    phone.reload()
    expect(phone.get_by_text("Withdrawn")).to_be_visible()


def _print(page: Page, honor: str, words: tuple[str, str, str, str]) -> None:
    """Tick an honor on the print desk and take the paper."""
    label, language, make, take = words
    page.locator("tbody tr").filter(has_text=honor).get_by_role("checkbox").check()
    page.get_by_label(label).select_option(language)
    with page.expect_response("**/honor-certificates/jobs"):
        page.get_by_role("button", name=make).click()
    with page.expect_download() as printed:
        page.get_by_role("link", name=take).click()
    assert Path(printed.value.path()).read_bytes().startswith(b"%PDF")


def _thank(page: Page, words: tuple[str, str, str, str, str]) -> None:
    """Thank somebody who is found by a part of the name."""
    label, part, whole, value, send = words
    page.get_by_label(label).fill(part)
    page.get_by_role("button", name=re.compile(whole)).click()
    page.get_by_text(value).first.click()
    page.get_by_role("button", name=send).click()
    expect(page.get_by_role("status").filter(has_text=whole)).to_be_visible()


def test_a_centre_wears_its_own_colour_once_people_can_read_it(visit: Visit, centre: Centre, axe: str) -> None:
    body = {"login": "look-ops", "role": "ops", "name": "Olga", "locale": "en", "password": PASSWORD}
    centre.ask("POST", "/accounts", json=body)
    before = centre.ask("GET", "/look/whole")
    page = visit("/look", "look-ops")
    page.get_by_label("Use the centre’s own colour").check()
    page.get_by_label("Colour as hex digits").fill("#ffb400")
    expect(page.get_by_text("many people could not read it")).to_be_visible()
    assert judge(page, axe) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("a colour that people can read")
    page.get_by_role("button", name="Take #").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("every page wears it now")).to_be_visible()
    nearest = page.get_by_label("Colour as hex digits").input_value()
    worn = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"
    assert page.evaluate(worn) == nearest
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert judge(page, axe) == []
    page.goto("/badges")
    page.wait_for_function(f"{worn} === '{nearest}'")
    # Others' pages are looked at in the product's own colours.
    page.goto("/look")
    page.get_by_label("Use the centre’s own colour").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("every page wears it now")).to_be_visible()
    assert page.evaluate(worn) != nearest
    assert before["colour"] is None
