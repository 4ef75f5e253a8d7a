"""Reads exact totals for a window: as things stand now, or as they were received before each metric's cutoff.

Now: whole business days come from rollups, the ends of a window that cuts a day from facts. As received: from revisions, of
which per id the highest one received before its own metric's cutoff decides, whatever came later.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from leaderboards.metrics import Subject, Tally
from server.db.pool import Connection
from server.facts.basis import AS_THINGS_ARE, Basis

Totals = dict[tuple[Subject, int, int], Tally]
"""By subject (`m<membership>`, `a<agent>` outside any team, `t<team>`), metric id and queue id (0: none)."""


class Selection(Struct, frozen=True, kw_only=True):
    """Facts with `at` in [starts, ends), of these metrics, of these teams (their memberships and their own) and agents.

    `team_ids` and `agent_ids` None together mean everybody.
    """

    starts: datetime
    ends: datetime
    metric_ids: tuple[int, ...]
    team_ids: tuple[int, ...] | None = None
    agent_ids: tuple[int, ...] | None = None

    @property
    def arguments(self) -> tuple[Any, ...]:
        everybody = self.team_ids is None and self.agent_ids is None
        return (
            self.starts,
            self.ends,
            list(self.metric_ids),
            everybody,
            list(self.team_ids or ()),
            list(self.agent_ids or ()),
        )


# A site's whole days in the window. Near a change of the clock a local day may start twice or not at all, so there a day
# more at each end is read from facts; they know their day, so nothing is counted twice or missed whatever is chosen here.
_DAYS = """
days AS MATERIALIZED (
    SELECT s.id AS site_id, s.day_from, s.day_to,
           CASE WHEN s.sharp_start THEN $1 ELSE least($2, $1 + interval '4 days') END AS head_until,
           CASE WHEN s.sharp_end THEN $2 ELSE greatest($1, $2 - interval '4 days') END AS tail_from
    FROM (
        SELECT id, business_day($1, zone, day_starts) + CASE WHEN calm_start AND even_start THEN 0 WHEN calm_start THEN 1 ELSE 2 END
                   AS day_from,
               business_day($2, zone, day_starts) - CASE WHEN calm_end THEN 0 ELSE 1 END AS day_to,
               calm_start AND even_start AS sharp_start, calm_end AND even_end AS sharp_end
        FROM site, LATERAL (
            SELECT ($1 AT TIME ZONE zone)::time = day_starts AS even_start,
                   ($2 AT TIME ZONE zone)::time = day_starts AS even_end,
                   (($1 + interval '1 day') AT TIME ZONE zone) - (($1 - interval '1 day') AT TIME ZONE zone) = interval '2 days'
                       AS calm_start,
                   (($2 + interval '1 day') AT TIME ZONE zone) - (($2 - interval '1 day') AT TIME ZONE zone) = interval '2 days'
                       AS calm_end
        ) AS clock
    ) s
)"""

_WHO = """
who AS MATERIALIZED (
    SELECT m.id AS membership_id, m.agent_id, m.team_id, t.site_id
    FROM {memberships} m JOIN team t ON t.id = m.team_id
    WHERE m.starts < $2 AND (m.ends IS NULL OR m.ends > $1)
      AND ($4 OR m.team_id = ANY($5::integer[]) OR m.agent_id = ANY($6::integer[]))
    UNION ALL
    SELECT 0, a.id, 0, a.site_id FROM agent a WHERE $4 OR a.id = ANY($6::integer[])
    UNION ALL
    SELECT 0, 0, t.id, t.site_id FROM team t WHERE $4 OR t.id = ANY($5::integer[])
)"""
WHO = _WHO.format(memberships="membership")
"""By the memberships as they are."""
WHO_THEN = "{spans}, " + _WHO.format(memberships="span")
"""By those of a basis, whose `text` fills in the place."""

_ROLLED = f"""
WITH {_DAYS}, {WHO}
SELECT r.membership_id, r.agent_id, r.team_id, r.metric_id, r.queue_id, sum(r.n)::bigint AS n, sum(r.sum_value) AS sum_value,
       sum(r.sum_weight) AS sum_weight, sum(r.sum_weighted) AS sum_weighted
