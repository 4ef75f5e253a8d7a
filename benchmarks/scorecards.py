"""All scorecards of a month for the largest centre: counted from the daily rollups, drawn up, written as first revisions."""

import time
from datetime import UTC, datetime

import asyncpg
from msgspec import Struct

from benchmarks.stage import engines, folder
from career.months import parse_month
from server.clock import SetClock
from server.db.migrate import migrate
from server.db.pool import Database
from server.facts.service import FactsService
from server.ladder.scorecards.publishing import publish
from server.ladder.scorecards.service import ScorecardsService

AGENTS, TEAMS, MONTHS = 10_000, 500, 3
MONTH = parse_month("2026-06")
NOW = datetime(2026, 7, 9, tzinfo=UTC)

_CENTRE = f"""
INSERT INTO site (code, name_zh, name_en, zone) VALUES ('CD', '成都', 'Chengdu', 'Asia/Shanghai');
INSERT INTO queue (code, name_zh, name_en) SELECT 'q' || n, 'q' || n, 'q' || n FROM generate_series(1, 8) n;
INSERT INTO team (code, site_id, name_zh, name_en) SELECT 'T' || n, 1, 'T' || n, 'T' || n FROM generate_series(1, {TEAMS}) n;
INSERT INTO agent (code, site_id, name_zh, name_en, hired)
    SELECT 'A' || n, 1, 'A' || n, 'A' || n, '2024-01-01' FROM generate_series(1, {AGENTS}) n;
INSERT INTO membership (agent_id, team_id, starts, post)
    SELECT n, 1 + n % {TEAMS}, '2024-01-01T00:00Z', CASE WHEN n <= {TEAMS} THEN 'lead' ELSE 'member' END
    FROM generate_series(1, {AGENTS}) n;
"""
# A row a worked day for what is measured all day, in two queues for handle time; four a month for evaluations.
_ROLLUPS = """
INSERT INTO rollup SELECT m.id, metric.id, d.day::date, m.agent_id, m.team_id,
    CASE WHEN metric.code = 'handle_time' THEN 1 + (m.agent_id + part) % 8 ELSE 0 END, 40,
    40 * v.value, 40000000, 40000000::numeric * v.value
FROM membership m CROSS JOIN metric CROSS JOIN generate_series(date '2026-04-01', date '2026-06-30', interval '1 day') d(day)
CROSS JOIN generate_series(1, CASE WHEN metric.code = 'handle_time' THEN 2 ELSE 1 END) part
CROSS JOIN LATERAL (SELECT (CASE WHEN metric.code = 'handle_time' THEN 280 ELSE 88 END
    + (m.agent_id * 7 + d.day::date - date '2026-01-01') % 13) * 1000000::bigint AS value) v
WHERE metric.code IN ('qa', 'csat', 'fcr', 'volume', 'handle_time', 'adherence', 'training_score', 'attendance')
  AND extract(isodow FROM d.day) < 6 AND (metric.code NOT IN ('qa', 'training_score') OR extract(isodow FROM d.day) = 3)"""


class Counted(Struct):
    """Seconds: publishing a month for the first time, counting it again, and the bare sum over its rollups in SQL."""

    first: float
    again: float
    bare: float
    sheets: int
    rollups: int


async def measure() -> Counted:
    """On engines of its own."""
    async with folder() as where, engines(where) as (address, _):
        await migrate(address)
        async with Database(address).open() as db:
            clock = SetClock(NOW)
            await FactsService(db, clock).ensure_catalogue()
            await ScorecardsService(db, clock).prepare()
            async with db.transaction() as connection:
                await connection.execute(_CENTRE)
                await connection.execute(_ROLLUPS, timeout=300)
            connection = await asyncpg.connect(address)
            await connection.execute("VACUUM ANALYZE")
            rollups = await connection.fetchval("SELECT count(*) FROM rollup")
            began = time.perf_counter()
            written = await publish(db, 1, MONTH, NOW)
            first = time.perf_counter() - began
            began = time.perf_counter()
            again = await publish(db, 1, MONTH, NOW)
            second = time.perf_counter() - began
            assert (again.first, again.corrected) == (0, 0)
            began = time.perf_counter()
            await connection.fetch(
                "SELECT agent_id, metric_id, queue_id, sum(n), sum(sum_value), sum(sum_weight), sum(sum_weighted) FROM rollup"
                " WHERE day >= '2026-06-01' AND day < '2026-07-01' GROUP BY 1, 2, 3"
            )
            bare = time.perf_counter() - began
            await connection.close()
    return Counted(first, second, bare, written.first, rollups)
