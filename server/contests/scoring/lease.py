"""Lets one process at a time do a job: a Postgres advisory lock on a connection of its own, with a term that only grows.

The lock lives exactly as long as its connection: a process that loses the connection has lost the lease, whatever it
believes, so everything it reads before publishing goes through that same connection and fails with it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from server.db.pool import Connection

SCORER = 0x6563_6865_6C6F_6E01
CLOCKWORK = 0x6563_6865_6C6F_6E02
"""Keys of the two jobs' locks."""

_PAUSE = 0.5
"""Seconds between two tries to take a lease that another process holds."""


class Lease:
    """A lease that is held until its connection ends."""

    def __init__(self, connection: Connection, term: int) -> None:
        self.connection = connection
        self.term = term

    @property
    def held(self) -> bool:
        """Whether the connection, and with it the lock, is still there as far as this process can know."""
        return not self.connection.is_closed()

    @property
    def epoch(self) -> str:
        """The term as boards carry it; never the same for two holders."""
        return "k" + _base36(self.term)


@asynccontextmanager
async def leased(url: str, key: int) -> AsyncIterator[Lease]:
    """Wait until nobody else holds `key`, take it with the next term, and give it back at the end."""
    connection = await asyncpg.connect(url, server_settings={"application_name": "echelon lease", "timezone": "UTC"})
    try:
        while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", key):  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(_PAUSE)
        # After the lock, so that a later holder always has a greater term.
        term: int = await connection.fetchval("SELECT nextval('scorer_term')")
        yield Lease(connection, term)
    finally:
        # Terminating instead of a polite close: it also works on a connection that no longer answers.
        connection.terminate()


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return text or "0"
