"""Turns the values of one team or member into its exact score: by points, by attainment (or its improvement), by formula."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from leaderboards.curves import Curve, attainment, clamped, load_of, points, queue_curves
from leaderboards.exact import MICRO, Ratio, format_ratio, parse_decimal
from leaderboards.formula import HEADCOUNT, TARGET_PREFIX, Formula
from leaderboards.gathering import Measured
from leaderboards.metrics import Metric
from leaderboards.rules import Method, Missing, Rules, Term

Seen = Literal["counted", "no_data", "zero", "skip"]
"""What became of a term: counted, or without data and then as its missing policy says."""


class Part(Struct, frozen=True, gc=False):
    """One term of a score: its value (micro-units), its merit (attainment in percent, or points × value), what became of it.

    Under improvement `merit` is the difference to the weeks before, of which `past` holds the value and the merit.
    """

    value: Ratio | None
    merit: Ratio | None
    seen: Seen
    past: tuple[Ratio, Ratio] | None = None


class Outcome(Struct, frozen=True, gc=False):
    """A score and how it came about; without a score `missing` names the metrics that have no data."""

    score: Ratio | None
    missing: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


class PlayedTerm(Struct, frozen=True):
    """A term with its texts read: amounts in micro-units, the target settled, and the curve from a value to its merit."""

    code: str
    metric: Metric
    missing: Missing
    factor: int
    target: int | None
    merit: Curve | None
    """None where band or target differ by queue: each queue has its own."""
    apart: bool = False


def played(term: Term, metric: Metric, method: Method) -> PlayedTerm:
    """Read a term once, for all participants."""
    target = metric.target if term.target is None else parse_decimal(term.target)
    factor = parse_decimal(term.points if method == "points" else term.weight)
    merit: Curve | None = None
    if method == "points":
        merit = points(factor)
    elif method != "formula" and not term.targets and not metric.bands:
        merit = clamped(attainment(term, metric, target), term)
    return PlayedTerm(term.metric, metric, term.missing, factor, target, merit, method != "formula" and merit is None)


class Scoring:
    """The method of some rules, ready to score any number of teams or members."""

    def __init__(self, rules: Rules, metrics: Mapping[str, Metric]) -> None:
        self.method = rules.method
        self.terms = tuple([played(term, metrics[term.metric], rules.method) for term in rules.terms])
        self._bands = {term.metric: queue_curves(term, metrics[term.metric]) for term in rules.terms}
        self._loads = {term.metric: load_of(term, metrics[term.metric]) for term in rules.terms if term.targets}
        self.split = frozenset([term.code for term in self.terms if term.apart])
        """Metrics whose queues are judged one by one."""
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
        return {term.code for term in self.terms}

    def target(self, code: str) -> str | None:
        """The target a formula reads for a metric, as text."""
        found = self._targets.get(TARGET_PREFIX + code)
        return None if found is None else format_ratio(found)

    def score(self, measured: Measured, headcount: Fraction) -> Outcome:
        """The exact score of what was measured."""
        if self.formula is not None:
            return self._by_formula(self.formula, measured, headcount)
        return self._settled(tuple([self._judge(term, measured) for term in self.terms]))

    def against(self, now: Outcome, past: Outcome) -> Outcome:
        """How much better each term is now than in the weeks before; without data on either side it has none."""
        parts = []
        for term, new, old in zip(self.terms, now.parts, past.parts, strict=True):
            if new.merit is None or old.merit is None or old.value is None:
                parts.append(Part(None, None, term.missing))
                continue
            (top, bottom), (was, of) = new.merit, old.merit
            gained = top * of - was * bottom, bottom * of
            parts.append(Part(new.value, gained, "counted", (old.value, old.merit)))
        return self._settled(tuple(parts))

    def _settled(self, parts: tuple[Part, ...]) -> Outcome:
        """Σ merit, under attainment Σ weight × merit / Σ weight, over one common denominator that is never reduced."""
        weighted = self.method != "points"
        numerator, denominator, weights = 0, 1, 0
        missing, counted = [], False
        for term, part in zip(self.terms, parts, strict=True):
            if part.seen == "skip":
                continue
            counted = True
            weights += term.factor
            if part.seen == "no_data":
                missing.append(term.code)
            elif part.merit is not None:
                top, bottom = part.merit
                if weighted:
                    top *= term.factor
                numerator = numerator * bottom + top * denominator
                denominator *= bottom
        if missing or not counted:
            return Outcome(None, tuple(missing or [term.code for term in self.terms]), parts)
        return Outcome((numerator, denominator * weights if weighted else denominator), (), parts)

    def queue_merits(self, term: PlayedTerm, measured: Measured) -> list[tuple[str, Ratio, Ratio, int]]:
        """Queue by queue: its name, value, merit and the weight of its facts. A queue without any band is not judged."""
        curves, found = self._bands[term.code], []
        for queue, tally in sorted(measured.queues(term.code), key=lambda entry: entry[0]):
            curve = curves.get(queue) or curves.get(None)
            value = measured.pulled_queue(term.code, queue, tally)
            if curve is not None and value is not None and tally.sum_weight:
                found.append((queue, value, curve(value), tally.sum_weight))
        return found

    def _judge(self, term: PlayedTerm, measured: Measured) -> Part:
        """One term's value and merit, or what its missing policy makes of no data: `zero` earns nothing and keeps its weight."""
        value = measured.pulled(term.code)
        if value is None:
            return Part(None, None, term.missing)
        merit = term.merit(value) if term.merit is not None else self._pooled_merit(term, measured)
        return Part(value, merit, "counted" if merit is not None else term.missing)

    def _pooled_merit(self, term: PlayedTerm, measured: Measured) -> Ratio | None:
        """The merits of all queues by the weight of their facts; where no queue can be judged, no data.

        Sums are loads instead: each queue's part of its own target, added up, so that who divides the time between two
        queues and does half of each target has done it all.
        """
        if term.metric.combine == "sum":
            return self._loads[term.code](
                [(queue, measured.pulled_queue(term.code, queue, tally)) for queue, tally in measured.queues(term.code)]
            )
        numerator, denominator, weights = 0, 1, 0
        for _, _, (top, bottom), weight in self.queue_merits(term, measured):
            numerator = numerator * bottom + top * weight * denominator
            denominator *= bottom
            weights += weight
        return (numerator, denominator * weights) if weights else None

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
        policies = {term.code: term.missing for term in self.terms}
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
