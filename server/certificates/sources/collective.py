"""Honors of teams that only a correction could still change; those entered for a time before the system are the team's too."""

from datetime import timedelta

from server.certificates.grounds import Deserved, Kind, Wanted
from server.certificates.words import AWARD
from server.db.pool import Connection
from server.honors.collective.telling import name_of, period
from server.wire import Bilingual

_HONORS = """
SELECT h.honor, h.site_id, h.key, h.team_id, h.ends, c.title_zh, c.title_en
FROM honor h LEFT JOIN contest c ON c.id = h.contest_id
WHERE h.withdrawn_at IS NULL AND h.final_at IS NOT NULL AND h.ends > $1 AND h.ends <= $2
  AND ($3::int[] IS NULL OR h.team_id = ANY($3::int[]))
  AND ($4::text[] IS NULL OR h.honor || ':' || h.site_id || ':' || h.key = ANY($4::text[])) ORDER BY h.id"""


class Collective:
    """See `grounds.Source`. The ground names honor, site and period, as in red_banner:1:2026-W10."""

    kind: Kind = "honor"

    async def deserved(self, connection: Connection, wanted: Wanted) -> list[Deserved]:
        """Final and not withdrawn."""
        teams = None if wanted.teams is None else list(wanted.teams)
        grounds = None if wanted.grounds is None else list(wanted.grounds)
        rows = await connection.fetch(_HONORS, wanted.first, wanted.before, teams, grounds)
        found = []
        for row in rows:
            name, time = name_of(row["honor"]), period(row)
            found.append(
                Deserved(
                    kind="honor",
                    ground=f"{row['honor']}:{row['site_id']}:{row['key']}",
                    team_id=row["team_id"],
                    on=row["ends"] - timedelta(days=1),
                    name=Bilingual(f"{name.zh} · {time.zh}", f"{name.en} · {time.en}"),
                    says=Bilingual(
                        f"在 {time.zh} 荣获“{name.zh}”称号。特发此状，以资鼓励。",
                        f"winning the honor “{name.en}” ({time.en}).",
                    ),
                    title=AWARD,
                )
            )
        return found
