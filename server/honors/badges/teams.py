"""Supplies what is known of teams as badges ask for it: the work of their members while they were in them, and their own."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

import asyncpg

from leaderboards.badges.history import PRESENCE, Contest, History, Measured
from leaderboards.badges.view import View
from leaderboards.calendar import Calendar, Window
from leaderboards.exact import MICRO
from leaderboards.metrics import Metric, Tally
from leaderboards.teams import Person, away, planned, producing_fte
from server.contests import directory
from server.contests.after.results import decode_standings
from server.contests.persons import persons
from server.db.pool import Connection
from server.honors.badges.catalogue import Needs
from server.honors.badges.supplying import Known, grouped, lateness
from server.people.roll import Roll, read_roll

_TEAMS = """
SELECT t.id, t.site_id, t.closed_on, (SELECT min(m.starts) FROM membership m WHERE m.team_id = t.id) AS founded
FROM unnest($1::int[]) AS asked(id) JOIN team t ON t.id = asked.id ORDER BY t.id"""

# Days as contests count them. Who is away has no presence to speak of.
_DAILY = """
WITH asked AS (SELECT t.id, k.id AS metric_id, k.id = ANY($3::int[]) AS presence
               FROM unnest($1::int[]) AS t(id) CROSS JOIN unnest($2::int[]) AS k(id)),
counted AS (
    SELECT asked.id AS team_id, r.metric_id, r.queue_id, r.day, r.n, r.sum_value, r.sum_weight, r.sum_weighted FROM asked
    JOIN membership m ON m.team_id = asked.id
    JOIN rollup r ON r.membership_id = m.id AND r.metric_id = asked.metric_id AND r.team_id = asked.id
    WHERE NOT asked.presence OR NOT EXISTS (
        SELECT FROM leave l WHERE l.agent_id = r.agent_id AND l.starts <= r.day AND l.ends > r.day AND l.part = 'whole')
    UNION ALL
    SELECT asked.id, r.metric_id, r.queue_id, r.day, r.n, r.sum_value, r.sum_weight, r.sum_weighted FROM asked
    JOIN rollup r ON r.membership_id = 0 AND r.metric_id = asked.metric_id AND r.agent_id = 0 AND r.team_id = asked.id)
SELECT team_id, metric_id, queue_id, day, sum(n) AS n, sum(sum_value) AS sum_value, sum(sum_weight) AS sum_weight,
       sum(sum_weighted) AS sum_weighted
FROM counted GROUP BY 1, 2, 3, 4"""

# What does not add up: the least, the most, the latest.
_SINGLE = """
SELECT asked.id AS team_id, f.metric_id, f.queue_id, f.at, f.value, f.weight, f.fact_id
FROM unnest($1::int[]) AS asked(id) CROSS JOIN unnest($2::int[]) AS measured(id)
JOIN membership m ON m.team_id = asked.id
JOIN fact f ON f.agent_id = m.agent_id AND f.membership_id = m.id AND f.metric_id = measured.id WHERE f.value IS NOT NULL
UNION ALL
SELECT asked.id, f.metric_id, f.queue_id, f.at, f.value, f.weight, f.fact_id
FROM unnest($1::int[]) AS asked(id) CROSS JOIN unnest($2::int[]) AS measured(id)
JOIN fact f ON f.agent_id = 0 AND f.team_id = asked.id AND f.metric_id = measured.id WHERE f.value IS NOT NULL"""

_CONTESTS = """
SELECT p.team_id, c.id, c.participants, c.rules ->> 'method' AS method, d.on_day, r.standings,
       CASE WHEN c.format IN ('league', 'cup') THEN 'season' ELSE c.period END AS period,
       (SELECT h.ranks ->> ('t' || p.team_id) FROM rank_history h
        WHERE h.contest_id = c.id AND h.at <= c.starts + (c.ends - c.starts) / 2
          AND h.at > c.starts + (c.ends - c.starts) / 2 - interval '1 day' ORDER BY h.at DESC LIMIT 1)::int AS halfway
FROM unnest($1::int[]) AS asked(id) JOIN contest_participant p ON p.team_id = asked.id AND p.withdrawn_at IS NULL
JOIN contest c ON c.id = p.contest_id AND c.parent_id IS NULL AND c.cancelled_at IS NULL
JOIN LATERAL (SELECT s.revision, s.on_day FROM contest_deeds s WHERE s.contest_id = c.id ORDER BY s.revision DESC LIMIT 1) d ON true
JOIN contest_result r ON r.contest_id = c.id AND r.revision = d.revision ORDER BY d.on_day, c.id"""

_FINDINGS = """
SELECT r.team_id, (SELECT max(s.on_day) FROM contest_deeds s WHERE s.contest_id = r.contest_id) AS signed_for,
       (c.ends AT TIME ZONE c.zone)::date AS ended
