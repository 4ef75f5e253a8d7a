"""The browser: profiles of people, and pictures of pages once they have what they asked for."""

import base64

from playwright.sync_api import Browser, BrowserContext, Page

from scripts.photographs.doors import PASSWORD, account
from scripts.photographs.shots import SIZES

QUALITY = 62
SETTLES_MS = 700
"""Between the last answer and its figure on the page."""
REFLOWS_MS = 350
"""Between a new size and the page that fits it, charts included."""
_COUNT = """window.asked = 0
const ask = window.fetch
window.fetch = (...given) => { window.asked += 1; return ask(...given).finally(() => { window.asked -= 1 }) }"""
"""Counts the questions under way: boards stay connected, so that the network is never idle."""
_SEEN = "main h1, form, main [role=alert], ol.rows .row, .wall .scene, .pairing"


def profile(browser: Browser, url: str, login: str, locale: str, *, theme: str = "light") -> BrowserContext:
    """Somebody's browser in which the tour was seen and nothing moves."""
    width, height = SIZES["desk"]
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        locale="zh-CN" if locale == "zh" else "en-GB",
        timezone_id="Asia/Shanghai" if locale == "zh" else "Europe/Berlin",
        reduced_motion="reduce",
    )
    context.add_init_script(_COUNT)
    toured = "admin,ops,hr,lead,analyst,trainer,assessor,agent"
    for key, value in {"locale": locale, "theme": theme, "toured": toured}.items():
        context.add_init_script(f"localStorage.setItem('echelon.{key}', '{value}')")
    if login:
        said = {"login": account(login, locale), "password": PASSWORD}
        answer = context.request.post("/api/v1/session", data=said, headers={"origin": url})
        if not answer.ok:
            raise SystemExit(f"{said['login']} cannot sign in: {answer.text()}")
    return context


def go(page: Page, path: str, waits_for: str = _SEEN) -> None:
    """Open an address and wait until it shows what it has."""
    page.goto(path, wait_until="domcontentloaded")
    page.locator(waits_for).first.wait_for(timeout=15_000)
    page.wait_for_timeout(SETTLES_MS)
    page.wait_for_function("() => window.asked === 0", timeout=15_000)
    # Chinese letters come once a first visit is calm; walls fetch them at once.
    page.wait_for_function("() => location.pathname.startsWith('/wall') || localStorage.getItem('echelon.letters')")
    page.wait_for_timeout(SETTLES_MS)
    page.evaluate("document.fonts.ready")


def picture(page: Page, size: str, *, whole: bool = False) -> bytes:
    """What is seen at `size`, in WebP; `whole`: down to the end of the page."""
    width, height = SIZES[size]
    if page.viewport_size != {"width": width, "height": height}:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(REFLOWS_MS)
    how = {"format": "webp", "quality": QUALITY, "captureBeyondViewport": whole}
    if whole:
        tall = min(int(page.evaluate("document.documentElement.scrollHeight")), 4 * height)
        how["clip"] = {"x": 0, "y": 0, "width": width, "height": max(tall, height), "scale": 1}
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", how)
    session.detach()
    return base64.b64decode(taken["data"])
