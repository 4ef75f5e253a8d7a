"""Whatever anybody sends to the career room is answered or refused with a problem in both languages, and never a fault of ours."""

import json
import re
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from litestar import Litestar

from tests.server.conftest import SignedIn
from tests.server.ladder.reviewing import ROUND, drafted, junior, people
from tests.server.ladder.walking import asked, needed

TEXTS = ("\x00", "a/b%_'\u202e😀𠮷", "x" * 3000)
NUMBERS = ("-1", str(2**63))
DAYS = ("0001-01-01", "9999-12-31", "2026-02-30")
MONTHS = ("0001-01", "9999-12", "2026-13")
THERE = {
    "agent": junior(1),
    "agents": junior(1),
    "code": junior(1),
    "kind": "exams",
    "tier": "agent",
    "month": "2026-02",
    "number": "D2026-2222-3333",
    "site": "CD",
}


def addresses(there: dict[str, str]) -> list[str]:
    """Every GET route of the room with one odd part after the other, and with one odd parameter after the other."""
    found = []
    for path, parameters in asked().items():
        parts = {name: there.get(name, "1") for name in re.findall(r"\{(\w+)\}", path)}
        for name in parts:
            found += [path.format(**{**parts, name: quote(odd, safe="")}) for odd in _odd(name, "")]
        given = needed(parameters, there)
        for one in (one for one in parameters if one["in"] == "query"):
            found += [
                f"{path.format(**parts)}?{urlencode({**given, one['name']: odd})}"
                for odd in _odd(one["name"], str(one.get("schema")))
            ]
    return found


def _odd(name: str, schema: str) -> tuple[str, ...]:
    """What nobody means, of the kind that is asked for."""
    if name == "month":
        return MONTHS
    if "'date'" in schema:
        return DAYS
    return NUMBERS if name.endswith("_id") or "integer" in schema else TEXTS


def fault(answer: httpx.Response) -> str | None:
    """What is wrong with an answer; None for a good one and for a proper refusal."""
    if answer.status_code < 400:
        return None
    try:
        body = answer.json()
        proper = (
            body["status"] == answer.status_code and body["code"] and body["messages"]["zh"] and body["messages"]["en"]
        )
    except (ValueError, KeyError, TypeError):
        return f"{answer.status_code} {answer.text[:200]}"
    return None if proper and answer.status_code < 500 else f"{answer.status_code} {answer.text[:200]}"


async def test_odd_addresses(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    await people(sql)
    hr, agent = await signed_in("hr"), await signed_in("agent", junior(1))
    review = await drafted(app, hr)
    await review.move("open")
    there = {**THERE, "cycle_id": str(review.id)}
    for address in addresses(there):
        client = agent if address.startswith("/api/v1/me/") else hr
        assert fault(await client.get(address)) is None, address


FAR = ("0001-01-01", "9999-12-31")


async def test_odd_bodies(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    """Days at the ends of the calendar, numbers that are none, fields that are missing or too many."""
    await people(sql)
    hr, ops = await signed_in("hr"), await signed_in("ops")
    review = await drafted(app, hr)
    await review.move("open")
    one = junior(1)
    plan = {"agent": one, "goals": "g", "help": "h", "starts": "2026-03-05", "ends": "2026-06-05"}
    measure = {"agent": one, "kind": "hold_back", "reason": "r", "effective": "2026-03-05"}
    record = {"agent": one, "on": "2026-03-01", "body": {"kind": "exam", "exam": "senior", "value": "80"}}
    act = {"agents": [one], "action": {"do": "declare", "conflict": False}}
    meant: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "cycles", {**ROUND, "code": "next"}),
        ("PUT", f"cycles/{review.id}/places", {"places": ROUND["places"]}),
        ("POST", f"cycles/{review.id}/move", {"to": "calibrating", "effective": "2026-04-01"}),
        ("POST", f"cycles/{review.id}/acts", act),
        ("POST", "records", record),
        ("POST", "support-plans", plan),
        ("POST", "measures", measure),
        ("POST", "dossiers", {"agent": one, "as_of": "2026-01-01"}),
        ("POST", "certificates/batches", {"cycle": review.id}),
        ("POST", "criteria", {"source": "tenure-alone", "code": "n"}),
        ("POST", "criteria/tenure-alone/preview", {"as_of": ["2026-01-01"]}),
        ("POST", "scorecards/months/2026-01/publish", {"site": "CD"}),
        ("PUT", "scorecards/publish-day/CD", {"publish_day": 5}),
        ("PUT", "support-plans/recertification", {"items": []}),
    ]
    wrong = []
    sent: Any
    for method, path, body in meant:
        for sent in ([], None, *({**body, name: odd} for name, value in body.items() for odd in _twisted(value))):
            # As ASCII, because half a character has no UTF-8.
            given: dict[str, Any] = {
                "content": json.dumps(sent).encode(),
                "headers": {"content-type": "application/json"},
            }
            answer = await hr.request(method, f"/api/v1/{path}", **given)
            if found := fault(answer):
                wrong.append((path, sent, found))
    assert wrong == []
    # Nothing that was taken keeps anybody from being judged.
    for path in ("readiness", f"agents/{one}/readiness", "readiness/export.xlsx"):
        assert (await ops.get(f"/api/v1/{path}")).status_code == 200


def _twisted(value: Any) -> tuple[Any, ...]:
    """The same field as nobody means it."""
    if isinstance(value, str) and value[:2] == "20":
        return (*FAR, "2026-02-30", 7)
    if isinstance(value, str):
        return ("", "\x00", "😀" * 3000, None, "\ud800")
    if isinstance(value, dict):
        return ({}, None, {**value, "value": "1e400"}, {**value, "value": "-99999999999999"}, {**value, "kind": "x"})
    return (-1, 2**70, None, [], [[]], {"zh": "\x00", "en": ""})


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "training",
            "agent,month,hours\n{one},9999-12,5\n{one},0001-01,5\n{one},0000-00,5\n{one},2026-13,5\n{one},-1,5\n",
        ),
        ("scorecards", "agent,month,score\n{one},0001-01,80\n{one},9999-12,80\n{one},2026-1-1-1,80\n"),
        ("exams", "agent,exam,taken_on,score\n{one},senior,0001-01-01,80\n{one},senior,9999-12-31,80\n"),
        ("levels", "agent,level,since\n{one},junior,0001-01-01\n"),
        ("courses", "agent,course,what,on_day\n{one},c,attended,0001-01-01\n"),
    ],
)
async def test_odd_files(app: Litestar, sql: Any, signed_in: SignedIn, kind: str, text: str) -> None:
    await people(sql)
    hr = await signed_in("hr")
    answer = await hr.post(
        f"/api/v1/import/career/{kind}", files={"file": ("x.csv", text.format(one=junior(1)).encode())}
    )
    assert fault(answer) is None
    if answer.status_code == 200:
        found = answer.json()
        assert (found["written"], found["refused"]) == (False, found["rows"])
