"""Points and what was had for them, for the agent's own export and for being forgotten."""

from typing import Any

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.db.pool import Connection

_POINTS = """
SELECT e.kind, e.at, p.amount, e.words FROM reward_account a
JOIN reward_posting p ON p.account_id = a.id JOIN reward_entry e ON e.n = p.entry_n WHERE a.agent_id = $1 ORDER BY e.n"""
_REQUESTS = """
SELECT r.item, r.state, r.amount, r.words, r.shift_day, r.asked_at, r.decided_at, r.decided_words, r.handed_at
FROM reward_request r WHERE r.agent_id = $1 AND r.kind = 'redeem' ORDER BY r.id"""
_GIVEN = """
SELECT a.code AS "to", r.amount, r.words, r.state, r.asked_at FROM reward_request r JOIN agent a ON a.id = r.agent_id
WHERE r.by_agent = $1 AND r.kind = 'earn' ORDER BY r.id"""
_PRIZES = """
SELECT c.title_zh, c.title_en, p.place, p.amount, p.posted_at, p.taken_in IS NOT NULL AS taken_back
FROM reward_prize p JOIN contest c ON c.id = p.contest_id WHERE p.agent_id = $1 ORDER BY p.id"""
_FORGET_REQUESTS = "UPDATE reward_request SET words = '', decided_words = '' WHERE agent_id = $1 OR by_agent = $1"
_FORGET_ENTRIES = """
UPDATE reward_entry SET words = '' WHERE words <> '' AND (by_agent = $1 OR n IN (
    SELECT p.entry_n FROM reward_posting p JOIN reward_account a ON a.id = p.account_id WHERE a.agent_id = $1))"""


class PersonalRewards:
    """See `server.people.ports.GuardedPart`: what somebody has and wishes for is not for the lead's eyes."""

    async def may_read(self, connection: Connection, actor: Actor, agent_id: int) -> bool:  # noqa: ARG002 - asked of every part alike
        """Operations and HR, who keep the ledger."""
        return actor.may(Permission.REWARDS_MANAGE)

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """Every movement, what was redeemed, what was won in contests, and what one gave."""
        return {
            "points": [dict(row) for row in await connection.fetch(_POINTS, agent_id)],
            "rewards": [dict(row) for row in await connection.fetch(_REQUESTS, agent_id)],
            "prizes": [dict(row) for row in await connection.fetch(_PRIZES, agent_id)],
            "points_given": [dict(row) for row in await connection.fetch(_GIVEN, agent_id)],
        }

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Blank the words said by or about somebody; that points moved stays, or the ledger would not balance."""
        await connection.execute(_FORGET_REQUESTS, agent_id)
        await connection.execute(_FORGET_ENTRIES, agent_id)
