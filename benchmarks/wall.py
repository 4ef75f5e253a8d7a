"""How a wall lives in a real browser while its board changes all the time: frames, long tasks, memory, nodes.

`python -m benchmarks.wall --minutes 30` serves the built page beside a hub, changes the board twenty times a second and prints a
line a minute. A wall is expected to stay near sixty frames a second and not to grow. On a machine without a graphics card the browser
paints with its processor, so that other work on it shows in the frames: the load stands on every line.
"""

import argparse
import asyncio
import os
import platform
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from litestar import Litestar, WebSocket, get, websocket
from msgspec.structs import replace
from playwright.async_api import CDPSession, Page, async_playwright

from benchmarks.floor import board_of, hub_alone, serving
from leaderboards.feed import Board, diff
from scripts.browser import browser_path
from server.bus.local import LocalBus
from server.bus.messages import BoardMessage, encode
from server.live.hub import Hub
from server.live.protocol import link_of
from server.live.sockets import until_gone
from server.live.views import Audience
from server.pages import DIST, routes

TICKS = 10
"""Messages a second; the service sends no more."""

_WATCH = """
window.bench = {frames: [], long: 0, last: performance.now()};
new PerformanceObserver((list) => { window.bench.long += list.getEntries().length }).observe({entryTypes: ['longtask']});
requestAnimationFrame(function frame(now) {
  window.bench.frames.push(now - window.bench.last); window.bench.last = now; requestAnimationFrame(frame);
});
"""
_READ = "() => { const {frames, long} = window.bench; window.bench.frames = []; window.bench.long = 0; return {frames, long} }"


class Minute(NamedTuple):
    """What was seen in one stretch of time."""

    rate: float
    """Frames a second."""
    late: float
    """The share of frames that came later than 25 ms after the one before, in percent."""
    slowest: float
    long_tasks: int
    heap_mb: float
    nodes: int
    listeners: int
    load: float


class Race:
    """Scores that never rest: every step moves a few rows, and some of them past others."""

    def __init__(self, rows: int) -> None:
        now = datetime.now(UTC)
        whole = board_of(rows, 0)
        head = replace(whole.contest, starts=_text(now - timedelta(days=2)), ends=_text(now + timedelta(days=2)))
        self._rows = {row.id: row for row in whole.rows}
        self._scores = {row.id: 10_000 + 40 * place for place, row in enumerate(reversed(whole.rows))}
        self._chance = random.Random(7)
        self.board = replace(whole, contest=head)
        self.step(rows)

    def step(self, changes: int) -> Board:
        """The board after so many rows have won something."""
        for who in self._chance.sample(sorted(self._scores), min(changes, len(self._scores))):
            self._scores[who] += self._chance.randrange(1, 60)
        ranked = sorted(self._scores.items(), key=lambda item: (-item[1], item[0]))
        most = ranked[0][1]
        rows = tuple(
            replace(self._rows[who], rank=place, score=_points(score), gap=_points(most - score), moved=place % 5 - 2)
            for place, (who, score) in enumerate(ranked, 1)
        )
        self.board = replace(self.board, rows=rows, as_of=_text(datetime.now(UTC)))
        return self.board


def _points(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}000"


