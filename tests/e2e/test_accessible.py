"""Every screen against WCAG 2.2 AA as far as a machine can judge it, in both languages, both themes, wide and narrow."""

import pytest

from tests.e2e.conftest import Visit
from tests.e2e.judging import Walk, judge

_DESK, _PHONE, _WALL = (1440, 900), (390, 844), (1920, 1080)


@pytest.mark.parametrize(("locale", "size"), [("zh", _DESK), ("en", _PHONE)], ids=["zh-desk", "en-phone"])
@pytest.mark.parametrize(
    ("path", "login", "ready"),
    [
        ("/login", None, "form"),
        ("/", "lead", "article"),
        ("/launch", "lead", ".go button"),
        ("/contests/{contest}", "lead", "tbody tr"),
        ("/calendar", "lead", ".bar"),
        ("/series", "lead", "h1"),
        ("/series/new", "lead", "ol li"),
        ("/templates", "lead", "article"),
        ("/templates/weekly_service", "admin", "tbody tr"),
        ("/me", "agent", "article .own"),
        ("/path", "agent", ".criterion"),
        ("/criteria", "lead", ".version"),
        ("/criteria/default-1", "lead", ".asked"),
        ("/criteria", "hr.looked", ".version"),
        ("/readiness", "hr.looked", "tbody tr"),
        ("/readiness/T05-1", "hr.looked", "details"),
        ("/readiness", "lead", "tbody tr"),
        ("/scorecards", "hr.looked", "h1"),
        ("/cycles", "hr.looked", "main li"),
        ("/cycles/{review}", "hr.looked", "h2"),
        ("/my-candidates", "lead", "h1"),
        ("/my-review", "agent", "h1"),
        ("/dossiers", "hr.looked", "form"),
        ("/verify", None, "form"),
        ("/support", "hr.looked", ".card"),
        ("/displays", "lead", "h1"),
        ("/pair", "lead", "#site option"),
        ("/data", "admin", "#what"),
        ("/data?tab=quarantine", "admin", "h1"),
        ("/data?tab=metrics", "admin", "tbody tr"),
        ("/access", "admin", "tbody tr"),
        ("/nowhere", "lead", "main a"),
        ("/classes", "tutor.looked", "main article, main li"),
        ("/classes/{class}", "tutor.looked", "tbody tr"),
        ("/classes/{class}/days", "tutor.looked", "h1"),
        ("/classes/approvals", "tutor.looked", "h1"),
        ("/trainees/{trainee}", "tutor.looked", "#gate-reason"),
        ("/onboarding", "agent", "details"),
        ("/archive/LOOKED", "tutor.looked", "h1"),
        ("/exams", "tutor.looked", "main a"),
        ("/exams/looked", "tutor.looked", "h2"),
        ("/exams/new", "tutor.looked", "form"),
        ("/my-exams", "agent", "h1"),
        ("/care", "agent", "h1"),
        ("/kudos", "lead", "form"),
        ("/kudos/rules", "hr.looked", "form"),
        ("/points", "agent", ".have"),
        ("/points/give", "lead", "form"),
        ("/points/keep", "hr.looked", "section"),
        ("/points/keep?tab=items", "hr.looked", ".items"),
        ("/points/keep?tab=budgets", "hr.looked", "tbody tr"),
        ("/points/keep?tab=ledger", "hr.looked", "section"),
        ("/points/keep?tab=season", "hr.looked", "#earn_limit"),
        ("/badges", "agent", "h3"),
        ("/badges/qa_95", "lead", "h2"),
        ("/badges/qa_95/edit", "hr.looked", "form"),
        ("/my-badges", "agent", "[role=progressbar]"),
        ("/shelves/T05-1", "lead", "h1"),
        ("/honors", "agent", "h2"),
        ("/honors/banner/XM", "agent", "h1"),
        ("/honors/hall", "lead", "h2"),
        ("/honors/titles", "hr.looked", "h1"),
        ("/honors/rules", "hr.looked", "form.stack"),
        ("/courses", "tutor.looked", "article"),
        ("/courses/new", "tutor.looked", "#course-code"),
        ("/courses/looked", "tutor.looked", "h2"),
        ("/courses/looked/effect", "tutor.looked", "h2"),
        ("/my-learning", "agent", "article"),
        ("/qa", "analyst.looked", "tbody tr"),
        ("/qa/new", "analyst.looked", "[role=radiogroup]"),
        ("/qa/{evaluation}", "analyst.looked", "h2"),
        ("/qa/{evaluation}", "agent", "h2"),
        ("/qa/forms", "analyst.looked", "main li"),
        ("/qa/forms/compliance/1", "analyst.looked", "main li"),
        ("/qa/calibrations", "analyst.looked", "h1"),
        ("/qa/calibrations/{calibration}", "analyst.looked", "[role=radiogroup]"),
        ("/samples", "analyst.looked", "h1"),
        ("/sampling", "analyst.looked", "progress"),
        ("/sampling/{plan}", "analyst.looked", "tbody tr"),
        ("/faults", "analyst.looked", "h1"),
        ("/cases", "analyst.looked", "article"),
        ("/benchmarks", "analyst.looked", "h1"),
    ],
)
def test_a_screen(
    walk: Walk,
    axe: str,
    numbers: dict[str, int],
    path: str,
    login: str | None,
    ready: str,
    locale: str,
    size: tuple[int, int],
) -> None:
    page = walk(path.format(**numbers), login, locale=locale, size=size)
    page.locator(ready).first.wait_for(state="attached")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    assert judge(page, axe) == []


@pytest.mark.parametrize(
    "path", ["/", "/launch", "/contests/{contest}", "/data?tab=metrics", "/readiness/T05-1", "/scorecards"]
)
def test_a_screen_in_the_dark(walk: Walk, axe: str, numbers: dict[str, int], path: str) -> None:
    page = walk(path.format(**numbers), "admin", size=_DESK, theme="dark")
    page.locator("h1").first.wait_for()
    page.locator("article, .go button, tbody tr, details, h1").first.wait_for()
    assert judge(page, axe) == []


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_wall(visit: Visit, axe: str, numbers: dict[str, int], locale: str) -> None:
    pairing = visit("/wall", locale=locale, size=_WALL)
    pairing.locator(".code").wait_for()
    assert judge(pairing, axe) == []
    page = visit(f"/wall?contest={numbers['contest']}", "lead", locale=locale, size=_WALL)
    page.locator("ol.rows .row").first.wait_for()
    assert judge(page, axe) == []


def test_the_wall_reads_from_six_metres(visit: Visit, numbers: dict[str, int]) -> None:
    page = visit(f"/wall?contest={numbers['contest']}", "lead", size=_WALL)
    page.locator("ol.rows .row").first.wait_for()
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('.wall *')]
            .filter(one => [...one.childNodes].some(child => child.nodeType === 3 && child.data.trim())
                && !one.closest('.unseen, svg, .tied'))
            .map(one => [one.className, parseFloat(getComputedStyle(one).fontSize)])"""
    )
    assert sizes
    assert [size for size in sizes if round(size[1], 2) < round(0.028 * _WALL[1], 2)] == []
    names = page.evaluate(
        "() => [...document.querySelectorAll('.row .name strong')].map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert round(min(names), 2) >= round(0.042 * _WALL[1], 2)
