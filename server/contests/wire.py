"""The contest room's shapes on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from leaderboards.audience import OwnView
from leaderboards.calendar import Phase
from leaderboards.metrics import Period
from leaderboards.plays import CupPlay, LeaguePlay, Play, Rhythm
from leaderboards.prizes import Prize, Prizes
from leaderboards.rules import Decimal, Rules
from server.contests.contest import Kind, Practice
from server.wire import Bilingual, Code, Named

PeriodKind = Literal["this_week", "next_week", "this_month", "next_month", "week", "month", "hours"]
Codes = Annotated[list[Code], Meta(max_length=10_000)]
FreezeMinutes = Annotated[int, Meta(ge=0, le=31 * 24 * 60)]
"""How long before the end the public board stops; 0 never."""
AppealHours = Annotated[int, Meta(ge=0, le=30 * 24)]
"""How long after the reveal a result may be appealed."""
Reason = Annotated[str, Meta(min_length=3, max_length=500)]
Label = Annotated[str, Meta(min_length=1, max_length=40)]


class PeriodIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """The window: a named week or month of the site's calendar, the one that holds the day `on`, or hours of one's own."""

    kind: PeriodKind
    on: date | None = None
    starts: datetime | None = None
    ends: datetime | None = None


class SeasonIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """How a league or cup is played where it differs from its template; the scoring of its rounds stays what it is.

    `after` is the season before: its table says who is promoted and relegated, and gives the seeds. `seeds` names
    participants, the best first; without either they are seeded by their results so far.
    """

    legs: Annotated[int, Meta(ge=1, le=4)] | None = None
    rounds: Annotated[int, Meta(ge=1, le=52)] | None = None
    rhythm: Rhythm | None = None
    third_place: bool | None = None
    seeds: Codes = []
    after: int | None = None
    play: LeaguePlay | CupPlay | None = None
    """Everything at once, table rules included; for operations."""


class ByHand(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="by_hand"):
    """The division of every entrant named, by code; all others are in none."""

    of: dict[Code, Label]


class ByTenure(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="by_tenure"):
    """Agents of under so many months when the contest starts apart from the others."""

    months: Annotated[int, Meta(ge=1, le=60)]


class BySize(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="by_size"):
    """Teams below a headcount apart from the others."""

    below: Decimal


DivisionsIn = ByHand | ByTenure | BySize


class SideIn(Struct, frozen=True, forbid_unknown_fields=True):
    """One side of a duel: its teams or agents, and what a group is called."""

    entrants: list[Code]
    name: Bilingual | None = None


class ContestIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A launch. `all` means every open team of the site, or every agent in them."""

    template: Code
    site: Code
    period: PeriodIn
    title: Bilingual | None = None
    teams: Codes = []
    agents: Codes = []
    all: bool = False
    rules: Rules | None = None
    freeze_minutes: FreezeMinutes | None = None
    """None: as the template has it. Another freeze needs operations."""
    prizes: Prizes | None = None
    """None: as the template has it. Others need operations."""
    season: SeasonIn | None = None
    """For leagues and cups."""
    divisions: DivisionsIn | UnsetType = UNSET
    sides: tuple[SideIn, SideIn] | UnsetType = UNSET
    """Of a duel; left out, the two who take part, or two groups of equal strength."""
    goal: Decimal | UnsetType = UNSET
    """What all together are to reach; left out, as the template has it."""
    draft: bool = False


class ContestChange(Struct, forbid_unknown_fields=True, kw_only=True):
    """What may change before the start; what is left out stays."""

    title: Bilingual | UnsetType = UNSET
    period: PeriodIn | UnsetType = UNSET
    teams: Codes | UnsetType = UNSET
    agents: Codes | UnsetType = UNSET
    rules: Rules | UnsetType = UNSET
    divisions: DivisionsIn | UnsetType = UNSET
    sides: tuple[SideIn, SideIn] | UnsetType = UNSET
    goal: Decimal | UnsetType = UNSET
    freeze_minutes: FreezeMinutes | UnsetType | None = UNSET
    prizes: Prizes | UnsetType = UNSET
    version: int | None = None


