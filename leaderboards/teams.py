"""Who takes part, and how large a team is: headcount out of memberships, employment, rosters, leave and the calendar."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from leaderboards.calendar import Calendar, Window
from leaderboards.metrics import Key, Subject, Tally

Post = Literal["member", "deputy", "lead"]
LeavePart = Literal["whole", "morning", "afternoon"]


class Past(Struct, frozen=True):
    """An agent's own facts of the weeks before the window, in whatever team; see `improvement`.

    `fte_days` is the presence in the `weeks` that count: those worked, with facts, and not spent on leave.
    """

    cells: Mapping[Key, Tally]
    fte_days: Fraction
    weeks: int


class Member(Struct, frozen=True, gc=False):
    """One agent's part in a participant: where its facts are, and how much of it was there.

    `fte_days` is Σ FTE over the days that count toward headcount; `counted` is false for who never does (a lead, a trainee
    who does not yet produce); `share` is the part of the window spent in the team.
    """

    agent: str
    subjects: tuple[Subject, ...]
    fte_days: Fraction = Fraction(0)
    counted: bool = True
    share: Fraction = Fraction(1)
    past: Past | None = None


class Participant(Struct, frozen=True, gc=False):
    """A team (`t12`) with its members and its own facts, or an agent (`a7`), who is its own only member.

    Places are given within a `division`; all who have the same one (usually the empty one) are compared.
    """

    id: str
    kind: Literal["team", "agent"]
    members: tuple[Member, ...] = ()
    own_subjects: tuple[Subject, ...] = ()
    working_days: int = 0
    division: str = ""
    side: int = 0
    """In a duel 1 or 2."""
    elapsed: Fraction | None = None
    """Where a pace is asked for: the part of its planned time that is over."""


class Field(Struct, frozen=True):
    """All who take part."""

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
    memberships: Iterable[MembershipSpan],
    people: Mapping[str, Person],
    calendar: Calendar,
    window: Window,
) -> Participant:
    """The team `t<id>` as it was over the window, as far as is known now; nothing is extrapolated."""
    spans: dict[str, list[MembershipSpan]] = {}
    for span in memberships:
        if _overlap(span, window):
            spans.setdefault(span.agent, []).append(span)
    worked = calendar.working_days(window)
    members = [
        _member(agent, tuple(spans[agent]), people.get(agent, Person()), calendar, window, worked)
        for agent in sorted(spans, key=by_id)
    ]
    return Participant(id=team, kind="team", members=tuple(members), own_subjects=(team,), working_days=len(worked))


def agent_participant(
    agent: str,
    memberships: Iterable[MembershipSpan],
    person: Person,
    calendar: Calendar,
    window: Window,
) -> Participant:
    """The agent `a<id>` over the window, with its facts in every team and outside any; posts make no difference here."""
    spans = tuple([replace(span, post="member") for span in memberships if _overlap(span, window)])
    worked = calendar.working_days(window)
    alone = _member(agent, spans, person, calendar, window, worked)
    alone = replace(alone, subjects=(*alone.subjects, agent), counted=True, share=Fraction(1))
    return Participant(id=agent, kind="agent", members=(alone,), working_days=len(worked))


def headcount(participant: Participant) -> Fraction:
    """The members' FTE-days over the working days of the window."""
    if participant.working_days == 0:
        return Fraction(0)
    return sum([member.fte_days for member in participant.members], Fraction(0)) / participant.working_days


def together(name: str, participants: Iterable[Participant]) -> Participant:
    """Several participants as one team: everybody's members and facts, and a headcount that is the sum of theirs."""
    group = tuple(participants)
    days = next((one.working_days for one in group if one.working_days), 0)
    members: list[Member] = []
    for one in group:
        # A site with fewer working days in the window makes each of its days more of a head.
        scale = Fraction(days, one.working_days) if one.working_days else Fraction(0)
        members += one.members if scale == 1 else [replace(m, fte_days=m.fte_days * scale) for m in one.members]
    return Participant(
        id=name,
        kind="team" if any(one.kind == "team" for one in group) else "agent",
        members=tuple(members),
        own_subjects=tuple([subject for one in group for subject in one.own_subjects]),
        working_days=days,
    )


def by_id(participant: str) -> tuple[int, str]:
    """Sorts `t3` before `t12`."""
    return len(participant), participant


def _member(
    agent: str,
    spans: tuple[MembershipSpan, ...],
    person: Person,
    calendar: Calendar,
    window: Window,
    worked: list[date],
) -> Member:
    fte_days, counted = Fraction(0), False
    for day, moment in planned(person, calendar, window, worked):
        post = next((span.post for span in spans if _holds(span, moment)), None)
        fte = producing_fte(person, day)
        if post is None or post == "lead" or fte == 0:
            continue
        counted = True
        fte_days += fte * (1 - away(person, day))
    length = window.ends - window.starts
    inside = sum([_overlap(span, window) for span in spans], timedelta())
    return Member(
        agent=agent,
        subjects=tuple([f"m{span.id}" for span in sorted(spans, key=lambda span: (span.starts, span.id))]),
        fte_days=fte_days,
        counted=counted,
        share=Fraction(inside // timedelta(microseconds=1), length // timedelta(microseconds=1)),
    )


def planned(person: Person, calendar: Calendar, window: Window, worked: list[date]) -> list[tuple[date, datetime]]:
    """The days a person was to work and the moment that says in which team: the shift's start, else the day's."""
    touched = set(calendar.days(window))
    rostered = [shift for shift in person.roster if shift.day in touched]
    if not rostered:
        return [(day, calendar.start_of(day)) for day in worked]
    firsts: dict[date, datetime] = {}
    for shift in rostered:
        # A sprint of hours counts who was planned for those hours, not who had gone home before.
        if shift.starts < window.ends and shift.ends > window.starts:
            firsts[shift.day] = min(shift.starts, firsts.get(shift.day, shift.starts))
    return sorted(firsts.items())


def producing_fte(person: Person, day: date) -> Fraction:
    """The working time on a day; nothing for who does not take customers yet."""
    if not person.employment:
        return Fraction(1)
    for span in person.employment:
        if span.starts <= day and (span.ends is None or day < span.ends):
            return span.fte if span.producing else Fraction(0)
    return Fraction(0)


def away(person: Person, day: date) -> Fraction:
    """The part of a day that leave takes: nothing, a half or all of it."""
    parts = {span.part for span in person.leave if span.starts <= day < span.ends}
    return Fraction(1) if "whole" in parts else Fraction(len(parts), 2)


def _holds(span: MembershipSpan, moment: datetime) -> bool:
    return span.starts <= moment and (span.ends is None or moment < span.ends)


def _overlap(span: MembershipSpan, window: Window) -> timedelta:
    ends = window.ends if span.ends is None else min(span.ends, window.ends)
    return max(ends - max(span.starts, window.starts), timedelta())
