"""What a trainee's learning came to is read by the trainee and by those who train: every route, with every question, as everybody."""

import io
import re

import httpx
import pytest
import python_calamine
from litestar.routes import HTTPRoute

from career.quality.shipped import STANDARD
from server.app import doors
from server.facts.promising import Promised
from tests.server.contests.conftest import SignedIn, World
from tests.server.contests.frozen_centre import DESCRIPTION

AT = "2026-03-02T10:00:00+08:00"
WINDOW = "from=2026-03-01T00:00:00%2B08:00&to=2026-03-08T00:00:00%2B08:00"
ASKED = (f"?agent=A12&month=2026-03&metric=training_score&{WINDOW}", f"?team=T1&month=2026-03&tier=lead&{WINDOW}")
CALLS = f"?agent=A12&month=2026-03&metric=test_call&{WINDOW}"
"""For the few routes that answer by metric."""
MARKS = {"87.13": "training score", "86.37": "test call", "81.59": "exam on record", "86.91": "test call on record"}
FORM = {**{item.code: "1" for item in STANDARD.items}, "answer": "0.5"}
FORM_SCORE = "88.6364"
OUTSIDE = {"lead": "A11", "ops": None, "admin": None, "analyst": None, "agent": "A13"}


@pytest.fixture
async def learned(world: World, signed_in: SignedIn) -> World:
    """A12 of T1 is a trainee with marks of every kind; A11 and A13 are seniors."""
    await world.sql.execute("UPDATE agent SET level = 'senior', level_since = '2020-01-01' WHERE code <> 'A12'")
    await world.sql.execute("UPDATE agent SET level_since = '2026-01-05' WHERE code = 'A12'")
    rules = {"method": "points", "terms": [{"metric": "training_score", "missing": "zero"}], "min_fte": "1"}
    await world.launch(rules)
    await world.launch(rules, template="first_contact_king", agents=["A12", "A13", "A22", "A32"])
    await world.send(
        world.fact("A12", "training_score", "87.13", AT, id="paper"),
        world.fact("A12", "test_call", "86.37", AT, id="call"),
        world.fact("A13", "training_score", "64.21", AT),
    )
    hr, analyst = await signed_in("hr"), await signed_in("analyst")
    exam = {"kind": "exam", "exam": "junior", "value": "81.59"}
    for body in (exam, {"kind": "test_call", "value": "86.91"}):
        answer = await hr.post("/api/v1/records", json={"agent": "A12", "on": "2026-03-01", "body": body})
        assert answer.status_code == 201, answer.text
    judged = {"agent": "A12", "form": "standard", "version": 1, "call": "c-1", "at": AT, "kind": "test_call"}
    answer = await analyst.post("/api/v1/qa/evaluations", json={**judged, "marks": FORM})
    assert answer.status_code == 201, answer.text
    await Promised(world.db, world.facts).keep()
    return world


def addresses(agent_id: int) -> list[str]:
    """Every GET route with what is there in the place of each parameter."""
    there = {
        "revision": "1",
        "team": "T1",
        "month": "2026-03",
        "tier": "agent",
        "evaluation_id": "1",
        "fact_id": "paper",
    }
    there |= {"source": "test", "contest_id": "1", "participant": "t1", "kind": "agent", "metric": "training_score"}
    found = set()
    for route in doors().routes:
        if not isinstance(route, HTTPRoute) or not any("GET" in one.http_methods for one in route.route_handlers):
            continue
        if not route.path.startswith("/api/v1/") or route.path.startswith(DESCRIPTION):
            continue
        for more in ({}, {"contest_id": "2", "participant": f"a{agent_id}"}, {"fact_id": "call", "tier": "lead"}):
            values = {**there, **more}
            code = "T1" if "/teams/" in route.path or values["tier"] == "lead" else "A12"
            path = route.path.replace("{code:str}", code)
            for name, value in values.items():
                path = re.sub(rf"\{{{name}:\w+\}}", value, path)
            found.add(re.sub(r"\{\w+:\w+\}", "1", path))
    return sorted(found)


def text_of(answer: httpx.Response) -> str:
    """What an answer says; of a workbook its cells."""
    if not answer.content.startswith(b"PK"):
        return answer.text
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return " ".join(
        str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    )


async def told(client: httpx.AsyncClient, agent_id: int, marks: set[str]) -> dict[str, set[str]]:
    """The marks that somebody is told anywhere, and where."""
    exact = {mark: re.compile(rf"(?<![\d.]){re.escape(mark)}|{mark.replace('.', '')}0000") for mark in marks}
    found: dict[str, set[str]] = {}
    for address in addresses(agent_id):
        for asked in (*ASKED, CALLS) if "facts" in address else ASKED:
            answer = await client.get(f"{address}{asked}")
            assert answer.status_code < 500, (address, asked, answer.text)
            text = text_of(answer)
            for mark, pattern in exact.items():
                if pattern.search(text):
                    found.setdefault(mark, set()).add(f"{address}{asked}")
    return found


async def test_nobody_else_is_told_a_mark(learned: World, signed_in: SignedIn) -> None:
    agent_id = await learned.sql.fetchval("SELECT id FROM agent WHERE code = 'A12'")
    # The walk finds what there is: the trainee is told every mark.
    assert (await told(await signed_in("agent", "A12"), agent_id, {*MARKS, FORM_SCORE})).keys() == {*MARKS, FORM_SCORE}
    for role, agent in OUTSIDE.items():
        # Who judges test calls reads the forms.
        marks = set(MARKS) if role == "analyst" else {*MARKS, FORM_SCORE}
        assert await told(await signed_in(role, agent), agent_id, marks) == {}, role


async def test_the_mark_stays_private_after_the_first_promotion(learned: World, signed_in: SignedIn) -> None:
    await learned.sql.execute("UPDATE agent SET level = 'junior', level_since = '2026-03-03' WHERE code = 'A12'")
    later = learned.fact("A12", "training_score", "91.25", "2026-03-03T09:00:00+08:00", id="later")
    await learned.send(later)
    lead = await signed_in("lead", "A11")
    items = (await lead.get(f"/api/v1/facts?agent=A12&{WINDOW}")).json()["items"]
    assert [one["id"] for one in items if one["metric"] in {"training_score", "test_call"}] == ["later"]
    assert (await lead.get("/api/v1/facts/test/paper")).status_code == 404
    assert (await lead.get("/api/v1/facts/test/later")).status_code == 200


async def test_met_or_not_met_is_what_a_lead_reads(learned: World, signed_in: SignedIn) -> None:
    lead, hr = await signed_in("lead", "A11"), await signed_in("hr")
    door = "/api/v1/agents/A12/readiness"
    (outside, inside) = [(await one.get(door)).json()["next"][0]["verdicts"] for one in (lead, hr)]
    exam = [next(one for one in verdicts if one["code"] == "exam") for verdicts in (outside, inside)]
    assert [(one["status"], one["value"], one["progress"]) for one in exam] == [
        ("met", None, 1000),
        ("met", "81.59", 1000),
    ]


async def test_an_average_less_the_others_tells_no_mark(learned: World, signed_in: SignedIn) -> None:
    """A13's score is known, so the mean of both would be A12's mark."""
    for role, agent, shown in (("lead", "A11", None), ("ops", None, None), ("hr", None, "75.67")):
        why = (await (await signed_in(role, agent)).get("/api/v1/contests/1/why/t1")).json()["why"]
        (term,) = why["terms"]
        assert (term["value"], term["missing"]) == (shown, "private" if shown is None else "counted"), role
        assert term["exact"] is None or shown is not None
