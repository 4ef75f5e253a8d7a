"""What improvement is measured against: the members' own facts of the eight weeks before, wherever they were then.

Both sides are about the same people: who has no past to be compared with (fewer than three weeks of it) is left out of both.
A term is compared with itself, and has data only where it has some on both sides.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from fractions import Fraction

from msgspec.structs import replace

from leaderboards.calendar import Calendar, Window, day_window
from leaderboards.gathering import Gatherer, Measured
from leaderboards.metrics import Key, Tally
from leaderboards.scoring import Outcome, Scoring
from leaderboards.teams import Member, Participant, Past, Person, away, planned, producing_fte

WEEKS = 8
"""How far back the past reaches."""
ENOUGH = 3
"""Weeks that have to count."""


def weeks_before(calendar: Calendar, window: Window) -> list[Window]:
    """The eight weeks that end where the business day begins in which the window starts, the latest first."""
    day = calendar.business_day(window.starts)
    return [
        day_window(calendar, day - timedelta(days=7 * (back + 1)), day - timedelta(days=7 * back))
        for back in range(WEEKS)
    ]


def worked_weeks(person: Person, calendar: Calendar, weeks: Iterable[Window]) -> tuple[Fraction, ...]:
    """FTE-days worked in each week; nothing of a week in which half of what was planned or more was spent on leave."""
    return tuple([_presence(person, calendar, week) for week in weeks])


def past_of(worked: Iterable[Fraction], facts: Mapping[int, Mapping[Key, Tally]]) -> Past:
    """An agent's past out of the days worked in each week, and of its totals in each (0 the latest).

    A week counts in which the agent was planned to work, has facts, and was not on leave for half of the planned days or
    more: ordinary leave neither helps nor harms.
    """
    cells: dict[Key, Tally] = {}
    fte_days, counted = Fraction(0), 0
    for back, presence in enumerate(worked):
        found = facts.get(back, {})
        if not presence or not any(tally.n for tally in found.values()):
            continue
        counted += 1
        fte_days += presence
        for key, tally in found.items():
            cells.setdefault(key, Tally()).merge(tally)
    return Past(cells, fte_days, counted)


def _presence(person: Person, calendar: Calendar, week: Window) -> Fraction:
    days = [day for day, _ in planned(person, calendar, week, calendar.working_days(week))]
    gone = sum([away(person, day) for day in days], Fraction(0))
    if 2 * gone >= len(days):
        return Fraction(0)
    return sum([producing_fte(person, day) * (1 - away(person, day)) for day in days], Fraction(0))


def comparable(participant: Participant) -> Participant:
    """The participant reduced to who has a past to be compared with; a team's own facts are nobody's."""
    members = tuple([member for member in participant.members if member.past and member.past.weeks >= ENOUGH])
    return replace(participant, members=members, own_subjects=())


def pasts_of(participant: Participant) -> list[Past]:
    """The pasts of its members."""
    return [member.past for member in participant.members if member.past is not None]


def presence(members: Iterable[Member]) -> tuple[Fraction, Fraction]:
    """FTE-days in the window and in the weeks before, of the members who count toward headcount."""
    counted = [member for member in members if member.counted and member.past is not None]
    now = sum([member.fte_days for member in counted], Fraction(0))
    return now, sum([member.past.fte_days for member in counted if member.past is not None], Fraction(0))


def of_member(member: Member, now: Outcome, scoring: Scoring, gatherer: Gatherer, working_days: int) -> Outcome:
    """A member's own improvement; without enough of a past no data."""
    past = member.past
    if past is None or past.weeks < ENOUGH:
        return Outcome(None)
    weight = past.fte_days / working_days if working_days else Fraction(0)
    cells = gatherer.gather_past([past])
    measured = Measured(gatherer.metrics, cells, weight.as_integer_ratio(), split=gatherer.split)
    return scoring.against(now, scoring.score(measured, weight))
