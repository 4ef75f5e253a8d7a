"""Opening balances: files of what was on record before, judged row by row, taken in marked as carried over."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec

from career.exact import parse_decimal
from career.months import first_day, month_of, month_text
from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError, declare
from server.ladder.records import balances, store
from server.ladder.records.permitted import may_enter
from server.ladder.records.record import AnyBody, Attended, Course, Exam, Level, NewRecord, Practice, TrainingHours
from server.ladder.records.refusals import FUTURE_RECORD, OWN_RECORD
from server.ladder.records.service import RecordsService, check_history
from server.ladder.scorecards.publishing import CarriedOver, carry_over
from server.people.imports.columns import Cells, Column, read_rows
from server.people.imports.plan import Seen, Steps, Tally
from server.people.imports.service import NO_KIND, Outcome, template_of
from server.people.imports.sheet import read_sheet
from server.people.reach import within_reach
from server.people.refusals import NO_SUCH

RUNNING_MONTH = declare(
    "month_not_over", 400, en="{value} is not over yet.", zh="{value} 尚未结束，不能作为历史月份导入。"
)
COUNTED_MONTH = declare(
    "month_counted",
    409,
    en="The scorecard of {value} was counted from facts; it is not replaced.",
    zh="{value} 的评分卡已由数据计算得出，不会被替换。",
)


class Balance(NamedTuple):
    """A row that passed its cells, about whom, and the name it is known by."""

    cells: Cells
    agent_id: int
    agent: str
    name: str


class Plan(NamedTuple):
    """What to store: records, those they take the place of, and months of the scorecard."""

    records: list[NewRecord]
    replaced: list[int]
    months: list[CarriedOver]


class Job(NamedTuple):
    """What a kind works with. Nobody enters anything about oneself, so `own` is the agent of whoever imports."""

    connection: Connection
    rows: list[Cells]
    tally: Tally
    steps: Steps
    agents: Mapping[str, Mapping[str, Any]]
    own: int | None
    today: date


class Kind(NamedTuple):
    """A kind of file: its columns, how a row is named among those of one agent, and what judges them."""

    columns: tuple[Column, ...]
    name: Callable[[dict[str, Any]], str]
    plan: Callable[[Job, list[Balance]], Awaitable[Plan]]


async def _passed(job: Job, kind: Kind) -> list[Balance]:
    """Rows about agents there are, each thing named once; the others are refused."""
    seen, found = Seen(), []
    for cells in job.rows:
        await job.steps.take()
        faults: list[tuple[str | None, DomainError]] = list(cells.faults)
        agent = cells.values.get("agent") or ""
        known = job.agents.get(agent)
        if agent and known is None:
            faults.append(("agent", DomainError(NO_SUCH["agent"], key=agent)))
        elif known is not None and known["id"] == job.own:
            faults.append(("agent", DomainError(OWN_RECORD)))
        if not faults and known is not None:
            try:
                name = kind.name(cells.values)
                seen.check(cells.number, (agent, name), f"{agent} {name}")
                found.append(Balance(cells, known["id"], agent, name))
            except DomainError as refusal:
                faults.append((None, refusal))
        if faults:
            job.tally.refuse(cells.number, faults)
    return found


def _record_of(row: Balance) -> NewRecord:
    on, body = _said(row.cells.values)
    return NewRecord(row.agent_id, on, body, source="carried_over", carried_over=True, ref=row.name)


def _said(values: dict[str, Any]) -> tuple[date, AnyBody]:
    if "exam" in values:
        return values["taken_on"], Exam(values["exam"], values["score"])
    if "level" in values:
        return values["since"], Level(values["level"], values.get("ground") or "")
    if "hours" in values:
        # The last day of the month: only the month's sum is known.
        return first_day(values["month"] + 1) - timedelta(days=1), TrainingHours(values["hours"])
    course = values["course"]
    kinds: dict[str, AnyBody] = {"course": Course(course), "attended": Attended(course), "practice": Practice(course)}
    return values["on_day"], kinds[values["what"]]


async def _plan_records(job: Job, rows: list[Balance]) -> Plan:
    """A row that says something else than before under the same name takes the earlier record's place."""
    records = [(row, _record_of(row)) for row in rows]
    held = await store.named(job.connection, [record for _, record in records])
    plan = Plan([], [], [])
    for row, record in records:
        try:
            _check(job, row, record)
        except DomainError as refusal:
            job.tally.refuse(row.cells.number, [(None, refusal)])
            continue
        before = held.get(store.name_of(record))
        old = None if before is None else {"on": before.on_day, **before.body}
        new = {"on": record.on, **msgspec.to_builtins(record.body)}
        if job.tally.note(row.cells.number, f"{row.agent} {row.name}", old, new):
            plan.records.append(record)
            if before is not None:
                plan.replaced.append(before.id)
    return plan


def _check(job: Job, row: Balance, record: NewRecord) -> None:
    within_reach(record.on)
    if isinstance(record.body, Level):
        check_history(record.body, record.on, job.agents[row.agent]["since"], carried_over=True)
    elif isinstance(record.body, TrainingHours):
        if month_of(record.on) >= month_of(job.today):
            raise DomainError(RUNNING_MONTH, value=month_text(month_of(record.on)))
    elif record.on > job.today:
        raise DomainError(FUTURE_RECORD, day=record.on)


