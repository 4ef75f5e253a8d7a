"""A process of its own that sends facts, copies rows or asks for pages as fast as the other side answers, or at a pace.

Reads orders as JSON lines on stdin and answers each with one JSON line. Ends by itself when stdin closes.
"""

import asyncio
import itertools
import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg

BATCH = 1_000
_numbers = itertools.count(1)


Made = tuple[str, str, str, int, datetime]
"""Id, agent, metric, value and instant of a fact."""


def spread(number: int, agents: int, metrics: Sequence[str]) -> tuple[int, str, int]:
    """Agent, metric and value of the fact with this number: people take turns, and each has turns with all metrics."""
    metric = metrics[number // agents % len(metrics)]
    return number % agents + 1, metric, 1 if len(metrics) == 1 else 1 + number * 7 % 89


def facts(agents: int, count: int, started: datetime, metrics: Sequence[str] = ("calls",)) -> list[Made]:
    """As many facts, new ones at every call, spread over the people and the last minutes."""
    mark = f"{started.timestamp():.6f}"
    made = []
    for number in itertools.islice(_numbers, count):
        agent, metric, value = spread(number, agents, metrics)
        made.append((f"{mark}-{number}", f"A{agent}", metric, value, started - timedelta(seconds=number % 600)))
    return made


def body(batch: list[Made]) -> bytes:
    """The request body of a batch."""
    return json.dumps(
        [
            {"id": fact, "agent": agent, "metric": metric, "value": value, "at": at.isoformat(timespec="milliseconds")}
            for fact, agent, metric, value, at in batch
        ]
    ).encode()


class Line:
    """One keep-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> "Line":
        """A connection to the service on this machine."""
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=1 << 22))

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a whole request; status and body of the answer."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        # An answer without content says nothing of its length.
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0)
        return int(head[9:12]), await self._reader.readexactly(length)

    def close(self) -> None:
        """End it."""
        self._writer.close()


def post(token: str, content: bytes) -> bytes:
    """A request that delivers facts."""
    return (
        f"POST /api/v1/facts HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    ).encode() + content


async def deliver(order: dict[str, Any]) -> dict[str, Any]:
    """Send `count` facts over `lines` connections, each waiting for its answer; how long it took, and when the last one came."""
    made = facts(order["agents"], order["count"], datetime.now(UTC), order.get("metrics", ["calls"]))
    requests = [post(order["token"], body(made[at : at + BATCH])) for at in range(0, len(made), BATCH)]
    lines = [await Line.open(order["port"]) for _ in range(order["lines"])]
    waiting = iter(requests)
    accepted = 0

    async def work(line: Line) -> None:
        nonlocal accepted
        for request in waiting:
            status, answer = await line.ask(request)
            if status != 200:
                raise RuntimeError(f"{status}: {answer[:300]!r}")
            accepted += json.loads(answer)["accepted"]

    began = time.perf_counter()
    await asyncio.gather(*(work(line) for line in lines))
    spent, at = time.perf_counter() - began, time.time()
    for line in lines:
        line.close()
    if accepted != order["count"]:
        raise RuntimeError(f"{accepted} of {order['count']} accepted")
    return {"seconds": spent, "at": at}


_COLUMNS = (
    "source_id", "fact_id", "revision", "metric_id", "agent_id", "team_id", "membership_id", "queue_id", "day", "at",
    "value", "weight", "received_at",
)  # fmt: skip


async def copy(order: dict[str, Any]) -> dict[str, Any]:
    """COPY rows like those of `count` facts into the same indexed table, committed every thousand, over as many lines."""
    now = datetime.now(UTC)
    made = facts(order["agents"], order["count"], now)
    rows = [
        (1, fact, 0, 1, int(agent[1:]), 1, int(agent[1:]), 0, at.date(), at, 1_000_000, 1_000_000, now)
        for fact, agent, _, _, at in made
    ]
    connections = [await asyncpg.connect(order["database"]) for _ in range(order["lines"])]
    waiting = iter(rows[at : at + BATCH] for at in range(0, len(rows), BATCH))

    async def work(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        for batch in waiting:
            await connection.copy_records_to_table("fact_floor", records=batch, columns=_COLUMNS)

    began = time.perf_counter()
    await asyncio.gather(*(work(connection) for connection in connections))
    spent = time.perf_counter() - began
    for connection in connections:
        await connection.close()
    return {"seconds": spent}


async def pace(order: dict[str, Any]) -> dict[str, Any]:
    """Send small batches at a steady rate; for every one, when it was sent, for which team, and that team's total then.

    Each team belongs to one connection, so its facts are counted in the order in which they were sent.
    """
    lines = [await Line.open(order["port"]) for _ in range(order["lines"])]
    each = order["rate"] / len(lines) / order["batch"]
    until = time.perf_counter() + order["seconds"]
    sent: list[tuple[float, int, int]] = []

    async def work(index: int, line: Line) -> None:
        teams = list(range(index + 1, order["teams"] + 1, len(lines)))
        totals = dict.fromkeys(teams, 0)
        due = time.perf_counter() + index / len(lines) / each
        for turn in itertools.count():
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            due += 1 / each
            if time.perf_counter() > until:
                return
            team = teams[turn % len(teams)]
            now = datetime.now(UTC)
            mark = f"p{now.timestamp():.6f}-{index}"
            # Agent n works in team (n - 1) % teams + 1, so this one's team is the wanted one.
            batch = [(f"{mark}-{number}", f"A{team}", "calls", 1, now) for number in range(order["batch"])]
            at = time.time()
            status, answer = await line.ask(post(order["token"], body(batch)))
            if status != 200:
                raise RuntimeError(f"{status}: {answer[:300]!r}")
            totals[team] += order["batch"]
            sent.append((at, team, totals[team]))

    began = time.perf_counter()
    await asyncio.gather(*(work(index, line) for index, line in enumerate(lines)))
    return {"sent": sent, "seconds": time.perf_counter() - began}


async def lead(order: dict[str, Any]) -> dict[str, Any]:
    """Give the first teams a head start."""
    now = datetime.now(UTC)
    line = await Line.open(order["port"])
    content = [
        {"id": f"lead-{team}", "agent": f"A{team}", "metric": "calls", "value": order["value"], "at": now.isoformat()}
        for team in range(1, order["teams"] + 1)
    ]
    status, answer = await line.ask(post(order["token"], json.dumps(content).encode()))
    if status != 200 or json.loads(answer)["accepted"] != order["teams"]:
        raise RuntimeError(f"{status}: {answer[:300]!r}")
    line.close()
    return {}


async def read(order: dict[str, Any]) -> dict[str, Any]:
    """Ask for one page again and again over `lines` connections for some seconds; requests and size of the answer."""
    request = (f"GET {order['path']} HTTP/1.1\r\nHost: bench\r\nCookie: {order['cookie']}\r\n\r\n").encode()
    lines = [await Line.open(order["port"]) for _ in range(order["lines"])]
    status, answer = await lines[0].ask(request)
    if status != 200:
        raise RuntimeError(f"{status}: {answer[:300]!r}")
    until = time.perf_counter() + order["seconds"]
    done = 0

    async def work(line: Line) -> None:
        nonlocal done
        while time.perf_counter() < until:
            status, _ = await line.ask(request)
            if status != 200:
                raise RuntimeError(str(status))
            done += 1

    began = time.perf_counter()
    await asyncio.gather(*(work(line) for line in lines))
    return {"requests": done, "seconds": time.perf_counter() - began, "bytes": len(answer)}


ORDERS = {"deliver": deliver, "copy": copy, "pace": pace, "lead": lead, "read": read}


async def main() -> None:
    """Obey until stdin ends."""
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        answer = await ORDERS[order["do"]](order)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
