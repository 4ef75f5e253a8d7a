"""Looks agents up for other rooms: who somebody is, and which teams they are in and lead at an instant."""

from datetime import datetime

from server.auth.ports import Person
from server.db.pool import Connection
from server.wire import Bilingual, Named


async def code_of(connection: Connection, agent_id: int) -> str:
    """The code of an agent that exists; of an erased one what stands in its place."""
    code: str = await connection.fetchval("SELECT code FROM agent WHERE id = $1", agent_id)
    return code


class PeopleBook:
    """The agents as `server.auth.ports.AgentBook` asks for them."""

    async def person(self, connection: Connection, agent_id: int, at: datetime) -> Person:
        """See the port. A lead or deputy leads the team of the membership, and no other."""
        rows = await connection.fetch(
            "SELECT a.code, a.name_zh, a.name_en, t.id AS team_id, t.code AS team_code, t.name_zh AS team_zh,"
            " t.name_en AS team_en, m.post FROM agent a"
            " LEFT JOIN membership m ON m.agent_id = a.id AND m.starts <= $2 AND (m.ends IS NULL OR m.ends > $2)"
            " LEFT JOIN team t ON t.id = m.team_id WHERE a.id = $1",
            agent_id,
            at,
        )
        inside = [row for row in rows if row["team_id"] is not None]
        return Person(
            agent_id=agent_id,
            agent=Named(rows[0]["code"], Bilingual(rows[0]["name_zh"], rows[0]["name_en"])),
            teams=tuple(Named(row["team_code"], Bilingual(row["team_zh"], row["team_en"])) for row in inside),
            led_team_ids=frozenset(row["team_id"] for row in inside if row["post"] in {"lead", "deputy"}),
        )

    async def id_of(self, connection: Connection, code: str) -> int | None:
        """See the port."""
        found: int | None = await connection.fetchval("SELECT id FROM agent WHERE code = $1", code)
        return found

    async def codes_of(self, connection: Connection, agent_ids: list[int]) -> dict[int, str]:
        """See the port."""
        rows = await connection.fetch("SELECT id, code FROM agent WHERE id = ANY($1::int[])", agent_ids)
        return {row["id"]: row["code"] for row in rows}
