"""Leagues and cups in a browser: launched by a lead, followed on desk, phone and wall."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.centre import Centre
from tests.e2e.conftest import Visit, place_card

PATIENT = 20_000


@pytest.fixture(scope="module")
def league(centre: Centre) -> int:
    """A league of six whose first round is on; the more of a count, the better."""
    metric = centre.metric()
    body = {
        "template": "weekly_team_duel",
        "site": "XM",
        "period": {"kind": "this_week"},
        "title": {"zh": "班组联赛", "en": "Team league"},
        "all": True,
        "rules": {"method": "points", "terms": [{"metric": metric}]},
        "season": {"seeds": ["T01", "T02", "T03", "T04", "T05", "T06"]},
    }
    found: int = centre.ask("POST", "/contests", json=body)["id"]
    centre.send(metric=metric, T03=900, T04=700, T01=500, T02=300, T05=200, T06=100)
    return found


def test_a_lead_launches_a_cup_and_sees_its_bracket(visit: Visit) -> None:
    page = visit("/launch", "lead", locale="zh")
    page.get_by_text("班组杯", exact=True).click()
    expect(page.get_by_text("3 轮，约 3 周")).to_be_visible()
    page.get_by_label("节奏").select_option("everyOther")
    expect(page.get_by_text("3 轮，约 5 周")).to_be_visible()
    page.get_by_role("button", name="开赛").click()
    page.wait_for_url(re.compile(r"/contests/\d+$"))
    expect(page.get_by_role("tab", name="对阵图")).to_have_attribute("aria-selected", "true", timeout=PATIENT)
    expect(page.locator(".bracket .tie .name").first).to_be_visible()
    expect(page.get_by_role("heading", name="四分之一决赛")).to_be_visible()
    # Six teams: the two best seeds rest in the first round.
    expect(page.locator(".bracket").get_by_text("轮空")).to_have_count(2)


def test_the_desk_shows_table_and_fixtures_and_where_points_come_from(visit: Visit, league: int) -> None:
    page = visit(f"/contests/{league}", "lead")
    expect(page.locator("tbody tr").first).to_contain_text("3", timeout=PATIENT)
    expect(page.get_by_text("3 for a win, 1 for a draw")).to_be_visible()
    page.locator("button.points").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Round 1")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("tab", name="Fixtures").click()
    expect(page.locator(".fixture")).to_have_count(3)
    page.get_by_role("button", name="Next round").click()
    expect(page.get_by_role("heading", name="Round 2")).to_be_visible()
    page.get_by_role("tab", name="Crosstable").click()
    grid = page.get_by_role("region", name="Crosstable")
    expect(grid.locator("tbody tr")).to_have_count(6)
    # Three fixtures are on, each told from both sides; the others say their round.
    expect(grid.locator(".letter.on")).to_have_count(6)
    expect(grid.get_by_text("Round 2")).to_have_count(6)


def test_the_wall_never_shows_what_who_is_behind_scored(visit: Visit, league: int) -> None:
    page = visit(f"/wall?contest={league}", "lead", size=(1920, 1080))
    fixtures = page.locator(".fixtures li")
    expect(fixtures).to_have_count(3, timeout=PATIENT)
    # At 0:0 nobody is behind, and both are shown: wait until what was played is scored.
    expect(page.locator(".fixtures .best")).to_have_count(3, timeout=PATIENT)
    for line in range(3):
        shown = [text for text in fixtures.nth(line).locator(".score").all_inner_texts() if text.strip()]
        assert len(shown) == 1, shown
    # Hung upright it is as narrow as a name can bear: sides stand above each other, and none is cut.
    page.set_viewport_size({"width": 1080, "height": 1920})
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)"
    assert page.locator(".fixtures .name").evaluate_all(cut) == []


def test_a_phone_shows_the_own_next_opponent_and_fits(visit: Visit, league: int) -> None:
    page = visit("/me", "agent", size=(390, 844))
    card = place_card(page, "Team league")
    expect(card.get_by_text("Next opponent")).to_be_visible(timeout=PATIENT)
    page.goto(f"/contests/{league}")
    expect(page.get_by_role("tab", name="Fixtures")).to_be_visible()
    page.get_by_role("tab", name="Crosstable").click()
    # Who may not see every place sees the own side's results, and nobody else's.
    expect(page.get_by_role("heading", name="Voyage")).to_be_visible()
    expect(page.locator(".single li")).to_have_count(5)
    expect(page.locator(".grids")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
