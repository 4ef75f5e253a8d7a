"""Whose line somebody belongs to: teams led or sat in, now or when the call took place; its people are judged by others."""

from datetime import datetime

from server.auth.actor import Actor
from server.db.pool import Connection
from server.errors import DomainError
from server.people.book import code_of
from server.quality.refusals import NEEDS_ACCOUNT

_OWN_LINE = """
SELECT DISTINCT a.code FROM membership m JOIN agent a ON a.id = m.agent_id
WHERE m.team_id IN (
        SELECT o.team_id FROM membership o
        WHERE o.agent_id = $1 AND (o.ends IS NULL OR o.ends > least($2::timestamptz, $3)) AND o.starts <= greatest($2::timestamptz, $3)
        UNION SELECT unnest($4::int[]))
  AND (m.ends IS NULL OR m.ends > least($2::timestamptz, $3)) AND m.starts <= greatest($2::timestamptz, $3)
  AND a.id <> $1"""


async def own_line(
    connection: Connection, agent_id: int | None, led: frozenset[int], now: datetime, at: datetime | None = None
) -> frozenset[str]:
    """Codes of everybody who is in a team of this agent's, or in a team led, from the call until now.

    Whoever left the team since the call, or joined it, is still of the line: neither a debt nor a friendship ends with a transfer.
    """
    rows = await connection.fetch(_OWN_LINE, agent_id or 0, at or now, now, sorted(led))
    return frozenset(row["code"] for row in rows)


async def key_of(connection: Connection, actor: Actor) -> str:
    """How the rule book knows who is asking: as the agent the account belongs to, else as the account."""
    if actor.kind != "account":
        raise DomainError(NEEDS_ACCOUNT)
    return f"account:{actor.id}" if actor.agent_id is None else await code_of(connection, actor.agent_id)
