"""A review cycle from opening to close: its phases, what has been done for each candidate, and until when it stands."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from career.months import add_months
from career.readiness import State
from career.refusal import Refusal

Phase = Literal["draft", "open", "calibrating", "deciding", "noticed", "closed", "cancelled"]
PHASES: tuple[Phase, ...] = ("draft", "open", "calibrating", "deciding", "noticed", "closed")
"""A cycle moves one phase at a time. Until notice is given it may be cancelled; *deciding* may go back to *calibrating*."""

Role = Literal["agent", "lead", "ops", "hr", "system"]
DECIDERS: frozenset[Role] = frozenset({"hr", "ops"})

DecisionKind = Literal["promote", "hold", "defer", "decline", "ready_without_place"]
ACCEPTANCE = timedelta(days=10)
"""Evidence dated before the as-of date may still be accepted for so long."""
STANDS_MONTHS = 12
"""*Ready without place* keeps standing for so long."""


class Actor(Struct, frozen=True):
    """Who wants to do something; one person may hold several roles."""

    who: str
    roles: frozenset[Role]


class Places(Struct, frozen=True):
    """编制: how many may be promoted to a level at a site."""

    site: str
    level: str
    number: int


class Cycle(Struct, frozen=True):
    """One round of review. Candidates are judged by the versions of `opened`, on the evidence as of `as_of`.

    `noticed` is the day the agents read their decisions, `effective` the day promotions begin.
    """

    code: str
    opened: date
    as_of: date
    places: tuple[Places, ...] = ()
    phase: Phase = "draft"
    noticed: date | None = None
    effective: date | None = None
    appeal_days: int = 14

    def places_of(self, site: str, level: str) -> int:
        """All places of a level at a site; none were given means none."""
        return sum(one.number for one in self.places if (one.site, one.level) == (site, level))

    @property
    def appeals_end(self) -> date | None:
        """The last day of an appeal."""
        return None if self.noticed is None else self.noticed + timedelta(days=self.appeal_days)


class Nomination(Struct, frozen=True):
    """Who brought the candidate in: the candidate, a lead, HR, or the system."""

    by: str
    kind: Literal["self", "lead", "hr", "system"]
    on: date


class Declaration(Struct, frozen=True):
    """Whether somebody has a conflict of interest with the candidate."""

    by: str
    conflict: bool
    on: date
    note: str = ""


class Recommendation(Struct, frozen=True):
    """What a lead says for or against the candidate."""

    by: str
    support: bool
    reason: str
    on: date


class Decision(Struct, frozen=True):
    """Proposed by one person and, to count, confirmed by another; the agent reads the reason."""

    kind: DecisionKind
    reason: str
    by: str
    on: date
    confirmed_by: str | None = None
    confirmed_on: date | None = None


class Appeal(Struct, frozen=True):
    """What the agent holds against a decision, and what came of it."""

    reason: str
    on: date
    outcome: Literal["open", "upheld", "dismissed"] = "open"
    answered_by: str | None = None
    answer: str = ""
    answered_on: date | None = None


class Candidacy(Struct, frozen=True):
    """One person in a cycle. `leads` are those who lead the person now; `standing_until` the end of an earlier *ready without
    place*. `overturned` are the people whose decision an appeal has set aside: they do not decide again."""

    person: str
    site: str
    source: str
    target: str
    state: State
    leads: frozenset[str] = frozenset()
    standing_until: date | None = None
    nominations: tuple[Nomination, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    decision: Decision | None = None
    appeal: Appeal | None = None
    overturned: frozenset[str] = frozenset()
    withdrawn: date | None = None

    @property
    def decided(self) -> bool:
        """Whether two people have decided."""
        return self.decision is not None and self.decision.confirmed_by is not None

    def conflict_of(self, who: str) -> bool | None:
        """What somebody declared last; None: nothing yet."""
        found = [one.conflict for one in self.declarations if one.by == who]
        return found[-1] if found else None


def evidence_counts(at: date, received: datetime, as_of: date, as_of_starts: datetime) -> bool:
    """Whether evidence is frozen into a cycle: dated before the as-of date and accepted within ten days after it.

    `as_of_starts` is the instant the as-of date begins at the person's site.
    """
    return at < as_of and received < as_of_starts + ACCEPTANCE


def stands_until(decision: Decision) -> date | None:
    """The day until which *ready without place* stands; from it on the person is judged anew."""
    if decision.kind != "ready_without_place" or decision.confirmed_on is None:
        return None
    return add_months(decision.confirmed_on, STANDS_MONTHS)


def is_ready(candidacy: Candidacy, on: date) -> bool:
    """Ready now, or found ready before without a place and still standing; never while blocked."""
    if candidacy.state == "blocked":
        return False
    return candidacy.state == "ready" or (candidacy.standing_until is not None and on < candidacy.standing_until)


def move(
    cycle: Cycle, to: Phase, actor: Actor, on: date, candidacies: Iterable[Candidacy], effective: date | None = None
) -> Cycle | Refusal:
    """The cycle in its next phase, or why not. HR alone moves it, and only people do: no phase follows from the clock."""
    if "hr" not in actor.roles:
        return Refusal("not_your_role", "hr")
    if to == "cancelled":
        return replace(cycle, phase="cancelled") if cycle.phase in PHASES[:4] else Refusal("phase_over", cycle.phase)
    back = (cycle.phase, to) == ("deciding", "calibrating")
    if cycle.phase not in PHASES or (PHASES.index(to) != PHASES.index(cycle.phase) + 1 and not back):
        return Refusal("not_the_next_phase", cycle.phase)
    if refused := _unfinished(cycle, to, on, [one for one in candidacies if one.withdrawn is None]):
        return refused
    if to != "noticed":
        return replace(cycle, phase=to)
    return replace(cycle, phase=to, noticed=on, effective=effective) if effective else Refusal("no_effective_date")


def _unfinished(cycle: Cycle, to: Phase, on: date, alive: list[Candidacy]) -> Refusal | None:
    """What has to be done before notice is given, and before the cycle is closed."""
    undecided = next((one for one in alive if not one.decided), None)
    if to in {"noticed", "closed"} and undecided is not None:
        return Refusal("undecided", undecided.person)
    if to == "closed":
        waiting = next((one for one in alive if one.appeal and one.appeal.outcome == "open"), None)
        if waiting is not None:
            return Refusal("appeal_open", waiting.person)
        if cycle.appeals_end is not None and on <= cycle.appeals_end:
            return Refusal("appeals_still_possible", cycle.appeals_end.isoformat())
    return None
