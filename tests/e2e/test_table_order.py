"""What decides among teams level on points in a league is put in order by buttons and by keys, in the template's editor."""

from playwright.sync_api import Locator, expect

from tests.e2e.centre import Centre
from tests.e2e.conftest import Visit


def in_order(listed: Locator, *criteria: str) -> None:
    expect(listed.locator("strong")).to_have_text(list(criteria))


def test_tie_breaks_are_moved_dropped_added_and_kept(visit: Visit, centre: Centre) -> None:
    page = visit("/templates/new?from=weekly_team_duel", "admin")
    page.locator("summary", has_text="Rules of the table").click()
    listed = page.get_by_role("list", name="Level on points: what decides")
    in_order(listed, "difference", "scores for", "wins", "head to head")
    up = listed.get_by_role("button", name="Move “head to head” up")
    up.click()
    in_order(listed, "difference", "scores for", "head to head", "wins")
    # The focus goes along with what was moved, so that the next key moves it on.
    expect(up).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    in_order(listed, "head to head", "difference", "scores for", "wins")
    expect(up).to_be_disabled()
    page.keyboard.press("Alt+ArrowDown")
    in_order(listed, "difference", "head to head", "scores for", "wins")
    listed.get_by_role("listitem").nth(2).get_by_role("button", name="Leave out").click()
    in_order(listed, "difference", "head to head", "wins")
    page.get_by_role("button", name="+ scores for").click()
    in_order(listed, "difference", "head to head", "wins", "scores for")
    page.get_by_label("Code", exact=True).fill("ordered_league")
    page.get_by_label("English name").fill("Ordered league")
    page.get_by_label("Chinese name").fill("有序联赛")
    page.get_by_role("button", name="Save as a new template").click()
    expect(page.get_by_text("version 1")).to_be_visible()
    kept = centre.ask("GET", "/templates/ordered_league")["play"]["table"]["order"]
    assert kept == ["difference", "head_to_head", "wins", "scores_for"]
