"""Comparing with others 对标行业: packs of published figures, and the refusal to compare what is counted differently."""

from collections.abc import Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct

from career.exact import Decimal, Ratio, parse_decimal
from career.refusal import Refusal


class Definition(Struct, frozen=True, forbid_unknown_fields=True):
    """How a figure is counted. All of it has to agree: 80 % within 20 seconds is not 80 % within 30."""

    metric: str
    unit: str
    combine: Literal["sum", "mean", "min", "max", "last"]
    good: Literal["higher", "lower", "band"]
    counts: Annotated[str, Meta(max_length=500)] = ""
    """What is counted and over what, in a standard form agreed with the pack: `answered_within_20s/offered`."""


class Figure(Struct, frozen=True, forbid_unknown_fields=True):
    """Published quartiles of one metric."""

    definition: Definition
    quarter: Decimal
    median: Decimal
    three_quarters: Decimal


class Pack(Struct, frozen=True, forbid_unknown_fields=True):
    """Figures of one source and year."""

    source: Annotated[str, Meta(min_length=1, max_length=200)]
    year: Annotated[int, Meta(ge=1990, le=2200)]
    figures: tuple[Figure, ...]


Where = Literal["best_quarter", "upper_middle", "lower_middle", "last_quarter"]


def compare(pack: Pack, own: Definition, value: Ratio) -> Where | Refusal:
    """In which quarter of the pack the own value lies; on a quartile it belongs to the better side.

    A metric the pack does not know, one that is defined differently (the field at fault is named), and a band, where neither end
    is better, are refused.
    """
    figure = next((one for one in pack.figures if one.definition.metric == own.metric), None)
    if figure is None:
        return Refusal("not_in_pack", own.metric)
    for field in ("unit", "combine", "good", "counts"):
        if getattr(figure.definition, field) != getattr(own, field):
            return Refusal("definition_differs", field)
    if own.good == "band":
        return Refusal("band_not_comparable", own.metric)
    sign = 1 if own.good == "higher" else -1
    marks: Sequence[str] = (figure.quarter, figure.median, figure.three_quarters)
    reached = sum(sign * value[0] * 1_000_000 >= sign * parse_decimal(mark) * value[1] for mark in marks)
    quarters: tuple[Where, ...] = ("last_quarter", "lower_middle", "upper_middle", "best_quarter")
    return quarters[reached]
