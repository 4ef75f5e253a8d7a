"""Open samples handed out in one go: shown first, each call once, near its day, and never within the own line."""

from datetime import date, timedelta
from random import Random
from typing import Any

import httpx
import pytest

from server.clock import SetClock
from server.quality.sampling.handing import Call, Wanted, hand_out
from server.quality.sampling.store import SampleKept
from server.wire import Bilingual, Named
from tests.server.conftest import SignedIn
from tests.server.quality.conftest import judged, refused, told

PLANS = "/api/v1/qa/plans"
MARCH = date(2026, 3, 1)


def sample(number: int, agent: str, day: int, account: int) -> SampleKept:
    named = Named(agent, Bilingual("某", "One"))
    return SampleKept(
        id=number, plan_id=1, agent_id=1, agent=named, team=None, site=named, zone="UTC", day=MARCH + timedelta(days=day),
        account_id=account, call="", recording="", evaluation_id=None, done_at=None,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(25))
def test_at_random(seed: int) -> None:
    rng = Random(seed)
    agents = [f"A{n}" for n in range(6)]
    samples = [sample(n, rng.choice(agents), rng.randrange(28), rng.choice([1, 2, 3])) for n in range(30)]
    calls = [
        Call(rng.choice([*agents, "Z"]), MARCH + timedelta(days=rng.randrange(28)), f"c{n}")
        for n in range(rng.choice([0, 40, 200]))
    ]
    used = frozenset(one.call for one in calls if rng.random() < 0.1)
    lines = {one: frozenset(rng.sample(agents, rng.randrange(3))) for one in (1, 2)}
    to = rng.choice([None, 1, 2]) if calls else 1
    wanted = Wanted(calls=calls, to=to, at_most=rng.choice([None, 5]) if calls else 7)
    made = hand_out(samples, lines, wanted, used, "s")
    assert len({one.sample.id for one in made.handed}) == len(made.handed) <= (wanted.at_most or 30)
    for one in made.handed:
        assert one.account_id == (to or one.sample.account_id)
        assert one.sample.agent.code not in lines[one.account_id]
        assert (one.call is not None) == bool(calls)
        if one.call:
            assert one.call.agent == one.sample.agent.code
            assert abs(one.call.day - one.sample.day) <= timedelta(days=3)
    given = [one.call.call for one in made.handed if one.call]
    assert len(set(given)) == len(given)
    assert used.isdisjoint(given)
    assert {call.call for call, why in made.unused if why == "taken"} == used
    assert {call.call for call, _ in made.unused} == {one.call for one in calls} - set(given)
    if wanted.at_most is None:
        assert len(made.handed) + made.own_line + made.without_call == len(samples)
        handed = {one.sample.id for one in made.handed}
        # What was left had no call of its own near enough, or its evaluator may not.
        for left in samples:
            taker = to or left.account_id
            if left.id not in handed and taker in lines and left.agent.code not in lines[taker]:
                spare = [call for call, why in made.unused if why == "no_sample" and call.agent == left.agent.code]
                assert all(abs(call.day - left.day) > timedelta(days=3) for call in spare)


@pytest.fixture
def month_end(clock: SetClock) -> None:
    """The evening of the month's last day."""
    clock.at = clock.at.replace(day=31, hour=12)


async def test_an_added_assessor_is_handed_open_samples_with_their_calls(
    month_end: None, centre: None, signed_in: SignedIn, sql: Any
) -> None:
    await signed_in("analyst")
    ops, assessor = await signed_in("ops"), await signed_in("assessor")
    plan = await told(await ops.post(PLANS, json={"site": "CD", "month": "2026-03"}))
    address = f"{PLANS}/{plan['id']}/hand-out"
    other = await sql.fetchval("SELECT id FROM account WHERE role = 'assessor'")
    calls = [
        {"agent": one["agent"], "day": one["day"], "call": f"k-{one['id']}", "recording": f"rec/{one['id']}"}
        for one in plan["items"][:5]
    ]
    wanted = {"to": other, "calls": [*calls, {"agent": "A9", "day": "2026-03-04", "call": "k-0"}]}
    assert refused(await ops.post(address, json=wanted)) == (422, "not_an_evaluator")
    await told(await ops.post(f"{PLANS}/{plan['id']}/replan", json={"evaluators": [*plan["chosen"], other]}))
    assert refused(await ops.post(address, json={}))[1] == "nothing_to_hand_out"
    assert refused(await ops.post(address, json={"to": other}))[1] == "nothing_to_hand_out"

    shown = await told(await ops.post(address, json={**wanted, "dry_run": True}))
    assert (await told(await assessor.get("/api/v1/qa/samples")))["items"] == []
    done = await told(await ops.post(address, json=wanted))
    assert done == shown
    assert len(done["handed"]) == 5
    assert [one["call"] for one in done["unused"]] == ["k-0"]
    mine = (await told(await assessor.get("/api/v1/qa/samples")))["items"]
    assert {(one["agent"], one["call"]) for one in mine} == {
        (one["agent"]["code"], one["call"]) for one in done["handed"]
    }
    assert (await assessor.post(address, json=wanted)).status_code == 403
    # A call goes out once, judged or not.
    again = await told(await ops.post(address, json=wanted))
    assert again["handed"] == []
    assert {one["why"] for one in again["unused"][:5]} == {"taken"}
    one = mine[0]
    call = judged(one["call"], sample=one["id"], agent=one["agent"], at=f"{one['day']}T10:00:00+08:00")
    assert (await assessor.post("/api/v1/qa/evaluations", json=call)).status_code == 201
    assert await sql.fetchval("SELECT count(*) FROM audit WHERE action = 'sampling.hand_out'") == 2


async def test_open_samples_go_to_one_evaluator_but_those_of_the_own_line(
    centre: None, signed_in: SignedIn, sql: Any
) -> None:
    await signed_in("analyst")
    ops = await signed_in("ops")
    beside: httpx.AsyncClient = await signed_in("analyst", "A2")
    account = await sql.fetchval("SELECT max(id) FROM account")
    plan = await told(await ops.post(PLANS, json={"site": "CD", "month": "2026-03"}))
    address = f"{PLANS}/{plan['id']}/hand-out"
    own = {one["agent"]["code"] for one in plan["agents"]} - {
        one["agent"] for one in plan["items"] if one["account"] == account
    }
    done = await told(await ops.post(address, json={"to": account, "at_most": 100}))
    assert {one["agent"]["code"] for one in done["handed"]}.isdisjoint(own)
    assert done["own_line"] == sum(one["agent"] in own for one in plan["items"])
    mine = (await told(await beside.get("/api/v1/qa/samples")))["items"]
    assert len(mine) == len(done["handed"])
