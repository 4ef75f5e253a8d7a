"""How much may be asked of a trainee, and what happens after failures: lighter material and an offer of help, never a list."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from career.refusal import Refusal
from career.training.bank import MOST_QUESTIONS, Blueprint

FAILURES = 2
"""So many failures in a row, and a talk is due."""
OFFER_STANDS = timedelta(days=90)
"""After that an offer of help is gone, and so is every trace of it."""
LIGHTEST = 5
"""Questions below which an exam says nothing."""


class LoadGuard(Struct, frozen=True, forbid_unknown_fields=True):
    """At most so many exams within any seven days in a row, and so many questions in one; overloading trainees drives them away."""

    exams_a_week: int = 2
    questions: int = 15


def may_schedule(guard: LoadGuard, planned: Sequence[date], on: date, questions: int) -> Refusal | None:
    """Whether somebody may be given another exam on a day, besides those planned or taken already.

    Seven days in a row, not calendar weeks: two on Friday and two on Monday are four.
    """
    if questions > min(guard.questions, MOST_QUESTIONS):
        return Refusal("exam_too_long", str(guard.questions))
    days = sorted([*planned, on])
    for first in days:
        together = [day for day in days if first <= day < first + timedelta(days=7)]
        if on in together and len(together) > guard.exams_a_week:
            return Refusal("too_many_exams", str(guard.exams_a_week))
    return None


class Offer(Struct, frozen=True):
    """Help offered to the person first; the class teacher learns from `talk_due` only that a talk is due, not why."""

    since: date
    until: date

    def talk_due(self, on: date) -> bool:
        """Whether it still stands."""
        return self.since <= on < self.until


def offer(results: Sequence[tuple[date, bool]], on: date) -> Offer | None:
    """The offer that stands on a day, after exam results (day, passed) in order: two failures in a row call for it, the next
    pass ends it, and 90 days end it anyway. It is no score and goes into none."""
    failed = 0
    since: date | None = None
    for day, passed in results:
        if day > on:
            break
        failed = 0 if passed else failed + 1
        since = None if passed else day if failed == FAILURES else since
    if since is None or on >= since + OFFER_STANDS:
        return None
    return Offer(since, since + OFFER_STANDS)


def lighter(blueprint: Blueprint) -> Blueprint:
    """Half the questions of each part, at least one, and five in all where there were as many; the time and the mark stay."""
    halved = [max(1, part.questions // 2) for part in blueprint.parts]
    for index, part in enumerate(blueprint.parts):
        short = min(LIGHTEST, blueprint.questions) - sum(halved)
        halved[index] += max(0, min(short, part.questions - halved[index]))
    parts = [replace(part, questions=n) for part, n in zip(blueprint.parts, halved, strict=True)]
    return replace(blueprint, parts=tuple(parts))
