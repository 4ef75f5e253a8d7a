"""Exams of an agent, for the agent's own export only, and for being forgotten."""

from typing import Any

import msgspec

from server.auth.actor import Actor
from server.db.pool import Connection

_EXAMS = """
SELECT e.code, e.title_zh, e.title_en, s.light, s.attempt, s.opened, s.handed_in, s.score, s.passed,
       coalesce((SELECT jsonb_object_agg(w.question, w.answer) FROM exam_answer w WHERE w.sitting_id = s.id), '{}') AS answers
FROM exam_sitting s JOIN exam e ON e.id = s.exam_id WHERE s.agent_id = $1 ORDER BY s.id"""
_INVITED = """
SELECT e.code, i.on_day, i.invited_at, i.any_time FROM exam_invitation i JOIN exam e ON e.id = i.exam_id WHERE i.agent_id = $1
ORDER BY i.on_day, e.code"""


class PersonalExams:
    """Results are private: they are in the export that somebody makes of oneself, and in no colleague's."""

    async def may_read(self, connection: Connection, actor: Actor, agent_id: int) -> bool:  # noqa: ARG002  the port asks for them; the answer is the same for all
        """See `server.people.ports.GuardedPart`: the own export always has it, no other ever."""
        return False

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`."""
        sittings = [
            {**row, "answers": msgspec.json.decode(row["answers"])} for row in await connection.fetch(_EXAMS, agent_id)
        ]
        return {
            "exam_invitations": [dict(row) for row in await connection.fetch(_INVITED, agent_id)],
            "exam_sittings": sittings,
        }

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Answers go, and why somebody could come at another time; marks stay, nameless, as what was decided on rests on them."""
        await connection.execute("UPDATE exam_invitation SET any_time = NULL WHERE agent_id = $1", agent_id)
        await connection.execute(
            "DELETE FROM exam_answer w USING exam_sitting s WHERE s.id = w.sitting_id AND s.agent_id = $1"
            " AND s.marked_at IS NOT NULL",
            agent_id,
        )
