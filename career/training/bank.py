"""Questions, the paper drawn from them, and its marks: the same seed draws the same paper, the same answers give the same mark."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Annotated, TypeVar

from msgspec import Meta, Struct

from career.exact import MICRO, ZERO, Decimal, Ratio, parse_decimal, published
from career.refusal import Fault, Refusal

Code = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=64)]
Text = Annotated[str, Meta(max_length=2000)]
Answer = tuple[int, ...] | str
"""Options by their number in the bank (so that shuffling them changes nothing), or a plain decimal."""
MOST_QUESTIONS = 100
T = TypeVar("T")


class Option(Struct, frozen=True, forbid_unknown_fields=True):
    """One option in both languages."""

    zh: Text
    en: Text


class Asks(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """What is asked and which answer is right."""

    options: Annotated[tuple[Option, ...], Meta(min_length=2, max_length=12)]

    def share(self, answer: Answer) -> Ratio:
        """How much of the points an answer is worth, 0 to 1."""
        raise NotImplementedError

    def wrong_with(self) -> str | None:
        """The code of a fault nobody could be marked by."""
        raise NotImplementedError


class Single(Asks, frozen=True, tag="single"):
    """One option is right; two options make a true-or-false question."""

    right: int

    def share(self, answer: Answer) -> Ratio:
        """All or nothing."""
        return (int(answer == (self.right,)), 1)

    def wrong_with(self) -> str | None:
        """The right option has to be there."""
        return None if 0 <= self.right < len(self.options) else "right_not_there"


class Several(Asks, frozen=True, tag="several"):
    """Some options are right. With `partly` each right one counts its share and each wrong one takes a share away, never below 0;
    else all or nothing."""

    right: Annotated[tuple[int, ...], Meta(min_length=1)]
    partly: bool = False

    def share(self, answer: Answer) -> Ratio:
        """Repeated options count once."""
        if isinstance(answer, str):
            return ZERO
        chosen, right = set(answer), set(self.right)
        if not self.partly:
            return (int(chosen == right), 1)
        return (max(0, len(chosen & right) - len(chosen - right)), len(right))

    def wrong_with(self) -> str | None:
        """Every right option has to be there, once."""
        there = all(0 <= one < len(self.options) for one in self.right)
        return None if there and len(set(self.right)) == len(self.right) else "right_not_there"


class Order(Asks, frozen=True, tag="order"):
    """The options brought into the right order."""

    right: tuple[int, ...]

    def share(self, answer: Answer) -> Ratio:
        """All or nothing: a procedure with two steps swapped is another procedure."""
        return (int(answer == self.right), 1)

    def wrong_with(self) -> str | None:
        """The order names each option once."""
        return None if sorted(self.right) == list(range(len(self.options))) else "right_not_there"


class Number(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="number"):
    """A number, right within the tolerance (its edge included)."""

    right: Decimal
    tolerance: Decimal = "0"

    def share(self, answer: Answer) -> Ratio:
        """Anything that is not a plain decimal is wrong."""
        try:
            given = parse_decimal(answer) if isinstance(answer, str) else None
        except ValueError:
            given = None
        right = given is not None and abs(given - parse_decimal(self.right)) <= parse_decimal(self.tolerance)
        return (int(right), 1)

    def wrong_with(self) -> str | None:
        """A tolerance is not negative."""
        return "negative" if parse_decimal(self.tolerance) < 0 else None


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """One question of the bank, by topic; changing it makes a new question for papers drawn later, never for those drawn before."""

    code: Code
    topic: Code
    zh: Text
    en: Text
    asks: Single | Several | Order | Number
    points: Decimal = "1"


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """So many questions of a topic."""

    topic: Code
    questions: Annotated[int, Meta(ge=1, le=MOST_QUESTIONS)]


class Blueprint(Struct, frozen=True, forbid_unknown_fields=True):
    """How an exam is made: the parts, how long it lasts, and the mark that passes (per cent)."""

    parts: Annotated[tuple[Part, ...], Meta(min_length=1, max_length=30)]
    minutes: Annotated[int, Meta(ge=1, le=480)] = 30
    passes: Decimal = "80"
    shuffle: bool = True

    @property
    def questions(self) -> int:
        """How many there are in all."""
        return sum(part.questions for part in self.parts)


class Item(Struct, frozen=True):
    """A question as it stands on a paper, with the order in which its options are shown."""

    question: Question
    shown: tuple[int, ...] = ()


class Marked(Struct, frozen=True):
    """A marked paper: per cent in micro-units, rounded once to four decimals, and what each question brought of its points."""

    score: int
    passed: bool
    shares: tuple[Ratio, ...]


def check(questions: Sequence[Question], blueprint: Blueprint) -> list[Fault]:
    """Everything that keeps the exam from being set, with its place."""
    found = [Fault(wrong, f"questions.{one.code}") for one in questions if (wrong := one.asks.wrong_with()) is not None]
    found += [
        Fault("not_positive", f"questions.{one.code}.points", one.points)
        for one in questions
        if parse_decimal(one.points) <= 0
    ]
    codes = [one.code for one in questions]
    found += [Fault("code_twice", "questions", code) for code in sorted({one for one in codes if codes.count(one) > 1})]
    if blueprint.questions > MOST_QUESTIONS:
        found.append(Fault("exam_too_long", "parts", str(MOST_QUESTIONS)))
    if not 0 < parse_decimal(blueprint.passes) <= 100 * MICRO:
        found.append(Fault("bad_amount", "passes", blueprint.passes))
    topics = [part.topic for part in blueprint.parts]
    found += [Fault("code_twice", "parts", one) for one in sorted({one for one in topics if topics.count(one) > 1})]
    return found


def draw(bank: Iterable[Question], blueprint: Blueprint, seed: str) -> tuple[Item, ...] | Refusal:
    """A paper for one person: the seed names the person and the sitting, so that neighbours see different papers and the
    same one is drawn again after a crash."""
    by_topic: dict[str, list[Question]] = {}
    for question in bank:
        by_topic.setdefault(question.topic, []).append(question)
    paper: list[Item] = []
    for part in blueprint.parts:
        drawn = _mixed(by_topic.get(part.topic, []), seed, lambda one: one.code)[: part.questions]
        if len(drawn) < part.questions:
            return Refusal("too_few_questions", part.topic)
        paper += [Item(one, _shown(one, seed, shuffle=blueprint.shuffle)) for one in drawn]
    return tuple(_mixed(paper, seed, lambda item: item.question.code)) if blueprint.shuffle else tuple(paper)


def mark(paper: Sequence[Item], answers: Mapping[str, Answer], passes: Decimal) -> Marked:
    """Σ points × share ÷ Σ points × 100. A question without an answer is worth nothing; passing is judged on the published mark."""
    shares = tuple(
        [
            item.question.asks.share(answers[item.question.code]) if item.question.code in answers else ZERO
            for item in paper
        ]
    )
    points = [parse_decimal(item.question.points) for item in paper]
    top, bottom = 0, 1
    for weight, (a, b) in zip(points, shares, strict=True):
        top, bottom = top * b + weight * a * bottom, bottom * b
    score = published((100 * top, bottom * sum(points)))
    return Marked(score, score >= parse_decimal(passes), shares)


def _shown(question: Question, seed: str, *, shuffle: bool) -> tuple[int, ...]:
    if isinstance(question.asks, Number):
        return ()
    numbers = range(len(question.asks.options))
    # What is to be ordered is never shown in the right order, shuffled exam or not.
    if not shuffle and not isinstance(question.asks, Order):
        return tuple(numbers)
    mixed = tuple(_mixed(list(numbers), f"{seed}:{question.code}", str))
    if isinstance(question.asks, Order) and mixed == question.asks.right:
        return mixed[1:] + mixed[:1]
    return mixed


def _mixed(things: Sequence[T], seed: str, name: Callable[[T], str]) -> list[T]:
    """In an order that only the seed decides, the same with every version of the language."""
    return sorted(things, key=lambda one: sha256(f"{seed}:{name(one)}".encode()).digest())
