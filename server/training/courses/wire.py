"""Courses, plans, practice and surveys as they travel."""

from datetime import datetime
from typing import Annotated

from litestar.datastructures import UploadFile
from msgspec import Meta, Struct

from career.training.courses import ItemKind, Practising
from server.training.courses.catalogue import CourseWanted, ItemWanted, SessionWanted
from server.training.courses.kept import CourseKept, CourseKind, SessionKept
from server.training.courses.learning import Mark
from server.wire import Bilingual, Code

RuleCode = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Words = Annotated[str, Meta(min_length=1, max_length=4000)]
Link = Annotated[str, Meta(max_length=1000)]
Times = Annotated[int, Meta(ge=0, le=50)]


class FileIn(Struct):
    """The form of an upload: one field, `file`."""

    file: UploadFile


class ItemIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """An item of a course; `url` for links."""

    code: RuleCode
    kind: ItemKind
    title: Bilingual
    needed: bool = True
    url: Link | None = None


class CourseIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A course; `practice` says how many records of which kind it asks for."""

    code: RuleCode
    kind: CourseKind = "skill"
    title: Bilingual
    about: Bilingual = Bilingual("", "")
    items: Annotated[list[ItemIn], Meta(min_length=1, max_length=60)]
    practice: dict[Practising, Times]
    from_months: Annotated[int, Meta(ge=0, le=600)] | None = None
    trained: Code | None = None
    exam_before: Code | None = None
    exam_after: Code | None = None
    retired: bool = False

    def read(self) -> CourseWanted:
        """As the room knows it."""
        return CourseWanted(
            code=self.code,
            kind=self.kind,
            title=self.title,
            about=self.about,
            items=[
                ItemWanted(code=one.code, kind=one.kind, title=one.title, needed=one.needed, url=one.url)
                for one in self.items
            ],
            practice=dict(self.practice),
            from_months=self.from_months,
            trained=self.trained,
            exam_before=self.exam_before,
            exam_after=self.exam_after,
            retired=self.retired,
        )


class SessionIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A date of a session; instants with their offset."""

    starts: Annotated[datetime, Meta(tz=True)]
    ends: Annotated[datetime, Meta(tz=True)]
    place: Annotated[str, Meta(max_length=200)] = ""
    replay: Link | None = None
    cancelled: bool = False

    def read(self) -> SessionWanted:
        """As the room knows it."""
        return SessionWanted(
            starts=self.starts,
            ends=self.ends,
            place=self.place.strip(),
            replay=self.replay or None,
            cancelled=self.cancelled,
        )


class MarksIn(Struct, forbid_unknown_fields=True):
    """Who came, by agent code."""

    marks: Annotated[dict[Code, Mark], Meta(min_length=1, max_length=1000)]


class AskIn(Struct, forbid_unknown_fields=True):
    """A question about an item."""

    item: RuleCode
    words: Words


class AnswerIn(Struct, forbid_unknown_fields=True):
    """An answer that everybody on the course reads."""

    words: Words


class StarsIn(Struct, forbid_unknown_fields=True):
    """1 (of no use) to 5 (helped a lot)."""

    stars: Annotated[int, Meta(ge=1, le=5)]


class ItemOut(Struct, kw_only=True):
    """An item of a course."""

    code: str
    kind: ItemKind
    title: Bilingual
    needed: bool
    url: str | None
    file_name: str | None
    file_bytes: int | None
    sessions: tuple[SessionKept, ...]


class CourseOut(Struct, kw_only=True):
    """A course."""

    code: str
    kind: CourseKind
    title: Bilingual
    about: Bilingual
    items: list[ItemOut]
    practice: dict[Practising, int]
    from_months: int | None
    trained: str | None
    exam_before: str | None
    exam_after: str | None
    retired: bool


def course_out(course: CourseKept) -> CourseOut:
    """A course as everybody sees it."""
    return CourseOut(
        code=course.code,
        kind=course.kind,
        title=course.title,
        about=course.about,
        items=[
            ItemOut(
                code=one.code,
                kind=one.kind,
                title=one.title,
                needed=one.needed,
                url=one.url,
                file_name=one.file_name,
                file_bytes=one.file_bytes,
                sessions=one.sessions,
            )
            for one in course.items
        ],
        practice=course.practice,
        from_months=course.from_months,
        trained=course.trained,
        exam_before=course.exam_before,
        exam_after=course.exam_after,
        retired=course.retired,
    )
