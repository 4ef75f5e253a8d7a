"""The doors to plans, practice and needs surveys."""

from typing import Annotated

from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody

from server.auth.actor import Actor
from server.errors import DomainError
from server.reports.handing import WORKBOOK, attachment
from server.training.courses import api as courses_api
from server.training.courses.api import BYTES, LEARNS, MANAGES, download, whole
from server.training.courses.plans import Assigned
from server.training.courses.plans_wire import (
    ChooseIn,
    DecideIn,
    GiveIn,
    MyPlan,
    PlanIn,
    PlanOut,
    PracticeIn,
    PracticeOut,
    SendBackIn,
    SurveyAnswerIn,
    SurveyIn,
    my_plan,
    plan_out,
    practice_out,
)
from server.training.courses.practice import Given, Stage
from server.training.courses.refusals import NO_SURVEY
from server.training.courses.surveys import Survey
from server.training.courses.wire import FileIn
from server.training.service import TrainingService
from server.wire import Page

Me = NamedDependency[Actor]
Training = NamedDependency[TrainingService]


class PlansController(Controller):
    """Who is to take which course; everybody sees the own plan, and those of people one helps to learn."""

    path = "/api/v1/plans"
    tags = ("courses",)
    guards = LEARNS

    @get(summary="Plans of those one helps to learn")
    async def page(
        self, actor: Me, training: Training, course: FromQuery[str | None] = None, team: FromQuery[str | None] = None
    ) -> Page[PlanOut]:
        """Of everybody for trainers and HR, the own teams for leads, those one mentors or teaches; open ones first."""
        return whole([plan_out(one) for one in await training.courses.plans.seen_by(actor, course, team)])

    @post(summary="Put a course on plans")
    async def assign(self, data: JSONBody[PlanIn], actor: Me, training: Training) -> Assigned:
        """Of people and of the present members of teams, as far as one may."""
        return await training.courses.plans.assign(actor, data.course, data.agents, data.teams, data.due)

    @get("/mine", summary="One's own plan")
    async def mine(self, actor: Me, training: Training) -> MyPlan:
        """What is due first, and what is offered besides."""
        return my_plan(await training.courses.plans.mine(actor))

    @post("/mine", summary="Choose an offered course")
    async def choose(self, data: JSONBody[ChooseIn], actor: Me, training: Training) -> MyPlan:
        """Onto one's own plan, without a due day."""
        return my_plan(await training.courses.plans.choose(actor, data.course))

    @get("/export.xlsx", summary="Plans as a workbook", media_type=WORKBOOK)
    async def export(
        self, actor: Me, training: Training, course: FromQuery[str | None] = None, team: FromQuery[str | None] = None
    ) -> Response[bytes]:
        """Those of the list."""
        found = await training.courses.plans.seen_by(actor, course, team)
        return attachment(await training.courses.books.plans(actor, found))

    @delete("/{plan_id:int}", summary="Take a course off a plan")
    async def withdraw(self, plan_id: FromPath[int], actor: Me, training: Training) -> None:
        """What is complete stays."""
        await training.courses.plans.withdraw(actor, plan_id)

    @post("/{plan_id:int}/restore", status_code=204, summary="Put a course back that was taken off a plan")
    async def restore(self, plan_id: FromPath[int], actor: Me, training: Training) -> None:
        """As it was, with its due day; refused where it was assigned anew meanwhile."""
        await training.courses.plans.restore(actor, plan_id)


