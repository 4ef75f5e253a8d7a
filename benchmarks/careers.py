"""(g) How ready 10,000 people are over 12 months, against the same aggregation written as one SQL query; one person's page."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

import asyncpg
from msgspec import Struct

from benchmarks.stage import engines
from career.defaults import TO_INTERMEDIATE
from career.evidence import View
from career.readiness import assess
from server.clock import SetClock
from server.db.migrate import migrate
from server.db.pool import Connection, Database
from server.facts.service import FactsService
from server.ladder.criteria import store as criteria
from server.ladder.evidence.gathering import gather
from server.ladder.readiness.candidate import CandidateService

NOW = datetime(2026, 7, 15, 4, tzinfo=UTC)
AS_OF = date(2026, 7, 15)
ROUNDS = 3
PAGES = 20

# Juniors of all tenures: weekly evaluations, monthly training, some complaints, leave, a roster for every fifth, scorecards
# for all twelve months, exams, two courses with their practice, skills.
_PEOPLE = """
INSERT INTO site (code, name_zh, name_en, zone) VALUES ('S', 'S', 'S', 'Asia/Shanghai');
INSERT INTO queue (code, name_zh, name_en) SELECT 'q' || n, 'q', 'q' FROM generate_series(1, 3) n;
INSERT INTO team (code, site_id, name_zh, name_en) SELECT 'T' || n, 1, 'T', 'T' FROM generate_series(1, {people} / 20) n;
INSERT INTO agent (code, site_id, name_zh, name_en, hired, level)
    SELECT 'A' || lpad(n::text, 5, '0'), 1, 'A', 'A', date '2026-06-01' - (n * 7 % 900), 'junior' FROM generate_series(1, {people}) n;
INSERT INTO membership (agent_id, team_id, starts) SELECT id, (id - 1) / 20 + 1, hired::timestamptz FROM agent;
INSERT INTO leave (agent_id, starts, ends, kind)
    SELECT id, d, d + (id % 17 + 1), 'x' FROM agent, LATERAL (SELECT date '2025-08-01' + (id * 13 % 300) AS d) day;
INSERT INTO roster (agent_id, day, starts, ends)
    SELECT id, d::date, d, d + interval '8 hours' FROM agent, generate_series(timestamp '2025-07-01', '2026-07-14', '1 day') d
    WHERE id % 5 = 0 AND (extract(doy FROM d)::int + id) % 7 < 5;
INSERT INTO skill (agent_id, queue_id, since) SELECT id, q, hired FROM agent, generate_series(1, 3) q WHERE (id + q) % 4 > 0;
INSERT INTO scorecard (tier, subject_id, month, revision, site_id, score, half_days, published_at, ground, sheet)
    SELECT 'agent', id, m, 1, 1, (75 + (id * m) % 26) * 1000000, 40, '2026-07-10', 'published', ''
    FROM agent, generate_series(24306, 24317) m WHERE (id + m) % 11 > 0;
INSERT INTO career_record (agent_id, kind, on_day, accepted_at, entered_by, source, body)
    SELECT id, b ->> 'kind', date '2026-03-02' + n, now(), 'system', 'training', b FROM agent, generate_series(0, 3) n,
    LATERAL (VALUES (jsonb_build_object('kind', 'exam', 'exam', 'intermediate', 'value', (70 + (id * (n + 3)) % 30)::text)),
                    (jsonb_build_object('kind', 'practice', 'course', 'c' || n % 2)),
                    (jsonb_build_object('kind', 'practice', 'course', 'c' || id % 2)),
                    (jsonb_build_object('kind', CASE WHEN n < 2 THEN 'course' ELSE 'attended' END, 'course', 'c' || n % 2))) r(b);
"""

# Each metric every so many days, on other days for everybody.
_ROLLUPS = """
INSERT INTO rollup SELECT m.id, u.id, d::date, m.agent_id, m.team_id, 0, 1, v, 1000000, v * 1000000
FROM membership m, (VALUES ('qa', 5), ('training_hours', 30), ('complaints', 97), ('critical_errors', 199)) k(code, step)
JOIN metric u ON u.code = k.code,
LATERAL generate_series(timestamp '2025-07-01' + m.agent_id % step * interval '1 day', '2026-06-30', step * interval '1 day') d,
LATERAL (SELECT 1000000::numeric * CASE k.code WHEN 'qa' THEN 80 + (m.agent_id * extract(doy FROM d)::int) % 21
                                               WHEN 'training_hours' THEN 2 + m.agent_id % 4 ELSE 1 END AS v) w;
