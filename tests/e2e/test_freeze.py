"""A frozen contest from the wall that stands still to the ceremony that a presenter drives from the phone."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.conftest import Visit
from tests.e2e.keys import press

PATIENT = 20_000
LEFT = timedelta(seconds=15)
"""How long the contest still goes when it is launched: enough to see that what is played now changes nothing on a wall."""


@pytest.fixture(scope="module")
def contest(centre: Centre) -> int:
    """A contest launched into its own freeze, presented by somebody who does not play; calls come only after it, so the public knows none."""
    now = datetime.now(UTC)
    window = {"starts": (now - timedelta(hours=2)).isoformat(), "ends": (now + LEFT).isoformat()}
    body = {
        "template": "weekly_service",
        "site": "XM",
        "period": {"kind": "hours", **window},
        "title": {"zh": "封榜之夜", "en": "Frozen night"},
        "teams": [f"T0{number}" for number in range(1, 7)],
        "freeze_minutes": 150,
        "rules": {"method": "points", "terms": [{"metric": "calls_answered"}]},
    }
    found: int = centre.ask("POST", "/contests", json=body)["id"]
    host = {"login": "presenter", "role": "ops", "name": "Marta Klein", "locale": "en", "password": PASSWORD}
    account = centre.ask("POST", "/accounts", json=host)["id"]
    centre.ask("PUT", f"/contests/{found}/reveal/presenter", json={"account": account})
    centre.send(metric="calls_answered", T06=60, T05=50, T04=40, T03=30, T02=20, T01=10)
    return found


def on_stage(wall: Page, name: str) -> None:
    expect(wall.locator(".on-stage .who")).to_have_text(name, timeout=PATIENT)


def click(where: Page | Locator, name: str) -> None:
    """By keys alone: a presenter may hold a clicker, or sit at a desk without a mouse."""
    press(where.get_by_role("button", name=name, exact=True))


def test_a_freeze_ends_in_a_ceremony_on_every_wall(visit: Visit, contest: int) -> None:
    size = (1920, 1080)
    walls = [visit(f"/wall?contest={contest}", "lead", locale=locale, size=size) for locale in ("en", "zh")]
    expect(walls[0].locator(".truth")).to_contain_text("Frozen", timeout=PATIENT)
    expect(walls[1].locator(".truth")).to_contain_text("封榜")
    expect(walls[0].locator("body")).not_to_contain_text("240")
    agent = visit(f"/contests/{contest}", "agent", size=(390, 844))
    expect(agent.get_by_text("The board stands as of")).to_be_visible(timeout=PATIENT)
    expect(agent.get_by_role("link", name="Reveal")).to_have_count(0)

    phone = visit(f"/contests/{contest}/reveal", "presenter", size=(390, 844))
    expect(phone.locator(".walls")).to_contain_text("2", timeout=PATIENT)
    expect(phone.get_by_role("button", name="Begin the reveal")).to_be_visible(timeout=PATIENT)
    click(phone, "Begin the reveal")
    for wall in walls:
        expect(wall.locator(".curtain")).to_be_visible(timeout=PATIENT)
    for button, en, zh in (("Show 3rd place", "Voyage", "远航组"), ("Show 2nd place", "Spark", "星火组")):
        click(phone, button)
        on_stage(walls[0], en)
        on_stage(walls[1], zh)
    # The presenter goes on in the other language.
    click(phone, "中文")
    click(phone, "揭晓冠军")
    on_stage(walls[0], "Bedrock")
    on_stage(walls[1], "磐石组")
    phone.keyboard.press("PageUp")
    on_stage(walls[0], "Spark")
    late = visit(f"/wall?contest={contest}", "lead", size=size)
    on_stage(late, "Spark")
    phone.keyboard.press("PageDown")
    for wall, provisional in ((walls[0], "provisional"), (walls[1], "暂定"), (late, "provisional")):
        expect(wall.locator(".ceremony.won")).to_contain_text(provisional, ignore_case=True, timeout=PATIENT)
        # Nobody below the named places has a place on a wall.
        expect(wall.locator(".ladder .rung")).to_have_count(3)

    click(phone, "公布完整榜单")
    click(phone.get_by_role("dialog"), "公布完整榜单")
    expect(phone.get_by_role("heading", name="已经揭榜")).to_be_visible(timeout=PATIENT)
    expect(walls[0].locator("ol.rows .row .name strong")).to_have_text(["Bedrock", "Spark", "Voyage"], timeout=PATIENT)
    expect(walls[0].locator(".truth")).to_contain_text("Provisional")
    # Nobody leads what is over.
    expect(walls[0].locator(".row.first .gap")).to_have_text("first")
    expect(walls[1].locator(".row.first .gap")).to_have_text("暂列第一")
    phone.get_by_role("link", name="查看完整榜单").click()
    expect(phone.locator("tbody tr")).to_have_count(6, timeout=PATIENT)
    expect(phone.locator("tbody tr").first).to_contain_text("磐石组")
    # Who plays sees by itself what the walls show, without loading the page anew.
    expect(agent.get_by_text("The board stands as of")).to_have_count(0, timeout=PATIENT)
    expect(agent.locator("tbody tr").first).to_contain_text("Bedrock")
