"""What is known of an agent or a team, dated and frozen: all that a badge can rest on, and nothing it could look up."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from leaderboards.badges.tiers import Tier
from leaderboards.calendar import Calendar
from leaderboards.credit import Credit
from leaderboards.exact import Ratio
from leaderboards.metrics import Period, Tally
from leaderboards.rules import Method
from leaderboards.teams import LeaveSpan, Shift

PRESENCE = frozenset({"absences", "attendance", "adherence", "training_absences"})
"""Metrics that say whether somebody was there. On days nobody asked the person to work they say nothing: leave is no absence."""


class Measured(Struct, frozen=True, gc=False):
    """Facts of one metric and queue at an instant. They may come merged where nothing could tell them apart: those of one shift
    and business day. Hourly sums do wherever shifts and days begin and end on the hour."""

    metric: str
    at: datetime
    tally: Tally
    queue: str = ""


class Contest(Struct, frozen=True, kw_only=True):
    """The subject's part in a contest by the revision in force. `ended` is the business day it ended on.

    `ranked` is how many were ranked in the subject's division, `halfway` the rank at half of the window, `credit` what an
    agent shares of a team's place (always full for a team itself, and for agents who took part on their own).
    """

    id: str
    ended: date
    period: Period | Literal["season"]
    participants: Literal["team", "agent"]
    method: Method
    rank: int | None
    ranked: int
    halfway: int | None = None
    credit: Credit = "full"
    final: bool = True


class Shared(Struct, frozen=True):
    """A collective honor of one's team (for a team: its own); `key` names the week, month or season it was for."""

    on: date
    honor: str
    key: str
    credit: Credit = "full"
    ref: str = ""


LearntKind = Literal["gate", "exam", "course", "skill"]


class Learnt(Struct, frozen=True):
    """A gate passed, an exam taken, a course completed with its practice, a skill certified; the mark in micro-units."""

    on: date
    what: LearntKind
    code: str
    mark: int | None = None
    ref: str = ""


class Deed(Struct, frozen=True, gc=False):
    """Something that happened on a day; `ref` is where the service finds it again."""

    on: date
    ref: str = ""


class LevelHeld(Struct, frozen=True):
    """A level and the day it began."""

    level: str
    since: date
    ref: str = ""


class Grant(Struct, frozen=True, kw_only=True):
    """A badge given by a person with a reason. What was taken back is not in a history any more."""

    id: str
    badge: str
    on: date
    tier: Tier
    by: str
    ref: str = ""


class History(Struct, frozen=True, kw_only=True):
    """Everything a rule may ask about one subject: `a<id>` or `t<id>`. The service supplies it whole.

    `since` is the day of hire (or of the team's founding), `until` the first day no longer there. `known_from` is the first day
    of which all facts are here (usually `since`): what was awarded for days before it is left as it is. `person_days` are a
    team's FTE-days worked by business day, in micro-units. `deeds` go by code: `case_given`, `mentored`, `ran_contest` and
    whatever a centre records. `findings` are the days of contests in which a reviewer found gaming proven. `centre` holds, by
    badge, the centre's best value of each period by its first day (`records.values` of everybody, then `records.bests`).
    """

    subject: str
    calendar: Calendar
    since: date
    until: date | None = None
    known_from: date | None = None
    facts: tuple[Measured, ...] = ()
    roster: tuple[Shift, ...] = ()
    leave: tuple[LeaveSpan, ...] = ()
    person_days: Mapping[date, int] = {}
    contests: tuple[Contest, ...] = ()
    shared: tuple[Shared, ...] = ()
    learnt: tuple[Learnt, ...] = ()
    deeds: Mapping[str, tuple[Deed, ...]] = {}
    levels: tuple[LevelHeld, ...] = ()
    grants: tuple[Grant, ...] = ()
    findings: tuple[date, ...] = ()
    centre: Mapping[str, Mapping[date, Ratio]] = {}
    presence: frozenset[str] = PRESENCE

    @property
    def is_team(self) -> bool:
        """Whether this is a team's history."""
        return self.subject.startswith("t")
