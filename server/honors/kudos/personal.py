"""Thanks given and received, for the agent's own export and for being forgotten."""

from typing import Any

from server.db.pool import Connection

_RECEIVED = """
SELECT g.code AS "from", k.value, k.words, k.at, k.hidden FROM kudos k JOIN agent g ON g.id = k.giver_id
WHERE k.receiver_id = $1 AND k.taken_back_at IS NULL ORDER BY k.id"""
_GIVEN = """
SELECT r.code AS "to", k.value, k.words, k.at, k.taken_back_at FROM kudos k JOIN agent r ON r.id = k.receiver_id
WHERE k.giver_id = $1 ORDER BY k.id"""


class PersonalKudos:
    """See `server.people.ports.PersonalPart`."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """Both directions."""
        return {
            "kudos_received": [dict(row) for row in await connection.fetch(_RECEIVED, agent_id)],
            "kudos_given": [dict(row) for row in await connection.fetch(_GIVEN, agent_id)],
        }

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Blank the words of both directions, for they may say who somebody was; that there was thanks stays."""
        await connection.execute("UPDATE kudos SET words = '' WHERE giver_id = $1 OR receiver_id = $1", agent_id)
