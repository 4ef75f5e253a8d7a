"""Turns the values of one team or member into its exact score, by points, by attainment or by formula."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from leaderboards.exact import MICRO, Ratio, format_ratio, parse_decimal
from leaderboards.formula import HEADCOUNT, TARGET_PREFIX, Formula
from leaderboards.gathering import Measured
from leaderboards.metrics import Band, Metric
from leaderboards.rules import Rules, Term

PERCENT = 100
Seen = Literal["counted", "no_data", "zero", "skip"]
"""What became of a term: counted, or without data and then as its missing policy says."""


class Part(Struct, frozen=True):
    """One term of a score: its value (micro-units), its merit (attainment in percent, or points × value), what became of it."""

    value: Ratio | None
    merit: Ratio | None
    seen: Seen


class Outcome(Struct, frozen=True):
    """A score and how it came about; without a score `missing` names the metrics that have no data."""

    score: Ratio | None
    missing: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


class PlayedTerm(Struct, frozen=True):
    """A term with its texts read: amounts in micro-units, the target settled."""

    metric: Metric
    term: Term
    factor: int
    target: int | None
    floor: int
    cap: int


def played(term: Term, metric: Metric, by_points: bool) -> PlayedTerm:
    """Read a term once, for all participants."""
    return PlayedTerm(
        metric=metric,
        term=term,
        factor=parse_decimal(term.points if by_points else term.weight),
        target=metric.target if term.target is None else parse_decimal(term.target),
        floor=parse_decimal(term.floor),
        cap=parse_decimal(term.cap),
    )


class Scoring:
    """The method of some rules, ready to score any number of teams or members."""

    def __init__(self, rules: Rules, metrics: Mapping[str, Metric]) -> None:
        self.method = rules.method
        self.terms = tuple(played(term, metrics[term.metric], rules.method == "points") for term in rules.terms)
        self.metrics = metrics
        self.formula: Formula | None = None
        self._targets: dict[str, Fraction] = {}
        if rules.method == "formula":
            self._targets = targets(rules, metrics)
            names = {*metrics, *self._targets, HEADCOUNT}
            self.formula = Formula(rules.formula or "", frozenset(names))

    def reads(self) -> set[str]:
        """The metrics a score depends on."""
        if self.formula is not None:
            return {name for name in self.formula.names if name in self.metrics}
        return {term.metric.code for term in self.terms}

    def target(self, code: str) -> str | None:
        """The target a formula reads for a metric, as text."""
        found = self._targets.get(TARGET_PREFIX + code)
        return None if found is None else format_ratio(found)

    def score(self, measured: Measured, headcount: Fraction) -> Outcome:
        """The exact score of what was measured."""
        if self.formula is not None:
            return self._by_formula(self.formula, measured, headcount)
        parts = tuple([judge(term, measured, self.method == "points") for term in self.terms])
        missing = tuple([t.metric.code for t, p in zip(self.terms, parts, strict=True) if p.seen == "no_data"])
        if missing:
            return Outcome(None, missing, parts)
        if all(part.seen == "skip" for part in parts):
            return Outcome(None, tuple(term.metric.code for term in self.terms), parts)
        return Outcome(self._sum(parts), (), parts)

    def _sum(self, parts: tuple[Part, ...]) -> Ratio:
        """Σ merit, under attainment Σ weight × merit / Σ weight, over one common denominator that is never reduced."""
        weighted = self.method == "attainment"
        numerator, denominator, weights = 0, 1, 0
        for term, part in zip(self.terms, parts, strict=True):
            if part.seen == "skip":
                continue
            weights += term.factor
            if part.merit is None:
                continue
            top, bottom = part.merit
            if weighted:
                top *= term.factor
            numerator = numerator * bottom + top * denominator
            denominator *= bottom
        return numerator, (denominator * weights if weighted else denominator)

    def _by_formula(self, formula: Formula, measured: Measured, headcount: Fraction) -> Outcome:
        amounts, missing = self.amounts(measured, headcount)
        if missing:
            return Outcome(None, missing)
        value = formula.evaluate(amounts)
        # Without a value though nothing required is missing, something was divided by zero or all of a mean was skipped.
        return Outcome(None, ("",)) if value is None else Outcome((value.numerator, value.denominator))

    def amounts(self, measured: Measured, headcount: Fraction) -> tuple[dict[str, Fraction | None], tuple[str, ...]]:
        """What the names of a formula stand for, and the required ones among them that have no data.

        A term of `missing: zero` reads 0 then; one of `missing: skip` may stay empty, and `mean` looks past it.
        """
        policies = {term.metric.code: term.term.missing for term in self.terms}
        amounts: dict[str, Fraction | None] = {HEADCOUNT: headcount, **self._targets}
        missing = []
        for name in sorted(self.reads()):
            ratio = measured.pulled(name)
            policy = policies.get(name, "no_data")
            if ratio is not None:
                amounts[name] = Fraction(ratio[0], ratio[1] * MICRO)
            else:
                amounts[name] = Fraction(0) if policy == "zero" else None
                if policy == "no_data":
                    missing.append(name)
        return amounts, tuple(missing)


def targets(rules: Rules, metrics: Mapping[str, Metric]) -> dict[str, Fraction]:
    """The `target_…` names of a formula: a term's target stands in for the metric's own."""
    found = {
        TARGET_PREFIX + code: Fraction(metric.target, MICRO)
        for code, metric in metrics.items()
        if metric.target is not None
    }
    for term in rules.terms:
        if term.target is not None:
            found[TARGET_PREFIX + term.metric] = Fraction(parse_decimal(term.target), MICRO)
    return found


def judge(term: PlayedTerm, measured: Measured, by_points: bool) -> Part:
    """One term's value and merit, or what its missing policy makes of no data. `zero` earns nothing and keeps its weight."""
    value = measured.pulled(term.metric.code)
    merit = None
    if value is not None:
        if by_points:
            merit = value[0] * term.factor, value[1] * MICRO * MICRO
        elif term.metric.good == "band":
            merit = _band_merit(term, value, measured)
        else:
            merit = clamp(attainment(term, value), term)
    return Part(value, merit, "counted" if merit is not None else term.term.missing)


