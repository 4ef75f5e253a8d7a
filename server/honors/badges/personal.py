"""Awards and badges given, for the agent's own export and for being forgotten."""

from typing import Any

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.db.pool import Connection

_AWARDS = """
SELECT badge, version, tier, ground, on_day, value, threshold, given_at, withdrawn_at, reason FROM award
WHERE agent_id = $1 ORDER BY id"""
_RECEIVED = """
SELECT badge, tier, reason, on_day, taken_back_at, taken_back_why FROM badge_grant WHERE agent_id = $1 ORDER BY id"""
_GIVEN = """
SELECT g.badge, g.tier, a.code AS "to", g.reason, g.on_day, g.taken_back_at, g.taken_back_why
FROM badge_grant g JOIN agent a ON a.id = g.agent_id WHERE g.giver = 'a' || $1::int ORDER BY g.id"""

_TITLES = """
SELECT name_zh, name_en, issuer_zh, issuer_en, level, issued, expires, proof_name FROM honor_title
WHERE agent_id = $1 AND archived_at IS NULL ORDER BY id"""


class PersonalBadges:
    """See `server.people.ports.GuardedPart`: what was withdrawn is told to its owner, and to nobody who leads the owner."""

    async def may_read(self, connection: Connection, actor: Actor, agent_id: int) -> bool:  # noqa: ARG002
        """Operations and HR, who say what earns a badge."""
        return actor.may(Permission.BADGES_WRITE)

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """What was earned, what others gave and wrote, and what one gave."""
        shown = await connection.fetchval("SELECT shown FROM award_pref WHERE agent_id = $1", agent_id)
        return {
            "awards": [dict(row) for row in await connection.fetch(_AWARDS, agent_id)],
            "awards_shown": shown or "everybody",
            "titles": [dict(row) for row in await connection.fetch(_TITLES, agent_id)],
            "badges_received": [dict(row) for row in await connection.fetch(_RECEIVED, agent_id)],
            "badges_given": [dict(row) for row in await connection.fetch(_GIVEN, agent_id)],
        }

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Blank the words of both directions, for they may say who somebody was, let go of titles with their documents, and
        show the awards to nobody."""
        await connection.execute("DELETE FROM honor_title WHERE agent_id = $1", agent_id)
        await connection.execute(
            "UPDATE badge_grant SET reason = '', taken_back_why = CASE WHEN taken_back_at IS NULL THEN NULL ELSE '' END"
            " WHERE agent_id = $1 OR giver = 'a' || $1::int",
            agent_id,
        )
        await connection.execute(
            "INSERT INTO award_pref (agent_id, shown) VALUES ($1, 'nobody')"
            " ON CONFLICT (agent_id) DO UPDATE SET shown = EXCLUDED.shown",
            agent_id,
        )
