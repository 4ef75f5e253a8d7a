"""What a person was honored for in HR's words and took along as badges, for the own export and for being forgotten."""

from typing import Any

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.db.pool import Connection

_GRANTS = """
SELECT title_zh, title_en, says_zh, says_en, on_day, given_at, taken_back_at, taken_back_why FROM certificate_grant
WHERE agent_id = $1 ORDER BY id"""
_BADGES = "SELECT number, issued_at, token FROM open_badge WHERE agent_id = $1 ORDER BY award_id"


class PersonalCertificates:
    """See `server.people.ports.GuardedPart`. The papers themselves are signed documents, which their own room tells."""

    async def may_read(self, connection: Connection, actor: Actor, agent_id: int) -> bool:  # noqa: ARG002
        """HR, who gives them."""
        return actor.may(Permission.CERTIFICATES_GRANT)

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """Honors in HR's words, and badges as they were signed."""
        return {
            "honored": [dict(row) for row in await connection.fetch(_GRANTS, agent_id)],
            "open_badges": [dict(row) for row in await connection.fetch(_BADGES, agent_id)],
        }

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Let go of what names the person; numbers stay, so that what was handed out can still be checked."""
        await connection.execute("UPDATE open_badge SET token = NULL WHERE agent_id = $1", agent_id)
        await connection.execute(
            "UPDATE certificate_grant SET title_zh = '—', title_en = '—', says_zh = '—', says_en = '—',"
            " taken_back_why = CASE WHEN taken_back_at IS NULL THEN NULL ELSE '' END WHERE agent_id = $1",
            agent_id,
        )
