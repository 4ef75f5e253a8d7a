"""What goes over the wire about exams; the right answers never do, except to who keeps the bank."""

from datetime import date, datetime, time
from typing import Annotated

from msgspec import Meta, Struct

from career.training.bank import Blueprint, Question
from career.training.load import LoadGuard
from career.training.sitting import Retakes
from server.people.rostered import Hours
from server.people.wire import WallTime
from server.training.exams.planning import Invited, Listed
from server.training.exams.store import Exam, ExamSheet
from server.wire import Bilingual, Code

TopicName = Annotated[str, Meta(max_length=100, pattern=r"\S")]


class QuestionOut(Struct):
    """A question of the bank, with its right answer."""

    question: Question
    retired: bool


class Questions(Struct):
    """A slice of the bank."""

    items: list[QuestionOut]
    total: int


class ExamIn(Struct, kw_only=True, forbid_unknown_fields=True):
    """An exam as a trainer sets it."""

    title: Bilingual
    blueprint: Blueprint
    opens: datetime
    closes: datetime
    counting: bool = True
    attempts: Annotated[int, Meta(ge=1, le=10)] = 3
    days_between: Annotated[int, Meta(ge=0, le=365)] = 7

    def sheet(self, code: str) -> ExamSheet:
        """Under its code."""
        return ExamSheet(
            code=code,
            title=self.title,
            blueprint=self.blueprint,
            opens=self.opens,
            closes=self.closes,
            counting=self.counting,
            retakes=Retakes(self.attempts, self.days_between),
        )


class NewExam(ExamIn, kw_only=True, forbid_unknown_fields=True):
    """With the code it will have."""

    code: Code


class ExamOut(Struct, kw_only=True):
    """An exam as trainers see it."""

    code: str
    title: Bilingual
    blueprint: Blueprint
    opens: datetime
    closes: datetime
    counting: bool
    attempts: int
    days_between: int
    withdrawn: bool
    invited: int | None = None
    taken: int | None = None


class ExamPage(Struct):
    """An exam and who is invited."""

    exam: ExamOut
    invited: list[Invited]


class InviteIn(Struct, forbid_unknown_fields=True):
    """Who takes it on which day."""

    agents: Annotated[list[Code], Meta(min_length=1, max_length=2000)]
    on: date
    any_time: Annotated[str, Meta(max_length=500, pattern=r"\S")] | None = None
    """Why they may take it outside rostered time."""


class Count(Struct):
    """How many were invited."""

    invited: int


class GuardIn(Struct, forbid_unknown_fields=True):
    """A load guard as a centre sets it."""

    exams_a_week: Annotated[int, Meta(ge=1, le=7)]
    questions: Annotated[int, Meta(ge=1, le=100)]

    def guard(self) -> LoadGuard:
        """As the rule book knows it."""
        return LoadGuard(self.exams_a_week, self.questions)


class HoursIn(Struct, forbid_unknown_fields=True):
    """The hours of a day at work where nobody has a roster, such as 08:00 to 20:00, by the wall clock of each site."""

    starts: WallTime
    ends: WallTime

    def hours(self) -> Hours:
        """As the roster knows them."""
        return Hours(time.fromisoformat(self.starts), time.fromisoformat(self.ends))


class Guards(Struct):
    """For trainees and for everybody else."""

    trainees: LoadGuard
    others: LoadGuard


class TopicIn(Struct, forbid_unknown_fields=True):
    """What a topic is called, in both languages."""

    zh: TopicName
    en: TopicName


def exam_out(exam: Exam, listed: Listed | None = None) -> ExamOut:
    """With how many are invited, where that was counted."""
    sheet = exam.sheet
    return ExamOut(
        code=sheet.code,
        title=sheet.title,
        blueprint=sheet.blueprint,
        opens=sheet.opens,
        closes=sheet.closes,
        counting=sheet.counting,
        attempts=sheet.retakes.attempts,
        days_between=sheet.retakes.days_between,
        withdrawn=exam.withdrawn,
        invited=listed.invited if listed else None,
        taken=listed.taken if listed else None,
    )


def hours_out(hours: Hours) -> HoursIn:
    """To the minute."""
    return HoursIn(hours.starts.isoformat("minutes"), hours.ends.isoformat("minutes"))
