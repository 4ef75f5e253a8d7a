"""What each role comes for, walked in the language in which no other test walks it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.centre import TEAMS, Centre
from tests.e2e.conftest import Visit, place_card

PATIENT = 20_000
ROWS = "code,name_zh,name_en\nvip-{n},贵宾线,VIP line\n,没有编号,No code\nx y,带空格,With a blank\n"


def test_a_lead_launches_in_english_by_keyboard_alone(visit: Visit, centre: Centre) -> None:
    page = visit("/", "lead", locale="en")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/launch")
    expect(page.get_by_text("6 teams of Xiamen")).to_be_visible(timeout=PATIENT)
    title = page.get_by_label("English title")
    title.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Launched by keys")
    go = page.get_by_role("button", name="Start the contest")
    go.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/contests/\d+$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Launched by keys")
    started = int(page.url.rsplit("/", 1)[1])
    assert len(centre.ask("GET", f"/contests/{started}")["entrants"]) == len(TEAMS)


def test_an_agent_reads_why_in_chinese(visit: Visit, centre: Centre) -> None:
    centre.launch("Read in Chinese", metric := centre.metric())
    centre.send(metric=metric, T03=9, T04=6, T01=3)
    page = visit("/me", "agent", locale="zh", size=(390, 844))
    card = place_card(page, "Read in Chinese（中）")
    expect(card.locator(".own")).to_contain_text("远航组", timeout=PATIENT)
    card.get_by_role("button", name="为什么是这个数").click()
    why = page.get_by_role("dialog")
    expect(why).to_contain_text("合计")
    expect(why.get_by_role("heading", level=2)).to_contain_text("远航组")


@pytest.mark.parametrize(
    ("locale", "what", "tried", "mend", "skip", "do", "done"),
    [
        ("zh", "先看看会发生什么", "预演", "需要修改的行", "先跳过", "确认导入", "已导入"),
        ("en", "See what would happen", "A trial", "Rows to mend", "Skip rows", "Import it", "Imported"),
    ],
)
def test_a_file_with_faults_is_mended_row_by_row(
    visit: Visit, locale: str, what: str, tried: str, mend: str, skip: str, do: str, done: str
) -> None:
    page = visit("/data", "admin", locale=locale)
    page.locator("#what").select_option("people:queues")
    content = ROWS.format(n=locale).encode()
    page.locator("input[type=file]").set_input_files({"name": "queues.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name=what).click()
    expect(page.get_by_text(tried).first).to_be_visible(timeout=PATIENT)
    expect(page.get_by_role("heading", name=mend)).to_be_visible()
    expect(page.get_by_role("button", name=do)).to_be_disabled()
    page.get_by_label(re.compile(skip)).check()
    page.get_by_role("button", name=do).click()
    expect(page.get_by_role("status")).to_contain_text(done, timeout=PATIENT)
