"""Days, weeks, months and seasons of the calendar: their names, where they begin and end, and months added to a day."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from leaderboards.exact import Ratio
from leaderboards.series import Span

Unit = Literal["day", "week", "month", "quarter", "half_year", "year"]
Season = Literal["ever", "week", "month", "quarter", "half_year", "year"]
"""What a count or a limit begins anew with; `ever` never does."""

EVER = "ever"
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_DAY = timedelta(days=1)


def span_of(unit: Unit, day: date) -> Span:
    """The stretch of the calendar a day lies in; weeks begin on Monday."""
    if unit == "day":
        return Span(day, day + _DAY)
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(weeks=1))
    months = _MONTHS[unit]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Span(first, add_months(first, months))


def key_of(unit: Season | Unit, day: date) -> str:
    """What tells the stretches of a unit apart for ever: 2026-03-04, 2026-W10, 2026-03, 2026-Q1, 2026-H1, 2026."""
    match unit:
        case "ever":
            return EVER
        case "day":
            return day.isoformat()
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02d}"
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "half_year":
            return f"{day.year}-H{1 if day.month <= 6 else 2}"
        case "year":
            return f"{day.year}"


def first_of(unit: Season | Unit, key: str) -> date:
    """The first day of the stretch with this name; ValueError on anything that is no such name."""
    match unit:
        case "ever":
            found = date.min
        case "day":
            found = date.fromisoformat(key)
        case "week":
            year, _, week = key.partition("-W")
            found = date.fromisocalendar(int(year), int(week), 1)
        case "month":
            found = date.fromisoformat(f"{key}-01")
        case "quarter":
            year, _, number = key.partition("-Q")
            found = date(int(year), 3 * int(number) - 2, 1)
        case "half_year":
            year, _, number = key.partition("-H")
            found = date(int(year), 6 * int(number) - 5, 1)
        case "year":
            found = date(int(key), 1, 1)
    if key_of(unit, found) != key:
        raise ValueError(f"no {unit}: {key[:40]!r}")
    return found


def spans(unit: Unit, first: date, before: date) -> Iterator[Span]:
    """Every stretch that begins on or after `first` and is over before the day `before` begins, oldest first."""
    span = span_of(unit, first)
    if span.first < first:
        span = span_of(unit, span.after)
    while span.after <= before:
        yield span
        span = span_of(unit, span.after)


def add_months(day: date, months: int) -> date:
    """The same day `months` later; where that month is shorter, its last day: 31 December + 6 is 30 June."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> Ratio:
    """Whole months between two days and the part of the running one; reaches n exactly on `add_months(start, n)`."""
    if end <= start:
        return 0, 1
    whole = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, whole) > end:
        whole -= 1
    begun, due = add_months(start, whole), add_months(start, whole + 1)
    return whole * (due - begun).days + (end - begun).days, (due - begun).days
