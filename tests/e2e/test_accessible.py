"""Every screen against WCAG 2.2 AA as far as a machine can judge it, in both languages, both themes, wide and narrow."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.conftest import Visit, opened

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_DESK, _PHONE, _WALL = (1440, 900), (390, 844), (1920, 1080)


@pytest.fixture(scope="module")
def contest(centre: Centre) -> int:
    """A running contest with places."""
    found = centre.launch("Looked at", metric := centre.metric())
    centre.send(metric=metric, T03=90, T04=60, T01=30)
    return found


@pytest.fixture(scope="module")
def review(centre: Centre) -> int:
    """Somebody in HR, and a round with everybody in its scope."""
    account = {"login": "hr.looked", "role": "hr", "name": "Looked at", "locale": "en", "password": PASSWORD}
    centre.ask("POST", "/accounts", json=account)
    today = datetime.now(UTC).date()
    with httpx.Client(base_url=f"{centre.url}/api/v1", headers={"origin": centre.url}, timeout=30) as hr:
        hr.cookies.set("echelon_session", centre.session_of("hr.looked"))
        body = {
            "code": "looked-at",
            "name": {"zh": "看一看", "en": "Looked at"},
            "as_of": (today - timedelta(days=20)).isoformat(),
            "effective": (today + timedelta(days=20)).isoformat(),
            "sites": ["XM"],
            "steps": [{"source": "trainee", "target": "junior"}],
            "places": [{"site": "XM", "level": "junior", "number": 2}],
        }
        made = hr.post("/cycles", json=body)
        assert made.is_success, made.text
        moved = hr.post(f"/cycles/{made.json()['id']}/move", json={"to": "open"})
        assert moved.is_success, moved.text
        return int(made.json()["id"])


@pytest.fixture(scope="module")
def taught(centre: Centre) -> dict[str, int]:
    """A class with a trainee and a mentor, an exam, a course, a judged call, a calibration, and who keeps all that."""
    now = datetime.now(UTC)
    for login, role in (("tutor.looked", "trainer"), ("analyst.looked", "analyst")):
        account = {"login": login, "role": role, "name": "Looked at", "locale": "en", "password": PASSWORD}
        centre.ask("POST", "/accounts", json=account)
    hired = {"name": {"zh": "看看", "en": "Looked"}, "site": "XM", "hired": now.date().isoformat(), "level": "trainee"}
    centre.ask("POST", "/agents", json={"code": "LOOKED", **hired})

    def post(login: str, path: str, body: object) -> Any:
        return centre.ask("POST", path, json=body, headers={"cookie": f"echelon_session={centre.session_of(login)}"})

    tutor, analyst = "tutor.looked", "analyst.looked"
    session = {"headers": {"cookie": f"echelon_session={centre.session_of(tutor)}"}}
    me = centre.ask("GET", "/session", **session)["account"]["id"]
    name = {"zh": "看一看", "en": "Looked at"}
    its = {"code": "LOOKED", "name": name, "site": "XM", "teacher": me, "starts": now.date().isoformat()}
    held = post(tutor, "/classes", its)["its"]["id"]
    board = post(tutor, f"/classes/{held}/trainees", {"agents": ["LOOKED"], "mentor": "T04-1"})
    options = [{"zh": "对", "en": "true"}, {"zh": "错", "en": "false"}]
    asks = {"kind": "single", "options": options, "right": 0}
    post(tutor, "/questions", {"code": "looked", "topic": "looked", "zh": "看一看？", "en": "Looked at?", "asks": asks})
    exam = {
        "code": "looked",
        "title": name,
        "blueprint": {"parts": [{"topic": "looked", "questions": 1}]},
        "opens": now.isoformat(),
        "closes": (now + timedelta(days=9)).isoformat(),
    }
    post(tutor, "/exams", exam)
    film = {"code": "film", "kind": "link", "title": name, "url": "https://learn.example.com/film"}
    post(tutor, "/courses", {"code": "looked", "title": name, "items": [film], "practice": {"exercise": 1}})
    post(tutor, "/plans", {"course": "looked", "agents": ["T04-1"]})
    forms = centre.ask("GET", "/qa/forms", **session)["items"]
    marks = {line["code"]: "1" for line in next(one for one in forms if one["code"] == "compliance")["items"]}
    call = {
        "agent": "T04-1",
        "form": "compliance",
        "version": 1,
        "call": "looked",
        "at": now.isoformat(),
        "marks": marks,
    }
    judged = post(analyst, "/qa/evaluations", {**call, "kind": "test_call"})["evaluation"]["id"]
    post(analyst, "/qa/cases", {"title": "看一看", "summary": "Looked at", "tags": ["looked"], "anonymised": True})
    met = post(analyst, "/qa/calibrations", {"title": "看一看", "form": "compliance", "call": "looked"})["session"][
        "id"
    ]
    # This month's belongs to the test of sampling, which may share the centre.
    month = f"{now.replace(day=1) + timedelta(days=32):%Y-%m}"
    plan = post(analyst, "/qa/plans", {"site": "XM", "month": month})["id"]
    trainee = board["trainees"][0]["id"]
    return {"class": held, "trainee": trainee, "evaluation": judged, "calibration": met, "plan": plan}


@pytest.fixture(scope="module")
def numbers(contest: int, review: int, taught: dict[str, int]) -> dict[str, int]:
    """What addresses name by number."""
    return {"contest": contest, "review": review, **taught}


Walk = Callable[..., Page]

_GO = """path => {
    const elsewhere = new URL(path, location).pathname !== location.pathname
    if (elsewhere) document.querySelector('main > *').setAttribute('data-left', '')
    history.pushState({}, '', path)
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
}"""


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
            pages[known].evaluate(_GO, path)
            pages[known].locator("[data-left]").wait_for(state="detached")
        return pages[known]

    yield go
    for page in pages.values():
        page.context.close()


def judge(page: Page, axe: str) -> list[str]:
    """What the checker finds wrong, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    # Without a preload: it would fetch and read the hundred font slices' style sheet for one rule about orientation.
    found = page.evaluate(
        "tags => axe.run(document, { runOnly: { type: 'tag', values: tags }, preload: false, resultTypes: ['violations'] })",
        _TAGS,
    )
    return [
        f"{wrong['id']}: {node['target']} {node['failureSummary']}"
        for wrong in found["violations"]
        for node in wrong["nodes"]
    ]


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
def test_a_screen_in_the_dark(walk: Walk, axe: str, contest: int, path: str) -> None:
    page = walk(path.format(contest=contest), "admin", size=_DESK, theme="dark")
    page.locator("h1").first.wait_for()
    page.locator("article, .go button, tbody tr, details, h1").first.wait_for()
    assert judge(page, axe) == []


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_wall(visit: Visit, axe: str, contest: int, locale: str) -> None:
    pairing = visit("/wall", locale=locale, size=_WALL)
    pairing.locator(".code").wait_for()
    assert judge(pairing, axe) == []
    page = visit(f"/wall?contest={contest}", "lead", locale=locale, size=_WALL)
    page.locator("ol.rows .row").first.wait_for()
    assert judge(page, axe) == []


def test_the_wall_reads_from_six_metres(visit: Visit, contest: int) -> None:
    page = visit(f"/wall?contest={contest}", "lead", size=_WALL)
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
