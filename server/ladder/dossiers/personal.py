"""What was signed about an agent, for the agent's own export and for being forgotten."""

from typing import Any

import msgspec

from server.db.pool import Connection

_SIGNED = """
SELECT d.number, d.kind, d.as_of, d.issued_at, d.sha256, d.content FROM signed_document d LEFT JOIN cycle c ON c.id = d.cycle_id
WHERE d.agent_id = $1 AND (d.cycle_id IS NULL OR c.phase IN ('noticed', 'closed')) ORDER BY d.id"""


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

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Drop the contents; number, digest and signature stay, so that a copy can still be told from a forgery."""
        await connection.execute(
            "UPDATE signed_document SET content = NULL WHERE agent_id = $1 AND content IS NOT NULL", agent_id
        )
