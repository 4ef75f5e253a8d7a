"""Exams are taken at work: in a planned shift, or by the site's hours where there is no roster, unless a trainer allows another time."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from career.refusal import Refusal
from server.db.pool import Connection
from server.people.rostered import Hours, Span, room, rostered
from server.training.exams.store import Sitter

AHEAD = timedelta(days=35)
"""So far the next time at work is looked for."""


async def hours_of(connection: Connection) -> Hours:
    """As the centre has set them."""
    row = await connection.fetchrow("SELECT starts, ends FROM exam_hours")
    return Hours() if row is None else Hours(row["starts"], row["ends"])


async def at_work(connection: Connection, people: Sequence[Sitter], since: date) -> dict[int, tuple[Span, ...]]:
    """When these people are at work from a day on, the shift that began the day before included, whatever the zone."""
    first, after_last = since - timedelta(days=2), since + AHEAD
    return await rostered(connection, [one.id for one in people], first, after_last, await hours_of(connection))


def may_now(spans: Sequence[Span], now: datetime, lasting: timedelta) -> tuple[bool, datetime | None]:
    """Whether there is time for it at work now; else from when on there is."""
    next_time = room(spans, now, lasting)
    return next_time == now, next_time


def on_a_day(spans: Sequence[Span], person: Sitter, day: date, lasting: timedelta) -> tuple[bool, datetime | None]:
    """Whether the person's calendar day has time for it at work; else when there is, from that day on."""
    starts = datetime.combine(day, time(), person.zone).astimezone(UTC)
    ends = datetime.combine(day + timedelta(days=1), time(), person.zone).astimezone(UTC)
    next_time = room(spans, starts, lasting)
    return next_time is not None and next_time < ends, next_time


def not_at_work(person: Sitter, code: str, next_time: datetime | None) -> Refusal:
    """With the next time by the wall clock of the person's site, where one is known."""
    if next_time is None:
        return Refusal(f"{code}_unknown")
    return Refusal(code, next_time.astimezone(person.zone).strftime("%Y-%m-%d %H:%M"))
