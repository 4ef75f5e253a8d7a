"""Supplies what is known of people as badges ask for it: a few queries for any number of them, and only what rules lean on."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import asyncpg

from leaderboards.badges.history import Deed, Grant, History, Measured
from leaderboards.badges.view import View
from leaderboards.calendar import Calendar
from leaderboards.metrics import Metric, Tally
from leaderboards.teams import LeaveSpan, Shift
from server.contests import directory
from server.db.pool import Connection
from server.honors.badges.catalogue import Needs
from server.honors.badges.fought import contests_of, findings_of
from server.honors.badges.ports import Lived, Lives
from server.honors.collective.shared import shared_of
from server.quality.cases.reading import cases_given

_QUARTER = timedelta(minutes=15)
"""Shifts and business days begin on it everywhere, so facts of one quarter of an hour belong together."""

_PEOPLE = """
SELECT a.id, a.site_id, a.hired, a.left_on FROM unnest($1::int[]) AS asked(id) JOIN agent a ON a.id = asked.id ORDER BY a.id"""

_SUMS = """
SELECT f.agent_id, f.metric_id, f.queue_id, date_bin($3, f.at, '2000-01-01Z') AS bin, count(*) AS n, sum(f.value) AS sum_value,
       sum(f.weight) AS sum_weight, sum(f.value::numeric * f.weight) AS sum_weighted, min(f.value) AS low, max(f.value) AS high
