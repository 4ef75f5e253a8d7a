"""How many half days everybody worked in a month, and for which team: planned days less leave."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from server.db.pool import Connection


class Presence(Struct, frozen=True):
    """Worked half days: all of them, and by team where the agent did not lead it."""

    half_days: int
    teams: tuple[tuple[int, int], ...]


ABSENT = Presence(0, ())

# A day belongs to the team in which its shift began; where an agent has no roster that month, the working days of the agent's
# site stand in, and a day belongs to the team at the start of the business day.
_WORKED = """
WITH person AS MATERIALIZED (
    SELECT id, site_id, hired, left_on FROM agent WHERE id = ANY($1::integer[])
), shift AS MATERIALIZED (
    SELECT agent_id, day, min(starts) AS moment FROM roster
    WHERE agent_id = ANY($1::integer[]) AND day >= $2 AND day < $3 GROUP BY 1, 2
), worked AS MATERIALIZED (
    SELECT s.id AS site_id, d.day::date AS day, (d.day::date + s.day_starts) AT TIME ZONE s.zone AS moment
    FROM site s CROSS JOIN generate_series($2::date, $3::date - 1, interval '1 day') AS d(day)
    LEFT JOIN calendar_day c ON c.site_id = s.id AND c.day = d.day::date
    WHERE c.kind = 'workday' OR (extract(isodow FROM d.day) < 6 AND c.kind IS DISTINCT FROM 'holiday')
), planned AS (
    SELECT agent_id, day, moment FROM shift
    UNION ALL
    SELECT p.id, w.day, w.moment FROM person p JOIN worked w USING (site_id)
    WHERE NOT EXISTS (SELECT FROM shift WHERE shift.agent_id = p.id)
), taken AS MATERIALIZED (
    SELECT l.agent_id, d.day::date AS day, sum(CASE WHEN l.part = 'whole' THEN 2 ELSE 1 END) AS half_days
    FROM leave l CROSS JOIN LATERAL generate_series(
        greatest(l.starts, $2::date), least(l.ends, $3::date) - 1, interval '1 day') AS d(day)
    WHERE l.agent_id = ANY($1::integer[]) AND l.starts < $3 AND l.ends > $2 GROUP BY 1, 2
), inside AS MATERIALIZED (
    SELECT agent_id, team_id, starts, ends, post FROM membership
    WHERE agent_id = ANY($1::integer[]) AND starts < $3::date + 2 AND (ends IS NULL OR ends > $2::date - 2)
)
SELECT planned.agent_id, coalesce(CASE WHEN m.post <> 'lead' THEN m.team_id END, 0) AS team_id,
       sum(greatest(0, 2 - coalesce(taken.half_days, 0)))::integer AS half_days
FROM planned JOIN person p ON p.id = planned.agent_id
    AND planned.day >= p.hired AND (p.left_on IS NULL OR planned.day < p.left_on)
LEFT JOIN taken ON taken.agent_id = planned.agent_id AND taken.day = planned.day
LEFT JOIN inside m ON m.agent_id = planned.agent_id AND m.starts <= planned.moment
    AND (m.ends IS NULL OR planned.moment < m.ends)
GROUP BY 1, 2 ORDER BY 1, 2"""


async def read_presence(
    connection: Connection, agent_ids: Sequence[int], first: date, after_last: date
) -> dict[int, Presence]:
    """The half days of business days [first, after_last); who worked none is left out."""
    spent: dict[int, list[tuple[int, int]]] = {}
    for agent, team, half_days in await connection.fetch(_WORKED, list(agent_ids), first, after_last):
        if half_days:
            spent.setdefault(agent, []).append((team, half_days))
    return {
        agent: Presence(sum(days for _, days in teams), tuple(one for one in teams if one[0]))
        for agent, teams in spent.items()
    }
