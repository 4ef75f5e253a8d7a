"""Reads what a month brought, exactly: totals of agents and of teams by metric, in a handful of statements for everybody."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from career.exact import MICRO, Ratio
from career.months import Month, first_day
from leaderboards.calendar import Calendar
from leaderboards.metrics import Combine, Tally
from server.db.pool import Connection
from server.facts.reading import FIELDS


class Site(Struct, frozen=True):
    """A site with what its months need."""

    id: int
    code: str
    calendar: Calendar


class Period(Struct, frozen=True):
    """A month as a site counts it: its business days [first, after_last) and the instants they begin and end at."""

    month: Month
    first: date
    after_last: date
    starts: datetime
    ends: datetime


class Known(Struct, frozen=True):
    """A metric as far as a sheet asks."""

    id: int
    code: str
    combine: Combine
    of_teams: bool
    """Measured for whole teams, such as service level."""


Cells = dict[tuple[int, int], Tally]
"""By metric id and queue id; queue 0 where queues are not told apart."""
Totals = dict[int, Cells]
"""By agent or by team."""


def period_of(site: Site, month: Month) -> Period:
    """The calendar month of a site."""
    first, after_last = first_day(month), first_day(month + 1)
    return Period(month, first, after_last, site.calendar.start_of(first), site.calendar.start_of(after_last))


async def read_sites(connection: Connection) -> dict[int, Site]:
    """All sites; of their calendars only zone and start of day."""
    rows = await connection.fetch("SELECT id, code, zone, day_starts FROM site ORDER BY id")
    return {row["id"]: Site(row["id"], row["code"], Calendar(row["zone"], row["day_starts"])) for row in rows}


async def read_known(connection: Connection, codes: Collection[str]) -> dict[str, Known]:
    """The metrics of these codes; one that does not exist is missing."""
    rows = await connection.fetch(
        "SELECT id, code, combine, subject = 'team' AS of_teams FROM metric WHERE code = ANY($1::text[])", list(codes)
    )
    return {row["code"]: Known(row["id"], row["code"], row["combine"], row["of_teams"]) for row in rows}


_HOME = """
SELECT a.id FROM agent a
LEFT JOIN LATERAL (
    SELECT t.site_id FROM membership m JOIN team t ON t.id = m.team_id JOIN site s ON s.id = t.site_id
    WHERE m.agent_id = a.id AND m.starts < ($3::date + s.day_starts) AT TIME ZONE s.zone
      AND (m.ends IS NULL OR m.ends > ($2::date + s.day_starts) AT TIME ZONE s.zone)
    ORDER BY m.starts DESC LIMIT 1
) inside ON true
WHERE coalesce(inside.site_id, a.site_id) = $1 AND a.hired < $3 AND (a.left_on IS NULL OR a.left_on > $2)
  AND ($4::integer IS NULL OR a.id = $4) ORDER BY a.id"""


async def agents_at_home(connection: Connection, site_id: int, period: Period, only: int | None = None) -> list[int]:
    """Whose sheets a site publishes: those whose last team of the month is there; without a team, those who belong there."""
    return [row["id"] for row in await connection.fetch(_HOME, site_id, period.first, period.after_last, only)]


_SUMS = "sum(r.n)::bigint, sum(r.sum_value), sum(r.sum_weight), sum(r.sum_weighted)"
_OF_THE_MONTH = "r.metric_id = ANY($1::integer[]) AND r.day >= $2 AND r.day < $3"
_QUEUE = "CASE WHEN r.metric_id = ANY($5::integer[]) THEN r.queue_id ELSE 0 END"

# Memberships by the index of the rollup's key; the days outside any team by one range of it.
_OF_AGENTS = f"""
SELECT subject, metric_id, queue_id, sum(n)::bigint, sum(value), sum(weight), sum(weighted) FROM (
    SELECT m.agent_id, r.metric_id, {_QUEUE}, r.n, r.sum_value, r.sum_weight, r.sum_weighted
    FROM membership m JOIN rollup r ON r.membership_id = m.id AND r.agent_id = m.agent_id AND {_OF_THE_MONTH}
    WHERE m.agent_id = ANY($4::integer[]) AND m.starts < $3::date + 2 AND (m.ends IS NULL OR m.ends > $2::date - 2)
    UNION ALL
    SELECT r.agent_id, r.metric_id, {_QUEUE}, r.n, r.sum_value, r.sum_weight, r.sum_weighted
    FROM rollup r WHERE r.membership_id = 0 AND {_OF_THE_MONTH} AND r.agent_id = ANY($4::integer[])
) AS part(subject, metric_id, queue_id, n, value, weight, weighted) GROUP BY 1, 2, 3"""

_OF_TEAMS = f"""
SELECT m.team_id, r.metric_id, 0, {_SUMS}
FROM membership m JOIN rollup r ON r.membership_id = m.id AND r.team_id = m.team_id AND {_OF_THE_MONTH}
WHERE m.team_id = ANY($4::integer[]) AND m.starts < $3::date + 2 AND (m.ends IS NULL OR m.ends > $2::date - 2) GROUP BY 1, 2
UNION ALL
SELECT r.team_id, r.metric_id, 0, {_SUMS}
FROM rollup r WHERE r.membership_id = 0 AND r.agent_id = 0 AND {_OF_THE_MONTH} AND r.team_id = ANY($4::integer[])
GROUP BY 1, 2"""

# What has no rollup (least, greatest, last) is read fact by fact, a day wider and then by its business day.
_FACTS = """
SELECT {fields} FROM fact f WHERE f.metric_id = ANY($1::integer[]) AND f.{subject} = ANY($4::integer[]) AND f.value IS NOT NULL
  AND f.at >= $2::date - 2 AND f.at < $3::date + 2 AND f.day >= $2 AND f.day < $3"""


async def of_agents(
    connection: Connection,
    metrics: Sequence[Known],
    agent_ids: Sequence[int],
    period: Period,
    *,
    by_queue: Collection[int],
) -> Totals:
    """Totals of agents over all their teams; the metrics `by_queue` are kept queue by queue."""
    rolled, single = _split(metrics)
    days = period.first, period.after_last
    totals: Totals = {}
    if rolled:
        rows = await connection.fetch(_OF_AGENTS, rolled, *days, list(agent_ids), list(by_queue))
        _take_sums(totals, rows)
    if single:
        statement = _FACTS.format(fields=FIELDS, subject="agent_id")
        _take_facts(totals, await connection.fetch(statement, single, *days, list(agent_ids)), "agent_id", by_queue)
    return totals


async def of_teams(connection: Connection, metrics: Sequence[Known], team_ids: Sequence[int], period: Period) -> Totals:
    """Totals of teams: what was measured for the team, and what its members did while in it."""
    rolled, single = _split(metrics)
    days = period.first, period.after_last
    totals: Totals = {}
    if rolled:
        _take_sums(totals, await connection.fetch(_OF_TEAMS, rolled, *days, list(team_ids)))
    if single:
        statement = _FACTS.format(fields=FIELDS, subject="team_id")
        _take_facts(totals, await connection.fetch(statement, single, *days, list(team_ids)), "team_id", ())
    return totals


def _split(metrics: Sequence[Known]) -> tuple[list[int], list[int]]:
    rolled = [one.id for one in metrics if one.combine in ("sum", "mean")]
    return rolled, [one.id for one in metrics if one.id not in rolled]


def _take_sums(totals: Totals, rows: Iterable[Sequence[int]]) -> None:
    for subject, metric, queue, n, value, weight, weighted in rows:
        tally = Tally(n, int(value), int(weight), int(weighted), extremes_known=False)
        cells = totals.setdefault(subject, {})
        if (metric, queue) in cells:
            cells[metric, queue].merge(tally)
        else:
            cells[metric, queue] = tally


def _take_facts(totals: Totals, rows: Iterable[Mapping[str, int]], subject: str, by_queue: Collection[int]) -> None:
    for row in rows:
        metric = row["metric_id"]
        key = metric, row["queue_id"] if metric in by_queue else 0
        tally = totals.setdefault(row[subject], {}).setdefault(key, Tally())
        tally.add(row["value"], row["weight"], row["at_us"], str(row["fact_id"]))


def pooled(totals: Iterable[Cells]) -> Cells:
    """Several totals as one."""
    whole: Cells = {}
    for cells in totals:
        for key, tally in cells.items():
            whole.setdefault(key, Tally()).merge(tally)
    return whole


def in_units(tally: Tally, combine: Combine) -> Ratio | None:
    """The combined value in the metric's own unit; None without facts."""
    found = tally.ratio(combine) if tally.n else None
    return None if found is None else (found[0], found[1] * MICRO)