FROM unnest($1::int[]) AS asked(id) CROSS JOIN unnest($2::int[]) AS measured(id)
JOIN fact f ON f.agent_id = asked.id AND f.metric_id = measured.id
WHERE f.value IS NOT NULL GROUP BY 1, 2, 3, 4"""

# Of what is latest, the instant and the name of the fact decide; nothing can be summed up before.
_SINGLE = """
SELECT f.agent_id, f.metric_id, f.queue_id, f.at AS bin, f.value, f.weight, f.fact_id
FROM unnest($1::int[]) AS asked(id) CROSS JOIN unnest($2::int[]) AS measured(id)
JOIN fact f ON f.agent_id = asked.id AND f.metric_id = measured.id WHERE f.value IS NOT NULL"""

_ROSTER = """
SELECT r.agent_id, r.day, r.starts, r.ends FROM unnest($1::int[]) AS asked(id) JOIN roster r ON r.agent_id = asked.id"""

_LEAVE = """
SELECT l.agent_id, l.starts, l.ends, l.part FROM unnest($1::int[]) AS asked(id) JOIN leave l ON l.agent_id = asked.id"""

_GRANTS = """
SELECT g.agent_id, g.id, g.badge, g.on_day, g.tier, g.giver FROM unnest($1::int[]) AS asked(id)
JOIN badge_grant g ON g.agent_id = asked.id WHERE g.taken_back_at IS NULL"""


class Known(NamedTuple):
    """Everybody asked for, with the metrics their histories are measured in."""

    views: dict[int, View]
    metrics: Mapping[str, Metric]


async def supply(connection: Connection, agent_ids: Sequence[int], needs: Needs, lives: Lives, now: datetime) -> Known:
    """Let the caller hand over a batch at a time."""
    ids = sorted(set(agent_ids))
    definitions = await directory.definitions(connection)
    metrics = {code: one.metric for code, one in definitions.items()}
    measured = {one.metric_id: code for code, one in definitions.items() if code in needs.metrics}
    people = await connection.fetch(_PEOPLE, ids)
    sites = await directory.sites(connection, ids={row["site_id"] for row in people})
    calendars = {site.id: site.calendar for site in sites}
    facts = await _facts(connection, ids, measured, metrics)
    rosters = grouped(await connection.fetch(_ROSTER, ids)) if needs.roster else {}
    leaves = grouped(await connection.fetch(_LEAVE, ids)) if needs.roster else {}
    contests = await contests_of(connection, ids) if needs.contests else {}
    findings = await findings_of(connection, ids) if needs.contests else {}
    shared = await shared_of(connection, ids) if needs.shared else {}
    lived = await lives(connection, ids) if needs.records else {}
    cases = await _cases(connection, ids) if needs.records else {}
    grants = grouped(await connection.fetch(_GRANTS, ids)) if needs.grants else {}
    waits = lateness([metrics[code] for code in measured.values()])
    views = {}
    for row in people:
        agent_id, calendar = row["id"], calendars[row["site_id"]]
        today, life = calendar.business_day(now), lived.get(agent_id, Lived())
        own = facts.get(agent_id, [])
        history = History(
            subject=f"a{agent_id}",
            calendar=calendar,
            since=row["hired"],
            until=row["left_on"],
            known_from=_known_from(own, calendar, row["hired"], today),
            facts=tuple(own),
            roster=tuple([Shift(one["day"], one["starts"], one["ends"]) for one in rosters.get(agent_id, ())]),
            leave=tuple([LeaveSpan(one["starts"], one["ends"], one["part"]) for one in leaves.get(agent_id, ())]),
            contests=tuple(contests.get(agent_id, ())),
            shared=tuple(shared.get(agent_id, ())),
            grants=tuple([_grant(one) for one in grants.get(agent_id, ())]),
            findings=tuple(findings.get(agent_id, ())),
            levels=life.levels,
            learnt=life.learnt,
            deeds=_deeds(life, cases.get(agent_id, ())),
        )
        views[agent_id] = View(history, metrics, today, calendar.business_day(now - waits))
    return Known(views, metrics)


def _deeds(life: Lived, cases: Sequence[Deed]) -> Mapping[str, tuple[Deed, ...]]:
    return {**life.deeds, "case_given": (*life.deeds.get("case_given", ()), *cases)} if cases else life.deeds


def _known_from(facts: Sequence[Measured], calendar: Calendar, hired: date, today: date) -> date:
    """The day of somebody's first fact. Nothing is known of the time before it: that nobody wrote down an absence then does
    not mean there was none. Without any fact nothing is known at all."""
    first = min((one.at for one in facts), default=None)
    return today if first is None else max(hired, calendar.business_day(first))


def lateness(metrics: Sequence[Metric]) -> timedelta:
    """How long a fact may be late, by the most patient metric."""
    minutes = [max(one.lateness_minutes, one.monthly_lateness_minutes or 0) for one in metrics]
    return timedelta(minutes=max(minutes, default=0))


async def _facts(
    connection: Connection, ids: list[int], measured: Mapping[int, str], metrics: Mapping[str, Metric]
) -> dict[int, list[Measured]]:
    found: dict[int, list[Measured]] = {}
    if not measured:
        return found
    queues = {row["id"]: row["code"] for row in await connection.fetch("SELECT id, code FROM queue")} | {0: ""}
    single = [number for number, code in measured.items() if metrics[code].combine == "last"]
    summed = [number for number in measured if number not in single]
    rows = [(row, _sums(row)) for row in await connection.fetch(_SUMS, ids, summed, _QUARTER)]
    if single:
        rows += [(row, _one(row)) for row in await connection.fetch(_SINGLE, ids, single)]
    for row, tally in rows:
        queue = queues.get(row["queue_id"], "")
        found.setdefault(row["agent_id"], []).append(Measured(measured[row["metric_id"]], row["bin"], tally, queue))
    return found


def _sums(row: asyncpg.Record) -> Tally:
    return Tally(
        n=row["n"],
        sum_value=int(row["sum_value"]),
        sum_weight=int(row["sum_weight"]),
        sum_weighted=int(row["sum_weighted"]),
        minimum=row["low"],
        maximum=row["high"],
    )


def _one(row: asyncpg.Record) -> Tally:
    tally = Tally()
    tally.add(row["value"], row["weight"], round(row["bin"].timestamp() * 1_000_000), row["fact_id"])
    return tally


async def _cases(connection: Connection, ids: list[int]) -> dict[int, list[Deed]]:
    found: dict[int, list[Deed]] = {}
    for one in await cases_given(connection, ids):
        found.setdefault(one.agent_id, []).append(Deed(one.on, one.ref))
    return found


def _grant(row: asyncpg.Record) -> Grant:
    return Grant(id=str(row["id"]), badge=row["badge"], on=row["on_day"], tier=row["tier"], by=row["giver"])


def grouped(rows: Sequence[asyncpg.Record], by: str = "agent_id") -> dict[int, list[asyncpg.Record]]:
    """Rows by whom they are about."""
    found: dict[int, list[asyncpg.Record]] = {}
    for row in rows:
        found.setdefault(row[by], []).append(row)
    return found
