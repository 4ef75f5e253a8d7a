"""The connection pool and the unit of work: one command, one transaction, seen alike by Piccolo queries and by plain SQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from server.db.registry import every_table

Connection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
"""What the rooms run plain SQL on."""

_SESSION = {"application_name": "echelon", "timezone": "UTC", "jit": "off"}
"""Given when connecting, because what is SET later is lost when a connection goes back to the pool. Statements here are
short: compiling one costs more than running it."""


class Database:
    """Postgres as the rooms see it. Open it once per process (`async with Database(…).open()`).

    Piccolo tables are bound to the database opened last, so a process serves one database at a time.
    """

    def __init__(self, url: str, *, connections: int = 12) -> None:
        self.url = url
        self._connections = connections
        # The pool's own queue lets whoever comes past those who wait already: a full house left some for seconds.
        self._turns = asyncio.Semaphore(connections)
        self._engine = PostgresEngine(
            config={"dsn": url, "server_settings": _SESSION}, extensions=(), log_queries=False
        )

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Database"]:
        """Start the pool, bind every table to it, and close it at the end."""
        for table in every_table():
            table._meta.db = self._engine
        await self._engine.start_connection_pool(min_size=2, max_size=self._connections)
        try:
            yield self
        finally:
            await self._engine.close_connection_pool()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """One transaction (READ COMMITTED); Piccolo queries awaited inside take part in it. Never nest, never gather inside.

        The connection goes back to the pool whatever happens: Piccolo's own transaction keeps it when BEGIN or COMMIT
        fails, which empties the pool during an outage.
        """
        unit = PostgresTransaction(self._engine, allow_nested=False)
        async with self._turns, self._pool.acquire() as connection:
            unit.connection = connection
            unit.transaction = connection.transaction()
            async with unit.transaction:
                token = self._engine.current_transaction.set(unit)
                try:
                    yield connection
                finally:
                    self._engine.current_transaction.reset(token)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection outside any transaction, for plain SQL reads that need none."""
        async with self._turns, self._pool.acquire() as connection:
            yield connection

    @property
    def _pool(self) -> "asyncpg.Pool[Any]":
        if self._engine.pool is None:
            raise RuntimeError("the database is not open")
        return self._engine.pool
