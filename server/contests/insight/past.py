"""Reads any past window as if a contest had been played over it: the same participants, rules and metrics, facts as they are now."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from msgspec.structs import replace

from leaderboards.calendar import Calendar, Window, month_window, week_window
from leaderboards.gathering import Tallies
from leaderboards.metrics import Key, Subject, Tally
from leaderboards.teams import Field
from server.contests import directory
from server.contests.contest import Contest, Definition
from server.contests.scoring.evidence import read_field, selection_of
from server.db.pool import Connection
from server.facts.reading import load_totals


def over(contest: Contest, window: Window) -> Contest:
    """The contest as if it had been held then. It has no number: what is kept of the real one, such as who its people were
    when its first cutoff came, is not true of another window."""
    return replace(contest, id=0, starts=window.starts, ends=window.ends)


async def read_past(
    connection: Connection, contest: Contest, window: Window, more: Iterable[Definition] = ()
) -> tuple[Field, Tallies]:
    """Who was there over a window and their totals of the contest's metrics and some more; nothing is too late."""
    moved = over(contest, window)
    codes = {used.metric_id: used.metric.code for used in (*contest.metrics, *more)}
    selection = replace(selection_of(moved), metric_ids=tuple(codes))
    queues = await directory.queues(connection)
    tallies: dict[Subject, dict[Key, Tally]] = {}
    for (subject, metric_id, queue_id), tally in (await load_totals(connection, selection)).items():
        tallies.setdefault(subject, {})[codes[metric_id], queues[queue_id]] = tally
    return await read_field(connection, moved), tallies


def windows_before(contest: Contest, calendar: Calendar, until: datetime, rounds: int) -> list[Window]:
    """The last `rounds` windows of the contest's kind that ended by an instant, oldest first: whole weeks, whole months, or
    the contest's own hours of the same weekday in earlier weeks."""
    ended = (window for window in _backwards(contest, calendar, until) if window.ends <= until)
    return list(islice(ended, rounds))[::-1]


def _backwards(contest: Contest, calendar: Calendar, until: datetime) -> Iterator[Window]:
    day = calendar.business_day(contest.starts if contest.period == "hours" else until)
    into = contest.starts - calendar.start_of(day)
    while True:
        if contest.period == "hours":
            # By the wall clock, so that a change of the clock in between moves nothing.
            day -= timedelta(weeks=1)
            began = calendar.start_of(day) + into
            yield Window(began, began + (contest.ends - contest.starts))
        elif contest.period == "month":
            day = day.replace(day=1) - timedelta(days=1)
            yield month_window(calendar, day)
        else:
            day -= timedelta(weeks=1)
            yield week_window(calendar, day)
