"""Practice 练习: given for a reason or done for a course, handed in, and approved by somebody else who may; never by oneself."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

import asyncpg
from msgspec import Struct

from career.refusal import Refusal
from career.training.courses import PracticeRecord, Practising, approve
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.people.reach import within_reach
from server.training import archive
from server.training.courses import files
from server.training.courses.catalogue import course_of
from server.training.courses.learning import on_plan
from server.training.courses.progress import settle
from server.training.courses.refusals import (
    APPROVED,
    DUE_PAST,
    NO_PERSON,
    NO_PRACTICE,
    NOT_ON_PLAN,
    NOT_WAITING,
    OFF_DUTY,
    PRACTICE_LATER,
    refuse,
)
from server.training.courses.whom import SEEN, TEAM, learner, myself, sight_of, who_of
from server.training.courses.worktime import due_days
from server.training.exams import hours
from server.training.exams.store import sitters
from server.wire import Bilingual, Named

Stage = Literal["given", "handed_in", "approved", "sent_back"]


_A_WHILE = timedelta(minutes=1)


class Given(Struct, frozen=True):
    """For how many practice is new; `moved` of them are not at work on the due day and have another."""

    given: int
    moved: int = 0


class PracticeWanted(Struct, frozen=True, kw_only=True):
    """What somebody practised."""

    course: str | None
    kind: Practising
    title: str
    on: date
    words: str


class PracticeKept(Struct, frozen=True, kw_only=True):
    """A practice record."""

    id: int
    agent_id: int
    agent: Named
    team: Named | None
    course: Named | None
    course_id: int | None
    kind: Practising
    title: str
    why_ref: str
    stage: Stage
    due: date | None
    on: date | None
    words: str
    file_name: str | None
    handed_in: datetime | None
    decided_by: str | None
    decided_who: str | None
    decided_on: date | None
    answer: str
    off_duty: bool
    """Practised on a day on which the person was not at work; it counts only with a reason."""

    def rule(self) -> PracticeRecord:
        """As the rule book knows what was handed in."""
        approved = self.stage == "approved"
        on = self.on or date.min
        return PracticeRecord(
            self.kind, on, self.decided_who if approved else None, self.decided_on if approved else None
        )


_RECORDS = f"""
SELECT r.*, a.code, a.name_zh, a.name_en, t.code AS team, t.name_zh AS team_zh, t.name_en AS team_en, c.code AS course,
       c.title_zh, c.title_en, f.name AS file_name, o.name AS decided_name
FROM practice_record r JOIN agent a ON a.id = r.agent_id LEFT JOIN course c ON c.id = r.course_id
LEFT JOIN training_file f ON f.id = r.file_id LEFT JOIN account o ON o.id = r.decided_by {TEAM}
WHERE ($6::int IS NULL OR r.id = $6) AND ($7::text IS NULL OR r.stage = $7)
  AND ((a.id = $3 AND $8::text <> 'others') OR (a.id <> $3 AND $8 <> 'own' AND {SEEN} AND ($1 OR c.kind IS DISTINCT FROM 'care')))
