"""Opens and reviews support plans; proposes and confirms measures by the rule book's order: support first, then two people."""

from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from asyncpg import UniqueViolationError
from msgspec import Struct

from career import support
from career.ladder import LEVELS, climbs
from career.refusal import Refusal
from career.review import Actor as Reviewer
from career.support import Measure, MeasureKind
from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import NOT_FOUND, DomainError
from server.ladder.cycles.refusals import refuse
from server.ladder.cycles.who import person_of
from server.ladder.records.service import RecordsService
from server.ladder.support import store
from server.ladder.support.refusals import (
    EFFECT_IN_PAST,
    LATE_START,
    LEADS_PERSON,
    LEVEL_WANTED,
    MEASURE_OVER,
    MEASURE_THERE,
    NO_MEASURE,
    NO_PLAN,
    NOT_LOWER,
    PLAN_THERE,
)
from server.ladder.support.store import Cause, Due, MeasureKept, Person, PlanKept, Sight, named_team
from server.people.reach import within_reach
from server.wire import Bilingual, Named


class PlanWanted(Struct, frozen=True, kw_only=True):
    """A plan as somebody wants to open it."""

    agent: str
    cause: Cause
    goals: str
    help: str
    starts: date
    ends: date


class MeasureWanted(Struct, frozen=True, kw_only=True):
    """A measure as the first of two proposes it."""

    agent: str
    kind: MeasureKind
    reason: str
    level: str | None
    effective: date


class Again(Struct, frozen=True):
    """After how many months a level's exam is asked for again, and the result that certifies."""

    level: str
    every_months: int
    pass_mark: str


def sight_of(actor: Actor) -> Sight:
    """Who decides sees everybody; a lead the own teams; everybody oneself."""
    teams = actor.own_teams if actor.may(Permission.CYCLES_RECOMMEND) else frozenset[int]()
    return Sight(actor.may(Permission.CYCLES_DECIDE), tuple(sorted(teams)), actor.agent_id or 0)


