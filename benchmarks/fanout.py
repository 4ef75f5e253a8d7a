"""(b) Deliveries per second to 5,000 sockets, against a loop that writes a prebuilt frame to the same sockets."""

import asyncio
import gc
from time import perf_counter

from benchmarks.company import Company, company
from benchmarks.floor import bare_service, board_of, hub_alone
from leaderboards.feed import diff
from server.bus.local import LocalBus
from server.bus.messages import BoardMessage, encode
from server.live.hub import Hub
from server.live.messages import delta_out, frame
from server.live.patience import Patience
from server.live.protocol import BoardProtocol

SOCKETS = 5_000
TICKS = 12
ROUNDS = 3
ROWS = 20


async def measure(sockets: int = SOCKETS, ticks: int = TICKS) -> tuple[float, float]:
    """(deliveries/s through the hub, deliveries/s of the bare writer), each the best of three alternated rounds."""
    # The bare loop leaves nobody a chance to acknowledge; nobody is to be closed for that.
    hub, bus = hub_alone(ROWS, Patience(lag=300.0))
    links: list[BoardProtocol] = []
    running = asyncio.create_task(hub.run())
    hubs, floors = 0.0, 0.0
    try:
        async with bare_service(hub, links) as port, company() as crowd:
            await crowd.connect(port, "/live", sockets)
            await crowd.received(sockets)
            await bus.publish(1, encode(BoardMessage("bench", -1, 0, board_of(ROWS, 0))))
            await crowd.received(2 * sockets)
            gc.collect()
            gc.freeze()
            for turn in range(ROUNDS):
                floors = max(floors, await _bare(links, crowd, ticks))
                hubs = max(hubs, await _through_hub(hub, bus, crowd, turn * ticks, ticks))
    finally:
        running.cancel()
        gc.unfreeze()
    return hubs, floors


async def _through_hub(hub: Hub, bus: LocalBus, crowd: Company, start: int, ticks: int) -> float:
    """The next message is published when the hub has handed out the one before; the clock stops at the last arrival."""
    messages = [
        encode(BoardMessage("bench", step, step + 1, delta=diff(board_of(ROWS, step), board_of(ROWS, step + 1))))
        for step in range(start, start + ticks)
    ]
    view = next(iter(hub.viewers)).view
    await crowd.tell("reset", acking=True)
    began = perf_counter()
    for index, message in enumerate(messages):
        await bus.publish(1, message)
        # Published while the one before is being handed out: always one waiting, never two to fold.
        while view.seq <= start + index:  # noqa: ASYNC110 - an event would change what is measured
            await asyncio.sleep(0)
    arrived = await crowd.received(len(hub.viewers) * ticks, patience=0.5)
    return arrived / (perf_counter() - began)


async def _bare(links: list[BoardProtocol], crowd: Company, ticks: int) -> float:
    """What one core can do at best in this language: the same bytes, the same sockets, no bookkeeping at all."""
    wire = frame(delta_out("floor", 0, 0, diff(board_of(ROWS, 0), board_of(ROWS, 1)))).wire
    transports = [link.transport for link in links]
    await crowd.tell("reset", acking=False)
    began = perf_counter()
    for _ in range(ticks):
        for at in range(0, len(transports), 200):
            for transport in transports[at : at + 200]:
                transport.write(wire)
            await asyncio.sleep(0)
    arrived = await crowd.received(len(links) * ticks)
    return arrived / (perf_counter() - began)


if __name__ == "__main__":
    import uvloop

    print(uvloop.run(measure()))