def _text(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@asynccontextmanager
async def _page_and_board(hub: Hub, dist: Path) -> AsyncIterator[int]:
    @websocket("/api/v1/contests/1/live")
    async def live(socket: WebSocket[Any, Any, Any]) -> None:
        """Every row, as nobody's wall shows them: more than there is ever to do."""
        await socket.accept()
        link = link_of(socket.scope)
        assert link is not None
        viewer = await hub.join(1, Audience("full"), link)
        try:
            await until_gone(socket)
        finally:
            hub.leave(viewer)

    @get("/api/v1/contests/1/race")
    async def race() -> dict[str, list[str]]:
        """Nothing to tell."""
        return {"at": [], "lines": []}

    async with serving(Litestar([live, race, *routes(dist)], logging_config=None, openapi_config=None)) as port:
        yield port


async def _change(bus: LocalBus, race: Race, changes: int) -> None:
    number, before = 0, race.board
    await bus.publish(1, encode(BoardMessage("bench", -1, 0, before)))
    while True:
        await asyncio.sleep(1 / TICKS)
        after = race.step(max(1, changes // TICKS))
        await bus.publish(1, encode(BoardMessage("bench", number, number + 1, delta=diff(before, after))))
        number, before = number + 1, after


async def _minute(page: Page, browser: CDPSession, seconds: float) -> Minute:
    await page.evaluate(_READ)
    await asyncio.sleep(seconds)
    seen = await page.evaluate(_READ)
    # What could be thrown away is no growth.
    await browser.send("HeapProfiler.collectGarbage")
    metrics = {one["name"]: one["value"] for one in (await browser.send("Performance.getMetrics"))["metrics"]}
    frames: list[float] = seen["frames"] or [1000.0 * seconds]
    return Minute(
        rate=1000 * len(frames) / sum(frames),
        late=100 * sum(frame > 25 for frame in frames) / len(frames),
        slowest=max(frames),
        long_tasks=seen["long"],
        heap_mb=metrics["JSHeapUsedSize"] / 1e6,
        nodes=int(metrics["Nodes"]),
        listeners=int(metrics["JSEventListeners"]),
        load=os.getloadavg()[0],
    )


async def measure(
    rows: int, changes: int, minutes: int, every: float, size: tuple[int, int], dist: Path = DIST
) -> list[Minute]:
    """Watch a wall for so long; a line for every stretch is printed as it ends."""
    hub, bus = hub_alone(rows)
    race = Race(rows)
    found: list[Minute] = []
    tasks = [asyncio.create_task(hub.run()), asyncio.create_task(_change(bus, race, changes))]
    try:
        async with _page_and_board(hub, dist) as port, async_playwright() as playwright:
            chromium = await playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
            page = await chromium.new_page(viewport={"width": size[0], "height": size[1]})
            await page.add_init_script(_WATCH)
            await page.goto(f"http://127.0.0.1:{port}/wall?contest=1&lang=zh")
            await page.wait_for_selector("ol.rows .row")
            devtools = await page.context.new_cdp_session(page)
            await devtools.send("Performance.enable")
            for number in range(1, minutes + 1):
                one = await _minute(page, devtools, every)
                found.append(one)
                print(_line(number, one), flush=True)
            await chromium.close()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return found


def _line(number: int, one: Minute) -> str:
    return (
        f"{number:3}  {one.rate:5.1f} frames/s  {one.late:4.1f} % late  slowest {one.slowest:4.0f} ms  {one.long_tasks:3} long tasks  "
        f"heap {one.heap_mb:5.2f} MB  {one.nodes:5} nodes  {one.listeners:4} listeners  load {one.load:.1f}"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wall", description=__doc__)
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--changes", type=int, default=20, help="a second")
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--every", type=float, default=60, help="seconds that a line of the result stands for")
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--dist", type=Path, default=DIST, help="the built front end")
    said = parser.parse_args()
    if not Path(said.dist, "wall.html").is_file():
        sys.exit("The front end is not built: run `make setup`.")
    width, height = (int(part) for part in said.size.split("x"))
    print(
        f"{said.rows} rows, {said.changes} changes a second, {said.size}; {os.cpu_count()} cores, {platform.machine()}"
    )
    found = asyncio.run(measure(said.rows, said.changes, said.minutes, said.every, (width, height), said.dist))
    # The first stretch fetches letters and warms up; growth is told from after it to the end.
    first, last = found[min(1, len(found) - 1)], found[-1]
    print(
        f"median {median(one.rate for one in found):.1f} frames/s; heap {first.heap_mb:.2f} → {last.heap_mb:.2f} MB, "
        f"nodes {first.nodes} → {last.nodes}, listeners {first.listeners} → {last.listeners}"
    )


if __name__ == "__main__":
    main()
