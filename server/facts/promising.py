"""Facts that rooms above make themselves: promised in their transaction, taken in after its commit like anybody's, lost never."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import msgspec
import structlog
from msgspec import Struct

from server.db.pool import Connection, Database
from server.facts.service import FactsService

_log = structlog.get_logger(__name__)

_EVERY = 0.5
"""Seconds between two looks when nothing is promised."""
_AT_ONCE = 50


class Promise(Struct, frozen=True):
    """One fact of a room's own: its id says what made it (`exam:7:12`), a later revision supersedes, no value takes it back.

    `value` and `weight` are plain decimals.
    """

    id: str
    agent: str
    metric: str
    at: datetime
    value: str | None
    revision: int = 0
    weight: str = "1"
    queue: str | None = None


async def promise(connection: Connection, source: str, facts: Sequence[Promise]) -> None:
    """Have these facts taken in once the caller's transaction is committed, and not at all if it is not."""
    if facts:
        await connection.execute(
            "INSERT INTO promised_facts (source, facts) VALUES ($1, $2)", source, msgspec.json.encode(facts)
        )


class Promised:
    """Keeps promises. Doing it twice does no harm: a fact has its id, and a repeated one is a duplicate."""

    def __init__(self, db: Database, facts: FactsService) -> None:
        self._db = db
        self._facts = facts

    async def run(self) -> None:
        """Look again and again until cancelled."""
        while True:
            await self.keep()
            await asyncio.sleep(_EVERY)

    async def keep(self) -> int:
        """Take in all that is promised by now; how many promises were kept."""
        kept = 0
        while rows := await self._oldest():
            for row_id, source, facts in rows:
                receipt = await self._facts.take(source, facts)
                if receipt.rejected:
                    # They wait in the quarantine, with the reason, for somebody to mend them.
                    _log.warning("promised_facts_rejected", source=source, codes=[one.code for one in receipt.rejected])
                # Only now: whoever is killed before this takes the same facts in again, as duplicates.
                async with self._db.transaction() as connection:
                    await connection.execute("DELETE FROM promised_facts WHERE id = $1", row_id)
                kept += 1
        return kept

    async def _oldest(self) -> list[tuple[int, str, bytes]]:
        async with self._db.connection() as connection:
            rows = await connection.fetch("SELECT id, source, facts FROM promised_facts ORDER BY id LIMIT $1", _AT_ONCE)
        return [(row["id"], row["source"], row["facts"]) for row in rows]
