"""Sets exams and says who takes them when; the load guard is held on every scheduling, whoever does it."""

from datetime import date, datetime, timedelta

import msgspec
from msgspec import Struct

from career.refusal import Refusal
from career.training.bank import check, draw
from career.training.load import LoadGuard, may_schedule
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import TAKEN, DomainError
from server.people.reach import within_reach
from server.people.rostered import Hours
from server.training.exams import bank, hours, store
from server.training.exams.refusals import (
    BAD_EXAM,
    BAD_WINDOW,
    EXAM_BEGUN,
    INVITED_NOBODY,
    NO_HOURS,
    NO_PERSON,
    OUTSIDE_WINDOW,
    SAT_ALREADY,
    WITHDRAWN,
    refuse,
    refuse_faults,
)
from server.training.exams.store import EXAM, Exam, ExamSheet, exam_of

_MOST_INVITED = 2000


class Listed(Struct, frozen=True):
    """An exam in the trainer's list: how many are invited, and how many of them have sat it."""

    exam: Exam
    invited: int
    taken: int


class Invited(Struct, frozen=True):
    """Somebody invited; `taken` says that the paper was opened, never how it went."""

    code: str
    name_zh: str
    name_en: str
    on_day: date
    taken: bool
    any_time: str | None
    """Why it may be taken outside rostered time, where that is so."""


