"""Titles from outside that a team was given: for each of those who were its members on the day. The team has the giver's own paper."""

from server.certificates.grounds import Deserved, Kind, Wanted
from server.certificates.words import HONOR
from server.clock import Clock
from server.db.pool import Connection
from server.honors.badges.service import latest_today
from server.wire import Bilingual

# That a title ends, or is taken off the wall after it did, does not undo that it was won.
_MEMBERS = """
SELECT DISTINCT ON (h.id, m.agent_id) h.id, h.name_zh, h.name_en, h.issuer_zh, h.issuer_en, h.issued, m.agent_id,
       t.name_zh AS team_zh, t.name_en AS team_en
FROM honor_title h JOIN team t ON t.id = h.team_id JOIN site s ON s.id = t.site_id
JOIN membership m ON m.team_id = h.team_id AND (m.starts AT TIME ZONE s.zone)::date <= h.issued
  AND (m.ends IS NULL OR (m.ends AT TIME ZONE s.zone)::date > h.issued)
WHERE h.proof_name IS NOT NULL AND (h.archived_at IS NULL OR h.expires <= (h.archived_at AT TIME ZONE s.zone)::date)
  AND h.issued >= $1 AND h.issued < $2 AND h.issued <= $3 AND m.agent_id = ANY($4::int[])
  AND ($5::text[] IS NULL OR 'title:' || h.id = ANY($5::text[])) ORDER BY h.id, m.agent_id"""


class Titles:
    """See `grounds.Source`. The ground names the title, as in title:3."""

    kind: Kind = "honor"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def deserved(self, connection: Connection, wanted: Wanted) -> list[Deserved]:
        """Of members asked for by name; those with a proof, from their day on."""
        if not wanted.agents:
            return []
        rows = await connection.fetch(
            _MEMBERS,
            wanted.first,
            wanted.before,
            await latest_today(connection, self._clock.now()),
            list(wanted.agents),
            None if wanted.grounds is None else list(wanted.grounds),
        )
        return [
            Deserved(
                kind="honor",
                ground=f"title:{row['id']}",
                agent_id=row["agent_id"],
                on=row["issued"],
                name=Bilingual(row["name_zh"], row["name_en"]),
                says=Bilingual(
                    f"所在班组“{row['team_zh']}”荣获{row['issuer_zh']}授予的“{row['name_zh']}”称号。特发此证，以资鼓励。",
                    f"being part of {row['team_en']}, which was awarded the title “{row['name_en']}” by {row['issuer_en']}.",
                ),
                title=HONOR,
            )
            for row in rows
        ]
