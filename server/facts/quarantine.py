"""Keeps what was refused, each payload once with the instant it first came, until somebody mends, replays or discards it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from server.db.pool import Connection
from server.facts.judging import Columns, Judge, Rejection, from_micros
from server.facts.revisions import content_of
from server.facts.shape import FactIn, Read, read_one
from server.facts.writing import Batch, merged, write_locked


class Entry(Struct):
    """One refused element."""

    source_id: int
    digest: bytes
    payload: str
    fact_id: str | None
    code: str
    detail: dict[str, Any]
    received_at: datetime


def entries_of(
    source_id: int, received_at: datetime, rejections: list[Rejection], texts: Sequence[bytes]
) -> list[Entry]:
    """The refused elements of a request with their own text."""
    return [
        Entry(
            source_id,
            hashlib.sha256(texts[found.place]).digest(),
            texts[found.place].decode("utf-8", "backslashreplace").replace("\0", "\\u0000"),
            found.fact_id,
            found.code,
            found.detail,
            received_at,
        )
        for found in rejections
    ]


_KEEP = """
INSERT INTO quarantine AS held (source_id, digest, payload, fact_id, code, detail, received_at)
SELECT source_id, digest, payload, fact_id, code, detail::jsonb, received_at
FROM unnest($1::integer[], $2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
     AS q(source_id, digest, payload, fact_id, code, detail, received_at)
ORDER BY source_id, digest
ON CONFLICT (source_id, digest) DO UPDATE SET
    code = excluded.code, detail = excluded.detail, received_at = least(held.received_at, excluded.received_at)
WHERE held.resolution IS NULL"""


async def keep(connection: Connection, entries: Sequence[Entry]) -> None:
    """Store refused elements. The same payload again is the same entry; one that somebody discarded stays discarded."""
    by_key = {(entry.source_id, entry.digest): entry for entry in reversed(entries)}
    columns = zip(
        *(
            (e.source_id, e.digest, e.payload, e.fact_id, e.code, msgspec.json.encode(e.detail).decode(), e.received_at)
            for e in by_key.values()
        ),
        strict=True,
    )
    await connection.execute(_KEEP, *map(list, columns))


_OPEN_FOR_FACTS = """
SELECT q.id, q.source_id, q.payload, q.received_at FROM quarantine q
WHERE q.resolution IS NULL AND q.code <> 'conflict'
  AND (q.source_id, q.fact_id) IN (SELECT * FROM unnest($1::integer[], $2::text[]))
ORDER BY q.id"""


async def settle(connection: Connection, judge: Judge, batch: Batch, taken: list[int]) -> None:
    """Facts just taken may have been refused before: an agent was unknown, say. Then they count as received back then.

    Only an entry with the very content that was taken now is settled; others stay open.
    """
    sources = sorted(set(batch.sources))
    if not taken or not await connection.fetchval(
        "SELECT EXISTS (SELECT FROM quarantine WHERE resolution IS NULL AND source_id = ANY($1::integer[]))", sources
    ):
        return
    rows = await connection.fetch(
        _OPEN_FOR_FACTS, [batch.sources[i] for i in taken], [batch.facts.ids[i] for i in taken]
    )
    now = {(batch.sources[i], batch.facts.ids[i]): (batch.facts.revisions[i], content_of(batch, i)) for i in taken}
    earlier: list[Batch] = []
    settled: list[int] = []
    for row in rows:
        columns = _judged_again(judge, row["payload"], max(batch.received))
        if columns is None:
            continue
        again = Batch.of(row["source_id"], row["received_at"], columns)
        if now.get((row["source_id"], columns.ids[0])) == (columns.revisions[0], content_of(again, 0)):
            earlier.append(again)
            settled.append(row["id"])
    if earlier:
        await write_locked(connection, merged(earlier))
        await resolve(connection, settled, "replayed")


def _judged_again(judge: Judge, payload: str, now_us: int) -> Columns | None:
    fact = read_one(payload.encode())
    if not isinstance(fact, FactIn):
        return None
    columns, refused = judge.judge(Read([fact], [0], {}, 1), from_micros(now_us))
    return None if refused else columns


async def resolve(connection: Connection, ids: list[int], resolution: str) -> None:
    """Close open entries."""
    await connection.execute(
        "UPDATE quarantine SET resolution = $2, resolved_at = clock_timestamp()"
        " WHERE id = ANY($1::bigint[]) AND resolution IS NULL",
        ids,
        resolution,
    )
