"""Sittings: the paper is drawn once, every answer is committed before it is acknowledged, the server's clock closes, and what is
over is marked exactly once."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from career.refusal import Refusal
from career.training.bank import Answer, Item, draw
from career.training.load import lighter, may_schedule
from career.training.sitting import may_sit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError
from server.training.care import offers
from server.training.exams import bank, hours, store
from server.training.exams.marking import PAPER, mark_sitting
from server.training.exams.refusals import NO_OFFER, NO_SITTING, NOT_INVITED, WITHDRAWN, refuse
from server.training.exams.store import Exam, Sitter
from server.wire import Bilingual

_EVERY = 1.0
"""Seconds between two looks for papers whose time is over."""
_AT_ONCE = 100

# One statement: the sitting is held while answers go in, so that none slips in behind the marking, and an older or repeated
# number finds nothing to change. An answer is safe when this returns.
_SAVE = """
WITH held AS (
    SELECT id, questions FROM exam_sitting
    WHERE id = $1 AND agent_id = $2 AND handed_in IS NULL AND marked_at IS NULL AND opened <= $3 AND $3 < ends
    FOR SHARE
), given AS (
    SELECT * FROM unnest($4::text[], $5::text[], $6::bigint[]) AS u(question, answer, number)
), put AS (
    INSERT INTO exam_answer (sitting_id, question, answer, number, saved_at)
    SELECT held.id, g.question, g.answer::jsonb, g.number, $3 FROM held, given g WHERE g.question = ANY(held.questions)
    ON CONFLICT (sitting_id, question) DO UPDATE
    SET answer = EXCLUDED.answer, number = EXCLUDED.number, saved_at = EXCLUDED.saved_at
    WHERE exam_answer.number < EXCLUDED.number
)
SELECT array(SELECT g.question FROM given g WHERE g.question <> ALL(held.questions)) AS unknown FROM held"""

_OPEN = "SELECT id, light, ends FROM exam_sitting WHERE exam_id = $1 AND agent_id = $2 AND marked_at IS NULL FOR UPDATE"
_BEFORE = """
SELECT on_day, passed FROM exam_sitting WHERE exam_id = $1 AND agent_id = $2 AND light = $3 ORDER BY attempt"""


class Saved(Struct, frozen=True):
    """An answer on its way in, with the browser's counter."""

    question: str
    answer: Answer
    number: int


class Seat(Struct, frozen=True, kw_only=True):
    """A sitting as the person sees it: the paper, what is saved, until when."""

    id: int
    exam: str
    title: Bilingual
    light: bool
    opened: datetime
    ends: datetime
    handed_in: datetime | None
    paper: tuple[Item, ...]
    answers: Mapping[str, Answer]
    numbers: Mapping[str, int]
    now: datetime


def own_agent(actor: Actor) -> int:
    """The person behind the account; papers are written by people. Raises `forbidden`."""
    if actor.kind != "account" or actor.agent_id is None:
        raise DomainError(FORBIDDEN)
    return actor.agent_id


