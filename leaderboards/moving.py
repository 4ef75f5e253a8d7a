"""Totals as they would be if one figure were another: what trying out a step scores again."""

from collections.abc import Sequence
from copy import copy
from fractions import Fraction

from msgspec import Struct

from leaderboards.exact import MICRO
from leaderboards.gathering import Tallies
from leaderboards.metrics import Band, Key, Metric, Subject, Tally


class Change(Struct, frozen=True):
    """A figure, from one value to another, in micro-units as its owner reads it; `divisor` is what its sum is divided by.

    Only facts of `queues` move, of every queue where none is named.
    """

    metric: Metric
    value: Fraction
    goal: Fraction
    divisor: Fraction
    queues: Sequence[str]


def moved(
    change: Change, subjects: Sequence[Subject], tallies: Tallies, shares: int
) -> dict[Subject, dict[Key, Tally]]:
    """The totals of these subjects with the figure moved, everything else as it was. A sum of nothing is begun by the first
    `shares` of them alike."""
    metric, queues = change.metric, change.queues
    found = {subject: dict(tallies.get(subject, {})) for subject in subjects}
    mine = [
        (cells, key)
        for cells in found.values()
        for key in cells
        if key[0] == metric.code and (not queues or key[1] in queues)
    ]
    if metric.combine == "sum":
        _sum(change, mine, list(found.values())[:shares])
        return found
    for cells, key in mine:
        delta = change.goal - change.value
        if metric.good == "band":
            band = metric.bands.get(key[1], metric.band)
            ratio = cells[key].ratio(metric.combine)
            delta = Fraction(0) if band is None or ratio is None else pull(band, Fraction(*ratio), abs(delta))
        cells[key] = _shifted(cells[key], round(delta))
    return found


def _sum(change: Change, mine: list[tuple[dict[Key, Tally], Key]], beginners: list[dict[Key, Tally]]) -> None:
    """Every part of the sum grows alike."""
    total = sum([cells[key].sum_value for cells, key in mine])
    wanted = change.goal * change.divisor
    if total == 0:
        queue = change.queues[0] if change.queues else ""
        for cells in beginners:
            cells[change.metric.code, queue] = Tally(1, round(wanted / len(beginners)), MICRO)
    for cells, key in mine if total else ():
        cells[key] = copy(cells[key])
        cells[key].sum_value = round(cells[key].sum_value * wanted / total)


def pull(band: Band, value: Fraction, most: Fraction) -> Fraction:
    """How far a value moves toward a band, and not beyond its edge."""
    if value < band.low:
        return min(band.low - value, most)
    return -min(value - band.high, most) if value > band.high else Fraction(0)


def _shifted(tally: Tally, delta: int) -> Tally:
    """Every fact of it moved by the same amount."""
    moved_ = copy(tally)
    moved_.sum_value += delta * tally.n
    moved_.sum_weighted += delta * tally.sum_weight
    moved_.minimum = None if tally.minimum is None else tally.minimum + delta
    moved_.maximum = None if tally.maximum is None else tally.maximum + delta
    if tally.last is not None:
        at, fact, value = tally.last
        moved_.last = at, fact, value + delta
    return moved_
