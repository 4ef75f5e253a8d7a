"""Who works when: the roster of the demo centre, which runs around the clock and keeps the rest between two shifts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import Literal

from msgspec import Struct

from seeds.calendars import SpecialDay, berlin, china
from seeds.centre import STUDY_DAYS, Centre, Leave, Person, day_start

Kind = Literal["early", "day", "late", "night"]

_BEGINS: dict[Kind, int] = {"early": 6, "day": 9, "late": 14, "night": 22}
_KINDS: tuple[Kind, ...] = ("early", "day", "late", "night")
_KINDS_WEIGHTS = (30, 34, 24, 12)
_FULL_HOURS = 8
_REST = timedelta(hours=10)
# How often each pair of days off is drawn; most people have the weekend, the floor is never empty.
_DAYS_OFF = ((5, 6), (6, 0), (4, 5), (0, 1), (2, 3), (1, 2))
_DAYS_OFF_WEIGHTS = (8, 3, 3, 2, 2, 2)


class Shift(Struct, frozen=True):
    """A planned shift of one person on one business day; instants in UTC."""

    agent: str
    day: date
    kind: Kind
    starts: datetime
    ends: datetime

    @property
    def hours(self) -> float:
        return (self.ends - self.starts).total_seconds() / 3600


class Rota:
    """Answers for any day, past or to come; a day's shift depends on nothing but the person and the day."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._weeks: dict[tuple[str, int, int], tuple[Kind, tuple[int, int]]] = {}
        self._leave: dict[str, list[Leave]] = {}
        for leave in centre.leaves:
            self._leave.setdefault(leave.agent, []).append(leave)

    def shifts(self, day: date) -> Iterator[Shift]:
        """Everybody's planned shifts of one business day, leave not yet considered."""
        for person in self._centre.people:
            if shift := self.shift(person, day):
                yield shift

    def shift(self, person: Person, day: date) -> Shift | None:
        """The planned shift, or None on a day off; only while the person is employed."""
        if day < person.hired or (person.left is not None and day >= person.left):
            return None
        kind = self._planned(person, day)
        before = self._planned(person, day - timedelta(days=1))
        if kind is None or (
            before and _begin(person, day, kind) - _end(person, day - timedelta(days=1), before) < _REST
        ):
            return None
        return Shift(person.code, day, kind, _begin(person, day, kind), _end(person, day, kind))

    def worked(self, shift: Shift) -> tuple[datetime, datetime] | None:
        """What remains of the shift after leave: all of it, one half, or None."""
        middle = shift.starts + (shift.ends - shift.starts) / 2
        for leave in self._leave.get(shift.agent, ()):
            if leave.starts <= shift.day < leave.ends:
                return {"whole": None, "morning": (middle, shift.ends), "afternoon": (shift.starts, middle)}[leave.part]
        return shift.starts, shift.ends

    def special(self, person: Person, day: date) -> SpecialDay | None:
        """The holiday or make-up workday that `day` is at the person's site."""
        return self._calendar[person.site.country].get(day)

    @cached_property
    def _calendar(self) -> dict[str, dict[date, SpecialDay]]:
        days = calendars(self._centre.anchor)
        return {country: {special.day: special for special in specials} for country, specials in days.items()}

    def _planned(self, person: Person, day: date) -> Kind | None:
        """The rotation alone: a kind of shift a week, two days off, holidays mostly free, make-up days mostly worked."""
        kind, days_off = self._week(person, day)
        special = self.special(person, day)
        if special is None:
            return None if day.weekday() in days_off else kind
        works = Random(f"{special.kind} {person.code} {day}").random()
        if special.kind == "holiday":
            return kind if day.weekday() not in days_off and works < 0.4 and person.post != "lead" else None
        return kind if works < 0.85 else None

    def _week(self, person: Person, day: date) -> tuple[Kind, tuple[int, int]]:
        year, week, _ = day.isocalendar()
        key = (person.code, year, week)
        if key not in self._weeks:
            chance = Random(f"week {key}")
            kind = chance.choices(_KINDS, _KINDS_WEIGHTS)[0]
            days_off = chance.choices(_DAYS_OFF, _DAYS_OFF_WEIGHTS)[0]
            if person.post == "lead" or (day - person.hired).days < STUDY_DAYS:
                kind, days_off = "day", (5, 6)
            self._weeks[key] = kind, days_off
        return self._weeks[key]


def calendars(anchor: date) -> dict[str, list[SpecialDay]]:
    """Both countries' special days from a year before `anchor` to a year and a half after it."""
    first, last = anchor - timedelta(days=366), anchor + timedelta(days=540)
    return {"cn": china(first, last), "de": berlin(first, last)}


def _begin(person: Person, day: date, kind: Kind) -> datetime:
    return datetime.combine(day, time(_BEGINS[kind]), person.site.zone).astimezone(UTC)


def _end(person: Person, day: date, kind: Kind) -> datetime:
    """The night in which an hour is lost ends with its business day."""
    following = day_start(person.site, day + timedelta(days=1))
    return min(_begin(person, day, kind) + timedelta(hours=_FULL_HOURS * person.fte), following)
