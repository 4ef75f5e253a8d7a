"""(f) A burst of facts into 200 contests over 10,000 agents: how long after its last commit every board shows it."""

import asyncio
import time
from collections import Counter
from fractions import Fraction
from math import gcd

import httpx
from msgspec import Struct

from benchmarks.company import Company, company
from benchmarks.sender import spread
from benchmarks.stage import Stage, launch, stage
from benchmarks.stopped import resident

AGENTS, TEAMS, CONTESTS = 10_000, 500, 200
ENTERED = 50
"""Teams in each contest, so that every team, and every agent, is in 20 of them."""
FACTS, LINES = 50_000, 16
METRICS = ("calls", "calls", "calls", "qa", "csat")
_PATIENCE, _STILL = 60.0, 4.0

_CALLS = {"method": "points", "terms": [{"metric": "calls"}]}
_MIXED = {
    "method": "attainment",
    "terms": [
        {"metric": "calls", "weight": "60", "target": "50"},
        {"metric": "qa", "weight": "25"},
        {"metric": "csat", "weight": "15"},
    ],
}
RULES: tuple[dict[str, object], ...] = (
    {**_CALLS, "team_rule": {"kind": "total"}},
    {**_CALLS, "team_rule": {"kind": "per_head"}},
    {**_MIXED, "team_rule": {"kind": "per_head"}},
    {**_MIXED, "team_rule": {"kind": "best", "n": 8}},
)
PERIODS: tuple[dict[str, object], ...] = ({"kind": "this_week"}, {"kind": "this_month"})


class Caught(Struct, frozen=True):
    """Seconds and MB."""

    slowest: float
    """From the last commit to the last board's last change."""
    sending: float
    grown: float
    """What the service's memory gained by the contests and the burst."""
    whole: float


async def measure() -> Caught:
    """A stage of its own, for this is the largest centre."""
    async with stage(agents=AGENTS, teams=TEAMS, contests=0) as found, company() as crowd:
        before = resident(found.pid)
        fields = await _launch_all(found)
        headers = {"Authorization": f"Bearer {found.token}"}
        for contest in fields:
            await crowd.connect(found.port, f"/api/v1/contests/{contest}/live?view=full", 1, headers)
        await _quiet(crowd)
        await crowd.tell("watch")
        async with company("benchmarks.sender") as sender:
            told = await sender.tell(
                "deliver", port=found.port, token=found.token, agents=AGENTS, count=FACTS, lines=LINES, metrics=METRICS
            )
        await _quiet(crowd)
        seen = (await crowd.tell("seen"))["seen"]
        after = resident(found.pid)
        await _check(found, fields)
    latest = max(when for _, _, times in seen for when in times)
    return Caught(latest - told["at"], told["seconds"], (after - before) / 1000, after / 1000)


async def _launch_all(found: Stage) -> dict[int, list[int]]:
    """The teams of each contest: as many ways to divide all teams into equal fields as a team plays contests."""
    fields = {}
    ways = [step for step in range(1, TEAMS) if gcd(step, TEAMS) == 1][: CONTESTS * ENTERED // TEAMS]
    for number in range(CONTESTS):
        way, first = ways[number * ENTERED // TEAMS], number * ENTERED
        entered = [(first + place) * way % TEAMS + 1 for place in range(ENTERED)]
        asked: dict[str, object] = {
            "teams": [f"T{team:02d}" for team in entered],
            "rules": RULES[number % len(RULES)],
            "period": PERIODS[number % len(PERIODS)],
        }
        fields[await launch(found, asked)] = entered
    return fields


async def _quiet(crowd: Company) -> None:
    """Return when no board has changed for some seconds; a tick over all of them takes a part of one."""
    last, since = -1, time.monotonic()
    until = since + _PATIENCE
    while time.monotonic() < min(since + _STILL, until):
        now = await crowd.messages()
        if now != last:
            last, since = now, time.monotonic()
        await asyncio.sleep(0.05)


async def _check(found: Stage, fields: dict[int, list[int]]) -> None:
    """Boards that simply count must show what was sent."""
    sent: Counter[int] = Counter()
    for number in range(1, FACTS + 1):
        agent, metric, value = spread(number, AGENTS, METRICS)
        if metric == "calls":
            sent[(agent - 1) % TEAMS + 1] += value
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{found.port}", headers=found.bearer) as client:
        for contest, teams in list(fields.items())[:: len(RULES)]:
            answer = await client.get(f"/api/v1/contests/{contest}/standings", params={"limit": 200})
            shown = {row["id"]: Fraction(row["score"]) for row in answer.json()["items"]}
            if shown != {f"t{team}": sent[team] for team in teams}:
                raise RuntimeError(f"contest {contest} shows something else than what was sent")
