"""Everything that may be done before the decisions: nominate, withdraw, declare a conflict of interest, recommend."""

from datetime import date
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from career.refusal import Refusal
from career.review import (
    DECIDERS,
    Actor,
    Candidacy,
    Cycle,
    DecisionKind,
    Declaration,
    Nomination,
    Phase,
    Recommendation,
    is_ready,
)

Outcome = Candidacy | Refusal


class At(NamedTuple):
    """Where an action is taken: in which cycle, for whom, by whom, when, with how many places left for the candidate (the
    own proposal not counted)."""

    cycle: Cycle
    candidacy: Candidacy
    actor: Actor
    on: date
    room: int = 0

    def phase_is(self, *phases: Phase) -> Refusal | None:
        """Whether this is the time for it."""
        return None if self.cycle.phase in phases else Refusal("wrong_phase", self.cycle.phase)

    def unconflicted(self) -> Refusal | None:
        """Nobody has a word on oneself, with a conflict of interest, or before having declared that there is none."""
        if self.actor.who == self.candidacy.person:
            return Refusal("own_case", self.candidacy.person)
        conflict = self.candidacy.conflict_of(self.actor.who)
        if conflict is None:
            return Refusal("declare_first", self.actor.who)
        return Refusal("conflict_of_interest", self.actor.who) if conflict else None

    def may_decide(self) -> Refusal | None:
        """Who decides is HR or operations, unconflicted, leads nobody in question, has not recommended, was not overturned."""
        reopened = self.candidacy.appeal is not None and self.candidacy.appeal.outcome == "upheld"
        if refused := self.phase_is(*(("deciding", "noticed") if reopened else ("deciding",))):
            return refused
        if not self.actor.roles & DECIDERS:
            return Refusal("not_your_role", "hr")
        if refused := self.unconflicted():
            return refused
        if self.actor.who in self.candidacy.leads or any(
            one.by == self.actor.who for one in self.candidacy.recommendations
        ):
            return Refusal("recommended_or_leads", self.actor.who)
        if self.actor.who in self.candidacy.overturned:
            return Refusal("decision_overturned", self.actor.who)
        return Refusal("decided_already", self.candidacy.person) if self.candidacy.decided else None

    def grounds(self, kind: DecisionKind) -> Refusal | None:
        """What a decision of a kind takes: readiness is advice, but nobody is promoted while blocked or beyond the places."""
        if kind == "promote":
            if self.candidacy.state == "blocked":
                return Refusal("blocked", self.candidacy.person)
            return Refusal("no_place", f"{self.candidacy.site} {self.candidacy.target}") if self.room <= 0 else None
        if kind == "ready_without_place" and not is_ready(self.candidacy, self.on):
            return Refusal("not_ready", self.candidacy.person)
        return None


class Action(Struct, frozen=True, forbid_unknown_fields=True, tag_field="do"):
    """One thing that can happen to a candidacy."""

    def take(self, at: At) -> Outcome:
        """The candidacy afterwards, or why it may not be."""
        raise NotImplementedError


class Nominate(Action, frozen=True, tag="nominate"):
    """Bring the candidate in: oneself, the own lead, HR, or the system."""

    def take(self, at: At) -> Outcome:
        """While the cycle is open, once each."""
        if refused := at.phase_is("open"):
            return refused
        if any(one.by == at.actor.who for one in at.candidacy.nominations):
            return Refusal("nominated_already", at.actor.who)
        if at.actor.who == at.candidacy.person:
            found = Nomination(at.actor.who, "self", at.on)
        elif at.actor.who in at.candidacy.leads and "lead" in at.actor.roles:
            found = Nomination(at.actor.who, "lead", at.on)
        elif "hr" in at.actor.roles:
            found = Nomination(at.actor.who, "hr", at.on)
        elif "system" in at.actor.roles:
            found = Nomination(at.actor.who, "system", at.on)
        else:
            return Refusal("not_your_people", at.candidacy.person)
        return replace(at.candidacy, nominations=(*at.candidacy.nominations, found))


class Withdraw(Action, frozen=True, tag="withdraw"):
    """Step back, before two have decided; nobody else can."""

    def take(self, at: At) -> Outcome:
        """Until two have decided."""
        if at.actor.who != at.candidacy.person:
            return Refusal("own_case_only", at.candidacy.person)
        if refused := at.phase_is("open", "calibrating", "deciding"):
            return refused
        if at.candidacy.decided:
            return Refusal("decided_already", at.candidacy.person)
        return replace(at.candidacy, withdrawn=at.on)


class Declare(Action, frozen=True, tag="declare"):
    """Say whether one has a conflict of interest; a conflict is explained."""

    conflict: bool
    note: str = ""

    def take(self, at: At) -> Outcome:
        """A proposal of somebody who then declares a conflict falls; a decision already confirmed is a matter for an appeal."""
        if refused := at.phase_is("open", "calibrating", "deciding", "noticed"):
            return refused
        if not at.actor.roles & {"lead", *DECIDERS}:
            return Refusal("not_your_role", "lead")
        if at.actor.who == at.candidacy.person:
            return Refusal("own_case", at.candidacy.person)
        if self.conflict and not self.note.strip():
            return Refusal("reason_missing")
        declared = Declaration(at.actor.who, self.conflict, at.on, self.note)
        found = replace(at.candidacy, declarations=(*at.candidacy.declarations, declared))
        decision = at.candidacy.decision
        if self.conflict and decision is not None and decision.by == at.actor.who and not at.candidacy.decided:
            found = replace(found, decision=None)
        return found


class Recommend(Action, frozen=True, tag="recommend"):
    """A lead's word on one of the own people."""

    support: bool
    reason: str

    def take(self, at: At) -> Outcome:
        """Who thinks again replaces the own word; the trail keeps both."""
        if refused := at.phase_is("open", "calibrating"):
            return refused
        if "lead" not in at.actor.roles or at.actor.who not in at.candidacy.leads:
            return Refusal("not_your_people", at.candidacy.person)
        if refused := at.unconflicted():
            return refused
        if not self.reason.strip():
            return Refusal("reason_missing")
        others = [one for one in at.candidacy.recommendations if one.by != at.actor.who]
        return replace(
            at.candidacy, recommendations=(*others, Recommendation(at.actor.who, self.support, self.reason, at.on))
        )
