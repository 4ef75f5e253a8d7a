"""Reviews when many act at once, when anything is done at random, and when a process is killed in the middle."""

import asyncio
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from litestar import Litestar

from career.acting import Declare
from career.deciding import Confirm, Propose
from server.auth.actor import Actor
from server.auth.roles import Role
from server.clock import SetClock
from server.db.pool import Database
from server.ladder.cycles.asked_wire import ActIn, CycleIn, MoveIn, PlaceIn, StepIn
from server.ladder.cycles.service import CyclesService
from server.ladder.records.service import RecordsService
from server.settings import Settings
from server.wire import Bilingual
from tests.conftest import ROOT
from tests.server.conftest import SignedIn
from tests.server.ladder.reviewing import drafted, junior, people

ONE, TWO, THREE = (junior(i) for i in range(1, 4))


async def test_the_last_place_is_given_once_and_confirmed_once(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    await people(sql)
    hr, other, ops, second = [await signed_in(role) for role in ("hr", "hr", "ops", "ops")]
    review = await drafted(app, hr, places=[{"site": "CD", "level": "intermediate", "number": 1}])
    await review.move("open")
    await review.move("calibrating")
    await review.move("deciding")
    await review.clear(hr, other, ops, second, agents=[ONE, TWO, THREE])

    async def status(who: Any, do: str, agent: str, **given: Any) -> int:
        body = {"agents": [agent], "action": {"do": do, **given}}
        code: int = (await who.post(f"{review.url}/acts", json=body)).status_code
        return code

    proposals = await asyncio.gather(
        *(
            status(who, "propose", agent, kind="promote", reason="x")
            for who, agent in ((hr, ONE), (other, TWO), (ops, THREE))
        )
    )
    assert sorted(proposals) == [200, 409, 409]
    proposed = [ONE, TWO, THREE][proposals.index(200)]
    proposer = (hr, other, ops)[proposals.index(200)]
    others = [who for who in (hr, other, ops, second) if who is not proposer]
    confirmed = await asyncio.gather(*(status(who, "confirm", proposed, kind="promote") for who in others))
    assert sorted(confirmed) == [200, 409, 409]
    assert await sql.fetchval("SELECT count(*) FROM cycle_deed WHERE do_what = 'confirm'") == 1
    # Somebody who confirms what has been proposed anew meanwhile is asked to look again.
    position = (await hr.get(review.url)).json()["position"]
    left = next(code for code in (ONE, TWO, THREE) if code != proposed)
    await review.act(hr, "propose", left, kind="hold", reason="another reason")
    seen = await review.act(ops, "confirm", left, kind="hold", seen=position, status=409)
    assert seen["code"] == "review_proposal_changed"


async def test_whatever_is_done_the_trail_folds_to_what_is_kept(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    await people(sql, 8, ready=5)
    chance = random.Random(20260304)
    hr = await signed_in("hr")
    actors = [
        hr,
        await signed_in("hr"),
        await signed_in("ops"),
        await signed_in("lead", "L1"),
        await signed_in("lead", "L2"),
    ]
    actors += [await signed_in("agent", junior(i)) for i in (1, 2, 6)]
    review = await drafted(app, hr)
    await review.move("open")
    kinds = ("promote", "hold", "defer", "decline", "ready_without_place")
    done = 0
    for phase, n in (("open", 50), ("calibrating", 25), ("deciding", 90)):
        if phase != "open":
            await review.move(phase)
        for _ in range(n):
            actions: list[dict[str, Any]] = [
                {"do": "nominate"}, {"do": "withdraw"} if chance.random() < 0.1 else {"do": "nominate"},
                {"do": "declare", "conflict": chance.random() < 0.1, "note": "tie"}, {"do": "declare", "conflict": False},
                {"do": "recommend", "support": chance.random() < 0.7, "reason": "seen"}, {"do": "send_back", "reason": "why"},
                {"do": "propose", "kind": chance.choice(kinds), "reason": "because"}, {"do": "confirm", "kind": chance.choice(kinds)},
            ]  # fmt: skip
            codes = [junior(i) for i in sorted(chance.sample(range(1, 9), chance.choice((1, 1, 3, 8))))]
            answer = await chance.choice(actors).post(
                f"{review.url}/acts", json={"agents": codes, "action": chance.choice(actions)}
            )
            assert answer.status_code in {200, 403, 404, 409}, answer.text
            done += answer.json().get("done", 0)
    assert done > 60
    await review.refolds(sql)
    held = await sql.fetchval("SELECT count(*) FROM cycle_candidate WHERE decision = 'promote' AND NOT withdrawn")
    assert held <= 2


KILLED = """
import asyncio, sys
from datetime import datetime
from server.clock import SetClock
from server.db.pool import Database
from server.ladder.cycles import freezing, taking_effect
from server.ladder.cycles.service import CyclesService
from server.ladder.records.service import RecordsService

async def main():
    clock = SetClock(datetime.fromisoformat(sys.argv[2]))
    async with Database(sys.argv[1]).open() as db:
        cycles = CyclesService(db, clock, RecordsService(db, clock))
        freezing.PORTION = taking_effect.PORTION = 1
        for service in (cycles.opening, cycles.taking_effect):
            def slowed(portion):
                async def slow(*given):
                    more = await portion(*given)
                    print("portion", flush=True)
                    await asyncio.sleep(0.2)
                    return more
                return slow
            service._portion = slowed(service._portion)
        await cycles.follow(clock.now())

asyncio.run(main())
"""


@pytest.fixture
async def boss(database: Database, sql: Any) -> list[Actor]:
    """HR and operations, in person, without the application."""
    await people(sql, 5, ready=5)
    found = []
    for role in (Role.HR, Role.OPS):
        account = await sql.fetchval(
            "INSERT INTO account (login, password_hash, role, name, created_at) VALUES ($1, '', $1, $1, now()) RETURNING id",
            role.value,
        )
        found.append(Actor(kind="account", id=account, name=role.value, role=role))
    return found


def kill_after(portions: int, settings: Settings, at: datetime) -> None:
    """Another process works until it has committed so many portions, and is killed there."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, settings.database_url or "", at.isoformat()],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for _ in range(portions):
        assert process.stdout.readline() == "portion\n"
    process.send_signal(signal.SIGKILL)
    process.wait()


async def test_killed_while_opening_and_while_taking_effect(
    database: Database, settings: Settings, sql: Any, clock: SetClock, boss: list[Actor]
) -> None:
    hr, ops = boss
    cycles = CyclesService(database, clock, RecordsService(database, clock))
    given = CycleIn(
        code="K",
        name=Bilingual("评审", "Round"),
        as_of=datetime(2026, 2, 15, tzinfo=UTC).date(),
        effective=datetime(2026, 4, 1, tzinfo=UTC).date(),
        sites=["CD"],
        steps=[StepIn("junior", "intermediate")],
        places=[PlaceIn("CD", "intermediate", 9)],
    )
    cycle_id = await cycles.moving.draft(hr, given)
    await cycles.move(hr, cycle_id, MoveIn("open"))
    kill_after(2, settings, clock.now())
    half = await cycles.overview.one(hr, cycle_id)
    assert half.phase == "draft"
    assert half.opening is not None
    assert 2 <= half.opening.done < 5
    assert await sql.fetchval("SELECT count(*) FROM cycle_deed WHERE do_what = 'nominate'") == 0
    await cycles.follow(clock.now())
    whole = await cycles.overview.one(hr, cycle_id)
    assert (whole.phase, whole.opening) == ("open", None)
    assert whole.counted is not None
    assert (whole.counted.people, whole.counted.candidates) == (5, 5)
    assert await sql.fetchval("SELECT count(*) FROM cycle_deed WHERE do_what = 'nominate'") == 5

    codes = [junior(i) for i in range(1, 6)]
    await cycles.move(hr, cycle_id, MoveIn("calibrating"))
    await cycles.move(hr, cycle_id, MoveIn("deciding"))
    for actor in (hr, ops):
        await cycles.acting.act(actor, cycle_id, ActIn(agents=codes, action=Declare(conflict=False)))
    await cycles.acting.act(hr, cycle_id, ActIn(agents=codes, action=Propose("promote", "well done")))
    assert (await cycles.acting.act(ops, cycle_id, ActIn(agents=codes, action=Confirm("promote")))).done == 5
    await cycles.move(hr, cycle_id, MoveIn("noticed"))
    clock.at = datetime(2026, 4, 1, 6, 0, tzinfo=UTC)
    kill_after(2, settings, clock.now())
    begun = await sql.fetchval("SELECT count(*) FROM agent WHERE level = 'intermediate'")
    assert 2 <= begun < 5
    # Two processes at once finish it together, and nobody is promoted twice.
    other = CyclesService(database, clock, RecordsService(database, clock))
    await asyncio.gather(cycles.follow(clock.now()), other.follow(clock.now()))
    await cycles.follow(clock.now())
    assert await sql.fetchval("SELECT count(*) FROM agent WHERE level = 'intermediate'") == 5
    records = "SELECT count(*) FROM career_record WHERE kind = 'level' AND body ->> 'level' = 'intermediate'"
    assert await sql.fetchval(records) == 5
    assert await sql.fetchval("SELECT count(*) FROM cycle_deed WHERE do_what = 'take_effect'") == 5
