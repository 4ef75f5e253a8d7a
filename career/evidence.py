"""What is known of one person, dated throughout, and the view of it as of a day, beyond which no criterion can see."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from msgspec import Meta, Struct

from career.exact import MICRO, Ratio
from career.months import (
    MIN_WORKED_HALF_DAYS,
    REACH,
    Month,
    Skipped,
    Window,
    add_months,
    first_complete,
    last_complete,
    plain_window,
)

SCORECARD = "scorecard"
"""Stands for the monthly scorecard wherever a criterion names a metric."""

Basis = Literal["scorecard", "own", "calendar"]
"""Which months count: those with a scorecard (so that several criteria judge the same months), those with data of the
criterion's own metric, or simply the last ones, none skipped."""


class Sample(Struct, frozen=True, gc=False):
    """All facts of one metric in one month: how many, Σ value, Σ weight (micro-units), Σ weight × value
    (millionths of millionths). A month without facts has no sample."""

    n: int
    sum_value: int
    sum_weight: int
    sum_weighted: int


class MonthFacts(Struct, frozen=True):
    """One month of a person: worked half days (None: not known, as in months carried over), the scorecard as published in
    micro-units, and the samples by metric."""

    half_days: int | None = None
    score: int | None = None
    samples: Mapping[str, Sample] = {}
    carried_over: bool = False


class LevelHeld(Struct, frozen=True):
    """A level and the day it began."""

    level: str
    since: date


class Deed(Struct, frozen=True, gc=False):
    """Something that happened on a day; `ref` is where the service finds it again."""

    on: date
    ref: str = ""


class Result(Struct, frozen=True, gc=False):
    """A marked exam or test call; the value in micro-units."""

    on: date
    value: int
    ref: str = ""


class CourseRecord(Struct, frozen=True):
    """A course on somebody's plan: when it was put there, when it was attended, and the days of its practice records."""

    course: str
    assigned: date
    attended: date | None = None
    practice: tuple[date, ...] = ()
    ref: str = ""


class Endorsed(Struct, frozen=True):
    """A person in a role (lead, trainer, analyst …) who vouches for the candidate."""

    on: date
    by: str
    role: str
    ref: str = ""


class PostHeld(Struct, frozen=True):
    """A post held over [starts, ends); without an end it is still held."""

    post: str
    starts: date
    ends: date | None = None


GateResult = Literal["pass", "hold", "exit"]


class GateMark(Struct, frozen=True):
    """What a human decided at an onboarding gate, and why."""

    on: date
    stage: str
    result: GateResult
    by: str = ""
    reason: str = ""
    ref: str = ""


class Mark(Struct, frozen=True):
    """A free criterion as somebody judged it; nothing is judged by hand without a reason."""

    on: date
    met: bool
    by: str
    reason: Annotated[str, Meta(min_length=1)]
    ref: str = ""


class DisciplinaryCase(Struct, frozen=True):
    """A case from its opening to its closing; what was closed on the as-of date was still open before it."""

    opened: date
    closed: date | None = None
    ref: str = ""


class Evidence(Struct, frozen=True):
    """Everything a criterion may ask about one person. The service supplies it; later facts in it do no harm.

    `contests` holds deeds under `offered` (in the person's shift), `took_part`, `podium`, `improvement_award` and `ran`;
    `deeds` under `mentored`, `case_given`, `case_defended` and `coached`; `education` under the centre's own codes.
    """

    agent: str
    hired: date
    levels: tuple[LevelHeld, ...]
    months: Mapping[Month, MonthFacts] = {}
    exams: Mapping[str, tuple[Result, ...]] = {}
    test_calls: tuple[Result, ...] = ()
    courses: tuple[CourseRecord, ...] = ()
    skills: Mapping[str, date] = {}
    contests: Mapping[str, tuple[Deed, ...]] = {}
    badges: Mapping[str, tuple[Deed, ...]] = {}
    deeds: Mapping[str, tuple[Deed, ...]] = {}
    education: Mapping[str, tuple[Deed, ...]] = {}
    endorsements: tuple[Endorsed, ...] = ()
    posts: tuple[PostHeld, ...] = ()
    gates: tuple[GateMark, ...] = ()
    marks: Mapping[str, tuple[Mark, ...]] = {}
    disciplinary: tuple[DisciplinaryCase, ...] = ()


