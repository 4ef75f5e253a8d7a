"""Keeps true where facts count after memberships or sites changed, and rebuilds all rollups from the facts."""

from collections.abc import Collection
from typing import NamedTuple

import msgspec

from server.db import outbox
from server.db.pool import Connection
from server.facts import statements
from server.facts.changes import tell

_PLACE_AGAIN = """
placed AS (
    SELECT f.source_id, f.fact_id, coalesce(m.id, 0) AS membership_id,
           CASE WHEN f.agent_id = 0 THEN f.team_id ELSE coalesce(m.team_id, 0) END AS team_id,
           business_day(f.at, site.zone, site.day_starts) AS day
    FROM fact f
    LEFT JOIN membership m ON m.agent_id = f.agent_id AND m.starts <= f.at AND (m.ends IS NULL OR f.at < m.ends)
    LEFT JOIN team t ON t.id = CASE WHEN f.agent_id = 0 THEN f.team_id ELSE m.team_id END
    LEFT JOIN agent a ON a.id = f.agent_id
    JOIN site ON site.id = coalesce(t.site_id, a.site_id)
    WHERE {chosen}
), taken AS (
    UPDATE fact f SET membership_id = p.membership_id, team_id = p.team_id, day = p.day
    FROM placed p
    WHERE f.source_id = p.source_id AND f.fact_id = p.fact_id
      AND (f.membership_id, f.team_id, f.day) IS DISTINCT FROM (p.membership_id, p.team_id, p.day)
    RETURNING new.metric_id, new.agent_id, new.team_id, new.membership_id, new.queue_id, new.day, new.at, new.value, new.weight,
        old.revision AS old_revision, old.metric_id AS old_metric_id, old.agent_id AS old_agent_id,
        old.team_id AS old_team_id, old.membership_id AS old_membership_id, old.queue_id AS old_queue_id,
        old.day AS old_day, old.value AS old_value, old.weight AS old_weight
)"""

_MOVED = """
SELECT metric_id, agent_id, team_id, membership_id, queue_id, (extract(epoch FROM at) * 1000000)::bigint AS at_us, value, weight,
       old_team_id, old_membership_id, old_day - date '2000-01-01' AS old_day
FROM taken"""

_BY_AGENT = "f.agent_id = ANY($1::integer[])"
_BY_TEAM = "f.agent_id = 0 AND f.team_id = ANY($1::integer[])"


async def reattribute(connection: Connection, agent_ids: Collection[int], team_ids: Collection[int] = ()) -> int:
    """Move the facts of these agents, and the own facts of these teams, to where they belong now; answer how many moved.

    Call it in the transaction that changed memberships, an agent's site, a team's site, or a site's zone or start of day.
    That transaction holds `LOCK_ALONE`'s lock since before it read or wrote memberships; it is taken here again, which
    costs nothing, so that nobody can forget it.
    """
    await connection.execute(statements.LOCK_ALONE)
    moved = 0
    if agent_ids:
        moved += await _move(connection, _BY_AGENT, sorted(agent_ids))
    if team_ids:
        moved += await _move(connection, _BY_TEAM, sorted(team_ids))
    return moved


async def _move(connection: Connection, chosen: str, ids: list[int]) -> int:
    placed = _PLACE_AGAIN.format(chosen=chosen)
    statement = f"WITH {placed}, {statements.CHANGE_OF_MOVES}, {statements.ROLLED} {_MOVED}"
    rows = await connection.fetch(statement, ids)
    changes = []
    emptied = []
    for row in rows:
        metric, agent, team, membership, queue, at_us, value, weight, old_team, old_membership, old_day = row
        if value is None:
            continue
        changes.append((metric, agent, old_team, old_membership, queue, at_us, value, weight, -1))
        changes.append((metric, agent, team, membership, queue, at_us, value, weight, 1))
        emptied.append((old_membership, metric, old_day, agent, old_team, queue))
    if emptied:
        await connection.execute(statements.DELETE_EMPTIED, *map(list, zip(*emptied, strict=True)))
        await tell(connection, changes)
    return len(rows)


class Rebuilt(NamedTuple):
    """What a rebuild found: numbers other than `facts` and `rollups` are zero on a healthy database."""

    facts: int
    rollups: int
    misplaced: int
    """Facts held against the wrong membership or day."""
    differing: int
    """Rollups that were missing, wrong or too many."""


_FRESH = """
CREATE TEMPORARY TABLE fresh_rollup ON COMMIT DROP AS
SELECT f.membership_id, f.metric_id, f.day, f.agent_id, f.team_id, f.queue_id, count(*) AS n, sum(f.value) AS sum_value,
       sum(f.weight) AS sum_weight, sum(f.value::numeric * f.weight) AS sum_weighted
FROM fact f JOIN metric ON metric.id = f.metric_id AND metric.combine IN ('sum', 'mean')
WHERE f.value IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6"""

_KEY = "membership_id, metric_id, day, agent_id, team_id, queue_id"
_DIFFERING = f"""
CREATE TEMPORARY TABLE wrong_rollup ON COMMIT DROP AS
SELECT {_KEY} FROM fresh_rollup f FULL JOIN rollup r USING ({_KEY})
WHERE (f.n, f.sum_value, f.sum_weight, f.sum_weighted) IS DISTINCT FROM (r.n, r.sum_value, r.sum_weight, r.sum_weighted)"""


async def rebuild(connection: Connection) -> Rebuilt:
    """Place every fact and compute every rollup again, keeping the lock that stops intake until the commit.

    To check only, roll the transaction back. What differed is told to scorers, who count those agents and teams anew.
    """
    await connection.execute(statements.LOCK_ALONE)
    misplaced = await _move(connection, "$1::integer[] IS NOT NULL", [])
    await connection.execute(_FRESH)
    await connection.execute(_DIFFERING)
    wrong = await connection.fetch("SELECT DISTINCT agent_id, team_id FROM wrong_rollup")
    differing = int(await connection.fetchval("SELECT count(*) FROM wrong_rollup"))
    if differing:
        await connection.execute(f"DELETE FROM rollup WHERE ({_KEY}) IN (SELECT {_KEY} FROM wrong_rollup)")
        await connection.execute(
            f"INSERT INTO rollup SELECT * FROM fresh_rollup WHERE ({_KEY}) IN (SELECT {_KEY} FROM wrong_rollup)"
        )
        agents = sorted({row["agent_id"] for row in wrong} - {0})
        teams = sorted({row["team_id"] for row in wrong} - {0})
        await outbox.put(connection, "people", msgspec.msgpack.encode({"agents": agents, "teams": teams}))
    facts = int(await connection.fetchval("SELECT count(*) FROM fact"))
    rollups = int(await connection.fetchval("SELECT count(*) FROM rollup"))
    return Rebuilt(facts=facts, rollups=rollups, misplaced=misplaced, differing=differing)
