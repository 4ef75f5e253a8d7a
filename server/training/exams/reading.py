"""What rooms above read of exams taken here: marks that count, as they were accepted."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from server.db.pool import Connection


class ExamResult(Struct, frozen=True):
    """One counting result; `value` in micro-units of per cent, `ref` the name of the fact it is."""

    agent_id: int
    exam: str
    on: date
    value: int
    accepted_at: datetime
    ref: str


async def results(
    connection: Connection, agent_ids: Sequence[int] | None, *, accepted_before: datetime | None = None
) -> list[ExamResult]:
    """Every counting result of these people (None: of everybody), by day."""
    rows = await connection.fetch(
        "SELECT s.agent_id, e.code, s.on_day, s.score, s.marked_at, s.id FROM exam_sitting s JOIN exam e ON e.id = s.exam_id"
        " WHERE e.counting AND NOT s.light AND s.marked_at IS NOT NULL AND ($1::int[] IS NULL OR s.agent_id = ANY($1))"
        " AND ($2::timestamptz IS NULL OR s.marked_at < $2) ORDER BY s.agent_id, s.on_day, s.id",
        None if agent_ids is None else list(agent_ids),
        accepted_before,
    )
    return [
        ExamResult(
            row["agent_id"],
            row["code"],
            row["on_day"],
            row["score"],
            row["marked_at"],
            f"exam:{row['code']}:{row['id']}",
        )
        for row in rows
    ]
