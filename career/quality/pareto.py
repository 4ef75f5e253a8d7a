"""The most common faults first, with their share of all: where training gains most."""

from collections.abc import Mapping

from msgspec import Struct

from career.exact import Ratio

VITAL = 80
"""Per cent of all faults that the vital few make up."""


class Bar(Struct, frozen=True):
    """A fault, how often it was found, the share of it and of all before it, and whether it is one of the vital few."""

    code: str
    count: int
    share: Ratio
    cumulated: Ratio
    vital: bool


def pareto(counts: Mapping[str, int]) -> tuple[Bar, ...]:
    """The faults by number, level ones by code; vital are those needed to reach 80 per cent. What was never found is left out."""
    order = sorted((code for code, n in counts.items() if n > 0), key=lambda code: (-counts[code], code))
    total = sum(counts[code] for code in order)
    bars, before = [], 0
    for code in order:
        vital = before * 100 < VITAL * total
        before += counts[code]
        bars.append(Bar(code, counts[code], (counts[code], total), (before, total), vital))
    return tuple(bars)
