"""What a launch warns of is kept to one line until it is opened; the line must not widen the page."""

import pytest
from playwright.sync_api import expect

from tests.e2e.centre import Centre
from tests.e2e.conftest import Visit

NARROW = 390
LONG = {
    "zh": "这几个班组那一周已经在另外两场竞赛里了，" * 6,
    "en": "These teams are in two other contests that week. " * 6,
}


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_several_long_warnings_leave_the_page_as_wide_as_the_phone(visit: Visit, centre: Centre, locale: str) -> None:
    page = visit("/displays", "lead", locale=locale, size=(NARROW, 844))
    told = {"warnings": [{"code": "crowded", "messages": LONG}, {"code": "clash", "messages": LONG}]}
    page.route("**/api/v1/contests/outlook", lambda route: route.fulfill(json=told))
    page.goto(f"{centre.url}/launch")
    warned = page.locator("form summary").filter(has_text=LONG[locale][:20])
    expect(warned).to_be_visible()
    box = warned.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= NARROW
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
