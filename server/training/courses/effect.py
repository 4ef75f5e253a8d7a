"""Whether a course helped: knowledge, behaviour and performance before and after it, against comparable others; and feedback."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from career.exact import format_ratio
from career.training.comparing import Taker, balanced, spans, stand_ins
from leaderboards.student import FEWEST, Estimate, difference, estimate
from server.clock import Clock
from server.db.pool import Connection, Database
from server.training.courses.catalogue import course_of
from server.training.courses.feedback import told
from server.training.courses.kept import CourseKept
from server.training.exams.reading import results
from server.wire import Bilingual

BEHAVIOUR = "qa"
FEWEST_FACTS = 3
"""Facts on each side below which somebody's figure says nothing."""
MICRO = 1_000_000


class Compared(Struct, frozen=True, kw_only=True):
    """How much more those who took the course changed than the others; positive is always better.

    `estimate` is absent with fewer than five on either side. `before` and `after` are the means of those who took it.
    """

    metric: str
    name: Bilingual
    unit: str
    good: Literal["higher", "lower"]
    per_day: bool
    takers: int
    others: int
    estimate: Estimate | None
    before: float | None
    after: float | None


class Knowledge(Struct, frozen=True):
    """The change between the exams before and after of those who sat both."""

    n: int
    estimate: Estimate | None


class Feedback(Struct, frozen=True):
    """Five at a time: how many voices are counted, and their mean of 1 to 5."""

    n: int
    mean: str | None


class Effect(Struct, frozen=True, kw_only=True):
    """The four evaluations of a course. Of those who completed it `too_early` have not worked `weeks` weeks since."""

    course: str
    weeks: int
    fewest: int
    completed: int
    too_early: int
    knowledge: Knowledge | None
    behaviour: Compared | None
    performance: Compared | None
    feedback: Feedback


_TAKERS = """
SELECT p.agent_id, a.site_id, p.level, p.completed_on, least(p.completed_on, coalesce(
    (SELECT min(v.on_day) FROM item_seen v JOIN course_item i ON i.id = v.item_id
     WHERE v.agent_id = p.agent_id AND i.course_id = p.course_id),
    p.completed_on), coalesce(
    (SELECT min(business_day(s.starts, z.zone, z.day_starts)) FROM session_attendance t JOIN course_session s ON s.id = t.session_id
     JOIN course_item i ON i.id = s.item_id
     WHERE t.agent_id = p.agent_id AND t.mark = 'present' AND i.course_id = p.course_id), p.completed_on)) AS began
FROM course_plan p JOIN agent a ON a.id = p.agent_id JOIN site z ON z.id = a.site_id
WHERE p.course_id = $1 AND p.withdrawn_at IS NULL AND p.completed_on IS NOT NULL"""
# Whoever has the course on the plan, or has seen some of it, is no comparison.
_OTHERS = """
SELECT a.id, a.site_id, a.level, a.level_since, a.hired FROM agent a
WHERE NOT EXISTS (SELECT FROM course_plan p WHERE p.agent_id = a.id AND p.course_id = $1 AND p.withdrawn_at IS NULL)
  AND NOT EXISTS (SELECT FROM item_seen v JOIN course_item i ON i.id = v.item_id WHERE v.agent_id = a.id AND i.course_id = $1)
  AND NOT EXISTS (SELECT FROM session_attendance t JOIN course_session s ON s.id = t.session_id
                  JOIN course_item i ON i.id = s.item_id
                  WHERE t.agent_id = a.id AND t.mark = 'present' AND i.course_id = $1)"""
_FIGURES = """
SELECT w.agent_id, w.side, count(*) AS n, count(DISTINCT f.day) AS days, sum(f.value) AS total, sum(f.weight) AS weights,
       sum(f.value::numeric * f.weight) AS weighted
FROM unnest($2::int[], $3::text[], $4::date[], $5::date[]) AS w(agent_id, side, starts, ends)
JOIN fact f ON f.agent_id = w.agent_id AND f.metric_id = $1 AND f.value IS NOT NULL AND f.day >= w.starts AND f.day < w.ends
     AND f.at >= w.starts - interval '2 days' AND f.at < w.ends + interval '2 days'
GROUP BY w.agent_id, w.side"""
_METRIC = "SELECT id, code, name_zh, name_en, unit, combine, good FROM metric WHERE code = $1"

Figures = dict[int, tuple[float, float]]
"""Before and after, of those who have both."""


