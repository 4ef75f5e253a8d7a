"""How far people are with the courses on their plans, and the day on which a course became complete; that day is kept."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from career.training.courses import Completion, PracticeRecord, completion
from server.db.pool import Connection
from server.training import archive
from server.training.courses.kept import CourseKept, courses

_SEEN = """
SELECT v.agent_id, i.course_id, i.code, v.on_day FROM item_seen v JOIN course_item i ON i.id = v.item_id
WHERE v.agent_id = ANY($1) AND i.course_id = ANY($2)
UNION ALL
SELECT t.agent_id, i.course_id, i.code, business_day(s.starts, z.zone, z.day_starts)
FROM session_attendance t JOIN course_session s ON s.id = t.session_id JOIN course_item i ON i.id = s.item_id
JOIN agent a ON a.id = t.agent_id JOIN site z ON z.id = a.site_id
WHERE t.mark = 'present' AND t.agent_id = ANY($1) AND i.course_id = ANY($2)"""
_PRACTISED = """
SELECT agent_id, course_id, kind, on_day, decided_who, decided_on FROM practice_record
WHERE stage = 'approved' AND agent_id = ANY($1) AND course_id = ANY($2)"""


class Done(Struct):
    """What somebody has seen of a course and had approved, each with its day."""

    seen: dict[str, date] = {}
    practised: list[PracticeRecord] = []

    def of(self, course: CourseKept) -> Completion:
        """Judged by the course as it stands now."""
        return completion(course.rule(), self.seen, self.practised)


async def done(
    connection: Connection, agent_ids: Sequence[int], course_ids: Sequence[int]
) -> dict[tuple[int, int], Done]:
    """By agent and course; whoever has done nothing is not there."""
    found: dict[tuple[int, int], Done] = {}
    for row in await connection.fetch(_SEEN, agent_ids, course_ids):
        one = found.setdefault((row["agent_id"], row["course_id"]), Done())
        one.seen[row["code"]] = min(one.seen.get(row["code"], row["on_day"]), row["on_day"])
    for row in await connection.fetch(_PRACTISED, agent_ids, course_ids):
        record = PracticeRecord(row["kind"], row["on_day"], row["decided_who"], row["decided_on"])
        found.setdefault((row["agent_id"], row["course_id"]), Done()).practised.append(record)
    return found


async def settle(connection: Connection, agent_id: int, course_id: int, now: datetime, *, undo: bool = False) -> None:
    """Keep that a course became complete, in the transaction that made it so; with `undo`, after a correction, that it is not."""
    if undo:
        await connection.execute(
            "UPDATE course_plan SET completed_on = NULL, completed_at = NULL"
            " WHERE agent_id = $1 AND course_id = $2 AND withdrawn_at IS NULL",
            agent_id,
            course_id,
        )
    (course,) = await courses(connection, None, [course_id])
    await _settle(connection, course, [agent_id], now)


async def settle_all(connection: Connection, course_id: int, now: datetime) -> None:
    """Look at everybody whose plan is open, after the course changed."""
    rows = await connection.fetch(
        "SELECT agent_id FROM course_plan WHERE course_id = $1 AND withdrawn_at IS NULL AND completed_on IS NULL",
        course_id,
    )
    (course,) = await courses(connection, None, [course_id])
    await _settle(connection, course, [row["agent_id"] for row in rows], now)


async def _settle(connection: Connection, course: CourseKept, agent_ids: Sequence[int], now: datetime) -> None:
    states = await done(connection, agent_ids, [course.id])
    for (agent_id, _), state in states.items():
        day = state.of(course).complete
        if day is None:
            continue
        plan = await connection.fetchval(
            "UPDATE course_plan SET completed_on = $3, completed_at = $4 WHERE agent_id = $1 AND course_id = $2"
            " AND withdrawn_at IS NULL AND completed_on IS NULL RETURNING id",
            agent_id,
            course.id,
            day,
            now,
        )
        # What somebody learns for themselves is nobody else's to read.
        if plan is not None and course.kind != "care":
            body = {"course": course.code}
            await archive.add(connection, agent_id, "course", day, course.title, body, f"course:{plan}", private=False)
