"""The monthly scorecard: what a month was worth in points, term by term, exact, and rounded once at the end."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from msgspec import Meta, Struct

from career.exact import MICRO, ZERO, Decimal, Ratio, parse_decimal, published
from career.merits import How, Members, MemberSheet, QueueValue, merit_of

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]


class Term(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One line of the sheet: how it is worth points, and its weight."""

    code: Code
    zh: Annotated[str, Meta(max_length=200)]
    en: Annotated[str, Meta(max_length=200)]
    weight: Decimal
    how: How

    @cached_property
    def micro(self) -> int:
        """The weight in micro-units."""
        return parse_decimal(self.weight)


class Cap(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Where a metric is below (or at least) so much, the sheet is worth `cap` at most. Without data nothing is capped."""

    metric: Code
    cap: Decimal
    below: Decimal | None = None
    at_least: Decimal | None = None

    @cached_property
    def micro(self) -> int:
        """The cap in micro-units."""
        return parse_decimal(self.cap)

    def holds(self, value: Ratio | None) -> bool:
        """Whether the sheet is capped."""
        if value is None:
            return False
        if self.below is not None and value[0] * MICRO < parse_decimal(self.below) * value[1]:
            return True
        return self.at_least is not None and value[0] * MICRO >= parse_decimal(self.at_least) * value[1]


class Rules(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A sheet's terms; with more than `max_missing` per cent of the weight missing the month is *no data*."""

    terms: Annotated[tuple[Term, ...], Meta(min_length=1, max_length=30)]
    caps: Annotated[tuple[Cap, ...], Meta(max_length=10)] = ()
    max_missing: Decimal = "40"


class Measured(Struct, frozen=True):
    """What a month brought: metrics by code, handle time queue by queue, and the sheets of the tier below."""

    values: Mapping[str, Ratio] = {}
    queues: Mapping[str, tuple[QueueValue, ...]] = {}
    members: tuple[MemberSheet, ...] = ()


class Part(Struct, frozen=True):
    """One line as it came out. Without data `merit` is None, and the other weights share its place."""

    code: str
    weight: int
    value: Ratio | None
    merit: Ratio | None
    queues: tuple[QueueValue, ...] = ()
    members: tuple[MemberSheet, ...] = ()


class Sheet(Struct, frozen=True):
    """A month of one agent, lead or centre.

    `score` in micro-units, rounded once to four decimals, is what people see and what criteria judge; None is *no data*.
    `exact` is the score before caps and rounding, `capped` the metric of the lowest cap that held it down.
    """

    score: int | None
    parts: tuple[Part, ...]
    exact: Ratio | None = None
    capped: str | None = None
    reason: Literal["scored", "capped", "too_much_missing"] = "scored"


def score(rules: Rules, measured: Measured) -> Sheet:
    """The sheet of one month. The same measures always give the same sheet, in whatever order they came."""
    parts = tuple([_part(term, measured) for term in rules.terms])
    all_weight = sum(term.micro for term in rules.terms)
    weight = sum(part.weight for part in parts if part.merit is not None)
    if not weight or (all_weight - weight) * 100 * MICRO > parse_decimal(rules.max_missing) * all_weight:
        return Sheet(None, parts, reason="too_much_missing")
    top, bottom = 0, 1
    for part in parts:
        if part.merit is not None:
            a, b = part.merit
            top, bottom = top * b + part.weight * a * bottom, bottom * b
    exact = (top, bottom * weight)
    lowest = min(
        (cap for cap in rules.caps if cap.holds(measured.values.get(cap.metric))),
        key=lambda cap: cap.micro,
        default=None,
    )
    points = published(exact)
    if lowest is not None and points > lowest.micro:
        return Sheet(lowest.micro, parts, exact, lowest.metric, "capped")
    return Sheet(points, parts, exact)


def _part(term: Term, measured: Measured) -> Part:
    value, merit = merit_of(term.how, measured.values, measured.queues, measured.members)
    queues = measured.queues.get(getattr(term.how, "metric", ""), ())
    members = measured.members if isinstance(term.how, Members) else ()
    return Part(term.code, term.micro, value, merit, queues, members)


def shares(sheet: Sheet) -> tuple[Ratio, ...]:
    """What each line brought to the exact score, in points; together they are the score, lines without data bring nothing."""
    weight = sum(part.weight for part in sheet.parts if part.merit is not None)
    return tuple(
        [ZERO if part.merit is None else (part.weight * part.merit[0], weight * part.merit[1]) for part in sheet.parts]
    )
