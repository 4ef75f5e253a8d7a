"""Readings of what people write about people: times, instants, zones, levels, each refused with its own code."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from leaderboards.calendar import Calendar
from server.errors import DomainError
from server.people.refusals import BAD_FTE, BAD_INSTANT, BAD_LEVEL, BAD_PERIOD, BAD_TIME, BAD_ZONE


@cache
def _zones() -> frozenset[str]:
    return frozenset(zone for zone in available_timezones() if zone == "UTC" or "/" in zone)


def zone_of(text: str) -> str:
    """A zone of the tz database by its full name. Raises `bad_zone` for abbreviations, which are ambiguous."""
    if text not in _zones():
        raise DomainError(BAD_ZONE, value=text)
    return text


def time_of(text: str) -> time:
    """`9:30`, `09:30` or `09:30:00`, without an offset. Raises `bad_time`."""
    padded = text if len(text) != 4 else f"0{text}"
    try:
        found = time.fromisoformat(padded)
    except ValueError:
        raise DomainError(BAD_TIME, value=text) from None
    if found.tzinfo is not None or len(padded) < 5 or found.microsecond:
        raise DomainError(BAD_TIME, value=text)
    return found


def instant_of(text: str, calendar: Calendar) -> datetime:
    """An instant with its offset as it is, or the start of a business day by the site's calendar. Raises `bad_start`."""
    try:
        if len(text) == 10:
            return calendar.start_of(date.fromisoformat(text))
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise DomainError(BAD_INSTANT, value=text) from None
    if found.tzinfo is None:
        raise DomainError(BAD_INSTANT, value=text)
    return found.astimezone(UTC)


def level_of(text: str) -> str:
    """A level of the ladder by its code or by its name in either language. Raises `bad_level`."""
    from career.ladder import LEVELS  # noqa: PLC0415 - the ladder may be replaced by a centre's own

    for level in LEVELS.values():
        if text.strip().lower() in {level.code, level.en.lower(), level.zh}:
            return level.code
    raise DomainError(BAD_LEVEL, value=text)


def fte_of(text: str) -> Decimal:
    """Full-time equivalents in thousandths, above 0 and at most 1.5. Raises `bad_fte`."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise DomainError(BAD_FTE, value=text) from None
    if not found.is_finite() or not 0 < found <= Decimal("1.5") or found != round(found, 3):
        raise DomainError(BAD_FTE, value=text)
    return round(found, 3)


def check_period(starts: date | datetime, ends: date | datetime | None) -> None:
    """Raises `bad_period` unless [starts, ends) holds at least something."""
    if ends is not None and ends <= starts:
        raise DomainError(BAD_PERIOD, starts=wire(starts), ends=wire(ends))


def wire(at: date | datetime | None) -> str:
    """As it stands on the wire: instants in UTC ending in Z; nothing as `…`."""
    if at is None:
        return "…"
    if isinstance(at, datetime):
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return at.isoformat()


def shift_of(day: date, starts: time, ends: time, calendar: Calendar) -> tuple[datetime, datetime]:
    """The instants of a shift written as wall-clock times of a business day.

    A start before the hour at which business days begin lies on the next calendar date, and so does an end that is not
    after the start: with days beginning at 06:00 both `22:00–07:00` and `02:00–05:00` belong to the day they are written on.
    """
    zone = ZoneInfo(calendar.zone)
    first = day + timedelta(days=1) if starts < calendar.day_starts else day
    last = first + timedelta(days=1) if ends <= starts else first
    began = datetime.combine(first, starts, zone).astimezone(UTC)
    ended = datetime.combine(last, ends, zone).astimezone(UTC)
    check_period(began, ended)
    return began, ended
