"""What shrinkage draws everybody toward: the means of a division's participants together."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeVar

from msgspec import Struct

from leaderboards.exact import Ratio
from leaderboards.metrics import Key, Metric, Tally

T = TypeVar("T")


class Division(Struct, frozen=True):
    """What shrinkage draws toward: the means of a division's participants together, qualified or not; by metric and by its
    queues, or of all members' own scores where the team rule asks for those. `past` is the same of the weeks before."""

    wholes: dict[str, Ratio]
    cells: dict[Key, Ratio]
    members: Fraction | None = None
    past: "Division | None" = None


Divisions = Mapping[str, Division]
"""By the code of the division."""


def means_of(metrics: Mapping[str, Metric], gathered: Iterable[dict[Key, Tally]]) -> Division:
    """The common means of all that was gathered; other metrics than means are not drawn anywhere."""
    wholes: dict[str, Tally] = {}
    cells: dict[Key, Tally] = {}
    for found in gathered:
        for key, tally in found.items():
            if metrics[key[0]].combine == "mean":
                wholes.setdefault(key[0], Tally()).merge(tally)
                cells.setdefault(key, Tally()).merge(tally)
    return Division(_means(wholes), _means(cells))


def _means(tallies: dict[T, Tally]) -> dict[T, Ratio]:
    return {key: (tally.sum_weighted, tally.sum_weight) for key, tally in tallies.items() if tally.n}
