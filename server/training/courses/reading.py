"""What the rooms above may read of courses: evidence of those taken, as it had been accepted by an instant."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from server.db.pool import Connection


class CourseRow(Struct, frozen=True):
    """A course on somebody's plan. `attended` is the day on which it was complete with all the practice it asks for; `practice`
    the days on which each of its records was approved."""

    agent_id: int
    course: str
    assigned: date
    attended: date | None
    practice: tuple[date, ...]
    ref: str


_RECORDS = """
SELECT p.id, p.agent_id, c.code, p.assigned_on,
       CASE WHEN $2::timestamptz IS NULL OR p.completed_at < $2 THEN p.completed_on END AS completed_on,
       coalesce((SELECT array_agg(r.decided_on ORDER BY r.decided_on, r.id) FROM practice_record r
                 WHERE r.agent_id = p.agent_id AND r.course_id = p.course_id AND r.stage = 'approved'
                   AND ($2::timestamptz IS NULL OR r.decided_at < $2)), '{}') AS practice
FROM course_plan p JOIN course c ON c.id = p.course_id
WHERE p.withdrawn_at IS NULL AND c.kind <> 'care' AND ($1::int[] IS NULL OR p.agent_id = ANY($1))
  AND ($2::timestamptz IS NULL OR p.assigned_at < $2)
ORDER BY p.agent_id, p.id"""


async def course_records(
    connection: Connection, agent_ids: Sequence[int] | None, *, accepted_before: datetime | None = None
) -> list[CourseRow]:
    """Courses on the plans of these people, or of all; without those of emotional care, which never are evidence."""
    rows = await connection.fetch(_RECORDS, None if agent_ids is None else list(agent_ids), accepted_before)
    return [
        CourseRow(
            row["agent_id"],
            row["code"],
            row["assigned_on"],
            row["completed_on"],
            tuple(row["practice"]),
            f"course:{row['id']}",
        )
        for row in rows
    ]
