"""(c) From a fact's sending to its score on a screen, and (e) what one socket costs the service."""

import asyncio
import json
from collections import defaultdict
from statistics import quantiles
from typing import Any

from msgspec import Struct

from benchmarks.company import company
from benchmarks.stage import TEAMS, Stage, launch
from benchmarks.stopped import resident
from server.auth.gate import DISPLAY_COOKIE

DISPLAYS = 1_000
RATE = 2_000
SECONDS = 15
BATCH = 20
LINES = 10
_HEAD_START = 1_000_000
_WARM = 3.0
"""Seconds at the beginning that are not counted: connections open, tables grow their first pages."""


class Seen(Struct, frozen=True):
    """What was found; milliseconds and kB."""

    p50: float
    p99: float
    samples: int
    rate: float
    per_socket: float


async def measure(stage: Stage) -> Seen:
    """One thousand displays watch one contest while facts come in at a steady rate."""
    # Half of the teams lead for good, and the wall names them all: a place in sight never changes hands, so that no fact
    # waits for its team to be shown.
    contest = await launch(stage, {"teams": [f"T{team:02d}" for team in range(1, TEAMS + 1)]}, top_n=TEAMS // 2)
    path = f"/api/v1/contests/{contest}/live?view=wall"
    headers = {"Cookie": f"{DISPLAY_COOKIE}={stage.wall}"}
    async with company() as crowd, company("benchmarks.sender") as sender:
        await sender.tell("lead", port=stage.port, token=stage.token, teams=TEAMS // 2, value=_HEAD_START)
        await crowd.connect(stage.port, path, 100, headers)
        before = resident(stage.pid)
        await crowd.connect(stage.port, path, DISPLAYS - 100, headers)
        per_socket = (resident(stage.pid) - before) / (DISPLAYS - 100)
        await crowd.tell("watch")
        paced = await sender.tell(
            "pace",
            port=stage.port,
            token=stage.token,
            rate=RATE,
            seconds=SECONDS,
            batch=BATCH,
            lines=LINES,
            teams=TEAMS,
        )
        # The last facts are still on their way to the screens.
        await asyncio.sleep(2)
        seen = (await crowd.tell("seen"))["seen"]
    delays = _delays(paced["sent"], seen)
    cuts = quantiles(delays, n=100)
    rate = len(paced["sent"]) * BATCH / paced["seconds"]
    return Seen(cuts[49] * 1000, cuts[98] * 1000, len(delays), rate, per_socket)


def _delays(sent: list[tuple[float, int, int]], seen: list[tuple[str, list[int], list[float]]]) -> list[float]:
    """For every batch and every display whose wall names its team: seconds from sending to showing.

    A team's score is the number of its facts and a head start, so a score on a display tells which facts it contains; each
    display is followed by itself, because one that fell behind is sent other messages than the rest.
    """
    begin = min(at for at, _, _ in sent) + _WARM
    wanted = {
        f"t{team}": sorted((total + _HEAD_START, at) for at, who, total in sent if who == team)
        for team in range(1, TEAMS // 2 + 1)
    }
    arrivals: list[tuple[float, int, list[tuple[str, float]]]] = []
    for text, displays, times in seen:
        scores = [(row["id"], float(row["score"])) for row in _rows(text)]
        arrivals += [(when, display, scores) for display, when in zip(displays, times, strict=True)]
    arrivals.sort(key=lambda arrival: arrival[0])
    places: dict[tuple[int, str], int] = defaultdict(int)
    delays: list[float] = []
    for when, display, scores in arrivals:
        for who, score in scores:
            facts, place = wanted[who], places[display, who]
            while place < len(facts) and facts[place][0] <= score:
                if facts[place][1] >= begin:
                    delays.append(when - facts[place][1])
                place += 1
            places[display, who] = place
    return delays


def _rows(text: str) -> list[dict[str, Any]]:
    message: dict[str, Any] = json.loads(text)
    rows: list[dict[str, Any]] = message.get("rows") or message.get("board", {}).get("rows") or []
    return [row for row in rows if row["score"] is not None]
