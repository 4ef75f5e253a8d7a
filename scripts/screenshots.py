"""Photographs every page of the demo centre in both languages on wall, desk and phone: `make screenshots`.

All go to `screenshots/`, which is not kept in the repository; the few that documents show go to `docs/images/` as well. With
`--url` a demo centre that runs already is taken; otherwise one is poured into a folder of its own, which takes some minutes.
"""

import argparse
import base64
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as Unreached

ROOT = Path(__file__).resolve().parents[1]
ALL, SHOWN = ROOT / "screenshots", ROOT / "docs" / "images"
SIZES = {"wall": (1920, 1080), "desk": (1440, 900), "phone": (390, 844)}
LOCALES = ("zh", "en")
QUALITY = 62
SETTLES_MS = 700
"""Between the last answer and its figure on the page."""
_COUNT = """window.asked = 0
const ask = window.fetch
window.fetch = (...given) => { window.asked += 1; return ask(...given).finally(() => { window.asked -= 1 }) }"""
"""Counts the questions under way: boards stay connected, so that the network is never idle."""
PASSWORD = "echelon-demo"  # noqa: S105 - printed on purpose, opens an invented centre only
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_OWN_PAGES = "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"


class Shot(NamedTuple):
    """A page as somebody sees it. `shown` are the sizes that documents show."""

    name: str
    login: str
    path: str
    shown: tuple[str, ...] = ()


SHOTS = (
    Shot("wall", "lead", "/wall?contest={contest}", ("wall",)),
    Shot("contests", "lead", "/", ("desk",)),
    Shot("launch", "lead", "/launch", ("desk",)),
    Shot("contest", "lead", "/contests/{contest}", ("desk",)),
    Shot("contest-over", "ops", "/contests/{over}"),
    Shot("calendar", "lead", "/calendar", ("desk",)),
    Shot("series", "ops", "/series"),
    Shot("templates", "ops", "/templates"),
    Shot("template", "ops", "/templates/weekly_service"),
    Shot("teams", "ops", "/teams"),
    Shot("team", "lead", "/teams/{team}"),
    Shot("reviews", "ops", "/reviews"),
    Shot("appeals", "ops", "/appeals"),
    Shot("teaches", "ops", "/teaches"),
    Shot("displays", "lead", "/displays"),
    Shot("people", "hr", "/people"),
    Shot("person", "hr", "/people/{agent}"),
    Shot("me", "agent", "/me", ("phone",)),
    Shot("path", "agent", "/path", ("phone",)),
    Shot("news", "agent", "/news", ("phone",)),
    Shot("sight", "agent", "/sight"),
    Shot("my-badges", "agent", "/my-badges", ("phone",)),
    Shot("my-exams", "agent", "/my-exams"),
    Shot("my-learning", "agent", "/my-learning"),
    Shot("my-review", "agent", "/my-review"),
    Shot("my-dossiers", "agent", "/my-dossiers"),
    Shot("kudos", "agent", "/kudos"),
    Shot("points", "agent", "/points"),
    Shot("care", "agent", "/care"),
    Shot("onboarding", "deputy", "/onboarding"),
    Shot("badges", "lead", "/badges", ("desk",)),
    Shot("badge", "lead", "/badges/qa_95"),
    Shot("badge-form", "ops", "/badges/qa_95/edit"),
    Shot("points-keep", "ops", "/points/keep"),
    Shot("kudos-rules", "ops", "/kudos/rules"),
    Shot("readiness", "hr", "/readiness", ("desk",)),
    Shot("candidate", "hr", "/readiness/{agent}", ("desk",)),
    Shot("criteria", "hr", "/criteria"),
    Shot("criteria-version", "hr", "/criteria/default-1"),
    Shot("cycles", "hr", "/cycles"),
    Shot("cycle", "hr", "/cycles/{cycle}", ("desk",)),
    Shot("dossiers", "hr", "/dossiers"),
    Shot("support", "hr", "/support"),
    Shot("records", "hr", "/records"),
    Shot("scorecards", "hr", "/scorecards"),
    Shot("scorecard-rules", "ops", "/scorecards/rules"),
    Shot("my-candidates", "lead", "/my-candidates"),
    Shot("classes", "trainer", "/classes"),
    Shot("class", "trainer", "/classes/{class}"),
    Shot("courses", "trainer", "/courses"),
    Shot("course", "trainer", "/courses/{course}"),
    Shot("exams", "trainer", "/exams"),
    Shot("qa", "analyst", "/qa"),
    Shot("qa-form", "analyst", "/qa/forms/standard/1"),
    Shot("judge", "analyst", "/qa/new"),
    Shot("samples", "analyst", "/samples"),
    Shot("sampling", "ops", "/sampling"),
    Shot("faults", "analyst", "/faults"),
    Shot("cases", "analyst", "/cases"),
    Shot("benchmarks", "analyst", "/benchmarks"),
    Shot("data", "admin", "/data"),
    Shot("quarantine", "ops", "/data?tab=quarantine"),
    Shot("metrics", "ops", "/data?tab=metrics"),
    Shot("access", "admin", "/access"),
    Shot("login", "", "/login"),
    Shot("verify", "", "/verify"),
)
# Who has an account in one language only.
ALONE = {"admin", "deputy", "assessor", ""}