class PlanningService:
    """Commands and queries of who sets exams."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def exams(self) -> list[Listed]:
        """All, the latest first."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                f"SELECT {EXAM}, (SELECT count(*) FROM exam_invitation i WHERE i.exam_id = e.id) AS invited,"
                " (SELECT count(DISTINCT s.agent_id) FROM exam_sitting s WHERE s.exam_id = e.id AND NOT s.light) AS taken"
                " FROM exam e ORDER BY e.opens DESC, e.id DESC"
            )
        return [Listed(exam_of(row), row["invited"], row["taken"]) for row in rows]

    async def exam(self, code: str) -> tuple[Exam, list[Invited]]:
        """One, and who is invited."""
        async with self._db.connection() as connection:
            exam = await store.exam_by(connection, code)
            rows = await connection.fetch(
                "SELECT a.code, a.name_zh, a.name_en, i.on_day, i.any_time, EXISTS (SELECT FROM exam_sitting s WHERE s.exam_id = i.exam_id"
                " AND s.agent_id = i.agent_id AND NOT s.light) AS taken"
                " FROM exam_invitation i JOIN agent a ON a.id = i.agent_id WHERE i.exam_id = $1 ORDER BY i.on_day, a.code",
                exam.id,
            )
        return exam, [Invited(**row) for row in rows]

    async def set(self, actor: Actor, sheet: ExamSheet, *, new: bool) -> Exam:
        """A new exam, or one changed. Once somebody has opened it only its title, its end and its retakes can change."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await _settable(connection, sheet)
            if new:
                if await connection.fetchval("SELECT 1 FROM exam WHERE code = $1", sheet.code):
                    raise DomainError(TAKEN, what="exam", key=sheet.code)
            else:
                await _changeable(connection, sheet)
            await connection.execute(
                "INSERT INTO exam (code, title_zh, title_en, blueprint, opens, closes, counting, attempts, days_between,"
                " created_by, changed_at) VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9, $10, $11)"
                " ON CONFLICT (code) DO UPDATE SET title_zh = $2, title_en = $3, blueprint = $4::jsonb, opens = $5,"
                " closes = $6, counting = $7, attempts = $8, days_between = $9, changed_at = $11",
                sheet.code,
                sheet.title.zh,
                sheet.title.en,
                msgspec.json.encode(sheet.blueprint).decode(),
                sheet.opens,
                sheet.closes,
                sheet.counting,
                sheet.retakes.attempts,
                sheet.retakes.days_between,
                actor.id if actor.kind == "account" else None,
                now,
            )
            await audit.record(connection, actor, "exam.set" if new else "exam.change", f"exam/{sheet.code}")
            return await store.exam_by(connection, sheet.code)

    async def withdraw(self, actor: Actor, code: str) -> None:
        """Nobody opens it any more; what was taken stays."""
        async with self._db.transaction() as connection:
            exam = await store.exam_by(connection, code, lock=True)
            await connection.execute(
                "UPDATE exam SET withdrawn = true, changed_at = $2 WHERE id = $1", exam.id, self._clock.now()
            )
            await audit.record(connection, actor, "exam.withdraw", f"exam/{code}")

    async def invite(self, actor: Actor, code: str, agents: list[str], on: date, any_time: str | None = None) -> int:
        """Have people take an exam on a day on which they are at work; all or nobody. Who is invited already is moved to that day,
        unless it was taken. With a reason (`any_time`) they may take it outside rostered time."""
        wanted, on = sorted(set(agents)), within_reach(on)
        if not wanted or len(wanted) > _MOST_INVITED:
            raise DomainError(INVITED_NOBODY)
        async with self._db.transaction() as connection:
            exam = await store.exam_by(connection, code, lock=True)
            if exam.withdrawn:
                raise DomainError(WITHDRAWN)
            people = await store.sitters(connection, wanted)
            if missing := set(wanted) - {one.code for one in people}:
                raise DomainError(NO_PERSON, key=min(missing))
            days = await store.loaded_days(connection, [one.id for one in people], but_exam=exam.id)
            work = await hours.at_work(connection, people, on)
            lasting = timedelta(minutes=exam.sheet.blueprint.minutes)
            for person in people:
                first, last = person.day(max(exam.sheet.opens, self._clock.now())), person.day(exam.sheet.closes)
                if not first <= on <= last:
                    raise DomainError(OUTSIDE_WINDOW, day=on.isoformat())
                no = may_schedule(person.guard, days[person.id], on, exam.sheet.blueprint.questions)
                if no is None and any_time is None:
                    fits, next_time = hours.on_a_day(work[person.id], person, on, lasting)
                    no = None if fits else hours.not_at_work(person, "day_off", next_time)
                if no is not None:
                    refuse(no, person.code)
            # Somebody who has opened the paper keeps the invitation as it was.
            await connection.execute(
                "INSERT INTO exam_invitation (exam_id, agent_id, on_day, invited_by, invited_at, any_time)"
                " SELECT $1, agent_id, $3, $4, $5, $6 FROM unnest($2::int[]) AS agent_id"
                " ON CONFLICT (exam_id, agent_id) DO UPDATE SET on_day = $3, invited_by = $4, invited_at = $5, any_time = $6"
                " WHERE NOT EXISTS (SELECT FROM exam_sitting s WHERE s.exam_id = $1"
                " AND s.agent_id = exam_invitation.agent_id AND NOT s.light)",
                exam.id,
                [one.id for one in people],
                on,
                actor.id,
                self._clock.now(),
                any_time,
            )
            detail = {"agents": [one.code for one in people], "on": on.isoformat(), "any_time": any_time}
            await audit.record(connection, actor, "exam.invite", f"exam/{code}", detail)
        return len(people)

    async def uninvite(self, actor: Actor, code: str, agent: str) -> None:
        """Take an invitation back, as long as the paper was not opened."""
        async with self._db.transaction() as connection:
            exam = await store.exam_by(connection, code)
            people = await store.sitters(connection, [agent])
            if not people:
                raise DomainError(NO_PERSON, key=agent)
            if await connection.fetchval(
                "SELECT 1 FROM exam_sitting WHERE exam_id = $1 AND agent_id = $2", exam.id, people[0].id
            ):
                raise DomainError(SAT_ALREADY, key=agent)
            await connection.execute(
                "DELETE FROM exam_invitation WHERE exam_id = $1 AND agent_id = $2", exam.id, people[0].id
            )
            await audit.record(connection, actor, "exam.uninvite", f"exam/{code}", {"agents": [agent]})

    async def hours(self) -> Hours:
        """Of a day at work where nobody has a roster."""
        async with self._db.connection() as connection:
            return await hours.hours_of(connection)

    async def set_hours(self, actor: Actor, wanted: Hours) -> None:
        """Set them anew; what is planned already stays."""
        if wanted.starts == wanted.ends:
            raise DomainError(NO_HOURS)
        async with self._db.transaction() as connection:
            await connection.execute("UPDATE exam_hours SET starts = $1, ends = $2", wanted.starts, wanted.ends)
            detail = {"starts": wanted.starts.isoformat("minutes"), "ends": wanted.ends.isoformat("minutes")}
            await audit.record(connection, actor, "exam.hours", "load/hours", detail)

    async def load(self) -> dict[str, LoadGuard]:
        """The guard of the centre for trainees and for others."""
        async with self._db.connection() as connection:
            rows = await connection.fetch("SELECT who, exams_a_week, questions FROM exam_load")
        return {row["who"]: LoadGuard(row["exams_a_week"], row["questions"]) for row in rows}

    async def guard(self, actor: Actor, who: str, guard: LoadGuard) -> None:
        """Set it anew; what is scheduled already stays."""
        async with self._db.transaction() as connection:
            await connection.execute(
                "UPDATE exam_load SET exams_a_week = $2, questions = $3 WHERE who = $1",
                who,
                guard.exams_a_week,
                guard.questions,
            )
            detail = {"exams_a_week": guard.exams_a_week, "questions": guard.questions}
            await audit.record(connection, actor, "exam.load", f"load/{who}", detail)


async def _settable(connection: Connection, sheet: ExamSheet) -> None:
    within_reach(sheet.opens.date())
    within_reach(sheet.closes.date())
    if sheet.closes <= sheet.opens:
        raise DomainError(BAD_WINDOW)
    questions = await bank.drawable(connection, [part.topic for part in sheet.blueprint.parts])
    refuse_faults(BAD_EXAM, check(questions, sheet.blueprint))
    # A paper that cannot be drawn today would fail people at the door.
    if isinstance(drawn := draw(questions, sheet.blueprint, "trial"), Refusal):
        refuse(drawn)


async def _changeable(connection: Connection, sheet: ExamSheet) -> None:
    held = await store.exam_by(connection, sheet.code, lock=True)
    if held.withdrawn:
        raise DomainError(WITHDRAWN)
    opened: datetime | None = await connection.fetchval(
        "SELECT min(opened) FROM exam_sitting WHERE exam_id = $1", held.id
    )
    kept = (held.sheet.blueprint, held.sheet.opens, held.sheet.counting)
    if opened is not None and kept != (sheet.blueprint, sheet.opens, sheet.counting):
        raise DomainError(EXAM_BEGUN)
    # Whoever is invited already must not be asked for more than the guard allows.
    most = await connection.fetchval(
        "SELECT min(l.questions) FROM exam_invitation i JOIN agent a ON a.id = i.agent_id"
        " JOIN exam_load l ON l.who = CASE WHEN a.level = 'trainee' THEN 'trainees' ELSE 'others' END WHERE i.exam_id = $1",
        held.id,
    )
    if most is not None and sheet.blueprint.questions > most:
        refuse(Refusal("exam_too_long", str(most)))
