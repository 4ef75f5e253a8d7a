"""The doors to courses: the catalogue, what belongs to a course, questions, feedback, and whether it helped."""

from typing import Annotated, TypeVar
from urllib.parse import quote

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody, QueryParameter

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.reports.handing import WORKBOOK, attachment
from server.training.courses.effect import Effect
from server.training.courses.files import Stored
from server.training.courses.learning import Attender, Question
from server.training.courses.wire import (
    AnswerIn,
    AskIn,
    CourseIn,
    CourseOut,
    FileIn,
    MarksIn,
    SessionIn,
    StarsIn,
    course_out,
)
from server.training.service import TrainingService
from server.wire import Page, page_of

Me = NamedDependency[Actor]
Training = NamedDependency[TrainingService]
Weeks = Annotated[int, QueryParameter(ge=1, le=26)]
T = TypeVar("T")

LEARNS = (requires(Permission.TRAINING_LEARN),)
MANAGES = (requires(Permission.TRAINING_MANAGE),)
_REPORTS = (requires(Permission.TRAINING_MANAGE, Permission.QUALITY_MANAGE),)
BYTES = "application/octet-stream"


def whole(items: list[T]) -> Page[T]:
    """A list that is always whole."""
    return page_of(items, len(items), 0)


def download(found: Stored) -> Response[bytes]:
    """Bytes to be saved: never shown, never guessed at, and under a name that cannot leave the header."""
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
        "cache-control": "private, no-store",
    }
    return Response(found.content, media_type=BYTES, headers=headers)


