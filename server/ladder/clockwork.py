"""What days alone make happen in careers, such as levels that begin. Decisions never are among it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from server.clock import Clock
from server.supervise import each

_EVERY = 60.0
"""Seconds between two looks at the clock."""

Follower = Callable[[datetime], Awaitable[object]]
"""What is done when the clock was looked at; harmless to repeat, and in several processes at once."""


class LadderClockwork:
    """Asks its followers in order, again and again. One that fails holds up none of the others."""

    def __init__(self, clock: Clock, followers: Sequence[Follower] = ()) -> None:
        self._clock = clock
        self.followers = list(followers)

    async def run(self) -> None:
        """Tick for as long as the process lives."""
        while True:
            await self.tick()
            await asyncio.sleep(_EVERY)

    async def tick(self) -> None:
        """Bring everything up to the present instant."""
        await each(self.followers, lambda follow: follow(self._clock.now()))
