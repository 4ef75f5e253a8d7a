"""Keeps courses: their items, files and dates; what people have seen of an item stays when it is taken out."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from asyncpg import UniqueViolationError
from msgspec import Struct

from career.training.courses import Course, CourseItem, ItemKind, Practising, check
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.people.reach import within_reach
from server.training.courses import files
from server.training.courses.kept import CourseKept, CourseKind, ItemKept, SessionKept, courses
from server.training.courses.progress import settle_all
from server.training.courses.refusals import (
    BAD_LINK,
    BAD_METRIC,
    BAD_SESSION,
    COURSE_TAKEN,
    NO_COURSE,
    NO_ITEM,
    NO_SESSION,
    NOT_A_FILE,
    NOT_A_SESSION,
    RETIRED,
    SESSION_HELD,
    refuse_faults,
)
from server.wire import Bilingual


class ItemWanted(Struct, frozen=True, kw_only=True):
    """An item as a trainer writes it; a file is sent afterwards, dates of a session too."""

    code: str
    kind: ItemKind
    title: Bilingual
    needed: bool
    url: str | None


class CourseWanted(Struct, frozen=True, kw_only=True):
    """A course as a trainer writes it."""

    code: str
    kind: CourseKind
    title: Bilingual
    about: Bilingual
    items: Sequence[ItemWanted]
    practice: dict[Practising, int]
    from_months: int | None
    trained: str | None
    exam_before: str | None
    exam_after: str | None
    retired: bool = False


class SessionWanted(Struct, frozen=True, kw_only=True):
    """A date of a session."""

    starts: datetime
    ends: datetime
    place: str
    replay: str | None
    cancelled: bool = False


_INSERT = """
INSERT INTO course (code, kind, title_zh, title_en, about_zh, about_en, practice, from_months, trained, exam_before, exam_after,
                    retired, changed_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12, $13, $14) RETURNING id"""
_UPDATE = """
UPDATE course SET kind = $2, title_zh = $3, title_en = $4, about_zh = $5, about_en = $6, practice = $7::jsonb, from_months = $8,
                  trained = $9, exam_before = $10, exam_after = $11, retired = $12, changed_at = $13
WHERE code = $1 RETURNING id"""
_ITEM = """
INSERT INTO course_item (course_id, code, place, kind, title_zh, title_en, needed, url)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (course_id, code) DO UPDATE SET place = excluded.place, kind = excluded.kind, title_zh = excluded.title_zh,
    title_en = excluded.title_en, needed = excluded.needed, url = excluded.url, taken_out = false"""


class Catalogue:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def all(self, *, retired: bool = False) -> list[CourseKept]:
        """Courses that are given, by code; on demand the others too."""
        async with self._db.connection() as connection:
            return [one for one in await courses(connection) if retired or not one.retired]

    async def one(self, code: str) -> CourseKept:
        """A course by its code."""
        async with self._db.connection() as connection:
            return await course_of(connection, code)

    async def create(self, actor: Actor, wanted: CourseWanted) -> CourseKept:
        """A new course."""
        async with self._db.transaction() as connection:
            await _judge(connection, wanted)
            try:
                number = await connection.fetchval(_INSERT, *_fields(wanted, self._clock.now()), actor.id)
            except UniqueViolationError as there:
                raise DomainError(COURSE_TAKEN, key=wanted.code) from there
            await _write_items(connection, number, wanted.items)
            await audit.record(connection, actor, "course.create", f"course/{wanted.code}")
            return await course_of(connection, wanted.code)

    async def change(self, actor: Actor, wanted: CourseWanted) -> CourseKept:
        """Another content for the course of this code. Whoever has completed it stays complete; whom less is now asked of may
        be complete at once."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await _judge(connection, wanted)
            number = await connection.fetchval(_UPDATE, *_fields(wanted, now))
            if number is None:
                raise DomainError(NO_COURSE, key=wanted.code)
            await _write_items(connection, number, wanted.items)
            await settle_all(connection, number, now)
            await audit.record(connection, actor, "course.change", f"course/{wanted.code}", {"retired": wanted.retired})
            return await course_of(connection, wanted.code)

    async def put_file(self, actor: Actor, code: str, item: str, name: str, content: bytes) -> CourseKept:
        """The file of an item; a later one takes its place."""
        async with self._db.transaction() as connection:
            there = item_of(await course_of(connection, code), item)
            if there.kind != "file":
                raise DomainError(NOT_A_FILE, key=item)
            number = await files.keep(connection, name, content, self._clock.now())
            old = await connection.fetchval("SELECT file_id FROM course_item WHERE id = $1 FOR UPDATE", there.id)
            await connection.execute("UPDATE course_item SET file_id = $2 WHERE id = $1", there.id, number)
            await connection.execute("DELETE FROM training_file WHERE id = $1", old)
            await audit.record(connection, actor, "course.file", f"course/{code}", {"item": item})
            return await course_of(connection, code)

    async def file(self, code: str, item: str) -> files.Stored:
        """The file of an item."""
        async with self._db.connection() as connection:
            there = item_of(await course_of(connection, code), item)
            file_id = await connection.fetchval("SELECT file_id FROM course_item WHERE id = $1", there.id)
            return await files.stored(connection, file_id)

    async def add_session(self, actor: Actor, code: str, item: str, wanted: SessionWanted) -> CourseKept:
        """Another date of a session item."""
        _judge_session(wanted)
        async with self._db.transaction() as connection:
            there = item_of(await course_of(connection, code, given=True), item)
            if there.kind != "session":
                raise DomainError(NOT_A_SESSION, key=item)
            await connection.execute(
                "INSERT INTO course_session (item_id, starts, ends, place, replay) VALUES ($1, $2, $3, $4, $5)",
                there.id,
                wanted.starts,
                wanted.ends,
                wanted.place,
                wanted.replay,
            )
            await audit.record(connection, actor, "course.session", f"course/{code}", {"item": item})
            return await course_of(connection, code)

    async def change_session(self, actor: Actor, session_id: int, wanted: SessionWanted) -> CourseKept:
        """Move a date, cancel it, add its replay. Once attendance is noted, hours rest on its time: that stays."""
        _judge_session(wanted)
        async with self._db.transaction() as connection:
            code = await connection.fetchval(_COURSE_OF_SESSION, session_id)
            if code is None:
                raise DomainError(NO_SESSION, key=session_id)
            was = session_of(await course_of(connection, code), session_id)
            moved = (was.starts, was.ends, was.cancelled) != (wanted.starts, wanted.ends, wanted.cancelled)
            if was.noted and moved:
                raise DomainError(SESSION_HELD)
            await connection.execute(
                "UPDATE course_session SET starts = $2, ends = $3, place = $4, replay = $5, cancelled = $6 WHERE id = $1",
                session_id,
                wanted.starts,
                wanted.ends,
                wanted.place,
                wanted.replay,
                wanted.cancelled,
            )
            await audit.record(connection, actor, "course.session", f"course/{code}", {"session": session_id})
            return await course_of(connection, code)


