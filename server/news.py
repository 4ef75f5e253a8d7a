"""What happened to somebody, as every room tells it of its own: read when asked for, so that nothing has to be sent or kept twice."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from server.db.pool import Connection
from server.wire import Bilingual


class Event(Struct, frozen=True, kw_only=True):
    """Something the person concerned may know. `key` leads to its page; `word` says how it came out, where that is told."""

    kind: str
    at: datetime
    name: Bilingual
    key: str
    word: str | None = None


async def told(
    connection: Connection, queries: Iterable[str], since: datetime, until: datetime, agent_id: int | None = None
) -> list[Event]:
    """The newest first. Each query takes the agent, where there is one, and the two instants, and answers `kind`, `at`, `zh`,
    `en`, `key`, `word`."""
    asked = (since, until) if agent_id is None else (agent_id, since, until)
    rows = [row for query in queries for row in await connection.fetch(query, *asked)]
    found = [
        Event(kind=row["kind"], at=row["at"], name=Bilingual(row["zh"], row["en"]), key=row["key"], word=row["word"])
        for row in rows
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)
