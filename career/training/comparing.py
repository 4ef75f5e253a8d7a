"""With whom those who took a course are compared: colleagues of the same group over the same weeks, as many for each of them."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date, timedelta
from hashlib import blake2b

from msgspec import Struct


class Taker(Struct, frozen=True):
    """Somebody who took a course from `began` to `done`; only colleagues of the same `group` are comparable."""

    who: int
    group: Hashable
    began: date
    done: date


class Spans(Struct, frozen=True):
    """The days whose figures are compared, each [from, to): so many weeks before the course began, as many after it was done."""

    before: tuple[date, date]
    after: tuple[date, date]


def spans(began: date, done: date, weeks: int) -> Spans:
    """What lies between, while the course was being taken, belongs to neither side."""
    long = timedelta(weeks=weeks)
    first = done + timedelta(days=1)
    return Spans((began - long, began), (first, first + long))


def stand_ins(takers: Sequence[Taker], others: Mapping[Hashable, Sequence[int]]) -> list[Taker]:
    """Everybody comparable, each with the days of one of the takers of the group in turn, so that both sides saw the same weeks.

    Who gets whose days follows from a digest of who it is: by chance, and the same every time.
    """
    found = []
    for group, days in _by_group(takers).items():
        models = sorted(days, key=lambda one: (one.done, one.began, one.who))
        for place, who in enumerate(sorted(others.get(group, ()), key=_lot)):
            model = models[place % len(models)]
            found.append(Taker(who, group, model.began, model.done))
    return found


def balanced(takers: Sequence[Taker], others: Sequence[Taker]) -> tuple[list[Taker], list[Taker]]:
    """As many others for each taker in every group, the most that all groups have, so that no group weighs more on one side.

    A group with fewer others than takers keeps as many of each; one without others is left out.
    """
    mine, theirs = _by_group(takers), _by_group(others)
    groups = [group for group in mine if group in theirs]
    each = max(1, min((len(theirs[group]) // len(mine[group]) for group in groups), default=1))
    chosen: tuple[list[Taker], list[Taker]] = ([], [])
    for group in groups:
        n = min(len(mine[group]), len(theirs[group]))
        chosen[0].extend(sorted(mine[group], key=lambda one: _lot(one.who))[:n])
        chosen[1].extend(theirs[group][: n * each])
    return chosen


def _by_group(people: Sequence[Taker]) -> dict[Hashable, list[Taker]]:
    found: dict[Hashable, list[Taker]] = {}
    for one in people:
        found.setdefault(one.group, []).append(one)
    return found


def _lot(who: int) -> bytes:
    return blake2b(str(who).encode(), digest_size=8).digest()
