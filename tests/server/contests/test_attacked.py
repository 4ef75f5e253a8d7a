"""What somebody would try who wants to break or bend a contest: odd numbers, others' rows, and everything at once."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest
from litestar.routes import HTTPRoute

from server.app import doors
from server.contests.contest import Contest
from tests.server.contests.conftest import SignedIn, World

ODD = ("0", "-1", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1" * 40)
ODD_TEXTS = ("t0", "t-1", "t2147483648", "x1", "a1", "t1'", "%00", "t%20", "t1/../t2", "x" * 300)
HOUR = timedelta(hours=1)


def addresses() -> list[tuple[str, str]]:
    """Every address of contests with a parameter, and its verbs."""
    found = []
    for route in doors().routes:
        if isinstance(route, HTTPRoute) and re.match(
            r"^/api/v1/(contests|series|appeals|corrections|reviews|templates|ratings)", route.path
        ):
            for handler in route.route_handlers:
                found += [(verb, route.path) for verb in handler.http_methods if verb != "OPTIONS"]
    return sorted(set(found))


async def test_odd_numbers_and_names_are_refused_and_break_nothing(world: World, signed_in: SignedIn) -> None:
    contest = await world.launch()
    ops = await signed_in("ops")
    failed = []
    assert len(addresses()) > 40
    for verb, path in addresses():
        for odd in ODD if ":int}" in path else ():
            address = re.sub(r"\{\w+:int\}", odd, path)
            address = re.sub(r"\{\w+:\w+\}", "t1", address)
            answer = await ops.request(verb, address, json={} if verb in {"POST", "PUT", "PATCH"} else None)
            if answer.status_code >= 500:
                failed.append((verb, address, answer.status_code))
        for odd in ODD_TEXTS if ":str}" in path and verb == "GET" else ():
            address = re.sub(r"\{\w+:int\}", str(contest.id), path)
            answer = await ops.get(re.sub(r"\{\w+:str\}", odd, address))
            if answer.status_code >= 500:
                failed.append((verb, address + " " + odd, answer.status_code))
    for query in (
        "offset=9223372036854775807",
        "offset=9223372036854775808",
        "limit=0",
        "limit=99999",
        "q=%00",
        "q=%25",
    ):
        for path in ("", f"/{contest.id}/standings", f"/{contest.id}/late", f"/{contest.id}/why/t1/facts"):
            answer = await ops.get(f"/api/v1/contests{path}?{query}")
            if answer.status_code >= 500:
                failed.append(("GET", f"{path}?{query}", answer.status_code))
    assert failed == []


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("PUT", "reveal/presenter", {"account": 2**31}),
        ("PUT", "reveal/presenter", {"account": -(2**70)}),
        ("POST", "reveal/step", {"step": 2**63}),
        ("PUT", "ending", {"appeal_hours": 2**40, "two_person": True}),
        ("POST", "adjustments", {"participant": "t999", "amount": "1", "code": "rules_breach", "reason": "no such"}),
        (
            "POST",
            "adjustments",
            {"participant": "t1", "amount": "9" * 30, "code": "rules_breach", "reason": "too much"},
        ),
        ("POST", "adjustments", {"participant": "t1", "amount": "NaN", "code": "rules_breach", "reason": "no number"}),
        ("POST", "corrections", {"reason": "nothing", "items": ["fact:x/\x00"]}),
        ("POST", "cancel", {"reason": "\x00"}),
    ],
)
async def test_odd_bodies_are_refused(
    world: World, signed_in: SignedIn, verb: str, path: str, body: dict[str, Any]
) -> None:
    contest = await world.launch()
    answer = await (await signed_in("ops")).request(verb, f"/api/v1/contests/{contest.id}/{path}", json=body)
    assert 400 <= answer.status_code < 500, answer.text


async def test_rows_of_others_stay_theirs(world: World, signed_in: SignedIn) -> None:
    contest = await world.launch(freeze_minutes=0)
    people = [("agent", "A12"), ("lead", "A11"), ("lead", "A21"), ("agent", "A22"), ("ops", None), ("analyst", None)]
    world.clock.at = contest.ends + HOUR
    mine, lead, rival, other, ops, analyst = [await signed_in(*one) for one in people]
    path = f"/api/v1/contests/{contest.id}"
    raised = await mine.post(f"{path}/appeals", json={"participant": "t1", "evidence": "My secret reason, call 4711"})
    assert raised.status_code < 300, raised.text
    appeal = raised.json()["id"]
    for who in (rival, other, analyst):
        listed = await who.get(f"{path}/appeals")
        assert "4711" not in listed.text
        for what, body in (("answer", {"outcome": "upheld", "reason": "because"}), ("withdraw", None)):
            assert (await who.post(f"/api/v1/appeals/{appeal}/{what}", json=body)).status_code in {403, 404}
    given = {"participant": "t1", "amount": "-3", "code": "rules_breach", "reason": "private words about A12"}
    assert (await ops.post(f"{path}/adjustments", json=given)).status_code < 300
    for who in (mine, lead, rival, analyst):
        assert (await who.get(f"{path}/adjustments")).status_code == 403
        assert "private words" not in (await who.get(f"{path}/why/t1")).text
    note = {"body": "A12 needs to rest"}
    assert (await lead.put(f"{path}/notes/T1", json=note)).status_code == 200
    assert (await rival.put(f"{path}/notes/T1", json=note)).status_code == 403
    assert "rest" not in (await rival.get(f"{path}/notes")).text
    assert (await other.get(f"{path}/notes")).status_code in {200, 403}
    assert "rest" not in (await other.get(f"{path}/notes")).text


async def test_a_team_s_own_figures_are_its_lead_s(world: World, signed_in: SignedIn) -> None:
    line = {"id": "sl-T1-1", "team": "T1", "metric": "service_level", "value": 81, "at": "2026-03-04T09:00:00+08:00"}
    await world.send(line)
    for role, agent, status in (
        ("lead", "A11", 200),
        ("lead", "A21", 404),
        ("agent", "A22", 404),
        ("analyst", None, 404),
        ("hr", None, 200),
        ("ops", None, 200),
    ):
        answer = await (await signed_in(role, agent)).get("/api/v1/facts/test/sl-T1-1")
        assert answer.status_code == status, (role, agent)


async def test_nothing_more_happens_to_a_cancelled_contest(world: World, signed_in: SignedIn) -> None:
    contest = await world.launch()
    path = f"/api/v1/contests/{contest.id}"
    assert (await (await signed_in("ops")).post(f"{path}/cancel", json={"reason": "flood"})).status_code < 300
    world.clock.at = contest.ends + HOUR
    ops, lead = await signed_in("ops"), await signed_in("lead", "A11")
    for who, verb, what, body in (
        (ops, "POST", "sign", None),
        (ops, "POST", "reveal/start", None),
        (ops, "POST", "reveal/finish", None),
        (ops, "PUT", "ending", {"appeal_hours": 1, "two_person": False}),
        (ops, "POST", "adjustments", {"participant": "t1", "amount": "1", "code": "rules_breach", "reason": "why not"}),
        (ops, "POST", "corrections", {"reason": "why not"}),
        (ops, "POST", "cancel", {"reason": "again"}),
        (lead, "POST", "appeals", {"participant": "t1", "evidence": "it was won by us"}),
    ):
        answer = await who.request(verb, f"{path}/{what}", json=body)
        assert answer.status_code in {403, 404, 409, 422}, (what, answer.status_code, answer.text)
    assert (await ops.get(f"{path}/results/1")).status_code == 404
    world.clock.at += timedelta(days=30)
    await world.contests.clockwork.tick()
    assert await world.sql.fetchval("SELECT count(*) FROM contest_result") == 0


async def _at_once(*asked: Any) -> list[int]:
    return sorted([answer.status_code for answer in await asyncio.gather(*asked)])


async def test_what_is_asked_at_once_happens_once(world: World, signed_in: SignedIn) -> None:
    ops, hr = await signed_in("ops"), await signed_in("hr")
    draft = await ops.post(
        "/api/v1/contests",
        json={
            "template": "weekly_service",
            "site": "SH",
            "period": {"kind": "this_week"},
            "teams": ["T1", "T2"],
            "draft": True,
        },
    )
    path = f"/api/v1/contests/{draft.json()['id']}"
    assert await _at_once(*(ops.post(f"{path}/launch") for _ in range(4))) == [201, 409, 409, 409]
    assert (await ops.put(f"{path}/ending", json={"appeal_hours": 1, "two_person": True})).status_code == 200
    contest: Contest = await world.contests.reading.find(_ops(), draft.json()["id"])
    world.clock.at = contest.ends + HOUR
    ops = await signed_in("ops")
    started = await _at_once(*(ops.post(f"{path}/reveal/start") for _ in range(4)))
    assert started == [200] * 4
    steps = await _at_once(*(ops.post(f"{path}/reveal/step", json={"step": 1}) for _ in range(4)))
    assert set(steps) <= {200, 409}
    revealed = await _at_once(
        ops.post(f"{path}/reveal/finish"), ops.post(f"{path}/reveal/finish"), ops.post(f"{path}/sign")
    )
    # Signing is too early; of two who finish in one moment the second is told to look again, or that it is done.
    assert revealed in ([200, 200, 409], [200, 409, 409])
    noted = await world.sql.fetch(
        "SELECT action, count(*) AS n FROM audit WHERE action LIKE 'contest.reveal.%' GROUP BY 1"
    )
    assert {row["n"] for row in noted} == {1}
    world.clock.at = contest.last_cutoff + HOUR
    ops, hr = await signed_in("ops"), await signed_in("hr")
    signed = await _at_once(*(one.post(f"{path}/sign") for one in (ops, hr, ops, hr)))
    assert set(signed) <= {200, 409}
    assert (await ops.get(f"{path}/results")).json()["items"][-1]["revision"] == 1
    assert await world.sql.fetchval("SELECT count(*) FROM contest_signature") == 2


def _ops() -> Any:
    from tests.server.contests.conftest import OPS

    return OPS
