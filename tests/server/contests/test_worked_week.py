"""The worked week through every door: people, facts and contest over HTTP, the board from the scorer, then corrected after it was final."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from server.contests.after.deeds import places_of
from tests.server.contests.conftest import SignedIn, Watching, World

MONDAY = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
"""00:00 on Monday the 2nd in Shanghai."""
DAYS = [f"2026-03-0{day}" for day in range(2, 7)]
SHIFTS = [{"day": day, "starts": "09:00", "ends": "18:00"} for day in DAYS]
RULES = {
    "method": "attainment",
    "terms": [
        {"metric": "calls", "weight": "60", "target": "480"},
        {"metric": "qa", "weight": "40", "target": "90"},
    ],
}
A = [f"a{number:02}" for number in range(1, 12)]
B = [f"b{number:02}" for number in range(1, 9)]


def at(days: int, hours: float = 0) -> datetime:
    return MONDAY + timedelta(days=days, hours=hours)


async def told(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


async def the_people(world: World, ops: httpx.AsyncClient) -> None:
    """Twelve full-time in A of whom X leaves on Thursday, seven and a half-timer in B, two days of leave in A."""
    await world.sql.execute("DELETE FROM membership")
    for code in [*A, "x"]:
        await world.join(code, 1)
    for code in B:
        await world.join(code, 2)
    await told(await ops.post("/api/v1/agents/b08/employment", json={"starts": "2025-01-01", "fte": "0.5"}))
    away = {"starts": "2026-03-03", "ends": "2026-03-05", "kind": "annual"}
    await told(await ops.post("/api/v1/agents/a03/leave", json=away))
    for code in [*A, *B, "x"]:
        roster = {"from": "2026-03-02", "to": "2026-03-09", "shifts": SHIFTS}
        await told(await ops.put(f"/api/v1/agents/{code}/roster", json=roster))
    move = {"team": "T2", "starts": "2026-03-05", "transfer": True}
    await told(await ops.post("/api/v1/agents/x/memberships", json=move))


def the_facts() -> list[dict[str, Any]]:
    def fact(key: str, agent: str, metric: str, value: int, when: datetime) -> dict[str, Any]:
        return {"id": key, "agent": agent, "metric": metric, "value": value, "at": when.isoformat()}

    calls = [fact(f"a{day}", "a01", "calls", 1000, at(day, 10)) for day in range(5)]
    calls += [fact(f"b{day}", "b01", "calls", 700, at(day, 10)) for day in range(5)]
    calls += [fact(f"xa{day}", "x", "calls", part, at(day, 11)) for day, part in enumerate((60, 60, 80))]
    calls += [fact(f"xb{part}", "x", "calls", 10, at(3 + part % 2, 9 + part // 2 / 4)) for part in range(14)]
    scores = [fact(f"qa{n}", A[n % 11], "qa", 88, at(n % 5, 12)) for n in range(20)]
    scores += [fact(f"qb{n}", B[n % 8], "qa", 91, at(n % 5, 12)) for n in range(10)]
    return calls + scores


async def explained(client: httpx.AsyncClient, contest: int) -> dict[str, str]:
    """The score of both teams as *why* tells it."""
    found = {}
    for code, participant in (("T1", "t1"), ("T2", "t2")):
        answer = await told(await client.get(f"/api/v1/contests/{contest}/why/{participant}"))
        assert answer["score"] == answer["why"]["score"]
        found[code] = answer["score"]
    return found


async def headcount(client: httpx.AsyncClient, contest: int, participant: str) -> str:
    answer = await told(await client.get(f"/api/v1/contests/{contest}/why/{participant}"))
    return str(answer["why"]["headcount"])


async def awake(world: World) -> None:
    """Let nobody's session end while the clock runs ahead by days."""
    await world.sql.execute("UPDATE session SET seen_at = '2026-12-01', expires_at = '2027-01-01'")


async def clockwork(world: World, watching: Watching, now: datetime) -> None:
    world.clock.at = now
    await world.contests.clockwork.tick()
    await watching.tick()


async def shows(world: World, watching: Watching, ops: httpx.AsyncClient, contest: int) -> dict[str, tuple[Any, Any]]:
    """How the contest stands, the same on the scorer's board, out of the tables, and explained."""
    board = {row.code: (row.rank, row.score) for row in watching.boards[contest][2].rows}
    assert board == await world.standing(contest)
    assert {code: score for code, (_, score) in board.items()} == await explained(ops, contest)
    return board


