"""The pair of engines behind one service: the user's own servers where named, embedded ones otherwise."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import msgspec

from server.engines.keeper import Engine, Keeper
from server.engines.postgres import Postgres
from server.engines.valkey import Valkey


class EngineUrls(msgspec.Struct, frozen=True):
    """Where the two are to be reached; the same for every process that works on one data folder."""

    database: str
    redis: str


class Engines:
    """Postgres and Valkey for as long as `running` lasts; nothing is started for a part that has an address."""

    def __init__(
        self, data: Path, *, database_url: str | None = None, redis_url: str | None = None, durable: bool = True
    ) -> None:
        data = data.absolute()  # each engine works in its own folder, from where a relative path leads elsewhere
        self._postgres = None if database_url else Postgres(data, durable=durable)
        self._valkey = None if redis_url else Valkey(data)
        self.urls = EngineUrls(
            database=database_url or Postgres(data).url,
            redis=redis_url or Valkey(data).url,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[EngineUrls]:
        """Attach to running engines or run them; to be entered on the main thread's loop."""
        wanted: list[Engine] = [engine for engine in (self._postgres, self._valkey) if engine is not None]
        async with AsyncExitStack() as stack:
            for engine in wanted:
                keeper = Keeper(engine)
                await keeper.start()
                stack.push_async_callback(keeper.stop)
            yield self.urls