ANALYZE;
"""

# The criteria from junior to intermediate as one query: how many of the nine required ones each person meets.
_ONE_QUERY = """
WITH last AS (SELECT 24317 AS m),
held AS (
    SELECT a.id, a.hired, greatest(h.since, a.hired) AS since FROM agent a
    JOIN LATERAL (SELECT max(r.on_day) AS since FROM career_record r WHERE r.agent_id = a.id AND r.kind = 'level' AND r.on_day < $1) h ON true
), shift AS (
    SELECT DISTINCT agent_id, day FROM roster WHERE day >= '2024-07-01' AND day < '2026-07-01'
), taken AS (
    SELECT agent_id, d::date AS day, least(2, sum(CASE part WHEN 'whole' THEN 2 ELSE 1 END)) AS halves
    FROM leave, generate_series(starts::timestamp, ends::timestamp - interval '1 day', '1 day') d GROUP BY 1, 2
), rostered AS (
    SELECT s.agent_id, (date_part('year', s.day) * 12 + date_part('month', s.day) - 1)::int AS month,
           2 * count(*) - coalesce(sum(t.halves), 0) AS halves
    FROM shift s JOIN agent a ON a.id = s.agent_id AND s.day >= a.hired LEFT JOIN taken t USING (agent_id, day) GROUP BY 1, 2
), weekday AS (
    SELECT d::date AS day, (date_part('year', d) * 12 + date_part('month', d) - 1)::int AS month
    FROM generate_series(timestamp '2024-07-01', '2026-06-30', '1 day') d WHERE extract(isodow FROM d) < 6
), absent AS (
    SELECT t.agent_id, w.month, sum(t.halves) AS halves FROM taken t JOIN weekday w USING (day) JOIN agent a ON a.id = t.agent_id
    WHERE t.day >= a.hired GROUP BY 1, 2
), usual AS (
    SELECT a.id AS agent_id, w.month, 2 * count(*) AS halves FROM (SELECT DISTINCT hired FROM agent) h
    JOIN weekday w ON w.day >= h.hired JOIN agent a ON a.hired = h.hired GROUP BY 1, 2
), worked AS (
    SELECT u.agent_id, u.month, coalesce(r.halves, u.halves - coalesce(x.halves, 0)) AS halves FROM usual u
    LEFT JOIN rostered r USING (agent_id, month) LEFT JOIN absent x USING (agent_id, month)
), measured AS (
    SELECT agent_id, (date_part('year', day) * 12 + date_part('month', day) - 1)::int AS month,
           sum(n) FILTER (WHERE u.code = 'qa') AS qa_n, sum(sum_weight) FILTER (WHERE u.code = 'qa') AS qa_weight,
           sum(sum_weighted) FILTER (WHERE u.code = 'qa') AS qa_weighted,
           sum(sum_value) FILTER (WHERE u.code = 'complaints') AS complaints,
           sum(sum_value) FILTER (WHERE u.code = 'critical_errors') AS critical,
           sum(sum_value) FILTER (WHERE u.code = 'training_hours') AS hours
    FROM rollup r JOIN metric u ON u.id = r.metric_id WHERE u.code IN ('qa', 'complaints', 'critical_errors', 'training_hours')
      AND day >= '2024-07-01' AND day < '2026-07-01' GROUP BY 1, 2
), card AS (
    SELECT DISTINCT ON (subject_id, month) subject_id AS agent_id, month, score FROM scorecard WHERE tier = 'agent'
    ORDER BY subject_id, month, revision DESC
), usable AS (
    SELECT w.agent_id, c.score, m.qa_n, m.qa_weight, m.qa_weighted,
           row_number() OVER (PARTITION BY w.agent_id ORDER BY w.month DESC) AS place
    FROM worked w JOIN held h ON h.id = w.agent_id JOIN card c USING (agent_id, month) LEFT JOIN measured m USING (agent_id, month)
    WHERE w.halves >= 20 AND c.score IS NOT NULL AND w.month > (SELECT m FROM last) - 8
      AND w.month >= (date_part('year', h.since) * 12 + date_part('month', h.since) - 1)::int + (date_part('day', h.since) > 1)::int
), judged AS (
    SELECT agent_id, count(*) AS months, count(*) FILTER (WHERE score >= 85000000) AS good, sum(qa_n) AS qa_n,
           sum(qa_weighted) AS weighted, sum(qa_weight) AS weight, min(qa_weighted / qa_weight) AS lowest
    FROM usable WHERE place <= 4 GROUP BY 1
), trained AS (
    SELECT agent_id, sum(hours) AS hours
    FROM (SELECT w.agent_id, m.hours, coalesce(sum((w.halves >= 20)::int) OVER (PARTITION BY w.agent_id ORDER BY w.month DESC
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
          FROM worked w LEFT JOIN measured m USING (agent_id, month)) y
    WHERE before < 12 GROUP BY 1
), complained AS (
    SELECT h.id AS agent_id, coalesce(sum(m.complaints), 0) AS complaints FROM held h
    JOIN measured m ON m.agent_id = h.id AND m.month > (SELECT m FROM last) - 6
     AND m.month >= (date_part('year', h.since) * 12 + date_part('month', h.since) - 1)::int + (date_part('day', h.since) > 1)::int
    GROUP BY 1
), examined AS (
    SELECT agent_id, max((body ->> 'value')::numeric) AS best FROM career_record r
    WHERE kind = 'exam' AND body ->> 'exam' = 'intermediate' AND on_day < $1
      AND NOT EXISTS (SELECT FROM career_record w WHERE w.withdraws = r.id) GROUP BY 1
), course AS (
    SELECT r.agent_id, body ->> 'course' AS course, min(on_day) AS assigned, min(on_day) FILTER (WHERE kind = 'attended') AS attended,
           count(*) FILTER (WHERE kind = 'practice' AND on_day < $1) AS practice
    FROM career_record r WHERE kind IN ('course', 'attended', 'practice')
      AND NOT EXISTS (SELECT FROM career_record w WHERE w.withdraws = r.id) GROUP BY 1, 2
), practised AS (
    SELECT c.agent_id, bool_and(attended < $1 AND practice >= 3) AS complete FROM course c JOIN held h ON h.id = c.agent_id
    WHERE assigned < $1 AND assigned >= h.since GROUP BY 1
), skilled AS (
    SELECT agent_id, count(*) AS skills FROM skill WHERE since < $1 GROUP BY 1
)
SELECT h.id,
       (h.hired + interval '6 months' <= $1)::int + coalesce(j.months = 4 AND j.good >= 3, false)::int
       + coalesce(j.months = 4 AND j.qa_n >= 16 AND j.weighted >= 88 * j.weight * 1000000, false)::int
       + coalesce(j.months = 4 AND j.lowest >= 75000000, false)::int + coalesce(e.best >= 85, false)::int
       + coalesce(t.hours >= 40000000, false)::int + coalesce(p.complete, false)::int + coalesce(s.skills >= 2, false)::int
       + (coalesce(c.complaints, 0) <= 2000000 AND (date_part('year', h.since) * 12 + date_part('month', h.since) - 1)::int
          + (date_part('day', h.since) > 1)::int <= (SELECT m FROM last))::int AS met
FROM held h LEFT JOIN judged j ON j.agent_id = h.id LEFT JOIN trained t ON t.agent_id = h.id
LEFT JOIN complained c ON c.agent_id = h.id LEFT JOIN examined e ON e.agent_id = h.id
LEFT JOIN practised p ON p.agent_id = h.id LEFT JOIN skilled s ON s.agent_id = h.id
WHERE h.hired < $1"""


class Growth(Struct, frozen=True):
    """Seconds of a whole round and of the one query, people for whom both find the same, and milliseconds of one page."""

    ours: float
    floor: float
    people: int
    alike: int
    page: float


async def measure(people: int) -> Growth:
    """Each the best of some alternated rounds, on engines of their own."""
    with tempfile.TemporaryDirectory(prefix="echelon-bench-") as folder:
        async with engines(Path(folder)) as (url, _):
            await migrate(url)
            clock = SetClock(NOW)
            async with Database(url, connections=4).open() as db:
                await FactsService(db, clock).ensure_catalogue()
                async with db.transaction() as unit:
                    await criteria.ship(unit, NOW)
                    await unit.execute(_PEOPLE.format(people=people))
                    await unit.execute(_ROLLUPS)
                return await _measured(db, clock, people)


async def _measured(db: Database, clock: SetClock, people: int) -> Growth:
    ours = floor = float("inf")
    async with db.connection() as connection:
        for _ in range(ROUNDS):
            begun = perf_counter()
            rows: Sequence[asyncpg.Record] = await connection.fetch(_ONE_QUERY, AS_OF)
            floor = min(floor, perf_counter() - begun)
            begun = perf_counter()
            met = await _round(connection)
            ours = min(ours, perf_counter() - begun)
    candidates = CandidateService(db, clock)
    pages = []
    for number in range(1, PAGES + 1):
        begun = perf_counter()
        await candidates.page(None, f"A{number * people // PAGES:05d}")
        pages.append(perf_counter() - begun)
    alike = sum(met.get(row["id"]) == row["met"] for row in rows)
    return Growth(ours, floor, people, alike, sorted(pages)[PAGES // 2] * 1000)


async def _round(connection: Connection) -> dict[int, int]:
    """By agent, how many of the required criteria are met."""
    found = {}
    async for person, evidence in gather(connection, None, as_of=AS_OF):
        readiness = assess(TO_INTERMEDIATE, View(evidence, AS_OF))
        found[person.id] = sum(
            verdict.met
            for one, verdict in zip(TO_INTERMEDIATE.enabled, readiness.verdicts, strict=True)
            if one.role == "required"
        )
    return found
