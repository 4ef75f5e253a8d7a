"""What this room holds about an agent, for the agent's own export."""

from typing import Any

from leaderboards.exact import format_micro
from server.db.pool import Connection
from server.people.results import without_private

_FACTS = """
SELECT source.code AS source, f.fact_id AS id, f.revision, metric.code AS metric, queue.code AS queue, f.at,
       f.value, f.weight, f.received_at
FROM fact f
JOIN source ON source.id = f.source_id JOIN metric ON metric.id = f.metric_id LEFT JOIN queue ON queue.id = f.queue_id
WHERE f.agent_id = $1{private} ORDER BY f.at, f.fact_id"""


class PersonalFacts:
    """The agent's facts as they are held now, retracted ones without a value."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`."""
        return await _facts(connection, agent_id, "")

    async def without_results(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.ResultsPart`."""
        return await _facts(connection, agent_id, without_private(0))

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Nothing: facts are figures, nameless once the agent is."""


async def _facts(connection: Connection, agent_id: int, private: str) -> dict[str, Any]:
    found = []
    for row in await connection.fetch(_FACTS.replace("{private}", private), agent_id):
        value, weight = row["value"], row["weight"]
        amounts = {"value": None if value is None else format_micro(value), "weight": format_micro(weight)}
        found.append({**dict(row), **amounts})
    return {"facts": found}
