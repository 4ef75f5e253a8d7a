"""Every page that the router knows, in both languages and themes, wide and narrow: nothing that the accessibility checker minds
(WCAG 2.2 AA, as far as a machine can judge it), nothing sideways, a heading, and no words missing. One language looks at the desk and
the other at the phone, by turns; so do the roles that may open a page. With ECHELON_EVERY_ROLE=1 each of them looks at everything."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Error as Unsettled
from playwright.sync_api import Page

from server.auth.roles import PERMISSIONS, Role
from tests.e2e.judging import Walk, judge

_ROUTES = Path(__file__).resolve().parents[2] / "frontend" / "src" / "app" / "pages.ts"
_ROUTE = re.compile(r"\{ path: '([^']+)', page: '[^']+'(?:, (open: true))?(?:, needs: '([^']+)')?")
_DESK, _PHONE = (1440, 900), (390, 844)

# Who looks: the demo of a role in the small centre.
LOGINS = {
    Role.ADMIN: "admin",
    Role.OPS: "ops.looked",
    Role.HR: "hr.looked",
    Role.LEAD: "lead",
    Role.ANALYST: "analyst.looked",
    Role.TRAINER: "tutor.looked",
    Role.ASSESSOR: "assessor.looked",
    Role.AGENT: "agent",
}
# One address of each pattern that names a thing; a new one fails the test until it has a line here.
EXAMPLES = {
    r"/contests/:id(\d+)": "/contests/{contest}",
    r"/contests/:id(\d+)/reveal": "/contests/{contest}/reveal",
    r"/series/:id(new|\d+)": "/series/new",
    "/people/:code": "/people/T04-1",
    "/templates/:code": "/templates/weekly_service",
    "/teams/:code": "/teams/T03",
    "/honors/banner/:site": "/honors/banner/XM",
    "/badges/:code": "/badges/qa_95",
    "/badges/:code/edit": "/badges/qa_95/edit",
    "/shelves/:code": "/shelves/T04-1",
    "/criteria/:code": "/criteria/default-1",
    r"/cycles/:id(\d+)": "/cycles/{review}",
    r"/cycles/:id(\d+)/edit": "/cycles/{review}/edit",
    r"/cycles/:id(\d+)/compare": "/cycles/{review}/compare?codes=T05-1,T05-2",
    r"/classes/:id(\d+)": "/classes/{class}",
    r"/classes/:id(\d+)/days": "/classes/{class}/days",
    r"/trainees/:id(\d+)": "/trainees/{trainee}",
    "/archive/:code": "/archive/LOOKED",
    "/readiness/:code": "/readiness/T04-1",
    r"/sampling/:id(\d+)": "/sampling/{plan}",
    r"/qa/:id(\d+)": "/qa/{evaluation}",
    r"/qa/forms/:code/:version(\d+)": "/qa/forms/compliance/1",
    r"/qa/calibrations/:id(\d+)": "/qa/calibrations/{calibration}",
    "/exams/:code": "/exams/looked",
    "/courses/:code": "/courses/looked",
    "/courses/:code/edit": "/courses/looked/edit",
    "/courses/:code/effect": "/courses/looked/effect",
    "/pair/:code?": "/pair",
    "/scorecards/:tier(agent|lead|centre)/:code/:month?": "/scorecards/agent/T04-1",
}
# They need a document or a paper that another test makes, and judges.
ELSEWHERE = {"/dossiers/:number", r"/sittings/:id(\d+)"}
# What an address does not tell: tabs, what another role sees there, and what is nowhere.
MORE: dict[Role | None, tuple[str, ...]] = {
    None: ("/login", "/verify"),
    Role.ADMIN: ("/data?tab=quarantine", "/data?tab=metrics"),
    Role.OPS: (
        "/points/keep?tab=items",
        "/points/keep?tab=budgets",
        "/points/keep?tab=ledger",
        "/points/keep?tab=season",
    ),
    Role.HR: ("/readiness/T05-1", "/criteria"),
    Role.LEAD: ("/nowhere", "/readiness", "/my-candidates"),
    Role.AGENT: ("/qa/{evaluation}", "/me"),
}


def _routes() -> list[tuple[str, str, str]]:
    """Pattern, whether everybody may open it, permission."""
    return _ROUTE.findall(_ROUTES.read_text(encoding="utf-8").replace("\\\\", "\\"))


def _pages() -> list[tuple[str, str | None]]:
    """Address and permission of every page inside the frame."""
    inside = [(path, needs or None) for path, is_open, needs in _routes() if not is_open and path not in ELSEWHERE]
    return [(EXAMPLES.get(path, path), needs) for path, needs in inside if ":" not in path or path in EXAMPLES]


def _shared_out() -> list[tuple[str, list[Role]]]:
    """Every page with those who look at it."""
    may = [(path, [one for one in LOGINS if needs is None or needs in PERMISSIONS[one]]) for path, needs in _pages()]
    if os.environ.get("ECHELON_EVERY_ROLE"):
        return may
    looked = dict.fromkeys(LOGINS, 0)
    found = []
    for path, roles in may:
        one = min(roles, key=lambda role: looked[role])
        looked[one] += 1
        found.append((path, [one]))
    return found


_COUNT = """() => {
    if ('asked' in window) return
    window.asked = 0
    const ask = window.fetch
    window.fetch = (...given) => { window.asked += 1; return ask(...given).finally(() => { window.asked -= 1 }) }
}"""
"""Counts the questions that are under way."""


def _settle(page: Page) -> None:
    """Wait for the page to say what it is about, and for what it asked for."""
    page.evaluate(_COUNT)
    page.wait_for_function(
        "() => window.asked === 0 && document.querySelector('main :is(h1, .empty, [role=alert])')",
        polling=100,
        timeout=8_000,
    )


_UNSAID = r"""() => [...document.querySelectorAll('body *')].filter(one => !['SCRIPT', 'STYLE', 'CODE', 'PRE'].includes(one.tagName))
    .flatMap(one => [...one.childNodes].filter(child => child.nodeType === 3).map(child => child.data.trim())
        .concat(['aria-label', 'placeholder', 'title'].map(name => one.getAttribute(name) ?? '')))
    .filter(text => /^[a-z][A-Za-z]*(\.[A-Za-z][A-Za-z0-9_]*)+$/.test(text))"""
"""Keys that are shown because nobody wrote their words."""
NAMES_WRITTEN_LIKE_KEYS = {"/access", "/audit"}
"""Logins, permissions and deeds."""


@pytest.mark.parametrize("role", [*LOGINS, None], ids=str)
def test_every_page_of_a_role(walk: Walk, axe: str, numbers: dict[str, int], role: Role | None) -> None:
    wrong: list[str] = []
    shared = [path for path, roles in _shared_out() if role in roles]
    for place, path in enumerate(dict.fromkeys((*shared, *MORE.get(role, ())))):
        wide, narrow = ("zh", "en") if place % 2 else ("en", "zh")
        for locale, size in ((wide, _DESK), (narrow, _PHONE)):
            page = walk(path.format(**numbers), LOGINS.get(role) if role else None, locale=locale, size=size)
            found = _found(page, axe, dark=size == _DESK, words=path not in NAMES_WRITTEN_LIKE_KEYS)
            wrong += [f"{role} {locale} {size[0]} {path}: {one}" for one in found]
    assert wrong == []


def _found(page: Page, axe: str, *, dark: bool, words: bool) -> list[str]:
    """What is wrong with a page, a line each."""
    try:
        _settle(page)
    except Unsettled:
        return ["it never says what it is about"]
    found = judge(page, axe)
    if dark:
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        found += [f"dark: {one}" for one in judge(page, axe, colours=True)]
        page.evaluate("delete document.documentElement.dataset.theme")
    if words:
        found += [f"no words for {key}" for key in page.evaluate(_UNSAID)]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("it scrolls sideways")
    return found


def test_every_pattern_of_an_address_has_an_example() -> None:
    patterns = {path for path, _, _ in _routes() if ":" in path}
    assert patterns - ELSEWHERE == set(EXAMPLES)
