"""What a day's work leaves behind: the facts of every shift, each with the instant at which its system would have sent it.

Grain: the telephone system reports an agent's calls and their handle time every half hour, the planning system a few
figures a shift, surveys and scored calls come one by one and late. Every fact depends on the person and the day alone.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from math import exp, sqrt
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from seeds.centre import QUEUES, STUDY_DAYS, Centre, Membership, Person, Site, Team, skill
from seeds.oddities import odd_people, oddities
from seeds.shifts import Rota, Shift

HALF_HOUR = 1800
_MEDIAN = {queue.code: queue.median for queue in QUEUES}
# Share of a shift's time that is spent with customers, by the hour at the site.
_LOAD = (
    *(0.42, 0.36, 0.33, 0.33, 0.36, 0.42, 0.52, 0.62, 0.74, 0.86, 0.92, 0.9),
    *(0.78, 0.76, 0.86, 0.9, 0.88, 0.82, 0.76, 0.74, 0.76, 0.68, 0.56, 0.48),
)
_MONDAY_TO_SUNDAY = (1.06, 1.0, 0.98, 0.98, 1.0, 0.88, 0.82)


class Fact(NamedTuple):
    """`due`: second since the epoch at which `source` sends it; `at`: the second it is about; `line`: what is sent."""

    due: int
    source: str
    at: int
    line: str


class Day(NamedTuple):
    """How one person's day goes: `form` is the skill shown, the factors tell how the site's day is."""

    form: float
    calls: float
    handle: float
    mood: float


class Work:
    """Writes the facts of any business day of a centre."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self.rota = Rota(centre)
        self._teams = {team.code: team for team in centre.teams}
        self.people = {person.code: person for person in centre.people}
        self._odd = odd_people(centre)
        self._trouble: dict[str, bool] = {}
        self._memberships: dict[str, list[Membership]] = {}
        for membership in centre.memberships:
            self._memberships.setdefault(membership.agent, []).append(membership)

    def facts(self, day: date) -> Iterator[Fact]:
        """All facts of the shifts that begin on business day `day`, at both sites, in no particular order."""
        manned: dict[tuple[str, int], int] = {}
        for shift in self.rota.shifts(day):
            worked = self.rota.worked(shift)
            if worked is None:
                continue
            yield from self._training(shift, worked[0])
            if self.takes_calls(shift):
                yield from self._shift(shift, *worked)
                team = self.team(shift.agent, shift.starts)
                for hour in range(int(worked[0].timestamp()) // 3600, -(int(worked[1].timestamp()) // -3600)):
                    manned[team.code, hour] = manned.get((team.code, hour), 0) + 1
        for (code, hour), heads in manned.items():
            yield service_level(self._teams[code], hour, heads)

    def takes_calls(self, shift: Shift) -> bool:
        """Leads coach and newcomers learn; neither takes customers."""
        person = self.people[shift.agent]
        return person.post != "lead" and (shift.day - person.hired).days >= STUDY_DAYS

    def team(self, agent: str, at: datetime) -> Team:
        """The team the agent is in at that instant; the last one for somebody between two."""
        spans = self._memberships[agent]
        held = next((span for span in spans if span.starts <= at and (span.ends is None or at < span.ends)), spans[-1])
        return self._teams[held.team]

    def form(self, person: Person, day: date, at: datetime) -> Day:
        """The day as it goes for this person; one in thirty is a bad one, and sometimes the whole site has trouble."""
        chance = Random(f"day {person.code} {day}")
        bad = 1.3 if chance.random() < 0.033 else 0.0
        trouble = self._in_trouble(person.site.code, day)
        return Day(
            form=skill(person, self.team(person.code, at), day, self._centre.anchor) + chance.gauss(0, 0.3) - bad,
            calls=_MONDAY_TO_SUNDAY[day.weekday()] * (1.12 if trouble else 1.0),
            handle=1.14 if trouble else 1.0,
            mood=-9.0 if trouble else 0.0,
        )

    def _in_trouble(self, site: str, day: date) -> bool:
        key = f"site {site} {day}"
        if key not in self._trouble:
            self._trouble[key] = Random(key).random() < 0.04
        return self._trouble[key]

    def _shift(self, shift: Shift, begins: datetime, ends: datetime) -> Iterator[Fact]:
        person = self.people[shift.agent]
        day = self.form(person, shift.day, shift.starts)
        chance = Random(f"shift {person.code} {shift.day}")
        first, last = int(begins.timestamp()), int(ends.timestamp())
        ahead = _ahead_of_utc(begins, person.site.zone)
        pause = first + HALF_HOUR * ((last - first) // HALF_HOUR // 2)
        taken: dict[str, int] = {}
        expected = 0.0
        for second in range(first, last, HALF_HOUR):
            if second == pause:
                continue
            queue = person.queues[0] if chance.random() < 0.7 else chance.choice(person.queues)
            load = _LOAD[(second + ahead) // 3600 % 24]
            expected += HALF_HOUR * load / _MEDIAN[queue]
            calls = calls_in(chance, queue, load * day.calls, day.form)
            if calls:
                taken[queue] = taken.get(queue, 0) + calls
                yield from _interval(chance, person.code, queue, second, calls, day)
        if expected:
            reached = round(100 * sum(taken.values()) / expected, 1)
            key = f"volume-{person.code}-{shift.day}"
            yield _fact("planning", key, person.code, "volume", reached, (first, last - first + 900))
            yield from self._endings(shift, (first, last), sum(taken.values()))
        yield from _of_the_shift(chance, person, shift, (first, last), day)
        yield from _heard_later(chance, person.code, (first, last), taken, day)

    def _endings(self, shift: Shift, span: tuple[int, int], calls: int) -> Iterator[Fact]:
        """How the week's calls ended, which the telephone system reports with everybody's last shift of it."""
        person = self.people[shift.agent]
        week = [shift.day + timedelta(days=n - shift.day.weekday()) for n in range(7)]
        if shift.day.weekday() < 3 or any(self.rota.shift(person, day) for day in week if day > shift.day):
            return
        days = [held for day in week if (held := self.rota.shift(person, day)) and self.rota.worked(held)]
        for metric, count in oddities(self._centre, self._odd, person.code, shift.day, len(days) * calls):
            key = f"{metric}-{person.code}-{shift.day}"
            yield _fact("telephony", key, person.code, metric, count, (span[0], span[1] - span[0]))

    def _training(self, shift: Shift, begins: datetime) -> Iterator[Fact]:
        """A short test on Wednesdays; newcomers are tested every day they study."""
        person = self.people[shift.agent]
        studying = (shift.day - person.hired).days < STUDY_DAYS
        if shift.day.weekday() != 2 and not studying:
            return
        chance = Random(f"test {person.code} {shift.day}")
        form = self.form(person, shift.day, shift.starts).form
        at, key = int(begins.timestamp()) + 3600, f"{person.code}-{shift.day}"
        if not studying and chance.random() < 0.02:
            yield _fact("training", f"away-{key}", person.code, "training_absences", 1, (at, 7200))
            return
        score = _within(86 + 3.5 * form + chance.gauss(0, 4), 35, 100)
        yield _fact("training", f"test-{key}", person.code, "training_score", _half(score), (at, 7200))
        yield _fact("training", f"hours-{key}", person.code, "training_hours", 6 if studying else 1.5, (at, 7200))


def load_at(site: Site, at: datetime, queue: str) -> float:
    """Calls a second that one person of the site takes from a queue at that hour."""
    local = at.astimezone(site.zone)
    return _LOAD[local.hour] / _MEDIAN[queue]


def calls_in(chance: Random, queue: str, load: float, form: float) -> int:
    """Calls taken in half an hour: what the load brings, a little more for the skilled, scattered like arrivals."""
    mean = HALF_HOUR * load / _MEDIAN[queue] * exp(0.05 * form)
    return max(0, round(chance.gauss(mean, 0.8 * sqrt(mean))))


def handle_seconds(chance: Random, queue: str, form: float, factor: float, calls: int) -> float:
    """Mean handle time of some calls: nearer to the queue's median the more calls it is the mean of."""
    return round(_MEDIAN[queue] * factor * exp(-0.05 * form + chance.gauss(0, 0.3 / sqrt(calls))), 1)


def service_level(team: Team, hour: int, heads: int) -> Fact:
    """Per cent of contacts answered in time in one hour (counted from the epoch), worse when few are on."""
    chance = Random(f"service {team.code} {hour}")
    value = _within(83 + 3 * team.spirit + min(heads, 6) - 2 + chance.gauss(0, 6), 30, 100)
    weight = max(1, round(heads * 9 * chance.uniform(0.8, 1.2)))
    at = hour * 3600
    line = (
        f'{{"id":"sl-{team.code}-{hour}","team":"{team.code}","metric":"service_level",'
        f'"value":{value:.1f},"weight":{weight},"at":"{stamp(at)}"}}'
    )
    return Fact(at + 3600, "telephony", at, line)


def _interval(chance: Random, agent: str, queue: str, second: int, calls: int, day: Day) -> Iterator[Fact]:
    seconds = handle_seconds(chance, queue, day.form, day.handle, calls)
    key = f"{agent}-{second // HALF_HOUR}"
    rest = f'"at":"{_grid_stamp(second)}","queue":"{queue}"}}'
    due = second + HALF_HOUR
    yield Fact(due, "telephony", second, f'{{"id":"c-{key}","agent":"{agent}","metric":"calls","value":{calls},{rest}')
    yield Fact(
        due,
        "telephony",
        second,
        f'{{"id":"h-{key}","agent":"{agent}","metric":"handle_time","value":{seconds},"weight":{calls},{rest}',
    )


def _of_the_shift(chance: Random, person: Person, shift: Shift, span: tuple[int, int], day: Day) -> Iterator[Fact]:
    """What the planning system knows: hours planned, how closely the plan was kept, and whether the person came at all."""
    first, last = span
    key, agent = f"{person.code}-{shift.day}", person.code
    yield _fact("planning", f"hours-{key}", agent, "scheduled_hours", (last - first) / 3600, (first, 0))
    kept = _within(94 + 1.4 * day.form + chance.gauss(0, 2.2), 60, 100)
    yield _fact("planning", f"kept-{key}", agent, "adherence", round(kept, 1), (first, last - first + 900))
    late = chance.random() < 0.012
    yield _fact("planning", f"came-{key}", agent, "attendance", 50 if late else 100, (first, 900))


def _heard_later(chance: Random, agent: str, span: tuple[int, int], taken: dict[str, int], day: Day) -> Iterator[Fact]:
    """What customers and quality analysts say about single calls of the shift, hours to days afterwards."""
    first, last = span
    for queue, calls in taken.items():
        likely = _within(0.77 + 0.035 * day.form, 0.3, 0.97)
        share = round(100 * sum(chance.random() < likely for _ in range(calls)) / calls, 1)
        at = chance.randrange(first, last)
        key = f"{agent}-{first // HALF_HOUR}-{queue}"
        yield _fact("crm", f"fcr-{key}", agent, "fcr", share, (at, 2 * 86_400), queue=queue, weight=calls)
        for number in range(round(calls * chance.uniform(0.11, 0.24))):
            at = chance.randrange(first, last)
            stars = _within(round(4.35 + 0.22 * day.form + day.mood / 20 + chance.gauss(0, 0.75)), 1, 5)
            wait = int(chance.expovariate(1 / 14_000)) + 120
            yield _fact("survey", f"s-{key}-{number}", agent, "csat", 20 * int(stars), (at, wait), queue=queue)
    yield from _scored(chance, agent, span, day)
    if chance.random() < _within(0.03 - 0.012 * day.form - day.mood / 400, 0.004, 0.12):
        at = chance.randrange(first, last)
        yield _fact("crm", f"upheld-{agent}-{first}", agent, "complaints", 1, (at, 3 * 86_400))
    if "care" in taken:
        at = chance.randrange(first, last)
        handled = chance.randint(0, 3)
        yield _fact("crm", f"handled-{agent}-{first}", agent, "complaints_handled", handled, (at, 3600))


def _scored(chance: Random, agent: str, span: tuple[int, int], day: Day) -> Iterator[Fact]:
    """Calls that a quality analyst listened to, and now and then one that a test caller made."""
    if chance.random() < 0.3:
        at, wait = chance.randrange(*span), int(chance.uniform(0.5, 4.5) * 86_400)
        score = _half(_within(89 + 3.2 * day.form + chance.gauss(0, 4.5), 40, 100))
        yield _fact("quality", f"qa-{agent}-{span[0]}", agent, "qa", score, (at, wait))
        yield _fact("quality", f"listened-{agent}-{span[0]}", agent, "monitoring", score, (at, wait))
        if chance.random() < 0.012:
            yield _fact("quality", f"critical-{agent}-{span[0]}", agent, "critical_errors", 1, (at, wait))
    if chance.random() < 0.05:
        score = _half(_within(88 + 3 * day.form + chance.gauss(0, 5), 40, 100))
        yield _fact("quality", f"test-{agent}-{span[0]}", agent, "test_call", score, (chance.randrange(*span), 7200))


def _fact(
    source: str,
    id_: str,
    agent: str,
    metric: str,
    value: float,
    when: tuple[int, int],
    *,
    queue: str = "",
    weight: int = 1,
) -> Fact:
    """`when`: the second the fact is about, and how many seconds later it is sent."""
    at, wait = when
    extra = (f',"weight":{weight}' if weight != 1 else "") + (f',"queue":"{queue}"' if queue else "")
    line = f'{{"id":"{id_}","agent":"{agent}","metric":"{metric}","value":{value:g},"at":"{stamp(at)}"{extra}}}'
    return Fact(at + wait, source, at, line)


_stamps: dict[int, str] = {}


def stamp(second: int) -> str:
    """RFC 3339 in UTC. The day is looked up: formatting whole instants cost a third of the generator's time."""
    day, rest = divmod(second, 86_400)
    if day not in _stamps:
        _stamps[day] = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)).strftime("%Y-%m-%dT")
    return f"{_stamps[day]}{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}Z"


_grid_stamp = cache(stamp)
"""For the few instants that thousands of facts share."""


def _ahead_of_utc(at: datetime, zone: ZoneInfo) -> int:
    offset = at.astimezone(zone).utcoffset() or timedelta()
    return int(offset.total_seconds())


def _within(value: float, low: float, high: float) -> float:
    return max(low, min(value, high))


def _half(value: float) -> float:
    return round(value * 2) / 2
