"""What people see of a course: items worked through, sessions attended (which become facts), and questions asked of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.facts.promising import Promise, promise
from server.training.courses.catalogue import course_of, item_of
from server.training.courses.kept import ItemKept
from server.training.courses.progress import settle
from server.training.courses.refusals import (
    NO_PERSON,
    NO_QUESTION,
    NO_REPLAY,
    NO_SESSION,
    NOT_BEGUN,
    NOT_ON_PLAN,
    SESSION_CANCELLED,
)
from server.training.courses.whom import myself
from server.training.courses.worktime import off_duty
from server.wire import Bilingual, Named

Mark = Literal["present", "absent", "excused"]
SOURCE = "training"


class Attender(Struct, frozen=True):
    """Somebody expected at a session, and whether the person came; who is `off_duty` is not at work then."""

    agent: Named
    mark: Mark | None
    off_duty: bool = False


class Question(Struct, frozen=True, kw_only=True):
    """A question and its answer. Who asked is for those who answer."""

    id: int
    item: str
    words: str
    asked_by: Named | None
    mine: bool
    asked_at: datetime
    answer: str | None


_SESSION = """
SELECT s.*, i.course_id, c.code, c.kind FROM course_session s JOIN course_item i ON i.id = s.item_id JOIN course c ON c.id = i.course_id
WHERE s.id = $1"""
_EXPECTED = """
SELECT a.id, a.code, a.name_zh, a.name_en, t.mark FROM agent a
LEFT JOIN session_attendance t ON t.agent_id = a.id AND t.session_id = $1
WHERE t.mark IS NOT NULL OR EXISTS (SELECT FROM course_plan p WHERE p.agent_id = a.id AND p.course_id = $2
                                    AND p.withdrawn_at IS NULL AND (p.completed_on IS NULL OR t.mark IS NOT NULL))
ORDER BY a.code"""
# An absence covered by approved leave is none.
_NOTE = """
INSERT INTO session_attendance AS t (session_id, agent_id, mark, noted_by, noted_at)
SELECT $1, a.id, CASE WHEN $3 = 'absent' AND EXISTS (
           SELECT FROM leave l WHERE l.agent_id = a.id AND l.starts <= d.day AND l.ends > d.day) THEN 'excused' ELSE $3 END, $5, $6
FROM agent a JOIN site z ON z.id = a.site_id, LATERAL (SELECT business_day($4, z.zone, z.day_starts) AS day) d
WHERE a.id = $2
ON CONFLICT (session_id, agent_id) DO UPDATE
    SET mark = excluded.mark, revision = t.revision + 1, noted_by = excluded.noted_by, noted_at = excluded.noted_at
    WHERE t.mark <> excluded.mark
