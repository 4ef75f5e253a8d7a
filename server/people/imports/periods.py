"""Fits rows that say "from then on" into what is recorded of each agent: an open end lasts until the next period."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from msgspec import Struct

Edge = date | datetime


class Period(Struct, frozen=True):
    """A recorded or wanted period [starts, ends). `row` 0: recorded and not named by the file; `id` 0: not recorded yet."""

    row: int
    id: int
    starts: Any
    ends: Any
    values: dict[str, Any]


class Fitted(Struct, frozen=True):
    """One agent's periods in order after the file, free of overlaps, and the rows that had to be left out for it.

    `refused` tells for each of those rows which period is in its way.
    """

    periods: list[Period]
    refused: dict[int, Period]


def fit(recorded: list[Period], wanted: list[Period]) -> Fitted:
    """Lay the wanted periods over the recorded ones of one agent.

    A wanted period takes the place of the recorded one that starts at the same time. A wanted period without an end lasts
    until the next one. So does the recorded one that is still open, when the rows lead on to another open one: a passing
    stint, or a row about the past, never ends by itself what somebody is in now. What still overlaps is refused: the wanted
    one, or, of two wanted ones, the later. The order of the rows makes no difference, and a file read twice changes nothing
    the second time.
    """
    refused: dict[int, Period] = {}
    standing = list(wanted)
    while True:
        merged: dict[Any, Period] = {period.starts: period for period in recorded}
        for period in standing:
            held = merged.get(period.starts)
            merged[period.starts] = Period(
                period.row, held.id if held else 0, period.starts, period.ends, period.values
            )
        ordered = _closed(sorted(merged.values(), key=lambda period: period.starts))
        clash = _first_clash(ordered)
        if clash is None:
            return Fitted(ordered, refused)
        out, in_the_way = clash
        refused[out.row] = in_the_way
        standing = [period for period in standing if period.row != out.row]


def _closed(ordered: list[Period]) -> list[Period]:
    closed = []
    for period, after in pairwise(ordered):
        lasts_on = period.ends is None and (period.row or ordered[-1].ends is None)
        ends = after.starts if lasts_on else period.ends
        closed.append(Period(period.row, period.id, period.starts, ends, period.values))
    return [*closed, *ordered[-1:]]


def _first_clash(ordered: list[Period]) -> tuple[Period, Period] | None:
    """The first wanted period that overlaps another, with that other."""
    for one, other in pairwise(ordered):
        if one.ends is None or one.ends > other.starts:
            return (other, one) if other.row else (one, other)
    return None


def changed(fitted: Fitted, recorded: Mapping[int, Period]) -> list[Period]:
    """The periods that differ from what is recorded, new ones included."""
    found = []
    for period in fitted.periods:
        held = recorded.get(period.id)
        if held is None or (held.ends, held.values) != (period.ends, period.values):
            found.append(period)
    return found
