"""The days that are reckoned with: far enough from both ends of the calendar that windows and validities around them exist."""

from datetime import date

from server.errors import DomainError, declare

FIRST, LAST = date(1970, 1, 1), date(2100, 12, 31)

FAR_DAY = declare(
    "day_out_of_reach",
    400,
    en="{day} is too far away; choose a day from {first} to {last}.",
    zh="日期 {day} 超出范围，请选择 {first} 至 {last} 之间的日期。",
)


def within_reach(day: date) -> date:
    """The day itself. Raises `day_out_of_reach`."""
    if not FIRST <= day <= LAST:
        raise DomainError(FAR_DAY, day=day.isoformat(), first=FIRST.isoformat(), last=LAST.isoformat())
    return day
