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


def _delays(sent: list[tuple[float, int, int]], seen: list[tuple[str, list[float]]]) -> list[float]:
    """For every batch and every display that came to show it: seconds from sending to showing.

    A team's score is the number of its facts, so a shown score tells which facts it contains; what a message shows for
    the first time are the batches above the score shown before.
    """
    shown: dict[str, list[tuple[float, list[float]]]] = defaultdict(list)
    for text, arrivals in seen:
        message: dict[str, Any] = json.loads(text)
        rows = message.get("rows") or message.get("board", {}).get("rows") or []
        for row in rows:
            if row["score"] is not None:
                shown[row["id"]].append((float(row["score"]), arrivals))
    begin = min(at for at, _, _ in sent) + _WARM
    delays: list[float] = []
    for who, steps in shown.items():
        steps.sort(key=lambda step: step[0])
        wanted = sorted((total, at) for at, team, total in sent if f"t{team}" == who)
        place = 0
        for score, arrivals in steps:
            while place < len(wanted) and wanted[place][0] + _HEAD_START <= score:
                at = wanted[place][1]
                if at >= begin:
                    delays += [arrival - at for arrival in arrivals]
                place += 1
    return delays