class Effects:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def of(self, code: str, weeks: int) -> Effect:
        """The report of a course; nothing in it covers fewer than five people. Care is never measured by anybody's figures."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            course = await course_of(connection, code)
            took = await _takers(connection, course) if course.kind != "care" else []
            ripe = [one for one in took if spans(one.began, one.done, weeks).after[1] <= now.date()]
            others = await _others(connection, course, ripe, weeks)
            performance = behaviour = None
            if course.kind != "care":
                behaviour = await compare(connection, BEHAVIOUR, ripe, others, weeks)
            if course.kind != "care" and course.trained not in {None, BEHAVIOUR}:
                performance = await compare(connection, course.trained or "", ripe, others, weeks)
            knowledge = await _knowledge(connection, course, took, now)
            n, mean = await told(connection, course.id)
        return Effect(
            course=code,
            weeks=weeks,
            fewest=FEWEST,
            completed=len(took),
            too_early=len(took) - len(ripe),
            knowledge=knowledge,
            behaviour=behaviour,
            performance=performance,
            feedback=Feedback(n, None if mean is None else format_ratio(mean, 1)),
        )


async def compare(
    connection: Connection, metric: str, takers: Sequence[Taker], others: Sequence[Taker], weeks: int
) -> Compared | None:
    """One metric's change of takers against others who stand in for them; None for a metric that has no better and worse."""
    row = await connection.fetchrow(_METRIC, metric)
    if row is None or row["good"] == "band" or row["combine"] not in {"sum", "mean"}:
        return None
    figures = await _figures(connection, row["id"], row["combine"], [*takers, *others], weeks)
    chosen, against = balanced(
        [one for one in takers if one.who in figures], [one for one in others if one.who in figures]
    )
    sign = -1 if row["good"] == "lower" else 1
    found = difference(_changes(figures, chosen, sign), _changes(figures, against, sign))
    mine = [figures[one.who] for one in chosen] if found else []
    return Compared(
        metric=metric,
        name=Bilingual(zh=row["name_zh"], en=row["name_en"]),
        unit=row["unit"],
        good=row["good"],
        per_day=row["combine"] == "sum",
        takers=len(chosen),
        others=len(against),
        estimate=found,
        before=sum([one[0] for one in mine]) / len(mine) if mine else None,
        after=sum([one[1] for one in mine]) / len(mine) if mine else None,
    )


def _changes(figures: Figures, people: Sequence[Taker], sign: int) -> list[float]:
    return [sign * (figures[one.who][1] - figures[one.who][0]) for one in people]


async def _figures(
    connection: Connection, metric_id: int, combine: str, people: Sequence[Taker], weeks: int
) -> Figures:
    """Each person's mean, or sum a day on which there was any, over the weeks before and after."""
    agents: list[int] = []
    sides: list[str] = []
    starts: list[date] = []
    ends: list[date] = []
    for one in people:
        both = spans(one.began, one.done, weeks)
        for side, (first, last) in (("before", both.before), ("after", both.after)):
            agents.append(one.who)
            sides.append(side)
            starts.append(first)
            ends.append(last)
    found: dict[tuple[int, str], float] = {}
    for row in await connection.fetch(_FIGURES, metric_id, agents, sides, starts, ends):
        if row["n"] < FEWEST_FACTS:
            continue
        if combine == "sum":
            figure = int(row["total"]) / (row["days"] * MICRO)
        else:
            figure = int(row["weighted"]) / (int(row["weights"]) * MICRO)
        found[row["agent_id"], row["side"]] = figure
    whole = {agent for agent, side in found if (agent, "before") in found and (agent, "after") in found}
    return {agent: (found[agent, "before"], found[agent, "after"]) for agent in whole}


async def _takers(connection: Connection, course: CourseKept) -> list[Taker]:
    return [
        Taker(row["agent_id"], (row["site_id"], row["level"]), row["began"], row["completed_on"])
        for row in await connection.fetch(_TAKERS, course.id)
    ]


async def _others(connection: Connection, course: CourseKept, takers: Sequence[Taker], weeks: int) -> list[Taker]:
    """Everybody of the same site and level who did not take the course, with the days of one who did; without those who were not
    in that level when the weeks before began."""
    if not takers:
        return []
    by_group: dict[Hashable, list[int]] = {}
    since: dict[int, date] = {}
    for row in await connection.fetch(_OTHERS, course.id):
        by_group.setdefault((row["site_id"], row["level"]), []).append(row["id"])
        since[row["id"]] = row["level_since"] or row["hired"]
    long = timedelta(weeks=weeks)
    return [one for one in stand_ins(takers, by_group) if since[one.who] <= one.began - long]


async def _knowledge(
    connection: Connection, course: CourseKept, takers: Sequence[Taker], now: datetime
) -> Knowledge | None:
    """The last result before and the first after of those who have both."""
    if course.exam_before is None or course.exam_after is None:
        return None
    by_agent: Mapping[int, Taker] = {one.who: one for one in takers}
    before: dict[int, tuple[date, int]] = {}
    after: dict[int, tuple[date, int]] = {}
    for row in await results(connection, sorted(by_agent), accepted_before=now + timedelta(seconds=1)):
        taker = by_agent[row.agent_id]
        here = (row.on, row.value)
        if row.exam == course.exam_before and row.on <= taker.began:
            before[row.agent_id] = max(before.get(row.agent_id, here), here)
        if row.exam == course.exam_after and row.on >= taker.done:
            after[row.agent_id] = min(after.get(row.agent_id, here), here)
    changes = [(after[who][1] - before[who][1]) / MICRO for who in sorted(set(before) & set(after))]
    return Knowledge(len(changes), estimate(changes))
