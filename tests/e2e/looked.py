"""Something to look at on every page: a contest, a promotion round, a class, an exam, a course, judged calls."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.e2e.centre import PASSWORD, Centre, centre_day


def build(centre: Centre) -> dict[str, int]:
    """What addresses name by number. Whoever keeps these things is called `….looked`."""
    for role in ("ops", "assessor"):
        account = {"login": f"{role}.looked", "role": role, "name": "Looked at", "locale": "en", "password": PASSWORD}
        centre.ask("POST", "/accounts", json=account)
    return {"contest": _contest(centre), "review": _review(centre), **_taught(centre)}


def _contest(centre: Centre) -> int:
    """A running contest with places."""
    found = centre.launch("Looked at", metric := centre.metric())
    centre.send(metric=metric, T03=90, T04=60, T01=30)
    return found


def _review(centre: Centre) -> int:
    """Somebody in HR, and a round with everybody in its scope."""
    account = {"login": "hr.looked", "role": "hr", "name": "Looked at", "locale": "en", "password": PASSWORD}
    centre.ask("POST", "/accounts", json=account)
    today = centre_day()
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


def _taught(centre: Centre) -> dict[str, int]:
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
