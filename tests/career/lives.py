"""Random careers for property tests: plausible enough to reach every verdict, odd enough to reach every boundary.

A career is made of one seed, because drawing thirty months one by one costs a hundred times as much.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from career.evidence import (
    CourseRecord,
    Deed,
    DisciplinaryCase,
    Endorsed,
    Evidence,
    GateMark,
    LevelHeld,
    Mark,
    MonthFacts,
    PostHeld,
    Result,
    Sample,
)
from career.exact import MICRO
from career.months import month_of
from career.onboarding import STAGES

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
T = TypeVar("T")


class Chance:
    """A seeded source of things that happen to people."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        return first + timedelta(days=self.random.randint(0, (last - first).days))

    def points(self) -> int:
        return self.random.choice([70, 80, 84, 85, 86, 88, 90, 92, 95, 100]) * MICRO

    def maybe(self, thing: Callable[[], T]) -> T | None:
        return thing() if self.random.random() < 0.6 else None

    def some(self, thing: Callable[[], T], most: int) -> tuple[T, ...]:
        return tuple([thing() for _ in range(self.random.randint(0, most))])

    def under(self, names: Sequence[str], thing: Callable[[], T]) -> dict[str, tuple[T, ...]]:
        return {name: self.some(thing, 3) for name in names if self.random.random() < 0.7}

    def sample(self) -> Sample:
        facts = [
            (self.points(), self.random.choice([MICRO, MICRO, 2 * MICRO])) for _ in range(self.random.randint(1, 8))
        ]
        weighted = sum(value * weight for value, weight in facts)
        return Sample(len(facts), sum(value for value, _ in facts), sum(weight for _, weight in facts), weighted)

    def count(self, most: int) -> Sample:
        n = self.random.randint(0, most)
        return Sample(max(n, 1), n * MICRO, max(n, 1) * MICRO, n * MICRO * MICRO)

    def month(self) -> MonthFacts:
        samples = {
            "qa": self.sample(),
            "complaints": self.count(2),
            "critical_errors": self.count(1),
            "training_hours": self.count(8),
        }
        kept = {code: one for code, one in samples.items() if self.random.random() < 0.8}
        half_days = self.random.choice([None, 0, 19, 20, 40, 40, 40, 40])
        return MonthFacts(half_days, self.maybe(lambda: self.random.randint(80, 95) * MICRO), kept)

    def deed(self) -> Deed:
        return Deed(self.day())

    def result(self) -> Result:
        return Result(self.day(), self.points())

    def course(self) -> CourseRecord:
        practice = self.some(self.day, 5)
        return CourseRecord(self.random.choice(["service", "products"]), self.day(), self.maybe(self.day), practice)


def career(seed: int) -> Evidence:
    """Somebody hired in 2024 or later, with one or two levels and up to three years of months."""
    chance = Chance(seed)
    random = chance.random
    hired = chance.day(FIRST, date(2026, 6, 30))
    levels = [LevelHeld("junior", hired)]
    if random.random() < 0.4:
        levels.append(LevelHeld("intermediate", hired + timedelta(days=random.randint(1, 700))))
    return Evidence(
        "a1",
        hired,
        tuple(levels),
        months={month_of(FIRST) + n: chance.month() for n in range(36) if random.random() < 0.95},
        exams=chance.under(("intermediate", "senior", "management"), chance.result),
        test_calls=chance.some(chance.result, 8),
        courses=chance.some(chance.course, 3),
        skills={skill: chance.day() for skill in ("a", "b", "c", "escalations") if random.random() < 0.7},
        contests=chance.under(("offered", "took_part", "podium", "improvement_award", "ran"), chance.deed),
        badges=chance.under(("star",), chance.deed),
        deeds=chance.under(("mentored", "case_given", "case_defended", "coached"), chance.deed),
        education=chance.under(("bachelor", "master"), chance.deed),
        endorsements=chance.some(lambda: Endorsed(chance.day(), random.choice("xyz"), "lead"), 3),
        posts=chance.some(lambda: PostHeld("deputy", chance.day(), chance.maybe(chance.day)), 1),
        gates=chance.some(lambda: GateMark(chance.day(), random.choice(STAGES), random.choice(["pass", "hold"])), 5),
        marks=chance.under(("fit",), lambda: Mark(chance.day(), random.random() < 0.5, "x", "seen")),
        disciplinary=chance.some(lambda: DisciplinaryCase(chance.day(), chance.maybe(chance.day)), 1),
    )


SEEDS = st.integers(0, 2**48)


def careers() -> st.SearchStrategy[Evidence]:
    return SEEDS.map(career)
