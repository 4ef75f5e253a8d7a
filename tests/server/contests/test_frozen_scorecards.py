"""A month's scorecards go on while one of its contests is frozen: they tell agents and leads nothing of what it hides."""

import re
from datetime import timedelta
from typing import Any

import pytest
from msgspec import json

from server.settings import Settings
from tests.server.contests.conftest import World
from tests.server.contests.frozen_centre import JUST_BEFORE, Frozen, frozen_app

MONTH = "2026-03"
AT = "2026-03-04T10:00:00+08:00"
ADDRESSES = [
    *(f"?month={MONTH}&tier={tier}{more}" for tier in ("agent", "lead", "centre") for more in ("", "&team=T2", "&q=A2", "&site=SH")),
    *(f"/export.xlsx?month={MONTH}&tier={tier}&lang=en" for tier in ("agent", "lead", "centre")),
    *(
        f"/{tier}/{code}{more}"
        for tier, code in (("agent", "A11"), ("agent", "A12"), ("agent", "A22"), ("lead", "T1"), ("lead", "T2"), ("centre", "SH"))
        for more in ("", f"/{MONTH}", f"/{MONTH}/revisions", f"/{MONTH}?revision=1")
    ),
    "/rules",
    "/months",
]  # fmt: skip
"""Every way to ask for a sheet, the own ones and those of others."""


@pytest.fixture
async def world(world: World) -> World:
    """Everybody takes calls of one queue, and has enough of a month for a score."""
    for team, seconds in (("1", 300), ("2", 280), ("3", 260)):
        await world.send(
            *(handled(world, f"A{team}{number}", seconds + number) for number in (1, 2, 3, 4)),
            *(
                world.fact(f"A{team}{number}", code, 85, AT)
                for number in (1, 2, 3, 4)
                for code in ("qa", "csat", "fcr")
            ),
        )
    return world


def handled(world: World, agent: str, seconds: int) -> dict[str, Any]:
    return world.fact(agent, "handle_time", seconds, AT, queue="sales")


async def told(frozen: Frozen, who: str) -> dict[str, tuple[int, Any]]:
    """What somebody is answered on every way, less when it was counted; of a workbook its cells alone."""
    found = {}
    for address in ADDRESSES:
        answer = await frozen.clients[who].get(f"/api/v1/scorecards{address}")
        assert answer.status_code < 500, (who, address, answer.text)
        body: Any = None
        if "json" in answer.headers["content-type"]:
            body = re.sub(r'"(counted_at|request_id)":"[^"]*"', "", json.encode(answer.json()).decode())
        found[address] = answer.status_code, body
    return found


@pytest.mark.parametrize(("metric", "told_of_medians"), [("handle_time", False), ("calls", True)])
async def test_no_scorecard_tells_agents_and_leads_of_other_teams(
    world: World, settings: Settings, metric: str, told_of_medians: bool
) -> None:
    contest = await world.launch({"method": "points", "terms": [{"metric": metric}], "min_fte": "1"})
    assert contest.freezes_at is not None
    world.clock.at = contest.freezes_at - JUST_BEFORE
    async with frozen_app(world, settings, contest) as frozen:
        before = {who: await told(frozen, who) for who in ("lead", "agent")}
        statuses = {who: [status for status, _ in answers.values()] for who, answers in before.items()}
        assert 200 in statuses["lead"]
        assert 200 in statuses["agent"]
        own = (await frozen.clients["agent"].get(f"/api/v1/scorecards/agent/A12/{MONTH}")).json()
        (line,) = [one for one in own["lines"] if one["code"] == "handle_time"]
        assert [bool(told_of) for told_of in (line["queues"], line["points"])] == [told_of_medians] * 2
        assert line["untold"] is not told_of_medians

        # Now the other teams talk twice as long.
        await world.send(*(handled(world, f"A{team}{number}", 600) for team in (2, 3) for number in (1, 2, 3, 4)))
        world.clock.at = contest.freezes_at + timedelta(hours=2)
        after = {who: await told(frozen, who) for who in ("lead", "agent")}
        for who in before:
            changed = [address for address in ADDRESSES if before[who][address] != after[who][address]]
            assert bool(changed) == told_of_medians, (who, changed)
            assert not any("T2" in address or "A22" in address for address in changed)
        # Who sees everybody's figures by office sees them here, too.
        seen = (await frozen.clients["hr"].get(f"/api/v1/scorecards/agent/A12/{MONTH}")).json()
        (line,) = [one for one in seen["lines"] if one["code"] == "handle_time"]
        assert line["queues"][0]["median"] not in {"", "302"}

        assert contest.reveal_by is not None
        world.clock.at = contest.reveal_by + timedelta(hours=2)
        await world.sql.execute("UPDATE session SET seen_at = $1", world.clock.at)
        frozen.app.state.rooms.auth.gate.forget()
        shown = (await frozen.clients["agent"].get(f"/api/v1/scorecards/agent/A12/{MONTH}")).json()
        (line,) = [one for one in shown["lines"] if one["code"] == "handle_time"]
        assert line["queues"], "what was revealed is told again"
