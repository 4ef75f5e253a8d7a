"""Who shares a team's place after a transfer: credit goes to those who belonged to it for half of their planned days or more."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from leaderboards.calendar import Calendar, Window
from leaderboards.teams import MembershipSpan, Person, planned

Credit = Literal["full", "contributed"]
"""`full`: the team's place, its badges and *took part* are this member's as well. `contributed`: thanks, and no more."""


class TeamDays(Struct, frozen=True, gc=False):
    """An agent's planned days in one team, and the moment that put the last of them there (none: no day at all)."""

    team: str
    days: int
    last: datetime | None = None


class Attendance(Struct, frozen=True, gc=False):
    """An agent's planned days of a window, wherever they were spent; leave does not make a planned day unplanned."""

    agent: str
    planned: int
    teams: tuple[TeamDays, ...]


def attendance(
    agent: str, spans: Mapping[str, Iterable[MembershipSpan]], person: Person, calendar: Calendar, window: Window
) -> Attendance:
    """Count the planned days, team by team: a day belongs to the team in which its shift began, a day without a roster to the
    team at the start of the business day. `spans` are the agent's memberships by team."""
    every = planned(person, calendar, window, calendar.working_days(window))
    found = []
    for team, own in spans.items():
        inside = [moment for _, moment in every if any(_holds(span, moment) for span in own)]
        found.append(TeamDays(team, len(inside), max(inside, default=None)))
    return Attendance(agent, len(every), tuple(found))


def credit(days: Attendance) -> dict[str, Credit]:
    """What each of the agent's teams owes it. An exact half in two teams goes to the later one; half in one team and the rest in
    none stays with that team. Nobody has full credit in two teams."""
    halves = [one for one in days.teams if days.planned and 2 * one.days >= days.planned]
    # Days are never counted twice, so two that hold half each hold exactly half, and both have a last day.
    whole = max(halves, key=lambda one: (one.last is not None, one.last), default=None)
    return {one.team: "full" if one is whole else "contributed" for one in days.teams}


def _holds(span: MembershipSpan, moment: datetime) -> bool:
    return span.starts <= moment and (span.ends is None or moment < span.ends)
