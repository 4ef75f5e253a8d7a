"""What the database believes about a table it measured while it was empty costs nobody an import: the work grows with what is sent."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from server.clock import SetClock
from server.db.pool import Database
from server.facts import statements
from server.facts.service import FactsService

SENT = 400


async def test_facts_sent_again_are_looked_up_and_not_compared_with_all(
    facts: FactsService, database: Database, clock: SetClock
) -> None:
    at = int(clock.now().timestamp() * 1_000_000)
    received = at + int(timedelta(minutes=1).total_seconds() * 1_000_000)
    async with database.transaction() as connection:
        source = await connection.fetchval("INSERT INTO source (code) VALUES ('again') RETURNING id")
        metric = await connection.fetchval("SELECT id FROM metric WHERE code = 'calls'")
        agent = await connection.fetchval("SELECT id FROM agent WHERE code = 'Becky'")
        sent = [
            *("{}", "{" + ",".join(f"f{i}" for i in range(SENT)) + "}", "{}", _all(metric), _all(agent), "{}", "{}"),
            *(_all(at), _all(1_000_000), "{}", "{}", source, received),
        ]
        await connection.execute("SET LOCAL plan_cache_mode = 'force_custom_plan'")
        await connection.fetch(statements.TAKE, *sent)
        await connection.execute("UPDATE pg_class SET reltuples = 0, relpages = 100 WHERE relname = 'fact'")
        plan = await connection.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {statements.JUDGE_REST}", *sent)
    thrown_away = sum(
        node.get(f"Rows Removed by {what}", 0) * node["Actual Loops"]
        for node in _nodes(json.loads(plan)[0]["Plan"])
        for what in ("Filter", "Join Filter")
    )
    assert thrown_away <= 5 * SENT


def _all(value: int) -> str:
    return "{" + ",".join([str(value)] * SENT) + "}"


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)
