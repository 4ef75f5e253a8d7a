"""Hands what there is to say to all viewers of a view, in portions between which other work gets its turn."""

import asyncio
from collections.abc import Iterable
from itertools import islice

from server.live import gauges
from server.live.viewer import Viewer
from server.live.views import Step, View

_TURN = 200
"""Deliveries after which other work of the process gets its turn."""


async def deliver(view: View, step: Step, now: float) -> None:
    """Give a step to everybody; nobody is waited for."""
    gauges.DELIVERIES.inc(len(view.viewers))
    for viewers in turns(view.viewers):
        for viewer in viewers:
            viewer.give(step, now)
        await asyncio.sleep(0)


def turns(viewers: Iterable[Viewer]) -> Iterable[tuple[Viewer, ...]]:
    """All viewers of this moment in portions of one turn."""
    everybody = iter(tuple(viewers))
    while turn := tuple(islice(everybody, _TURN)):
        yield turn
