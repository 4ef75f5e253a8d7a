"""When the rounds of a season are played: business days or weeks of a working calendar, one after the other."""

from datetime import date, timedelta

from leaderboards.calendar import Calendar, Window, day_window, week_window
from leaderboards.plays import Rhythm

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def first_window(calendar: Calendar, rhythm: Rhythm, day: date) -> Window:
    """The week that holds the day, or the day itself; where nobody works in it, the next in which somebody does."""
    if rhythm.unit == "week":
        monday = day - timedelta(days=day.weekday())
        return week_window(calendar, _worked_week(calendar, monday))
    return _one_day(calendar, _worked_day(calendar, day))


def next_window(calendar: Calendar, rhythm: Rhythm, before: Window) -> Window:
    """The window of the round after one played over `before`: every so many weeks or worked days, never while nobody works."""
    day = calendar.business_day(before.starts)
    if rhythm.unit == "week":
        monday = day - timedelta(days=day.weekday()) + rhythm.every * _WEEK
        return week_window(calendar, _worked_week(calendar, monday))
    for _ in range(rhythm.every):
        day = _worked_day(calendar, day + _DAY)
    return _one_day(calendar, day)


def windows(calendar: Calendar, rhythm: Rhythm, day: date, count: int) -> list[Window]:
    """The windows of so many rounds, the first of which holds the day."""
    found = [first_window(calendar, rhythm, day)] if count else []
    while len(found) < count:
        found.append(next_window(calendar, rhythm, found[-1]))
    return found


def _worked_week(calendar: Calendar, monday: date) -> date:
    while not any(calendar.is_worked(monday + step * _DAY) for step in range(7)):
        monday += _WEEK
    return monday


def _worked_day(calendar: Calendar, day: date) -> date:
    while not calendar.is_worked(day):
        day += _DAY
    return day


def _one_day(calendar: Calendar, day: date) -> Window:
    return day_window(calendar, day, day + _DAY)
