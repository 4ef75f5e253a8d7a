"""Short ways to write down what is known of somebody, shared by the tests of the rule book of growth."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from career.evidence import Evidence, LevelHeld, MonthFacts, Sample, View
from career.exact import MICRO, Ratio
from career.months import Month, parse_month

AS_OF = date(2026, 7, 15)


def micro(amount: str | int | Fraction) -> int:
    return int(Fraction(amount) * MICRO)


def sample(*values: str | int) -> Sample:
    """Facts of weight 1 with these values."""
    amounts = [micro(value) for value in values]
    return Sample(len(amounts), sum(amounts), len(amounts) * MICRO, sum(amounts) * MICRO)


def month(score: str | int | None = None, half_days: int | None = 40, **metrics: Iterable[str | int]) -> MonthFacts:
    """A month with its scorecard, its worked half days and the values of its facts by metric."""
    samples = {code: sample(*values) for code, values in metrics.items()}
    return MonthFacts(half_days, None if score is None else micro(score), samples)


def months(**by_text: MonthFacts) -> dict[Month, MonthFacts]:
    """Months by text: m2026_06=month(87)."""
    return {parse_month(text.removeprefix("m").replace("_", "-")): facts for text, facts in by_text.items()}


def person(hired: date = date(2024, 1, 15), level: str = "junior", since: date | None = None, **known: Any) -> Evidence:
    """Somebody in a level, since being hired unless told otherwise."""
    return Evidence("a1", hired, (LevelHeld(level, since or hired),), **known)


def view(evidence: Evidence, as_of: date = AS_OF) -> View:
    return View(evidence, as_of)


def exact(ratio: Ratio | None) -> Any:
    """A fraction, which compares with whole numbers too."""
    return None if ratio is None else Fraction(*ratio)


def weekdays(first: date, after_last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((after_last - first).days)]
    return [day for day in days if day.weekday() < 5]