FROM who JOIN days USING (site_id)
JOIN rollup r ON r.membership_id = who.membership_id AND r.agent_id = who.agent_id AND r.team_id = who.team_id
     AND r.metric_id = ANY($3::integer[]) AND r.day >= days.day_from AND r.day < days.day_to
GROUP BY 1, 2, 3, 4, 5"""

FIELDS = """f.membership_id, f.agent_id, f.team_id, f.metric_id, f.queue_id, f.fact_id,
       (extract(epoch FROM f.at) * 1000000)::bigint AS at_us, f.value, f.weight"""
_OFWHOM = """f.agent_id = who.agent_id AND f.membership_id = who.membership_id AND f.team_id = who.team_id
     AND f.metric_id = ANY($3::integer[]) AND f.value IS NOT NULL"""

_CUT_DAYS = f"""
WITH {_DAYS}, {WHO}, cut AS (SELECT * FROM who JOIN days USING (site_id) WHERE head_until > $1 OR tail_from < $2)
SELECT {FIELDS} FROM cut AS who JOIN fact f ON {_OFWHOM} AND f.at >= $1 AND f.at < who.head_until
WHERE f.day < who.day_from OR f.day >= who.day_to
UNION ALL
SELECT {FIELDS} FROM cut AS who JOIN fact f ON {_OFWHOM} AND f.at >= greatest(who.tail_from, who.head_until) AND f.at < $2
WHERE f.day < who.day_from OR f.day >= who.day_to"""

_EXTREMES = f"""
WITH {WHO}
SELECT {FIELDS} FROM who JOIN fact f ON {_OFWHOM} AND f.at >= $1 AND f.at < $2"""


async def load_totals(connection: Connection, selection: Selection) -> Totals:
    """Totals as things stand in the caller's snapshot; use a REPEATABLE READ transaction to follow the outbox from it.

    `min`, `max` and `last` have no rollups and are always read from facts.
    """
    with_rollups, without = await _by_rollups(connection, selection.metric_ids)
    totals: Totals = {}
    starts, ends, _, *whom = selection.arguments
    if with_rollups:
        for row in await connection.fetch(_ROLLED, starts, ends, with_rollups, *whom):
            totals[_key(row)] = Tally(
                row["n"], int(row["sum_value"]), int(row["sum_weight"]), int(row["sum_weighted"]), extremes_known=False
            )
        _add_facts(totals, await connection.fetch(_CUT_DAYS, starts, ends, with_rollups, *whom))
    if without:
        _add_facts(totals, await connection.fetch(_EXTREMES, starts, ends, without, *whom))
    return totals


# The eligible revisions of an id are those received before their own metric's cutoff and not after the as-of instant; the
# highest of them decides. It may have moved metric, agent or instant, so the others are looked for by id alone.
REVISIONS = """
revision AS NOT MATERIALIZED (
    SELECT source_id, fact_id, revision, metric_id, agent_id, CASE WHEN agent_id = 0 THEN team_id ELSE 0 END AS team_id,
           queue_id, at, value, weight, received_at FROM fact
    UNION ALL
    SELECT source_id, fact_id, revision, metric_id, agent_id, team_id, queue_id, at, value, weight, received_at
    FROM fact_superseded
), cutoff AS MATERIALIZED (
    SELECT metric.id AS metric_id, coalesce(given.until, $2 + make_interval(mins => CASE WHEN $9 THEN
           coalesce(metric.monthly_lateness_minutes, metric.lateness_minutes) ELSE metric.lateness_minutes END)) AS until
    FROM metric LEFT JOIN unnest($7::integer[], $8::timestamptz[]) AS given(metric_id, until) ON given.metric_id = metric.id
), pinned AS MATERIALIZED (
    SELECT * FROM unnest($11::integer[], $12::text[], $13::integer[]) AS pin(source_id, fact_id, revision)
), belated AS MATERIALIZED (
    SELECT source_id, fact_id, received_at FROM quarantine WHERE resolution = 'replayed' AND resolved_at > $14::timestamptz
)"""

_IN_TIME = """{r}.received_at <= $10
      AND NOT EXISTS (SELECT FROM belated b WHERE b.source_id = {r}.source_id AND b.fact_id = {r}.fact_id
                      AND b.received_at = {r}.received_at)"""
_IN_QUESTION = (
    "r.agent_id IN (SELECT agent_id FROM who) AND r.metric_id = ANY($3::integer[]) AND r.at >= $1 AND r.at < $2"
)

COUNTED = f"""
counted AS (
    SELECT r.* FROM revision r JOIN cutoff ON cutoff.metric_id = r.metric_id AND r.received_at < cutoff.until
    WHERE {_IN_QUESTION} AND {_IN_TIME.format(r="r")}
      AND NOT EXISTS (
        SELECT FROM revision h JOIN cutoff c ON c.metric_id = h.metric_id AND h.received_at < c.until
        WHERE h.source_id = r.source_id AND h.fact_id = r.fact_id AND h.revision > r.revision AND {_IN_TIME.format(r="h")}
      )
      AND NOT EXISTS (SELECT FROM pinned p WHERE p.source_id = r.source_id AND p.fact_id = r.fact_id)
    UNION ALL
    SELECT r.* FROM pinned p JOIN revision r USING (source_id, fact_id, revision) WHERE {_IN_QUESTION}
)"""

_AS_RECEIVED = f"""
WITH {WHO_THEN}, {REVISIONS}, {COUNTED}
SELECT coalesce(m.id, 0) AS membership_id, f.agent_id, coalesce(m.team_id, f.team_id) AS team_id, f.metric_id, f.queue_id,
       f.fact_id, (extract(epoch FROM f.at) * 1000000)::bigint AS at_us, f.value, f.weight
