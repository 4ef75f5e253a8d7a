"""What goes over the wire about sittings and what came of them; the right answers never do."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from career.exact import MICRO, format_ratio
from career.training.bank import Item, Number
from server.training.exams.results import Mine, PersonsResult, Result, Summary, TopicShare
from server.training.exams.sitting import Saved, Seat
from server.wire import Bilingual

Given = (
    Annotated[tuple[Annotated[int, Meta(ge=0, le=11)], ...], Meta(max_length=12)] | Annotated[str, Meta(max_length=40)]
)


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
