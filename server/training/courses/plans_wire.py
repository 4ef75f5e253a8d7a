"""What goes over the wire about plans, practice and needs surveys."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from career.training.courses import Practising
from server.training.courses.plans import Mine, PlanKept
from server.training.courses.practice import PracticeKept, PracticeWanted, Stage
from server.training.courses.surveys import SurveyWanted, TopicWanted
from server.training.courses.wire import CourseOut, RuleCode, course_out
from server.wire import Bilingual, Code, Named

Short = Annotated[str, Meta(min_length=1, max_length=200)]


class PlanIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A course for people and teams."""

    course: RuleCode
    agents: Annotated[list[Code], Meta(max_length=1000)] = []
    teams: Annotated[list[Code], Meta(max_length=200)] = []
    due: date | None = None


class ChooseIn(Struct, forbid_unknown_fields=True):
    """A course for oneself."""

    course: RuleCode


class PlanOut(Struct, kw_only=True):
    """A course on somebody's plan, in short."""

    id: int
    agent: Named
    team: Named | None
    course: Named
    assigned_on: date
    due: date | None
    due_wished: date | None
    overdue: bool
    chosen: bool
    completed_on: date | None
    items_left: int
    practice_left: int


class MyCourse(Struct, kw_only=True):
    """A course on one's own plan: the days items were seen on, what is missing, whether one said what one thinks of it, and
    the sessions to come at which one is not at work."""

    id: int
    course: CourseOut
    assigned_on: date
    due: date | None
    due_wished: date | None
    overdue: bool
    chosen: bool
    completed_on: date | None
    seen: dict[str, date]
    missing_items: list[str]
    missing_practice: Mapping[Practising, int]
    said: bool
    off_duty: list[int]


class MyPlan(Struct):
    """One's own plan, what is due first, and what is offered besides."""

    plans: list[MyCourse]
    offered: list[CourseOut]


class PracticeIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What somebody practised; for a course on the plan, or on its own."""

    kind: Practising
    title: Short
    on: date
    words: Annotated[str, Meta(max_length=4000)] = ""
    course: RuleCode | None = None

    def read(self) -> PracticeWanted:
        """As the room knows it."""
        return PracticeWanted(course=self.course, kind=self.kind, title=self.title, on=self.on, words=self.words)


class GiveIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Practice for people, with what it is for."""

    agents: Annotated[list[Code], Meta(min_length=1, max_length=1000)]
    kind: Practising
    title: Short
    why: Annotated[str, Meta(max_length=100)] = ""
    due: date | None = None


class DecideIn(Struct, forbid_unknown_fields=True):
    """What the person reads about it."""

    words: Annotated[str, Meta(max_length=2000)] = ""


class SendBackIn(Struct, forbid_unknown_fields=True):
    """What is missing."""

    words: Annotated[str, Meta(min_length=1, max_length=2000)]


class PracticeOut(Struct, kw_only=True):
    """A practice record."""

    id: int
    agent: Named
    team: Named | None
    course: Named | None
    kind: Practising
    title: str
    why: str
    stage: Stage
    due: date | None
    on: date | None
    words: str
    file_name: str | None
    handed_in: datetime | None
    decided_by: str | None
    decided_on: date | None
    answer: str
    off_duty: bool


class TopicIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A topic, and the course that answers it."""

    title: Bilingual
    course: RuleCode | None = None


class SurveyIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A survey of a team, or of everybody."""

    title: Bilingual
    team: Code | None = None
    closes: Annotated[datetime, Meta(tz=True)]
    topics: Annotated[list[TopicIn], Meta(min_length=2, max_length=30)]

    def read(self) -> SurveyWanted:
        """As the room knows it."""
        topics = [TopicWanted(one.title, one.course) for one in self.topics]
        return SurveyWanted(title=self.title, team=self.team, closes=self.closes, topics=topics)


class SurveyAnswerIn(Struct, forbid_unknown_fields=True):
    """Topics by place; `wish` is read without a name."""

    topics: Annotated[list[int], Meta(min_length=1, max_length=30)]
    wish: Annotated[str, Meta(max_length=500)] = ""


def plan_out(plan: PlanKept) -> PlanOut:
    """A line of the overview."""
    return PlanOut(
        id=plan.id,
        agent=plan.agent,
        team=plan.team,
        course=Named(plan.course.code, plan.course.title),
        assigned_on=plan.assigned_on,
        due=plan.due,
        due_wished=plan.due_wished,
        overdue=plan.overdue,
        chosen=plan.chosen,
        completed_on=plan.completed_on,
        items_left=len(plan.missing_items),
        practice_left=sum(plan.missing_practice.values()),
    )


def my_plan(mine: Mine) -> MyPlan:
    """As the person sees it."""
    plans = [
        MyCourse(
            id=one.id,
            course=course_out(one.course),
            assigned_on=one.assigned_on,
            due=one.due,
            due_wished=one.due_wished,
            overdue=one.overdue,
            chosen=one.chosen,
            completed_on=one.completed_on,
            seen=one.seen,
            missing_items=list(one.missing_items),
            missing_practice=one.missing_practice,
            said=one.course.id in mine.said,
            off_duty=[date.id for item in one.course.items for date in item.sessions if date.id in mine.off_duty],
        )
        for one in mine.plans
    ]
    return MyPlan(plans, [course_out(one) for one in mine.offered])


def practice_out(record: PracticeKept) -> PracticeOut:
    """A record as those who may see it do."""
    return PracticeOut(
        id=record.id,
        agent=record.agent,
        team=record.team,
        course=record.course,
        kind=record.kind,
        title=record.title,
        why=record.why_ref,
        stage=record.stage,
        due=record.due,
        on=record.on,
        words=record.words,
        file_name=record.file_name,
        handed_in=record.handed_in,
        decided_by=record.decided_by,
        decided_on=record.decided_on,
        answer=record.answer,
        off_duty=record.off_duty,
    )
