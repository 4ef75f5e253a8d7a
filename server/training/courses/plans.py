"""Who is to take which course by when: assigned to people and teams, or chosen by oneself where a course is offered."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import asyncpg
from msgspec import Struct

from career.months import month_of
from career.training.courses import Practising
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.people.reach import within_reach
from server.training.courses.catalogue import course_of
from server.training.courses.kept import CourseKept, courses
from server.training.courses.progress import Done, done, settle
from server.training.courses.refusals import (
    DUE_PAST,
    NO_PERSON,
    NO_PLAN,
    NOBODY,
    NOT_OFFERED,
    ON_PLAN,
    PLAN_COMPLETE,
)
from server.training.courses.whom import SEEN, TEAM, Learner, learner, myself, sight_of
from server.training.courses.worktime import due_days, off_duties
from server.wire import Bilingual, Named


class Assigned(Struct, frozen=True):
    """For how many people a course was put on the plan, and for how many it was there already. `moved` of those added are not
    at work on the due day: theirs is the last day at work before it, or the first after it."""

    added: int
    there: int
    moved: int = 0


class PlanKept(Struct, frozen=True, kw_only=True):
    """A course on somebody's plan and how far the person is: items seen by code, practice approved by kind."""

    id: int
    agent: Named
    team: Named | None
    course: CourseKept
    assigned_on: date
    due: date | None
    due_wished: date | None
    overdue: bool
    chosen: bool
    completed_on: date | None
    seen: dict[str, date]
    missing_items: tuple[str, ...]
    missing_practice: Mapping[Practising, int]


class Mine(Struct, frozen=True):
    """One's own plan, and what is offered besides; `said` are courses, by id, that one gave feedback on, `off_duty` sessions to come
    at which one is not at work."""

    plans: list[PlanKept]
    offered: list[CourseKept]
    said: frozenset[int]
    off_duty: frozenset[int] = frozenset()


_PLANS = f"""
SELECT p.*, a.code, a.name_zh, a.name_en, t.code AS team, t.name_zh AS team_zh, t.name_en AS team_en,
       business_day($5, z.zone, z.day_starts) AS today
FROM course_plan p JOIN agent a ON a.id = p.agent_id JOIN site z ON z.id = a.site_id JOIN course c ON c.id = p.course_id {TEAM}
WHERE p.withdrawn_at IS NULL AND ($6::int IS NULL OR p.id = $6) AND ($7::text IS NULL OR c.code = $7)
  AND ($8::text IS NULL OR t.code = $8) AND ((a.id = $3 AND $9) OR (NOT $9 AND {SEEN}
  AND ($1 OR NOT (c.kind = 'care' AND p.chosen))))
ORDER BY p.completed_on IS NOT NULL, p.due NULLS LAST, a.code, p.id LIMIT $10"""
_WHOM = f"""
SELECT a.id, a.code FROM agent a {TEAM}
WHERE a.left_on IS NULL AND {SEEN} AND (a.code = ANY($6) OR (t.code = ANY($7) AND EXISTS (
    SELECT FROM membership m WHERE m.agent_id = a.id AND m.team_id = t.id AND m.post = 'member'
    AND m.starts <= $5 AND (m.ends IS NULL OR m.ends > $5)))) ORDER BY a.id"""
_PUT = """
INSERT INTO course_plan (course_id, agent_id, assigned_on, due, level, chosen, assigned_by, assigned_at, due_wished)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (course_id, agent_id) WHERE withdrawn_at IS NULL DO NOTHING RETURNING id"""
_RESTORE = """
UPDATE course_plan p SET withdrawn_at = NULL WHERE id = $1 AND withdrawn_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM course_plan o WHERE o.course_id = p.course_id AND o.agent_id = p.agent_id AND o.withdrawn_at IS NULL)
RETURNING agent_id, course_id"""
MOST = 5000
_SOON = timedelta(days=60)


