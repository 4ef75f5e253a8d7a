"""A month's work of teams: contacts, complaints and days worked, as they stand once nothing can come in time any more."""

from datetime import date, datetime, timedelta

from leaderboards.calendar import Window
from leaderboards.exact import MICRO
from leaderboards.honors import TeamRow
from leaderboards.teams import MembershipSpan, team_participant
from server.contests import directory
from server.contests.directory import Site
from server.contests.persons import persons
from server.db.pool import Connection
from server.people.roll import read_roll

_AMOUNTS = """
SELECT date_trunc('month', r.day)::date AS month, r.team_id,
       sum(CASE WHEN r.metric_id = $2 THEN r.sum_value ELSE 0 END) AS complaints,
       sum(CASE WHEN r.metric_id = $3 THEN r.sum_value ELSE 0 END) AS contacts
FROM team t JOIN membership m ON m.team_id = t.id
JOIN rollup r ON r.membership_id = m.id AND r.metric_id IN ($2, $3) AND r.team_id = t.id AND r.day < $4
WHERE t.site_id = $1 GROUP BY 1, 2 ORDER BY 1, 2"""
_GAMED = """
SELECT DISTINCT r.team_id, date_trunc('month', c.ends AT TIME ZONE c.zone)::date AS month FROM review_case r
JOIN contest c ON c.id = r.contest_id WHERE r.outcome = 'founded' AND r.team_id IS NOT NULL"""


async def settled_until(connection: Connection, site: Site, codes: tuple[str, str], now: datetime) -> date:
    """The first day for which a fact of these metrics may still come in time."""
    known = await directory.definitions(connection)
    metrics = [known[code].metric for code in codes if code in known]
    minutes = [max(one.lateness_minutes, one.monthly_lateness_minutes or 0) for one in metrics]
    return site.calendar.business_day(now - timedelta(minutes=max(minutes, default=0)))


async def months_of_work(
    connection: Connection, site: Site, complaints: str, contacts: str, until: date
) -> list[tuple[date, list[TeamRow]]]:
    """By month, of all that were over by a day and of which the first is known whole."""
    known = await directory.definitions(connection)
    if complaints not in known or contacts not in known:
        return []
    last = until.replace(day=1)
    numbers = (known[complaints].metric_id, known[contacts].metric_id)
    rows = await connection.fetch(_AMOUNTS, site.id, *numbers, last)
    # A month of whose complaints nothing is on record, of anybody, is one in which they were not recorded yet.
    told = {row["month"] for row in rows if row["complaints"]}
    gamed = {(row["team_id"], row["month"]) for row in await connection.fetch(_GAMED)}
    by_month: dict[date, list[TeamRow]] = {}
    for row in rows:
        if row["month"] not in told or row["complaints"]:
            continue
        by_month.setdefault(row["month"], []).append(
            TeamRow(
                team=f"t{row['team_id']}",
                contacts=int(row["contacts"]) // MICRO,
                person_days=await _days(connection, site, row["team_id"], row["month"]),
                gaming_found=(row["team_id"], row["month"]) in gamed,
            )
        )
    return sorted(by_month.items())


async def _days(connection: Connection, site: Site, team_id: int, month: date) -> int:
    """FTE-days worked in micro-units, as contests count headcount."""
    after = (month + timedelta(days=32)).replace(day=1)
    window = Window(site.calendar.start_of(month), site.calendar.start_of(after))
    roll = await read_roll(connection, window.starts, window.ends, team_ids=[team_id])
    spans = [MembershipSpan(one.id, f"a{one.agent_id}", one.starts, one.ends, one.post) for one in roll.memberships]
    found = team_participant(f"t{team_id}", spans, persons(roll), site.calendar, window)
    return int(sum([one.fte_days for one in found.members if one.counted], 0) * MICRO)
