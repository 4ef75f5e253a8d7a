"""Windows as somebody asks for them: named weeks and months of a calendar, or hours of one's own; and which may be opened."""

from datetime import UTC, date, datetime, timedelta

from leaderboards.calendar import Calendar, Window, month_window, week_window
from leaderboards.metrics import Period
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.contests.wire import PeriodIn
from server.errors import DomainError, declare

BAD_WINDOW = declare("bad_window", 422, en="The window cannot be used: {why}", zh="时间窗口不可用：{why}")
WINDOW_OVER = declare(
    "window_over",
    422,
    en="This window is over, or began over two hours ago; only an operations manager may open it.",
    zh="该时间窗口已结束，或已开始超过两小时，仅运营经理可以开启。",
)

_LONGEST = timedelta(days=31)
_YEARS = range(2000, 2200)
_LATEST = timedelta(hours=2)
"""How long ago hours that a lead launches may have begun."""
_SHORTEST = timedelta(minutes=15)


def window_of(calendar: Calendar, asked: PeriodIn, now: datetime) -> tuple[Period, Window]:
    """The window that was asked for, and whether it counts as a week, a month or hours."""
    refuse_far_off(asked.on, asked.starts, asked.ends)
    today = calendar.business_day(now)
    if asked.kind == "hours":
        return "hours", _hours(asked, now)
    if asked.kind in {"week", "month"} and asked.on is None:
        raise DomainError(BAD_WINDOW, why="`on` names a day of it")
    if asked.kind in {"week", "this_week", "next_week"}:
        day = asked.on if asked.kind == "week" and asked.on else today
        return "week", week_window(calendar, day + timedelta(days=7) if asked.kind == "next_week" else day)
    day = asked.on if asked.kind == "month" and asked.on else today
    if asked.kind == "next_month":
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return "month", month_window(calendar, day)


def refuse_far_off(*days: date | None) -> None:
    """Raises for days beside which no week, deadline or zone can be reckoned with any more."""
    if any(day is not None and day.year not in _YEARS for day in days):
        raise DomainError(BAD_WINDOW, why="between the years 2000 and 2199")


def _hours(asked: PeriodIn, now: datetime) -> Window:
    starts, ends = asked.starts or now, asked.ends
    if ends is None:
        raise DomainError(BAD_WINDOW, why="`ends` is missing")
    if starts.tzinfo is None or ends.tzinfo is None:
        raise DomainError(BAD_WINDOW, why="instants need an offset")
    if not _SHORTEST <= ends - starts <= _LONGEST:
        raise DomainError(BAD_WINDOW, why="between 15 minutes and 31 days")
    return Window(starts.astimezone(UTC), ends.astimezone(UTC))


def refuse_what_is_over(actor: Actor, period: Period, window: Window, now: datetime) -> None:
    """Who already knows the facts of a window may not choose it; operations may, to replay the past. Nor may anybody else
    begin hours of one's own long ago: their board would tell what another's freeze hides."""
    begun = period == "hours" and window.starts < now - _LATEST
    if (begun or window.ends <= now) and not actor.may(Permission.CONTESTS_MANAGE):
        raise DomainError(WINDOW_OVER)
