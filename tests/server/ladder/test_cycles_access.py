"""Who sees what of a review, by every route: nobody learns of a decision before its notice, and nobody of a file that is not theirs."""

from typing import Any

import httpx
from litestar import Litestar

from tests.server.conftest import SignedIn
from tests.server.ladder.reviewing import Round, answered, drafted, junior, people
from tests.server.ladder.walking import walk

ONE, TWO, THREE, FOUR = (junior(i) for i in range(1, 5))
SECRET = "the reason nobody may read yet"


async def decided(app: Litestar, sql: Any, signed_in: SignedIn) -> tuple[Round, httpx.AsyncClient, httpx.AsyncClient]:
    """A round in which two have decided about everybody, and nobody was told; with the two."""
    await people(sql)
    hr, ops = await signed_in("hr"), await signed_in("ops")
    review = await drafted(app, hr)
    await review.move("open")
    await review.move("calibrating")
    await review.move("deciding")
    await review.clear(hr, ops, agents=[ONE, TWO, THREE, FOUR])
    await review.act(hr, "propose", ONE, TWO, kind="promote", reason=SECRET)
    await review.act(hr, "propose", THREE, FOUR, kind="hold", reason=SECRET)
    await review.act(ops, "confirm", ONE, TWO, kind="promote")
    await review.act(ops, "confirm", THREE, FOUR, kind="hold")
    return review, hr, ops


def doors(review: Round, code: str) -> list[str]:
    """Every address that could tell of a candidate."""
    return [
        "/api/v1/cycles",
        "/api/v1/cycles/mine",
        review.url,
        f"{review.url}/trail",
        f"{review.url}/calibration",
        f"{review.url}/comparison?agents={code},{junior(2)}",
        f"{review.url}/payroll.xlsx",
        f"{review.url}/payroll.csv",
        f"{review.url}/candidates?nominated=true",
        f"{review.url}/candidates?decision=promote",
        f"{review.url}/candidates?decision=hold&q={code}",
        f"{review.url}/candidates?mine=to_confirm",
        f"{review.url}/candidates/{code}",
        f"/api/v1/agents/{code}",
        f"/api/v1/agents/{code}/export",
        f"/api/v1/readiness?q={code}",
        f"/api/v1/agents/{code}/readiness",
        f"/api/v1/records?agent={code}",
        f"/api/v1/dossiers?agent={code}",
        "/api/v1/audit",
        "/api/v1/me/path",
    ]


def tells(text: str) -> bool:
    """Whether an answer holds a decision or its reason."""
    return SECRET in text or '"promote"' in text or '"kind":"hold"' in text or '"decision":"hold"' in text


