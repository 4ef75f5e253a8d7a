"""An evaluation after it was given: seen by the agent, disputed in one step, answered by somebody else; and calibration."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from career.exact import Decimal, parse_decimal
from career.quality.forms import Evaluated, Form, evaluate
from career.refusal import Refusal

DISPUTE_DAYS = 7
"""The last day of a dispute is so many days after the evaluation."""


Outcome = Literal["open", "kept", "changed"]


class Dispute(Struct, frozen=True):
    """What the agent holds against an evaluation, and what came of it."""

    reason: str
    on: date
    outcome: Outcome = "open"
    answered_by: str | None = None
    answer: str = ""
    answered_on: date | None = None


class Evaluation(Struct, frozen=True):
    """A judged call: by whom, on which version of which form, with every revision of its marks, the newest last."""

    agent: str
    evaluator: str
    form: str
    version: int
    on: date
    revisions: tuple[Mapping[str, Decimal | None], ...]
    comment: str = ""
    dispute: Dispute | None = None


def may_evaluate(agent: str, evaluator: str, own_line: frozenset[str]) -> Refusal | None:
    """Nobody judges oneself, nor people of the own line (`own_line`: agents the evaluator leads or sits beside)."""
    if agent == evaluator:
        return Refusal("own_case")
    return Refusal("own_line", agent) if agent in own_line else None


def lodge(evaluation: Evaluation, by: str, reason: str, on: date) -> Evaluation | Refusal:
    """A dispute: by the agent, once, with a reason, within seven days."""
    if by != evaluation.agent:
        return Refusal("own_case_only", evaluation.agent)
    if evaluation.dispute is not None:
        return Refusal("disputed_already")
    if on > evaluation.on + timedelta(days=DISPUTE_DAYS):
        return Refusal("dispute_over", (evaluation.on + timedelta(days=DISPUTE_DAYS)).isoformat())
    if not reason.strip():
        return Refusal("reason_missing")
    return replace(evaluation, dispute=Dispute(reason, on))


def settle(
    evaluation: Evaluation, form: Form, by: str, answer: str, marks: Mapping[str, Decimal | None] | None, on: date
) -> Evaluation | Refusal:
    """The answer to a dispute, by somebody who neither judged nor was judged. New marks are a new revision, judged on the
    same version of the form; without them the evaluation stands."""
    if evaluation.dispute is None or evaluation.dispute.outcome != "open":
        return Refusal("no_open_dispute")
    if by in {evaluation.evaluator, evaluation.agent}:
        return Refusal("judged_this", by)
    if not answer.strip():
        return Refusal("reason_missing")
    if (form.code, form.version) != (evaluation.form, evaluation.version):
        return Refusal("other_form", f"{evaluation.form} {evaluation.version}")
    if marks is not None and isinstance(refused := evaluate(form, marks), Refusal):
        return refused
    changed = marks is not None and marks != evaluation.revisions[-1]
    dispute = replace(
        evaluation.dispute,
        outcome="changed" if changed else "kept",
        answered_by=by,
        answer=answer,
        answered_on=on,
    )
    revisions = (*evaluation.revisions, marks) if changed and marks is not None else evaluation.revisions
    return replace(evaluation, dispute=dispute, revisions=revisions)


class Agreement(Struct, frozen=True):
    """A calibration session: how far apart the evaluators were.

    `items` are the lines they did not agree on, with the share of evaluators who gave the commonest mark, the least agreed
    first; `distance` of each evaluator is own score − reference, in micro-units.
    """

    items: tuple[tuple[str, int, int], ...]
    distance: Mapping[str, int]


def calibrate(
    form: Form, reference: Mapping[str, Decimal | None], given: Mapping[str, Mapping[str, Decimal | None]]
) -> Agreement | Refusal:
    """Several evaluators' marks of one call against the reference agreed afterwards. Teaches evaluators; changes no score."""
    if len(given) < 2:
        return Refusal("too_few_evaluators")
    right = evaluate(form, reference)
    if isinstance(right, Refusal):
        return right
    distance: dict[str, int] = {}
    for evaluator, marks in given.items():
        judged = evaluate(form, marks)
        if isinstance(judged, Refusal):
            return judged
        distance[evaluator] = judged.score - right.score
    apart = []
    for item in form.items:
        marks_given = [marks[item.code] for marks in given.values()]
        most = max(marks_given.count(one) for one in marks_given)
        if most < len(marks_given):
            apart.append((item.code, most, len(marks_given)))
    return Agreement(tuple(sorted(apart, key=lambda one: one[1])), distance)


def worst_abilities(judged: Sequence[Evaluated], most: int = 2) -> tuple[str, ...]:
    """The abilities with the lowest mean share over these calls, for choosing practice; at most so many, level ones by name."""
    sums: dict[str, tuple[int, int]] = {}
    for one in judged:
        for ability, (got, of) in one.abilities.items():
            a, b = sums.get(ability, (0, 0))
            sums[ability] = (a + got, b + of)
    scale = parse_decimal("1")
    return tuple(sorted(sums, key=lambda ability: (sums[ability][0] * scale // sums[ability][1], ability))[:most])