class SittingsService:
    """Everything here concerns the own sittings only: whose it is, is part of every query."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def open(self, actor: Actor, code: str, *, light: bool) -> Seat:
        """Open the paper, or come back to the one that is open: the same paper, the same end."""
        agent_id, now = own_agent(actor), self._clock.now()
        async with self._db.transaction() as connection:
            exam = await store.exam_by(connection, code)
            person = (await store.sitters(connection, agent_id=agent_id))[0]
            invited = await connection.fetchrow(
                "SELECT any_time FROM exam_invitation WHERE exam_id = $1 AND agent_id = $2", exam.id, agent_id
            )
            if invited is None:
                raise DomainError(NOT_INVITED)
            under_way = await connection.fetchrow(_OPEN, exam.id, agent_id)
            if under_way is not None and under_way["light"] == light and now < under_way["ends"]:
                return await self._seat(connection, agent_id, under_way["id"])
            if under_way is not None:
                await mark_sitting(connection, under_way["id"], now)
            sitting_id = await _begin(
                connection, exam, person, now, light=light, any_time=invited["any_time"] is not None
            )
            return await self._seat(connection, agent_id, sitting_id)

    async def seat(self, actor: Actor, sitting_id: int) -> Seat:
        """The own sitting, after a reload too."""
        async with self._db.connection() as connection:
            return await self._seat(connection, own_agent(actor), sitting_id)

    async def save(self, actor: Actor, sitting_id: int, answers: Sequence[Saved]) -> datetime:
        """Keep answers; when this returns no crash loses them. Returns the instant they were taken at."""
        agent_id, now = own_agent(actor), self._clock.now()
        latest: dict[str, Saved] = {}
        for one in sorted(answers, key=lambda one: (one.question, -one.number)):
            latest.setdefault(one.question, one)
        kept = list(latest.values())
        async with self._db.connection() as connection:
            row = await connection.fetchrow(
                _SAVE,
                sitting_id,
                agent_id,
                now,
                [one.question for one in kept],
                [msgspec.json.encode(one.answer).decode() for one in kept],
                [one.number for one in kept],
            )
            if row is None:
                await _say_why(connection, agent_id, sitting_id)
            elif row["unknown"]:
                refuse(Refusal("unknown_question", min(row["unknown"])))
        return now

    async def submit(self, actor: Actor, sitting_id: int) -> None:
        """Hand in and have it marked. Twice is once, and after the end it is what it was at the end."""
        agent_id = own_agent(actor)
        async with self._db.transaction() as connection:
            mine = await connection.fetchval(
                "SELECT id FROM exam_sitting WHERE id = $1 AND agent_id = $2", sitting_id, agent_id
            )
            if mine is None:
                raise DomainError(NO_SITTING)
            await mark_sitting(connection, sitting_id, self._clock.now())

    async def close_due(self, now: datetime) -> int:
        """Mark every paper whose time is over; how many. Several processes at once do no harm."""
        async with self._db.connection() as connection:
            due = await connection.fetch(
                "SELECT id FROM exam_sitting WHERE marked_at IS NULL AND ends <= $1 ORDER BY ends LIMIT $2",
                now,
                _AT_ONCE,
            )
        for row in due:
            async with self._db.transaction() as connection:
                await mark_sitting(connection, row["id"], now)
        return len(due)

    async def run(self) -> None:
        """Close by the clock until cancelled."""
        while True:
            if not await self.close_due(self._clock.now()):
                await asyncio.sleep(_EVERY)

    async def _seat(self, connection: Connection, agent_id: int, sitting_id: int) -> Seat:
        row = await connection.fetchrow(
            "SELECT s.*, e.code, e.title_zh, e.title_en FROM exam_sitting s JOIN exam e ON e.id = s.exam_id"
            " WHERE s.id = $1 AND s.agent_id = $2",
            sitting_id,
            agent_id,
        )
        if row is None:
            raise DomainError(NO_SITTING)
        answers = await connection.fetch(
            "SELECT question, answer, number FROM exam_answer WHERE sitting_id = $1", sitting_id
        )
        return Seat(
            id=row["id"],
            exam=row["code"],
            title=Bilingual(row["title_zh"], row["title_en"]),
            light=row["light"],
            opened=row["opened"],
            ends=row["ends"],
            handed_in=row["handed_in"],
            paper=PAPER(row["paper"]),
            answers={one["question"]: msgspec.json.decode(one["answer"], type=Answer) for one in answers},
            numbers={one["question"]: one["number"] for one in answers},
            now=self._clock.now(),
        )


async def _begin(
    connection: Connection, exam: Exam, person: Sitter, now: datetime, *, light: bool, any_time: bool
) -> int:
    """Draw and keep the paper, after everything that may stand against another attempt was looked at."""
    sheet, today = exam.sheet, person.day(now)
    blueprint, closes = sheet.blueprint, sheet.closes
    before = [
        (row["on_day"], bool(row["passed"])) for row in await connection.fetch(_BEFORE, exam.id, person.id, light)
    ]
    if light:
        if await offers.standing(connection, person.id, today) is None:
            raise DomainError(NO_OFFER)
        blueprint = lighter(blueprint)
        closes = now + timedelta(minutes=blueprint.minutes)
    else:
        await _may_begin(connection, exam, person, now, before)
    ends = min(now + timedelta(minutes=blueprint.minutes), closes)
    if not any_time:
        work = await hours.at_work(connection, [person], today)
        fits, next_time = hours.may_now(work[person.id], now, ends - now)
        if not fits:
            refuse(hours.not_at_work(person, "outside_work", next_time))
    questions = await bank.drawable(connection, [part.topic for part in blueprint.parts])
    attempt = len(before) + 1
    paper = draw(questions, blueprint, f"{sheet.code}:{person.id}:{'light' if light else 'exam'}:{attempt}")
    if isinstance(paper, Refusal):
        refuse(paper)
    sitting_id: int = await connection.fetchval(
        "INSERT INTO exam_sitting (exam_id, agent_id, light, attempt, paper, questions, passes, opened, on_day, ends)"
        " VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10) RETURNING id",
        exam.id,
        person.id,
        light,
        attempt,
        msgspec.json.encode(paper).decode(),
        [item.question.code for item in paper],
        blueprint.passes,
        now,
        today,
        ends,
    )
    return sitting_id


async def _may_begin(
    connection: Connection, exam: Exam, person: Sitter, now: datetime, before: Sequence[tuple[Any, bool]]
) -> None:
    if exam.withdrawn:
        raise DomainError(WITHDRAWN)
    if not exam.sheet.opens <= now < exam.sheet.closes:
        refuse(Refusal("not_open_yet"))
    today = person.day(now)
    no = may_sit(before, exam.sheet.retakes, today)
    if no is None:
        # Taking it today instead of on the planned day, or again, is a scheduling too.
        days = (await store.loaded_days(connection, [person.id], but_exam=exam.id))[person.id]
        no = may_schedule(person.guard, days, today, exam.sheet.blueprint.questions)
    if no is not None:
        refuse(no, person.code)


async def _say_why(connection: Connection, agent_id: int, sitting_id: int) -> None:
    """Why an answer was not taken any more: handed in by the person, or closed by the clock."""
    row = await connection.fetchrow(
        "SELECT handed_in, ends FROM exam_sitting WHERE id = $1 AND agent_id = $2", sitting_id, agent_id
    )
    if row is None:
        raise DomainError(NO_SITTING)
    early = row["handed_in"] is not None and row["handed_in"] < row["ends"]
    refuse(Refusal("handed_in" if early else "time_over"))
