"""What courses hold about an agent, for the agent's own export and for being forgotten."""

from typing import Any

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.db.pool import Connection

_PARTS = {
    "course_plans": "SELECT c.code AS course, p.assigned_on, p.due, p.chosen, p.completed_on, p.withdrawn_at FROM course_plan p"
    " JOIN course c ON c.id = p.course_id WHERE p.agent_id = $1 ORDER BY p.id",
    "course_items_seen": "SELECT c.code AS course, i.code AS item, v.on_day FROM item_seen v JOIN course_item i ON i.id = v.item_id"
    " JOIN course c ON c.id = i.course_id WHERE v.agent_id = $1 ORDER BY v.seen_at, i.id",
    "course_sessions": "SELECT c.code AS course, s.starts, s.ends, t.mark FROM session_attendance t"
    " JOIN course_session s ON s.id = t.session_id JOIN course_item i ON i.id = s.item_id JOIN course c ON c.id = i.course_id"
    " WHERE t.agent_id = $1 ORDER BY s.starts, s.id",
    "practice": "SELECT c.code AS course, r.kind, r.title, r.why_ref, r.stage, r.due, r.on_day, r.words, f.name AS file,"
    " r.decided_on, r.answer FROM practice_record r LEFT JOIN course c ON c.id = r.course_id"
    " LEFT JOIN training_file f ON f.id = r.file_id WHERE r.agent_id = $1 ORDER BY r.id",
    "course_questions": "SELECT c.code AS course, q.words, q.asked_at, q.answer FROM course_question q"
    " JOIN course_item i ON i.id = q.item_id JOIN course c ON c.id = i.course_id WHERE q.agent_id = $1 ORDER BY q.id",
    "course_feedback_given": "SELECT c.code AS course FROM course_feedback_given g JOIN course c ON c.id = g.course_id"
    " WHERE g.agent_id = $1 ORDER BY c.code",
    "surveys_answered": "SELECT survey_id AS survey FROM survey_taken WHERE agent_id = $1 ORDER BY survey_id",
}


class PersonalCourses:
    """Plans, what was seen and practised, questions; of feedback and surveys only that there was one: no more is known."""

    async def may_read(self, connection: Connection, actor: Actor, agent_id: int) -> bool:  # noqa: ARG002  the port's
        """See `server.people.ports.GuardedPart`: what care somebody chose is for the person, trainers and HR."""
        return actor.may(Permission.TRAINING_MANAGE)

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`."""
        return {name: [dict(row) for row in await connection.fetch(query, agent_id)] for name, query in _PARTS.items()}

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Blank what was written and drop what was handed in; that there was practice stays."""
        files = [
            row["file_id"]
            for row in await connection.fetch(
                "SELECT file_id FROM practice_record WHERE agent_id = $1 AND file_id IS NOT NULL", agent_id
            )
        ]
        await connection.execute(
            "UPDATE practice_record SET title = '…', words = '', answer = '', file_id = NULL WHERE agent_id = $1",
            agent_id,
        )
        await connection.execute("DELETE FROM training_file WHERE id = ANY($1)", files)
        await connection.execute("UPDATE course_question SET agent_id = NULL WHERE agent_id = $1", agent_id)
        await connection.execute("DELETE FROM course_feedback_given WHERE agent_id = $1", agent_id)
        await connection.execute("DELETE FROM survey_taken WHERE agent_id = $1", agent_id)
        # Care somebody sought is nothing that anybody has to remember.
        await connection.execute(
            "DELETE FROM course_plan p USING course c WHERE c.id = p.course_id AND c.kind = 'care' AND p.agent_id = $1",
            agent_id,
        )
        # Approvals were made under the person's code.
        await connection.execute(
            "UPDATE practice_record SET decided_who = 'agent:erased-' || $1::int WHERE decided_who IS NOT NULL AND decided_by IN"
            " (SELECT id FROM account WHERE agent_id = $1)",
            agent_id,
        )