class CoursesController(Controller):
    """Courses: what is looked at, and how much practice follows."""

    path = "/api/v1/courses"
    tags = ("courses",)

    @get(guards=LEARNS, summary="List courses")
    async def page(self, training: Training, retired: FromQuery[bool] = False) -> Page[CourseOut]:
        """Those given; on demand also those that no longer are."""
        return whole([course_out(one) for one in await training.courses.catalogue.all(retired=retired)])

    @post(guards=MANAGES, summary="Create a course")
    async def create(self, data: JSONBody[CourseIn], actor: Me, training: Training) -> CourseOut:
        """With at least one needed item and one practice record."""
        return course_out(await training.courses.catalogue.create(actor, data.read()))

    @get("/export.xlsx", guards=LEARNS, summary="The catalogue as a workbook", media_type=WORKBOOK)
    async def export(self, actor: Me, training: Training) -> Response[bytes]:
        """Every course, those no longer given too."""
        return attachment(
            await training.courses.books.courses(actor, await training.courses.catalogue.all(retired=True))
        )

    @get("/{code:str}", guards=LEARNS, summary="Show a course")
    async def one(self, code: FromPath[str], training: Training) -> CourseOut:
        """With its items and dates."""
        return course_out(await training.courses.catalogue.one(code))

    @put("/{code:str}", guards=MANAGES, summary="Change a course")
    async def change(self, code: FromPath[str], data: JSONBody[CourseIn], actor: Me, training: Training) -> CourseOut:
        """Whole; whoever has completed it stays complete. The code in the address is the one that counts."""
        data.code = code
        return course_out(await training.courses.catalogue.change(actor, data.read()))

    @put("/{code:str}/items/{item:str}/file", guards=MANAGES, summary="Send an item's file")
    async def put_file(
        self,
        code: FromPath[str],
        item: FromPath[str],
        data: Annotated[FileIn, Body(media_type=RequestEncodingType.MULTI_PART)],
        actor: Me,
        training: Training,
    ) -> CourseOut:
        """At most 10 MB of a kind that does not run by being opened."""
        content = await data.file.read()
        return course_out(await training.courses.catalogue.put_file(actor, code, item, data.file.filename, content))

    @get("/{code:str}/items/{item:str}/file", guards=LEARNS, summary="An item's file", media_type=BYTES)
    async def file(self, code: FromPath[str], item: FromPath[str], training: Training) -> Response[bytes]:
        """As a download."""
        return download(await training.courses.catalogue.file(code, item))

    @post("/{code:str}/items/{item:str}/seen", status_code=204, guards=LEARNS, summary="I have worked through an item")
    async def seen(self, code: FromPath[str], item: FromPath[str], actor: Me, training: Training) -> None:
        """Of a course on one's plan. Attending a session is noted by the trainer; its replay counts here."""
        await training.courses.learning.see(actor, code, item)

    @post("/{code:str}/items/{item:str}/sessions", guards=MANAGES, summary="Add a date")
    async def add_session(
        self, code: FromPath[str], item: FromPath[str], data: JSONBody[SessionIn], actor: Me, training: Training
    ) -> CourseOut:
        """Of an item of kind session."""
        return course_out(await training.courses.catalogue.add_session(actor, code, item, data.read()))

    @put("/sessions/{session_id:int}", guards=MANAGES, summary="Change a date")
    async def change_session(
        self, session_id: FromPath[int], data: JSONBody[SessionIn], actor: Me, training: Training
    ) -> CourseOut:
        """Its replay and place at any time, its time until attendance is noted."""
        return course_out(await training.courses.catalogue.change_session(actor, session_id, data.read()))

    @get("/sessions/{session_id:int}/attendance", guards=MANAGES, summary="Who is expected, and who came")
    async def expected(self, session_id: FromPath[int], training: Training) -> Page[Attender]:
        """Everybody with the course on the plan, and who came besides."""
        return whole(await training.courses.learning.expected(session_id))

    @put("/sessions/{session_id:int}/attendance", guards=MANAGES, summary="Note who came")
    async def attend(
        self, session_id: FromPath[int], data: JSONBody[MarksIn], actor: Me, training: Training
    ) -> Page[Attender]:
        """Hours and absences become facts; who is on leave is excused, whatever is sent."""
        return whole(await training.courses.learning.attend(actor, session_id, data.marks))

    @get("/{code:str}/questions", guards=LEARNS, summary="Questions about a course")
    async def questions(self, code: FromPath[str], actor: Me, training: Training) -> Page[Question]:
        """Who asked is told to trainers only."""
        return whole(await training.courses.learning.questions(actor, code))

    @post("/{code:str}/questions", status_code=204, guards=LEARNS, summary="Ask about an item")
    async def ask(self, code: FromPath[str], data: JSONBody[AskIn], actor: Me, training: Training) -> None:
        """As an agent."""
        await training.courses.learning.ask(actor, code, data.item, data.words)

    @put("/questions/{question_id:int}", status_code=204, guards=MANAGES, summary="Answer a question")
    async def answer(self, question_id: FromPath[int], data: JSONBody[AnswerIn], actor: Me, training: Training) -> None:
        """For everybody; a better answer takes its place."""
        await training.courses.learning.answer(actor, question_id, data.words)

    @post("/{code:str}/feedback", status_code=204, guards=LEARNS, summary="Say what a course was worth")
    async def feedback(self, code: FromPath[str], data: JSONBody[StarsIn], actor: Me, training: Training) -> None:
        """Once, without a name; never evidence."""
        await training.courses.feedback.give(actor, code, data.stars)

    @get("/{code:str}/effect", guards=_REPORTS, summary="Whether a course helped")
    async def effect(self, code: FromPath[str], training: Training, weeks: Weeks = 4) -> Effect:
        """Four evaluations, the figures of so many weeks before against as many after; no group under five."""
        return await training.courses.effects.of(code, weeks)

    @get("/{code:str}/effect.xlsx", guards=_REPORTS, summary="The evaluations as a workbook", media_type=WORKBOOK)
    async def effect_book(
        self, code: FromPath[str], actor: Me, training: Training, weeks: Weeks = 4
    ) -> Response[bytes]:
        """Numbers as numbers."""
        return attachment(await training.courses.books.effect(actor, await training.courses.effects.of(code, weeks)))
