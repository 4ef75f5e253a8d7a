"""Kills the service, Postgres and Valkey with SIGKILL while facts pour in and walls watch, and then counts everything.

    python -m benchmarks.faults [--rounds 20]

What must hold at the end: every acknowledged fact is there exactly once, every screen shows what the tables say, and the
standings are byte for byte those of a rebuild. Exit code 1 otherwise.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import signal
import sys
from datetime import UTC, datetime

import asyncpg
import uvloop
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError

from benchmarks.sender import Line, body, post
from benchmarks.stage import TEAMS, Stage, folder, hold
from server.live.commands import Follower, Picture

AGENTS = 60
SENDERS = 4
BATCH = 40
SCREENS = 8
TARGETS = ("service", "postgres", "valkey")
_PATIENCE = 60.0


class Tally(Struct):
    """What was promised and how often it was hard to deliver."""

    acknowledged: set[str]
    again: int = 0
    """Deliveries repeated because no answer came."""
    kills: int = 0


class Outcome(Struct, frozen=True):
    """What was found at the end; `faults` is empty when everything holds."""

    kills: int
    acknowledged: int
    repeated: int
    faults: list[str]


async def run(rounds: int, *, seed: int = 1, told: bool = False) -> Outcome:
    """Pour, kill `rounds` times, let everything settle, and examine."""
    order = [TARGETS[turn % len(TARGETS)] for turn in range(rounds)]
    random.Random(seed).shuffle(order)
    async with folder() as where, hold(where, agents=AGENTS, contests=2) as (stage, service):
        tally, ending = Tally(set()), asyncio.Event()
        screens = [_screen(stage) for _ in range(SCREENS)]
        watching = [asyncio.create_task(screen.follow()) for screen in screens]
        senders = [asyncio.create_task(_send(stage, index, tally, ending)) for index in range(SENDERS)]
        try:
            await _progress(tally, senders)
            for target in order:
                if target == "service":
                    await service.kill()
                    await service.start()
                elif target == "postgres":
                    os.kill(int((where / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
                else:
                    os.kill(await _pid_of_valkey(stage.redis), signal.SIGKILL)
                tally.kills += 1
                await _progress(tally, senders)
                if told:
                    sys.stderr.write(f"{tally.kills:>3} {target:<9} {len(tally.acknowledged):>8} acknowledged\n")
            ending.set()
            await asyncio.wait_for(asyncio.gather(*senders), _PATIENCE)
            faults = await _examine(stage, tally, screens)
        finally:
            for task in (*watching, *senders):
                task.cancel()
            await asyncio.gather(*watching, *senders, return_exceptions=True)
    return Outcome(tally.kills, len(tally.acknowledged), tally.again, faults)


def _screen(stage: Stage) -> Follower:
    return Follower(f"http://127.0.0.1:{stage.port}", stage.contests[0], stage.token, "full", Picture("en"))


async def _progress(tally: Tally, senders: "list[asyncio.Task[None]]") -> None:
    """Wait until every sender's worth of new facts was acknowledged: the service works again."""
    wanted = len(tally.acknowledged) + SENDERS * BATCH * 3
    async with asyncio.timeout(_PATIENCE):
        while len(tally.acknowledged) < wanted:
            for sender in senders:
                if sender.done():
                    sender.result()
            await asyncio.sleep(0.05)


async def _send(stage: Stage, index: int, tally: Tally, ending: asyncio.Event) -> None:
    """Send batch after batch; one that got no answer is sent again until it gets one, as a good sender does."""
    line: Line | None = None
    numbers = itertools.count()
    while not ending.is_set():
        now = datetime.now(UTC)
        first = next(numbers) * BATCH
        batch = [(f"s{index}-{first + n}", f"A{(first + n) % AGENTS + 1}", "calls", 1, now) for n in range(BATCH)]
        request = post(stage.token, body(batch))
        while True:
            try:
                async with asyncio.timeout(10):
                    line = line or await Line.open(stage.port)
                    status, answer = await line.ask(request)
            except (OSError, EOFError, TimeoutError):
                status, answer = 0, b""
            if status == 200:
                break
            if 400 <= status < 500:
                raise RuntimeError(f"{status}: {answer[:300]!r}")
            tally.again += 1
            if line is not None and status == 0:
                line.close()
                line = None
            await asyncio.sleep(0.05)
        receipt = json.loads(answer)
        if receipt["accepted"] + receipt["duplicate"] != BATCH:
            raise RuntimeError(f"not all taken: {answer[:300]!r}")
        tally.acknowledged.update(fact for fact, *_ in batch)


async def _examine(stage: Stage, tally: Tally, screens: list[Follower]) -> list[str]:
    faults: list[str] = []
    connection = await asyncpg.connect(stage.database)
    try:
        stored = [row["fact_id"] for row in await connection.fetch("SELECT fact_id FROM fact")]
        missing = tally.acknowledged - set(stored)
        if missing:
            faults.append(f"{len(missing)} acknowledged facts are missing")
        if len(stored) != len(set(stored)):
            faults.append("a fact is there twice")
        counted = await connection.fetchval("SELECT coalesce(sum(n), 0) FROM rollup")
        if counted != len(stored):
            faults.append(f"rollups count {counted} facts of {len(stored)}")
        rows = await connection.fetch(
            "SELECT 't' || m.team_id AS who, count(*) AS facts FROM fact f JOIN membership m ON m.id = f.membership_id"
            " GROUP BY m.team_id"
        )
    finally:
        await connection.close()
    expected = {row["who"]: float(row["facts"]) for row in rows}
    expected |= {f"t{team}": 0.0 for team in range(1, TEAMS + 1) if f"t{team}" not in expected}
    faults += [f"screen {n}: {fault}" for n, fault in enumerate(await _settled(screens, expected)) if fault]
    now, rebuilt = await _standings(stage), await _standings(stage, "--rebuild")
    if not now or now != rebuilt:
        faults.append("the standings differ from a rebuild")
    return faults


async def _settled(screens: list[Follower], expected: dict[str, float]) -> list[str]:
    """For every screen nothing, or what is wrong with it after a while."""

    def fault(screen: Follower) -> str:
        board = screen.picture.board
        if board is None:
            return f"shows nothing ({screen.picture.trouble})"
        shown = {row.id: float(row.score or 0) for row in board.rows}
        return "" if shown == expected else f"shows {shown}, the tables say {expected}"

    for _ in range(200):
        if not any(fault(screen) for screen in screens):
            break
        await asyncio.sleep(0.1)
    return [fault(screen) for screen in screens]


async def _standings(stage: Stage, *options: str) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.cli",
        "standings",
        str(stage.contests[0]),
        "--json",
        *options,
        env={**os.environ, "DATABASE_URL": stage.database, "REDIS_URL": stage.redis},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    return out


async def _pid_of_valkey(url: str) -> int:
    """Asked until it answers: it may still be coming up after the last fault."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            try:
                async with Redis.from_url(url) as redis:
                    return int((await redis.info("server"))["process_id"])
            except (OSError, RedisError):
                await asyncio.sleep(0.1)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    outcome = uvloop.run(run(parser.parse_args().rounds, told=True))
    print(
        f"{outcome.kills} kills, {outcome.acknowledged} facts acknowledged, {outcome.repeated} deliveries repeated:",
        "everything holds" if not outcome.faults else "; ".join(outcome.faults),
    )
    sys.exit(1 if outcome.faults else 0)


if __name__ == "__main__":
    main()
