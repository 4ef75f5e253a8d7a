"""Which codes senders may use and the ids behind them, remembered by each process and looked up when one is new."""

import time
from collections.abc import Iterable

from msgspec import Struct

from server.db.pool import Connection, Database

_METRICS_STAY_S = 5.0
"""For how long another process's change of a metric's range may go unnoticed."""


class MetricEntry(Struct, frozen=True, eq=False):
    """What intake needs to know of a metric; `low` and `high` are micro-units, both ends included.

    Told apart by identity, which is all that intake asks, and cheap to ask for every fact.
    """

    id: int
    code: str
    of_agent: bool
    low: int | None
    high: int | None


class CodeBook:
    """Codes of agents, teams, queues, metrics and sources. Codes are never given to another thing, so they may be kept."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.agents: dict[str | None, int] = {}
        self.teams: dict[str | None, int] = {}
        self.queues: dict[str | None, int] = {}
        self.metrics: dict[str, MetricEntry] = {}
        self.sources: dict[str, int] = {}
        self._metrics_read = float("-inf")

    def forget_metrics(self) -> None:
        """Read the catalogue again before the next fact is judged; called after every change of it."""
        self._metrics_read = float("-inf")

    async def refresh(self) -> None:
        """Bring the catalogue up to date when it was read a while ago."""
        if time.monotonic() - self._metrics_read < _METRICS_STAY_S:
            return
        async with self._db.connection() as connection:
            rows = await connection.fetch("SELECT id, code, subject, low, high FROM metric")
        self.metrics = {
            row["code"]: MetricEntry(row["id"], row["code"], row["subject"] == "agent", row["low"], row["high"])
            for row in rows
        }
        self._metrics_read = time.monotonic()

    async def learn(self, agents: Iterable[str], teams: Iterable[str], queues: Iterable[str]) -> None:
        """Look up codes that are not known yet; what the database does not know either stays unknown."""
        async with self._db.connection() as connection:
            await _look_up(connection, "agent", agents, self.agents)
            await _look_up(connection, "team", teams, self.teams)
            await _look_up(connection, "queue", queues, self.queues)

    async def source(self, code: str) -> int:
        """The id of a source, given to it the first time it is named."""
        known = self.sources.get(code)
        if known is None:
            async with self._db.connection() as connection:
                await connection.execute("INSERT INTO source (code) VALUES ($1) ON CONFLICT (code) DO NOTHING", code)
                known = int(await connection.fetchval("SELECT id FROM source WHERE code = $1", code))
            self.sources[code] = known
        return known


_QUERIES = {
    "agent": "SELECT id, code FROM agent WHERE code = ANY($1::text[])",
    "team": "SELECT id, code FROM team WHERE code = ANY($1::text[])",
    "queue": "SELECT id, code FROM queue WHERE code = ANY($1::text[])",
}


async def _look_up(connection: Connection, kind: str, codes: Iterable[str], known: dict[str | None, int]) -> None:
    wanted = [code for code in codes if "\0" not in code]
    if wanted:
        known.update({row["code"]: row["id"] for row in await connection.fetch(_QUERIES[kind], wanted)})
