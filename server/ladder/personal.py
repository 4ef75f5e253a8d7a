"""What this room holds about an agent, for the agent's own export and for being forgotten."""

from typing import Any

import msgspec

from server.auth.actor import Actor
from server.db.pool import Connection
from server.ladder.records.permitted import CONFIDENTIAL, may_read

_RECORDS = """
SELECT r.kind, r.on_day AS on, r.accepted_at, r.source, r.carried_over, r.ref, r.body::text AS body, w.accepted_at AS withdrawn_at
FROM career_record r LEFT JOIN career_record w ON w.withdraws = r.id
WHERE r.agent_id = $1 AND r.kind <> 'withdrawal' AND r.kind = ANY($2::text[]) = $3
  AND ($4 OR r.kind NOT IN ('exam', 'test_call') OR NOT trainee_on(r.agent_id, r.on_day)) ORDER BY r.on_day, r.id"""

# Free words may say who somebody was; what was measured and decided stays, nameless.
_FORGET = """
UPDATE career_record SET ref = '', body = body - 'note' || CASE WHEN body ? 'reason' THEN '{"reason": "…"}' ELSE '{}' END::jsonb
WHERE agent_id = $1"""


class PersonalLadder:
    """The records of somebody's career, without those that are between HR and the person."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`."""
        return {"career_records": await _records(connection, agent_id, confidential=False)}

    async def without_results(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.ResultsPart`."""
        return {"career_records": await _records(connection, agent_id, confidential=False, results=False)}

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Blank references and free words."""
        await connection.execute(_FORGET, agent_id)


class PersonalDiscipline:
    """Disciplinary cases; a part of its own, because leads and operations read the other records."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`."""
        return {"disciplinary_records": await _records(connection, agent_id, confidential=True)}

    async def may_read(self, connection: Connection, actor: Actor, agent_id: int) -> bool:  # noqa: ARG002 - a port
        """HR."""
        return may_read(actor, agent_id) >= CONFIDENTIAL

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Forgotten with the other records."""


async def _records(
    connection: Connection, agent_id: int, *, confidential: bool, results: bool = True
) -> list[dict[str, Any]]:
    rows = await connection.fetch(_RECORDS, agent_id, sorted(CONFIDENTIAL), confidential, results)
    return [{**row, "body": msgspec.json.decode(row["body"])} for row in rows]