class PracticeController(Controller):
    """Practice records: handed in by the person, approved by somebody else."""

    path = "/api/v1/practice"
    tags = ("courses",)
    guards = LEARNS

    @get(summary="One's own practice")
    async def mine(self, actor: Me, training: Training) -> Page[PracticeOut]:
        """Given, handed in, sent back and approved."""
        return whole([practice_out(one) for one in await training.courses.practice.mine(actor)])

    @post(summary="Hand in practice")
    async def hand_in(self, data: JSONBody[PracticeIn], actor: Me, training: Training) -> PracticeOut:
        """For a course on one's plan, or on its own."""
        return practice_out(await training.courses.practice.hand_in(actor, data.read()))

    @get("/queue", summary="What waits for one's approval")
    async def queue(
        self, actor: Me, training: Training, stage: FromQuery[Stage | None] = "handed_in"
    ) -> Page[PracticeOut]:
        """Of others one helps to learn; the longest waiting first."""
        return whole([practice_out(one) for one in await training.courses.practice.queue(actor, stage)])

    @post("/give", status_code=200, summary="Give practice to people")
    async def give(self, data: JSONBody[GiveIn], actor: Me, training: Training) -> Given:
        """As far as one may; the same reason gives it once."""
        return await training.courses.practice.give(actor, data.agents, data.kind, data.title, data.why, data.due)

    @get("/export.xlsx", summary="Practice records as a workbook", media_type=WORKBOOK)
    async def export(self, actor: Me, training: Training) -> Response[bytes]:
        """In all stages, of others one helps to learn."""
        return attachment(
            await training.courses.books.practice(actor, await training.courses.practice.queue(actor, None))
        )

    @put("/{practice_id:int}", summary="Hand in what was given, or mend what was sent back")
    async def mend(
        self, practice_id: FromPath[int], data: JSONBody[PracticeIn], actor: Me, training: Training
    ) -> PracticeOut:
        """Until it is approved; kind, title and course stay as they were."""
        return practice_out(await training.courses.practice.hand_in(actor, data.read(), practice_id))

    @put("/{practice_id:int}/file", summary="Send what was made")
    async def put_file(
        self,
        practice_id: FromPath[int],
        data: Annotated[FileIn, Body(media_type=RequestEncodingType.MULTI_PART)],
        actor: Me,
        training: Training,
    ) -> PracticeOut:
        """At most 10 MB; with one's own record until it is approved."""
        content = await data.file.read()
        return practice_out(await training.courses.practice.put_file(actor, practice_id, data.file.filename, content))

    @get("/{practice_id:int}/file", summary="What was handed in", media_type=BYTES)
    async def file(self, practice_id: FromPath[int], actor: Me, training: Training) -> Response[bytes]:
        """As a download, for the person and those who may approve."""
        return download(await training.courses.practice.file(actor, practice_id))

    @post("/{practice_id:int}/approve", status_code=200, summary="Approve practice")
    async def approve(
        self, practice_id: FromPath[int], data: JSONBody[DecideIn], actor: Me, training: Training
    ) -> PracticeOut:
        """Never one's own."""
        return practice_out(await training.courses.practice.decide(actor, practice_id, approved=True, words=data.words))

    @post("/{practice_id:int}/send-back", status_code=200, summary="Send practice back")
    async def send_back(
        self, practice_id: FromPath[int], data: JSONBody[SendBackIn], actor: Me, training: Training
    ) -> PracticeOut:
        """With what is missing; the person hands it in again."""
        return practice_out(
            await training.courses.practice.decide(actor, practice_id, approved=False, words=data.words)
        )


class SurveysController(Controller):
    """Needs surveys: what a team says it needs to learn."""

    path = "/api/v1/surveys"
    tags = ("courses",)

    @get(guards=LEARNS, summary="Surveys")
    async def page(self, actor: Me, training: Training) -> Page[Survey]:
        """Those that ask oneself, and those one plans from. Counts are told once closed and from five answers on."""
        return whole(await training.courses.surveys.all(actor))

    @post(guards=MANAGES, summary="Ask what is needed")
    async def open(self, data: JSONBody[SurveyIn], actor: Me, training: Training) -> Survey:
        """A team, or everybody."""
        return await training.courses.surveys.open(actor, data.read())

    @post("/{survey_id:int}/answer", status_code=204, guards=LEARNS, summary="Answer a survey")
    async def answer(
        self, survey_id: FromPath[int], data: JSONBody[SurveyAnswerIn], actor: Me, training: Training
    ) -> None:
        """Once; nothing kept of it names anybody."""
        await training.courses.surveys.answer(actor, survey_id, data.topics, data.wish)

    @post("/{survey_id:int}/close", status_code=200, guards=MANAGES, summary="Close a survey")
    async def close(self, survey_id: FromPath[int], actor: Me, training: Training) -> Survey:
        """For good."""
        return await training.courses.surveys.close(actor, survey_id)

    @get("/{survey_id:int}/export.xlsx", guards=LEARNS, summary="What was asked for as a workbook", media_type=WORKBOOK)
    async def export(self, survey_id: FromPath[int], actor: Me, training: Training) -> Response[bytes]:
        """To who may read the results."""
        for one in await training.courses.surveys.all(actor):
            if one.id == survey_id:
                return attachment(await training.courses.books.needs(actor, one))
        raise DomainError(NO_SURVEY, key=survey_id)


CONTROLLERS = (courses_api.CoursesController, PlansController, PracticeController, SurveysController)
