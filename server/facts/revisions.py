"""Gives facts from files without revisions theirs: a changed content under a known id becomes the next revision.

An import's contents for one id are laid over the last revisions held. What overlaps is there already, what follows is new:
held A, B and a file with A, B, C adds C; the file that was imported last changes nothing; an older file's A after B comes as
the next revision, because it was imported later.
"""

from collections import defaultdict
from collections.abc import Sequence

from server.db.pool import Connection
from server.facts.judging import AUTO_REVISION
from server.facts.writing import Batch

Content = tuple[int, int, int, int, int, int | None, int]
"""metric, agent, team (0 for an agent's fact), queue, at in µs, value, weight."""

# Id by id: a join planned while the tables were believed to be empty compares every id asked for with every fact.
_HELD = """
SELECT asked.source_id, asked.fact_id, held.*
FROM unnest($1::integer[], $2::text[]) AS asked(source_id, fact_id)
CROSS JOIN LATERAL (
    SELECT revision, metric_id, agent_id, CASE WHEN agent_id = 0 THEN team_id ELSE 0 END AS team_id, queue_id,
           (extract(epoch FROM at) * 1000000)::bigint AS at_us, value, weight
    FROM fact WHERE source_id = asked.source_id AND fact_id = asked.fact_id
    UNION ALL
    SELECT revision, metric_id, agent_id, CASE WHEN agent_id = 0 THEN team_id ELSE 0 END, queue_id,
           (extract(epoch FROM at) * 1000000)::bigint, value, weight
    FROM fact_superseded WHERE source_id = asked.source_id AND fact_id = asked.fact_id
) held
ORDER BY asked.source_id, asked.fact_id, held.revision"""


async def lock(connection: Connection, source_id: int) -> None:
    """Let imports of one source follow one another: the next revision must still be the next when it is written."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.revisions'), $1)", source_id)


async def assign(connection: Connection, batch: Batch) -> None:
    """Put revisions in place of AUTO_REVISION. All occurrences of an id must be in the batch, in the order of import."""
    facts = batch.facts
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i, revision in enumerate(facts.revisions):
        if revision == AUTO_REVISION:
            found[batch.sources[i], facts.ids[i]].append(i)
    if not found:
        return
    held: dict[tuple[int, str], list[tuple[int, Content]]] = defaultdict(list)
    sources, ids = zip(*found, strict=True)
    for row in await connection.fetch(_HELD, list(sources), list(ids)):
        source_id, fact_id, revision, *content = row
        held[source_id, fact_id].append((revision, tuple(content)))
    for key, indexes in found.items():
        contents = [content_of(batch, i) for i in indexes]
        for i, revision in zip(indexes, follow_on(held[key], contents), strict=True):
            facts.revisions[i] = revision


def content_of(batch: Batch, i: int) -> Content:
    """What must be equal for two facts of the same revision to be duplicates."""
    facts = batch.facts
    return (
        facts.metrics[i], facts.agents[i], facts.teams[i], facts.queues[i],
        facts.instants[i], facts.values[i], facts.weights[i],
    )  # fmt: skip


def follow_on(held: Sequence[tuple[int, Content]], contents: Sequence[Content]) -> list[int]:
    """Revisions for an id's contents in order of import, given the (revision, content) pairs held, lowest first."""
    steps = [content for i, content in enumerate(contents) if i == 0 or content != contents[i - 1]]
    overlap = next(
        size
        for size in range(min(len(held), len(steps)), -1, -1)
        if [content for _, content in held[len(held) - size :]] == steps[:size]
    )
    known = [revision for revision, _ in held[len(held) - overlap :]]
    highest = held[-1][0] if held else -1
    numbers = known + [highest + 1 + i for i in range(len(steps) - overlap)]
    answer: list[int] = []
    step = -1
    for i, content in enumerate(contents):
        if i == 0 or content != contents[i - 1]:
            step += 1
        answer.append(numbers[step])
    return answer
