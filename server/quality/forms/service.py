"""Drafting, saving, publishing and discarding versions of QA forms; nobody edits what was published."""

from server.clock import Clock
from server.db.pool import Database
from server.quality.forms import store


class FormsService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def prepare(self) -> None:
        """See that the shipped forms are there."""
        async with self._db.transaction() as connection:
            await store.ship(connection, self._clock.now())
