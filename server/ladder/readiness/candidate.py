"""One person's page: every criterion of every next step, and what each verdict rests on, down to the single fact."""

from datetime import date, timedelta

from msgspec.structs import replace

from career.evidence import SCORECARD, Evidence, MonthFacts, Sample, View, held_before
from career.exact import MICRO, format_ratio
from career.months import Month, first_day, month_text, parse_month
from career.names import called
from career.readiness import sealed, tells_results
from career.versions import Step, judged_by
from leaderboards.exact import format_micro
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Database
from server.errors import NOT_FOUND, DomainError, declare
from server.ladder.criteria import store as criteria
from server.ladder.criteria.naming import read_words, said
from server.ladder.criteria.wire import level_named
from server.ladder.evidence.gathering import gather
from server.ladder.evidence.needs import needs_of
from server.ladder.path.helping import Around
from server.ladder.path.service import judged_steps, next_step, team_of
from server.ladder.path.wire import NextStepOut
from server.ladder.readiness.behind import behind as behind_of
from server.ladder.readiness.behind import called_by
from server.ladder.readiness.judging import TRAINEE
from server.ladder.readiness.table import today
from server.ladder.readiness.wire import (
    BehindOut,
    CandidateOut,
    FactOut,
    FactsOut,
    LevelOut,
    MeasuredOut,
    MonthOut,
)
from server.ladder.records.permitted import may_read
from server.people.reach import within_reach
from server.people.results import RESULT_METRICS, reader_of, reads_results, without_private
from server.people.shapes import wire
from server.people.visibility import personal_agent
from server.wire import Bilingual, Named

BAD_MONTH = declare(
    "bad_month", 400, en="{value} is no month; write 2026-06.", zh="{value} 不是有效月份，请写成 2026-06 这样的形式。"
)
WITH_HR = ("请向人力资源了解", "Ask HR about it")

MOST_FACTS = 500
SHOWN_MONTHS = 24

_FACTS = """
SELECT f.fact_id, s.code AS source, f.at, f.value, f.weight, q.code AS queue, f.received_at, count(*) OVER () AS total
FROM fact f JOIN metric m ON m.id = f.metric_id JOIN source s ON s.id = f.source_id LEFT JOIN queue q ON q.id = f.queue_id
WHERE f.agent_id = $1 AND m.code = $2 AND f.day >= $3 AND f.day < $4 AND f.value IS NOT NULL{private}
ORDER BY f.at, f.source_id, f.fact_id LIMIT $5"""


class CandidateService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def page(self, actor: Actor | None, code: str, as_of: date | None = None) -> CandidateOut:
        """Everything as of a day (None: today). Raises `forbidden`, `no_such_agent`."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            agent_id = await personal_agent(connection, actor, code, now)
            day = within_reach(as_of or await today(connection, now))
            versions = await criteria.versions(connection)
            words = await read_words(connection)
            needs = needs_of(versions)
            ((person, evidence),) = [one async for one in gather(connection, [agent_id], as_of=day, needs=needs)]
            view = View(evidence, day)
            around = Around(view, (), words.names)
            level = person.level if view.held is None else view.held.level
            judged = judged_steps(versions, judged_by(versions, day), level, view)
            outside = not reads_results(actor, agent_id)
            if outside and level == TRAINEE:
                judged = [[replace(one, readiness=sealed(one.step, one.readiness)) for one in by] for by in judged]
            steps = [next_step(one, around) for one in judged]
            if "disciplinary" not in may_read(actor, agent_id):
                for step in steps:
                    step.blockers = [said(WITH_HR)] if step.blockers else []
            behind: dict[str, list[BehindOut]] = {}
            known = await called_by(connection, evidence, words.names)
            for by, step in zip(judged, steps, strict=True):
                counted = next(one.code for one in step.versions if one.counts)
                best = next(one for one in by if one.version.code == counted)
                if outside and level == TRAINEE:
                    _silence(step, best.step)
                behind[best.step.target] = [
                    behind_of(one.criterion, verdict, known)
                    for one, verdict in zip(best.step.enabled, best.readiness.verdicts, strict=True)
                ]
            team = await team_of(connection, person)
        names = {code: said(words.metrics.get(code) or called(code)) for code in (*needs.metrics, SCORECARD)}
        return CandidateOut(
            agent=Named(person.code, Bilingual(person.name_zh, person.name_en)),
            site=person.site,
            team=team,
            as_of=day,
            hired=person.hired,
            level=level_named(level),
            levels=[LevelOut(level_named(one.level), one.since) for one in evidence.levels],
            contract=person.contract,
            shift=person.shift,
            next=steps,
            behind=behind,
            months=_months(evidence, outside),
            metrics=names,
            enters=actor is None or (actor.may(Permission.RECORDS_WRITE) and actor.agent_id != agent_id),
        )

    async def facts(self, actor: Actor | None, code: str, metric: str, month: str) -> FactsOut:
        """The facts of a metric in a month, to who may see the person's career. Raises `bad_month` too."""
        try:
            number = parse_month(month)
            start, end = first_day(number), first_day(number + 1)
        except ValueError:
            raise DomainError(BAD_MONTH, value=month) from None
        async with self._db.connection() as connection:
            agent_id = await personal_agent(connection, actor, code, self._clock.now())
            if await connection.fetchval("SELECT 1 FROM metric WHERE code = $1", metric) is None:
                raise DomainError(NOT_FOUND, what="metric", key=metric)
            query = _FACTS.replace("{private}", without_private(reader_of(actor)))
            rows = await connection.fetch(query, agent_id, metric, start, end, MOST_FACTS)
        items = [
            FactOut(
                row["fact_id"], row["source"], wire(row["at"]), format_micro(row["value"]), format_micro(row["weight"]),
                row["queue"], wire(row["received_at"]),
            )
            for row in rows
        ]  # fmt: skip
        return FactsOut(items, rows[0]["total"] if rows else 0)


def _silence(told: NextStepOut, step: Step) -> None:
    """What rises, and by when it may be reached, would tell of marks that are not to be told."""
    for one, verdict in zip(step.enabled, told.verdicts, strict=True):
        if tells_results(one.criterion):
            verdict.trend = verdict.ahead = None
            verdict.helps = []


def _months(evidence: Evidence, outside: bool) -> list[MonthOut]:
    """Oldest first; for those `outside` a trainee's without what learning came to, and its scorecard in whole points."""
    return [
        _month(month, facts, outside and _as_trainee(evidence, month))
        for month, facts in sorted(evidence.months.items())[-SHOWN_MONTHS:]
    ]


def _as_trainee(evidence: Evidence, month: Month) -> bool:
    now, then = evidence.levels[-1:], held_before(evidence.levels, first_day(month) + timedelta(days=1))
    return any(one.level == TRAINEE for one in now) or (then is not None and then.level == TRAINEE)


def _month(month: Month, facts: MonthFacts, private: bool) -> MonthOut:
    places = 0 if private else 2
    return MonthOut(
        month_text(month),
        None if facts.half_days is None else format_ratio((facts.half_days, 2), 1),
        None if facts.score is None else format_ratio((facts.score, MICRO), places),
        facts.carried_over,
        {name: _measured(sample) for name, sample in facts.samples.items() if not (private and name in RESULT_METRICS)},
    )


def _measured(sample: Sample) -> MeasuredOut:
    mean = format_ratio((sample.sum_weighted, sample.sum_weight * MICRO), 2) if sample.sum_weight else None
    return MeasuredOut(sample.n, mean, format_ratio((sample.sum_value, MICRO), 2))
