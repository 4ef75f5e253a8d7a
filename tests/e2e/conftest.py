"""Gives the browser tests a real, served centre and a real browser; without a browser they are skipped by name."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from scripts.browser import OWN_PAGES, browser_path
from tests.e2e.centre import PASSWORD, ZONE, Centre
from tests.e2e.judging import Walk
from tests.e2e.judging import go as go_on
from tests.e2e.looked import build
from tests.e2e.serving import ROOT, Serving

DIST = ROOT / "frontend" / "dist" / "index.html"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# As long as a machine may take that does four things at once; what is there is seen at once, however long this is.
expect.set_options(timeout=20_000)


_LONG = {"test_every_page.py": 16}
"""Files that take as long as so many others."""


def _shared_out(files: Iterable[Path], parts: int) -> dict[Path, int]:
    """Which part runs which file: always the same, in the order of their names, so that what one leaves behind for the next in the
    same centre is the same in every run."""
    load, found = [0] * parts, {}
    for file in sorted(files, key=lambda file: (-_LONG.get(file.name, 1), file)):
        found[file] = part = load.index(min(load))
        load[part] += _LONG.get(file.name, 1)
    return found


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark these tests, say of each one why it cannot run where no browser is to be had, and leave to others what is theirs:
    ECHELON_PART=2/3 is the second of three."""
    part, _, parts = os.environ.get("ECHELON_PART", "1/1").partition("/")
    shared_out = _shared_out({item.path for item in items}, int(parts))
    left = [item for item in items if shared_out[item.path] != int(part) - 1]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in set(left)]
    missing = browser_path() is None
    for item in items:
        if Path(__file__).parent not in item.path.parents:
            continue
        item.add_marker(pytest.mark.e2e)
        if missing:
            item.add_marker(
                pytest.mark.skip(reason="no Chromium or Chrome is installed (ECHELON_BROWSER may name one)")
            )


@pytest.fixture(scope="session")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """`echelon serve` with engines of its own."""
    if not DIST.is_file():
        pytest.fail(f"the front end is not built: {DIST} is missing; run `make setup`", pytrace=False)
    served = Serving(tmp_path_factory.mktemp("served"))
    try:
        served.start()
        yield served
    finally:
        served.stop()


@pytest.fixture(scope="session")
def centre(serving: Serving) -> Iterator[Centre]:
    """A small centre, created over the service's own doors."""
    subprocess.run(
        [
            sys.executable,
            "-m",
            "server.cli",
            "account",
            "create",
            "--role",
            "admin",
            "--login",
            "admin",
            "--locale",
            "en",
        ],
        cwd=ROOT,
        env=serving.env,
        input=PASSWORD + "\n",
        text=True,
        check=True,
        capture_output=True,
        timeout=60,
    )
    with Centre(serving.url) as built:
        built.build()
        yield built


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each test has its own profile in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(),
            args=["--no-sandbox", "--disable-background-networking", f"--disable-features={','.join(OWN_PAGES)}"],
        )
        yield browser
        browser.close()


def opened(
    chromium: Browser,
    centre: Centre,
    login: str | None,
    *,
    locale: str = "en",
    size: tuple[int, int] = (1440, 900),
    theme: str = "light",
) -> BrowserContext:
    """A browser profile of somebody (or nobody) with a language, a screen of some size, and a theme."""
    width, height = size
    context = chromium.new_context(
        base_url=centre.url,
        viewport={"width": width, "height": height},
        locale="zh-CN" if locale == "zh" else "en-GB",
        timezone_id=ZONE,
        reduced_motion="reduce",
    )
    context.add_init_script(
        f"localStorage.setItem('echelon.locale', '{locale}'); localStorage.setItem('echelon.theme', '{theme}');"
        "localStorage.setItem('echelon.toured', 'admin,ops,hr,lead,analyst,trainer,assessor,agent')"
    )
    if login is not None:
        context.add_cookies([{"name": "echelon_session", "value": centre.session_of(login), "url": centre.url}])
    return context


Visit = Callable[..., Page]


def place_card(page: Page, title: str) -> Locator:
    """A contest on the own page: in full, or, where others run that come first, opened from its line."""
    card, line = page.locator("article", has_text=title), page.locator("details", has_text=title)
    expect(card.or_(line).first).to_be_visible(timeout=20_000)
    if line.count():
        line.locator("summary").click()
    return card


@pytest.fixture
def visit(chromium: Browser, centre: Centre) -> Iterator[Visit]:
    """Open an address as somebody, see `opened`; page errors fail the test."""
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def open_page(path: str, login: str | None = None, **how: Any) -> Page:
        context = opened(chromium, centre, login, **how)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: broken.append(f"{page.url}: {said.text}") if "Content Security Policy" in said.text else None,
        )
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert broken == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker's own script."""
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def numbers(centre: Centre) -> dict[str, int]:
    """What addresses name by number: see `looked`."""
    return build(centre)


@pytest.fixture(scope="module")
def walk(chromium: Browser, centre: Centre) -> Iterator[Walk]:
    """Go somewhere as one who is already inside: the same page for the same person, language, screen and theme, because
    loading the application anew for every address costs more than judging it."""
    pages: dict[tuple[object, ...], Page] = {}

    def go(path: str, login: str | None, *, locale: str = "en", size: tuple[int, int], theme: str = "light") -> Page:
        known = (login, locale, size, theme)
        if known not in pages:
            pages[known] = opened(chromium, centre, login, locale=locale, size=size, theme=theme).new_page()
            pages[known].goto(path)
        else:
            go_on(pages[known], path)
        return pages[known]

    yield go
    for page in pages.values():
        page.context.close()
