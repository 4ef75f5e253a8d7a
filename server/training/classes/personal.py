"""What classes hold about an agent, for the agent's own export and for being forgotten."""

from typing import Any

import msgspec

from server.auth.actor import Actor
from server.db.pool import Connection
from server.training import archive

_PARTS = {
    "classes": """SELECT c.code, c.name_zh, c.name_en, t.joined_on, t.ended_on FROM trainee t JOIN training_class c ON c.id = t.class_id
                  WHERE t.agent_id = $1 ORDER BY t.id""",
    "gates": """SELECT g.stage, g.result, g.on_day, g.reason FROM gate_decision g JOIN trainee t ON t.id = g.trainee_id
                WHERE t.agent_id = $1 AND g.outcome = 'stands' ORDER BY g.id""",
    "test_calls": """SELECT c.at, c.score / 1000000.0 AS score, c.note, c.withdrawn_why FROM test_call c JOIN trainee t ON t.id = c.trainee_id
                     WHERE t.agent_id = $1 ORDER BY c.at""",
    "mentor_log": """SELECT l.day, l.words, (SELECT array_agg(i.words ORDER BY i.id) FROM mentor_log_item i WHERE i.log_id = l.id) AS items
                     FROM mentor_log l JOIN trainee t ON t.id = l.trainee_id WHERE t.agent_id = $1 ORDER BY l.day, l.id""",
    "class_days": """SELECT d.day, a.mark FROM class_attendance a JOIN class_day d ON d.id = a.class_day_id JOIN trainee t ON t.id = a.trainee_id
                     WHERE t.agent_id = $1 ORDER BY d.day""",
    "queue_permissions": """SELECT q.code AS queue, p.permission, p.granted_at, p.ended_at FROM queue_permission p
                            JOIN trainee t ON t.id = p.trainee_id JOIN queue q ON q.id = p.queue_id WHERE t.agent_id = $1 ORDER BY p.id""",
}

_OF = "trainee_id IN (SELECT id FROM trainee WHERE agent_id = $1)"
_FORGET = (
    f"UPDATE gate_decision SET reason = '…', answer = CASE WHEN answer IS NULL THEN NULL ELSE '…' END WHERE {_OF}",
    f"UPDATE test_call SET note = '', withdrawn_why = CASE WHEN withdrawn_why IS NULL THEN NULL ELSE '…' END WHERE {_OF}",
    f"UPDATE mentor_log SET words = '' WHERE {_OF}",
    f"UPDATE mentor_log_item SET words = '…', how = '' WHERE {_OF}",
    f"UPDATE queue_permission SET ended_at = coalesce(ended_at, now()) WHERE {_OF}",
    "UPDATE training_archive SET body = '{}' WHERE agent_id = $1",
)


class PersonalClasses:
    """A way through a class, and the training archive."""

    async def may_read(self, connection: Connection, actor: Actor, agent_id: int) -> bool:
        """See `server.people.ports.GuardedPart`: a trainee's results are for the person and who trains."""
        return await archive.sight(connection, actor, agent_id, await connection.fetchval("SELECT now()")) is True

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`."""
        found: dict[str, Any] = {
            name: [dict(row) for row in await connection.fetch(query, agent_id)] for name, query in _PARTS.items()
        }
        entries = await archive.read(connection, agent_id)
        return {**found, "training_archive": msgspec.to_builtins(entries, builtin_types=())}

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Blank what was written; that somebody learned, and how it ended, stays."""
        for statement in _FORGET:
            await connection.execute(statement, agent_id)
