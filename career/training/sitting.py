"""One person's sitting of an exam: until when answers count, and why repeats and late ones change nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from career.refusal import Refusal
from career.training.bank import Answer, Item


class Sitting(Struct, frozen=True):
    """From the first look at the paper (`opened`) to the end of the time or of the exam's window, whichever comes first.

    `answers` by question code, `saved` the highest number of a save that was taken for each.
    """

    paper: tuple[Item, ...]
    opened: datetime
    minutes: int
    closes: datetime
    answers: Mapping[str, Answer] = {}
    saved: Mapping[str, int] = {}
    submitted: datetime | None = None

    @property
    def ends(self) -> datetime:
        """The first instant at which nothing counts any more; the server's clock alone decides."""
        return min(self.opened + timedelta(minutes=self.minutes), self.closes)

    def over(self, now: datetime) -> bool:
        """Whether it can be marked: handed in, or its time is up."""
        return self.submitted is not None or now >= self.ends


def save(sitting: Sitting, question: str, answer: Answer, number: int, at: datetime) -> Sitting | Refusal:
    """The sitting with an answer kept as it goes.

    Each save of a question carries a number that the browser counts up; one that was seen before, or an older one that
    arrives late, changes nothing and is no error.
    """
    if sitting.submitted is not None:
        return Refusal("handed_in")
    if at >= sitting.ends:
        return Refusal("time_over")
    if at < sitting.opened:
        return Refusal("not_open_yet")
    if all(item.question.code != question for item in sitting.paper):
        return Refusal("unknown_question", question)
    if number <= sitting.saved.get(question, 0):
        return sitting
    return replace(sitting, answers={**sitting.answers, question: answer}, saved={**sitting.saved, question: number})


def submit(sitting: Sitting, at: datetime) -> Sitting:
    """Handed in. Twice is once; after the end it is what it was at the end."""
    if sitting.submitted is not None:
        return sitting
    return replace(sitting, submitted=min(at, sitting.ends))


class Retakes(Struct, frozen=True, forbid_unknown_fields=True):
    """How often somebody may sit an exam, and how many days lie between two attempts at least; the best result counts."""

    attempts: int = 3
    days_between: int = 7


def may_sit(before: Sequence[tuple[date, bool]], policy: Retakes, on: date) -> Refusal | None:
    """Whether another attempt is open, given the earlier ones (day, passed). Who has passed need not sit again."""
    if any(passed for _, passed in before):
        return Refusal("passed_already")
    if len(before) >= policy.attempts:
        return Refusal("no_attempt_left", str(policy.attempts))
    if before:
        again = max(day for day, _ in before) + timedelta(days=policy.days_between)
        if on < again:
            return Refusal("retake_later", again.isoformat())
    return None
