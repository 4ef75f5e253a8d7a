"""Criteria of performance: what the monthly scorecard and single metrics were over a window of months in level."""

from collections.abc import Iterator
from functools import cached_property

from career.criteria.base import Criterion, MetricCode, Months, floor_fault, micro, reached
from career.evidence import SCORECARD, Basis, View
from career.exact import MICRO, ZERO, Decimal, Ratio, parse_decimal
from career.months import REACH, Month, Window, first_day
from career.refusal import Fault
from career.verdict import Ahead, Trend, Verdict, limit

MIN_PER_MONTH = 4
"""A mean over evaluations says something from this many a month on, on average."""


class MetricOver(Criterion, frozen=True, tag="metric_over"):
    """The mean of a metric over all its facts of the last months, at least or at most so much.

    With too few usable months, or fewer than `per_month` facts a month on average, there is no data; the value so far is
    shown all the same.
    """

    metric: MetricCode
    months: Months
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    floor: Decimal = "0"
    per_month: int = MIN_PER_MONTH
    basis: Basis = "scorecard"

    @cached_property
    def _bounds(self) -> tuple[bool, Ratio, Ratio]:
        upper = self.at_least is None
        return (
            upper,
            micro(parse_decimal((self.at_most if upper else self.at_least) or "0")),
            micro(parse_decimal(self.floor)),
        )

    def judge(self, view: View) -> Verdict:
        """Every fact weighs the same wherever it lies: a month with many evaluations counts for more than one with few."""
        window = view.window(self.months, self.basis, self.metric)
        upper, threshold, floor = self._bounds
        n = weight = weighted = 0
        for month in window.months:
            facts = view.months.get(month)
            sample = facts.samples.get(self.metric) if facts is not None else None
            if sample is not None:
                n += sample.n
                weight += sample.sum_weight
                weighted += sample.sum_weighted
        if not weight:
            return Verdict("no_data", "none_recorded", None, threshold, ZERO, (), window)
        value = (weighted, weight * MICRO)
        if not window.full:
            return Verdict("no_data", "too_few_months", value, threshold, ZERO, (), window)
        if n < self.per_month * len(window.months):
            return Verdict("no_data", "too_few_evaluations", value, threshold, ZERO, (), window)
        if upper:
            kept = value[0] * threshold[1] <= threshold[0] * value[1]
            return limit(kept, value, threshold, window)
        met, progress = reached(value, threshold, floor)
        return Verdict(
            "met" if met else "not_met", "reached" if met else "below", value, threshold, progress, (), window
        )

    def trend(self, view: View) -> Trend | None:
        """By months."""
        return _trend(view, self.metric, view.window(self.months, self.basis, self.metric))

    def names(self) -> Iterator[tuple[str, str]]:
        """Its metric."""
        yield "metric", self.metric

    def faults(self) -> Iterator[Fault]:
        """One bound, with its floor below it."""
        if (self.at_least is None) == (self.at_most is None):
            yield Fault("one_bound", "at_least")
        if self.per_month < 0:
            yield Fault("negative", "per_month", str(self.per_month))
        yield from floor_fault(self.floor, self.at_least)


class MonthsAtLeast(Criterion, frozen=True, tag="months_at_least"):
    """In `k` of the last `months` months the scorecard (or a metric) was at least so much."""

    k: Months
    months: Months
    at_least: Decimal
    metric: MetricCode = SCORECARD
    basis: Basis = "own"

    @cached_property
    def _threshold(self) -> Ratio:
        return micro(parse_decimal(self.at_least))

    def _good(self, view: View, months: tuple[Month, ...]) -> list[bool]:
        least, unit = self._threshold
        found = [view.monthly(self.metric, month) for month in months]
        return [value is not None and value[0] * unit >= least * value[1] for value in found]

    def judge(self, view: View) -> Verdict:
        """The value is the number of good months."""
        window = view.window(self.months, self.basis, self.metric)
        good = sum(self._good(view, window.months))
        value, threshold = (good, 1), (self.k, 1)
        if not window.full:
            reason = "too_few_months" if window.months else "none_recorded"
            return Verdict("no_data", reason, value if window.months else None, threshold, ZERO, (), window)
        met, progress = reached(value, threshold)
        return Verdict(
            "met" if met else "not_met",
            "reached" if met else "too_few_good_months",
            value,
            threshold,
            progress,
            (),
            window,
        )

    def ahead(self, view: View) -> Ahead | None:
        """If every coming month is good (and worked), the day after the month that completes the count."""
        window = view.window(self.months, self.basis, self.metric)
        good = self._good(view, window.months)
        # The running month counts only if the level did not begin within it.
        before = max(view.last, view.first - 1)
        for more in range(1, self.months + 1):
            earliest = before + more - REACH * self.months + 1
            kept = [was for month, was in zip(window.months, good, strict=True) if month >= earliest]
            kept = kept[: self.months - more]
            if more + len(kept) >= self.months and more + sum(kept) >= self.k:
                return Ahead(first_day(before + more + 1), "every_month_reaches", more)
        return None

    def trend(self, view: View) -> Trend | None:
        """By months."""
        return _trend(view, self.metric, view.window(self.months, self.basis, self.metric))

    def names(self) -> Iterator[tuple[str, str]]:
        """Its metric, unless that is the scorecard itself."""
        if self.metric != SCORECARD:
            yield "metric", self.metric

    def faults(self) -> Iterator[Fault]:
        """No more good months than months."""
        if self.k > self.months:
            yield Fault("more_than_all", "k", str(self.k))


