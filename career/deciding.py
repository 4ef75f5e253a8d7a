"""Decisions by two persons, in single and in bulk, and the appeal against them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from career.acting import Action, At, Declare, Nominate, Outcome, Recommend, Withdraw
from career.refusal import Refusal
from career.review import DECIDERS, Actor, Appeal, Candidacy, Cycle, Decision, DecisionKind


class Propose(Action, frozen=True, tag="propose"):
    """The first of two to decide; a new proposal replaces one that is not confirmed yet."""

    kind: DecisionKind
    reason: str

    def take(self, at: At) -> Outcome:
        """Only while deciding, or after an appeal was upheld."""
        if refused := at.may_decide():
            return refused
        if not self.reason.strip():
            return Refusal("reason_missing")
        if refused := at.grounds(self.kind):
            return refused
        return replace(at.candidacy, decision=Decision(self.kind, self.reason, at.actor.who, at.on))


class Confirm(Action, frozen=True, tag="confirm"):
    """The second of two agrees to exactly this decision."""

    kind: DecisionKind

    def take(self, at: At) -> Outcome:
        """By another person, on the same grounds as they are now."""
        if refused := at.may_decide():
            return refused
        decision = at.candidacy.decision
        if decision is None:
            return Refusal("nothing_proposed", at.candidacy.person)
        if decision.by == at.actor.who:
            return Refusal("second_person_needed", at.actor.who)
        if decision.kind != self.kind:
            return Refusal("proposal_changed", decision.kind)
        if refused := at.grounds(decision.kind):
            return refused
        return replace(at.candidacy, decision=replace(decision, confirmed_by=at.actor.who, confirmed_on=at.on))


class SendBack(Action, frozen=True, tag="send_back"):
    """The second of two does not agree; the proposal falls, its reason and this one stay in the audit trail."""

    reason: str

    def take(self, at: At) -> Outcome:
        """Whoever may decide may send back, the proposer too."""
        if refused := at.may_decide():
            return refused
        if at.candidacy.decision is None:
            return Refusal("nothing_proposed", at.candidacy.person)
        if not self.reason.strip():
            return Refusal("reason_missing")
        return replace(at.candidacy, decision=None)


class LodgeAppeal(Action, frozen=True, tag="appeal"):
    """The agent holds something against the decision."""

    reason: str

    def take(self, at: At) -> Outcome:
        """Once, in time, and not against a promotion."""
        if at.actor.who != at.candidacy.person:
            return Refusal("own_case_only", at.candidacy.person)
        if refused := at.phase_is("noticed"):
            return refused
        if at.cycle.appeals_end is None or at.on > at.cycle.appeals_end:
            return Refusal("appeals_over")
        if at.candidacy.appeal is not None:
            return Refusal("appealed_already", at.candidacy.person)
        if at.candidacy.decision is None or at.candidacy.decision.kind == "promote":
            return Refusal("nothing_to_appeal", at.candidacy.person)
        if not self.reason.strip():
            return Refusal("reason_missing")
        return replace(at.candidacy, appeal=Appeal(self.reason, at.on))


class AnswerAppeal(Action, frozen=True, tag="answer"):
    """Somebody who had no part in the decision answers. Upheld: two others decide anew."""

    upheld: bool
    reason: str

    def take(self, at: At) -> Outcome:
        """With a reason the agent reads."""
        if refused := at.phase_is("noticed"):
            return refused
        if not at.actor.roles & DECIDERS:
            return Refusal("not_your_role", "hr")
        if refused := at.unconflicted():
            return refused
        appeal, decision = at.candidacy.appeal, at.candidacy.decision
        if appeal is None or appeal.outcome != "open" or decision is None:
            return Refusal("no_open_appeal", at.candidacy.person)
        involved = frozenset({decision.by, decision.confirmed_by or decision.by})
        if at.actor.who in involved or at.actor.who in at.candidacy.leads:
            return Refusal("decided_this", at.actor.who)
        if not self.reason.strip():
            return Refusal("reason_missing")
        answered = replace(
            appeal,
            outcome="upheld" if self.upheld else "dismissed",
            answered_by=at.actor.who,
            answer=self.reason,
            answered_on=at.on,
        )
        if not self.upheld:
            return replace(at.candidacy, appeal=answered)
        return replace(at.candidacy, appeal=answered, decision=None, overturned=involved)


Deed = Nominate | Withdraw | Declare | Recommend | Propose | Confirm | SendBack | LodgeAppeal | AnswerAppeal
"""Everything that can happen to a candidacy. The audit trail is these, with who and when; folding them gives the candidacy."""


def act(at: At, action: Action) -> Outcome:
    """The candidacy after an action, or why it may not be; who has withdrawn is out of it."""
    return Refusal("withdrawn", at.candidacy.person) if at.candidacy.withdrawn is not None else action.take(at)


def act_on_all(
    cycle: Cycle, all_of_them: Sequence[Candidacy], persons: frozenset[str], actor: Actor, action: Deed, on: date
) -> list[Outcome]:
    """The same action for many, one after the other in the given order, places going down as they go; who is not named
    stays as is. What is refused for one does not hold up the others."""
    taken = _taken(all_of_them)
    found: list[Outcome] = []
    for one in all_of_them:
        if one.person not in persons:
            found.append(one)
            continue
        key = (one.site, one.target)
        room = cycle.places_of(*key) - taken[key] + _takes(one)
        after = act(At(cycle, one, actor, on, room), action)
        if isinstance(after, Candidacy):
            taken[key] += _takes(after) - _takes(one)
        found.append(after)
    return found


def room_for(cycle: Cycle, candidacies: Sequence[Candidacy], candidacy: Candidacy) -> int:
    """How many places are left for somebody, who may already hold one of them by a proposal."""
    key = (candidacy.site, candidacy.target)
    others = [one for one in candidacies if one.person != candidacy.person]
    return cycle.places_of(*key) - _taken(others)[key]


def _taken(candidacies: Sequence[Candidacy]) -> Counter[tuple[str, str]]:
    taken: Counter[tuple[str, str]] = Counter()
    for one in candidacies:
        taken[one.site, one.target] += _takes(one)
    return taken


def _takes(candidacy: Candidacy) -> int:
    """A proposed promotion holds a place as a confirmed one does, so that no two deciders give it twice."""
    held = candidacy.withdrawn is None and candidacy.decision is not None and candidacy.decision.kind == "promote"
    return int(held)