FROM unnest($1::int[]) AS asked(id) JOIN review_case r ON r.team_id = asked.id JOIN contest c ON c.id = r.contest_id
WHERE r.outcome = 'founded'"""


async def supply_teams(connection: Connection, team_ids: Sequence[int], needs: Needs, now: datetime) -> Known:
    """As `supplying.supply` does for people."""
    ids = sorted(set(team_ids))
    definitions = await directory.definitions(connection)
    metrics = {code: one.metric for code, one in definitions.items()}
    measured = {one.metric_id: code for code, one in definitions.items() if code in needs.metrics}
    teams = await connection.fetch(_TEAMS, ids)
    calendars = {
        site.id: site.calendar for site in await directory.sites(connection, ids={row["site_id"] for row in teams})
    }
    homes = {row["id"]: calendars[row["site_id"]] for row in teams}
    facts = await _facts(connection, homes, measured, metrics)
    contests = await _contests(connection, ids) if needs.contests else {}
    findings = grouped(await connection.fetch(_FINDINGS, ids), "team_id") if needs.contests else {}
    waits = lateness([metrics[code] for code in measured.values()])
    views = {}
    for row in teams:
        team_id, calendar = row["id"], homes[row["id"]]
        own, today = facts.get(team_id, []), calendar.business_day(now)
        first = min([calendar.business_day(one.at) for one in own], default=today)
        history = History(
            subject=f"t{team_id}",
            calendar=calendar,
            since=calendar.business_day(row["founded"] or now),
            until=row["closed_on"],
            known_from=first,
            facts=tuple(own),
            person_days=await _person_days(connection, team_id, calendar, first, today) if own else {},
            contests=tuple(contests.get(team_id, ())),
            findings=tuple([one["signed_for"] or one["ended"] for one in findings.get(team_id, ())]),
        )
        views[team_id] = View(history, metrics, today, calendar.business_day(now - waits))
    return Known(views, metrics)


async def _facts(
    connection: Connection, homes: Mapping[int, Calendar], measured: Mapping[int, str], metrics: Mapping[str, Metric]
) -> dict[int, list[Measured]]:
    found: dict[int, list[Measured]] = {}
    added = [number for number, code in measured.items() if metrics[code].combine in {"sum", "mean"}]
    single = [number for number in measured if number not in added]
    presence = [number for number, code in measured.items() if code in PRESENCE]
    queues = {row["id"]: row["code"] for row in await connection.fetch("SELECT id, code FROM queue")} | {0: ""}
    for row in await connection.fetch(_DAILY, list(homes), added, presence) if added else ():
        at = homes[row["team_id"]].start_of(row["day"])
        tally = Tally(row["n"], int(row["sum_value"]), int(row["sum_weight"]), int(row["sum_weighted"]))
        one = Measured(measured[row["metric_id"]], at, tally, queues.get(row["queue_id"], ""))
        found.setdefault(row["team_id"], []).append(one)
    for row in await connection.fetch(_SINGLE, list(homes), single) if single else ():
        one = Measured(measured[row["metric_id"]], row["at"], _one(row), queues.get(row["queue_id"], ""))
        found.setdefault(row["team_id"], []).append(one)
    return found


def _one(row: asyncpg.Record) -> Tally:
    tally = Tally()
    tally.add(row["value"], row["weight"], round(row["at"].timestamp() * 1_000_000), row["fact_id"])
    return tally


async def _person_days(
    connection: Connection, team_id: int, calendar: Calendar, first: date, today: date
) -> dict[date, int]:
    """FTE-days worked by business day in micro-units, month by month as headcounts of contests are."""
    found: dict[date, int] = {}
    month = first.replace(day=1)
    starts, ends = calendar.start_of(month), calendar.start_of(today + timedelta(days=1))
    roll = await read_roll(connection, starts, ends, team_ids=[team_id])
    people = persons(roll)
    while month <= today:
        after = (month + timedelta(days=32)).replace(day=1)
        window = Window(calendar.start_of(month), min(ends, calendar.start_of(after)))
        for day, amount in _worked(roll, people, calendar, window):
            found[day] = found.get(day, 0) + amount
        month = after
    return found


def _worked(roll: Roll, people: Mapping[str, Person], calendar: Calendar, window: Window) -> list[tuple[date, int]]:
    found, worked = [], calendar.working_days(window)
    for span in roll.memberships:
        if span.post == "lead" or span.starts >= window.ends or (span.ends is not None and span.ends <= window.starts):
            continue
        person = people[f"a{span.agent_id}"]
        for day, moment in planned(person, calendar, window, worked):
            if span.starts <= moment and (span.ends is None or moment < span.ends):
                fte: Fraction = producing_fte(person, day) * (1 - away(person, day))
                found.append((day, int(fte * MICRO)))
    return found


async def _contests(connection: Connection, ids: Sequence[int]) -> dict[int, list[Contest]]:
    """The part teams had in signed contests, by the revision in force; oldest first."""
    found: dict[int, list[Contest]] = {}
    for row in await connection.fetch(_CONTESTS, ids):
        rows = decode_standings(row["standings"]).rows
        own = next((one for one in rows if one.participant == f"t{row['team_id']}"), None)
        if own is None:
            continue
        found.setdefault(row["team_id"], []).append(
            Contest(
                id=str(row["id"]),
                ended=row["on_day"],
                period=row["period"],
                participants="team",
                method=row["method"],
                rank=own.rank,
                ranked=sum(one.rank is not None and one.division == own.division for one in rows),
                halfway=row["halfway"],
            )
        )
    return found