ORDER BY CASE WHEN r.stage = 'handed_in' THEN r.handed_in END, coalesce(r.handed_in, r.given_at) DESC, r.id DESC LIMIT 2000"""
_GIVE = """
INSERT INTO practice_record (agent_id, course_id, kind, title, why_ref, stage, given_by, given_at, due)
VALUES ($1, NULL, $2, $3, $4, 'given', $5, $6, $7)
ON CONFLICT (agent_id, kind, why_ref) WHERE why_ref <> '' DO NOTHING RETURNING id"""


class Practice:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def mine(self, actor: Actor) -> list[PracticeKept]:
        """One's own records, the latest first."""
        async with self._db.connection() as connection:
            return await self._records(connection, actor, whose="own")

    async def queue(self, actor: Actor, stage: Stage | None = "handed_in") -> list[PracticeKept]:
        """What others handed in and the actor may approve, what has waited longest first; or all in a stage, or all."""
        async with self._db.connection() as connection:
            return await self._records(connection, actor, whose="others", stage=stage)

    async def hand_in(self, actor: Actor, wanted: PracticeWanted, practice_id: int | None = None) -> PracticeKept:
        """Hand in something new, or what was given or sent back. It may be mended until somebody has approved it."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            person = await myself(connection, actor, now)
            if within_reach(wanted.on) > person.today:
                raise DomainError(PRACTICE_LATER)
            course_id = None
            if wanted.course is not None:
                course_id = (await course_of(connection, wanted.course)).id
                if not await on_plan(connection, person.id, course_id):
                    raise DomainError(NOT_ON_PLAN)
            if practice_id is None:
                practice_id = await connection.fetchval(
                    "INSERT INTO practice_record (agent_id, course_id, kind, title, stage, handed_in)"
                    " VALUES ($1, $2, $3, $4, 'handed_in', $5) RETURNING id",
                    person.id,
                    course_id,
                    wanted.kind,
                    wanted.title.strip(),
                    now,
                )
            else:
                await self._open(connection, actor, practice_id)
            await connection.execute(
                "UPDATE practice_record SET stage = 'handed_in', on_day = $2, words = $3, handed_in = $4, off_duty = $5,"
                " decided_by = NULL, decided_who = NULL, decided_on = NULL, decided_at = NULL WHERE id = $1",
                practice_id,
                wanted.on,
                wanted.words.strip(),
                now,
                not await _at_work(connection, person.id, wanted.on),
            )
            return await self._record(connection, actor, practice_id, whose="own")

    async def put_file(self, actor: Actor, practice_id: int, name: str, content: bytes) -> PracticeKept:
        """What was made, to go with one's own record until it is approved; a later file takes its place."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await myself(connection, actor, now)
            await self._open(connection, actor, practice_id)
            number = await files.keep(connection, name, content, now)
            old = await connection.fetchval("SELECT file_id FROM practice_record WHERE id = $1", practice_id)
            await connection.execute("UPDATE practice_record SET file_id = $2 WHERE id = $1", practice_id, number)
            await connection.execute("DELETE FROM training_file WHERE id = $1", old)
            return await self._record(connection, actor, practice_id, whose="own")

    async def _open(self, connection: Connection, actor: Actor, practice_id: int) -> None:
        was = await self._record(connection, actor, practice_id, whose="own")
        if was.stage == "approved":
            raise DomainError(APPROVED)

    async def decide(self, actor: Actor, practice_id: int, *, approved: bool, words: str) -> PracticeKept:
        """Approve what somebody else handed in, or send it back with what is missing."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            record = await self._record(connection, actor, practice_id)
            person = await learner(connection, record.agent_id, now)
            record = await self._record(connection, actor, practice_id)
            who = await who_of(connection, actor)
            found = approve(record.rule(), f"agent:{person.code}", who, person.today)
            if isinstance(found, Refusal):
                refuse(found)
            if record.stage != "handed_in":
                raise DomainError(NOT_WAITING)
            if approved and record.off_duty and not words.strip():
                raise DomainError(OFF_DUTY)
            await connection.execute(
                "UPDATE practice_record SET stage = $2, decided_by = $3, decided_who = $4, decided_on = $5, decided_at = $6,"
                " answer = $7 WHERE id = $1",
                practice_id,
                "approved" if approved else "sent_back",
                actor.id,
                who,
                person.today,
                now,
                words.strip(),
            )
            if approved:
                await self._count(connection, record, person.today, now)
            detail = {"practice": practice_id, "approved": approved, "off_duty": record.off_duty}
            await audit.record(connection, actor, "practice.decide", f"agent/{person.code}", detail)
            return await self._record(connection, actor, practice_id)

    async def _count(self, connection: Connection, record: PracticeKept, today: date, now: datetime) -> None:
        if record.course_id is not None:
            await settle(connection, record.agent_id, record.course_id, now)
            if await connection.fetchval("SELECT kind FROM course WHERE id = $1", record.course_id) == "care":
                return
        title = Bilingual(zh=f"练习获批：{record.title}", en=f"Practice approved: {record.title}")
        body = {"kind": record.kind, "course": record.course.code if record.course else None}
        await archive.add(connection, record.agent_id, "practice", today, title, body, f"practice:{record.id}")

    async def give(
        self, actor: Actor, people: Sequence[str], kind: Practising, title: str, why_ref: str, due: date | None
    ) -> Given:
        """Give practice to people the actor helps to learn, due on a day at work."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            sight = sight_of(actor, now)
            rows = await connection.fetch(
                f"SELECT a.id, a.code FROM agent a WHERE a.code = ANY($6) AND {SEEN} ORDER BY a.id",
                *sight.arguments,
                list(people),
            )
            if strangers := set(people).difference(row["code"] for row in rows):
                raise DomainError(NO_PERSON, key=min(strangers))
            learners = [await learner(connection, row["id"], now) for row in rows]
            if due is not None and any(within_reach(due) < one.today for one in learners):
                raise DomainError(DUE_PAST)
            days = {} if due is None else await due_days(connection, learners, due)
            given = moved = 0
            for person in learners:
                day = days.get(person.id)
                if await connection.fetchval(_GIVE, person.id, kind, title.strip(), why_ref, actor.id, now, day):
                    given += 1
                    moved += day != due
            detail = {"people": len(rows), "kind": kind, "why": why_ref, "moved": moved}
            await audit.record(connection, actor, "practice.give", "practice", detail)
        return Given(given, moved)

    async def file(self, actor: Actor, practice_id: int) -> files.Stored:
        """What was handed in with a record one may see."""
        async with self._db.connection() as connection:
            await self._record(connection, actor, practice_id, whose="any")
            number = await connection.fetchval("SELECT file_id FROM practice_record WHERE id = $1", practice_id)
            return await files.stored(connection, number)

    async def _record(
        self, connection: Connection, actor: Actor, practice_id: int, *, whose: str = "any"
    ) -> PracticeKept:
        found = await self._records(connection, actor, whose=whose, practice_id=practice_id)
        if not found:
            raise DomainError(NO_PRACTICE, key=practice_id)
        return found[0]

    async def _records(
        self,
        connection: Connection,
        actor: Actor,
        *,
        whose: str,
        practice_id: int | None = None,
        stage: Stage | None = None,
    ) -> list[PracticeKept]:
        sight = sight_of(actor, self._clock.now())
        return [_kept(row) for row in await connection.fetch(_RECORDS, *sight.arguments, practice_id, stage, whose)]


