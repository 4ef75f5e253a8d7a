"""Prizes: they wait for final, come once, out of the site's budget, and a correction takes back only what was not spent."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from server.contests.contest import Contest
from tests.server.contests.conftest import SignedIn, World

WEDNESDAY = "2026-03-04T09:00:00+08:00"
CUTOFF = datetime(2026, 3, 1, 16, 0, tzinfo=UTC) + timedelta(days=10)
HOUR = timedelta(hours=1)
PRIZES = [{"place": 1, "points": 100}, {"place": 2, "points": 40}, {"place": 1, "points": 300, "to": "budget"}]


async def told(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


class Centre:
    """A contest of T1 (30 calls), T2 (12) and T3 (3) with prizes, two who may correct, and a budget."""

    def __init__(self, world: World, contest: Contest, ops: httpx.AsyncClient, hr: httpx.AsyncClient) -> None:
        self.world, self.contest, self.ops, self.hr = world, contest, ops, hr
        self.path = f"/api/v1/contests/{contest.id}"

    async def allot(self, amount: int) -> None:
        body = {"key": f"allot-{amount:05d}", "kind": "site", "budget": "SH", "amount": amount, "words": "for prizes"}
        await told(await self.ops.post("/api/v1/rewards/allotments", json=body))

    async def end(self) -> None:
        self.world.clock.at = CUTOFF + HOUR
        await self.tick()

    async def tick(self) -> None:
        await self.world.contests.clockwork.tick()

    async def points(self) -> dict[str, int]:
        rows = await self.world.sql.fetch(
            "SELECT coalesce(g.code, t.code, s.code, a.code) AS of, sum(p.amount)::int AS points FROM reward_posting p"
            " JOIN reward_account a ON a.id = p.account_id LEFT JOIN agent g ON g.id = a.agent_id"
            " LEFT JOIN team t ON t.id = a.team_id LEFT JOIN site s ON s.id = a.site_id GROUP BY 1 HAVING sum(p.amount) <> 0"
        )
        return {row["of"]: row["points"] for row in rows if row["of"] != "issuer"}

    async def correct(self, **expected: int) -> dict[str, Any]:
        """T2 had 48 calls, not 12; proposed, looked at, applied."""
        value = {"id": "b", "agent": "A22", "metric": "calls", "value": 48, "at": WEDNESDAY, "revision": 1}
        await self.world.send({**value, **expected})
        found = await told(await self.ops.post(f"{self.path}/corrections", json={"reason": "checked with the switch"}))
        await self.apply(found)
        return dict(found["effect"])

    async def apply(self, found: dict[str, Any]) -> None:
        await told(await self.hr.post(f"/api/v1/corrections/{found['id']}/apply", json={"seen": found["seen"]}))
        await self.tick()


@pytest.fixture
async def centre(world: World, signed_in: SignedIn) -> Centre:
    contest = await world.launch(prizes=PRIZES)
    await world.send(
        world.fact("A12", "calls", 30, WEDNESDAY, id="a"),
        world.fact("A22", "calls", 12, WEDNESDAY, id="b"),
        world.fact("A32", "calls", 3, WEDNESDAY, id="c"),
    )
    centre = Centre(world, contest, await signed_in("ops"), await signed_in("hr"))
    await lasting(world)
    return centre


async def lasting(world: World) -> None:
    """Let those who signed in stay so over the weeks of a contest, before anything remembers when they do not."""
    await world.sql.execute("UPDATE session SET seen_at = '2026-12-01', expires_at = '2027-01-01'")


GIVEN = {"A11": 100, "A12": 100, "A13": 100, "A14": 100, "T1": 300, "A21": 40, "A22": 40, "A23": 40, "A24": 40}


async def test_they_wait_for_final_and_come_once(centre: Centre) -> None:
    await centre.allot(2000)
    centre.world.clock.at = CUTOFF - HOUR
    await centre.tick()
    assert await centre.points() == {"SH": 2000}
    await centre.end()
    assert await centre.points() == {**GIVEN, "SH": 2000 - 860}
    # However often it is asked for, by however many.
    await asyncio.gather(*[centre.world.honors.prizes.settling.follow(centre.world.clock.at) for _ in range(4)])
    await asyncio.gather(*[centre.world.honors.prizes.settling.settle(centre.contest.id, 1) for _ in range(4)])
    await asyncio.gather(*[centre.world.honors.prizes.settling.give(centre.contest.id) for _ in range(4)])
    assert await centre.points() == {**GIVEN, "SH": 2000 - 860}


async def test_whoever_is_killed_between_working_out_and_giving_gives_later(centre: Centre) -> None:
    await centre.allot(2000)
    settling = centre.world.honors.prizes.settling
    centre.world.contests.clockwork.followers.remove(settling.follow)
    centre.world.clock.at = CUTOFF + HOUR
    await centre.world.contests.clockwork.tick()
    await settling.settle(centre.contest.id, 1)
    assert (await centre.points()) == {"SH": 2000}
    await settling.follow(centre.world.clock.at)
    assert await centre.points() == {**GIVEN, "SH": 2000 - 860}


async def test_a_short_budget_gives_nobody_anything_until_it_holds_all(centre: Centre) -> None:
    launched = await told(await centre.ops.get(centre.path))
    assert [one["points"] for one in launched["prizes"]] == [100, 40, 300]
    await centre.allot(859)
    await centre.end()
    assert await centre.points() == {"SH": 859}
    waiting = (await told(await centre.ops.get("/api/v1/rewards/prizes")))["items"]
    assert [(one["contest"], one["points"], one["winners"], one["left"]) for one in waiting] == [
        (centre.contest.id, 860, 9, 859)
    ]
    assert (await told(await centre.hr.get(f"{centre.path}/prizes")))["lacks"] == 1
    refused = await centre.ops.post("/api/v1/rewards/seasons", json={"name": {"zh": "一", "en": "one"}})
    assert (refused.status_code, refused.json()["code"]) == (409, "rewards_prizes_wait")
    await centre.allot(1)
    await centre.tick()
    assert await centre.points() == GIVEN
    assert (await told(await centre.ops.get("/api/v1/rewards/prizes")))["items"] == []


async def test_a_correction_takes_back_what_is_unspent_and_the_rightful_winner_receives(centre: Centre) -> None:
    await centre.allot(5000)
    await centre.end()
    effect = await centre.correct()
    assert [(one["title"]["en"], one["what"]["en"]) for one in effect["rewards"]] == [
        ("300 points", "given to the budget of Team 2"),
        ("60 points", "given to A21, A22, A23, A24"),
        ("40 points", "given to A11, A12, A13, A14"),
        ("300 points", "taken back from the budget of Team 1"),
        ("100 points", "taken back from A11, A12, A13, A14"),
    ]
    ones, twos = dict.fromkeys(("A11", "A12", "A13", "A14"), 40), dict.fromkeys(("A21", "A22", "A23", "A24"), 100)
    assert await centre.points() == {**ones, **twos, "T2": 300, "SH": 5000 - 860}
    # Back again, and once more: every amount is posted and mirrored under a number of its own.
    await centre.correct(value=12, revision=2)
    assert await centre.points() == {**GIVEN, "SH": 5000 - 860}
    await centre.correct(value=48, revision=3)
    assert await centre.points() == {**ones, **twos, "T2": 300, "SH": 5000 - 860}
    assert await centre.world.sql.fetchval("SELECT count(*) FROM reward_entry WHERE kind = 'reverse'") == 5 + 9 + 9


async def test_what_was_spent_is_kept(centre: Centre, signed_in: SignedIn) -> None:
    await centre.allot(5000)
    agent, lead = await signed_in("agent", "A12"), await signed_in("lead", "A11")
    await lasting(centre.world)
    body = {"kind": "gift", "name": {"zh": "杯子", "en": "Mug"}, "price": 30}
    await told(await centre.ops.put("/api/v1/rewards/items/mug", json=body))
    await told(await centre.ops.post("/api/v1/rewards/items/mug/stock", json={"key": "stock-000", "amount": 3}))
    await centre.end()
    value = {"id": "b", "agent": "A22", "metric": "calls", "value": 48, "at": WEDNESDAY, "revision": 1}
    await centre.world.send(value)
    found = await told(await centre.ops.post(f"{centre.path}/corrections", json={"reason": "checked with the switch"}))
    # Between looking and applying somebody spends: nothing is applied that nobody saw.
    await told(await agent.post("/api/v1/rewards/redemptions", json={"key": "redeem-0001", "item": "mug"}))
    stale = await centre.hr.post(f"/api/v1/corrections/{found['id']}/apply", json={"seen": found["seen"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "correction_stale")
    again = (await told(await centre.hr.get(f"{centre.path}/corrections")))["sets"][0]
    assert ("100 points", "spent already, and kept by A12") in [
        (one["title"]["en"], one["what"]["en"]) for one in again["effect"]["rewards"]
    ]
    await centre.apply(again)
    points = await centre.points()
    assert (points["A11"], points["A12"], points["A21"]) == (40, 70, 100)
    # The agent and the lead do not read that it lost its ground; those who keep points do.
    mine = (await told(await agent.get(f"{centre.path}/prizes")))["items"]
    assert [(one["points"], one["state"]) for one in mine] == [(100, "given")]
    every = (await told(await centre.hr.get(f"{centre.path}/prizes")))["items"]
    assert [one["state"] for one in every if one["to"]["code"] == "A12"] == ["kept"]
    theirs = (await told(await lead.get(f"{centre.path}/prizes")))["items"]
    assert {(one["to"]["code"], one["state"]) for one in theirs} == {
        ("A11", "taken"),
        ("A11", "given"),
        ("T1", "taken"),
    }
    lines = (await told(await agent.get("/api/v1/rewards/mine/entries")))["items"]
    assert [(one["kind"], one["amount"], one["place"]) for one in lines] == [("redeem", -30, None), ("prize", 100, 1)]
    assert lines[1]["contest_id"] == centre.contest.id


async def test_much_money_asks_two_who_do_not_take_part(centre: Centre, signed_in: SignedIn) -> None:
    await centre.allot(5000)
    player = await signed_in("ops", "A11")
    await lasting(centre.world)
    await told(await centre.ops.put("/api/v1/rewards/rules", json={"prize_limit": 859}))
    await centre.end()
    assert await centre.points() == {"SH": 5000}
    timetable = await told(await centre.hr.get(f"{centre.path}/timetable"))
    assert (timetable["two_person"], timetable["waits_for"]) == (True, ["signatures"])
    refused = await player.post(f"{centre.path}/sign")
    assert (refused.status_code, refused.json()["code"]) == (403, "signer_takes_part")
    await told(await centre.ops.post(f"{centre.path}/sign"))
    assert await centre.points() == {"SH": 5000}
    await told(await centre.hr.post(f"{centre.path}/sign"))
    await centre.tick()
    assert await centre.points() == {**GIVEN, "SH": 5000 - 860}


async def test_only_operations_name_other_prizes_and_faults_are_told(world: World, signed_in: SignedIn) -> None:
    lead, ops = await signed_in("lead", "A11"), await signed_in("ops")
    asked = {"template": "weekly_service", "site": "SH", "period": {"kind": "next_week"}, "teams": ["T1", "T2"]}
    refused = await lead.post("/api/v1/contests", json={**asked, "prizes": PRIZES})
    assert (refused.status_code, refused.json()["code"]) == (403, "own_prizes")
    faulty = await ops.post("/api/v1/contests", json={**asked, "prizes": [PRIZES[0], PRIZES[0]]})
    assert (faulty.status_code, faulty.json()["code"]) == (422, "rules_faulty")
    warned = await told(await ops.post("/api/v1/contests/outlook", json={**asked, "prizes": PRIZES}))
    assert [one["code"] for one in warned["warnings"]] == ["prizes_over_budget"]
    series = {"template": "weekly_service", "site": "SH", "cadence": {"kind": "weekly"}, "teams": ["T1", "T2"]}
    made = await told(await ops.post("/api/v1/series", json={**series, "prizes": PRIZES[:1]}))
    assert "prizes_over_budget" in [one["code"] for one in made["warnings"]]
    contest = await told(await ops.get(f"/api/v1/contests/{made['next']}"))
    assert contest["prizes"] == [{"place": 1, "points": 100, "to": "members"}]
    changed = await told(await ops.patch(f"/api/v1/series/{made['id']}", json={"prizes": PRIZES}))
    assert len((await told(await ops.get(f"/api/v1/contests/{changed['next']}")))["prizes"]) == 3
    theirs = await lead.patch(f"/api/v1/series/{made['id']}", json={"prizes": []})
    assert theirs.status_code == 403
