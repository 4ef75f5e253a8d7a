"""Who sees what of a candidate: the whole file, what a lead sees of the own people, or only that there is somebody."""

from typing import Literal

from server.ladder.cycles.cycle import CycleKept
from server.ladder.cycles.deeds import DeedKept
from server.ladder.cycles.store import Candidate
from server.ladder.cycles.who import Viewer
from server.ladder.cycles.wire import AppealOut, CandidateOut, DecisionOut, DeedOut, SaidOut
from server.wire import Named


def hidden_from(viewer: Viewer, one: Candidate) -> Literal["conflict", "own"] | None:
    """Why somebody sees no more than the name: one's own file, or one with which there is a conflict of interest."""
    if one.person == viewer.who:
        return "own"
    return "conflict" if one.candidacy.conflict_of(viewer.who) else None


def shown(viewer: Viewer, cycle: CycleKept, one: Candidate, site: Named) -> CandidateOut:
    """A row of the list as this person may see it."""
    hidden = hidden_from(viewer, one)
    out = CandidateOut(agent=one.named, site=site, team=one.team, source=one.source, target=one.target, hidden=hidden)
    if hidden is not None:
        return out
    found = one.candidacy
    conflict = found.conflict_of(viewer.who)
    mine = [said.support for said in found.recommendations if said.by == viewer.who]
    out.state = found.state
    out.open_criteria = one.open_criteria
    out.nominated = [nomination.kind for nomination in found.nominations]
    out.withdrawn = found.withdrawn is not None
    out.declared = None if conflict is None else not conflict
    out.recommended = mine[-1] if mine else None
    if viewer.desk:
        _add_decision(out, viewer, one)
    elif cycle.told and found.decided and found.decision is not None:
        out.decision, out.decided = found.decision.kind, True
    return out


def _add_decision(out: CandidateOut, viewer: Viewer, one: Candidate) -> None:
    found = one.candidacy
    out.supports = sum(said.support for said in found.recommendations)
    out.opposes = len(found.recommendations) - out.supports
    out.decision = found.decision.kind if found.decision else None
    out.decided = found.decided
    out.proposed_by_me = found.decision is not None and found.decision.by == viewer.who
    out.appeal = found.appeal.outcome if found.appeal else None
    out.rank, out.within, out.tied = one.rank, one.within, one.tied


def decision_out(one: Candidate, names: dict[str, str] | None) -> DecisionOut | None:
    """The decision; without `names` as the agent reads it, who is not told who the two were."""
    decision = one.candidacy.decision
    if decision is None:
        return None
    return DecisionOut(
        kind=decision.kind,
        reason=decision.reason,
        by=named(names, decision.by),
        on=decision.on,
        confirmed_by=named(names, decision.confirmed_by),
        confirmed_on=decision.confirmed_on,
    )


def appeal_out(one: Candidate, names: dict[str, str] | None) -> AppealOut | None:
    """The appeal and what was answered."""
    appeal = one.candidacy.appeal
    if appeal is None:
        return None
    return AppealOut(
        reason=appeal.reason,
        on=appeal.on,
        outcome=appeal.outcome,
        answer=appeal.answer,
        answered_by=named(names, appeal.answered_by),
        answered_on=appeal.answered_on,
    )


def recommendations_out(viewer: Viewer, one: Candidate, names: dict[str, str]) -> list[SaidOut]:
    """What leads said; a lead reads only the own word."""
    return [
        SaidOut(said.by, names.get(said.by) or said.by, said.support, said.reason, said.on)
        for said in one.candidacy.recommendations
        if viewer.desk or said.by == viewer.who
    ]


def deed_out(deed: DeedKept) -> DeedOut:
    """An entry of the trail."""
    return DeedOut(id=deed.id, do=deed.do, body=deed.body, words=deed.words, at=deed.at, by=deed.name, phase=deed.phase)


def named(names: dict[str, str] | None, who: str | None) -> str | None:
    """The name behind a key, where names are told at all."""
    return None if names is None or who is None else (names.get(who) or who)