async def test_nothing_is_told_before_the_notice(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    review, _, _ = await decided(app, sql, signed_in)
    outside = {
        "the lead": await signed_in("lead", "L1"),
        "the agent": await signed_in("agent", ONE),
        "another agent": await signed_in("agent", TWO),
        "admin": await signed_in("admin"),
        "analyst": await signed_in("analyst"),
        "trainer": await signed_in("trainer"),
        "assessor": await signed_in("assessor"),
    }
    told = [
        (who, door)
        for who, client in outside.items()
        for door in doors(review, ONE)
        if tells((await client.get(door)).text)
    ]
    assert told == []
    # Nor by what is refused: stepping back too late sounds alike, decided or not.
    late = await review.act(outside["the agent"], "withdraw", ONE, status=409)
    assert late["code"] == "withdrawing_over"
    # The counts and places of the round are the deciders' alone.
    seen = await answered(await outside["the lead"].get(review.url))
    assert (seen["counted"], seen["places"], seen["own"], seen["position"]) == (None, None, 2, 0)
    await review.move("noticed")
    (row,) = [one for one in await review.candidates(outside["the lead"]) if one["agent"]["code"] == ONE]
    assert row["decision"] == "promote"
    (mine,) = await answered(await outside["the agent"].get("/api/v1/cycles/mine"))
    assert mine["decision"]["reason"] == SECRET
    for who in ("admin", "analyst", "trainer", "assessor"):
        for door in doors(review, ONE):
            assert SECRET not in (await outside[who].get(door)).text, (who, door)


async def deciding(app: Litestar, sql: Any, signed_in: SignedIn) -> tuple[Round, httpx.AsyncClient, httpx.AsyncClient]:
    """A round in which nothing is decided yet, with the two who will."""
    await people(sql)
    hr, ops = await signed_in("hr"), await signed_in("ops")
    review = await drafted(app, hr)
    for phase in ("open", "calibrating", "deciding"):
        await review.move(phase)
    await review.clear(hr, ops, agents=[ONE, TWO, THREE, FOUR])
    return review, hr, ops


async def test_to_whom_it_is_closed_every_door_answers_alike_decided_or_not(
    app: Litestar, sql: Any, signed_in: SignedIn
) -> None:
    review, hr, ops = await deciding(app, sql, signed_in)
    there = {"cycle_id": str(review.id), "code": ONE, "agent": ONE, "agents": ONE, "month": "2026-02", "tier": "agent"}
    outside = {
        "the lead": await signed_in("lead", "L1"),
        "the agent": await signed_in("agent", ONE),
        "admin": await signed_in("admin"),
        "trainer": await signed_in("trainer"),
    }
    before = {who: await walk(client, there) for who, client in outside.items()}
    await review.act(hr, "propose", ONE, TWO, kind="promote", reason=SECRET)
    await review.act(hr, "propose", THREE, FOUR, kind="hold", reason=SECRET)
    await review.act(ops, "confirm", ONE, TWO, kind="promote")
    await review.act(ops, "confirm", THREE, FOUR, kind="hold")
    changed = {
        f"{who} {door}"
        for who, client in outside.items()
        for door, answer in (await walk(client, there, but=_refused(before[who]))).items()
        if answer != before[who][door] and not door.endswith(("/audit", "/export"))
    }
    assert changed == set()
    for who, client in outside.items():
        export = (await client.get(f"/api/v1/agents/{ONE}/export")).text
        assert not tells(export), who


def _refused(answers: dict[str, tuple[int, Any]]) -> set[str]:
    """Doors whose guard lets nobody of this role in."""
    return {door for door, (status, body) in answers.items() if status == 403 and body["code"] == "forbidden"}


async def test_no_sum_tells_what_a_conflict_hides(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    """Places held, decisions counted, opinions added up: all as if the person whose file is closed were not there."""
    review, hr, ops = await deciding(app, sql, signed_in)
    cousin, herself = await signed_in("hr"), await signed_in("ops", ONE)
    await review.act(cousin, "declare", ONE, conflict=True, note="my cousin")
    await review.act(hr, "propose", TWO, kind="promote", reason=SECRET)
    await review.act(ops, "confirm", TWO, kind="promote")

    async def told() -> list[Any]:
        paths = (review.url, f"{review.url}/calibration", f"{review.url}/candidates", "/api/v1/cycles")
        found = [(await who.get(path)).json() for who in (cousin, herself) for path in paths]
        for one in found:
            for cycle in one if isinstance(one, list) else [one]:
                cycle.pop("position", None)
        return found

    await review.act(hr, "propose", ONE, kind="promote", reason=SECRET)
    promoted = await told()
    await review.act(ops, "send_back", ONE, reason=SECRET)
    await review.act(hr, "propose", ONE, kind="hold", reason=SECRET)
    assert await told() == promoted
    await review.act(ops, "confirm", ONE, kind="hold")
    counted = (await answered(await cousin.get(review.url)))["counted"]
    assert (counted["decided"], counted["undecided"]) == ({"promote": 1}, 2)


async def test_a_lead_sees_the_own_people_and_an_agent_oneself(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    review, hr, _ = await decided(app, sql, signed_in)
    lead, agent = await signed_in("lead", "L1"), await signed_in("agent", ONE)
    assert {one["agent"]["code"] for one in await review.candidates(lead)} == {ONE, THREE}
    assert (await lead.get(f"{review.url}/candidates/{TWO}")).status_code == 403
    assert (await lead.get(f"{review.url}/candidates/nobody")).status_code == 403
    file = await answered(await lead.get(f"{review.url}/candidates/{ONE}"))
    assert (file["trail"], file["decision"], file["recommendations"]) == ([], None, [])
    assert file["verdicts"][0]["status"] == "met"
    assert (await agent.get(f"{review.url}/candidates")).status_code == 403
    assert (await review.act(agent, "withdraw", TWO, status=403))["code"] == "forbidden"
    draft = await drafted(app, hr, code="next")
    for client in (lead, await signed_in("ops")):
        assert (await client.get(draft.url)).status_code == 404
        assert [one["code"] for one in await answered(await client.get("/api/v1/cycles"))] == ["2026H1"]


async def test_a_conflict_of_interest_closes_the_file(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    review, _, _ = await decided(app, sql, signed_in)
    cousin = await signed_in("hr")
    await review.act(cousin, "declare", ONE, conflict=True, note="my cousin")
    await review.move("noticed")
    (row,) = [one for one in await review.candidates(cousin) if one["agent"]["code"] == ONE]
    assert (row["hidden"], row["state"], row["decision"], row["rank"]) == ("conflict", None, None, None)
    assert (await cousin.get(f"{review.url}/candidates/{ONE}")).json()["code"] == "review_conflict_of_interest"
    assert (await cousin.get(f"{review.url}/comparison?agents={ONE},{TWO}")).status_code == 403
    for wanted in ({"decision": "promote"}, {"state": "ready"}, {"mine": "undeclared"}):
        assert ONE not in {one["agent"]["code"] for one in await review.candidates(cousin, **wanted)}
    assert SECRET not in (await cousin.get(f"/api/v1/agents/{ONE}/export")).text
    assert "reviews" not in (await cousin.get(f"/api/v1/agents/{ONE}/export")).json()
    # A decider who is a candidate does not see the own file on the desk either.
    self_decider = await signed_in("ops", TWO)
    (row,) = [one for one in await review.candidates(self_decider) if one["agent"]["code"] == TWO]
    assert (row["hidden"], row["decision"]) == ("own", None)
    assert (await self_decider.get(f"{review.url}/candidates/{TWO}")).json()["code"] == "review_own_case"


async def test_small_groups_are_not_counted(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    await people(sql, 14, ready=14)
    hr = await signed_in("hr")
    review = await drafted(app, hr)
    await review.move("open")
    one, two = await signed_in("lead", "L1"), await signed_in("lead", "L2")
    first, second = [junior(i) for i in range(1, 15, 2)], [junior(i) for i in range(2, 15, 2)]
    await review.clear(one, agents=first)
    await review.clear(two, agents=second)
    for code in first[:5]:
        await review.act(one, "recommend", code, support=True, reason="good")
    await review.act(two, "recommend", second[0], support=False, reason="not yet")
    found = await answered(await hr.get(f"{review.url}/calibration"))
    # One opinion alone would be told apart from the total, so it is put together with the others.
    assert [(split["people"], split["supported"]) for split in found["leads"]] == [(6, 5)]
    for code in second[1:5]:
        await review.act(two, "recommend", code, support=False, reason="not yet")
    found = await answered(await hr.get(f"{review.url}/calibration"))
    assert [(split["group"]["en"], split["supported"]) for split in found["leads"]] == [("Wang Yi", 5), ("Li Er", 0)]


async def test_who_left_is_forgotten_and_the_trail_still_folds(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    review, hr, _ = await decided(app, sql, signed_in)
    await review.move("noticed")
    agent = await signed_in("agent", THREE)
    await review.act(agent, "appeal", THREE, reason="my own words")
    assert "my own words" in (await agent.get(f"/api/v1/agents/{THREE}/export")).text
    await sql.execute("UPDATE agent SET left_on = '2026-03-01' WHERE code = $1", THREE)
    await answered(await hr.post(f"/api/v1/agents/{THREE}/erase", json={}), 200)
    kept = await sql.fetch(
        "SELECT words FROM cycle_deed d JOIN agent a ON a.id = d.agent_id WHERE a.code LIKE 'erased-%'"
    )
    assert {row["words"] for row in kept} == {""}
    bodies = await sql.fetch("SELECT candidacy FROM cycle_candidate")
    assert all(b"my own words" not in row["candidacy"] and THREE.encode() not in row["candidacy"] for row in bodies)
    assert await sql.fetchval("SELECT count(*) FROM cycle_freeze") == 5
    await review.refolds(sql)
