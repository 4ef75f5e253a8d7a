"""The four stages of onboarding and their gates: a human passes, holds once or ends it, and the mentor's log must be clear."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from career.evidence import GateMark, GateResult
from career.refusal import Refusal

STUDY, SHADOWING, REVERSE_SHADOWING, TEST_CALLS = STAGES = ("study", "shadowing", "reverse_shadowing", "test_calls")
"""业务学习, 线上带教, 实操反带教, 通关拨测: in this order."""

ALONE = "answer"
"""Customers alone, without a mentor beside: the permission that comes after the last gate."""

Where = Literal["under_way", "repeating", "passed", "exited"]


class Stage(Struct, frozen=True):
    """A stage, its usual length, and the queue permissions a trainee holds while in it."""

    code: str
    zh: str
    en: str
    weeks: int
    permissions: tuple[str, ...] = ()


DEFAULT_STAGES = (
    Stage(STUDY, "业务学习", "Study", 3),
    Stage(SHADOWING, "线上带教", "Shadowing", 2, ("listen",)),
    Stage(REVERSE_SHADOWING, "实操反带教", "Reverse shadowing", 2, ("listen", "answer_with_mentor")),
    Stage(TEST_CALLS, "通关拨测", "Test calls", 1, ("listen", "answer_with_mentor", "answer_test_calls")),
)
"""About two months in all; permissions are staged, customers alone come after the last gate."""


class Standing(Struct, frozen=True):
    """Where a trainee is: the stage under way (None when all is over), whether it is repeated, what may be done in it."""

    where: Where
    stage: Stage | None
    passed: tuple[str, ...]


class GateDecision(Struct, frozen=True):
    """What a human wants to record at a gate."""

    stage: str
    result: GateResult
    by: str
    reason: str
    on: date


def needs_second(result: GateResult) -> bool:
    """A pass stands when it is said; what keeps somebody back or ends the way takes a second person."""
    return result != "pass"


def standing(marks: Sequence[GateMark], stages: Sequence[Stage] = DEFAULT_STAGES) -> Standing:
    """Where somebody is after these decisions, in the order they were made."""
    passed = tuple([mark.stage for mark in marks if mark.result == "pass"])
    if any(mark.result == "exit" for mark in marks):
        return Standing("exited", None, passed)
    open_stages = [stage for stage in stages if stage.code not in passed]
    if not open_stages:
        return Standing("passed", None, passed)
    held = any(mark.stage == open_stages[0].code and mark.result == "hold" for mark in marks)
    return Standing("repeating" if held else "under_way", open_stages[0], passed)


def decide(
    trainee: str,
    marks: Sequence[GateMark],
    decision: GateDecision,
    open_items: int,
    stages: Sequence[Stage] = DEFAULT_STAGES,
) -> GateMark | Refusal:
    """The mark to record, or why not.

    Gates come in order; a stage is repeated once, after that it is pass or exit; open items of the mentor's daily log block
    the pass, not the hold; and nobody decides about oneself or without a reason.
    """
    now = standing(marks, stages)
    if now.stage is None:
        return Refusal("onboarding_over", now.where)
    if decision.stage != now.stage.code:
        return Refusal("gate_not_next", now.stage.code)
    if not decision.reason.strip():
        return Refusal("reason_missing")
    if decision.by == trainee:
        return Refusal("own_case")
    if marks and decision.on < marks[-1].on:
        return Refusal("before_last_gate", marks[-1].stage)
    if decision.result == "hold" and now.where == "repeating":
        return Refusal("held_once", decision.stage)
    if decision.result == "pass" and open_items:
        return Refusal("open_items", str(open_items))
    return GateMark(decision.on, decision.stage, decision.result, decision.by, decision.reason)


def confirm(
    trainee: str,
    marks: Sequence[GateMark],
    proposal: GateDecision,
    by: str,
    stages: Sequence[Stage] = DEFAULT_STAGES,
) -> GateMark | Refusal:
    """The mark of a hold or exit that a second person agrees with, or why not.

    Whatever would refuse the decision now refuses it here too; neither the trainee nor the first person confirms.
    """
    if by == trainee:
        return Refusal("own_case")
    if by == proposal.by:
        return Refusal("second_person_needed")
    return decide(trainee, marks, proposal, 0, stages)


def permissions_after(now: Standing) -> tuple[str, ...]:
    """What somebody may do on the queues: what the stage allows, all of it alone once every gate is passed, nothing after an exit."""
    if now.stage is not None:
        return now.stage.permissions
    return (ALONE,) if now.where == "passed" else ()
