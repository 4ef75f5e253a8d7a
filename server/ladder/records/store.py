"""The queries of the records."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import asyncpg
import msgspec
from msgspec import Struct

from server.db.pool import Connection
from server.ladder.records.record import NewRecord, kind_of

LIVE = "NOT EXISTS (SELECT FROM career_record w WHERE w.withdraws = r.id)"
"""Bound to a record `r`: nobody withdrew it."""


class Kept(Struct, frozen=True):
    """A record as far as withdrawing needs it."""

    id: int
    agent_id: int
    kind: str
    on_day: date
    source: str
    withdrawn: bool


async def add(connection: Connection, records: Sequence[NewRecord], who: str, at: datetime) -> list[int]:
    """Write records; one that repeats the source's own name for a live record gives that one's id."""
    known = await _known(connection, records)
    fresh = [record for record in records if name_of(record) not in known]
    once = list({name_of(record) if record.ref else position: record for position, record in enumerate(fresh)}.values())
    rows = await connection.fetch(
        _ADD,
        [record.agent_id for record in once],
        [kind_of(record.body) for record in once],
        [record.on for record in once],
        [record.source for record in once],
        [record.carried_over for record in once],
        [record.ref for record in once],
        [msgspec.json.encode(record.body).decode() for record in once],
        who,
        at,
    )
    ids = iter(row["id"] for row in rows)
    written = {id(record): next(ids) for record in once}
    known |= {name_of(record): written[id(record)] for record in once if record.ref}
    return [written.get(id(record)) or known[name_of(record)] for record in records]


def name_of(record: NewRecord) -> tuple[int, str, str, str]:
    """What a record that has a `ref` is known by."""
    return record.agent_id, kind_of(record.body), record.source, record.ref


async def _known(connection: Connection, records: Sequence[NewRecord]) -> dict[tuple[int, str, str, str], int]:
    named = [record for record in records if record.ref]
    if not named:
        return {}
    rows = await connection.fetch(
        f"SELECT r.id, r.agent_id, r.kind, r.source, r.ref FROM career_record r WHERE r.agent_id = ANY($1::int[])"
        f" AND r.ref = ANY($2::text[]) AND {LIVE}",
        sorted({record.agent_id for record in named}),
        sorted({record.ref for record in named}),
    )
    return {(row["agent_id"], row["kind"], row["source"], row["ref"]): row["id"] for row in rows}


class Named(Struct, frozen=True):
    """A live record with a name, and what it says."""

    id: int
    on_day: date
    body: dict[str, Any]


async def named(connection: Connection, records: Sequence[NewRecord]) -> dict[tuple[int, str, str, str], Named]:
    """The live records known by the names of these."""
    rows = await connection.fetch(
        "SELECT r.id, r.agent_id, r.kind, r.source, r.ref, r.on_day, r.body::text AS body FROM career_record r"
        f" WHERE r.agent_id = ANY($1::int[]) AND r.source = ANY($2::text[]) AND r.ref <> '' AND {LIVE}",
        sorted({record.agent_id for record in records}),
        sorted({record.source for record in records}),
    )
    return {
        (row["agent_id"], row["kind"], row["source"], row["ref"]): Named(
            row["id"], row["on_day"], msgspec.json.decode(row["body"])
        )
        for row in rows
    }


async def cards(connection: Connection, agent_ids: Sequence[int]) -> dict[tuple[int, int], asyncpg.Record]:
    """The newest scorecard of each agent and month."""
    rows = await connection.fetch(
        "SELECT DISTINCT ON (subject_id, month) subject_id, month, score, half_days, carried_over FROM scorecard"
        " WHERE tier = 'agent' AND subject_id = ANY($1::int[]) ORDER BY subject_id, month, revision DESC",
        list(agent_ids),
    )
    return {(row["subject_id"], row["month"]): row for row in rows}


# WITH ORDINALITY and ORDER BY: the ids come back in the order of the records.
_ADD = """
INSERT INTO career_record (agent_id, kind, on_day, source, carried_over, ref, body, entered_by, accepted_at)
SELECT n.agent_id, n.kind, n.on_day, n.source, n.carried_over, n.ref, n.body::jsonb, $8, $9
FROM unnest($1::int[], $2::text[], $3::date[], $4::text[], $5::bool[], $6::text[], $7::text[])
     WITH ORDINALITY AS n(agent_id, kind, on_day, source, carried_over, ref, body, place)
ORDER BY n.place
RETURNING id"""


async def locked(connection: Connection, record_id: int) -> Kept | None:
    """A record held against a second withdrawal until the transaction ends."""
    row = await connection.fetchrow(
        "SELECT r.id, r.agent_id, r.kind, r.on_day, r.source,"
        " EXISTS (SELECT FROM career_record w WHERE w.withdraws = r.id) AS withdrawn"
        " FROM career_record r WHERE r.id = $1 FOR UPDATE OF r",
        record_id,
    )
    return None if row is None else Kept(**row)


async def add_withdrawal(connection: Connection, kept: Kept, who: str, at: datetime, body: str) -> int:
    """Write the row that withdraws a record."""
    number: int = await connection.fetchval(
        "INSERT INTO career_record (agent_id, kind, on_day, accepted_at, entered_by, source, body, withdraws)"
        " VALUES ($1, 'withdrawal', $2, $3, $4, 'entered', $5::jsonb, $6) RETURNING id",
        kept.agent_id,
        kept.on_day,
        at,
        who,
        body,
        kept.id,
    )
    return number


async def apply_levels(
    connection: Connection, today: date, agent_ids: Sequence[int] | None, *, since: date | None = None
) -> list[int]:
    """Bring the latest level of the history that has begun into people data; the agents it changed."""
    rows = await connection.fetch(_APPLY, today, agent_ids, since)
    return sorted(row["id"] for row in rows)


_APPLY = f"""
UPDATE agent a SET level = h.level, level_since = h.on_day
FROM (SELECT DISTINCT ON (r.agent_id) r.agent_id, r.on_day, r.body ->> 'level' AS level
      FROM career_record r
      WHERE r.kind = 'level' AND r.on_day <= $1 AND ($2::int[] IS NULL OR r.agent_id = ANY($2))
        AND ($3::date IS NULL OR r.on_day >= $3) AND {LIVE}
      ORDER BY r.agent_id, r.on_day DESC, r.id DESC) h
WHERE a.id = h.agent_id AND (a.level, coalesce(a.level_since, a.hired)) IS DISTINCT FROM (h.level, h.on_day)
RETURNING a.id"""
