"""Judged calls about an agent, for the agent's own export and for being forgotten."""

from typing import Any

from server.auth.actor import Actor
from server.db.pool import Connection
from server.quality.sight import sight_of

_CALLS = """
SELECT e.id, e.form, e.version, e.kind, e.call, e.recording, e.at, e.comment, e.judged_on, e.score::numeric / 1000000 AS score,
       e.critical, d.reason AS dispute, d.lodged_on, d.outcome, d.answer, e.withdrawn_at, e.withdrawn_why,
       (SELECT json_agg(json_build_object('revision', m.revision, 'marks', m.marks) ORDER BY m.revision) FROM qa_marks m
        WHERE m.evaluation_id = e.id)::text AS marks
FROM qa_evaluation e LEFT JOIN qa_dispute d ON d.evaluation_id = e.id WHERE e.agent_id = $1
  AND ($2 OR e.kind <> 'test_call' OR NOT trainee_at(e.agent_id, e.at)) ORDER BY e.id"""


class PersonalEvaluations:
    """The forms with their comments, and the disputes."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`."""
        return await _calls(connection, agent_id, results=True)

    async def without_results(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.ResultsPart`."""
        return await _calls(connection, agent_id, results=False)

    async def may_read(self, connection: Connection, actor: Actor, agent_id: int) -> bool:  # noqa: ARG002 - a port
        """Not an administrator, who keeps the service and reads no evaluation; a lead has been asked for the own teams before."""
        sight = sight_of(actor)
        return sight.everybody or bool(sight.teams) or sight.agent_id == agent_id

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Blank what was written and what leads to the recording; scores stay, and so do the marks they came from."""
        await connection.execute(
            "UPDATE qa_evaluation SET comment = '', recording = '', call = 'erased:' || id,"
            " withdrawn_why = CASE WHEN withdrawn_why = '' THEN '' ELSE '…' END WHERE agent_id = $1",
            agent_id,
        )
        await connection.execute(
            "UPDATE qa_dispute d SET reason = '…', answer = CASE WHEN answer = '' THEN '' ELSE '…' END"
            " FROM qa_evaluation e WHERE e.id = d.evaluation_id AND e.agent_id = $1",
            agent_id,
        )


async def _calls(connection: Connection, agent_id: int, *, results: bool) -> dict[str, Any]:
    rows = await connection.fetch(_CALLS, agent_id, results)
    return {"evaluations": [{**dict(row), "score": f"{row['score'].normalize():f}"} for row in rows]}
