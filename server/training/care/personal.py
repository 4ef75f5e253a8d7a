"""Talks and offers of help of an agent: in the export the agent makes of oneself and in no other, not even the operator's."""

from typing import Any, Literal

from server.db.pool import Connection


class PersonalCare:
    """See `server.people.ports.PrivatePart`."""

    own_only: Literal[True] = True

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """What was noted of talks with the person, and an offer that stands."""
        talks = await connection.fetch(
            "SELECT on_day AS on, body, written_at FROM private_talk WHERE agent_id = $1 ORDER BY id", agent_id
        )
        offered = await connection.fetch(
            "SELECT since, until, answer, talked FROM help_offer WHERE agent_id = $1", agent_id
        )
        return {"private_talks": [dict(row) for row in talks], "help_offered": [dict(row) for row in offered]}

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Nothing of it is kept."""
        await connection.execute("DELETE FROM private_talk WHERE agent_id = $1", agent_id)
        await connection.execute("DELETE FROM help_offer WHERE agent_id = $1", agent_id)
