"""A wall and its remote: steered from a phone within seconds, and its last good picture there without a network."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.centre import Centre
from tests.e2e.conftest import Visit

PATIENT = 15_000


@pytest.fixture(scope="module")
def contest(centre: Centre) -> int:
    """A contest of this file alone, so that nobody else's facts move its rows."""
    metric = centre.metric()
    found = centre.launch("Hall contest", metric)
    centre.send(metric=metric, T01=40, T02=30, T03=20, T04=10)
    return found


@pytest.fixture
def hall(visit: Visit, contest: int, centre: Centre) -> tuple[Page, Page]:
    """A wall that shows that contest alone, and the phone of who keeps it."""
    wall = visit("/wall", size=(1280, 720))
    code = re.sub(r"\D", "", wall.locator(".code").inner_text(timeout=PATIENT))
    name = f"Hall {time.monotonic_ns()}"
    said = {"name": name, "contests": [contest], "locale": "en"}
    display = centre.ask("POST", f"/displays/pairing/{code}/confirm", json=said | {"site": "XM"})["id"]
    setting = said | {"team": None, "scenes": ["boards"], "turn_s": 10, "sound": False}
    centre.ask("PUT", f"/displays/{display}/setting", json=setting)
    expect(wall.locator("h1")).to_have_text("Hall contest", timeout=PATIENT)
    return wall, visit("/displays", "admin", size=(390, 844))


def test_a_lead_sees_how_a_screen_is_and_speaks_through_it(hall: tuple[Page, Page]) -> None:
    wall, phone = hall
    card = phone.locator(".screen", has_text="Hall contest").first
    expect(card).to_contain_text("1280 × 720", timeout=20_000)
    expect(card.locator(".chip")).to_contain_text("well")
    phone.get_by_role("button", name="Announce something").click()
    phone.get_by_label("In English (at most 200 characters)").fill("Cake in the kitchen")
    phone.get_by_label("All screens of this site").uncheck()
    phone.get_by_label(re.compile(r"^Hall \d+$")).last.check()
    phone.get_by_role("button", name="Show it now").click()
    expect(wall.locator(".notice")).to_contain_text("Cake in the kitchen", timeout=PATIENT)
    phone.get_by_role("button", name="Take down").last.click()
    expect(wall.locator("h1")).to_have_text("Hall contest", timeout=PATIENT)


def test_a_screen_without_its_network_starts_with_the_last_good_picture(hall: tuple[Page, Page]) -> None:
    wall, _ = hall
    rows = wall.locator("ol.rows .row .name strong")
    before = rows.all_inner_texts()
    _until(
        wall, "async () => localStorage.getItem('echelon.wall') !== null && await caches.match('/wall') !== undefined"
    )
    wall.context.set_offline(True)
    wall.reload()
    expect(rows.first).to_have_text(before[0], timeout=PATIENT)
    assert rows.all_inner_texts() == before
    wall.context.set_offline(False)


def _until(page: Page, question: str, seconds: float = 15) -> None:
    ends = time.monotonic() + seconds
    while not page.evaluate(question):
        assert time.monotonic() < ends, question
        page.wait_for_timeout(200)