class Plans:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def seen_by(self, actor: Actor, course: str | None = None, team: str | None = None) -> list[PlanKept]:
        """Plans of those the actor helps to learn. A care course that somebody chose is nobody else's but the trainers'."""
        async with self._db.connection() as connection:
            return await self._plans(connection, actor, course=course, team=team)

    async def mine(self, actor: Actor) -> Mine:
        """One's own plan, what is due first, and the courses offered by now."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            person = await myself(connection, actor, now)
            plans = await self._plans(connection, actor, own=True)
            there = {one.course.id for one in plans}
            offered = [
                one
                for one in await courses(connection)
                if one.id not in there and not one.retired and _offered(one, person)
            ]
            given = await connection.fetch("SELECT course_id FROM course_feedback_given WHERE agent_id = $1", person.id)
            off = await _off_duty(connection, person.id, plans, now)
        return Mine(plans, offered, frozenset(row["course_id"] for row in given), off)

    async def assign(
        self, actor: Actor, course: str, people: Sequence[str], teams: Sequence[str], due: date | None
    ) -> Assigned:
        """Put a course on the plans of people and of the present members of teams; who has it there keeps the first due day.
        Everybody's due day is one at work."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            wanted = await course_of(connection, course, given=True)
            sight = sight_of(actor, now)
            rows = await connection.fetch(_WHOM, *sight.arguments, list(people), list(teams))
            if strangers := set(people).difference(row["code"] for row in rows):
                raise DomainError(NO_PERSON, key=min(strangers))
            if not rows:
                raise DomainError(NOBODY)
            learners = [await learner(connection, row["id"], now) for row in rows]
            if due is not None and any(within_reach(due) < one.today for one in learners):
                raise DomainError(DUE_PAST)
            days = {} if due is None else await due_days(connection, learners, due)
            added = moved = 0
            for person in learners:
                day = days.get(person.id)
                wished = due if day != due else None
                if await _put(connection, wanted, person, actor, day, now, chosen=False, wished=wished):
                    added += 1
                    moved += wished is not None
            detail = {"course": course, "added": added, "teams": sorted(teams), "moved": moved}
            await audit.record(connection, actor, "plan.assign", f"course/{course}", detail)
        return Assigned(added, len(rows) - added, moved)

    async def choose(self, actor: Actor, course: str) -> Mine:
        """Put an offered course on one's own plan."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            person = await myself(connection, actor, now)
            wanted = await course_of(connection, course, given=True)
            if not _offered(wanted, person):
                raise DomainError(NOT_OFFERED)
            if not await _put(connection, wanted, person, actor, None, now, chosen=True):
                raise DomainError(ON_PLAN)
        return await self.mine(actor)

    async def withdraw(self, actor: Actor, plan_id: int) -> None:
        """Take a course off a plan: by those who may assign it, and by oneself where one chose it. What is complete stays."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            found = await self._plans(connection, actor, plan_id=plan_id)
            if not found:
                found = [one for one in await self._plans(connection, actor, plan_id=plan_id, own=True) if one.chosen]
            if not found:
                raise DomainError(NO_PLAN, key=plan_id)
            taken = await connection.fetchval(
                "UPDATE course_plan SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL AND completed_on IS NULL"
                " RETURNING id",
                plan_id,
                now,
            )
            if taken is None:
                raise DomainError(PLAN_COMPLETE)
            if found[0].chosen:
                # What somebody chose and dropped again is on nobody's trail.
                return
            detail = {"course": found[0].course.code}
            await audit.record(connection, actor, "plan.withdraw", f"agent/{found[0].agent.code}", detail)

    async def restore(self, actor: Actor, plan_id: int) -> None:
        """Put back what was taken off a plan, with its due day: by whoever may take it off, while nobody assigned it anew."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            back = await connection.fetchrow(_RESTORE, plan_id)
            # Who may see it is asked of the plan as it then stands; a refusal takes all of this back.
            found = await self._plans(connection, actor, plan_id=plan_id)
            if back is None or not found:
                raise DomainError(NO_PLAN, key=plan_id)
            # What was seen and practised in between counts.
            await settle(connection, back["agent_id"], back["course_id"], now)
            if found[0].chosen:
                return
            detail = {"course": found[0].course.code}
            await audit.record(connection, actor, "plan.restore", f"agent/{found[0].agent.code}", detail)

    async def _plans(
        self,
        connection: Connection,
        actor: Actor,
        *,
        plan_id: int | None = None,
        course: str | None = None,
        team: str | None = None,
        own: bool = False,
    ) -> list[PlanKept]:
        sight = sight_of(actor, self._clock.now())
        rows = await connection.fetch(_PLANS, *sight.arguments, plan_id, course, team, own, MOST)
        ids = sorted({row["course_id"] for row in rows})
        known = {one.id: one for one in await courses(connection, None, ids)}
        states = await done(connection, sorted({row["agent_id"] for row in rows}), ids)
        return [
            _plan(row, known[row["course_id"]], states.get((row["agent_id"], row["course_id"]), Done())) for row in rows
        ]


async def _put(
    connection: Connection,
    course: CourseKept,
    person: Learner,
    actor: Actor,
    due: date | None,
    now: datetime,
    *,
    chosen: bool,
    wished: date | None = None,
) -> bool:
    number = await connection.fetchval(
        _PUT, course.id, person.id, person.today, due, person.level, chosen, actor.id, now, wished
    )
    if number is not None:
        # What was seen and practised before is not asked for twice.
        await settle(connection, person.id, course.id, now)
    return number is not None


async def _off_duty(connection: Connection, agent_id: int, plans: Sequence[PlanKept], now: datetime) -> frozenset[int]:
    """The sessions to come of open plans at which somebody is not at work; of later ones nothing is planned yet."""
    ahead = [
        one
        for plan in plans
        if plan.completed_on is None
        for item in plan.course.items
        for one in item.sessions
        if now < one.starts < now + _SOON and not one.cancelled
    ]
    off = await off_duties(connection, [agent_id], [(one.starts, one.ends) for one in ahead])
    return frozenset(one.id for one in ahead if agent_id in off[one.starts, one.ends])


def _offered(course: CourseKept, person: Learner) -> bool:
    """Whether somebody has been here long enough for a course that is offered by tenure."""
    if course.from_months is None:
        return False
    whole = month_of(person.today) - month_of(person.hired)
    return whole - (person.today.day < person.hired.day) >= course.from_months


def _plan(row: asyncpg.Record, course: CourseKept, state: Done) -> PlanKept:
    left = state.of(course)
    complete = row["completed_on"] is not None
    team = None
    if row["team"] is not None:
        team = Named(row["team"], Bilingual(zh=row["team_zh"], en=row["team_en"]))
    return PlanKept(
        id=row["id"],
        agent=Named(row["code"], Bilingual(zh=row["name_zh"], en=row["name_en"])),
        team=team,
        course=course,
        assigned_on=row["assigned_on"],
        due=row["due"],
        due_wished=row["due_wished"],
        overdue=not complete and row["due"] is not None and row["due"] < row["today"],
        chosen=row["chosen"],
        completed_on=row["completed_on"],
        seen=state.seen,
        missing_items=() if complete else left.items,
        missing_practice={} if complete else left.practice,
    )
