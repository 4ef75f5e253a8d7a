"""What people data looks like on the wire, and how it is read from there."""

from datetime import date, datetime, time
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from server.people.agents import Agent, AgentRecord, Skill
from server.people.employment import Employment, Terms
from server.people.leave import Absence
from server.people.memberships import MembershipChange, NewMembership
from server.people.places import Site, SpecialDay, Team
from server.people.rosters import PlannedShift
from server.people.shapes import fte_of, level_of, time_of, zone_of
from server.wire import Bilingual, Code, Named, Text

WallTime = Annotated[
    str, Meta(pattern=r"^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$", max_length=8, description="09:30, local time")
]
When = Annotated[
    str, Meta(max_length=40, description="An instant with its offset, or a date: that business day's start")
]
Fte = Annotated[str, Meta(pattern=r"^\d(\.\d{1,3})?$", description="Full-time equivalents, above 0 and at most 1.5")]
Short = Annotated[str, Meta(min_length=1, max_length=64)]
Post = Literal["member", "deputy", "lead"]
Part = Literal["whole", "morning", "afternoon"]


class SiteBody(Struct, forbid_unknown_fields=True):
    """A site without its code."""

    name: Bilingual
    zone: Text
    day_starts: WallTime = "00:00"

    def read(self, code: str) -> Site:
        """As the service takes it. Raises `bad_zone`."""
        return Site(code, self.name, zone_of(self.zone), time_of(self.day_starts))


class SiteIn(SiteBody, kw_only=True, forbid_unknown_fields=True):
    """A new site."""

    code: Code


class SiteOut(Struct):
    """A site."""

    code: str
    name: Bilingual
    zone: str
    day_starts: str


def site_out(site: Site) -> SiteOut:
    """For the wire."""
    return SiteOut(site.code, site.name, site.zone, clock_face(site.day_starts))


class CalendarBody(Struct, forbid_unknown_fields=True):
    """All days of a site that differ from Monday-to-Friday."""

    days: Annotated[list[SpecialDay], Meta(max_length=5000)]


class QueueBody(Struct, forbid_unknown_fields=True):
    """A queue without its code."""

    name: Bilingual


class QueueIn(QueueBody, kw_only=True, forbid_unknown_fields=True):
    """A new queue."""

    code: Code

    def read(self) -> Named:
        """As the service takes it."""
        return Named(self.code, self.name)


class TeamBody(Struct, forbid_unknown_fields=True):
    """A team without its code; from `closed_on` on nobody can be in it."""

    name: Bilingual
    site: Code
    closed_on: date | None = None

    def read(self, code: str) -> Team:
        """As the service takes it."""
        return Team(code, self.name, self.site, self.closed_on)


class TeamIn(TeamBody, kw_only=True, forbid_unknown_fields=True):
    """A new team."""

    code: Code


class AgentBody(Struct, forbid_unknown_fields=True):
    """An agent without its code; away from `left_on` on."""

    name: Bilingual
    site: Code
    hired: date
    left_on: date | None = None
    level: Short = "trainee"
    level_since: date | None = None
    education: Text | None = None

    def read(self, code: str) -> AgentRecord:
        """As the service takes it. Raises `bad_level`."""
        return AgentRecord(
            code=code,
            name=self.name,
            site=self.site,
            hired=self.hired,
            left_on=self.left_on,
            level=level_of(self.level),
            level_since=self.level_since,
            education=self.education,
        )


class AgentIn(AgentBody, kw_only=True, forbid_unknown_fields=True):
    """A new agent."""

    code: Code


class PersonalOut(Struct):
    """What only HR, operations, the own lead and the agent see."""

    hired: date
    left_on: date | None
    level: str
    level_since: date | None
    education: str | None
    fte: str
    contract: str
    producing: bool
    skills: list[Skill]


class AgentOut(Struct):
    """An agent with the team of this moment; `personal` is null for those who may not see it."""

    code: str
    name: Bilingual
    site: str
    team: Named | None
    post: str | None
    personal: PersonalOut | None


