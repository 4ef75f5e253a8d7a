"""What this room holds about an agent, for the agent's own export and for being forgotten."""

from typing import Any

import msgspec

from server.db.pool import Connection

_RECORDS = """
SELECT r.kind, r.on_day AS on, r.accepted_at, r.source, r.carried_over, r.ref, r.body::text AS body, w.accepted_at AS withdrawn_at
FROM career_record r LEFT JOIN career_record w ON w.withdraws = r.id
WHERE r.agent_id = $1 AND r.kind <> 'withdrawal' ORDER BY r.on_day, r.id"""

# Free words may say who somebody was; what was measured and decided stays, nameless.
_FORGET = """
UPDATE career_record SET ref = '', body = body - 'note' || CASE WHEN body ? 'reason' THEN '{"reason": "…"}' ELSE '{}' END::jsonb
WHERE agent_id = $1"""


class PersonalLadder:
    """The records of somebody's career."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`."""
        rows = await connection.fetch(_RECORDS, agent_id)
        return {"career_records": [{**row, "body": msgspec.json.decode(row["body"])} for row in rows]}

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Blank references and free words."""
        await connection.execute(_FORGET, agent_id)
