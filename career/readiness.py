"""How ready somebody is for a step: all verdicts together, one state and one score. It is advice; people decide."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from career.criteria import AnyOf, Exam, Kind, TestCalls, by_month
from career.evidence import View
from career.exact import MICRO, ONE, ZERO, Ratio
from career.verdict import Verdict
from career.versions import Step, Version, judged_by

State = Literal["blocked", "developing", "nearly", "ready"]
STATES: tuple[State, ...] = ("blocked", "developing", "nearly", "ready")
"""From least to most."""

RESULT_METRICS = frozenset({"test_call", "training_score"})
"""The metrics of marks, which a criterion may ask about as well."""

MAX_BONUS = (5, 100)
"""Education adds at most 5 per cent to the score."""


class Readiness(Struct, frozen=True, gc=False):
    """One person judged for one step.

    `verdicts` come in the order of `step.enabled`. `score` is Σ weight × progress / Σ weight over what is asked of this
    person, plus the bonus; it is exact and at most 1.05. `blockers` are codes.
    """

    state: State
    score: Ratio
    verdicts: tuple[Verdict, ...]
    blockers: tuple[str, ...] = ()


def assess(step: Step, view: View) -> Readiness:
    """*ready*: all required met; *nearly*: one open, itself at 0.9 or more; *blocked*: an open disciplinary case or a failed
    gate, whatever the rest says; else *developing*."""
    verdicts = tuple([criterion.judge(view) for criterion, _, _ in step.played])
    blockers = _blockers(view)
    score, n_open, last_open = _added_up(step, verdicts)
    return Readiness(_state(blockers, n_open, last_open), score, verdicts, blockers)


def is_ready(step: Step, view: View) -> bool:
    """Whether `assess` would say *ready*; judges no further than the first required criterion that is open."""
    if _blockers(view):
        return False
    verdicts = (criterion.judge(view) for criterion, required, _ in step.played if required)
    return all(verdict.status == "met" or not verdict.asked for verdict in verdicts)


def may_be_ready(step: Step, view: View) -> bool:
    """False only where `is_ready` is, whatever the months of this person hold: they cost most to read, and many a pass
    is decided without them."""
    if _blockers(view):
        return False
    verdicts = (criterion.judge(view) for criterion, required, _ in step.played if required and not by_month(criterion))
    return all(verdict.status == "met" or not verdict.asked for verdict in verdicts)


def sealed(step: Step, readiness: Readiness) -> Readiness:
    """As people read it who may not know what learning came to: of those criteria they read met or not met, and in the
    score each counts whole or not at all."""
    verdicts = tuple(
        [
            _sealed(verdict) if tells_results(criterion) else verdict
            for (criterion, _, _), verdict in zip(step.played, readiness.verdicts, strict=True)
        ]
    )
    return replace(readiness, verdicts=verdicts, score=_added_up(step, verdicts)[0])


def tells_results(criterion: Kind) -> bool:
    """Whether a criterion's figures tell marks of exams or test calls."""
    if isinstance(criterion, AnyOf):
        return any(tells_results(one) for one in criterion.of)
    named = {name for field, name in criterion.names() if field == "metric"}
    return isinstance(criterion, Exam | TestCalls) or not RESULT_METRICS.isdisjoint(named)


def _sealed(verdict: Verdict) -> Verdict:
    progress = ONE if verdict.met else ZERO
    parts = tuple([_sealed(part) for part in verdict.parts])
    return replace(verdict, value=None, progress=progress, refs=(), window=None, parts=parts)


def _added_up(step: Step, verdicts: Sequence[Verdict]) -> tuple[Ratio, int, Verdict | None]:
    """The score, how many required criteria are open, and the last of those."""
    top, bottom, weights = 0, 1, 0
    n_open = 0
    bonus: Ratio | None = None
    last_open = None
    for (_, required, weight), verdict in zip(step.played, verdicts, strict=True):
        if not verdict.asked:
            continue
        if weight:
            a, b = verdict.progress
            if b == 1:
                top += weight * a * bottom
            else:
                top, bottom = top * b + weight * a * bottom, bottom * b
            weights += weight
        elif not required:
            bonus = _larger(bonus, verdict.progress)
        if required and verdict.status != "met":
            n_open += 1
            last_open = verdict
    # Nothing asked at all is all that could be asked.
    score = (top, bottom * weights) if weights else (1, 1)
    if bonus is not None:
        a, b = bonus[0] * MAX_BONUS[0], bonus[1] * MAX_BONUS[1]
        score = (score[0] * b + a * score[1], score[1] * b)
    return score, n_open, last_open


def _state(blockers: tuple[str, ...], n_open: int, last_open: Verdict | None) -> State:
    if blockers:
        return "blocked"
    if last_open is None:
        return "ready"
    a, b = last_open.progress
    return "nearly" if n_open == 1 and a * 10 >= b * 9 else "developing"


def _larger(one: Ratio | None, other: Ratio) -> Ratio:
    return other if one is None or other[0] * one[1] > one[0] * other[1] else one


def _blockers(view: View) -> tuple[str, ...]:
    evidence = view.evidence
    found = []
    if evidence.disciplinary and view.open_cases():
        found.append("disciplinary")
    if evidence.gates and any(mark.result == "exit" for mark in view.gate_marks().values()):
        found.append("gate_failed")
    return tuple(found)


def more_favourable(one: Readiness, other: Readiness) -> bool:
    """Whether `one` is strictly better: by state, then by score."""
    a, b = STATES.index(one.state), STATES.index(other.state)
    return a > b if a != b else one.score[0] * other.score[1] > other.score[0] * one.score[1]


def assess_in_cycle(
    versions: Sequence[Version], source: str, target: str, view: View, opened: date
) -> tuple[Version, Readiness] | None:
    """Judged by the version in force when the cycle opened, or by one it replaced within six months if that is more
    favourable; None where neither knows the step."""
    best: tuple[Version, Readiness] | None = None
    for version in judged_by(versions, opened):
        step = version.step(source, target)
        if step is not None:
            found = assess(step, view)
            if best is None or more_favourable(found, best[1]):
                best = version, found
    return best


def percent(score: Ratio) -> int:
    """A score as micro-units of per cent, rounded down: nobody reads 100 before all is done."""
    return score[0] * 100 * MICRO // score[1]
