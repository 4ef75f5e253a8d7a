"""Badge rules once more, the slow and obvious way: fractions, days one by one, every fact looked at for every question."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

from leaderboards.badges.history import History
from leaderboards.badges.measuring import Condition, Guard, Measure
from leaderboards.exact import MICRO
from leaderboards.metrics import Metric
from leaderboards.teams import Shift

HOURS = timedelta(hours=1)
DAY = timedelta(days=1)
Stretch = tuple[str, list[date], int | None]
"""Its name, its days, and the shift it is."""


def day_begins(history: History, day: date) -> datetime:
    calendar = history.calendar
    return datetime.combine(day, calendar.day_starts, ZoneInfo(calendar.zone))


@cache
def in_order(roster: tuple[Shift, ...]) -> list[tuple[datetime, datetime, date]]:
    return sorted((s.starts, s.ends, s.day) for s in roster)


def shift_of(history: History, at: datetime) -> int | None:
    shifts = in_order(history.roster)
    before = [i for i, (starts, _, _) in enumerate(shifts) if starts <= at]
    if before and (at - shifts[before[-1]][1]) < 4 * HOURS:
        return before[-1]
    after = [i for i, (starts, _, _) in enumerate(shifts) if starts > at]
    if after and shifts[after[0]][0] - at <= 4 * HOURS:
        return after[0]
    return None


def day_of(history: History, at: datetime) -> date:
    shift = shift_of(history, at)
    if shift is not None:
        return in_order(history.roster)[shift][2]
    day = at.date() + 2 * DAY
    while day_begins(history, day).timestamp() > at.timestamp():
        day -= DAY
    return day


def halves(history: History, day: date) -> int:
    if day < history.since or (history.until is not None and day >= history.until):
        return 0
    same_month = [s for s in history.roster if (s.day.year, s.day.month) == (day.year, day.month)]
    if same_month:
        planned = any(s.day == day for s in same_month)
    else:
        weekday = day.weekday() < 5 and day not in history.calendar.holidays
        planned = weekday or day in history.calendar.workdays
    if not planned:
        return 0
    parts = [leave.part for leave in history.leave if leave.starts <= day < leave.ends]
    morning = "whole" in parts or "morning" in parts
    afternoon = "whole" in parts or "afternoon" in parts
    return 2 - morning - afternoon


def there(history: History, at: datetime) -> bool:
    """Whether the person was to be there at that instant."""
    day, shift = day_of(history, at), shift_of(history, at)
    if halves(history, day) != 1 or shift is None:
        return halves(history, day) > 0
    starts, ends, _ = in_order(history.roster)[shift]
    half = "morning" if at - starts < ends - at else "afternoon"
    return all(leave.part != half for leave in history.leave if leave.starts <= day < leave.ends)


class Oracle:
    """Answers for one history; remembers only which day and shift each fact belongs to."""

    def __init__(self, history: History, metrics: dict[str, Metric]) -> None:
        self.history = history
        self.metrics = metrics
        self.facts = [
            (fact, day_of(history, fact.at), shift_of(history, fact.at))
            for fact in history.facts
            if fact.metric not in history.presence or there(history, fact.at)
        ]

    def value(self, of: Measure, stretch: Stretch) -> Fraction | None:
        _, days, shift = stretch
        facts = [
            fact.tally
            for fact, day, its_shift in self.facts
            if fact.metric == of.metric
            and (not of.queues or fact.queue in of.queues)
            and (its_shift == shift if shift is not None else day in days)
        ]
        weight = sum((Fraction(one.sum_weight, MICRO) for one in facts), Fraction(0))
        if weight < of.sample:
            return None
        if self.metrics[of.metric].combine == "mean":
            weighted = sum((Fraction(one.sum_weighted, MICRO * MICRO) for one in facts), Fraction(0))
            return weighted / weight if facts else None
        total = sum((Fraction(one.sum_value, MICRO) for one in facts), Fraction(0))
        if not of.per_day:
            return total
        worked = Fraction(sum(halves(self.history, day) for day in days), 2)
        return total / worked if worked else None

    def standing(self, stretch: Stretch, also: Sequence[Condition], guards: Sequence[Guard], min_days: int) -> str:
        worked = Fraction(sum(halves(self.history, day) for day in stretch[1]), 2)
        if not worked:
            return "idle"
        for guard in guards:
            value = self.value(Measure(guard.metric), stretch)
            if value is not None and not kept(value, guard):
                return "bad"
        values = [self.value(one.of, stretch) for one in also]
        for one, value in zip(also, values, strict=True):
            is_sum = self.metrics[one.of.metric].combine == "sum"
            if is_sum and value is not None and one.at_most is not None and value > Fraction(one.at_most):
                return "bad"
        if worked < min_days or None in values:
            return "idle"
        return "good" if all(v is not None and kept(v, one) for one, v in zip(also, values, strict=True)) else "bad"


def kept(value: Fraction, one: Condition | Guard) -> bool:
    return (one.at_least is None or value >= Fraction(one.at_least)) and (
        one.at_most is None or value <= Fraction(one.at_most)
    )


def stretches(history: History, unit: str, before: date) -> list[Stretch]:
    """Every day, shift, week or month that begins on or after the first day and is over."""
    if unit == "shift":
        found: list[Stretch] = []
        seen: list[date] = []
        for place, (_, _, day) in enumerate(in_order(history.roster)):
            seen.append(day)
            if history.since <= day < before:
                nth = seen.count(day)
                found.append((f"{day}" if nth == 1 else f"{day}/{nth}", [day], place))
        return found
    days: dict[str, list[date]] = {}
    day = history.since - 40 * DAY
    while day < before + 40 * DAY:
        week = day.isocalendar()
        name = {"day": f"{day}", "week": f"{week.year}-W{week.week:02d}", "month": f"{day:%Y-%m}"}[unit]
        days.setdefault(name, []).append(day)
        day += DAY
    return [(name, own, None) for name, own in days.items() if own[0] >= history.since and own[-1] < before]


def rows(standings: Sequence[tuple[Stretch, str]]) -> list[list[Stretch]]:
    """The good stretches between two bad ones."""
    found: list[list[Stretch]] = [[]]
    for stretch, standing in standings:
        if standing == "good":
            found[-1].append(stretch)
        elif standing == "bad":
            found.append([])
    return [row for row in found if row]


MIDNIGHT, EARLY = time(0), time(4, 30)