RETURNING mark, revision"""
_QUESTIONS = """
SELECT q.*, i.code AS item, a.code, a.name_zh, a.name_en FROM course_question q JOIN course_item i ON i.id = q.item_id
LEFT JOIN agent a ON a.id = q.agent_id WHERE i.course_id = $1 ORDER BY q.answer IS NOT NULL, q.id DESC LIMIT 500"""


class Learning:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def see(self, actor: Actor, code: str, item: str) -> None:
        """The actor has worked through an item. Twice is once; a session counts by its replay, once there is one."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            person = await myself(connection, actor, now)
            course = await course_of(connection, code)
            there = item_of(course, item)
            if not await on_plan(connection, person.id, course.id):
                raise DomainError(NOT_ON_PLAN)
            if there.kind == "session" and not _replayed(there, now):
                raise DomainError(NO_REPLAY)
            await connection.execute(
                "INSERT INTO item_seen VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                there.id,
                person.id,
                person.today,
                now,
            )
            await settle(connection, person.id, course.id, now)

    async def expected(self, session_id: int) -> list[Attender]:
        """Who is expected at a session: those whose plan it is on, and who came besides."""
        async with self._db.connection() as connection:
            session = await connection.fetchrow(_SESSION, session_id)
            if session is None:
                raise DomainError(NO_SESSION, key=session_id)
            rows = await connection.fetch(_EXPECTED, session_id, session["course_id"])
            off = await off_duty(connection, [row["id"] for row in rows], session["starts"], session["ends"])
        return [Attender(_named(row), row["mark"], row["id"] in off) for row in rows]

    async def attend(self, actor: Actor, session_id: int, marks: Mapping[str, Mark]) -> list[Attender]:
        """Note who came. Hours and absences become facts; a corrected mark is their next revision. Nobody is absent who was not
        at work then."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            session = await connection.fetchrow(_SESSION + " FOR UPDATE OF s", session_id)
            if session is None:
                raise DomainError(NO_SESSION, key=session_id)
            if session["cancelled"]:
                raise DomainError(SESSION_CANCELLED)
            if session["starts"] > now:
                raise DomainError(NOT_BEGUN)
            people = dict(await connection.fetch("SELECT code, id FROM agent WHERE code = ANY($1)", sorted(marks)))
            if strangers := set(marks).difference(people):
                raise DomainError(NO_PERSON, key=min(strangers))
            off = await off_duty(connection, list(people.values()), session["starts"], session["ends"])
            facts: list[Promise] = []
            for code in sorted(marks):
                agent_id = people[code]
                mark = "excused" if marks[code] == "absent" and agent_id in off else marks[code]
                noted = await connection.fetchrow(_NOTE, session_id, agent_id, mark, session["starts"], actor.id, now)
                if noted is None:
                    continue
                facts += _facts(session_id, agent_id, code, session["starts"], session["ends"], **noted)
                undo = noted["mark"] != "present" and noted["revision"] > 0
                await settle(connection, agent_id, session["course_id"], now, undo=undo)
            # Care is never an input of anything that is judged.
            await promise(connection, SOURCE, [] if session["kind"] == "care" else facts)
            await audit.record(connection, actor, "course.attendance", f"session/{session_id}", {"marks": len(marks)})
        return await self.expected(session_id)

    async def questions(self, actor: Actor, code: str) -> list[Question]:
        """What was asked of a course, what waits for an answer first."""
        async with self._db.connection() as connection:
            course = await course_of(connection, code)
            rows = await connection.fetch(_QUESTIONS, course.id)
        answers = actor.may(Permission.TRAINING_MANAGE)
        return [
            Question(
                id=row["id"],
                item=row["item"],
                words=row["words"],
                asked_by=_named(row) if answers and row["code"] else None,
                mine=row["agent_id"] is not None and row["agent_id"] == actor.agent_id,
                asked_at=row["asked_at"],
                answer=row["answer"],
            )
            for row in rows
        ]

    async def ask(self, actor: Actor, code: str, item: str, words: str) -> None:
        """Ask something about an item."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            person = await myself(connection, actor, now)
            there = item_of(await course_of(connection, code), item)
            await connection.execute(
                "INSERT INTO course_question (item_id, agent_id, words, asked_at) VALUES ($1, $2, $3, $4)",
                there.id,
                person.id,
                words.strip(),
                now,
            )

    async def answer(self, actor: Actor, question_id: int, words: str) -> None:
        """Answer for everybody; a better answer takes its place."""
        async with self._db.transaction() as connection:
            found = await connection.fetchval(
                "UPDATE course_question SET answer = $2, answered_by = $3, answered_at = $4 WHERE id = $1 RETURNING id",
                question_id,
                words.strip(),
                actor.id,
                self._clock.now(),
            )
            if found is None:
                raise DomainError(NO_QUESTION, key=question_id)
            await audit.record(connection, actor, "course.answer", f"question/{question_id}")


async def on_plan(connection: Connection, agent_id: int, course_id: int) -> bool:
    """Whether a course is on somebody's plan."""
    found = await connection.fetchval(
        "SELECT true FROM course_plan WHERE agent_id = $1 AND course_id = $2 AND withdrawn_at IS NULL",
        agent_id,
        course_id,
    )
    return found is not None


def _replayed(item: ItemKept, now: datetime) -> bool:
    return any(one.replay and one.ends <= now and not one.cancelled for one in item.sessions)


def _facts(
    session: int, agent_id: int, code: str, starts: datetime, ends: datetime, *, mark: Mark, revision: int
) -> list[Promise]:
    """The hours of who came and the absence of who did not; what a correction takes back has no value."""
    micro = int((ends - starts).total_seconds()) * 1_000_000 // 3600
    hours = f"{micro // 1_000_000}.{micro % 1_000_000:06d}" if mark == "present" else None
    absence = "1" if mark == "absent" else None
    made = [
        Promise(f"session:{session}:{agent_id}:hours", code, "training_hours", starts, hours, revision),
        Promise(f"session:{session}:{agent_id}:absence", code, "training_absences", starts, absence, revision),
    ]
    return made if revision else [one for one in made if one.value is not None]


def _named(row: Mapping[str, str]) -> Named:
    return Named(row["code"], Bilingual(zh=row["name_zh"], en=row["name_en"]))