@contextmanager
def centre(url: str | None) -> Iterator[str]:
    """The address of a demo centre; one of its own ends with the work."""
    if url:
        yield url
        return
    folder = tempfile.mkdtemp(prefix="echelon-screenshots-")
    env = {**os.environ, "ECHELON_DATA": folder, "ECHELON_DEMO": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "server.cli", "serve", "--port", "0"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        lines = process.stdout or ()
        found = next((one.group(1) for line in lines if (one := re.search(r"serves on (http://\S+)", line))), None)
        if found is None:
            raise SystemExit("the demo centre could not be served")
        yield found
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def session(url: str, login: str) -> Iterator[httpx.Client]:
    """Somebody signed in."""
    with httpx.Client(base_url=f"{url}/api/v1", headers={"origin": url}, timeout=60) as client:
        client.post("/session", json={"login": login, "password": PASSWORD}).raise_for_status()
        yield client


def numbers(url: str) -> dict[str, str]:
    """What addresses name: the week's race, one that is over, a candidate, a class and a course with something in them."""

    def items(client: httpx.Client, path: str) -> list[dict[str, Any]]:
        found = client.get(path).raise_for_status().json()
        listed: list[dict[str, Any]] = found["items"] if isinstance(found, dict) else found
        return listed

    with session(url, "ops") as ops, session(url, "hr") as hr, session(url, "trainer") as trainer:
        running = items(ops, "/contests?state=running") + items(ops, "/contests?state=frozen")
        race = next((one for one in running if one["template"] == "weekly_service"), running[0])
        over = items(ops, "/contests?state=final")[0]
        return {
            "contest": str(race["id"]),
            "over": str(over["id"]),
            "team": "T01",
            "agent": "CD003",
            "cycle": str(items(hr, "/cycles")[0]["id"]),
            "class": str(items(trainer, "/classes")[0]["id"]),
            "course": items(trainer, "/courses")[0]["code"],
        }


def context_of(browser: Browser, url: str, login: str, locale: str, size: str) -> BrowserContext:
    """A profile in which the tour was seen, at rest and by a clock that stands still."""
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        locale="zh-CN" if locale == "zh" else "en-GB",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.add_init_script(_COUNT)
    toured = "admin,ops,hr,lead,analyst,trainer,assessor,agent"
    context.add_init_script(
        f"localStorage.setItem('echelon.locale', '{locale}'); localStorage.setItem('echelon.toured', '{toured}')"
    )
    if login:
        who = login if locale == "zh" or login in ALONE else f"{login}.en"
        answer = context.request.post(
            "/api/v1/session", data={"login": who, "password": PASSWORD}, headers={"origin": url}
        )
        if not answer.ok:
            raise SystemExit(f"{who} cannot sign in: {answer.text()}")
    return context


def photograph(page: Page, path: str) -> bytes:
    """The page once it has what it asked for."""
    page.goto(path, wait_until="domcontentloaded")
    page.locator("ol.rows .row" if path.startswith("/wall") else "main h1, form").first.wait_for(timeout=15_000)
    page.wait_for_timeout(SETTLES_MS)
    page.wait_for_function("() => window.asked === 0", timeout=15_000)
    page.wait_for_timeout(SETTLES_MS)
    page.evaluate("document.fonts.ready")
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return base64.b64decode(taken["data"])


def main() -> int:
    """Photograph what was asked for; the number of pages that could not be."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--url", help="a demo centre that runs already")
    asked.add_argument("--only", default="", help="names of pages, divided by commas")
    asked.add_argument("--sizes", default=",".join(SIZES))
    asked.add_argument("--locales", default=",".join(LOCALES))
    given = asked.parse_args()
    wanted = [shot for shot in SHOTS if not given.only or shot.name in given.only.split(",")]
    browser_path = os.environ.get("ECHELON_BROWSER") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    for folder in (ALL, SHOWN):
        folder.mkdir(parents=True, exist_ok=True)
    missed = 0
    with centre(given.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", f"--disable-features={_OWN_PAGES}"]
        )
        named, now = numbers(url), datetime.now(UTC)
        for locale in given.locales.split(","):
            for size in given.sizes.split(","):
                pages: dict[str, Page] = {}
                for shot in wanted:
                    if shot.login not in pages:
                        pages[shot.login] = context_of(browser, url, shot.login, locale, size).new_page()
                        pages[shot.login].clock.set_fixed_time(now)
                    try:
                        picture = photograph(pages[shot.login], shot.path.format(**named))
                    except Unreached as trouble:
                        print(f"{shot.name} {size} {locale}: {trouble.message.splitlines()[0]}", file=sys.stderr)  # noqa: T201
                        missed += 1
                        continue
                    name = f"{shot.name}.{size}.{locale}.webp"
                    (ALL / name).write_bytes(picture)
                    if size in shot.shown:
                        (SHOWN / name).write_bytes(picture)
                for page in pages.values():
                    page.context.close()
    return missed


if __name__ == "__main__":
    sys.exit(main())
