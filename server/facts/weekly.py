"""Reads agents' own totals week by week over the days before a window, in whatever team they were then."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct

from leaderboards.metrics import Subject, Tally
from server.db.pool import Connection
from server.facts.basis import Basis
from server.facts.reading import COUNTED, REVISIONS, WHO, WHO_THEN, Selection, revision_arguments, subject_of

Weeks = dict[int, dict[int, dict[tuple[int, int], Tally]]]
"""By agent, week (0 the latest), and metric id with queue id."""


class Span(Struct, frozen=True, kw_only=True):
    """So many weeks of business days before the day `until`, of these agents and metrics."""

    until: date
    weeks: int
    agent_ids: tuple[int, ...]
    metric_ids: tuple[int, ...]

    @property
    def since(self) -> date:
        """The first day."""
        return self.until - timedelta(days=7 * self.weeks)


_OWN = """
own AS MATERIALIZED (
    SELECT id AS membership_id, agent_id FROM membership WHERE agent_id = ANY($1::int[])
    UNION ALL SELECT 0, unnest($1::int[])
)"""

_ROLLED = f"""
WITH {_OWN}
SELECT r.agent_id, ($4::date - 1 - r.day) / 7 AS week, r.metric_id, r.queue_id, sum(r.n)::bigint AS n,
       sum(r.sum_value) AS sum_value, sum(r.sum_weight) AS sum_weight, sum(r.sum_weighted) AS sum_weighted
FROM own JOIN rollup r USING (membership_id, agent_id)
WHERE r.metric_id = ANY($2::int[]) AND r.day >= $3 AND r.day < $4 GROUP BY 1, 2, 3, 4"""

_SINGLE = """
SELECT f.agent_id, ($4::date - 1 - f.day) / 7 AS week, f.metric_id, f.queue_id, f.value, f.weight,
       (extract(epoch FROM f.at) * 1000000)::bigint AS at_us, f.fact_id
FROM fact f WHERE f.agent_id = ANY($1::int[]) AND f.metric_id = ANY($2::int[]) AND f.value IS NOT NULL
  AND f.day >= $3 AND f.day < $4 AND f.at >= $3::date - interval '2 days' AND f.at < $4::date + interval '2 days'"""

_AS_RECEIVED = f"""
WITH {WHO_THEN}, {REVISIONS}, {COUNTED}
SELECT f.agent_id, business_day(f.at, s.zone, s.day_starts) AS day, f.metric_id, f.queue_id, f.value, f.weight,
       (extract(epoch FROM f.at) * 1000000)::bigint AS at_us, f.fact_id
FROM counted f JOIN agent a ON a.id = f.agent_id JOIN site s ON s.id = a.site_id
WHERE f.value IS NOT NULL AND f.agent_id = ANY($6::integer[])"""


async def load_weeks(connection: Connection, span: Span) -> Weeks:
    """The totals by the newest revisions."""
    rolled = await connection.fetch(
        "SELECT id FROM metric WHERE id = ANY($1::int[]) AND combine IN ('sum', 'mean')", list(span.metric_ids)
    )
    with_rollups = [row["id"] for row in rolled]
    without = [metric_id for metric_id in span.metric_ids if metric_id not in with_rollups]
    weeks: Weeks = {}
    agents = list(span.agent_ids)
    for row in await connection.fetch(_ROLLED, agents, with_rollups, span.since, span.until):
        cells = weeks.setdefault(row["agent_id"], {}).setdefault(row["week"], {})
        cells[row["metric_id"], row["queue_id"]] = Tally(
            row["n"], int(row["sum_value"]), int(row["sum_weight"]), int(row["sum_weighted"]), extremes_known=False
        )
    if without:
        rows = await connection.fetch(_SINGLE, agents, without, span.since, span.until)
        _add(weeks, [(row["week"], row) for row in rows])
    return weeks


_RECORDED = f"""
WITH {WHO}
SELECT DISTINCT who.membership_id, who.agent_id, who.team_id, ($3::date - 1 - r.day) / 7 AS week
FROM who JOIN rollup r ON r.membership_id = who.membership_id AND r.agent_id = who.agent_id AND r.team_id = who.team_id
WHERE r.n > 0 AND r.day >= $3::date - 7 * $7::int AND r.day < $3::date"""


async def recorded_weeks(
    connection: Connection, selection: Selection, until: date, weeks: int
) -> dict[Subject, set[int]]:
    """In which weeks before the day `until` (0 the latest) anything was recorded of whom a selection names, in whatever
    metric: a week without a complaint is a good one, a week without any figure is none."""
    starts, ends, _, *whom = selection.arguments
    found: dict[Subject, set[int]] = {}
    for row in await connection.fetch(_RECORDED, starts, ends, until, *whom, weeks):
        found.setdefault(subject_of(row), set()).add(row["week"])
    return found


class Received(Struct, frozen=True, kw_only=True):
    """What counts as received in time: before each metric's cutoff, not after an instant, held still by a basis."""

    cutoffs: Mapping[int, datetime]
    as_of: datetime
    monthly: bool
    basis: Basis


async def load_weeks_as_received(connection: Connection, span: Span, until: datetime, received: Received) -> Weeks:
    """The same by what had been received in time; `until` is the instant at which the day of the span begins."""
    # A day more at both ends, because which business day an instant lies in differs between sites.
    selection = Selection(
        starts=until - timedelta(days=7 * span.weeks + 2),
        ends=until + timedelta(days=2),
        metric_ids=span.metric_ids,
        team_ids=(),
        agent_ids=span.agent_ids,
    )
    arguments = revision_arguments(
        selection, received.cutoffs, received.as_of, received.basis, monthly=received.monthly
    )
    rows = await connection.fetch(received.basis.text(_AS_RECEIVED), *arguments)
    weeks: Weeks = {}
    _add(
        weeks,
        [((span.until - row["day"]).days - 1, row) for row in rows if span.since <= row["day"] < span.until],
        in_weeks=False,
    )
    return weeks


def _add(weeks: Weeks, rows: Iterable[tuple[int, Any]], *, in_weeks: bool = True) -> None:
    for back, row in rows:
        week = back if in_weeks else back // 7
        cells = weeks.setdefault(row["agent_id"], {}).setdefault(week, {})
        tally = cells.setdefault((row["metric_id"], row["queue_id"]), Tally())
        tally.add(row["value"], row["weight"], row["at_us"], row["fact_id"])
