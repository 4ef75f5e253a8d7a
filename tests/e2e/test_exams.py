"""A trainer sets an exam in Chinese; an agent takes it on the phone in English through a reload and a cut network."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre, centre_day
from tests.e2e.conftest import Visit

_HEAD = "code,topic,kind,zh,en,options_zh,options_en,right"


def test_an_exam_from_the_bank_to_the_result(visit: Visit, centre: Centre, tmp_path: Path) -> None:
    centre.ask(
        "POST",
        "/accounts",
        json={"login": "tutor", "role": "trainer", "name": "方琳", "locale": "zh", "password": PASSWORD},
    )
    bank = tmp_path / "bank.csv"
    rows = [
        f"q{n},bills,single,第 {n} 题：账单几号出？,Question {n}: when is the bill made?,1 日|5 日,the 1st|the 5th,B"
        for n in range(1, 7)
    ]
    bank.write_text("\n".join([_HEAD, *rows]), encoding="utf-8")
    page = visit("/exams?tab=bank", "tutor", locale="zh")
    page.get_by_role("button", name="导入题目").click()
    page.get_by_label("文件").set_input_files(bank)
    page.get_by_role("button", name="试读").click()
    expect(page.get_by_text("共 6 行：新增 6")).to_be_visible()
    page.get_by_role("button", name="写入").click()
    expect(page.get_by_text("第 1 题：账单几号出？")).to_be_visible()
    shot(page, "bank")

    page.goto(page.url.split("/exams")[0] + "/exams/new")
    page.get_by_label("代码").fill("bills-1")
    page.get_by_label("中文名称").fill("账单基础")
    page.get_by_label("英文名称").fill("Bills, the basics")
    page.get_by_label("题数").fill("4")
    shot(page, "form")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="账单基础")).to_be_visible()
    page.get_by_label("坐席工号").fill("T04-1")
    page.get_by_label("日期").fill(centre_day().isoformat())
    # At whatever hour this runs, it may be taken.
    page.get_by_label("排班时间之外也可考").fill("晚间集中考试")
    page.get_by_role("button", name="安排（1）").click()
    expect(page.get_by_text("已安排 1 人。")).to_be_visible()
    expect(page.get_by_text("排班时间之外也可考：晚间集中考试")).to_be_visible()

    phone = visit("/my-exams", "agent", size=(390, 780))
    shot(phone, "mine")
    phone.get_by_role("button", name="Start the exam").click()
    phone.get_by_role("button", name="Start the exam").click()
    phone.get_by_label("the 5th").check()
    expect(phone.get_by_text("✓ Saved")).to_be_visible()
    shot(phone, "paper")
    phone.reload()
    expect(phone.get_by_text("1 of 4 answered")).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_label("the 5th").check()
    expect(phone.get_by_text("No network.")).to_be_visible()
    phone.get_by_role("button", name="Next", exact=True).click()
    phone.get_by_label("the 5th").check()
    shot(phone, "cut")
    phone.context.set_offline(False)
    expect(phone.get_by_text("✓ Saved")).to_be_visible()
    phone.get_by_text("All questions").click()
    phone.get_by_role("button", name="Hand in").last.click()
    shot(phone, "sure")
    phone.get_by_role("alertdialog").get_by_role("button", name="Hand in").click()
    phone.get_by_role("link", name="See my result").click()
    expect(phone.get_by_text("75", exact=True)).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    shot(phone, "results")

    page.reload()
    expect(page.get_by_role("cell", name="75")).to_be_visible()
    shot(page, "exam")


def shot(page: Any, name: str) -> None:
    if folder := os.environ.get("EXAM_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