class LowestMonth(Criterion, frozen=True, tag="lowest_month"):
    """No month of the window was below so much."""

    metric: MetricCode
    months: Months
    at_least: Decimal
    basis: Basis = "scorecard"

    @cached_property
    def _threshold(self) -> Ratio:
        return micro(parse_decimal(self.at_least))

    def judge(self, view: View) -> Verdict:
        """The value is the lowest month; a *none below* is kept or not, there is no way half."""
        window = view.window(self.months, self.basis, self.metric)
        found = [value for month in window.months if (value := view.monthly(self.metric, month)) is not None]
        lowest = _lowest(found)
        if lowest is None or not window.full:
            reason = "none_recorded" if lowest is None else "too_few_months"
            return Verdict("no_data", reason, lowest, self._threshold, ZERO, (), window)
        kept = lowest[0] * self._threshold[1] >= self._threshold[0] * lowest[1]
        return limit(kept, lowest, self._threshold, window)

    def trend(self, view: View) -> Trend | None:
        """By months."""
        return _trend(view, self.metric, view.window(self.months, self.basis, self.metric))

    def names(self) -> Iterator[tuple[str, str]]:
        """Its metric, unless that is the scorecard itself."""
        if self.metric != SCORECARD:
            yield "metric", self.metric


class AtMost(Criterion, frozen=True, tag="at_most"):
    """The sum of a metric (upheld complaints, critical errors) over the last months is at most so much.

    Nothing recorded is none. By default the plain last months in level count, thin ones included, so that nothing vanishes
    with a month's leave; fewer months in level are judged as they are.
    """

    metric: MetricCode
    months: Months
    at_most: Decimal
    basis: Basis = "calendar"

    @cached_property
    def _threshold(self) -> Ratio:
        return micro(parse_decimal(self.at_most))

    def _sum(self, view: View, months: tuple[Month, ...]) -> int:
        total = 0
        for month in months:
            facts = view.months.get(month)
            sample = facts.samples.get(self.metric) if facts is not None else None
            if sample is not None:
                total += sample.sum_value
        return total

    def judge(self, view: View) -> Verdict:
        """Kept or not; before the first complete month in level nothing can be said."""
        window = view.window(self.months, self.basis, self.metric)
        if not window.months or (self.basis != "calendar" and not window.full):
            reason = "too_few_months" if window.months else "no_complete_month"
            return Verdict("no_data", reason, None, self._threshold, ZERO, (), window)
        value = micro(self._sum(view, window.months))
        kept = value[0] <= self._threshold[0]
        return limit(kept, value, self._threshold, window)

    def ahead(self, view: View) -> Ahead | None:
        """If nothing new comes, the day on which enough of it lies outside the window."""
        if self.basis != "calendar":
            return None
        window = view.window(self.months, self.basis, self.metric)
        if not window.months:
            return Ahead(first_day(view.first + 1), "nothing_new")
        for more in range(1, self.months + 1):
            still_in = tuple([month for month in window.months if month > view.last + more - self.months])
            if self._sum(view, still_in) <= self._threshold[0]:
                return Ahead(first_day(view.last + more + 1), "nothing_new", more)
        return None

    def names(self) -> Iterator[tuple[str, str]]:
        """Its metric."""
        yield "metric", self.metric

    def faults(self) -> Iterator[Fault]:
        """A limit below nothing cannot be kept."""
        if parse_decimal(self.at_most) < 0:
            yield Fault("negative", "at_most", self.at_most)


def _lowest(found: list[Ratio]) -> Ratio | None:
    lowest: Ratio | None = None
    for value in found:
        if lowest is None or value[0] * lowest[1] < lowest[0] * value[1]:
            lowest = value
    return lowest


def _trend(view: View, metric: str, window: Window) -> Trend | None:
    """The newer half of the months against the older, the middle one left out; within one per cent they are level."""
    half = len(window.months) // 2
    newer = _mean([view.monthly(metric, month) for month in window.months[:half]])
    older = _mean([view.monthly(metric, month) for month in window.months[len(window.months) - half :]])
    if newer is None or older is None:
        return None
    now, was = newer[0] * older[1], older[0] * newer[1]
    if abs(now - was) * 100 <= abs(was):
        return "steady"
    return "up" if now > was else "down"


def _mean(found: list[Ratio | None]) -> Ratio | None:
    top, bottom, n = 0, 1, 0
    for value in found:
        if value is not None:
            top, bottom, n = top * value[1] + value[0] * bottom, bottom * value[1], n + 1
    return (top, bottom * n) if n else None
