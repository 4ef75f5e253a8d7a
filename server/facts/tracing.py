"""Shows the facts behind a number, all revisions of one fact, and what came too late for a contest."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from server.db.pool import Connection
from server.facts.basis import AS_THINGS_ARE, Basis
from server.facts.reading import COUNTED, REVISIONS, WHO, WHO_THEN, Selection, revision_arguments
from server.people.results import without_private


class TracedFact(Struct, frozen=True):
    """One accepted revision as people may see it. `value` None is a retraction; amounts are micro-units."""

    source: str
    id: str
    revision: int
    metric: str
    agent: str | None
    team: str | None
    """The team it counts for: the agent's team at `at`, or the team it was measured for."""
    queue: str | None
    at: datetime
    value: int | None
    weight: int
    received_at: datetime


class LateFact(Struct, frozen=True):
    """An id of which a contest counts another state than the one held now."""

    source_id: int
    now: TracedFact
    """The highest revision held."""
    counted: TracedFact | None
    """The revision the contest counts, if any of it counts at all."""


class Slice(Struct, frozen=True):
    """Which of the facts behind a number are asked for: a page of them, and perhaps only those of some queues."""

    offset: int = 0
    limit: int = 50
    queue_ids: tuple[int, ...] | None = None
    anyway: tuple[int, ...] = ()
    """Metrics whose facts are meant whatever their queue."""
    reader: int | None = None
    """As `server.people.results.reader_of` says: whose results as a trainee are among them; None: everybody's."""


_NAMED = """
SELECT source.code AS source, f.fact_id AS id, f.revision, metric.code AS metric, agent.code AS agent, team.code AS team,
       queue.code AS queue, f.at, f.value, f.weight, f.received_at
FROM {facts} f
JOIN source ON source.id = f.source_id JOIN metric ON metric.id = f.metric_id
LEFT JOIN agent ON agent.id = f.agent_id LEFT JOIN queue ON queue.id = f.queue_id
LEFT JOIN {spans} m ON m.agent_id = f.agent_id AND m.starts <= f.at AND (m.ends IS NULL OR f.at < m.ends)
LEFT JOIN team ON team.id = CASE WHEN f.agent_id = 0 THEN f.team_id ELSE m.team_id END"""

_BEHIND = f"""
WITH {WHO}, chosen AS (
    SELECT f.*, count(*) OVER () AS total FROM fact f JOIN who
        ON f.agent_id = who.agent_id AND f.membership_id = who.membership_id AND f.team_id = who.team_id
    WHERE f.metric_id = ANY($3::integer[]) AND f.at >= $1 AND f.at < $2 AND f.value IS NOT NULL {{queues}}{{private}}
    ORDER BY f.at, f.fact_id, f.source_id OFFSET {{offset}} LIMIT {{limit}}
)
SELECT named.*, chosen.total FROM ({_NAMED.format(facts="chosen", spans="membership")}) named
JOIN chosen ON chosen.fact_id = named.id AND chosen.at = named.at
JOIN source ON source.id = chosen.source_id AND source.code = named.source
ORDER BY named.at, named.id, named.source"""

_BEHIND_AS_RECEIVED = f"""
WITH {WHO_THEN}, {REVISIONS}, {COUNTED}, chosen AS (
    SELECT f.*, count(*) OVER () AS total FROM counted f
    LEFT JOIN span m ON m.agent_id = f.agent_id AND m.starts <= f.at AND (m.ends IS NULL OR f.at < m.ends)
    WHERE f.value IS NOT NULL
      AND ($4 OR coalesce(m.team_id, f.team_id) = ANY($5::integer[]) OR f.agent_id = ANY($6::integer[]))
      {{queues}}{{private}}
    ORDER BY f.at, f.fact_id, f.source_id OFFSET {{offset}} LIMIT {{limit}}
)
SELECT named.*, chosen.total FROM ({_NAMED.format(facts="chosen", spans="span")}) named
JOIN chosen ON chosen.fact_id = named.id AND chosen.revision = named.revision
JOIN source ON source.id = chosen.source_id AND source.code = named.source
ORDER BY named.at, named.id, named.source"""

_REVISION = """
WITH revision AS (
    SELECT source_id, fact_id, revision, metric_id, agent_id, team_id, queue_id, at, value, weight, received_at FROM fact
    WHERE source_id = $1 AND fact_id = $2
    UNION ALL
    SELECT source_id, fact_id, revision, metric_id, agent_id, team_id, queue_id, at, value, weight, received_at
    FROM fact_superseded WHERE source_id = $1 AND fact_id = $2
)"""
_ALL_REVISIONS = f"{_REVISION}{_NAMED.format(facts='revision', spans='membership')} ORDER BY f.revision DESC"

_CONCERNS = """coalesce($4 OR coalesce(m.team_id, CASE WHEN f.agent_id = 0 THEN f.team_id END) = ANY($5::integer[])
           OR f.agent_id = ANY($6::integer[]), false)"""
_THEN = "LEFT JOIN span m ON m.agent_id = f.agent_id AND m.starts <= f.at AND (m.ends IS NULL OR f.at < m.ends)"

