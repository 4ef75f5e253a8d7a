"""Honors of teams that only a correction could still change, of the team and of each member who shares them; those entered for a
time before the system too."""

from datetime import timedelta

import asyncpg

from server.certificates.grounds import Deserved, Kind, Wanted
from server.certificates.words import AWARD
from server.db.pool import Connection
from server.honors.collective.shared import credits_of
from server.honors.collective.telling import name_of, period
from server.wire import Bilingual

_FINAL = """
FROM honor h JOIN team t ON t.id = h.team_id LEFT JOIN contest c ON c.id = h.contest_id{members}
WHERE h.withdrawn_at IS NULL AND h.final_at IS NOT NULL AND h.ends > $1 AND h.ends <= $2
  AND ($3::text[] IS NULL OR h.honor || ':' || h.site_id || ':' || h.key = ANY($3::text[]))"""

_HONOR = "h.honor, h.site_id, h.key, h.team_id, h.starts, h.ends, c.title_zh, c.title_en, t.name_zh, t.name_en"

_TEAMS = (
    f"SELECT {_HONOR}{_FINAL.format(members='')} AND ($4::int[] IS NULL OR h.team_id = ANY($4::int[])) ORDER BY h.id"
)

# Wide enough for every zone; who was there for how long is counted afterwards.
_MEMBERS = f"""SELECT DISTINCT ON (h.id, m.agent_id) m.agent_id, {_HONOR}{
    _FINAL.format(
        members='''
JOIN membership m ON m.team_id = h.team_id AND m.starts < h.ends + 2 AND (m.ends IS NULL OR m.ends > h.starts - 2)'''
    )
} AND m.agent_id = ANY($4::int[]) ORDER BY h.id, m.agent_id"""


class Collective:
    """See `grounds.Source`. The ground names honor, site and period, as in red_banner:1:2026-W10."""

    kind: Kind = "honor"

    async def deserved(self, connection: Connection, wanted: Wanted) -> list[Deserved]:
        """Final and not withdrawn. Asked for everybody's, only those of teams: the members of one are asked for by name."""
        grounds = None if wanted.grounds is None else list(wanted.grounds)
        found = []
        if wanted.teams is None or wanted.teams:
            teams = None if wanted.teams is None else list(wanted.teams)
            rows = await connection.fetch(_TEAMS, wanted.first, wanted.before, grounds, teams)
            found += [_deserved(row, row["team_id"], None) for row in rows]
        if wanted.agents:
            rows = await connection.fetch(_MEMBERS, wanted.first, wanted.before, grounds, list(wanted.agents))
            shares = await credits_of(connection, rows)
            found += [
                _deserved(row, None, row["agent_id"])
                for row, share in zip(rows, shares, strict=True)
                if share == "full"
            ]
        return found


def _deserved(row: asyncpg.Record, team_id: int | None, agent_id: int | None) -> Deserved:
    name, time = name_of(row["honor"]), period(row)
    if agent_id is None:
        says = Bilingual(
            f"在 {time.zh} 荣获“{name.zh}”称号。特发此状，以资鼓励。", f"winning the honor “{name.en}” ({time.en})."
        )
    else:
        says = Bilingual(
            f"所在班组“{row['name_zh']}”在 {time.zh} 荣获“{name.zh}”称号。特发此状，以资鼓励。",
            f"being part of {row['name_en']}, which won the honor “{name.en}” ({time.en}).",
        )
    return Deserved(
        kind="honor",
        ground=f"{row['honor']}:{row['site_id']}:{row['key']}",
        agent_id=agent_id,
        team_id=team_id,
        on=row["ends"] - timedelta(days=1),
        name=Bilingual(f"{name.zh} · {time.zh}", f"{name.en} · {time.en}"),
        says=says,
        title=AWARD,
    )