class SupportService:
    """See the module. Everything concerns one person at a time, under a lock on that person."""

    def __init__(self, db: Database, clock: Clock, records: RecordsService) -> None:
        self._db = db
        self._clock = clock
        self._records = records

    async def plans(self, actor: Actor, agent: str | None, *, running: bool) -> list[PlanKept]:
        """Plans the actor may see; of one person, or all."""
        now, sight = self._clock.now(), sight_of(actor)
        async with self._db.connection() as connection:
            agent_id = None if agent is None else (await self._person(connection, actor, agent)).id
            return await store.plans(connection, sight, now, agent_id=agent_id, running=running)

    async def measures(self, actor: Actor, agent: str | None) -> list[MeasureKept]:
        """Measures the actor may see; of one person, or all."""
        now, sight = self._clock.now(), sight_of(actor)
        async with self._db.connection() as connection:
            agent_id = None if agent is None else (await self._person(connection, actor, agent)).id
            return await store.measures(connection, sight, now, agent_id=agent_id)

    async def open(self, actor: Actor, wanted: PlanWanted) -> PlanKept:
        """Begin to help somebody: what is to be reached, and what the centre does for it."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            viewer = await person_of(connection, actor)
            person = await self._person(connection, actor, wanted.agent, lock=True)
            within_reach(wanted.starts), within_reach(wanted.ends)
            made = support.open_plan(person.key, viewer.reviewer, wanted.goals, wanted.starts, wanted.ends)
            if isinstance(made, Refusal):
                refuse(made)
            if wanted.starts < self._today(person):
                raise DomainError(LATE_START)
            try:
                plan_id: int = await connection.fetchval(
                    "INSERT INTO support_plan (agent_id, cause, goals, help, starts, ends, opened_by, opened_who, opened_at)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
                    person.id,
                    wanted.cause,
                    wanted.goals.strip(),
                    wanted.help.strip(),
                    wanted.starts,
                    wanted.ends,
                    actor.id,
                    viewer.who,
                    now,
                )
            except UniqueViolationError as there:
                raise DomainError(PLAN_THERE) from there
            detail = {"plan": plan_id, "cause": wanted.cause}
            await audit.record(connection, actor, "support.open", f"agent/{person.code}", detail)
            return await self._plan(connection, actor, plan_id)

    async def review(self, actor: Actor, plan_id: int, recovered: bool, words: str) -> PlanKept:
        """Say how a plan ended. That it was not enough only once its time is over."""
        async with self._db.transaction() as connection:
            viewer = await person_of(connection, actor)
            plan = await self._plan(connection, actor, plan_id)
            person = await self._person(connection, actor, plan.agent.code, lock=True)
            plan = await self._plan(connection, actor, plan_id)
            today = self._today(person)
            found = support.review_plan(plan.rule(), viewer.reviewer, recovered, today)
            if isinstance(found, Refusal):
                refuse(found)
            await connection.execute(
                "UPDATE support_plan SET outcome = $2, review = $3, reviewed_by = $4, reviewed_who = $5, reviewed_on = $6"
                " WHERE id = $1",
                plan_id,
                found.outcome,
                words.strip(),
                actor.id,
                viewer.who,
                today,
            )
            detail = {"plan": plan_id, "outcome": found.outcome}
            await audit.record(connection, actor, "support.review", f"agent/{person.code}", detail)
            return await self._plan(connection, actor, plan_id)

    async def propose(self, actor: Actor, wanted: MeasureWanted) -> MeasureKept:
        """The first of two proposes a measure, after support was not enough."""
        async with self._db.transaction() as connection:
            viewer = await person_of(connection, actor)
            person = await self._person(connection, actor, wanted.agent, lock=True)
            plans = await self._plans_of(connection, person)
            today = self._today(person)
            rules = [one.rule() for one in plans]
            made = support.propose(person.key, wanted.kind, viewer.reviewer, wanted.reason, rules, today)
            if isinstance(made, Refusal):
                refuse(made)
            _judge(person, viewer.who, wanted, today)
            latest = max((one for one in plans if one.starts <= today), key=lambda one: one.starts)
            try:
                measure_id: int = await connection.fetchval(
                    "INSERT INTO measure (agent_id, plan_id, kind, reason, level, effective, proposed_by, proposed_who,"
                    " proposed_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
                    person.id,
                    latest.id,
                    wanted.kind,
                    wanted.reason.strip(),
                    wanted.level,
                    wanted.effective,
                    actor.id,
                    viewer.who,
                    today,
                )
            except UniqueViolationError as there:
                raise DomainError(MEASURE_THERE) from there
            detail = {"measure": measure_id, "kind": wanted.kind}
            await audit.record(connection, actor, "measure.propose", f"agent/{person.code}", detail)
            return await self._measure(connection, actor, measure_id)

    async def decide(
        self, actor: Actor, measure_id: int, outcome: Literal["confirmed", "sent_back"], words: str
    ) -> MeasureKept:
        """The second of two: confirm, or send back with a reason. A downgrade then begins on its day."""
        async with self._db.transaction() as connection:
            viewer = await person_of(connection, actor)
            measure = await self._measure(connection, actor, measure_id)
            person = await self._person(connection, actor, measure.agent.code, lock=True)
            measure = await self._measure(connection, actor, measure_id)
            if measure.outcome is not None:
                raise DomainError(MEASURE_OVER)
            today = self._today(person)
            if viewer.who in person.leads:
                raise DomainError(LEADS_PERSON)
            if outcome == "confirmed":
                rules = [one.rule() for one in await self._plans_of(connection, person)]
                found = support.confirm(_rule(measure, person), viewer.reviewer, rules, today)
                if isinstance(found, Refusal):
                    refuse(found)
            elif refused := _may_send_back(viewer.reviewer, person, words):
                refuse(refused)
            await connection.execute(
                "UPDATE measure SET outcome = $2, answer = $3, decided_by = $4, decided_who = $5, decided_on = $6 WHERE id = $1",
                measure_id,
                outcome,
                words.strip() or None,
                actor.id,
                viewer.who,
                today,
            )
            if outcome == "confirmed" and measure.level is not None:
                ground, since = f"measure:{measure_id}", max(measure.effective, today)
                await self._records.begin_level(
                    connection, agent_id=person.id, level=measure.level, since=since, ground=ground, by=actor
                )
            detail = {"measure": measure_id, "kind": measure.kind, "outcome": outcome}
            await audit.record(connection, actor, "measure.decide", f"agent/{person.code}", detail)
            return await self._measure(connection, actor, measure_id)

    async def due(self, actor: Actor, within_days: int) -> list[Due]:
        """Who is asked for an exam again by now or soon, the longest due first. Being due changes nothing."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            rows = await store.certified(connection, sight_of(actor), now)
        found = []
        for row in rows:
            day = support.recertification_due(row["certified"], row["every_months"])
            if (day - now.date()).days <= within_days:
                named = Named(row["code"], Bilingual(zh=row["name_zh"], en=row["name_en"]))
                found.append(
                    Due(
                        named,
                        named_team(row),
                        row["level"],
                        row["certified"],
                        day,
                        row["every_months"],
                        row["under_way"],
                    )
                )
        return sorted(found, key=lambda one: (one.due, one.agent.code))

    async def asked_again(self) -> list[Again]:
        """Which levels ask for their exam again."""
        async with self._db.connection() as connection:
            rows = await connection.fetch("SELECT * FROM recertification ORDER BY level")
        return [Again(row["level"], row["every_months"], f"{row['pass_mark'].normalize():f}") for row in rows]

    async def ask_again(self, actor: Actor, wanted: list[Again]) -> list[Again]:
        """Choose which levels do; levels that are not named never ask."""
        for one in wanted:
            if one.level not in LEVELS:
                raise DomainError(NOT_FOUND, what="level", key=one.level)
        async with self._db.transaction() as connection:
            await connection.execute("DELETE FROM recertification")
            await connection.executemany(
                "INSERT INTO recertification VALUES ($1, $2, $3::text::numeric)",
                [(one.level, one.every_months, one.pass_mark) for one in wanted],
            )
            levels = {one.level: one.every_months for one in wanted}
            await audit.record(connection, actor, "recertification.set", "recertification", levels)
        return await self.asked_again()

    async def _person(self, connection: Connection, actor: Actor, code: str, *, lock: bool = False) -> Person:
        """Somebody whose plans the actor may see; `lock` holds off other commands about the same person."""
        if lock:
            await connection.execute("SELECT FROM agent WHERE code = $1 FOR NO KEY UPDATE", code)
        found = await store.person(connection, code, sight_of(actor), self._clock.now())
        if found is None:
            raise DomainError(NOT_FOUND, what="agent", key=code)
        return found

    async def _plans_of(self, connection: Connection, person: Person) -> list[PlanKept]:
        everything = Sight(True, (), 0)
        return await store.plans(connection, everything, self._clock.now(), agent_id=person.id)

    async def _plan(self, connection: Connection, actor: Actor, plan_id: int) -> PlanKept:
        found = await store.plans(connection, sight_of(actor), self._clock.now(), plan_id=plan_id)
        if not found:
            raise DomainError(NO_PLAN, key=plan_id)
        return found[0]

    async def _measure(self, connection: Connection, actor: Actor, measure_id: int) -> MeasureKept:
        found = await store.measures(connection, sight_of(actor), self._clock.now(), measure_id=measure_id)
        if not found:
            raise DomainError(NO_MEASURE, key=measure_id)
        return found[0]

    def _today(self, person: Person) -> date:
        return self._clock.now().astimezone(ZoneInfo(person.site_zone)).date()


def _judge(person: Person, who: str, wanted: MeasureWanted, today: date) -> None:
    if who in person.leads:
        raise DomainError(LEADS_PERSON)
    if (wanted.kind == "downgrade") != (wanted.level is not None):
        raise DomainError(LEVEL_WANTED)
    if wanted.level is not None and not climbs(wanted.level, person.level):
        raise DomainError(NOT_LOWER, level=wanted.level)
    if within_reach(wanted.effective) < today:
        raise DomainError(EFFECT_IN_PAST)


def _may_send_back(actor: Reviewer, person: Person, words: str) -> Refusal | None:
    """Whoever may decide may send back, the proposer too; with a reason."""
    if actor.who == person.key:
        return Refusal("own_case", person.key)
    return None if words.strip() else Refusal("reason_missing")


def _rule(measure: MeasureKept, person: Person) -> Measure:
    return Measure(person.key, measure.kind, measure.reason, measure.proposed_who, measure.proposed_on)