class CancelIn(Struct, forbid_unknown_fields=True):
    """Why a contest is called off; everybody who sees the contest sees it."""

    reason: Reason


class WithdrawIn(Struct, forbid_unknown_fields=True):
    """Which team leaves before the start."""

    team: Code


class BookedOut(Struct, kw_only=True):
    """A contest on the calendar; without an id it is a round that its series has yet to make."""

    id: int | None
    title: Bilingual


class ClashOut(Struct, kw_only=True):
    """Agents who would be in all of these contests at once. `people` are those whom the asking account may know by name."""

    contests: list[BookedOut]
    agents: int
    teams: list[Named]
    people: list[Named]
    starts: datetime
    ends: datetime


class Warned(Struct, kw_only=True):
    """Something to know that does not stop the launch."""

    code: str
    messages: dict[str, str]
    agents: int = 0
    clash: ClashOut | None = None
    """Who would be in which contests, where that is what there is to know."""


class OutlookOut(Struct, kw_only=True):
    """What to know about a contest that nobody has launched yet."""

    warnings: list[Warned]


class ContestOut(Struct, kw_only=True):
    """A contest in lists and headers."""

    id: int
    title: Bilingual
    skill: Bilingual
    template: str
    series: int | None
    parent: int | None
    """The season this is a round of."""
    round: int | None
    site: Named
    participants: Kind
    format: str
    period: Period
    phase: Phase
    zone: str
    starts: datetime
    ends: datetime
    final_at: datetime
    total: int
    created_by: int | None
    version: int
    cancel_reason: str | None
    freezes_at: datetime | None
    """From here on the public board stands still until the reveal; None where it never does."""
    reveal_by: datetime | None
    revealed_at: datetime | None
    unseen: bool | UnsetType = UNSET
    own_teams: list[Named] | UnsetType = UNSET
    """Among invitations: the teams I lead that take part, which is what I may withdraw."""


class OwnPlace(Struct, frozen=True):
    """A contest and how its reader stands in it."""

    contest: ContestOut
    mine: OwnView


class ContestDetailOut(ContestOut, kw_only=True):
    """A contest with everything about it that is not a number on its board."""

    practice: list[Practice]
    play: Play
    rules: Rules
    prizes: tuple[Prize, ...]
    entrants: list[Named]
    divisions: dict[str, str]
    """By code of the entrant; empty where nobody is set apart."""
    sides: dict[str, int]
    """In a duel 1 or 2, by code of the entrant."""
    withdrawn: list[Named]
    cutoffs: dict[str, datetime]
    """Per metric code the instant from which facts come too late."""
    results: list[int]
    """Signed revisions."""
    may: list[str]
    """What the asking account may do now: edit, launch, cancel, withdraw, see the truth, reveal."""
    known_until: datetime | None = None
    """While a freeze holds the public board: what was received before this is known."""
    goes_on: datetime | None = None
    """When it goes on at the latest."""
    held_along: bool = False
    """Whether the freeze of another contest, which counts the same facts, holds it."""
    warnings: list[Warned] = []


class ResultOut(Struct, kw_only=True):
    """A signed result without its standings."""

    revision: int
    cutoff: datetime
    signed_at: datetime
    sha256: str
    bytes: int


class LateOut(Struct, kw_only=True):
    """A fact whose newest revision came after its cutoff and waits for a correction.

    `counted_revision` is the one the contest counts, if any. Without a right to the person's figures the id is empty and
    agent and values are null.
    """

    source: str
    id: str
    revision: int
    metric: str
    team: str | None
    agent: str | None
    value: str | None
    counted_revision: int | None
    counted_value: str | None
    at: datetime
    received_at: datetime
    cutoff: datetime | None


class HistoryOut(Struct, kw_only=True):
    """The ranks at one instant, by participant."""

    at: datetime
    ranks: dict[str, int | None]
