"""A duel is launched from its template, dealt into two sides, and hangs as a rope on desk and wall; a goal as a glass."""

from playwright.sync_api import expect

from tests.e2e.centre import Centre
from tests.e2e.conftest import Visit


def test_a_tug_of_war_from_the_launch_to_the_wall(visit: Visit) -> None:
    page = visit("/launch", "lead")
    page.get_by_text("Tug of war", exact=True).click()
    expect(page.get_by_role("heading", name="Two sides")).to_be_visible()
    sides = page.locator(".sides .side")
    before = sides.nth(0).locator(".team").count()
    sides.nth(0).locator(".team").first.click()
    expect(sides.nth(0).locator(".team")).to_have_count(before - 1)
    page.get_by_role("button", name="Start the contest").click()
    page.wait_for_url("**/contests/*")
    expect(page.locator(".tug")).to_be_visible()
    wall = visit(f"/wall?contest={page.url.rsplit('/', 1)[1]}", "lead", locale="zh", size=(1920, 1080))
    expect(wall.locator(".tug .score")).to_have_count(2)


def test_everybody_sees_how_far_it_still_is(visit: Visit, centre: Centre) -> None:
    metric = centre.metric()
    body = {
        "template": "everybodys_goal",
        "site": "XM",
        "period": {"kind": "this_week"},
        "all": True,
        "freeze_minutes": 0,
        "goal": "40",
        "rules": {"method": "points", "terms": [{"metric": metric}], "team_rule": {"kind": "total"}},
    }
    contest = centre.ask("POST", "/contests", json=body)["id"]
    wall = visit(f"/wall?contest={contest}", "lead", size=(1920, 1080))
    expect(wall.locator(".goal .of")).to_have_text("of 40")
    centre.send(metric=metric, T01=11)
    expect(wall.get_by_text("Goal reached")).to_be_visible(timeout=10_000)
