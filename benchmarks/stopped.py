"""(e) What one client that stopped reading holds: in the service, in its socket and in the client's own kernel buffer."""

import asyncio
import gc
import os
from pathlib import Path

from benchmarks.company import company
from benchmarks.floor import bare_service, board_of, hub_alone
from leaderboards.feed import diff
from server.bus.messages import BoardMessage, encode
from server.live.patience import Patience
from server.live.protocol import BoardProtocol

CLIENTS = 200
STEPS = 400
ROWS = 60


async def measure() -> float:
    """Kilobytes per stopped client, while far more than any buffer holds has been offered to it. The lag limit is switched off."""
    hub, bus = hub_alone(ROWS, Patience(lag=1e9))
    links: list[BoardProtocol] = []
    running = asyncio.create_task(hub.run())
    messages = [
        encode(BoardMessage("bench", step, step + 1, delta=diff(board_of(ROWS, step), board_of(ROWS, step + 1))))
        for step in range(STEPS)
    ]
    try:
        async with bare_service(hub, links) as port, company() as crowd:
            await crowd.connect(port, "/live", CLIENTS)
            await crowd.received(CLIENTS)
            await bus.publish(1, encode(BoardMessage("bench", -1, 0, board_of(ROWS, 0))))
            await crowd.received(2 * CLIENTS)
            await crowd.tell("stop")
            view = next(iter(hub.viewers)).view
            gc.collect()
            before = resident(os.getpid()) + kernel()
            for index, message in enumerate(messages):
                await bus.publish(1, message)
                while view.seq <= index:  # noqa: ASYNC110 - an event would change what is measured
                    await asyncio.sleep(0)
            await asyncio.sleep(0.5)
            gc.collect()
            return (resident(os.getpid()) + kernel() - before) / CLIENTS
    finally:
        running.cancel()


def resident(pid: int) -> float:
    """Kilobytes of memory that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024


def kernel() -> float:
    """Kilobytes that the kernel holds in all TCP buffers, of both ends."""
    for line in Path("/proc/net/sockstat").read_text(encoding="ascii").splitlines():
        words = line.split()
        if words[0] == "TCP:":
            return int(words[words.index("mem") + 1]) * os.sysconf("SC_PAGE_SIZE") / 1024
    return 0.0


if __name__ == "__main__":
    import uvloop

    print(uvloop.run(measure()))
