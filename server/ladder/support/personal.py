"""Support plans and measures about an agent, for the agent's own export and for being forgotten."""

from typing import Any

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.db.pool import Connection

_PLANS = """
SELECT cause, goals, help, starts, ends, outcome, review, reviewed_on FROM support_plan WHERE agent_id = $1 ORDER BY id"""
_MEASURES = """
SELECT kind, reason, level, effective, proposed_on, answer, decided_on FROM measure
WHERE agent_id = $1 AND outcome = 'confirmed' ORDER BY id"""


class PersonalSupport:
    """Plans, and the measures two people agreed on."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`."""
        return {
            "support_plans": [dict(row) for row in await connection.fetch(_PLANS, agent_id)],
            "measures": [dict(row) for row in await connection.fetch(_MEASURES, agent_id)],
        }

    async def may_read(self, connection: Connection, actor: Actor, agent_id: int) -> bool:  # noqa: ARG002 - a port
        """Deciders, and the own lead, to whom alone of all leads the export is open."""
        return actor.may(Permission.CYCLES_DECIDE) or actor.may(Permission.CYCLES_RECOMMEND)

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Blank what was written; that there was support, and how it ended, stays."""
        await connection.execute(
            "UPDATE support_plan SET goals = '…', help = '…', review = CASE WHEN review IS NULL THEN NULL ELSE '…' END"
            " WHERE agent_id = $1",
            agent_id,
        )
        await connection.execute(
            "UPDATE measure SET reason = '…', answer = CASE WHEN answer IS NULL THEN NULL ELSE '…' END WHERE agent_id = $1",
            agent_id,
        )
