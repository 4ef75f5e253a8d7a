"""Where a score would end if everything went on as so far: sums grow with the planned time that is still to come, means stay.

A look ahead, never a place: nothing is ranked by it.
"""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from msgspec import Struct

from leaderboards.calendar import Calendar, Window
from leaderboards.teams import MembershipSpan, Person, planned

EARLY: Final = Fraction(1, 20)
"""Before a twentieth of the planned time is over nothing can be said."""


class Elapsed(Struct, frozen=True):
    """How much of somebody's planned time in a team is over, in seconds."""

    done: int
    whole: int


def elapsed_of(
    person: Person, spans: tuple[MembershipSpan, ...], calendar: Calendar, window: Window, now: datetime
) -> Elapsed:
    """The planned shifts of a window that began in the team; without a roster the working days of the site, hour by hour."""
    shifts = {shift.day: shift for shift in person.roster}
    done = whole = 0
    for day, moment in planned(person, calendar, window, calendar.working_days(window)):
        if spans and not any(span.starts <= moment and (span.ends is None or moment < span.ends) for span in spans):
            continue
        shift = shifts.get(day)
        starts = shift.starts if shift else calendar.start_of(day)
        ends = shift.ends if shift else calendar.start_of(day + timedelta(days=1))
        starts, ends = max(starts, window.starts), min(ends, window.ends)
        whole += max(int((ends - starts).total_seconds()), 0)
        done += max(int((min(now, ends) - starts).total_seconds()), 0)
    return Elapsed(done, whole)


def share(parts: list[Elapsed]) -> Fraction | None:
    """The part of everybody's planned time that is over; None where too little of it is, or nothing is planned."""
    done, whole = sum(part.done for part in parts), sum(part.whole for part in parts)
    if whole <= 0 or Fraction(done, whole) < EARLY:
        return None
    return min(Fraction(done, whole), Fraction(1))
