"""`make bench`: measures all promises in one run and prints each against its floor and its limit.

    python -m benchmarks [--only a,b,c,d,e,f,g,k]

Everything runs on the loopback of this machine, in processes of its own that end by themselves; no part takes longer than
a minute. Exit code 1 when a limit is not met.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import uvloop
from msgspec import Struct
from rich.console import Console
from rich.table import Table

from benchmarks import burst, careers, fanout, intake, latency, reads, scorecards, stopped
from benchmarks.stage import hire, launch, stage

T = TypeVar("T")
AGENTS, MANY = 1_000, 10_000
CONTESTS = 20


class Line(Struct, frozen=True):
    """One promise: what was measured, its floor, the ratio or figure, and the limit."""

    part: str
    what: str
    measured: str
    floor: str
    figure: str
    limit: str
    met: bool


def ratio(part: str, what: str, measured: float, floor: float, limit: float, unit: str) -> Line:
    """A promise about a share of a floor."""
    return Line(
        part,
        what,
        f"{measured:,.0f} {unit}",
        f"{floor:,.0f} {unit}",
        f"{measured / floor:.2f}",
        f"≥ {limit}",
        measured / floor >= limit,
    )


def most(part: str, what: str, measured: float, limit: float, unit: str, note: str = "") -> Line:
    """A promise about a figure that may not be larger."""
    return Line(
        part, what, f"{measured:,.1f} {unit}", note, f"{measured / limit:.2f}", f"≤ {limit:g} {unit}", measured <= limit
    )


async def on_stage(wanted: set[str], console: Console) -> list[Line]:
    """The parts that need a whole service: a, c, d, and what a socket costs it."""
    lines: list[Line] = []
    console.print("[dim]starting engines and a service, launching contests…[/dim]")
    async with stage(agents=AGENTS, contests=CONTESTS) as found:
        if wanted & {"c", "e"}:
            seen = await _timed(console, "c", lambda: latency.measure(found))
            note = f"at {seen.rate:,.0f} facts/s, {latency.DISPLAYS:,} displays, {seen.samples:,} sightings"
            lines.append(most("c", "fact to screen, p50", seen.p50, 250.0, "ms", note))
            lines.append(most("c", "fact to screen, p99", seen.p99, 250.0, "ms", note))
            lines.append(most("e", "per socket", seen.per_socket, 30.0, "kB", "grown by the service per display"))
        if "a" in wanted:
            facts, copied = await _timed(console, "a", lambda: intake.measure(found, AGENTS))
            lines.append(ratio("a", "durable facts over HTTP vs COPY", facts, copied, 0.3, "/s"))
        if "d" in wanted:
            await grow(found.database)
            contest = await launch(found, {"all": True}, "first_contact_king")
            ours, floor = await _timed(console, "d", lambda: reads.measure(found, contest))
            lines.append(ratio("d", "top 50 of 10,000 vs static route", ours, floor, 0.6, "/s"))
    return lines


async def grow(database: str) -> None:
    """As many agents as the largest centre has."""
    connection = await asyncpg.connect(database)
    try:
        await hire(connection, AGENTS + 1, MANY)
    finally:
        await connection.close()


async def run(wanted: set[str], console: Console) -> list[Line]:
    """All wanted parts, one after the other."""
    lines: list[Line] = []
    if "b" in wanted:
        through, bare = await _timed(console, "b", fanout.measure)
        what = f"deliveries to {fanout.SOCKETS:,} sockets vs bare writer"
        lines.append(ratio("b", what, through, bare, 0.6, "/s"))
    if "e" in wanted:
        held = await _timed(console, "e", stopped.measure)
        lines.append(most("e", "held for a stopped client", held, 256.0, "kB", "service and kernel, both ends"))
    if wanted & {"a", "c", "d", "e"}:
        lines += await on_stage(wanted, console)
    if "f" in wanted:
        caught = await _timed(console, "f", burst.measure)
        what = f"{burst.FACTS:,} facts on all of {burst.CONTESTS} boards"
        note = f"after the last commit; sent in {caught.sending:.1f} s; the service holds {caught.whole:,.0f} MB, {caught.grown:,.0f} MB of it by these contests"
        lines.append(most("f", what, caught.slowest, 2.0, "s", note))
    if "k" in wanted:
        cards = await _timed(console, "k", scorecards.measure)
        what = f"{cards.sheets:,} scorecards of a month, counted anew"
        floor = f"{cards.bare:,.1f} s for the bare sums in one query; {cards.first:,.1f} s when first published"
        times = cards.again / cards.bare
        lines.append(Line("k", what, f"{cards.again:,.1f} s", floor, f"{times:.2f}", "≤ 6", times <= 6))
    if "g" in wanted:
        grown = await _timed(console, "g", lambda: careers.measure(MANY))
        times = grown.ours / grown.floor
        what = f"readiness of {MANY:,}, 12 months, vs one SQL query"
        alike = grown.alike == grown.people
        said = f"{grown.floor:.2f} s; {grown.alike:,} people found alike"
        lines.append(Line("g", what, f"{grown.ours:.2f} s", said, f"{times:.2f}", "≤ 3", alike and times <= 3))
        lines.append(
            most("g", "one person's page, median", grown.page, 50.0, "ms", "every criterion down to its evidence")
        )
    return sorted(lines, key=lambda line: line.part)


async def _timed(console: Console, part: str, work: Callable[[], Awaitable[T]]) -> T:
    began = time.perf_counter()
    found = await work()
    console.print(f"[dim]({part}) measured in {time.perf_counter() - began:.0f} s[/dim]")
    return found


def table(lines: list[Line]) -> Table:
    """The result as it is printed."""
    made = Table(title="Echelon, measured against the floor of this machine")
    for heading in ("", "what", "measured", "floor / note", "ratio", "limit", ""):
        made.add_column(heading, justify="left" if heading in {"", "what", "floor / note"} else "right")
    for line in lines:
        verdict = "[green]met[/green]" if line.met else "[red]NOT MET[/red]"
        made.add_row(f"({line.part})", line.what, line.measured, line.floor, line.figure, line.limit, verdict)
    return made


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", default="a,b,c,d,e,f,g,k", help="parts to measure")
    wanted = set(parser.parse_args().only.split(","))
    console = Console(width=140 if not sys.stdout.isatty() else None)
    load = os.getloadavg()[0]
    console.print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}, load {load:.1f} at the start"
    )
    lines = uvloop.run(run(wanted, console))
    console.print(table(lines))
    sys.exit(0 if all(line.met for line in lines) else 1)


if __name__ == "__main__":
    main()
