"""Who takes part, and how large a team is: headcount out of memberships, employment, rosters, leave and the calendar."""

from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from leaderboards.calendar import Calendar, Window
from leaderboards.metrics import Subject

Post = Literal["member", "deputy", "lead"]
LeavePart = Literal["whole", "morning", "afternoon"]


class Member(Struct, frozen=True):
    """One agent's part in a participant: where its facts are, and how much of it was there.

    `fte_days` is Σ FTE over the days that count toward headcount; `counted` is false for who never does (a lead, a trainee
    who does not yet produce); `share` is the part of the window spent in the team.
    """

    agent: str
    subjects: tuple[Subject, ...]
    fte_days: Fraction = Fraction(0)
    counted: bool = True
    share: Fraction = Fraction(1)


class Participant(Struct, frozen=True):
    """A team (`t12`) with its members and its own facts, or an agent (`a7`), who is its own only member."""

    id: str
    kind: Literal["team", "agent"]
    members: tuple[Member, ...] = ()
    own_subjects: tuple[Subject, ...] = ()
    working_days: int = 0


class Field(Struct, frozen=True):
    """All who are compared with one another: one division."""

    participants: tuple[Participant, ...]


class MembershipSpan(Struct, frozen=True):
    """An agent's time in the team, half-open; without an end it is still going on."""

    id: int
    agent: str
    starts: datetime
    ends: datetime | None = None
    post: Post = "member"


class EmploymentSpan(Struct, frozen=True):
    """Working time and whether customers are taken, over half-open dates."""

    starts: date
    ends: date | None = None
    fte: Fraction = Fraction(1)
    producing: bool = True


class LeaveSpan(Struct, frozen=True):
    """Leave over half-open dates; a morning or an afternoon takes half of each day."""

    starts: date
    ends: date
    part: LeavePart = "whole"


class Shift(Struct, frozen=True):
    """One planned shift and the business day it belongs to."""

    day: date
    starts: datetime
    ends: datetime


class Person(Struct, frozen=True):
    """What is known of an agent over a window. Without any employment a person counts as one producing FTE; without any
    shift the site's working days stand in for the roster."""

    employment: tuple[EmploymentSpan, ...] = ()
    leave: tuple[LeaveSpan, ...] = ()
    roster: tuple[Shift, ...] = ()


def team_participant(
    team: str,
    memberships: tuple[MembershipSpan, ...],
    people: dict[str, Person],
    calendar: Calendar,
    window: Window,
) -> Participant:
    """The team `t<id>` as it was over the window, as far as is known; nothing is extrapolated."""
    raise NotImplementedError


def agent_participant(
    agent: str,
    memberships: tuple[MembershipSpan, ...],
    person: Person,
    calendar: Calendar,
    window: Window,
) -> Participant:
    """The agent `a<id>` over the window, with its facts in every team and outside any."""
    raise NotImplementedError
