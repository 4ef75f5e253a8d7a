"""A lead is told at once and leaves with a click; operations plan a series, see it on the calendar and write a template."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.centre import Centre

Visit = Callable[..., Page]
PHONE = (390, 844)


def _series(centre: Centre, **more: Any) -> dict[str, Any]:
    asked = {"template": "quality_arena", "site": "XM", "cadence": {"kind": "weekly"}, "all": True}
    found: dict[str, Any] = centre.ask("POST", "/series", json={**asked, **more})
    return found


def news(page: Page, centre: Centre) -> int:
    """How many contests of others' tests whoever looks was entered in and has not seen."""
    listed = page.request.get(f"{centre.url}/api/v1/contests?mine=invited&limit=50").json()["items"]
    return sum(one["unseen"] for one in listed)


def told(page: Page, n: int) -> None:
    """The frame says that so many are new, or nothing where none is."""
    said = page.locator("nav .news")
    if n:
        expect(said).to_contain_text(str(n))
    else:
        expect(said).to_have_count(0)


def test_a_lead_is_told_at_once_and_withdraws_with_one_click(visit: Visit, centre: Centre) -> None:
    page = visit("/", "lead")
    before = news(page, centre)
    asked = {
        "template": "weekly_service",
        "site": "XM",
        "period": {"kind": "next_week"},
        "teams": ["T01", "T02", "T03"],
    }
    contest = centre.ask("POST", "/contests", json={**asked, "title": {"zh": "临时加赛", "en": "Extra race"}})
    # The next look brings it, without anybody loading the page anew.
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    told(page, before + 1)
    notice = page.get_by_role("region", name="Your team was entered in new contests")
    expect(notice).to_contain_text("Extra race")
    notice.get_by_role("button", name="Withdraw Dawn").click()
    expect(notice).to_contain_text("Dawn has left “Extra race”")
    told(page, before)
    withdrawn = centre.ask("GET", f"/contests/{contest['id']}")["withdrawn"]
    assert [team["code"] for team in withdrawn] == ["T01"]


def test_who_opens_a_contest_has_seen_it(visit: Visit, centre: Centre) -> None:
    asked = {"template": "weekly_service", "site": "XM", "period": {"kind": "next_week"}, "teams": ["T01", "T04"]}
    contest = centre.ask("POST", "/contests", json={**asked, "title": {"zh": "看一眼", "en": "Glance"}})
    page = visit("/", "lead")
    before = news(page, centre)
    page.get_by_role("region", name="Your team was entered in new contests").get_by_role("link", name="Glance").click()
    expect(page.get_by_role("heading", name="Glance")).to_be_visible()
    told(page, before - 1)
    assert not centre.ask("GET", f"/contests/{contest['id']}")["withdrawn"]


def test_a_series_is_planned_paused_and_found_on_the_calendar(visit: Visit, centre: Centre) -> None:
    page = visit("/series/new?template=satisfaction_sprint", "admin")
    page.get_by_label("English title").fill("Friday sprint")
    page.get_by_label("Chinese title").fill("周五冲刺")
    page.get_by_label("Some hours of a day").check()
    for day in ("Mon", "Tue", "Wed", "Thu"):
        page.get_by_label(day, exact=True).uncheck()
    expect(page.get_by_role("heading", name="The rounds to come")).to_be_visible()
    page.get_by_role("button", name="Start the series").click()
    expect(page.get_by_text("Going on")).to_be_visible()
    page.get_by_role("link", name="Calendar", exact=True).first.click()
    expect(page.get_by_role("link", name="Friday sprint").first).to_be_visible()
    page.keyboard.press("w")
    expect(page.get_by_role("button", name="Week")).to_have_attribute("aria-pressed", "true")
    before = page.locator("h2").first.inner_text()
    page.keyboard.press("ArrowRight")
    expect(page.locator("h2").first).not_to_have_text(before)
    page.goto("/series")
    page.get_by_role("link", name="Friday sprint").first.click()
    page.get_by_role("button", name="Pause now").click()
    expect(page.get_by_text("Paused")).to_be_visible()
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_text("Going on")).to_be_visible()


def test_a_series_goes_back_to_its_template(visit: Visit, centre: Centre) -> None:
    own = {"rules": {"method": "points", "terms": [{"metric": "calls"}]}, "goal": "70"}
    asked = {"template": "everybodys_goal", "site": "XM", "cadence": {"kind": "monthly"}, "all": True, **own}
    series = centre.ask("POST", "/series", json={**asked, "title": {"zh": "自定目标", "en": "Own goal"}})["id"]
    page = visit(f"/series/{series}", "admin")
    page.get_by_label("Every round as the template has it").check()
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_text("it holds from the next round on")).to_be_visible()
    found = centre.ask("PATCH", f"/series/{series}", json={"stopped": True})
    assert (found["rules"], found["arrangement"]) == (None, {"season": None})


def test_the_calendar_is_a_list_on_the_phone_and_tells_of_clashes(visit: Visit, centre: Centre) -> None:
    for number in range(3):
        _series(centre, title={"zh": f"周赛{number}", "en": f"Race {number}"})
    page = visit("/calendar", "lead", locale="zh", size=PHONE)
    expect(page.get_by_role("link", name="周赛0").first).to_be_visible()
    page.locator("summary").click()
    expect(page.locator("details")).to_contain_text("晨光组")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    page = visit("/launch?template=quality_arena", "lead", locale="zh")
    page.get_by_role("button", name="开赛", exact=True).click()
    expect(page.get_by_text("将同时参加超过 2 场竞赛").first).to_be_visible()
    page.get_by_role("button", name="知道了").click()
    expect(page.get_by_text("将同时参加超过 2 场竞赛")).to_have_count(0)


def test_a_template_is_copied_mended_and_tried(visit: Visit) -> None:
    page = visit("/templates/new?from=weekly_service", "admin")
    page.get_by_label("Code", exact=True).fill("our_own")
    page.get_by_label("English name").fill("Our own race")
    page.get_by_label("Chinese name").fill("我们的周赛")
    page.get_by_label("Weight").first.fill("0")
    expect(page.get_by_text("a weight has to be above zero")).to_be_visible()
    expect(page.get_by_role("button", name="Save as a new template")).to_be_disabled()
    page.get_by_label("Weight").first.fill("40")
    expect(page.get_by_text("These rules can be played")).to_be_visible()
    page.get_by_role("button", name="Save as a new template").click()
    expect(page.get_by_text("version 1")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("version 2", exact=True)).to_be_visible()
