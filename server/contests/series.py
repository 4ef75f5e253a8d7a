"""Which contests a series has to create: pure planning on a site's calendar."""

from datetime import date, datetime, timedelta

from leaderboards.calendar import Cadence, Calendar, Window, window_at
from server.wire import Bilingual

_INTO = timedelta(hours=12)
"""Far enough into a day to name it, even if the start of the business day was moved since the window before was made."""


def first_window(calendar: Calendar, cadence: Cadence, starts_on: date) -> Window:
    """The whole window that holds the business day `starts_on`."""
    return window_at(calendar, cadence, calendar.start_of(starts_on))


def following_window(calendar: Calendar, cadence: Cadence, ended: datetime) -> Window:
    """The window after one that ended at this instant: without gap or overlap, whatever happened to the calendar."""
    return Window(ended, window_at(calendar, cadence, ended + _INTO).ends)


def missing_windows(
    calendar: Calendar, cadence: Cadence, planned: tuple[date, date | None], last: Window | None, now: datetime
) -> list[Window]:
    """The windows to create now, oldest first, so that the running one and the next one exist.

    `planned` is the series' first day and the day on which it has ended; `last` the window of its newest contest, from
    which a series that slept through some windows catches up.
    """
    starts_on, ends_on = planned
    missing: list[Window] = []
    covered = last is not None and last.starts > now
    window = following_window(calendar, cadence, last.ends) if last else first_window(calendar, cadence, starts_on)
    while not covered and (ends_on is None or calendar.business_day(window.starts) < ends_on):
        missing.append(window)
        covered = window.starts > now
        window = following_window(calendar, cadence, window.ends)
    return missing


def title_of(title: Bilingual, cadence: Cadence, calendar: Calendar, window: Window) -> Bilingual:
    """The series' title with the week or month, so that its contests can be told apart."""
    day = calendar.business_day(window.starts)
    year, week, _ = day.isocalendar()
    label = f"{year}-W{week:02d}" if cadence == "weekly" else f"{day:%Y-%m}"
    return Bilingual(zh=f"{title.zh} {label}", en=f"{title.en} {label}")