# An id waits for a correction when its head is not the revision that counts, and either of the two lies in the window. Both are
# brought together by grouping: joining what counts to what is held would compare every fact of the window with every other.
_LATE = f"""
WITH {WHO_THEN}, {REVISIONS}, {COUNTED}, sides AS (
    SELECT f.source_id, f.fact_id, f.revision AS head, NULL::integer AS counted, {_CONCERNS} AS concerns FROM fact f {_THEN}
    WHERE f.agent_id IN (SELECT agent_id FROM who) AND f.metric_id = ANY($3::integer[]) AND f.at >= $1 AND f.at < $2
    UNION ALL
    SELECT f.source_id, f.fact_id, NULL, f.revision, {_CONCERNS} FROM counted f {_THEN}
), ids AS MATERIALIZED (
    SELECT source_id, fact_id, max(counted) AS counted_revision FROM sides GROUP BY 1, 2
    HAVING bool_or(concerns) AND max(head) IS DISTINCT FROM max(counted)
), differing AS (
    SELECT f.source_id, f.fact_id, ids.counted_revision FROM ids
    JOIN fact f USING (source_id, fact_id)
    WHERE f.received_at <= $10 AND f.revision IS DISTINCT FROM ids.counted_revision
      AND NOT (ids.counted_revision IS NULL AND f.value IS NULL)
), late AS (
    SELECT r.*, d.counted_revision FROM differing d
    JOIN revision r ON r.source_id = d.source_id AND r.fact_id = d.fact_id
    LEFT JOIN fact f ON f.source_id = r.source_id AND f.fact_id = r.fact_id AND f.revision = r.revision
    WHERE f.revision IS NOT NULL OR r.revision = d.counted_revision
)
SELECT named.*, late.source_id, late.counted_revision FROM late
JOIN source ON source.id = late.source_id
JOIN ({_NAMED.format(facts="late", spans="span")}) named
  ON named.source = source.code AND named.id = late.fact_id AND named.revision = late.revision
ORDER BY named.at, named.id, named.source, named.revision"""


async def facts_behind(connection: Connection, selection: Selection, part: Slice) -> tuple[list[TracedFact], int]:
    """A page of the facts that count now, by instant and id, and how many there are."""
    return await _page(connection, _BEHIND, selection.arguments, part)


async def _page(
    connection: Connection, statement: str, arguments: tuple[Any, ...], part: Slice
) -> tuple[list[TracedFact], int]:
    rows = await connection.fetch(_cut(statement, part), *arguments)
    if rows or not part.offset:
        return [_traced(row) for row in rows], rows[0]["total"] if rows else 0
    first = await connection.fetch(_cut(statement, replace(part, offset=0, limit=1)), *arguments)
    return [], first[0]["total"] if first else 0


def _cut(statement: str, part: Slice) -> str:
    """Which parameters a statement has depends on its basis, so the slice is not one of them: whole numbers only."""
    queues = ""
    if part.queue_ids is not None:
        queues = f"AND ({_among('queue_id', part.queue_ids)} OR {_among('metric_id', part.anyway)})"
    cut = statement.replace("{offset}", f"{part.offset:d}").replace("{limit}", f"{part.limit:d}")
    return cut.replace("{queues}", queues).replace("{private}", without_private(part.reader))


def _among(column: str, ids: Iterable[int]) -> str:
    return f"f.{column} = ANY('{{{','.join(f'{one:d}' for one in ids)}}}'::integer[])"


async def facts_behind_as_received(
    connection: Connection,
    selection: Selection,
    cutoffs: Mapping[int, datetime],
    as_of: datetime,
    part: Slice,
    *,
    monthly: bool = False,
    basis: Basis = AS_THINGS_ARE,
) -> tuple[list[TracedFact], int]:
    """The same for a contest that reads what was received before its cutoffs, held still by `basis`."""
    arguments = revision_arguments(selection, cutoffs, as_of, basis, monthly=monthly)
    return await _page(connection, basis.text(_BEHIND_AS_RECEIVED), arguments, part)


async def all_revisions(
    connection: Connection, source: str, fact_id: str, reader: int | None = None
) -> list[TracedFact]:
    """Every accepted revision of a fact, highest first; the first is the one that holds. None at all for a `reader` (as
    `server.people.results.reader_of` says) from whom one of them is private."""
    source_id = await connection.fetchval("SELECT id FROM source WHERE code = $1", source)
    if source_id is None or "\0" in fact_id:
        return []
    rows = await connection.fetch(_ALL_REVISIONS, source_id, fact_id)
    seen = f"{_REVISION} SELECT count(*) FROM revision f WHERE true{without_private(reader)}"
    if reader is not None and await connection.fetchval(seen, source_id, fact_id) < len(rows):
        return []
    return [_traced(row) for row in rows]


async def late_facts(
    connection: Connection,
    selection: Selection,
    cutoffs: Mapping[int, datetime],
    as_of: datetime,
    *,
    monthly: bool = False,
    basis: Basis = AS_THINGS_ARE,
) -> list[LateFact]:
    """Ids of which the contest counts another revision than the one held at `as_of`: they wait for a correction set.

    `selection` narrows by the agents and teams of either revision's owner.
    """
    arguments = revision_arguments(selection, cutoffs, as_of, basis, monthly=monthly)
    rows = await connection.fetch(basis.text(_LATE), *arguments)
    found: dict[tuple[int, str], list[Any]] = {}
    for row in rows:
        found.setdefault((row["source_id"], row["id"]), []).append(row)
    answer = []
    for (source_id, _), pair in found.items():
        counted = next((row for row in pair if row["revision"] == row["counted_revision"]), None)
        now = max(pair, key=lambda row: int(row["revision"]))
        answer.append(LateFact(source_id, _traced(now), None if counted is None else _traced(counted)))
    return answer


def _traced(row: Any) -> TracedFact:
    return TracedFact(
        source=row["source"],
        id=row["id"],
        revision=row["revision"],
        metric=row["metric"],
        agent=row["agent"],
        team=row["team"],
        queue=row["queue"],
        at=row["at"],
        value=row["value"],
        weight=row["weight"],
        received_at=row["received_at"],
    )