FROM counted f
LEFT JOIN span m ON m.agent_id = f.agent_id AND m.starts <= f.at AND (m.ends IS NULL OR f.at < m.ends)
WHERE f.value IS NOT NULL
  AND ($4 OR coalesce(m.team_id, f.team_id) = ANY($5::integer[]) OR f.agent_id = ANY($6::integer[]))"""


async def load_totals_as_received(
    connection: Connection,
    selection: Selection,
    cutoffs: Mapping[int, datetime],
    as_of: datetime,
    *,
    monthly: bool = False,
    basis: Basis = AS_THINGS_ARE,
) -> Totals:
    """Totals of what had been received before each metric's cutoff, and not after `as_of`, held still by `basis`.

    A metric without a given cutoff has the window's end plus its own lateness (the monthly one if `monthly`): a revision
    that moves a fact to another metric is judged by that one's.
    """
    totals: Totals = {}
    arguments = revision_arguments(selection, cutoffs, as_of, basis, monthly=monthly)
    _add_facts(totals, await connection.fetch(basis.text(_AS_RECEIVED), *arguments))
    return totals


def revision_arguments(
    selection: Selection, cutoffs: Mapping[int, datetime], as_of: datetime, basis: Basis, *, monthly: bool
) -> tuple[Any, ...]:
    """The parameters of the queries over revisions: $1 to $10, then those of the basis."""
    return (*selection.arguments, list(cutoffs.keys()), list(cutoffs.values()), monthly, as_of, *basis.arguments)


async def _by_rollups(connection: Connection, metric_ids: Collection[int]) -> tuple[list[int], list[int]]:
    rows = await connection.fetch(
        "SELECT id, combine IN ('sum', 'mean') AS rolled FROM metric WHERE id = ANY($1::integer[])", list(metric_ids)
    )
    return [row["id"] for row in rows if row["rolled"]], [row["id"] for row in rows if not row["rolled"]]


def _add_facts(totals: Totals, rows: list[Any]) -> None:
    for row in rows:
        key = _key(row)
        tally = totals.get(key)
        if tally is None:
            tally = totals[key] = Tally()
        tally.add(row["value"], row["weight"], row["at_us"], row["fact_id"])


def _key(row: Any) -> tuple[Subject, int, int]:
    return subject_of(row), row["metric_id"], row["queue_id"]


def subject_of(row: Any) -> Subject:
    """Whose facts a row is about; see `Totals`."""
    membership, agent, team = row["membership_id"], row["agent_id"], row["team_id"]
    return f"m{membership}" if membership else f"a{agent}" if agent else f"t{team}"