def clamp(merit: Ratio, term: PlayedTerm) -> Ratio:
    """The merit within the term's floor and cap."""
    top, bottom = merit
    if top * MICRO < term.floor * bottom:
        return term.floor, MICRO
    if top * MICRO > term.cap * bottom:
        return term.cap, MICRO
    return merit


def attainment(term: PlayedTerm, value: Ratio) -> Ratio:
    """Percent of the target reached, before the clamp. Where lower is better, nothing at all reaches the cap."""
    if term.term.curve == "three_point":
        return three_point(term, value)
    if term.target is None:
        raise ValueError(f"{term.metric.code} has no target")
    top, bottom = value
    if term.metric.good == "higher":
        return PERCENT * top, bottom * term.target
    return (PERCENT * term.target * bottom, top) if top > 0 else (term.cap, MICRO)


def three_point(term: PlayedTerm, value: Ratio) -> Ratio:
    """Floor earns 60, target 90, stretch and all above 100, straight lines between; below the floor the lower line goes on
    down to 0. Where lower is better the same is read from the other side."""
    floor, target, stretch = term.metric.floor, term.target, term.metric.stretch
    if floor is None or target is None or stretch is None:
        raise ValueError(f"{term.metric.code} lacks a floor, target or stretch")
    top, bottom = value
    if term.metric.good == "lower":
        top, floor, target, stretch = -top, -floor, -target, -stretch
    if top >= stretch * bottom:
        return PERCENT, 1
    if top >= target * bottom:
        rise = (stretch - target) * bottom
        return 90 * rise + 10 * (top - target * bottom), rise
    rise = (target - floor) * bottom
    return max(0, 60 * rise + 30 * (top - floor * bottom)), rise


def band_attainment(band: Band, value: Ratio) -> Ratio:
    """100 inside the band, falling in a straight line to 0 at the tolerance's edge."""
    top, bottom = value
    outside = max(band.low * bottom - top, top - band.high * bottom, 0)
    if outside == 0:
        return PERCENT, 1
    edge = band.tolerance * bottom
    return (PERCENT * (edge - outside), edge) if outside < edge else (0, 1)


def queue_merits(term: PlayedTerm, measured: Measured) -> list[tuple[str, Ratio, Ratio, int]]:
    """Queue by queue: its name, value, merit and the weight of its facts. A queue without any band is not judged."""
    found = []
    for queue, tally in sorted(measured.queues(term.metric.code), key=lambda entry: entry[0]):
        band = term.metric.bands.get(queue, term.metric.band)
        own = measured.pulled_queue(term.metric.code, queue, tally)
        if band is not None and own is not None and tally.sum_weight:
            found.append((queue, own, clamp(band_attainment(band, own), term), tally.sum_weight))
    return found


def _band_merit(term: PlayedTerm, value: Ratio, measured: Measured) -> Ratio | None:
    """Where bands differ by queue: judged queue by queue, pooled by weight; where no queue can be judged, no data."""
    metric = term.metric
    if not metric.bands:
        return clamp(band_attainment(metric.band, value), term) if metric.band else None
    numerator, denominator, weights = 0, 1, 0
    for _, _, (top, bottom), weight in queue_merits(term, measured):
        numerator = numerator * bottom + top * weight * denominator
        denominator *= bottom
        weights += weight
    return (numerator, denominator * weights) if weights else None
