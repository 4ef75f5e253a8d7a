"""Who was there on the days a class meets; presence becomes hours of training, absence without leave an absence."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from asyncpg import UniqueViolationError
from msgspec import Struct

from career.exact import MICRO, format_ratio, parse_decimal
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError
from server.facts.promising import Promise, promise
from server.training.classes import store
from server.training.classes.calls import SOURCE
from server.training.classes.kept import ClassKept, Trainee
from server.training.classes.refusals import (
    BAD_HOURS,
    CLASS_CLOSED,
    DAY_THERE,
    NO_CLASS,
    NO_DAY,
    NOT_BEGUN,
    NOT_EXPECTED,
)

Mark = Literal["present", "absent", "excused"]


class ClassDay(Struct, frozen=True):
    """A day on which the class meets; `marks` by trainee."""

    id: int
    day: date
    starts: datetime
    hours: str
    title: str
    marks: dict[int, Mark]


class NewDay(Struct, frozen=True):
    """A class day as somebody plans it, in the time of the site."""

    day: date
    at: time
    hours: str
    title: str


async def days_of(connection: Connection, class_id: int, trainee_id: int | None = None) -> list[ClassDay]:
    """The latest first; of one trainee, only that trainee's marks."""
    rows = await connection.fetch(
        "SELECT d.*, (SELECT array_agg(ARRAY[a.trainee_id::text, a.mark]) FROM class_attendance a WHERE a.class_day_id = d.id"
        " AND ($2::int IS NULL OR a.trainee_id = $2)) AS marks FROM class_day d WHERE d.class_id = $1 ORDER BY d.starts DESC",
        class_id,
        trainee_id,
    )
    return [
        ClassDay(
            row["id"],
            row["day"],
            row["starts"],
            format_ratio((row["hours"], MICRO)),
            row["title"],
            {int(one): mark for one, mark in row["marks"] or ()},
        )
        for row in rows
    ]


def expected(trainee: Trainee, day: date) -> bool:
    """Whether a trainee belonged to the class on a day."""
    return trainee.joined_on <= day and (trainee.ended_on is None or day <= trainee.ended_on)


class AttendanceService:
    """Planning days and marking them."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def days(self, actor: Actor, class_id: int) -> tuple[ClassKept, list[Trainee], list[ClassDay]]:
        """The sheet of a class, for who keeps it."""
        async with self._db.connection() as connection:
            its = await _keeping(connection, actor, class_id)
            people = await store.trainees(connection, self._clock.now(), class_id=class_id)
            return its, people, await days_of(connection, class_id)

    async def plan(self, actor: Actor, class_id: int, new: NewDay) -> None:
        """Add a day."""
        hours = parse_decimal(new.hours)
        if not 0 < hours <= 24 * MICRO:
            raise DomainError(BAD_HOURS)
        async with self._db.transaction() as connection:
            its = await _keeping(connection, actor, class_id)
            if its.closed_on is not None:
                raise DomainError(CLASS_CLOSED)
            starts = datetime.combine(new.day, new.at, ZoneInfo(its.zone))
            try:
                await connection.execute(
                    "INSERT INTO class_day (class_id, starts, day, hours, title) VALUES ($1, $2, $3, $4, $5)",
                    class_id,
                    starts,
                    new.day,
                    hours,
                    new.title.strip(),
                )
            except UniqueViolationError as there:
                raise DomainError(DAY_THERE) from there
            await audit.record(connection, actor, "class.day", f"class/{its.code}", {"day": new.day})

    async def mark(self, actor: Actor, day_id: int, marks: Mapping[int, Mark]) -> int:
        """Say who was there; saying it anew corrects the facts. Approved leave makes an absence excused. The class's number."""
        now = self._clock.now()
        if actor.kind != "account":
            raise DomainError(FORBIDDEN)
        async with self._db.transaction() as connection:
            row = await connection.fetchrow("SELECT * FROM class_day WHERE id = $1 FOR UPDATE", day_id)
            if row is None:
                raise DomainError(NO_DAY, key=day_id)
            try:
                its = await _keeping(connection, actor, row["class_id"])
            except DomainError:
                raise DomainError(NO_DAY, key=day_id) from None
            if row["starts"] > now:
                raise DomainError(NOT_BEGUN)
            people = {one.id: one for one in await store.trainees(connection, now, class_id=its.id)}
            facts: list[Promise] = []
            for trainee_id, wanted in sorted(marks.items()):
                trainee = people.get(trainee_id)
                if trainee is None or not expected(trainee, row["day"]):
                    raise DomainError(NOT_EXPECTED, key=trainee_id)
                mark = await _excused(connection, trainee, row["day"]) if wanted == "absent" else wanted
                revision = await _write(connection, actor, day_id, trainee_id, mark, now)
                if revision is not None:
                    facts += _facts(trainee, day_id, row["starts"], row["hours"], mark, revision)
            await promise(connection, SOURCE, facts)
            await audit.record(
                connection, actor, "class.attendance", f"class/{its.code}", {"day": row["day"], "n": len(marks)}
            )
            return its.id


async def _keeping(connection: Connection, actor: Actor, class_id: int) -> ClassKept:
    its = await store.one_class(connection, class_id)
    if not its.kept_by(actor):
        raise DomainError(NO_CLASS, key=class_id)
    return its


async def _excused(connection: Connection, trainee: Trainee, day: date) -> Mark:
    """Approved leave is no absence."""
    away = await connection.fetchval(
        "SELECT true FROM leave WHERE agent_id = $1 AND starts <= $2 AND ends > $2 LIMIT 1", trainee.agent_id, day
    )
    return "excused" if away else "absent"


async def _write(
    connection: Connection, actor: Actor, day_id: int, trainee_id: int, mark: Mark, now: datetime
) -> int | None:
    """The revision of the facts that follow, or None where nothing changed."""
    revision: int | None = await connection.fetchval(
        "INSERT INTO class_attendance AS a (class_day_id, trainee_id, mark, noted_by, noted_at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (class_day_id, trainee_id) DO UPDATE SET mark = EXCLUDED.mark, revision = a.revision + 1,"
        " noted_by = EXCLUDED.noted_by, noted_at = EXCLUDED.noted_at WHERE a.mark <> EXCLUDED.mark RETURNING revision",
        day_id,
        trainee_id,
        mark,
        actor.id,
        now,
    )
    return revision


def _facts(trainee: Trainee, day_id: int, at: datetime, hours: int, mark: Mark, revision: int) -> list[Promise]:
    """Hours for presence, an absence for absence; a correction takes the other one back."""
    values = {
        "training_hours": format_ratio((hours, MICRO)) if mark == "present" else None,
        "training_absences": "1" if mark == "absent" else None,
    }
    return [
        Promise(f"class_day:{day_id}:{trainee.id}:{metric}", trainee.agent.code, metric, at, value, revision)
        for metric, value in values.items()
        if revision or value is not None
    ]
