"""What one does on a page who has a keyboard and nothing else."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.centre import PASSWORD

FAR = 150
"""More steps than any page here has; who needs so many was caught somewhere, or went past."""


def to(wanted: Locator, key: str = "Tab") -> None:
    """Press a key until it is reached, as one who sees nothing else would."""
    expect(wanted).to_be_visible()
    for _ in range(FAR):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        wanted.page.keyboard.press(key)
    pytest.fail(f"{FAR} times {key} do not lead to {wanted}")


def press(wanted: Locator, key: str = "Tab") -> None:
    to(wanted, key)
    wanted.page.keyboard.press("Enter")


def turn(box: Locator, on: bool = True) -> None:
    if box.is_checked() != on:
        to(box)
        box.page.keyboard.press("Space")
    expect(box).to_be_checked(checked=on)


def write(field: Locator, text: str) -> None:
    to(field)
    # The parts of a date stand in the order of the machine's language.
    if field.get_attribute("type") == "date":
        field.fill(text)
        return
    field.page.keyboard.press("Control+a")
    field.page.keyboard.type(text)


def choose(field: Locator, value: str) -> None:
    to(field)
    field.page.keyboard.press("Home")
    for _ in range(field.locator("option").count()):
        if field.input_value() == value:
            break
        field.page.keyboard.press("ArrowDown")
    expect(field).to_have_value(value)


def sign_in(page: Page, login: str, locale: str) -> None:
    account, password, go = {"zh": ("账号", "密码", "登录"), "en": ("Account", "Password", "Sign in")}[locale]
    write(page.get_by_label(account, exact=True), login)
    write(page.get_by_label(password, exact=True), PASSWORD)
    press(page.get_by_role("button", name=go, exact=True))
