"""The facts of each month as sums, of the metrics that criteria name: from the rollups, or as they were known at an instant."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from career.evidence import Sample
from career.months import Month, first_day
from server.db.pool import Connection
from server.ladder.evidence.whom import about

Samples = dict[Month, dict[str, Sample]]

_MONTH = "(date_part('year', day) * 12 + date_part('month', day) - 1)::int"

# An agent's rollups are found by its memberships, and those outside any team by membership 0.
_OF_AGENTS = """AND r.membership_id = ANY(ARRAY(SELECT id FROM membership WHERE agent_id = ANY($1)) || 0) AND r.agent_id = ANY($1)"""

_FROM_ROLLUPS = """
SELECT r.agent_id, r.metric_id, r.day, r.n, r.sum_value, r.sum_weight, r.sum_weighted FROM rollup r
WHERE $1::int[] IS NOT DISTINCT FROM $1 AND r.metric_id = ANY($2::int[]) AND r.day >= $3 AND r.day < $4 AND r.agent_id <> 0 {agents}"""

# A metric that is no sum and no mean has no rollup.
_FROM_FACTS = """
SELECT f.agent_id, f.metric_id, f.day, 1, f.value::numeric, f.weight::numeric, f.value::numeric * f.weight FROM fact f
JOIN metric u ON u.id = f.metric_id AND u.combine NOT IN ('sum', 'mean')
WHERE f.metric_id = ANY($2::int[]) AND f.day >= $3 AND f.day < $4 AND f.agent_id <> 0 AND f.value IS NOT NULL
  AND ($1::int[] IS NULL OR f.agent_id = ANY($1))"""

# Per fact the highest revision received before the instant, wherever it was kept, on the business day it counts for.
_AS_KNOWN = """
SELECT k.agent_id, k.metric_id, k.day, 1, k.value::numeric, k.weight::numeric, k.value::numeric * k.weight
FROM (SELECT DISTINCT ON (h.source_id, h.fact_id) h.agent_id, h.metric_id, h.value, h.weight,
             business_day(h.at, s.zone, s.day_starts) AS day
      FROM (SELECT source_id, fact_id, revision, metric_id, agent_id, at, value, weight, received_at FROM fact
            WHERE metric_id = ANY($2::int[]) AND at >= $6 AND at < $7 AND ($1::int[] IS NULL OR agent_id = ANY($1))
            UNION ALL
            SELECT source_id, fact_id, revision, metric_id, agent_id, at, value, weight, received_at FROM fact_superseded
            WHERE (source_id, fact_id) IN (
                SELECT source_id, fact_id FROM fact_superseded
                WHERE metric_id = ANY($2::int[]) AND at >= $6 AND at < $7 AND ($1::int[] IS NULL OR agent_id = ANY($1)))
            UNION ALL
            SELECT f.source_id, f.fact_id, f.revision, f.metric_id, f.agent_id, f.at, f.value, f.weight, f.received_at
            FROM fact f JOIN fact_superseded p USING (source_id, fact_id)
            WHERE p.metric_id = ANY($2::int[]) AND p.at >= $6 AND p.at < $7 AND ($1::int[] IS NULL OR p.agent_id = ANY($1))
           ) h
      JOIN agent a ON a.id = h.agent_id
      LEFT JOIN membership m ON m.agent_id = h.agent_id AND m.starts <= h.at AND (m.ends IS NULL OR h.at < m.ends)
      LEFT JOIN team t ON t.id = m.team_id
      JOIN site s ON s.id = coalesce(t.site_id, a.site_id)
      WHERE h.received_at < $5
      ORDER BY h.source_id, h.fact_id, h.revision DESC) k
WHERE k.value IS NOT NULL AND k.metric_id = ANY($2::int[]) AND k.day >= $3 AND k.day < $4
  AND ($1::int[] IS NULL OR k.agent_id = ANY($1))"""

# Written as text: Postgres glues it together faster than it builds JSON values, and one decoder reads it whole.
_PACKED = """
WITH part(agent_id, metric_id, day, n, sum_value, sum_weight, sum_weighted) AS ({source}),
monthly AS (
    SELECT agent_id, {month} AS month, metric_id, sum(n) AS n, sum(sum_value) AS sum_value, sum(sum_weight) AS sum_weight,
           sum(sum_weighted) AS sum_weighted
    FROM part GROUP BY 1, 2, 3
), by_month AS (
    SELECT p.agent_id, p.month, string_agg('"' || u.code || '":{{"n":' || p.n || ',"sum_value":' || p.sum_value || ',"sum_weight":'
           || p.sum_weight || ',"sum_weighted":' || p.sum_weighted || '}}', ',') AS samples
    FROM monthly p JOIN metric u ON u.id = p.metric_id GROUP BY 1, 2
)
SELECT agent_id, '{{' || string_agg('"' || month || '":{{' || samples || '}}', ',') || '}}' AS samples FROM by_month GROUP BY 1"""

_decoder = msgspec.json.Decoder(Samples)


class MonthlySamples:
    """Samples by agent, decoded one agent at a time: what was just built is still in the processor's cache when judged."""

    def __init__(self, packed: dict[int, str]) -> None:
        self._packed = packed

    def of(self, agent_id: int) -> Samples:
        """By month and metric; nothing where no fact is."""
        text = self._packed.get(agent_id)
        return {} if text is None else _decoder.decode(text)


async def monthly_samples(
    connection: Connection,
    agent_ids: Sequence[int] | None,
    metrics: Sequence[str],
    months: tuple[Month, Month],
    accepted_before: datetime | None,
) -> MonthlySamples:
    """Of the months from the first to the last; with an instant only revisions received before it count."""
    rows = await connection.fetch("SELECT id, combine FROM metric WHERE code = ANY($1::text[])", list(metrics))
    ids = [row["id"] for row in rows]
    start, end = first_day(months[0]), first_day(months[1] + 1)
    wanted = None if agent_ids is None else list(agent_ids)
    found: list[tuple[int, str]]
    if accepted_before is not None:
        query = _PACKED.format(source=about(_AS_KNOWN, wanted), month=_MONTH)
        found = await connection.fetch(query, wanted, ids, start, end, accepted_before, *_instants(start, end))
    else:
        source = _FROM_ROLLUPS.format(agents="" if wanted is None else _OF_AGENTS)
        if any(row["combine"] not in {"sum", "mean"} for row in rows):
            source += f" UNION ALL {about(_FROM_FACTS, wanted)}"
        found = await connection.fetch(_PACKED.format(source=source, month=_MONTH), wanted, ids, start, end)
    return MonthlySamples(dict(found))


def _instants(start: date, end: date) -> tuple[datetime, datetime]:
    """Instants that hold every business day from start to end, whatever the zone and the hour its days begin."""
    return (
        datetime.combine(start - timedelta(days=2), time(), UTC),
        datetime.combine(end + timedelta(days=2), time(), UTC),
    )
