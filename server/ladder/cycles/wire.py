"""Reviews as they are told over the wire."""

from datetime import date, datetime
from typing import Any, Literal

from msgspec import Struct

from career.readiness import State
from career.review import DecisionKind, Phase
from server.ladder.cycles.asked_wire import StepIn
from server.ladder.cycles.cycle import Nominates
from server.wire import Bilingual, Named


class RefusedOut(Struct):
    """Who was left out of an action for many, and why."""

    agent: str
    code: str
    messages: Bilingual


class ActOut(Struct):
    """For how many it was done; of one alone a refusal is answered as a problem instead."""

    done: int
    refused: list[RefusedOut]


class PlaceOut(Struct):
    """Places at a level of a site: how many there are, and how many a proposal or a decision holds."""

    site: Named
    level: str
    number: int
    held: int


class Opening(Struct):
    """How far the freezing of the evidence has come."""

    done: int
    of: int


class Counted(Struct, kw_only=True):
    """What is left to do, in numbers of candidates."""

    people: int
    candidates: int
    undeclared: int
    """Of the asking account."""
    unrecommended: int
    undecided: int
    proposed: int
    mine_to_confirm: int
    decided: dict[str, int]
    appeals_open: int
    reopened: int
    """Appeals upheld whose candidates are not decided anew."""
    waiting_effect: int
    lapsed: int
    unjudged: int
    """Whom the program failed to judge."""


class UnjudgedOut(Struct, kw_only=True):
    """Somebody whom the program failed to judge. `listed` ones are candidates, judged on what was frozen first; the others
    become known to the review once it succeeds. `error` is for whoever mends it."""

    agent: Named
    site: Named
    listed: bool
    error: str
    since: datetime
    again_at: datetime


class CycleOut(Struct, kw_only=True):
    """A review. `places`, `counted` and the first of the `unjudged` only for who decides; a lead has `own`."""

    id: int
    code: str
    name: Bilingual
    phase: Phase
    as_of: date
    effective: date
    opened: date | None
    noticed: date | None
    appeals_end: date | None
    appeal_days: int
    evidence_until: datetime | None
    complete: bool
    sites: list[Named]
    steps: list[StepIn]
    nominates: Nominates
    opening: Opening | None
    places: list[PlaceOut] | None
    counted: Counted | None
    unjudged: list[UnjudgedOut] | None
    own: int | None
    """A lead: how many of the own people are candidates."""
    may: list[str]
    """The phases the asking account may move it to, and `edit`, `places`, `export`."""
    position: int
    """The number the trail has reached; give it as `seen` when confirming."""


class SaidOut(Struct):
    """A recommendation."""

    by: str
    name: str
    support: bool
    reason: str
    on: date


class DecisionOut(Struct, kw_only=True):
    """A decision; unconfirmed it is a proposal."""

    kind: DecisionKind
    reason: str
    by: str | None
    on: date
    confirmed_by: str | None
    confirmed_on: date | None


class AppealOut(Struct, kw_only=True):
    """An appeal and its answer."""

    reason: str
    on: date
    outcome: Literal["open", "upheld", "dismissed"]
    answer: str
    answered_by: str | None
    answered_on: date | None


class CandidateOut(Struct, kw_only=True):
    """A row of the list. Of somebody whose file is hidden only who it is shows."""

    agent: Named
    site: Named
    team: Named | None
    source: str
    target: str
    hidden: Literal["conflict", "own"] | None = None
    state: State | None = None
    open_criteria: int | None = None
    nominated: list[str] | None = None
    withdrawn: bool = False
    declared: bool | None = None
    """Whether the asking account has said that there is no conflict; null: nothing yet."""
    supports: int | None = None
    opposes: int | None = None
    recommended: bool | None = None
    """What the asking account recommended."""
    decision: DecisionKind | None = None
    decided: bool | None = None
    proposed_by_me: bool = False
    appeal: str | None = None
    rank: int | None = None
    within: bool = False
    tied: bool = False


class VerdictOut(Struct, kw_only=True):
    """One criterion as it was judged on the frozen evidence; amounts as decimal text, progress in per cent."""

    code: str
    name: Bilingual
    sentence: Bilingual
    role: str
    status: str
    reason: Bilingual
    value: str | None
    threshold: str | None
    progress: int
    asked: bool
    evidence: list[str]


class DeedOut(Struct, kw_only=True):
    """One entry of the trail."""

    id: int
    do: str
    body: dict[str, Any]
    words: str
    at: datetime
    by: str
    phase: Phase


class FileOut(Struct, kw_only=True):
    """Everything about one candidate that the asking account may see."""

    candidate: CandidateOut
    version: str
    frozen_at: datetime
    standing_until: date | None
    verdicts: list[VerdictOut]
    recommendations: list[SaidOut]
    declarations: list[DeedOut]
    decision: DecisionOut | None
    appeal: AppealOut | None
    trail: list[DeedOut]
    may: list[str]
    """The actions the asking account may take now, as far as can be told beforehand."""


class SplitOut(Struct):
    """How often a group was recommended, and how often with support. An empty group holds those too few to be named."""

    group: Bilingual
    people: int
    supported: int


class CalibrationOut(Struct):
    """How strict teams and leads were; nothing about fewer than five."""

    people: int
    supported: int
    teams: list[SplitOut]
    leads: list[SplitOut]


class MineOut(Struct, kw_only=True):
    """A review as the person concerned sees it. Decisions show once they were given notice of."""

    id: int
    name: Bilingual
    phase: Phase
    as_of: date
    noticed: date | None
    effective: date | None
    appeals_end: date | None
    source: str
    target: str
    state: State
    nominated: list[str]
    withdrawn: date | None
    verdicts: list[VerdictOut]
    decision: DecisionOut | None
    reopened: bool
    """An appeal was upheld, and others are deciding anew."""
    appeal: AppealOut | None
    may: list[str]
