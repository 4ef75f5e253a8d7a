"""Finds who would be in too many contests at the same instant, in which, and when."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

LIMIT = 2
"""Contests that an agent may be in at once without anybody being warned."""

Who = TypeVar("Who")


class Taking(NamedTuple):
    """That somebody takes part in a contest during [starts, ends)."""

    contest: int
    starts: datetime
    ends: datetime


class Meeting(NamedTuple):
    """More contests than `LIMIT` that meet, and the span [starts, ends) in which they do."""

    contests: frozenset[int]
    starts: datetime
    ends: datetime


class Clash(NamedTuple):
    """Contests that meet, and everybody who is in all of them; the span covers everybody's."""

    contests: frozenset[int]
    who: frozenset[object]
    starts: datetime
    ends: datetime


def meetings(takings: Iterable[Taking]) -> list[Meeting]:
    """Where one person is in more than `LIMIT` contests at once, every set of contests once and none within another.

    A contest that ends at the instant another starts does not meet it; somebody who takes part in one contest through two
    teams in turn is in it once.
    """
    known = list(takings)
    found: dict[frozenset[int], Meeting] = {}
    # How many there are at once only rises where one starts, so those instants are enough.
    for instant in sorted({taking.starts for taking in known}):
        now = [taking for taking in known if taking.starts <= instant < taking.ends]
        contests = frozenset(taking.contest for taking in now)
        if len(contests) > LIMIT:
            met = Meeting(contests, instant, min(taking.ends for taking in now))
            before = found.get(contests)
            found[contests] = met if before is None else Meeting(contests, before.starts, met.ends)
    return [met for met in found.values() if not any(met.contests < other for other in found)]


def clashes(takings: Mapping[Who, Iterable[Taking]]) -> list[Clash]:
    """The meetings of everybody, those of the same contests together; the earliest first."""
    found: dict[frozenset[int], Clash] = {}
    for who, own in takings.items():
        for met in meetings(own):
            before = found.get(met.contests)
            if before is None:
                found[met.contests] = Clash(met.contests, frozenset([who]), met.starts, met.ends)
            else:
                span = min(before.starts, met.starts), max(before.ends, met.ends)
                found[met.contests] = Clash(met.contests, before.who | {who}, *span)
    return sorted(found.values(), key=lambda clash: (clash.starts, sorted(clash.contests)))
