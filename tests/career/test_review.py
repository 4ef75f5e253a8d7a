"""A review cycle: who may do what and when, two deciders, places, appeals; nothing happens by itself."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from career.acting import Action, At, Declare, Nominate, Outcome, Recommend, Withdraw
from career.deciding import (
    AnswerAppeal,
    Confirm,
    Deed,
    LodgeAppeal,
    Propose,
    SendBack,
    act,
    act_on_all,
    room_for,
)
from career.refusal import Refusal
from career.review import PHASES, Actor, Candidacy, Cycle, Phase, Places, evidence_counts, is_ready, move, stands_until

DAY = date(2026, 7, 20)
HR, HR2 = Actor("hr1", frozenset({"hr"})), Actor("hr2", frozenset({"hr"}))
OPS = Actor("ops1", frozenset({"ops"}))
LEAD = Actor("lead1", frozenset({"lead", "agent"}))
AGENT = Actor("a1", frozenset({"agent"}))
SYSTEM = Actor("system", frozenset({"system"}))
CYCLE = Cycle("2026H2", date(2026, 7, 1), date(2026, 7, 15), (Places("s1", "senior", 1),), "open")
SOMEBODY = Candidacy("a1", "s1", "intermediate", "senior", "ready", frozenset({"lead1"}))


def at(phase: Phase) -> Cycle:
    noticed = DAY if phase in {"noticed", "closed"} else None
    return replace(CYCLE, phase=phase, noticed=noticed)


def after(
    phase: Phase, *did: tuple[Actor, Action], start: Candidacy = SOMEBODY, room: int = 1, on: date = DAY
) -> Candidacy:
    """The candidacy after all of these, none of which may be refused."""
    found = start
    for actor, action in did:
        outcome = act(At(at(phase), found, actor, on, room), action)
        assert isinstance(outcome, Candidacy), (action, outcome)
        found = outcome
    return found


def refused(
    phase: Phase, actor: Actor, action: Action, start: Candidacy = SOMEBODY, room: int = 1, on: date = DAY
) -> str:
    outcome: Outcome = act(At(at(phase), start, actor, on, room), action)
    assert isinstance(outcome, Refusal), outcome
    return outcome.code


NONE = Declare(conflict=False)
DECLARED = after("open", (HR, NONE), (HR2, NONE), (OPS, NONE), (LEAD, NONE))
PROPOSED = after("deciding", (HR, Propose("promote", "clear case")), start=DECLARED)
DEFERRED = after("deciding", (HR, Propose("defer", "one more month")), (OPS, Confirm("defer")), start=DECLARED)


def test_the_usual_way() -> None:
    found = after("open", (AGENT, Nominate()), (LEAD, Nominate()), (SYSTEM, Nominate()), (LEAD, NONE))
    assert [one.kind for one in found.nominations] == ["self", "lead", "system"]
    found = after("calibrating", (LEAD, Recommend(support=True, reason="steady")), (HR, NONE), (OPS, NONE), start=found)
    found = after("deciding", (HR, Propose("promote", "steady and asked for")), (OPS, Confirm("promote")), start=found)
    assert found.decided
    assert found.decision is not None
    assert (found.decision.by, found.decision.confirmed_by) == ("hr1", "ops1")


@pytest.mark.parametrize(
    ("phase", "actor", "action", "start", "code"),
    [
        ("deciding", AGENT, Nominate(), SOMEBODY, "wrong_phase"),
        ("open", Actor("lead2", frozenset({"lead"})), Nominate(), SOMEBODY, "not_your_people"),
        ("open", LEAD, Recommend(support=True, reason="x"), SOMEBODY, "declare_first"),
        ("open", HR, Recommend(support=True, reason="x"), DECLARED, "not_your_people"),
        ("open", LEAD, Recommend(support=True, reason=" "), DECLARED, "reason_missing"),
        ("deciding", LEAD, Recommend(support=True, reason="x"), DECLARED, "wrong_phase"),
        ("open", HR, Declare(conflict=True), SOMEBODY, "reason_missing"),
        ("open", AGENT, NONE, SOMEBODY, "not_your_role"),
        ("open", HR, Withdraw(), SOMEBODY, "own_case_only"),
        ("calibrating", HR, Propose("promote", "x"), DECLARED, "wrong_phase"),
        ("deciding", HR, Propose("promote", "x"), SOMEBODY, "declare_first"),
        ("deciding", LEAD, Propose("promote", "x"), DECLARED, "not_your_role"),
        ("deciding", HR, Propose("promote", ""), DECLARED, "reason_missing"),
        ("deciding", HR, Propose("promote", "x"), replace(DECLARED, state="blocked"), "blocked"),
        ("deciding", HR, Propose("ready_without_place", "x"), replace(DECLARED, state="nearly"), "not_ready"),
        ("deciding", HR, Confirm("promote"), PROPOSED, "second_person_needed"),
        ("deciding", OPS, Confirm("hold"), PROPOSED, "proposal_changed"),
        ("deciding", OPS, Confirm("promote"), DECLARED, "nothing_proposed"),
        ("deciding", OPS, SendBack(""), PROPOSED, "reason_missing"),
        ("deciding", HR2, Propose("hold", "x"), DEFERRED, "decided_already"),
        ("deciding", AGENT, LodgeAppeal("unfair"), DEFERRED, "wrong_phase"),
        ("noticed", LEAD, LodgeAppeal("unfair"), DEFERRED, "own_case_only"),
        ("noticed", AGENT, LodgeAppeal(""), DEFERRED, "reason_missing"),
        ("noticed", HR2, AnswerAppeal(upheld=True, reason="x"), DEFERRED, "no_open_appeal"),
        ("noticed", HR2, Propose("promote", "x"), DEFERRED, "wrong_phase"),
        ("open", AGENT, Nominate(), replace(SOMEBODY, withdrawn=DAY), "withdrawn"),
    ],
)
def test_refusals(phase: Phase, actor: Actor, action: Action, start: Candidacy, code: str) -> None:
    assert refused(phase, actor, action, start) == code


def test_a_conflict_of_interest_keeps_out() -> None:
    cousin = after("deciding", (OPS, Declare(conflict=True, note="cousins")), start=PROPOSED)
    assert refused("deciding", OPS, Confirm("promote"), cousin) == "conflict_of_interest"
    # The proposal of somebody who then sees a conflict falls.
    fallen = after("deciding", (HR, Declare(conflict=True, note="neighbours")), start=PROPOSED)
    assert fallen.decision is None
    again = after("deciding", (HR, NONE), (HR, Propose("promote", "a mix-up of names")), start=fallen)
    assert again.conflict_of("hr1") is False


def test_nobody_decides_about_oneself_or_the_own_people() -> None:
    both = Actor("a1", frozenset({"hr", "lead", "agent"}))
    for action in (NONE, Propose("promote", "x"), Confirm("promote")):
        assert refused("deciding", both, action, PROPOSED) == "own_case"
    leading_hr = Actor("lead1", frozenset({"hr", "lead"}))
    assert refused("deciding", leading_hr, Propose("promote", "x"), DECLARED) == "recommended_or_leads"


def test_places() -> None:
    assert refused("deciding", HR, Propose("promote", "x"), DECLARED, room=0) == "no_place"
    waiting = after(
        "deciding", (HR, Propose("ready_without_place", "x")), (OPS, Confirm("ready_without_place")), start=DECLARED
    )
    assert waiting.decision is not None
    assert stands_until(waiting.decision) == date(2027, 7, 20)
    later = replace(SOMEBODY, state="developing", standing_until=date(2027, 7, 20))
    assert is_ready(later, date(2027, 7, 19))
    assert not is_ready(later, date(2027, 7, 20))
    assert not is_ready(replace(later, state="blocked"), DAY)


def test_an_appeal() -> None:
    appealed = after("noticed", (AGENT, LodgeAppeal("June was my best month")), start=DEFERRED)
    assert refused("noticed", AGENT, LodgeAppeal("again"), appealed) == "appealed_already"
    for involved in (HR, OPS):
        assert refused("noticed", involved, AnswerAppeal(upheld=True, reason="x"), appealed) == "decided_this"
    dismissed = after("noticed", (HR2, AnswerAppeal(upheld=False, reason="May counts as well")), start=appealed)
    assert dismissed.decision == DEFERRED.decision
    upheld = after("noticed", (HR2, AnswerAppeal(upheld=True, reason="June was left out")), start=appealed)
    assert upheld.decision is None
    assert refused("noticed", HR, Propose("promote", "x"), upheld) == "decision_overturned"
    ops2 = Actor("ops2", frozenset({"ops"}))
    anew = after(
        "noticed", (ops2, NONE), (HR2, Propose("promote", "as it should be")), (ops2, Confirm("promote")), start=upheld
    )
    assert anew.decided
    assert refused("noticed", AGENT, LodgeAppeal("x"), anew) == "appealed_already"


def test_appeals_have_a_last_day() -> None:
    assert at("noticed").appeals_end == date(2026, 8, 3)
    after("noticed", (AGENT, LodgeAppeal("in time")), start=DEFERRED, on=date(2026, 8, 3))
    assert refused("noticed", AGENT, LodgeAppeal("late"), DEFERRED, on=date(2026, 8, 4)) == "appeals_over"


def test_phases_one_at_a_time_and_by_hr_alone() -> None:
    cycle: Any = replace(CYCLE, phase="draft")
    decided = [after("deciding", (OPS, Confirm("promote")), start=PROPOSED)]
    assert move(cycle, "deciding", HR, DAY, []) == Refusal("not_the_next_phase", "draft")
    assert move(cycle, "open", OPS, DAY, []) == Refusal("not_your_role", "hr")
    for to in ("open", "calibrating", "deciding", "calibrating", "deciding"):
        cycle = move(cycle, to, HR, DAY, [DECLARED])
        assert cycle.phase == to
    assert move(cycle, "noticed", HR, DAY, [DECLARED], DAY) == Refusal("undecided", "a1")
    assert move(cycle, "noticed", HR, DAY, decided) == Refusal("no_effective_date")
    noticed: Any = move(cycle, "noticed", HR, DAY, [*decided, replace(SOMEBODY, withdrawn=DAY)], date(2026, 8, 1))
    assert (noticed.noticed, noticed.effective) == (DAY, date(2026, 8, 1))
    assert move(noticed, "cancelled", HR, DAY, decided) == Refusal("phase_over", "noticed")
    appealed = [after("noticed", (AGENT, LodgeAppeal("x")), start=DEFERRED)]
    assert move(noticed, "closed", HR, date(2026, 9, 1), appealed) == Refusal("appeal_open", "a1")
    assert move(noticed, "closed", HR, date(2026, 8, 3), decided) == Refusal("appeals_still_possible", "2026-08-03")
    closed: Any = move(noticed, "closed", HR, date(2026, 8, 4), decided)
    assert closed.phase == "closed"
    assert isinstance(move(closed, "open", HR, DAY, []), Refusal)
    cancelled: Any = move(cycle, "cancelled", HR, DAY, [])
    assert isinstance(move(cancelled, "open", HR, DAY, []), Refusal)


def test_frozen_evidence() -> None:
    as_of, begins = date(2026, 7, 15), datetime(2026, 7, 14, 16, tzinfo=UTC)
    inside = datetime(2026, 7, 24, 15, 59, 59, tzinfo=UTC)
    assert evidence_counts(date(2026, 7, 14), inside, as_of, begins)
    assert not evidence_counts(date(2026, 7, 15), inside, as_of, begins)
    assert not evidence_counts(date(2026, 7, 14), datetime(2026, 7, 24, 16, tzinfo=UTC), as_of, begins)


def many(n: int) -> list[Candidacy]:
    return [replace(DECLARED, person=f"a{i}", leads=frozenset(), site="s1" if i % 2 else "s2") for i in range(n)]


def promoted(found: Iterable[Outcome]) -> list[Candidacy]:
    return [one for one in found if isinstance(one, Candidacy) and one.decision is not None]


def test_in_bulk_places_go_down_one_by_one() -> None:
    cycle = replace(at("deciding"), places=(Places("s1", "senior", 2), Places("s2", "senior", 1)))
    people = many(7)
    everybody = frozenset(one.person for one in people)
    found = act_on_all(cycle, people, everybody, HR, Propose("promote", "as listed"), DAY)
    assert [one.person for one in promoted(found)] == ["a0", "a1", "a3"]
    assert {one.code for one in found if isinstance(one, Refusal)} == {"no_place"}
    # Confirming takes no second place; what was refused is still undecided.
    now = [one if isinstance(one, Candidacy) else people[i] for i, one in enumerate(found)]
    assert room_for(cycle, now, now[1]) == 1
    assert room_for(cycle, now, now[5]) == 0
    confirmed = act_on_all(cycle, now, frozenset({"a0", "a1", "a3"}), OPS, Confirm("promote"), DAY)
    assert sum(one.decided for one in promoted(confirmed)) == 3


ACTIONS = st.sampled_from(
    [
        Nominate(), Withdraw(), NONE, Declare(conflict=True, note="x"), Recommend(support=True, reason="x"),
        Propose("promote", "x"), Propose("hold", "x"), Propose("ready_without_place", "x"), Confirm("promote"), Confirm("hold"),
        SendBack("x"), LodgeAppeal("x"), AnswerAppeal(upheld=True, reason="x"), AnswerAppeal(upheld=False, reason="x"),
    ]
)  # fmt: skip
ACTORS = st.sampled_from(
    [HR, HR2, OPS, LEAD, AGENT, SYSTEM, Actor("a1", frozenset({"hr"})), Actor("lead1", frozenset({"hr", "lead"}))]
)


@given(st.lists(st.tuples(st.sampled_from(PHASES), st.integers(0, 3), ACTORS, ACTIONS), max_size=60))
def test_whatever_is_tried(tries: list[tuple[Phase, int, Actor, Action]]) -> None:
    people = [replace(one, site="s1") for one in many(3)]
    people.append(SOMEBODY)
    cycle = replace(CYCLE, places=(Places("s1", "senior", 1),))
    for phase, which, actor, action in tries:
        now = replace(at(phase), places=cycle.places)
        before = people[which]
        outcome = act(At(now, before, actor, DAY, room_for(now, people, before)), action)
        if isinstance(outcome, Refusal):
            continue
        people[which] = outcome
        decision = outcome.decision
        if decision is not None:
            # Two different people, neither the candidate, its lead, nor one with a conflict; always with a reason.
            assert decision.by not in {outcome.person, *outcome.leads}
            assert decision.confirmed_by not in {outcome.person, decision.by, *outcome.leads}
            assert decision.reason
            assert outcome.decided or outcome.conflict_of(decision.by) is False
            assert not {decision.by, decision.confirmed_by} & outcome.overturned
        held = [one for one in people if one.withdrawn is None and one.decision and one.decision.kind == "promote"]
        assert len(held) <= 1


def test_the_audit_trail_can_be_stored() -> None:
    trail: list[Deed] = [Nominate(), Propose("hold", "x"), Confirm("hold"), AnswerAppeal(upheld=True, reason="x")]
    assert msgspec.json.decode(msgspec.json.encode(trail), type=list[Deed]) == trail
    assert msgspec.json.decode(msgspec.json.encode(DEFERRED), type=Candidacy) == DEFERRED
