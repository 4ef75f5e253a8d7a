"""What screens on walls show: the pairing code, every scene by itself, an announcement, a ceremony and the phone that drives it."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import sleep
from typing import Any

from httpx import Client
from playwright.sync_api import Browser, Page

from scripts.photographs.camera import go, picture, profile
from scripts.photographs.doors import account, listed, signed_in

_PATIENT = 20_000
_UNTIL_OVER_S = 12
Taken = tuple[str, str, bytes]
"""Name, size and picture."""


def screens(browser: Browser, url: str, locale: str, named: dict[str, str], now: datetime) -> Iterator[Taken]:
    """One screen that is paired, and steered to show one thing after the other; it is removed afterwards."""
    context = profile(browser, url, "", locale)
    wall = context.new_page()
    wall.clock.set_fixed_time(now)
    go(wall, f"/wall?lang={locale}", ".code")
    yield "wall-pairing", "wall", picture(wall, "wall")
    code = re.sub(r"\D", "", wall.locator(".code").inner_text())
    name = {"zh": "大厅屏幕", "en": "Hall screen"}[locale]
    with signed_in(url, account("ops", locale)) as ops:
        said: dict[str, Any] = {"name": name, "contests": [int(named["contest"])], "locale": locale}
        display = ops.post(f"/displays/pairing/{code}/confirm", json=said | {"site": named["site"]})
        number = display.raise_for_status().json()["id"]
        # The screen hears of it when it asks the next time; until then it has no session that a reload could go on with.
        wall.locator(".code").wait_for(state="detached", timeout=_PATIENT)
        try:
            for scene in ops.get("/displays/scenes").raise_for_status().json():
                if not scene["alone"]:
                    continue
                setting = said | {"team": None, "scenes": [scene["kind"]], "turn_s": 300, "sound": False}
                ops.put(f"/displays/{number}/setting", json=setting).raise_for_status()
                go(wall, f"/wall?lang={locale}", "ol.rows .row" if scene["kind"] == "boards" else ".own-scene, .idle")
                yield f"wall-{scene['kind']}", "wall", picture(wall, "wall")
            yield from _announced(wall, ops, number, named["site"], locale)
        finally:
            ops.delete(f"/displays/{number}")
    context.close()


def _announced(wall: Page, ops: Client, display: int, site: str, locale: str) -> Iterator[Taken]:
    text = {"zh": "周五下午三点，三楼有蛋糕。", "en": "Cake on the third floor, Friday at three."}
    notice = {"text": text, "site": site, "displays": [display], "minutes": 10}
    ops.post("/displays/notices", json=notice).raise_for_status()
    go(wall, f"/wall?lang={locale}", ".notice")
    yield "wall-notice", "wall", picture(wall, "wall")
    for told in listed(ops, "/displays/notices"):
        ops.delete(f"/displays/notices/{told['id']}")


def frozen_contest(url: str, now: datetime) -> str:
    """A contest of some hours that just ended and waits for its reveal, presented by `ops`.

    Last of all, because boards that count the same stand still along with it.
    """
    window = {"starts": (now - timedelta(hours=2)).isoformat(), "ends": (now + timedelta(seconds=5)).isoformat()}
    body = {
        "template": "weekly_service",
        "site": "CD",
        "period": {"kind": "hours", **window},
        "title": {"zh": "午后冲刺", "en": "Afternoon sprint"},
        "all": True,
        "freeze_minutes": 150,
        "rules": {"method": "points", "terms": [{"metric": "calls"}]},
    }
    with signed_in(url, "ops") as ops:
        contest = ops.post("/contests", json=body).raise_for_status().json()["id"]
        me = ops.get("/session").raise_for_status().json()["account"]["id"]
        ops.put(f"/contests/{contest}/reveal/presenter", json={"account": me}).raise_for_status()
    sleep(_UNTIL_OVER_S)
    return str(contest)


def ceremony(browser: Browser, url: str, contest: str, locales: list[str]) -> Iterator[tuple[str, Taken]]:
    """The phone that presents, before and in the midst of it, and the wall meanwhile; each with its language."""
    walls = {one: profile(browser, url, "ops", one).new_page() for one in locales}
    phones = {one: profile(browser, url, "ops", one).new_page() for one in locales}
    for locale, wall in walls.items():
        wall.set_viewport_size({"width": 1920, "height": 1080})
        wall.goto(f"/wall?contest={contest}&lang={locale}")
    for locale, phone in phones.items():
        go(phone, f"/contests/{contest}/reveal")
        for size in ("phone", "desk"):
            yield locale, ("reveal", size, picture(phone, size))
    with signed_in(url, "ops") as ops:
        ops.post(f"/contests/{contest}/reveal/start").raise_for_status()
        for step in (1, 2):
            ops.post(f"/contests/{contest}/reveal/step", json={"step": step}).raise_for_status()
    for locale, wall in walls.items():
        wall.locator(".on-stage").first.wait_for(timeout=_PATIENT)
        wall.wait_for_timeout(2_500)
        yield locale, ("wall-ceremony", "wall", picture(wall, "wall"))
    for locale, phone in phones.items():
        go(phone, f"/contests/{contest}/reveal")
        yield locale, ("reveal-on", "phone", picture(phone, "phone"))
