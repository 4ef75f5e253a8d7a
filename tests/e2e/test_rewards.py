"""Points in a browser: given by a lead with a reason, redeemed on the phone, approved and handed over by operations."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.e2e.centre import PASSWORD, Centre, centre_day
from tests.e2e.conftest import Visit


def test_points_go_from_the_budget_to_the_phone_and_into_somebodys_hands(visit: Visit, centre: Centre) -> None:
    for login, role, agent, locale in (
        ("points.lead", "lead", "T02-0", "zh"),
        ("points.agent", "agent", "T02-1", "en"),
        ("points.ops", "ops", None, "en"),
    ):
        body = {"login": login, "role": role, "name": login, "agent": agent, "locale": locale, "password": PASSWORD}
        centre.ask("POST", "/accounts", json=body)

    keep = visit("/points/keep?tab=items", "points.ops")
    for code, kind, price in (("mug_e2e", "Gift", "80"), ("shift_e2e", "Choice of shift", "50")):
        keep.get_by_role("button", name="Add a reward").click()
        keep.get_by_role("button", name="Save").click()
        expect(keep.get_by_role("alert")).to_contain_text("Give a code")
        keep.get_by_label("Code").fill(code)
        keep.get_by_label("Kind").select_option(label=kind)
        keep.get_by_label("Chinese name").fill("马克杯" if code == "mug_e2e" else "选一次班")
        keep.get_by_label("English name").fill("Blue mug" if code == "mug_e2e" else "Pick a shift")
        keep.get_by_label("Price in points").fill(price)
        keep.get_by_role("button", name="Save").click()
        card = keep.get_by_role("listitem").filter(has_text=code)
        card.get_by_role("button", name="Add stock").click()
        card.get_by_label("How many").fill("3")
        card.get_by_role("button", name="Add stock").click()
        expect(card).to_contain_text("3 left")
    keep.get_by_role("link", name="Budgets").click()
    keep.get_by_label("To", exact=True).select_option(label="Team · Pine")
    keep.get_by_label("Points", exact=True).fill("600")
    keep.get_by_label("What for").fill("November")
    keep.get_by_role("button", name="Allot").click()
    expect(keep.get_by_role("status")).to_have_text("600 points allotted.")

    phone = visit("/points", "points.agent", size=(390, 844))
    balance = phone.locator(".big")
    # Colleagues' thanks may have brought some.
    had = int(balance.inner_text())

    lead = visit("/points/give", "points.lead", locale="zh")
    lead.get_by_role("button", name="发出").click()
    expect(lead.get_by_role("alert")).to_contain_text("请选人")
    for amount, told in (("150", "已发给 青松1号"), ("250", "等待审批")):
        lead.get_by_label("发给谁").select_option("T02-1")
        lead.get_by_label("多少分").fill(amount)
        lead.get_by_label("为什么").fill("连续三天主动留下清积压")
        lead.get_by_role("button", name="发出").click()
        expect(lead.get_by_role("status")).to_contain_text(told)
    expect(lead.get_by_text("250 分待审批", exact=False).first).to_be_visible()

    phone.reload()
    expect(balance).to_have_text(f"{had + 150}")
    phone.get_by_role("button", name="Redeem “Pick a shift”").click()
    phone.get_by_role("button", name="Redeem", exact=True).last.click()
    expect(phone.get_by_role("alert")).to_have_text("Give the day, the start and the end.")
    phone.get_by_label("Which day").fill((centre_day() + timedelta(days=9)).isoformat())
    phone.get_by_label("Start").fill("10:00")
    phone.get_by_label("End").fill("18:00")
    phone.get_by_role("button", name="Redeem", exact=True).last.click()
    expect(phone.get_by_role("status")).to_have_text("“Pick a shift” is yours.")
    phone.get_by_role("button", name="Redeem “Blue mug”").click()
    phone.get_by_role("button", name="Redeem", exact=True).last.click()
    expect(phone.get_by_role("status")).to_have_text("“Blue mug” is yours.")
    expect(balance).to_have_text(f"{had + 20}")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390

    keep.get_by_role("link", name="Approve and hand over").click()
    waiting = keep.locator("section").filter(has_text="Waiting for approval").first
    asked = waiting.get_by_role("listitem").filter(has_text="250 points for Pine 1")
    asked.get_by_role("button", name="Approve").click()
    expect(asked).to_have_count(0)
    handing = keep.get_by_role("listitem").filter(has_text="“Blue mug” for Pine 1")
    handing.get_by_role("button", name="Handed over").click()
    expect(handing).to_have_count(0)
    keep.get_by_role("link", name="Ledger").click()
    expect(keep.get_by_text("In balance")).to_be_visible()
    expect(keep.get_by_role("row").filter(has_text=re.compile("Approved by a second person"))).to_have_count(1)

    phone.reload()
    expect(balance).to_have_text(f"{had + 270}")
    expect(phone.get_by_role("listitem").filter(has_text="Blue mug").filter(has_text="Handed over")).to_have_count(1)
