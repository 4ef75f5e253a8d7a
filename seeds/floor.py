"""The floor at this very moment: who is on shift, which call just ended, and what its customer says a little later."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from msgspec import Struct

from seeds.centre import Person
from seeds.mishaps import wrong
from seeds.shifts import Shift
from seeds.work import Fact, Work, handle_seconds, load_at, stamp

_LEAST = 0.4
"""Calls a second at each site: at night fewer people take what would be a slow trickle, and a demo should not sleep."""
_RUSH_EVERY, _RUSH_LASTS, _RUSH = 240.0, 14.0, 5.0
_SLIP_EVERY = 150.0
_ASKED, _FOLLOWED = 0.45, 0.4
_REVISION_EVERY = 25.0


class Seat(Struct, frozen=True):
    """Somebody who takes calls now, with how the day goes and how many calls a second are to be expected."""

    person: Person
    form: float
    rate: float


class Floor:
    """Invents the calls of each beat. Unlike the past, the present is left to chance."""

    def __init__(self, work: Work, chance: Random, pace: float = 1.0) -> None:
        self._work = work
        self._chance = chance
        self._pace = pace
        self._seated_at: datetime | None = None
        self._sites: dict[str, list[Seat]] = {}
        self._rush: tuple[str, float] = ("", 0.0)
        # Two simulators of one centre must not send different calls under the same id.
        self._tag = f"{chance.getrandbits(32):08x}"
        self._numbers = 0
        self._recent: list[dict[str, object]] = []

    def between(self, now: datetime, seconds: float) -> Iterator[Fact]:
        """The facts of the calls that ended in the last `seconds` before `now`; surveys are due a while later."""
        if self._seated_at is None or now - self._seated_at > timedelta(minutes=1):
            self._seat(now)
        second = int(now.timestamp())
        self._start_rushes(second, seconds)
        for seats in self._sites.values():
            weights = [seat.rate * self._pressure(seat, second) for seat in seats]
            expected = max(sum(weights), _LEAST) * self._pace * seconds if seats else 0.0
            for seat in self._chance.choices(seats, weights, k=_count(self._chance, expected)) if seats else ():
                yield from self._call(seat, second)
        if self._recent and self._chance.random() < seconds / _REVISION_EVERY:
            yield self._revision(second)
        if self._chance.random() < seconds / _SLIP_EVERY:
            source, at, line = wrong(self._chance, self._id("slip", second), second)
            yield Fact(second, source, at, line)

    def on_shift(self) -> list[str]:
        """Codes of those who take calls at the moment."""
        return [seat.person.code for seats in self._sites.values() for seat in seats]

    def _seat(self, now: datetime) -> None:
        self._seated_at = now
        self._sites = {}
        for day in (now.date() - timedelta(days=1), now.date(), now.date() + timedelta(days=1)):
            for shift in self._work.rota.shifts(day):
                worked = self._work.rota.worked(shift)
                if worked and worked[0] <= now < worked[1] and self._work.takes_calls(shift):
                    seat = self._seat_of(shift, now)
                    self._sites.setdefault(seat.person.site.code, []).append(seat)

    def _seat_of(self, shift: Shift, now: datetime) -> Seat:
        person = self._work.people[shift.agent]
        day = self._work.form(person, shift.day, now)
        return Seat(person, day.form, load_at(person.site, now, person.queues[0]) * day.calls)

    def _start_rushes(self, second: int, seconds: float) -> None:
        teams = (
            [self._work.team(code, self._seated_at).code for code in self.on_shift()[:40]] if self._seated_at else []
        )
        if teams and self._rush[1] < second and self._chance.random() < seconds / _RUSH_EVERY:
            self._rush = (self._chance.choice(teams), second + _RUSH_LASTS)

    def _pressure(self, seat: Seat, second: int) -> float:
        team, ends = self._rush
        if ends < second or self._seated_at is None:
            return 1.0
        return _RUSH if self._work.team(seat.person.code, self._seated_at).code == team else 1.0

    def _call(self, seat: Seat, second: int) -> Iterator[Fact]:
        chance, agent = self._chance, seat.person.code
        queue = seat.person.queues[0] if chance.random() < 0.7 else chance.choice(seat.person.queues)
        at = second - chance.randrange(3)
        rest = {"agent": agent, "at": stamp(at), "queue": queue}
        took = handle_seconds(chance, queue, seat.form, 1.0, 4)
        handled = {"id": self._id("live-h", second), "metric": "handle_time", "value": took, **rest}
        yield _fact("telephony", second, at, {"id": self._id("live-c", second), "metric": "calls", "value": 1, **rest})
        yield _fact("telephony", second, at, handled)
        self._recent = [*self._recent[-20:], handled]
        # Live, customers are asked at once and more often: what they say moves a board without adding to the volume.
        if chance.random() < _ASKED:
            stars = max(1, min(5, round(4.35 + 0.22 * seat.form + chance.gauss(0, 0.75))))
            survey = {"id": self._id("live-s", second), "metric": "csat", "value": 20 * stars, **rest}
            yield _fact("survey", second + chance.randrange(3, 60), at, survey)
        if chance.random() < _FOLLOWED:
            solved = 100 if chance.random() < 0.78 + 0.035 * seat.form else 0
            followed = {"id": self._id("live-f", second), "metric": "fcr", "value": solved, **rest}
            yield _fact("crm", second + chance.randrange(3, 60), at, followed)

    def _revision(self, second: int) -> Fact:
        """The telephony system corrects a handle time it sent a moment ago: the after-call work was counted twice."""
        told = self._recent.pop(self._chance.randrange(len(self._recent)))
        value = told["value"]
        corrected = round(float(str(value)) * self._chance.uniform(0.8, 0.97), 1)
        return _fact("telephony", second, second, {**told, "value": corrected, "revision": 1})

    def _id(self, kind: str, second: int) -> str:
        self._numbers += 1
        return f"{kind}-{second}-{self._tag}-{self._numbers}"


def _count(chance: Random, expected: float) -> int:
    """How many of rare events happened, at most 60 a beat."""
    count, passed = 0, chance.expovariate(1.0)
    while passed < expected and count < 60:
        count += 1
        passed += chance.expovariate(1.0)
    return count


def _fact(source: str, due: int, at: int, content: dict[str, object]) -> Fact:
    return Fact(due, source, at, json.dumps(content, separators=(",", ":")))
