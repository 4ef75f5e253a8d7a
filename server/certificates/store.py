"""The queries of certificates that were issued."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg
from msgspec import Struct

from server.certificates.grounds import Deserved
from server.db.pool import Connection
from server.wire import Bilingual, Named

Key = tuple[str, str, int | None, int | None]


class Issued(Struct, frozen=True, kw_only=True):
    """A certificate as it is kept; without `content` its person was erased."""

    id: int
    number: str
    kind: str
    ground: str
    agent_id: int | None
    team_id: int | None
    owner: Named
    year: int
    serial: int
    issued_at: datetime
    content: bytes | None
    withdrawn_at: datetime | None

    @property
    def key(self) -> Key:
        """What it is for."""
        return self.kind, self.ground, self.agent_id, self.team_id


_SELECT = """
SELECT d.id, d.number, c.kind, c.ground, c.agent_id, c.team_id, coalesce(a.code, t.code) AS code,
       coalesce(a.name_zh, t.name_zh) AS zh, coalesce(a.name_en, t.name_en) AS en, c.year, c.serial, d.issued_at, d.content,
       c.withdrawn_at
FROM certificate c JOIN signed_document d ON d.id = c.document_id
LEFT JOIN agent a ON a.id = c.agent_id LEFT JOIN team t ON t.id = c.team_id"""


async def one_at_a_time(connection: Connection) -> None:
    """Let nobody else issue until this transaction is over: numbers run without gaps, and nothing is issued twice."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.certificates'))")


async def next_serial(connection: Connection, year: int) -> int:
    """The next running number of a year."""
    number: int = await connection.fetchval(
        "SELECT coalesce(max(serial), 0) + 1 FROM certificate WHERE year = $1", year
    )
    return number


async def add(connection: Connection, document_id: int, one: Deserved, year: int, serial: int) -> None:
    """Keep what a signed document is for."""
    await connection.execute(
        "INSERT INTO certificate (document_id, kind, ground, agent_id, team_id, year, serial) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        document_id,
        one.kind,
        one.ground,
        one.agent_id,
        one.team_id,
        year,
        serial,
    )


async def in_force(connection: Connection, keys: Sequence[Key]) -> dict[Key, Issued]:
    """What was issued for some grounds and not withdrawn."""
    rows = await connection.fetch(
        f"{_SELECT} JOIN unnest($1::text[], $2::text[], $3::int[], $4::int[]) AS asked(kind, ground, agent_id, team_id)"
        " ON asked.kind = c.kind AND asked.ground = c.ground AND asked.agent_id IS NOT DISTINCT FROM c.agent_id"
        " AND asked.team_id IS NOT DISTINCT FROM c.team_id WHERE c.withdrawn_at IS NULL",
        *([key[n] for key in keys] for n in range(4)),
    )
    return {one.key: one for one in map(_issued, rows)}


async def of_agent(connection: Connection, agent_id: int) -> list[Issued]:
    """Everything issued to a person, what was withdrawn too."""
    rows = await connection.fetch(f"{_SELECT} WHERE c.agent_id = $1 ORDER BY d.id DESC", agent_id)
    return [_issued(row) for row in rows]


async def by_number(connection: Connection, number: str) -> Issued | None:
    """By the number nobody guesses."""
    row = await connection.fetchrow(f"{_SELECT} WHERE d.number = $1", number)
    return None if row is None else _issued(row)


async def by_document(connection: Connection, document_ids: Sequence[int]) -> list[Issued]:
    """By what was signed, in the order asked."""
    rows = await connection.fetch(
        f"{_SELECT} JOIN unnest($1::int[]) WITH ORDINALITY AS asked(id, place) ON asked.id = c.document_id ORDER BY asked.place",
        list(document_ids),
    )
    return [_issued(row) for row in rows]


async def standing_after(connection: Connection, document_id: int, limit: int) -> list[Issued]:
    """Some that were not withdrawn and whose people were not erased, by number."""
    rows = await connection.fetch(
        f"{_SELECT} WHERE c.withdrawn_at IS NULL AND d.content IS NOT NULL AND d.id > $1 ORDER BY d.id LIMIT $2",
        document_id,
        limit,
    )
    return [_issued(row) for row in rows]


async def withdraw(connection: Connection, document_ids: Sequence[int], now: datetime) -> int:
    """Withdraw what lost its ground; how many were in force."""
    rows = await connection.fetch(
        "UPDATE certificate c SET withdrawn_at = $2 FROM unnest($1::int[]) AS gone(id)"
        " WHERE c.document_id = gone.id AND c.withdrawn_at IS NULL RETURNING c.document_id",
        list(document_ids),
        now,
    )
    return len(rows)


def _issued(row: "asyncpg.Record") -> Issued:
    return Issued(
        id=row["id"],
        number=row["number"],
        kind=row["kind"],
        ground=row["ground"],
        agent_id=row["agent_id"],
        team_id=row["team_id"],
        owner=Named(row["code"], Bilingual(row["zh"], row["en"])),
        year=row["year"],
        serial=row["serial"],
        issued_at=row["issued_at"],
        content=row["content"],
        withdrawn_at=row["withdrawn_at"],
    )