_COURSE_OF_SESSION = """
SELECT c.code FROM course_session s JOIN course_item i ON i.id = s.item_id JOIN course c ON c.id = i.course_id
WHERE s.id = $1 FOR UPDATE OF s"""


async def course_of(connection: Connection, code: str, *, given: bool = False) -> CourseKept:
    """A course by code; with `given` refused where it is no longer."""
    found = await courses(connection, [code])
    if not found:
        raise DomainError(NO_COURSE, key=code)
    if given and found[0].retired:
        raise DomainError(RETIRED)
    return found[0]


def item_of(course: CourseKept, code: str) -> ItemKept:
    """An item of a course by code."""
    found = course.item(code)
    if found is None:
        raise DomainError(NO_ITEM, key=code)
    return found


def session_of(course: CourseKept, session_id: int) -> SessionKept:
    """A date of one of the course's items."""
    for item in course.items:
        for one in item.sessions:
            if one.id == session_id:
                return one
    raise DomainError(NO_SESSION, key=session_id)


def is_link(url: str | None) -> bool:
    """Whether something can be followed safely: never a script."""
    return url is not None and url.startswith(("https://", "http://"))


async def _judge(connection: Connection, wanted: CourseWanted) -> None:
    items = tuple([CourseItem(one.code, one.kind, one.title.zh, one.title.en, one.needed) for one in wanted.items])
    refuse_faults(check(Course(wanted.code, wanted.title.zh, wanted.title.en, items, wanted.practice)))
    if any(not is_link(one.url) for one in wanted.items if one.kind == "link"):
        raise DomainError(BAD_LINK)
    if wanted.trained is not None and not await connection.fetchval(
        "SELECT true FROM metric WHERE code = $1 AND subject = 'agent' AND combine IN ('sum', 'mean') AND good <> 'band'",
        wanted.trained,
    ):
        raise DomainError(BAD_METRIC, key=wanted.trained)


def _judge_session(wanted: SessionWanted) -> None:
    within_reach(wanted.starts.date())
    hours = (wanted.ends - wanted.starts).total_seconds() / 3600
    if not 0 < hours <= 24:
        raise DomainError(BAD_SESSION)
    if wanted.replay is not None and not is_link(wanted.replay):
        raise DomainError(BAD_LINK)


def _fields(wanted: CourseWanted, now: datetime) -> tuple[object, ...]:
    practice = {kind: number for kind, number in wanted.practice.items() if number}
    return (
        wanted.code,
        wanted.kind,
        wanted.title.zh,
        wanted.title.en,
        wanted.about.zh,
        wanted.about.en,
        msgspec.json.encode(practice).decode(),
        wanted.from_months,
        wanted.trained,
        wanted.exam_before,
        wanted.exam_after,
        wanted.retired,
        now,
    )


async def _write_items(connection: Connection, course_id: int, items: Sequence[ItemWanted]) -> None:
    codes = [one.code for one in items]
    await connection.execute(
        "UPDATE course_item SET taken_out = true WHERE course_id = $1 AND code <> ALL($2)", course_id, codes
    )
    for place, one in enumerate(items):
        url = one.url if one.kind == "link" else None
        await connection.execute(
            _ITEM, course_id, one.code, place, one.kind, one.title.zh, one.title.en, one.needed, url
        )
