"""How the facts of a metric combine into one exact value, which way is good, and until when a late fact counts."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal

from msgspec import Struct, field

from leaderboards.exact import MICRO, Ratio

Combine = Literal["sum", "mean", "min", "max", "last"]
Good = Literal["higher", "lower", "band"]
Period = Literal["week", "month", "hours"]

Key = tuple[str, str]
"""Metric code and queue code; the queue of a fact without one is the empty text."""
Subject = str
"""Whose facts: `m<membership>` inside a team, `a<agent>` outside any, `t<team>` for a team's own."""


class Band(Struct, frozen=True):
    """Inside [low, high] is best; from its edge over `tolerance` it falls to nothing. Micro-units."""

    low: int
    high: int
    tolerance: int


class Metric(Struct, frozen=True):
    """What the rules need to know of a metric. All amounts are micro-units; `bands` go by queue code."""

    code: str
    combine: Combine
    good: Good
    decimals: int = 2
    low: int | None = None
    high: int | None = None
    floor: int | None = None
    target: int | None = None
    stretch: int | None = None
    band: Band | None = None
    bands: dict[str, Band] = field(default_factory=dict)
    lateness_minutes: int = 72 * 60
    monthly_lateness_minutes: int | None = None

    def admits(self, value: int) -> bool:
        """Whether a value lies in the metric's valid range, both ends included."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


def cutoff(metric: Metric, window_end: datetime, period: Period) -> datetime:
    """A fact counts when it was first received *before* this instant; monthly contests may wait longer."""
    minutes = metric.lateness_minutes
    if period == "month" and metric.monthly_lateness_minutes is not None:
        minutes = metric.monthly_lateness_minutes
    return window_end + timedelta(minutes=minutes)


class Tally(Struct, gc=False):
    """An exact running total of facts, the same in whatever order they came.

    Values and weights are micro-units, so `sum_weighted` counts in millionths of millionths. `last` is the fact with the
    latest instant, then the greatest id.
    """

    n: int = 0
    sum_value: int = 0
    sum_weight: int = 0
    sum_weighted: int = 0
    minimum: int | None = None
    maximum: int | None = None
    last: tuple[int, str, int] | None = None
    extremes_known: bool = True

    def add(self, value: int, weight: int = MICRO, at_us: int = 0, fact_id: str = "") -> None:
        """Count one fact."""
        self.n += 1
        self.sum_value += value
        self.sum_weight += weight
        self.sum_weighted += value * weight
        if self.minimum is None or value < self.minimum:
            self.minimum = value
        if self.maximum is None or value > self.maximum:
            self.maximum = value
        if self.last is None or (at_us, fact_id, value) > self.last:
            self.last = (at_us, fact_id, value)

    def take(self, value: int, weight: int = MICRO) -> None:
        """Uncount a fact that was added. Sums and means stay exact; what was smallest, greatest or last can no longer be
        told, and asking for it raises until the tally is built anew."""
        self.n -= 1
        self.sum_value -= value
        self.sum_weight -= weight
        self.sum_weighted -= value * weight
        self.minimum = self.maximum = self.last = None
        self.extremes_known = self.n == 0

    def merge(self, other: "Tally") -> None:
        """Count everything the other counted."""
        self.n += other.n
        self.sum_value += other.sum_value
        self.sum_weight += other.sum_weight
        self.sum_weighted += other.sum_weighted
        self.extremes_known = self.extremes_known and other.extremes_known
        if other.minimum is not None and (self.minimum is None or other.minimum < self.minimum):
            self.minimum = other.minimum
        if other.maximum is not None and (self.maximum is None or other.maximum > self.maximum):
            self.maximum = other.maximum
        if other.last is not None and (self.last is None or other.last > self.last):
            self.last = other.last

    def ratio(self, combine: Combine) -> Ratio | None:
        """The combined value in micro-units as numerator and denominator. A sum without facts is 0, all else no data."""
        if combine == "sum":
            return self.sum_value, 1
        if self.n == 0:
            return None
        if combine == "mean":
            return self.sum_weighted, self.sum_weight
        if not self.extremes_known:
            raise ValueError(f"a fact was taken away: {combine} has to be counted anew")
        if combine == "min":
            found = self.minimum
        elif combine == "max":
            found = self.maximum
        else:
            found = self.last[2] if self.last else None
        return None if found is None else (found, 1)

    def value(self, combine: Combine) -> Fraction | None:
        """The combined value in the metric's own unit."""
        ratio = self.ratio(combine)
        return None if ratio is None else Fraction(ratio[0], ratio[1] * MICRO)