def agent_out(agent: Agent) -> AgentOut:
    """For the wire."""
    personal = None
    if agent.personal is not None:
        known = agent.personal
        personal = PersonalOut(
            hired=known.hired,
            left_on=known.left_on,
            level=known.level,
            level_since=known.level_since,
            education=known.education,
            fte=plain(known.fte),
            contract=known.contract,
            producing=known.producing,
            skills=known.skills,
        )
    return AgentOut(agent.code, agent.name, agent.site, agent.team, agent.post, personal)


class MembershipIn(Struct, forbid_unknown_fields=True):
    """A time in a team; with `transfer` the membership still open ends when this one starts."""

    team: Code
    starts: When
    ends: When | None = None
    post: Post = "member"
    transfer: bool = False

    def read(self) -> NewMembership:
        """As the service takes it."""
        return NewMembership(team=self.team, starts=self.starts, ends=self.ends, post=self.post, transfer=self.transfer)


class MembershipChangeIn(Struct, forbid_unknown_fields=True):
    """A correction of a time in a team; absent fields stay, `ends: null` opens it again."""

    team: Code | UnsetType = UNSET
    starts: When | UnsetType = UNSET
    ends: When | UnsetType | None = UNSET
    post: Post | UnsetType = UNSET

    def read(self) -> MembershipChange:
        """As the service takes it."""
        return MembershipChange(team=self.team, starts=self.starts, ends=self.ends, post=self.post)


class EmploymentIn(Struct, forbid_unknown_fields=True):
    """Working time and contract from one business day up to, without, another."""

    starts: date
    ends: date | None = None
    fte: Fte = "1"
    contract: Short = "permanent"
    producing: bool = True

    def read(self) -> Terms:
        """As the service takes it. Raises `bad_fte`."""
        return Terms(
            starts=self.starts, ends=self.ends, fte=fte_of(self.fte), contract=self.contract, producing=self.producing
        )


class EmploymentOut(Struct):
    """Terms of an agent."""

    id: int
    agent: str
    starts: date
    ends: date | None
    fte: str
    contract: str
    producing: bool


def employment_out(terms: Employment) -> EmploymentOut:
    """For the wire."""
    return EmploymentOut(
        terms.id, terms.agent, terms.starts, terms.ends, plain(terms.fte), terms.contract, terms.producing
    )


class LeaveIn(Struct, forbid_unknown_fields=True):
    """Business days [starts, ends) off, whole or half; only HR reads the kind back."""

    starts: date
    ends: date
    part: Part = "whole"
    kind: Short | None = None

    def read(self) -> Absence:
        """As the service takes it."""
        return Absence(starts=self.starts, ends=self.ends, part=self.part, kind=self.kind)


class ShiftIn(Struct, forbid_unknown_fields=True):
    """A shift in the wall-clock time of the agent's site; an end that is not after the start lies on the next date."""

    day: date
    starts: WallTime
    ends: WallTime


class RosterIn(Struct, rename={"first": "from", "after_last": "to"}, forbid_unknown_fields=True):
    """All shifts of the business days [from, to)."""

    first: date
    after_last: date
    shifts: Annotated[list[ShiftIn], Meta(max_length=2000)]

    def read(self) -> list[PlannedShift]:
        """As the service takes them."""
        return [PlannedShift(shift.day, time_of(shift.starts), time_of(shift.ends)) for shift in self.shifts]


class ShiftOut(Struct):
    """A shift: the business day it counts for, and its instants."""

    day: date
    starts: datetime
    ends: datetime


class SkillsIn(Struct, forbid_unknown_fields=True):
    """All queues an agent may serve."""

    skills: Annotated[list[Skill], Meta(max_length=200)]


class ErasedOut(Struct):
    """The code that stands in an erased agent's place."""

    code: str


def clock_face(at: time) -> str:
    """`09:30`, with seconds only where there are some."""
    return at.isoformat("seconds" if at.second else "minutes")


def plain(number: object) -> str:
    """A decimal without trailing zeros: `1`, `0.5`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
