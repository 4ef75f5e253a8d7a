"""What goes over the wire about exams; the right answers never do, except to who keeps the bank."""

from datetime import date, datetime, time
from typing import Annotated, Literal

from msgspec import Meta, Struct

from career.exact import MICRO, format_ratio
from career.training.bank import Blueprint, Item, Number, Question
from career.training.load import LoadGuard
from career.training.sitting import Retakes
from server.people.rostered import Hours
from server.people.wire import WallTime
from server.training.exams.planning import Invited, Listed
from server.training.exams.results import Mine, PersonsResult, Result, Summary, TopicShare
from server.training.exams.sitting import Saved, Seat
from server.training.exams.store import Exam, ExamSheet
from server.wire import Bilingual, Code

Given = (
    Annotated[tuple[Annotated[int, Meta(ge=0, le=11)], ...], Meta(max_length=12)] | Annotated[str, Meta(max_length=40)]
)

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


class OptionOut(Struct):
    """An option by the number it is answered with."""

    number: int
    zh: str
    en: str


class Asked(Struct):
    """A question as it stands on a paper."""

    code: str
    kind: Literal["single", "several", "order", "number"]
    zh: str
    en: str
    points: str
    options: list[OptionOut]


class SeatOut(Struct, kw_only=True):
    """A sitting: until when, measured by the server's `now`; what is saved, with the number of its save."""

    id: int
    exam: str
    title: Bilingual
    light: bool
    opened: datetime
    ends: datetime
    now: datetime
    handed_in: datetime | None
    paper: list[Asked]
    answers: dict[str, tuple[int, ...] | str]
    numbers: dict[str, int]


class SaveIn(Struct, forbid_unknown_fields=True):
    """One answer; `number` counts up in the browser, so that repeats and stragglers change nothing."""

    question: Annotated[str, Meta(max_length=64)]
    answer: Given
    number: Annotated[int, Meta(ge=1, le=9_000_000_000_000_000)]


class SavesIn(Struct, forbid_unknown_fields=True):
    """Answers not yet known to be saved; one or, after a cut, several."""

    answers: Annotated[list[SaveIn], Meta(min_length=1, max_length=100)]

    def saved(self) -> list[Saved]:
        """As the service takes them."""
        return [Saved(one.question, one.answer, one.number) for one in self.answers]


class SavedOut(Struct):
    """Safe, at this instant of the server."""

    now: datetime


class TopicIn(Struct, forbid_unknown_fields=True):
    """What a topic is called, in both languages."""

    zh: TopicName
    en: TopicName


class OpenIn(Struct, forbid_unknown_fields=True):
    """`light` asks for a short paper for practice, while help is offered."""

    light: bool = False


class TopicOut(Struct):
    """How much of a topic was right."""

    topic: str
    name: Bilingual
    questions: int
    percent: str


class ResultOut(Struct, kw_only=True):
    """One's own result."""

    sitting: int
    exam: str
    title: Bilingual
    light: bool
    counting: bool
    attempt: int
    on: date
    score: str
    passed: bool
    topics: list[TopicOut]


class MineOut(Struct, kw_only=True):
    """An exam one is invited to."""

    code: str
    title: Bilingual
    questions: int
    minutes: int
    passes: str
    counting: bool
    opens: datetime
    closes: datetime
    on_day: date
    sitting: int | None
    passed: bool
    tries: int
    attempts: int
    no: str | None
    no_word: str
    any_time: str | None


class MyExams(Struct):
    """What is to be taken, and what was."""

    exams: list[MineOut]
    results: list[ResultOut]
    today: date


class PersonOut(Struct, kw_only=True):
    """A result by name, for who may read it."""

    code: str
    name: Bilingual
    on: date
    attempt: int
    score: str
    passed: bool


class SummaryOut(Struct):
    """How it went among at least five people."""

    people: int
    passed: int
    mean: str
    topics: list[TopicOut]


class ExamResults(Struct):
    """The results of an exam that the asker may read."""

    people: list[PersonOut]
    summary: SummaryOut | None


def amount(micro: int) -> str:
    """Plain decimal text."""
    return format_ratio((micro, MICRO))


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


def asked_out(item: Item) -> Asked:
    """Without its right answer; options in the order they are shown."""
    question = item.question
    asks = question.asks
    kind = type(asks).__struct_config__.tag
    shown = (
        [] if isinstance(asks, Number) else [OptionOut(n, asks.options[n].zh, asks.options[n].en) for n in item.shown]
    )
    return Asked(question.code, str(kind), question.zh, question.en, question.points, shown)  # type: ignore[arg-type]


def seat_out(seat: Seat) -> SeatOut:
    """The paper as its owner sees it."""
    return SeatOut(
        id=seat.id,
        exam=seat.exam,
        title=seat.title,
        light=seat.light,
        opened=seat.opened,
        ends=seat.ends,
        now=seat.now,
        handed_in=seat.handed_in,
        paper=[asked_out(item) for item in seat.paper],
        answers=dict(seat.answers),
        numbers=dict(seat.numbers),
    )


def topics_out(topics: tuple[TopicShare, ...]) -> list[TopicOut]:
    """In per cent."""
    return [TopicOut(one.topic, one.name, one.questions, amount(one.share)) for one in topics]


def result_out(result: Result) -> ResultOut:
    """One's own result."""
    return ResultOut(
        sitting=result.sitting,
        exam=result.exam,
        title=result.title,
        light=result.light,
        counting=result.counting,
        attempt=result.attempt,
        on=result.on,
        score=amount(result.score),
        passed=result.passed,
        topics=topics_out(result.topics),
    )


def hours_out(hours: Hours) -> HoursIn:
    """To the minute."""
    return HoursIn(hours.starts.isoformat("minutes"), hours.ends.isoformat("minutes"))


def mine_out(mine: Mine) -> MineOut:
    """An invitation as the invited sees it."""
    sheet = mine.exam.sheet
    return MineOut(
        code=sheet.code,
        title=sheet.title,
        questions=sheet.blueprint.questions,
        minutes=sheet.blueprint.minutes,
        passes=sheet.blueprint.passes,
        counting=sheet.counting,
        opens=sheet.opens,
        closes=sheet.closes,
        on_day=mine.on_day,
        sitting=mine.sitting,
        passed=mine.passed,
        tries=mine.tries,
        attempts=sheet.retakes.attempts,
        no=mine.no,
        no_word=mine.no_word,
        any_time=mine.any_time,
    )


def results_out(people: list[PersonsResult], summary: Summary | None) -> ExamResults:
    """By name, and in sum."""
    named = [
        PersonOut(
            code=one.code,
            name=Bilingual(one.name_zh, one.name_en),
            on=one.on,
            attempt=one.attempt,
            score=amount(one.score),
            passed=one.passed,
        )
        for one in people
    ]
    if summary is None:
        return ExamResults(named, None)
    return ExamResults(
        named, SummaryOut(summary.people, summary.passed, amount(summary.mean), topics_out(summary.topics))
    )
