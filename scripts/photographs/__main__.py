"""Photographs every page of the demo centre in both languages on wall, desk and phone: `make screenshots`.

All go to `screenshots/`, which is not kept in the repository; those that documents show go to `docs/images/` as well, with a sheet
of every area. A centre is poured for it whose clock starts at a fixed moment (`centre`), so that pictures differ where pages do;
`--url` takes a demo centre that runs already, with its own day and without the ceremony, which would change it.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as Unreached

from scripts.browser import OWN_PAGES, browser_path
from scripts.photographs.camera import go, picture, profile
from scripts.photographs.centre import NOW, ROOT, ShiftedClock, centre
from scripts.photographs.finding import numbers
from scripts.photographs.sheets import sheet
from scripts.photographs.shots import AREAS, SHOTS, SIZES, WALLS, Shot
from scripts.photographs.walls import Taken, ceremony, frozen_contest, screens

ALL, SHOWN = ROOT / "screenshots", ROOT / "docs" / "images"
LOCALES = ("zh", "en")


class Photographer:
    """One run: takes what was asked for and counts what could not be taken."""

    browser: Browser

    def __init__(self, url: str, given: argparse.Namespace) -> None:
        self.url, self.given = url, given
        self.missed = 0

    def pages(self, locale: str, named: dict[str, str], now: datetime) -> None:
        """Every page at every size, loaded once."""
        pages: dict[str, Page] = {}
        for shot in (*SHOTS, *WALLS):
            if not self._wanted(shot.name):
                continue
            login = shot.login.format(**named)
            if login not in pages:
                pages[login] = profile(self.browser, self.url, login, locale, theme=self.given.theme).new_page()
                pages[login].clock.set_fixed_time(now)
            try:
                for taken in self._of(pages[login], shot, shot.path.format(**named)):
                    self.keep(locale, taken, shown=shot.shown)
            except Unreached as trouble:
                self._miss(f"{shot.name} {locale}", trouble)
        for page in pages.values():
            page.context.close()

    def walls(self, locale: str, named: dict[str, str], now: datetime) -> None:
        """What a paired screen shows."""
        try:
            for taken in screens(self.browser, self.url, locale, named, now):
                self.keep(locale, taken)
        except Unreached as trouble:
            self._miss(f"walls {locale}", trouble)

    def reveal(self, locales: list[str]) -> None:
        """The ceremony, last of all."""
        contest = frozen_contest(self.url, ShiftedClock().now())
        try:
            for locale, taken in ceremony(self.browser, self.url, contest, locales):
                self.keep(locale, taken)
        except Unreached as trouble:
            self._miss("reveal", trouble)

    def sheets(self, locale: str) -> None:
        """One of every area, and one of walls, from the pictures that are there."""
        for area, shots in AREAS.items():
            names = [f"{shot.name}.{size}.{locale}.webp" for shot in shots for size in ("desk", "phone")]
            self._sheet(f"{area}.{locale}", [ALL / name for name in names])
        walls = sorted(ALL.glob(f"wall*.wall.{locale}.webp"))
        self._sheet(f"walls.{locale}", [*walls, *sorted(ALL.glob(f"reveal*.phone.{locale}.webp"))])

    def keep(self, locale: str, taken: Taken, shown: tuple[str, ...] = ()) -> None:
        """Among all, and among those that documents show."""
        name, size, data = taken
        if not self._wanted(name) or size not in self.given.sizes.split(","):
            return
        for folder in (self.given.into, *([SHOWN] if size in shown and self.given.into == ALL else [])):
            (folder / f"{name}.{size}.{locale}.webp").write_bytes(data)

    def _of(self, page: Page, shot: Shot, path: str) -> Iterator[Taken]:
        page.set_viewport_size({"width": SIZES["desk"][0], "height": SIZES["desk"][1]})
        go(page, path)
        for size in ("wall",) if shot in WALLS else ("desk", "wall", "phone"):
            if size in self.given.sizes.split(","):
                yield shot.name, size, picture(page, size, whole=self.given.whole)

    def _wanted(self, name: str) -> bool:
        return not self.given.only or name in self.given.only.split(",")

    def _sheet(self, name: str, pictures: list[Path]) -> None:
        if found := [one for one in pictures if one.exists()]:
            (SHOWN / f"all-{name}.webp").write_bytes(sheet(self.browser, found))

    def _miss(self, what: str, trouble: Unreached) -> None:
        self.missed += 1
        print(f"{what}: {trouble.message.splitlines()[0]}", file=sys.stderr)  # noqa: T201


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--url", help="a demo centre that runs already")
    asked.add_argument("--only", default="", help="names of pages, divided by commas")
    asked.add_argument("--sizes", default=",".join(SIZES))
    asked.add_argument("--locales", default=",".join(LOCALES))
    asked.add_argument("--theme", choices=("light", "dark"), default="light")
    asked.add_argument("--whole", action="store_true", help="down to the end of each page")
    asked.add_argument("--into", type=Path, default=ALL, help="another folder; documents are left as they are then")
    return asked.parse_args()


def main() -> int:
    """Photograph what was asked for; the number of pages that could not be."""
    given = _arguments()
    locales = given.locales.split(",")
    for folder in (given.into, SHOWN):
        folder.mkdir(parents=True, exist_ok=True)
    path = browser_path()
    with centre(given.url) as url, sync_playwright() as playwright:
        run = Photographer(url, given)
        for locale in locales:
            # Fields for dates are written in the language of the browser, not of the page.
            spoken = {"zh": "zh-CN", "en": "en-GB"}[locale]
            arguments = ["--no-sandbox", f"--lang={spoken}", f"--disable-features={','.join(OWN_PAGES)}"]
            run.browser = playwright.chromium.launch(
                executable_path=path, args=arguments, env={**os.environ, "LANGUAGE": spoken.replace("-", "_")}
            )
            named = numbers(url, locale)
            now = datetime.now(UTC) if given.url else NOW
            run.pages(locale, named, now)
            if not given.only or "wall" in given.only:
                run.walls(locale, named, now)
        if not given.url and not given.only:
            run.reveal(locales)
        if not given.only and given.into == ALL:
            for locale in locales:
                run.sheets(locale)
        return run.missed


if __name__ == "__main__":
    sys.exit(main())
