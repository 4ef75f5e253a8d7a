"""Windows of a contest in its zone: business days, weeks, months, what comes next, and the phase the clock has reached."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

Phase = Literal["draft", "scheduled", "running", "frozen", "provisional", "final", "cancelled"]


class Window(Struct, frozen=True):
    """A half-open span [starts, ends) of instants in UTC."""

    starts: datetime
    ends: datetime


class Calendar(Struct, frozen=True):
    """A site's working calendar. Days are business days: each begins at `day_starts` by the wall clock of the zone.

    Monday to Friday are worked, except `holidays`; `workdays` (调休, a weekend worked in exchange) are worked as well.
    """

    zone: str
    day_starts: time = time(0)
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def start_of(self, day: date) -> datetime:
        """The instant a business day begins. An hour the clock skips or repeats is read as before the change."""
        return datetime.combine(day, self.day_starts, ZoneInfo(self.zone)).astimezone(UTC)

    def business_day(self, at: datetime) -> date:
        """The business day an instant belongs to."""
        local = at.astimezone(ZoneInfo(self.zone)).date()
        # The wall clock may repeat an hour, so the guess is settled by instants, not by comparing local times.
        for day in (local + timedelta(days=1), local):
            if self.start_of(day) <= at:
                return day
        return local - timedelta(days=1)

    def is_worked(self, day: date) -> bool:
        """Whether the site works on this day."""
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def days(self, window: Window) -> list[date]:
        """Every business day the window touches."""
        day, days = self.business_day(window.starts), []
        while self.start_of(day) < window.ends:
            days.append(day)
            day += timedelta(days=1)
        return days

    def working_days(self, window: Window) -> list[date]:
        """The worked days the window touches; where none of them is worked (a sprint on a holiday), all of them."""
        days = self.days(window)
        return [day for day in days if self.is_worked(day)] or days


def day_window(calendar: Calendar, first: date, after_last: date) -> Window:
    """From the start of one business day to the start of another."""
    return Window(calendar.start_of(first), calendar.start_of(after_last))


def week_window(calendar: Calendar, day: date) -> Window:
    """The week, Monday to Sunday, that a business day lies in."""
    monday = day - timedelta(days=day.weekday())
    return day_window(calendar, monday, monday + timedelta(days=7))


def month_window(calendar: Calendar, day: date) -> Window:
    """The calendar month that a business day lies in."""
    first = day.replace(day=1)
    return day_window(calendar, first, (first + timedelta(days=32)).replace(day=1))


def iso_weeks_of_month(year: int, month: int) -> list[date]:
    """The Mondays of the weeks that belong to a month: those whose Thursday lies in it."""
    first = date(year, month, 1)
    thursday = first + timedelta(days=(3 - first.weekday()) % 7)
    mondays = []
    while thursday.month == month:
        mondays.append(thursday - timedelta(days=3))
        thursday += timedelta(days=7)
    return mondays


class Times(Struct, frozen=True):
    """The instants a contest's phase follows from. `last_cutoff` is when the latest of its metrics stops waiting.

    Without `freezes` the public board never stops. With it, it stops until the reveal: `revealed` when somebody has revealed
    the result, else `reveal_by`, when the clock does. `held` says that something other than the clock keeps the result open:
    an appeal without an answer, or a sign-off that waits for its two persons; `signed` that it has been signed off.
    """

    starts: datetime
    ends: datetime
    last_cutoff: datetime
    launched: datetime | None = None
    cancelled: datetime | None = None
    freezes: datetime | None = None
    reveal_by: datetime | None = None
    revealed: datetime | None = None
    appeals_until: datetime | None = None
    held: bool = False
    signed: bool = False

    @property
    def settles(self) -> datetime:
        """When the clock has nothing more to wait for: neither for late facts nor for appeals."""
        return self.last_cutoff if self.appeals_until is None else max(self.last_cutoff, self.appeals_until)

    @property
    def reveals(self) -> datetime | None:
        """When the public board goes on; None where it never stops."""
        return self.revealed or self.reveal_by


def phase(times: Times, now: datetime) -> Phase:
    """Where a contest stands; the clock alone decides, except for cancelling and revealing. A draft that was never launched
    stays one. A result is never final before it was revealed, however long the holidays are, nor while anything holds it."""
    if times.cancelled is not None and times.cancelled <= now:
        return "cancelled"
    if times.launched is None or now < times.launched:
        return "draft"
    if now < times.starts:
        return "scheduled"
    if times.freezes is not None and times.reveals is not None and times.freezes <= now < times.reveals:
        return "frozen"
    if now < times.ends:
        return "running"
    open_still = now < times.settles or times.held
    return "provisional" if open_still and not times.signed else "final"


DEFAULT_FREEZE = {"week": timedelta(hours=4), "month": timedelta(hours=24), "hours": timedelta(0)}
"""How long before its end the public board of a contest stops, by its period."""
MORNING_MEETING = time(10)
"""When a result that nobody revealed is revealed by the clock, on the first working day after the end."""


def morning_after(calendar: Calendar, ends: datetime) -> datetime:
    """10:00 by the wall clock of the next working day after the end, in time for the morning meeting.

    A window that ends with a day ends with the night before, so a week is revealed on the Monday right after it. Where the
    business day begins later than 10:00, its morning is the one of the following date.
    """
    day = calendar.business_day(ends - timedelta(microseconds=1)) + timedelta(days=1)
    while not calendar.is_worked(day):
        day += timedelta(days=1)
    if calendar.day_starts > MORNING_MEETING:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING_MEETING, ZoneInfo(calendar.zone)).astimezone(UTC)


class Freeze(Struct, frozen=True):
    """From when on the public board stands still, and when the clock reveals at the latest."""

    freezes: datetime
    reveal_by: datetime


def freeze_of(calendar: Calendar, window: Window, before_end: timedelta) -> Freeze | None:
    """The freeze that begins so long before the end; None for none. One longer than the window freezes it from the start."""
    if not before_end:
        return None
    return Freeze(max(window.starts, window.ends - before_end), morning_after(calendar, window.ends))
