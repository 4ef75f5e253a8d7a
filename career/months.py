"""Calendar months: adding them to a day, counting them between days, and the window of months a criterion looks at."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct

from career.exact import Ratio

Month = int
"""A calendar month as one number, year × 12 + month − 1, so that the next month is one more."""

MIN_WORKED_HALF_DAYS = 20
"""A month with under 10 worked days says too little and is skipped."""
REACH = 2
"""A window reaches back over skipped months to at most this many times its length."""

SHORTEST_MONTH = 28

Skipped = Literal["thin", "no_data"]


def month_of(day: date) -> Month:
    """The calendar month a day lies in."""
    return day.year * 12 + day.month - 1


def first_day(month: Month) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def month_text(month: Month) -> str:
    """A month as people and addresses write it: 2026-06."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def parse_month(text: str) -> Month:
    """The month written as 2026-06; ValueError on anything else."""
    if len(text) != len("2026-06"):
        raise ValueError(f"not a month: {text[:40]!r}")
    return month_of(date.fromisoformat(f"{text}-01"))


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier); where that month is shorter, its last day: 31 December + 6 is 30 June."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= SHORTEST_MONTH:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> Ratio:
    """How many months lie between two days: the whole ones, and the part of the running one that has passed.

    Reaches n exactly on `add_months(start, n)` and never falls as `end` moves on. An end before the start gives 0.
    """
    if end <= start:
        return 0, 1
    whole = (end.year - start.year) * 12 + end.month - start.month
    begun = add_months(start, whole)
    if begun > end:
        whole -= 1
        begun, full = add_months(start, whole), begun
    else:
        full = add_months(start, whole + 1)
    length = (full - begun).days
    return whole * length + (end - begun).days, length


def last_complete(as_of: date) -> Month:
    """The latest month that lies wholly before the as-of date."""
    return month_of(as_of) - 1


def first_complete(since: date) -> Month:
    """The earliest month that lies wholly at or after a day."""
    return month_of(since) + (since.day > 1)


class Window(Struct, frozen=True, gc=False):
    """The months a criterion judges, newest first, those it passed over with why, and whether it found as many as it asks."""

    months: tuple[Month, ...]
    skipped: tuple[tuple[Month, Skipped], ...] = ()
    full: bool = True

    @property
    def refs(self) -> tuple[str, ...]:
        """The months as references to their facts."""
        return tuple(["month:" + month_text(month) for month in self.months])


def plain_window(last: Month, first: Month, length: int) -> Window:
    """The last `length` months, none skipped; fewer where `first` comes later, which limits accept as they are."""
    earliest = max(first, last - length + 1)
    return Window(tuple(range(last, earliest - 1, -1)), (), last - earliest + 1 >= length)


class Leave(Struct, frozen=True):
    """Leave over [starts, ends); `half` when only half of each day is taken."""

    starts: date
    ends: date
    half: bool = False


def worked_half_days(planned: Iterable[date], leave: Iterable[Leave]) -> dict[Month, int]:
    """Worked half days by month: two a planned day, less leave. Days are those of the roster, else the site's working days."""
    spans = list(leave)
    worked: dict[Month, int] = {}
    for day in planned:
        taken = sum(1 if span.half else 2 for span in spans if span.starts <= day < span.ends)
        month = month_of(day)
        worked[month] = worked.get(month, 0) + max(0, 2 - taken)
    return worked
