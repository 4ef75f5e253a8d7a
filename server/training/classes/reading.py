"""What rooms above read of classes: decisions at gates, test calls, and who brought a trainee through."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from career.evidence import GateResult
from server.db.pool import Connection


class GateRow(Struct, frozen=True):
    """A decision that stands; `by` is the key of the person who proposed it."""

    agent_id: int
    stage: str
    result: GateResult
    on: date
    by: str
    reason: str
    ref: str


class CallRow(Struct, frozen=True):
    """A test call; `value` in micro-units."""

    agent_id: int
    on: date
    value: int
    ref: str


class MentoredRow(Struct, frozen=True):
    """A mentor whose trainee passed the last gate."""

    agent_id: int
    on: date
    ref: str


_GATES = """
SELECT t.agent_id, g.stage, g.result, g.on_day, g.proposed_who, g.reason, g.id FROM gate_decision g JOIN trainee t ON t.id = g.trainee_id
WHERE g.outcome = 'stands' AND ($1::int[] IS NULL OR t.agent_id = ANY($1)) AND ($2::timestamptz IS NULL OR g.decided_at < $2)
ORDER BY g.on_day, g.id"""

_CALLS = """
SELECT t.agent_id, (c.at AT TIME ZONE s.zone)::date AS on_day, c.score, c.id FROM test_call c JOIN trainee t ON t.id = c.trainee_id
JOIN training_class k ON k.id = t.class_id JOIN site s ON s.id = k.site_id
WHERE ($1::int[] IS NULL OR t.agent_id = ANY($1)) AND ($2::timestamptz IS NULL OR c.made_at < $2)
  AND (c.withdrawn_at IS NULL OR c.withdrawn_at >= $2) ORDER BY c.at, c.id"""

# The last gate of a trainee who passed them all: the way ended, and not by an exit.
_MENTORED = """
SELECT t.mentor_id, max(g.on_day) AS on_day, t.id FROM trainee t JOIN gate_decision g ON g.trainee_id = t.id AND g.outcome = 'stands'
WHERE t.ended_on IS NOT NULL AND t.mentor_id IS NOT NULL AND ($1::int[] IS NULL OR t.mentor_id = ANY($1))
GROUP BY t.mentor_id, t.id
HAVING bool_and(g.result <> 'exit') AND ($2::timestamptz IS NULL OR max(g.decided_at) < $2)"""


async def gates(
    connection: Connection, agent_ids: Sequence[int] | None, *, accepted_before: datetime | None = None
) -> list[GateRow]:
    """Decisions that stand, in their order; with an instant those that stood before it."""
    rows = await connection.fetch(_GATES, _list(agent_ids), accepted_before)
    return [
        GateRow(
            row["agent_id"],
            row["stage"],
            row["result"],
            row["on_day"],
            row["proposed_who"],
            row["reason"],
            f"gate:{row['id']}",
        )
        for row in rows
    ]


async def scored_calls(
    connection: Connection, agent_ids: Sequence[int] | None, *, accepted_before: datetime | None = None
) -> list[CallRow]:
    """Test calls in their order, without those taken back (before the instant, where one is given)."""
    rows = await connection.fetch(_CALLS, _list(agent_ids), accepted_before)
    return [CallRow(row["agent_id"], row["on_day"], row["score"], f"test_call:{row['id']}") for row in rows]


async def mentored(
    connection: Connection, agent_ids: Sequence[int] | None, *, accepted_before: datetime | None = None
) -> list[MentoredRow]:
    """A row a trainee who came through, by mentor."""
    rows = await connection.fetch(_MENTORED, _list(agent_ids), accepted_before)
    return [MentoredRow(row["mentor_id"], row["on_day"], f"mentored:{row['id']}") for row in rows]


def _list(agent_ids: Sequence[int] | None) -> list[int] | None:
    return None if agent_ids is None else list(agent_ids)
