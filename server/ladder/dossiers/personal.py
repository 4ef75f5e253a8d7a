"""What was signed about an agent, for the agent's own export and for being forgotten."""

from typing import Any

import msgspec

from server.auth.actor import Actor
from server.db.pool import Connection
from server.ladder.dossiers.service import eyes_of
from server.ladder.dossiers.store import TOLD_AT

_SIGNED = f"""
SELECT d.number, d.kind, d.as_of, d.issued_at, d.sha256, d.content FROM signed_document d LEFT JOIN cycle c ON c.id = d.cycle_id
WHERE d.agent_id = $1 AND (d.cycle_id IS NULL OR d.issued_at >= {TOLD_AT}) ORDER BY d.id"""


class PersonalDossiers:
    """Dossiers and certificates; those of a cycle from its notice on."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """See `server.people.ports.PersonalPart`."""
        found = [
            {
                **{name: row[name] for name in ("number", "kind", "as_of", "issued_at")},
                "sha256": row["sha256"].hex(),
                "content": None if row["content"] is None else msgspec.json.decode(row["content"]),
            }
            for row in await connection.fetch(_SIGNED, agent_id)
        ]
        return {"signed_documents": found}

    async def may_read(self, connection: Connection, actor: Actor, agent_id: int) -> bool:
        """Who may read the person's dossiers: neither leads nor operations, nor whoever declared a conflict of interest."""
        eyes = await eyes_of(connection, actor)
        conflict = await connection.fetchval(
            "SELECT EXISTS (SELECT FROM cycle_candidate WHERE agent_id = $1 AND $2 = ANY(conflicted))",
            agent_id,
            eyes.who,
        )
        return eyes.everybody and not conflict

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Drop the contents; number, digest and signature stay, so that a copy can still be told from a forgery."""
        await connection.execute(
            "UPDATE signed_document SET content = NULL WHERE agent_id = $1 AND content IS NOT NULL", agent_id
        )
