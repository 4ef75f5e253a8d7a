"""The four gates: in order, by a human with a reason, held once, blocked by the mentor's open items."""

from datetime import date

import pytest

from career.defaults import TO_JUNIOR
from career.evidence import GateMark, GateResult
from career.onboarding import STAGES, GateDecision, confirm, decide, needs_second, permissions_after, standing
from career.readiness import assess
from career.refusal import Refusal
from tests.career.people import person, view

DAY = date(2026, 5, 4)


def wants(
    stage: str, result: GateResult, by: str = "lead", reason: str = "seen and heard", on: date = DAY
) -> GateDecision:
    return GateDecision(stage, result, by, reason, on)


def through(*results: GateResult) -> list[GateMark]:
    """The marks after these decisions, each at the stage then under way."""
    marks: list[GateMark] = []
    for result in results:
        stage = standing(marks).stage
        assert stage is not None
        mark = decide("a1", marks, wants(stage.code, result), 0)
        assert isinstance(mark, GateMark)
        marks.append(mark)
    return marks


def test_all_four() -> None:
    assert standing([]).where == "under_way"
    marks = through("pass", "hold", "pass", "pass", "pass")
    found = standing(marks)
    assert (found.where, found.stage, found.passed) == ("passed", None, STAGES)


def test_permissions_grow_stage_by_stage() -> None:
    counts = []
    passes: list[GateResult] = ["pass"] * 4
    for n in range(4):
        stage = standing(through(*passes[:n])).stage
        assert stage is not None
        counts.append(len(stage.permissions))
    assert counts == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("results", "decision", "open_items", "code"),
    [
        ([], wants("shadowing", "pass"), 0, "gate_not_next"),
        ([], wants("study", "pass", reason="  "), 0, "reason_missing"),
        ([], wants("study", "pass", by="a1"), 0, "own_case"),
        ([], wants("study", "pass"), 2, "open_items"),
        (["hold"], wants("study", "hold"), 0, "held_once"),
        (["pass"], wants("shadowing", "pass", on=date(2026, 5, 3)), 0, "before_last_gate"),
        (["exit"], wants("study", "pass"), 0, "onboarding_over"),
        (["pass"] * 4, wants("test_calls", "pass"), 0, "onboarding_over"),
    ],
)
def test_refusals(results: list[GateResult], decision: GateDecision, open_items: int, code: str) -> None:
    found = decide("a1", through(*results), decision, open_items)
    assert isinstance(found, Refusal)
    assert found.code == code


def test_open_items_block_the_pass_alone() -> None:
    assert isinstance(decide("a1", [], wants("study", "hold"), 3), GateMark)
    assert isinstance(decide("a1", [], wants("study", "exit"), 3), GateMark)
    assert standing(through("hold")).where == "repeating"
    assert standing(through("hold", "exit")).where == "exited"


def test_an_exit_blocks_and_a_hold_does_not() -> None:
    trainee = person(hired=date(2026, 3, 1), level="trainee", gates=tuple(through("pass", "hold")))
    assert assess(TO_JUNIOR, view(trainee)).state == "developing"
    failed = person(hired=date(2026, 3, 1), level="trainee", gates=tuple(through("pass", "hold", "exit")))
    readiness = assess(TO_JUNIOR, view(failed))
    assert (readiness.state, readiness.blockers) == ("blocked", ("gate_failed",))


def test_a_hold_takes_a_second_person_who_is_not_the_trainee() -> None:
    proposal = wants("study", "hold")
    assert [needs_second(one) for one in ("pass", "hold", "exit")] == [False, True, True]
    assert confirm("agent:T", [], proposal, proposal.by) == Refusal("second_person_needed")
    assert confirm("agent:T", [], proposal, "agent:T") == Refusal("own_case")
    mark = confirm("agent:T", [], proposal, "account:99")
    assert isinstance(mark, GateMark)
    assert (mark.result, mark.by) == ("hold", proposal.by)
    # What changed meanwhile refuses it here too.
    assert confirm("agent:T", [mark], proposal, "account:99") == Refusal("held_once", "study")


def test_alone_only_after_the_last_gate() -> None:
    assert permissions_after(standing(through("pass"))) == ("listen",)
    assert permissions_after(standing(through("pass", "pass", "pass", "pass"))) == ("answer",)
    assert permissions_after(standing(through("exit"))) == ()