async def _plan_scorecards(job: Job, rows: list[Balance]) -> Plan:
    held = await store.cards(job.connection, sorted({row.agent_id for row in rows}))
    plan = Plan([], [], [])
    for row in rows:
        values = row.cells.values
        month, before = values["month"], held.get((row.agent_id, values["month"]))
        if month >= month_of(job.today):
            job.tally.refuse(row.cells.number, [("month", DomainError(RUNNING_MONTH, value=month_text(month)))])
            continue
        if before is not None and not before["carried_over"] and before["score"] is not None:
            job.tally.refuse(row.cells.number, [("month", DomainError(COUNTED_MONTH, value=month_text(month)))])
            continue
        score, days = values.get("score"), values.get("worked_days")
        one = CarriedOver(
            row.agent_id,
            month,
            None if score is None else parse_decimal(score),
            None if days is None else 2 * parse_decimal(days) // 1_000_000,
        )
        old = None
        if before is not None and before["carried_over"]:
            old = {"score": before["score"], "half_days": before["half_days"]}
        if job.tally.note(
            row.cells.number, f"{row.agent} {row.name}", old, {"score": one.score, "half_days": one.half_days}
        ):
            plan.months.append(one)
    return plan


KINDS: dict[str, Kind] = {
    "levels": Kind(balances.LEVELS, lambda v: f"{v['level']} {v['since']}", _plan_records),
    "exams": Kind(balances.EXAMS, lambda v: v.get("ref") or f"{v['exam']} {v['taken_on']}", _plan_records),
    "training": Kind(balances.TRAINING, lambda v: month_text(v["month"]), _plan_records),
    "courses": Kind(
        balances.COURSES, lambda v: v.get("ref") or f"{v['course']} {v['what']} {v['on_day']}", _plan_records
    ),
    "scorecards": Kind(balances.SCORECARDS, lambda v: month_text(v["month"]), _plan_scorecards),
}
"""Kinds in the order in which they are best filled in."""

_WRITES = {"levels": "level", "exams": "exam", "training": "training_hours", "courses": "course"}

_AGENTS = "SELECT code, id, coalesce(level_since, hired) AS since FROM agent"


class BalancesService:
    """Commands about files of opening balances."""

    def __init__(self, db: Database, clock: Clock, records: RecordsService) -> None:
        self._db = db
        self._clock = clock
        self._records = records

    async def take(
        self,
        actor: Actor | None,
        kind: str,
        content: bytes,
        *,
        dry_run: bool = False,
        partial: bool = False,
        tell: Callable[[int], None] | None = None,
    ) -> Outcome:
        """As `ImportService.take` for people: all or nothing, with `partial` what is right, with `dry_run` nothing."""
        found = _kind(kind)
        _refuse(actor, kind)
        rows = await asyncio.to_thread(lambda: read_rows(read_sheet(content), found.columns))
        tally, steps = Tally(), Steps(tell)
        async with self._db.transaction() as unit:
            agents = {row["code"]: row for row in await unit.fetch(_AGENTS)}
            own = None if actor is None else actor.agent_id
            job = Job(unit, rows, tally, steps, agents, own, self._clock.now().date())
            plan = await found.plan(job, await _passed(job, found))
            written = not dry_run and (partial or not tally.refused)
            if written:
                await self._store(unit, actor, kind, plan, tally)
        steps.finish()
        return Outcome(
            kind=kind,
            rows=len(rows),
            created=tally.created,
            changed=tally.changed,
            unchanged=tally.unchanged,
            refused=tally.refused,
            written=written,
            errors=sorted(tally.faults, key=lambda fault: fault.row),
            changes=tally.changes,
        )

    async def _store(self, unit: Connection, actor: Actor | None, kind: str, plan: Plan, tally: Tally) -> None:
        for record_id in plan.replaced:
            await self._records.withdraw(unit, actor, record_id, "replaced by a later import")
        if plan.records:
            await self._records.enter(unit, actor, plan.records)
        if plan.months:
            await carry_over(unit, plan.months, at=self._clock.now())
        counts = {"created": tally.created, "changed": tally.changed, "refused": tally.refused}
        await audit.record(unit, actor, "career.import", f"import/{kind}", counts)


def _refuse(actor: Actor | None, kind: str) -> None:
    """Who may enter such records one by one may import them; scorecards need the right to publish them."""
    if actor is None:
        return
    if kind == "scorecards" and not actor.may(Permission.SCORECARDS_WRITE):
        raise DomainError(FORBIDDEN)
    if kind != "scorecards" and _WRITES[kind] not in may_enter(actor):
        raise DomainError(FORBIDDEN)


def _kind(kind: str) -> Kind:
    found = KINDS.get(kind)
    if found is None:
        raise DomainError(NO_KIND, key=kind, kinds=", ".join(KINDS))
    return found


def template(kind: str, form: str) -> bytes:
    """An empty file of a kind with an example. Raises `no_such_import`."""
    return template_of(_kind(kind).columns, form)
