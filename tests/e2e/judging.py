"""Goes from page to page as one who is inside, and lets the accessibility checker judge them."""

from collections.abc import Callable

from playwright.sync_api import Page

Walk = Callable[..., Page]
"""Opens an address: `walk(path, login, locale=…, size=…, theme=…)`."""
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_COLOURS = ["color-contrast", "link-in-text-block"]

_GO = """path => {
    const elsewhere = new URL(path, location).pathname !== location.pathname
    if (elsewhere) document.querySelector('main > *').setAttribute('data-left', '')
    history.pushState({}, '', path)
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
}"""


def go(page: Page, path: str) -> None:
    """Go on within the application, which need not be loaded anew."""
    page.evaluate(_GO, path)
    page.locator("[data-left]").wait_for(state="detached")


def judge(page: Page, axe: str, *, colours: bool = False) -> list[str]:
    """What the checker finds wrong, one line each; of `colours` alone, where all else was judged in the other theme."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    # Without a preload: it would fetch and read the hundred font slices' style sheet for one rule about orientation.
    found = page.evaluate(
        "only => axe.run(document, { runOnly: only, preload: false, resultTypes: ['violations'] })",
        {"type": "rule", "values": _COLOURS} if colours else {"type": "tag", "values": _TAGS},
    )
    return [
        f"{wrong['id']}: {node['target']} {node['failureSummary']}"
        for wrong in found["violations"]
        for node in wrong["nodes"]
    ]