async def _at_work(connection: Connection, agent_id: int, day: date) -> bool:
    (person,) = await sitters(connection, agent_id=agent_id, lock=False)
    work = await hours.at_work(connection, [person], day)
    return hours.on_a_day(work[agent_id], person, day, _A_WHILE)[0]


async def assign_practice(
    connection: Connection, agent_id: int, kind: Practising, title: str, why_ref: str, by: Actor, now: datetime
) -> int | None:
    """Give somebody practice in the caller's transaction, say for a case; None where it was given for that reason before."""
    number: int | None = await connection.fetchval(_GIVE, agent_id, kind, title, why_ref, by.id, now, None)
    return number


def _kept(row: asyncpg.Record) -> PracticeKept:
    team = None if row["team"] is None else Named(row["team"], Bilingual(zh=row["team_zh"], en=row["team_en"]))
    course = None if row["course"] is None else Named(row["course"], Bilingual(zh=row["title_zh"], en=row["title_en"]))
    return PracticeKept(
        id=row["id"],
        agent_id=row["agent_id"],
        agent=Named(row["code"], Bilingual(zh=row["name_zh"], en=row["name_en"])),
        team=team,
        course=course,
        course_id=row["course_id"],
        kind=row["kind"],
        title=row["title"],
        why_ref=row["why_ref"],
        stage=row["stage"],
        due=row["due"],
        on=row["on_day"],
        words=row["words"],
        file_name=row["file_name"],
        handed_in=row["handed_in"],
        decided_by=row["decided_name"],
        decided_who=row["decided_who"],
        decided_on=row["decided_on"],
        answer=row["answer"],
        off_duty=row["off_duty"],
    )