async def test_the_worked_week(world: World, watching: Watching, signed_in: SignedIn) -> None:
    ops, other, lead = await signed_in("ops"), await signed_in("ops"), await signed_in("lead", "A21")
    await awake(world)
    world.clock.at = at(-1)
    await the_people(world, ops)
    launched = {
        "template": "weekly_service",
        "site": "SH",
        "period": {"kind": "next_week"},
        "teams": ["T1", "T2"],
        "rules": RULES,
    }
    contest = (await told(await ops.post("/api/v1/contests", json=launched)))["id"]
    path = f"/api/v1/contests/{contest}"
    await watching.start()

    # The week as it ends.
    world.clock.at = at(5)
    receipt = await told(await ops.post("/api/v1/facts?source=acd", json=the_facts()))
    assert receipt["accepted"] == len(the_facts())
    await clockwork(world, watching, at(7, 11))
    assert await headcount(ops, contest, "t1") == "11.2"
    assert await headcount(ops, contest, "t2") == "7.9"
    ended = {"T2": (1, "98.0394"), "T1": (2, "97.1468")}
    assert await shows(world, watching, ops, contest) == ended

    # X's call of Wednesday is scored on the next Tuesday: it counts for A, where X was then.
    late = {"id": "qx", "agent": "x", "metric": "qa", "value": 40, "at": at(2, 12).isoformat()}
    world.clock.at = at(8, 10)
    await told(await ops.post("/api/v1/facts?source=acd", json=[late]))
    await clockwork(world, watching, at(8, 10))
    scored = {"T2": (1, "98.0394"), "T1": (2, "96.1310")}
    assert await shows(world, watching, ops, contest) == scored

    # Nothing is open any more: it signs itself off.
    await clockwork(world, watching, at(10, 0.1))
    assert (await told(await ops.get(path)))["phase"] == "final"
    assert await shows(world, watching, ops, contest) == scored
    first = await ops.get(f"{path}/results/1")

    # 140 of B's calls are retracted. Nothing moves, all of it waits.
    world.clock.at = at(12)
    gone = [dict(fact, value=None, revision=1) for fact in the_facts() if fact["id"].startswith("xb")]
    await told(await ops.post("/api/v1/facts?source=acd", json=gone))
    await clockwork(world, watching, at(12))
    assert await shows(world, watching, ops, contest) == scored
    waiting = (await told(await ops.get(f"{path}/corrections")))["waiting"]
    assert {(item["kind"], item["before"], item["after"]) for item in waiting} == {("fact", "10", None)}
    assert len(waiting) == 14

    # The preview shows what would be, before anybody applies it.
    proposed = await told(await ops.post(f"{path}/corrections", json={"reason": "double counted by the switch"}))
    effect = {row["id"]: (row["before"], row["after"]) for row in proposed["effect"]["rows"]}
    assert effect == {
        "t1": ({"rank": 2, "score": "96.1310"}, {"rank": 1, "score": "96.1310"}),
        "t2": ({"rank": 1, "score": "98.0394"}, {"rank": 2, "score": "95.8242"}),
    }
    assert [row["id"] for row in proposed["effect"]["rows"]] == ["t1", "t2"]
    assert await shows(world, watching, ops, contest) == scored

    # Who proposed it does not apply it; somebody else does.
    apply = f"/api/v1/corrections/{proposed['id']}/apply"
    refused = await ops.post(apply, json={"seen": proposed["seen"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "needs_second_person")
    applied = await told(await other.post(apply, json={"seen": proposed["seen"]}))
    assert (applied["outcome"], applied["revision"]) == ("applied", 2)
    await watching.tick()
    corrected = {"T1": (1, "96.1310"), "T2": (2, "95.8242")}
    assert await shows(world, watching, ops, contest) == corrected
    assert (await told(await ops.get(f"{path}/corrections")))["waiting"] == []

    # Revision 1 is what it was, byte for byte; both can be read.
    again = await ops.get(f"{path}/results/1")
    assert again.content == first.content
    assert again.headers["etag"] == f'"{hashlib.sha256(first.content).hexdigest()}"'
    changes = await told(await lead.get(f"{path}/results/2/changes"))
    assert [(row["id"], row["before"]["rank"], row["after"]["rank"]) for row in changes["items"]] == [
        ("t1", 2, 1),
        ("t2", 1, 2),
    ]
    # X shares A's place: three of five days.
    credit = {item["id"]: item for item in (await told(await ops.get(f"{path}/credit")))["items"]}
    assert credit["t1"]["rank"] == 1
    mine = {item: [one for one in credit[item]["members"] if one["agent"]["code"] == "x"] for item in ("t1", "t2")}
    assert [(one["days"], one["planned"], one["credit"]) for one in mine["t1"]] == [(3, 5, "full")]
    assert [(one["days"], one["planned"], one["credit"]) for one in mine["t2"]] == [(2, 5, "contributed")]
    # Careers know the place of each revision; somebody of B came first before the correction and second after it.
    await world.contests.deeds.follow(world.clock.at)
    for code, then, now in (("x", (2, 2), (1, 2)), ("b01", (1, 2), (2, 2)), ("b08", (1, 2), (2, 2))):
        agent = await world.sql.fetchval("SELECT id FROM agent WHERE code = $1", code)
        assert await places_of(world.sql, agent, [contest], signed_before=at(11)) == {contest: then}
        assert await places_of(world.sql, agent, [contest]) == {contest: now}
