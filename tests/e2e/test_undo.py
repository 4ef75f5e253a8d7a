"""What was done a moment ago is undone: by pointer, by keyboard, and refused where it no longer can be."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.centre import Centre
from tests.e2e.conftest import Visit

UNDO = "Undo"


@pytest.fixture
def screen(visit: Visit, centre: Centre) -> tuple[int, str]:
    """A paired screen of this test alone, and its name."""
    wall = visit("/wall", size=(1280, 720))
    code = re.sub(r"\D", "", wall.locator(".code").inner_text())
    name = f"Corner {time.monotonic_ns()}"
    said = {"name": name, "contests": [], "locale": "en", "site": "XM"}
    number: int = centre.ask("POST", f"/displays/pairing/{code}/confirm", json=said)["id"]
    wall.close()
    return number, name


@pytest.fixture
def desk(visit: Visit, screen: tuple[int, str]) -> Page:
    """The page of screens, once it is there."""
    page = visit("/displays", "admin")
    expect(page.get_by_role("heading", name=screen[1])).to_be_visible()
    return page


def test_an_announcement_that_was_taken_down_stands_again_as_it_was(desk: Page, centre: Centre) -> None:
    words = f"Cake at three {time.monotonic_ns()}"
    centre.ask("POST", "/displays/notices", json={"site": "XM", "text": {"zh": "", "en": words}, "minutes": 60})
    before = next(one for one in centre.ask("GET", "/displays/notices") if one["text"]["en"] == words)
    desk.reload()
    row = desk.get_by_role("listitem").filter(has_text=words)
    status = desk.get_by_role("status").filter(has=desk.get_by_role("button"))

    def stands() -> bool:
        return before in centre.ask("GET", "/displays/notices")

    # By pointer.
    row.get_by_role("button", name="Take down").click()
    expect(row).to_have_count(0)
    assert not stands(), "it is done at once, whoever closes the page now"
    expect(status).to_contain_text(words)
    status.get_by_role("button", name=UNDO).click()
    expect(row).to_be_visible()
    assert stands()

    # By keyboard, which goes on from the way back, for what was pressed is gone.
    row.get_by_role("button", name="Take down").focus()
    desk.keyboard.press("Enter")
    expect(status.get_by_role("button", name=UNDO)).to_be_focused()
    desk.keyboard.press("Enter")
    expect(row).to_be_visible()
    assert stands()

    # From anywhere on the page.
    row.get_by_role("button", name="Take down").click()
    expect(row).to_have_count(0)
    desk.keyboard.press("Control+z")
    expect(row).to_be_visible()
    expect(desk.get_by_text("Back as it was.")).to_be_visible()
    assert stands()
    centre.ask("DELETE", f"/displays/notices/{before['id']}")


def test_the_settings_of_a_screen_come_back_or_it_is_told_why_not(
    desk: Page, screen: tuple[int, str], centre: Centre
) -> None:
    number, name = screen

    def setting() -> dict[str, object]:
        found = next(one for one in centre.ask("GET", "/displays")["items"] if one["id"] == number)
        return {key: found[key] for key in ("name", "team", "contests", "scenes", "turn_s", "locale", "sound")}

    before = setting()

    def rename(was: str, to: str) -> None:
        desk.locator(".screen", has_text=was).get_by_role("button", name="Settings").click()
        desk.get_by_label("Name").fill(to)
        desk.get_by_role("button", name="Save").click()
        expect(desk.get_by_role("heading", name=to)).to_be_visible()

    rename(name, f"{name} renamed")
    desk.get_by_role("button", name=UNDO).click()
    expect(desk.get_by_role("heading", name=name, exact=True)).to_be_visible()
    assert setting() == before

    rename(name, f"{name} again")
    centre.ask("DELETE", f"/displays/{number}")
    desk.get_by_role("button", name=UNDO).click()
    expect(desk.locator(".undone").get_by_role("alert")).to_be_visible()
    desk.locator(".undone").get_by_role("button", name="Close").click()
    expect(desk.locator(".undone").get_by_role("alert")).to_have_count(0)
