"""A disputed and changed score moves the board of the contest that runs, and waits as a late fact once that is signed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from career.quality.shipped import STANDARD
from server.contests.contest import Contest
from server.facts.promising import Promised
from tests.server.contests.conftest import SignedIn, Watching, World

BEST = {item.code: "1" for item in STANDARD.items}
CALL = "2026-03-03T10:00:00+08:00"
SIGNED = datetime(2026, 3, 11, 17, 0, tzinfo=UTC)
"""An hour after facts of the week could still arrive."""


async def told(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


class Floor:
    """A week's contest by QA; T2 leads T1 by 95.4545 to 88.6364, and A12 of T1 disputes."""

    def __init__(self, world: World, contest: Contest, signed_in: SignedIn) -> None:
        self.world = world
        self.contest = contest
        self.signed_in = signed_in

    async def judge(self) -> None:
        analyst = await self.signed_in("analyst")
        for call, agent, item in (("c-1", "A12", "answer"), ("c-2", "A22", "courtesy")):
            given = {"agent": agent, "form": "standard", "version": 1, "call": call, "at": CALL}
            await told(await analyst.post("/api/v1/qa/evaluations", json={**given, "marks": {**BEST, item: "0.5"}}))
        own = await self.signed_in("agent", "A12")
        await told(await own.post("/api/v1/qa/evaluations/1/dispute", json={"reason": "the answer was complete"}))
        await self.keep()

    async def answer(self) -> None:
        other = await self.signed_in("analyst")
        given = {"answer": "it was", "marks": BEST}
        await told(await other.post("/api/v1/qa/evaluations/1/answer", json=given))
        await self.keep()

    async def keep(self) -> None:
        """What was promised is taken in; the application's own task may have been faster."""
        await Promised(self.world.db, self.world.facts).keep()

    async def places(self) -> dict[str, tuple[int | None, str | None]]:
        found = await self.world.standing(self.contest.id)
        return {code: found[code] for code in ("T1", "T2")}


@pytest.fixture
async def floor(world: World, signed_in: SignedIn) -> Floor:
    contest = await world.launch({"method": "points", "terms": [{"metric": "qa"}], "min_fte": "1"})
    return Floor(world, contest, signed_in)


async def test_while_the_contest_runs_its_board_moves(floor: Floor, watching: Watching) -> None:
    await watching.start()
    await floor.judge()
    await watching.tick()
    before = {"T2": (1, "95.4545"), "T1": (2, "88.6364")}
    assert await floor.places() == before
    _, _, board = watching.boards[floor.contest.id]
    assert {row.code: (row.rank, row.score) for row in board.rows if row.code != "T3"} == before
    await floor.answer()
    await watching.tick()
    after = {"T1": (1, "100.0000"), "T2": (2, "95.4545")}
    assert await floor.places() == after
    _, _, board = watching.boards[floor.contest.id]
    assert {row.code: (row.rank, row.score) for row in board.rows if row.code != "T3"} == after


async def test_after_the_cutoff_it_waits_for_a_correction(floor: Floor) -> None:
    world = floor.world
    await floor.judge()
    ops, hr = await floor.signed_in("ops"), await floor.signed_in("hr")
    await world.sql.execute("UPDATE session SET seen_at = '2026-12-01', expires_at = '2027-01-01'")
    for at in (SIGNED - timedelta(hours=1), SIGNED):
        world.clock.at = at
        await world.contests.clockwork.tick()
    signed = await floor.places()
    assert signed == {"T2": (1, "95.4545"), "T1": (2, "88.6364")}
    await floor.answer()
    assert await floor.places() == signed
    door = f"/api/v1/contests/{floor.contest.id}/corrections"
    assert [one["key"] for one in (await told(await ops.get(door)))["waiting"]] == ["fact:quality/qa:1"]
    found = await told(await ops.post(door, json={"reason": "a dispute was upheld", "items": None}))
    await told(await hr.post(f"/api/v1/corrections/{found['id']}/apply", json={"seen": found["seen"]}))
    assert await floor.places() == {"T1": (1, "100.0000"), "T2": (2, "95.4545")}
