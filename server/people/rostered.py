"""When people are at work: their planned shifts, else their site's working days and hours; leave is left out.

A week with a shift goes by the roster, and so does all that lies between two shifts at most a month apart; elsewhere nobody has
planned anything yet, and the site's working days count, from hour to hour by its wall clock.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from leaderboards.calendar import Calendar
from server.db.pool import Connection

ONE_ROSTER = timedelta(days=31)
"""Two shifts no farther apart belong to one roster: what lies between are days off."""


class Span(Struct, frozen=True, order=True):
    """Half open, in UTC."""

    starts: datetime
    ends: datetime


class Hours(Struct, frozen=True):
    """Of a day at work where nobody has a roster; an end that is not after the start lies on the next date."""

    starts: time = time(8)
    ends: time = time(20)


class Employed(Struct, frozen=True):
    """From the day of hire to the day somebody is gone."""

    hired: date
    left_on: date | None = None


def working_time(
    days: Iterable[date],
    shifts: Mapping[date, Sequence[Span]],
    leave: Mapping[date, Collection[str]],
    calendar: Calendar,
    hours: Hours,
    employed: Employed,
) -> tuple[Span, ...]:
    """Of one person on these business days, in order, what touches joined. `shifts` have to be known a month around the days;
    `leave` says which parts of a day are taken."""
    planned = sorted(day for day, spans in shifts.items() if spans)
    found: list[Span] = []
    for day in days:
        if day < employed.hired or (employed.left_on is not None and day >= employed.left_on):
            continue
        if _by_roster(planned, day):
            spans = sorted(shifts.get(day, ()))
        else:
            spans = [_usual(day, calendar, hours)] if calendar.is_worked(day) else []
        found.extend(_but_leave(spans, leave.get(day, ())))
    return _joined(found)


def room(spans: Iterable[Span], after: datetime, lasting: timedelta) -> datetime | None:
    """The first instant, not before `after`, from which on somebody is at work for so long; None where there is none."""
    return next((max(one.starts, after) for one in spans if one.ends - max(one.starts, after) >= lasting), None)


async def rostered(
    connection: Connection, agent_ids: Sequence[int], first: date, after_last: date, hours: Hours
) -> dict[int, tuple[Span, ...]]:
    """Working time of people on the business days [first, after_last)."""
    ids = list(agent_ids)
    shifts: dict[int, dict[date, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for row in await connection.fetch(
        "SELECT r.agent_id, r.day, r.starts, r.ends FROM unnest($1::int[]) AS asked(id)"
        " JOIN roster r ON r.agent_id = asked.id AND r.day >= $2 AND r.day < $3",
        ids,
        first - ONE_ROSTER,
        after_last + ONE_ROSTER,
    ):
        shifts[row["agent_id"]][row["day"]].append(Span(row["starts"], row["ends"]))
    leave: dict[int, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in await connection.fetch(
        "SELECT l.agent_id, d::date AS day, l.part FROM unnest($1::int[]) AS asked(id) JOIN leave l ON l.agent_id = asked.id,"
        " generate_series(greatest(l.starts, $2)::timestamp, least(l.ends, $3)::timestamp - interval '1 day', '1 day') d"
        " WHERE l.starts < $3 AND l.ends > $2",
        ids,
        first,
        after_last,
    ):
        leave[row["agent_id"]][row["day"]].add(row["part"])
    calendars = await _calendars(connection)
    days = [first + timedelta(days=n) for n in range((after_last - first).days)]
    people = await connection.fetch(
        "SELECT a.id, a.site_id, a.hired, a.left_on FROM unnest($1::int[]) AS asked(id) JOIN agent a ON a.id = asked.id",
        ids,
    )
    return {
        one["id"]: working_time(
            days,
            shifts[one["id"]],
            leave[one["id"]],
            calendars[one["site_id"]],
            hours,
            Employed(one["hired"], one["left_on"]),
        )
        for one in people
    }


def _by_roster(planned: Sequence[date], day: date) -> bool:
    at = bisect_left(planned, day)
    before, after = planned[at - 1] if at else None, planned[at] if at < len(planned) else None
    monday = day - timedelta(days=day.weekday())
    if (before is not None and before >= monday) or (after is not None and after < monday + timedelta(days=7)):
        return True
    return before is not None and after is not None and after - before <= ONE_ROSTER


def _usual(day: date, calendar: Calendar, hours: Hours) -> Span:
    zone = ZoneInfo(calendar.zone)
    last = day if hours.starts < hours.ends else day + timedelta(days=1)
    return Span(
        datetime.combine(day, hours.starts, zone).astimezone(UTC),
        datetime.combine(last, hours.ends, zone).astimezone(UTC),
    )


def _but_leave(spans: Sequence[Span], parts: Collection[str]) -> list[Span]:
    """A morning off is the first half of what was planned from its beginning to its end, an afternoon the second."""
    if not spans or not parts:
        return list(spans)
    if "whole" in parts or {"morning", "afternoon"} <= set(parts):
        return []
    middle = spans[0].starts + (spans[-1].ends - spans[0].starts) / 2
    if "morning" in parts:
        return [Span(max(one.starts, middle), one.ends) for one in spans if one.ends > middle]
    return [Span(one.starts, min(one.ends, middle)) for one in spans if one.starts < middle]


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for one in sorted(spans):
        if found and one.starts <= found[-1].ends:
            found[-1] = Span(found[-1].starts, max(found[-1].ends, one.ends))
        else:
            found.append(one)
    return tuple(found)


async def _calendars(connection: Connection) -> dict[int, Calendar]:
    rows = await connection.fetch(
        "SELECT s.id, s.zone, s.day_starts,"
        " coalesce(array_agg(c.day) FILTER (WHERE c.kind = 'holiday'), '{}') AS holidays,"
        " coalesce(array_agg(c.day) FILTER (WHERE c.kind = 'workday'), '{}') AS workdays"
        " FROM site s LEFT JOIN calendar_day c ON c.site_id = s.id GROUP BY s.id"
    )
    return {
        row["id"]: Calendar(row["zone"], row["day_starts"], frozenset(row["holidays"]), frozenset(row["workdays"]))
        for row in rows
    }
