"""How many half days people worked in each month: by their roster, else by their site's working days, less leave."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

import msgspec
from msgspec import Struct

from career.months import Month, first_day, month_of
from leaderboards.calendar import Calendar, day_window
from server.db.pool import Connection
from server.ladder.evidence.whom import about

# Leave by the day: two halves at most. A month in which a shift is planned counts the days with shifts, any other one the
# working days of the site; so the halves taken are summed over both kinds of day, and the reader takes the one that holds.
# Shifts are many and leave is little: shifts are counted by month where the index gives them in order, and only days of
# leave, and months in which somebody came or went, are looked at one by one.
_DAYS = """
WITH taken AS (
    SELECT l.agent_id, d::date AS day, least(2, sum(CASE l.part WHEN 'whole' THEN 2 ELSE 1 END))::int AS halves
    FROM leave l, generate_series(greatest(l.starts, $2)::timestamp, least(l.ends, $3)::timestamp - interval '1 day', '1 day') d
    WHERE l.starts < $3 AND l.ends > $2 AND ($1::int[] IS NULL OR l.agent_id = ANY($1))
    GROUP BY 1, 2
), away AS (
    SELECT t.agent_id, width_bucket(t.day, $6::date[]) AS month,
           coalesce(sum(t.halves) FILTER (WHERE w.day IS NOT NULL AND here.there), 0)::int AS usual,
           coalesce(sum(t.halves) FILTER (WHERE here.planned AND here.there), 0)::int AS planned
    FROM taken t JOIN agent a ON a.id = t.agent_id
    LEFT JOIN unnest($4::int[], $5::date[]) AS w(site_id, day) ON w.site_id = a.site_id AND w.day = t.day,
    LATERAL (SELECT t.day >= a.hired AND (a.left_on IS NULL OR t.day < a.left_on) AS there,
                    EXISTS (SELECT FROM roster r WHERE r.agent_id = t.agent_id AND r.day = t.day) AS planned) here
    GROUP BY 1, 2
), shifts AS (
    SELECT agent_id, width_bucket(day, $6::date[]) AS month, count(*) AS days, min(day) AS first, max(day) AS last
    FROM (SELECT DISTINCT r.agent_id, r.day FROM roster r
          WHERE r.day >= $2 AND r.day < $3 AND ($1::int[] IS NULL OR r.agent_id = ANY($1))) planned
    GROUP BY 1, 2
), rostered AS (
    SELECT s.agent_id, s.month, (2 * there.days - coalesce(x.planned, 0))::int AS halves
    FROM shifts s JOIN agent a ON a.id = s.agent_id LEFT JOIN away x USING (agent_id, month),
    LATERAL (SELECT CASE WHEN s.first >= a.hired AND (a.left_on IS NULL OR s.last < a.left_on) THEN s.days
                    ELSE (SELECT count(DISTINCT r.day) FROM roster r
                          WHERE r.agent_id = s.agent_id AND r.day >= greatest(s.first, a.hired) AND r.day <= s.last
                            AND (a.left_on IS NULL OR r.day < a.left_on)) END AS days) there
    WHERE there.days > 0
)
SELECT agent_id, coalesce(json_object_agg($7::int + month - 1, halves) FILTER (WHERE rostered), '{}')::text AS rostered,
       coalesce(json_object_agg($7::int + month - 1, halves) FILTER (WHERE NOT rostered), '{}')::text AS away
FROM (SELECT agent_id, month, halves, true AS rostered FROM rostered UNION ALL SELECT agent_id, month, usual, false FROM away) both_kinds
GROUP BY agent_id"""

_CALENDARS = """
SELECT s.id, s.zone, s.day_starts,
       coalesce(array_agg(c.day) FILTER (WHERE c.kind = 'holiday'), '{}') AS holidays,
       coalesce(array_agg(c.day) FILTER (WHERE c.kind = 'workday'), '{}') AS workdays
FROM site s LEFT JOIN calendar_day c ON c.site_id = s.id GROUP BY s.id"""

_halves = msgspec.json.Decoder(dict[int, int])


class WorkedDays(Struct, frozen=True):
    """Half days by agent and month, asked for one month at a time; `known` tells months that people data says nothing about."""

    working: dict[int, list[date]]
    """By site, its working days in order."""
    by_site: dict[int, dict[Month, int]]
    rostered: dict[int, dict[Month, int]]
    away: dict[int, dict[Month, int]]

    def of(
        self, agent_id: int, site_id: int, hired: date, left_on: date | None, months: Sequence[Month]
    ) -> dict[Month, int]:
        """Half days worked in each month, nobody being there before the day of hire or from the last day on."""
        rostered, away, site = self.rostered.get(agent_id, _NONE), self.away.get(agent_id, _NONE), self.by_site[site_id]
        found = {
            month: rostered[month] if month in rostered else site.get(month, 0) - away.get(month, 0) for month in months
        }
        edges = {month_of(hired)} | ({month_of(left_on)} if left_on else set())
        for month in edges.intersection(months):
            if month not in rostered:
                found[month] = self._part(site_id, month, hired, left_on) - away.get(month, 0)
        return found

    def _part(self, site_id: int, month: Month, hired: date, left_on: date | None) -> int:
        days = self.working[site_id]
        first, after = max(first_day(month), hired), first_day(month + 1)
        if left_on is not None:
            after = min(after, left_on)
        return 2 * max(0, bisect_left(days, after) - bisect_left(days, first))

    def known(self, agent_id: int, month: Month) -> bool:
        """Whether a shift or leave in this month is on record."""
        return month in self.rostered.get(agent_id, _NONE) or month in self.away.get(agent_id, _NONE)


_NONE: dict[Month, int] = {}


async def worked_days(connection: Connection, agent_ids: Sequence[int] | None, first: Month, last: Month) -> WorkedDays:
    """For these agents (None: all) and the months from `first` to `last`."""
    start, end = first_day(first), first_day(last + 1)
    working: dict[int, list[date]] = {}
    for row in await connection.fetch(_CALENDARS):
        calendar = Calendar(row["zone"], row["day_starts"], frozenset(row["holidays"]), frozenset(row["workdays"]))
        working[row["id"]] = [day for day in calendar.days(day_window(calendar, start, end)) if calendar.is_worked(day)]
    by_site: dict[int, dict[Month, int]] = {}
    for site_id, days in working.items():
        counts = by_site[site_id] = {}
        for day in days:
            counts[month_of(day)] = counts.get(month_of(day), 0) + 2
    sites = [site_id for site_id, days in working.items() for _ in days]
    every = [day for days in working.values() for day in days]
    wanted = None if agent_ids is None else list(agent_ids)
    months = [first_day(month) for month in range(first, last + 1)]
    rows = await connection.fetch(about(_DAYS, wanted), wanted, start, end, sites, every, months, first)
    return WorkedDays(
        working,
        by_site,
        {row["agent_id"]: _halves.decode(row["rostered"]) for row in rows},
        {row["agent_id"]: _halves.decode(row["away"]) for row in rows},
    )
