"""Judged calls as they travel."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct

from career.exact import MICRO, Decimal, Ratio, format_ratio
from career.quality.forms import Evaluated, Form
from server.quality.evaluations.kept import Given, Listed
from server.wire import Bilingual, Code, Named

Reference = Annotated[str, Meta(min_length=1, max_length=200)]
Words = Annotated[str, Meta(max_length=4000)]
Said = Annotated[str, Meta(min_length=1, max_length=4000)]
MarksIn = Annotated[dict[str, Decimal | None], Meta(max_length=100)]
Kind = Literal["call", "test_call"]


class JudgeIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A call as it was judged. `call` and `recording` are references into the systems that hold them; `sample` is an assignment."""

    agent: Code
    form: Code
    version: int
    kind: Kind = "call"
    call: Reference
    recording: Annotated[str, Meta(max_length=500)] = ""
    at: datetime
    queue: Code | None = None
    marks: MarksIn
    comment: Words = ""
    sample: int | None = None


class DisputeIn(Struct, forbid_unknown_fields=True):
    """What the agent holds against it."""

    reason: Said


class AnswerIn(Struct, forbid_unknown_fields=True):
    """The answer to a dispute; without marks the evaluation stands."""

    answer: Said
    marks: MarksIn | None = None


class WithdrawIn(Struct, forbid_unknown_fields=True):
    """Why it does not hold; the agent reads it."""

    reason: Said


class EvaluationOut(Struct, kw_only=True):
    """A judged call in a list."""

    id: int
    agent: Named
    team: Named | None
    form: str
    form_name: Bilingual
    version: int
    kind: str
    call: str
    at: datetime
    score: str
    critical: int
    evaluator: str
    judged_on: date
    seen: bool
    dispute: str | None
    withdrawn: bool


class MarkedOut(Struct, kw_only=True):
    """One revision of the marks and what they came to."""

    revision: int
    marks: dict[str, str | None]
    score: str
    critical: list[str]
    by: str
    at: datetime


class DisputeOut(Struct, kw_only=True):
    """A dispute and its answer."""

    reason: str
    lodged_on: date
    outcome: str
    answer: str
    answered_by: str | None
    answered_on: date | None


class WithdrawnOut(Struct):
    """That it counts nowhere any more, and why."""

    reason: str
    by: str
    at: datetime


class ShareOut(Struct):
    """A section or an ability and the share of its points that was reached, in per cent."""

    code: str
    percent: str


class EvaluationDetailOut(Struct, kw_only=True):
    """A judged call whole, with the version of the form it was judged on."""

    evaluation: EvaluationOut
    form: Form
    recording: str
    queue: str | None
    comment: str
    revisions: list[MarkedOut]
    sections: list[ShareOut]
    abilities: list[ShareOut]
    dispute: DisputeOut | None
    dispute_until: date
    withdrawn: WithdrawnOut | None
    may: list[str]
    """What the asking account may do: dispute, answer, withdraw."""


def number(score: int) -> str:
    """A score as people read it."""
    return format_ratio((score, MICRO), 4)


def evaluation_out(one: Listed) -> EvaluationOut:
    """A row."""
    return EvaluationOut(
        id=one.id,
        agent=one.agent,
        team=one.team,
        form=one.form,
        form_name=one.form_name,
        version=one.version,
        kind=one.kind,
        call=one.call,
        at=one.at,
        score=number(one.score),
        critical=one.critical,
        evaluator=one.evaluator,
        judged_on=one.judged_on,
        seen=one.seen_at is not None,
        dispute=one.outcome,
        withdrawn=one.withdrawn_at is not None,
    )


def marked_out(one: Given) -> MarkedOut:
    """A revision."""
    return MarkedOut(
        revision=one.revision,
        marks=one.marks,
        score=number(one.score),
        critical=list(one.critical),
        by=one.by,
        at=one.at,
    )


def dispute_out(one: Listed) -> DisputeOut | None:
    """The dispute, where there is one."""
    if one.reason is None or one.lodged_on is None or one.outcome is None:
        return None
    return DisputeOut(
        reason=one.reason,
        lodged_on=one.lodged_on,
        outcome=one.outcome,
        answer=one.answer or "",
        answered_by=one.answered_by,
        answered_on=one.answered_on,
    )


def withdrawn_out(one: Listed) -> WithdrawnOut | None:
    """The withdrawal, where there is one."""
    if one.withdrawn_at is None:
        return None
    return WithdrawnOut(one.withdrawn_why, one.withdrawn_by or "", one.withdrawn_at)


def shares_out(judged: Evaluated) -> tuple[list[ShareOut], list[ShareOut]]:
    """Sections and abilities of the latest marks."""
    return _shares(dict(judged.sections)), _shares(dict(judged.abilities))


def _shares(shares: dict[str, Ratio]) -> list[ShareOut]:
    return [ShareOut(code, format_ratio((100 * got, of), 1)) for code, (got, of) in shares.items()]


def detail_out(
    listed: Listed, form: Form, given: list[Given], judged: Evaluated, may: list[str], dispute_days: int
) -> EvaluationDetailOut:
    """A judged call whole."""
    sections, abilities = shares_out(judged)
    return EvaluationDetailOut(
        evaluation=evaluation_out(listed),
        form=form,
        recording=listed.recording,
        queue=listed.queue,
        comment=listed.comment,
        revisions=[marked_out(one) for one in given],
        sections=sections,
        abilities=abilities,
        dispute=dispute_out(listed),
        dispute_until=listed.judged_on + timedelta(days=dispute_days),
        withdrawn=withdrawn_out(listed),
        may=may,
    )
