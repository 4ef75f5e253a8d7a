"""Samples and cases about an agent, for the agent's own export and for being forgotten."""

from typing import Any

from server.db.pool import Connection

_CASES = """
SELECT id, title, summary, kind, tags, recording, consent, anonymised, given_on, withdrawn_at FROM qa_case
WHERE giver_id = $1 ORDER BY id"""
_PRACTICE = """
SELECT c.title, p.kind, p.assigned_at FROM qa_case_practice p JOIN qa_case c ON c.id = p.case_id
WHERE p.agent_id = $1 ORDER BY p.assigned_at, c.id"""
# Days to come are nobody's to know: a sample one can see coming is none.
_SAMPLED = """
SELECT day, evaluation_id AS evaluation, done_at FROM sampling_sample WHERE agent_id = $1 AND evaluation_id IS NOT NULL
ORDER BY day, id"""


class PersonalCases:
    """Which calls became cases, which cases were given to practise on, and which samples were judged."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`."""
        return {
            "cases_given": [dict(row) for row in await connection.fetch(_CASES, agent_id)],
            "cases_to_practise": [dict(row) for row in await connection.fetch(_PRACTICE, agent_id)],
            "sampled": [dict(row) for row in await connection.fetch(_SAMPLED, agent_id)],
        }

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """A recording is a voice: it goes, with every reference to the call, and the case stays as a story of nobody's."""
        await connection.execute(
            "UPDATE qa_case SET giver_id = NULL, evaluation_id = NULL, recording = '', consent = false, anonymised = true,"
            " revision = revision + 1 WHERE giver_id = $1",
            agent_id,
        )
        await connection.execute("UPDATE sampling_sample SET call = '', recording = '' WHERE agent_id = $1", agent_id)
