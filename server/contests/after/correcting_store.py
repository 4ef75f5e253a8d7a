"""Reads correction sets and writes what they choose."""

from collections.abc import Sequence

import asyncpg

from server.contests.after.waiting import Item
from server.contests.scoring import known
from server.db.pool import Connection
from server.errors import NOT_FOUND, DomainError, declare

DECIDED = declare("correction_decided", 409, en="This correction was decided already.", zh="该更正已处理。")

_KEY = """CASE i.kind WHEN 'fact' THEN 'fact:' || source.code || '/' || i.fact_id WHEN 'adjustment' THEN 'points:' || i.adjustment_id
          ELSE i.kind || ':' || i.subject END"""
SELECT = f"""
SELECT s.*, proposer.name AS proposer, proposer.agent_id AS proposer_agent, decider.name AS decider,
       (SELECT coalesce(array_agg({_KEY} ORDER BY i.id), '{{}}') FROM correction_item i
        LEFT JOIN source ON source.id = i.source_id WHERE i.set_id = s.id) AS chosen
FROM correction_set s JOIN account proposer ON proposer.id = s.proposed_by LEFT JOIN account decider ON decider.id = s.decided_by"""
PLAIN = (
    *("id", "base_revision", "reason", "everything", "proposed_at"),
    *("outcome", "decided_at", "answer", "revision"),
)


async def open_set(connection: Connection, set_id: int) -> "asyncpg.Record":
    """A set that nobody has decided about; the caller is alone with it. Raises DomainError."""
    row = await connection.fetchrow(f"{SELECT} WHERE s.id = $1", set_id)
    if row is None:
        raise DomainError(NOT_FOUND, what="correction", key=set_id)
    if row["outcome"] is not None:
        raise DomainError(DECIDED)
    return row


async def has_open_set(connection: Connection, contest_id: int) -> bool:
    """Whether a correction of this contest is proposed and not decided."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM correction_set WHERE contest_id = $1 AND outcome IS NULL)", contest_id
    )
    return found


async def put_items(connection: Connection, set_id: int, items: Sequence[Item]) -> None:
    """Write down what a set corrects, each thing with what it says now."""
    await connection.executemany(
        "INSERT INTO correction_item (set_id, kind, source_id, fact_id, revision, subject, known, adjustment_id)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [(set_id, item.kind, *_columns(item)) for item in items],
    )


def _columns(item: Item) -> tuple[object, ...]:
    if item.fact is not None:
        return item.fact.source_id, item.fact.now.id, item.fact.now.revision, None, None, None
    if item.person is not None:
        return None, None, None, item.key.partition(":")[2], known.correction_to_bytes(item.person), None
    return None, None, None, None, None, item.adjustment.id if item.adjustment else None
