"""Throws away what nobody can use any more: messages all readers are past, sessions that have run out, what may not be kept."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from server.auth.service import AuthService
from server.clock import Clock
from server.db import outbox
from server.db.pool import Database

_EVERY = 15 * 60
"""Seconds between two rounds."""


class Housekeeping:
    """A supervised task; several processes doing the same at once do no harm."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        auth: AuthService,
        forget: Sequence[Callable[[datetime], Awaitable[object]]] = (),
    ) -> None:
        self._db = db
        self._clock = clock
        self._auth = auth
        self._forget = forget
        """What rooms of their own accord throw away when its time has come."""

    async def run(self) -> None:
        """Tidy up now and then until cancelled."""
        while True:
            await self.tidy()
            await asyncio.sleep(_EVERY)

    async def tidy(self) -> None:
        """One round."""
        async with self._db.transaction() as connection:
            await outbox.trim(connection)
        await self._auth.sessions.forget_expired(self._clock.now())
        for forget in self._forget:
            await forget(self._clock.now())
