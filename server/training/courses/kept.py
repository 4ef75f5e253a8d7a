"""Courses as they are kept: read whole, with their items and dates, and turned into the rule book's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import asyncpg
import msgspec
from msgspec import Struct

from career.training.courses import Course, CourseItem, ItemKind, Practising
from server.db.pool import Connection
from server.wire import Bilingual

CourseKind = Literal["skill", "product", "service", "onboarding", "care", "career"]


class SessionKept(Struct, frozen=True, kw_only=True):
    """One date of a session item; `noted` once somebody's attendance is."""

    id: int
    starts: datetime
    ends: datetime
    place: str
    replay: str | None
    cancelled: bool
    noted: bool


class ItemKept(Struct, frozen=True, kw_only=True):
    """An item as it stands now."""

    id: int
    code: str
    kind: ItemKind
    title: Bilingual
    needed: bool
    url: str | None
    file_name: str | None
    file_bytes: int | None
    sessions: tuple[SessionKept, ...]


class CourseKept(Struct, frozen=True, kw_only=True):
    """A course as it stands now."""

    id: int
    code: str
    kind: CourseKind
    title: Bilingual
    about: Bilingual
    practice: dict[Practising, int]
    from_months: int | None
    trained: str | None
    exam_before: str | None
    exam_after: str | None
    retired: bool
    items: tuple[ItemKept, ...]

    def rule(self) -> Course:
        """As the rule book knows it."""
        items = tuple([CourseItem(one.code, one.kind, one.title.zh, one.title.en, one.needed) for one in self.items])
        return Course(self.code, self.title.zh, self.title.en, items, self.practice)

    def item(self, code: str) -> ItemKept | None:
        """One of its items by code."""
        return next((one for one in self.items if one.code == code), None)


_COURSES = """
SELECT * FROM course WHERE ($1::text[] IS NULL OR code = ANY($1)) AND ($2::int[] IS NULL OR id = ANY($2))
ORDER BY retired, code"""
_ITEMS = """
SELECT i.*, f.name AS file_name, f.bytes AS file_bytes FROM course_item i LEFT JOIN training_file f ON f.id = i.file_id
WHERE i.course_id = ANY($1) AND NOT i.taken_out ORDER BY i.course_id, i.place"""
_SESSIONS = """
SELECT s.*, EXISTS (SELECT FROM session_attendance t WHERE t.session_id = s.id) AS noted
FROM course_session s JOIN course_item i ON i.id = s.item_id WHERE i.course_id = ANY($1) ORDER BY s.starts, s.id"""


async def courses(
    connection: Connection, codes: Sequence[str] | None = None, ids: Sequence[int] | None = None
) -> list[CourseKept]:
    """These courses, or all, those still given first."""
    rows = await connection.fetch(_COURSES, codes, ids)
    found = [row["id"] for row in rows]
    sessions: dict[int, list[SessionKept]] = {}
    for row in await connection.fetch(_SESSIONS, found):
        sessions.setdefault(row["item_id"], []).append(_session(row))
    items: dict[int, list[ItemKept]] = {}
    for row in await connection.fetch(_ITEMS, found):
        items.setdefault(row["course_id"], []).append(_item(row, sessions))
    return [_course(row, items) for row in rows]


def _session(row: asyncpg.Record) -> SessionKept:
    return SessionKept(
        id=row["id"],
        starts=row["starts"],
        ends=row["ends"],
        place=row["place"],
        replay=row["replay"],
        cancelled=row["cancelled"],
        noted=row["noted"],
    )


def _item(row: asyncpg.Record, sessions: Mapping[int, list[SessionKept]]) -> ItemKept:
    return ItemKept(
        id=row["id"],
        code=row["code"],
        kind=row["kind"],
        title=Bilingual(zh=row["title_zh"], en=row["title_en"]),
        needed=row["needed"],
        url=row["url"],
        file_name=row["file_name"],
        file_bytes=row["file_bytes"],
        sessions=tuple(sessions.get(row["id"], ())),
    )


def _course(row: asyncpg.Record, items: Mapping[int, list[ItemKept]]) -> CourseKept:
    return CourseKept(
        id=row["id"],
        code=row["code"],
        kind=row["kind"],
        title=Bilingual(zh=row["title_zh"], en=row["title_en"]),
        about=Bilingual(zh=row["about_zh"], en=row["about_en"]),
        practice=msgspec.json.decode(row["practice"], type=dict[Practising, int]),
        from_months=row["from_months"],
        trained=row["trained"],
        exam_before=row["exam_before"],
        exam_after=row["exam_after"],
        retired=row["retired"],
        items=tuple(items.get(row["id"], ())),
    )