class View:
    """One person's evidence as of a day: what happened before it, the level held then, the complete months before it."""

    def __init__(self, evidence: Evidence, as_of: date) -> None:
        self.evidence = evidence
        self.as_of = as_of
        self.months = evidence.months
        self.last = last_complete(as_of)
        self.held = held_before(evidence.levels, as_of)
        self._windows: dict[tuple[int, str], Window] = {}

    @cached_property
    def first(self) -> Month:
        """The first complete month in the present level."""
        return self.last + 1 if self.held is None else first_complete(self.held.since)

    def window(self, length: int, basis: Basis, metric: str = SCORECARD) -> Window:
        """The months of a window in level, the same object for all criteria that look at the same ones."""
        asked = (length, basis if basis == "calendar" else SCORECARD if basis == "scorecard" else metric)
        found = self._windows.get(asked)
        if found is None:
            if basis == "calendar":
                found = plain_window(self.last, self.first, length)
            else:
                found = self._reach_back(length, asked[1])
            self._windows[asked] = found
        return found

    def _reach_back(self, length: int, metric: str) -> Window:
        """`length` usable months back, looking at no more than twice as many, none before the level began.

        Written out in one loop, because a round for ten thousand people spends its time here.
        """
        used: list[Month] = []
        skipped: list[tuple[Month, Skipped]] = []
        months, month = self.months, self.last
        earliest = max(self.first, month - REACH * length + 1)
        while month >= earliest and len(used) < length:
            facts = months.get(month)
            if facts is None:
                skipped.append((month, "no_data"))
            elif facts.half_days is not None and facts.half_days < MIN_WORKED_HALF_DAYS:
                skipped.append((month, "thin"))
            elif (facts.score is None) if metric == SCORECARD else (metric not in facts.samples):
                skipped.append((month, "no_data"))
            else:
                used.append(month)
            month -= 1
        return Window(tuple(used), tuple(skipped), len(used) == length)

    def monthly(self, metric: str, month: Month) -> Ratio | None:
        """A metric's mean over the facts of a month, or the month's scorecard; None without data."""
        facts = self.months.get(month)
        if facts is None:
            return None
        if metric == SCORECARD:
            return None if facts.score is None else (facts.score, MICRO)
        sample = facts.samples.get(metric)
        return (sample.sum_weighted, sample.sum_weight * MICRO) if sample is not None and sample.sum_weight else None

    def counts(self, on: date, *, in_level: bool = False, months: int | None = None) -> bool:
        """Whether a day lies before the as-of date, not before the present level, and within the last months, where asked."""
        if on >= self.as_of or (in_level and self.held is not None and on < self.held.since):
            return False
        return months is None or on >= add_months(self.as_of, -months)

    def open_cases(self) -> list[DisciplinaryCase]:
        """Disciplinary cases that were open on the day."""
        return [
            case
            for case in self.evidence.disciplinary
            if case.opened < self.as_of and (case.closed is None or case.closed >= self.as_of)
        ]

    def gate_marks(self) -> dict[str, GateMark]:
        """The latest decision at each onboarding gate."""
        seen = sorted((mark for mark in self.evidence.gates if mark.on < self.as_of), key=lambda mark: mark.on)
        return {mark.stage: mark for mark in seen}


def held_before(levels: Iterable[LevelHeld], day: date) -> LevelHeld | None:
    """The level held as a day begins: the one that began last before it."""
    held = None
    for level in levels:
        if level.since < day and (held is None or level.since >= held.since):
            held = level
    return held
