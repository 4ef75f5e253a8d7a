"""Decides which rounds a series has: business days by a cadence, holidays, make-up workdays and pauses, then instants in its zone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from leaderboards.calendar import Calendar, Window, day_window

Weekday = Annotated[int, Meta(ge=1, le=7)]
"""1 is Monday, 7 is Sunday."""
Weekdays = Annotated[tuple[Weekday, ...], Meta(min_length=1, max_length=7)]
WORKING_WEEK: Weekdays = (1, 2, 3, 4, 5)

_DAY = timedelta(days=1)
_HORIZON = timedelta(days=800)
"""A series that finds no round within this span (always paused, always on holiday) has none."""


class Weekly(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="weekly"):
    """`lasts` weeks from a Monday, every `every` weeks counted from the week in which the series starts."""

    every: Annotated[int, Meta(ge=1, le=26)] = 1
    lasts: Annotated[int, Meta(ge=1, le=26)] = 1


class Monthly(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="monthly"):
    """One calendar month, every `every` months counted from the month in which the series starts."""

    every: Annotated[int, Meta(ge=1, le=12)] = 1


class Daily(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="daily"):
    """One business day on each of these weekdays, and with `makeup` on weekends worked in exchange (调休)."""

    weekdays: Weekdays = WORKING_WEEK
    makeup: bool = True


class Hours(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="hours"):
    """A sprint by the wall clock on each of these days; `until` at or before `begins` lies on the next calendar day.

    A time of day before the business day's start belongs to the night shift: it lies on the following calendar day.
    """

    begins: time
    until: time
    weekdays: Weekdays = WORKING_WEEK
    makeup: bool = True


Cadence = Weekly | Monthly | Daily | Hours


class Pause(Struct, frozen=True, forbid_unknown_fields=True):
    """Rounds whose first day lies in [starts, ends) are not played; without `ends` until somebody resumes."""

    starts: date
    ends: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a round that begins on this day is paused."""
        return self.starts <= day and (self.ends is None or day < self.ends)


class Plan(Struct, frozen=True, kw_only=True):
    """When a series is played. Rounds that begin on `ends_on` or later are none of it.

    A round on no worked day (a week of holidays, a holiday of a daily series) is left out unless `on_holidays`.
    """

    cadence: Cadence
    starts_on: date
    ends_on: date | None = None
    on_holidays: bool = False
    pauses: tuple[Pause, ...] = ()


class Span(NamedTuple):
    """The business days [first, after) of a round. `first` names the round for ever, whatever happens to its instants."""

    first: date
    after: date


class Round(NamedTuple):
    """A round with the instants it is played in."""

    span: Span
    window: Window


def spans(plan: Plan, calendar: Calendar) -> Iterator[Span]:
    """Every round of the plan, oldest first, from the one that holds its first day; without end unless the plan has one."""
    last_played = plan.starts_on
    for span in _candidates(plan.cadence, plan.starts_on):
        if plan.ends_on is not None and span.first >= plan.ends_on:
            return
        if span.first - last_played > _HORIZON:
            return
        if _played(plan, calendar, span):
            last_played = span.first
            yield span


def _candidates(cadence: Cadence, starts_on: date) -> Iterator[Span]:
    if isinstance(cadence, Weekly):
        first = starts_on - timedelta(days=starts_on.weekday())
        while True:
            yield Span(first, first + timedelta(weeks=min(cadence.lasts, cadence.every)))
            first += timedelta(weeks=cadence.every)
    elif isinstance(cadence, Monthly):
        first = starts_on.replace(day=1)
        while True:
            yield Span(first, _months_on(first, 1))
            first = _months_on(first, cadence.every)
    else:
        first = starts_on
        while True:
            yield Span(first, first + _DAY)
            first += _DAY


def _months_on(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)


def _played(plan: Plan, calendar: Calendar, span: Span) -> bool:
    if any(pause.holds(span.first) for pause in plan.pauses):
        return False
    cadence = plan.cadence
    if isinstance(cadence, Daily | Hours):
        day = span.first
        if day in calendar.workdays and cadence.makeup:
            return True
        return day.isoweekday() in cadence.weekdays and (plan.on_holidays or day not in calendar.holidays)
    return plan.on_holidays or any(
        calendar.is_worked(span.first + timedelta(days=ahead)) for ahead in range((span.after - span.first).days)
    )


def window_of(cadence: Cadence, calendar: Calendar, span: Span) -> Window:
    """The instants of a round. A sprint whose hours the clock skips may come out empty or turned round: it is not played."""
    if not isinstance(cadence, Hours):
        return day_window(calendar, span.first, span.after)
    day = span.first + timedelta(days=int(cadence.begins < calendar.day_starts))
    over = day + timedelta(days=int(cadence.until <= cadence.begins))
    return Window(_instant(calendar, day, cadence.begins), _instant(calendar, over, cadence.until))


def _instant(calendar: Calendar, day: date, clock: time) -> datetime:
    """An hour the clock skips or repeats is read as before the change, as everywhere on the calendar."""
    return datetime.combine(day, clock, ZoneInfo(calendar.zone)).astimezone(UTC)


def rounds(plan: Plan, calendar: Calendar, after: Round | None = None) -> Iterator[Round]:
    """The rounds that follow `after` (all, when left out), each from where the one before ended at the earliest.

    Where a round's first day is the day on which the one before ended, it starts exactly there, even if the site has moved
    the start of its day since: no gap and no overlap.
    """
    before = after
    for span in spans(plan, calendar):
        if before is not None and span.first < before.span.after:
            continue
        window = window_of(plan.cadence, calendar, span)
        if before is not None:
            moved = abs(window.starts - before.window.ends) < _DAY
            meets = span.first == before.span.after and moved and not isinstance(plan.cadence, Hours)
            starts = before.window.ends if meets else max(window.starts, before.window.ends)
            window = Window(starts, window.ends)
        if window.starts < window.ends:
            before = Round(span, window)
            yield before


def due(plan: Plan, calendar: Calendar, after: Round | None, edited: datetime | None, now: datetime) -> list[Round]:
    """The rounds to create now, oldest first, so that the running one and the next one exist.

    `after` is the newest round there is, from which a series that slept through some catches up. A plan that was edited
    makes no rounds that began before the edit.
    """
    missing: list[Round] = []
    if after is not None and after.window.starts > now:
        return missing
    for one in rounds(plan, calendar, after):
        if edited is not None and one.window.starts < edited:
            continue
        missing.append(one)
        if one.window.starts > now:
            break
    return missing


def label(cadence: Cadence, span: Span) -> str:
    """What tells the rounds of a series apart: `2026-W10`, `2026-W10–W11`, `2026-03`, `2026-03-04`."""
    if isinstance(cadence, Monthly):
        return f"{span.first:%Y-%m}"
    if not isinstance(cadence, Weekly):
        return span.first.isoformat()
    year, week, _ = span.first.isocalendar()
    last = (span.after - _DAY).isocalendar().week
    return f"{year}-W{week:02d}" if last == week else f"{year}-W{week:02d}–W{last:02d}"
