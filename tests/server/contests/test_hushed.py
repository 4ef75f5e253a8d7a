"""What a freeze hides is told by no other contest that counts the same facts: every route and socket, as everybody."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from server.contests.contest import Contest
from server.contests.seasons.store import rounds
from server.settings import Settings
from tests.server.contests.conftest import World
from tests.server.contests.frozen_centre import (
    GROWING,
    JUST_BEFORE,
    Frozen,
    frozen_app,
    move,
    signed_in_as,
    until,
    walk,
    watched,
)

CALLS = {"method": "points", "terms": [{"metric": "calls"}], "min_fte": "1"}
QA = {"method": "points", "terms": [{"metric": "qa", "missing": "zero"}], "min_fte": "1"}
CURIOUS = ("lead", "agent", "analyst", "display")


class Overlapping(NamedTuple):
    """A week that is frozen, beside contests that would tell what it hides (`hushed`) and others that would not."""

    frozen: Frozen
    hushed: dict[str, Contest]
    free: dict[str, Contest]


@pytest.fixture
async def overlapping(world: World, settings: Settings) -> AsyncIterator[Overlapping]:
    """All that counts calls of T1 to T3 would tell; other figures and other people would not. A season keeps nothing itself."""
    week = await world.launch()
    agents = ["A12", "A13", "A22", "A32"]
    hushed = {
        "month": await world.launch(CALLS, template="monthly_scorecard", period={"kind": "this_month"}),
        "open week": await world.launch(CALLS, freeze_minutes=0),
        "agents": await world.launch(CALLS, template="first_contact_king", agents=agents, freeze_minutes=0),
        "one team": await world.launch(CALLS, teams=["T3", "T4"], freeze_minutes=0),
        "other figures too": await world.launch(
            {**QA, "terms": [{"metric": "qa", "missing": "zero"}, {"metric": "calls", "points": "0.001"}]},
            freeze_minutes=0,
        ),
        "tie-break": await world.launch(
            {**QA, "tie_breakers": [{"metric": "calls", "direction": "higher"}]}, freeze_minutes=0
        ),
        "improvement next week": await world.launch(
            {"method": "improvement", "terms": [{"metric": "calls", "target": "100"}], "min_fte": "1"},
            template="improvement_cup",
            period={"kind": "next_week"},
            freeze_minutes=0,
        ),
    }
    season = await world.launch(CALLS, template="weekly_team_duel", period={"kind": "this_month"}, freeze_minutes=0)
    await world.contests.clockwork.tick()
    async with world.db.connection() as connection:
        hushed["season"] = season
        hushed["its round"] = (await rounds(connection, season.id))[0]
    free = {
        "other figures": await world.launch(QA, freeze_minutes=0),
        "other people": await world.launch(CALLS, teams=["T4", "B1"], freeze_minutes=0),
        "next week": await world.launch(CALLS, period={"kind": "next_week"}),
    }
    early = "2026-03-04T09:00:00+08:00"
    await world.send(
        world.fact("A12", "calls", 2970, early),
        world.fact("A13", "calls", 30, early),
        world.fact("A22", "calls", 2000, early),
        world.fact("A32", "calls", 1000, early, id="early"),
        world.fact("A42", "calls", 1500, early),
        *(
            world.fact("A12", "calls", 900, f"2026-{day}T09:00:00+08:00")
            for day in ("02-04", "02-11", "02-18", "02-25")
        ),
    )
    assert week.freezes_at is not None
    world.clock.at = week.freezes_at - JUST_BEFORE
    async with frozen_app(world, settings, week) as ready:
        kept = "SELECT count(*) FROM contest_freeze"
        await until(lambda: world.sql.fetchval(kept), 1 + len(hushed) - 1)
        yield Overlapping(ready, hushed, free)


async def board(frozen: Frozen, contest: Contest, who: str = "analyst", path: str = "standings") -> dict[str, Any]:
    answer = await frozen.clients[who].get(f"/api/v1/contests/{contest.id}/{path}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def scores(page: dict[str, Any]) -> dict[str, str]:
    return {row["code"]: row["score"] for row in page["items"]}


async def test_no_other_contest_tells_what_the_freeze_hides(overlapping: Overlapping) -> None:
    frozen, hushed, free = overlapping
    before = {name: await walk(frozen, "/api/v1/contests/1", one.id, CURIOUS) for name, one in hushed.items()}
    was = {name: scores(await board(frozen, one)) for name, one in free.items()}
    await frozen.world.send(frozen.world.fact("A22", "qa", 77, "2026-03-05T09:30:00+08:00"))
    await frozen.world.send(frozen.world.fact("A42", "calls", 77, "2026-03-05T09:30:00+08:00"))
    await move(frozen)
    frozen.world.clock.at += timedelta(hours=1)
    for name, one in free.items():
        if name != "next week":
            await until(lambda one=one, name=name: _moved(frozen, one, was[name]), True)
    after = {name: await walk(frozen, "/api/v1/contests/1", one.id, CURIOUS) for name, one in hushed.items()}
    changed = {
        f"{name}: {who} {path}"
        for name, answers in after.items()
        for (who, path), answer in answers.items()
        if _told(answer) != _told(before[name][who, path]) and not GROWING.search(path)
    }
    assert changed == set()


def _told(answer: tuple[int, Any]) -> str:
    """An answer without the time of day, and the team that an agent is in by now, which is no standing."""
    return re.sub(r'"seq": \d+|"team": "t\d"|"as_of": "[^"]+"', "", json.dumps(answer))


async def _moved(frozen: Frozen, contest: Contest, was: dict[str, str]) -> bool:
    return scores(await board(frozen, contest)) != was


async def test_sockets_and_lists_say_that_they_stand_still(overlapping: Overlapping) -> None:
    frozen, hushed, _ = overlapping
    month = hushed["month"]
    async with AsyncExitStack() as stack:
        sockets = {}
        for who, view in (("lead", "full"), ("agent", "wall"), ("display", "wall"), ("ops", "full")):
            path = f"http://testserver/api/v1/contests/{month.id}/live?view={view}"
            sockets[who] = await stack.enter_async_context(watched(frozen, who, path))
        path = f"http://testserver/api/v1/contests/{month.id}/restricted/live"
        truth = await stack.enter_async_context(watched(frozen, "ops", path))
        await move(frozen)
        await until(lambda: _any(truth), True)
        assert [one for said in sockets.values() for one in said[1:] if one["type"] != "beat"] == []
        for said in sockets.values():
            head = said[0]["board"]["contest"]
            assert (head["phase"], head["restricted"]) == ("frozen", False)
            assert head["frozen_at"] == "2026-03-08T12:00:00Z"
    detail = (await frozen.clients["lead"].get(f"/api/v1/contests/{month.id}")).json()
    assert (detail["phase"], detail["held_along"], detail["may"]) == ("running", True, [])
    ops = (await frozen.clients["ops"].get(f"/api/v1/contests/{month.id}")).json()
    assert "truth" in ops["may"]


async def _any(messages: list[dict[str, Any]]) -> bool:
    return any(message["type"] == "delta" and message["rows"] for message in messages)


async def test_the_truth_of_a_held_board_is_for_operations_alone(overlapping: Overlapping) -> None:
    frozen, hushed, _ = overlapping
    await move(frozen)
    month = hushed["month"]
    account, outside = await signed_in_as(frozen, "outside", "lead", "A41")
    await frozen.world.sql.execute("UPDATE contest SET presenter_id = $1", account)
    for who, client in frozen.clients.items():
        answer = await client.get(f"/api/v1/contests/{month.id}/restricted")
        assert answer.status_code == (200 if who == "ops" else 403), who
    # Outside both: of the week it presents, the truth; of the month, nothing that is not public.
    assert (await outside.get("/api/v1/contests/1/restricted")).status_code == 200
    assert (await frozen.clients["ops"].get(f"/api/v1/contests/{overlapping.free['next week'].id}/restricted")).json()[
        "code"
    ] == "not_frozen"


async def test_all_go_on_together_at_the_reveal(overlapping: Overlapping) -> None:
    frozen, hushed, _ = overlapping
    await move(frozen)
    month, agents = hushed["month"], hushed["agents"]
    truth = scores(await board(frozen, month, "ops", "restricted"))
    assert scores(await board(frozen, month)) != truth
    frozen.world.clock.at = frozen.contest.ends + timedelta(minutes=1)
    revealed = await frozen.clients["ops"].post("/api/v1/contests/1/reveal/finish")
    assert revealed.status_code == 200, revealed.text
    await until(lambda: _phase(frozen, month), "running")
    assert scores(await board(frozen, month)) == truth
    await until(lambda: _phase(frozen, agents), "provisional")


async def _phase(frozen: Frozen, contest: Contest) -> str:
    return str((await board(frozen, contest))["contest"]["phase"])
