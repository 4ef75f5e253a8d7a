"""Calibration sessions as they travel."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from career.quality.disputes import Agreement
from career.quality.forms import Form
from server.quality.calibrations.store import GivenMarks, Session
from server.quality.evaluations.wire import MarksIn, Reference, Words, number
from server.wire import Bilingual, Code, Text


class SessionIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A call that several evaluators shall judge. No agent is named: it is not the agent who is looked at."""

    title: Text
    form: Code
    call: Reference
    recording: Annotated[str, Meta(max_length=500)] = ""


class GiveIn(Struct, forbid_unknown_fields=True):
    """One evaluator's marks."""

    marks: MarksIn
    comment: Words = ""


class CloseIn(Struct, forbid_unknown_fields=True):
    """The marks agreed on, and what was learnt."""

    marks: MarksIn
    note: Words = ""


class SessionOut(Struct, kw_only=True):
    """A session in a list."""

    id: int
    title: str
    form: str
    form_name: Bilingual
    version: int
    call: str
    recording: str
    opened_by: str
    opened_at: datetime
    closed_at: datetime | None
    given: int


class ByEvaluator(Struct, kw_only=True):
    """What one evaluator gave, and how far it was off the reference."""

    name: str
    mine: bool
    marks: dict[str, str | None]
    comment: str
    score: str
    distance: str | None


class Apart(Struct):
    """A line not everybody agreed on, and how many gave the commonest mark."""

    code: str
    agreed: int
    of: int


class SessionDetailOut(Struct, kw_only=True):
    """A session; until it is closed everybody sees the own marks alone."""

    session: SessionOut
    form: Form
    given: list[ByEvaluator]
    reference: dict[str, str | None] | None
    reference_score: str | None
    note: str
    closed_by: str | None
    apart: list[Apart]
    may: list[str]
    """What the asking account may do: give, close."""


class Sessions(Struct):
    """A list that is always whole."""

    items: list[SessionOut]


def session_out(one: Session) -> SessionOut:
    """A row."""
    return SessionOut(
        id=one.id,
        title=one.title,
        form=one.form,
        form_name=one.form_name,
        version=one.version,
        call=one.call,
        recording=one.recording,
        opened_by=one.opened_by,
        opened_at=one.opened_at,
        closed_at=one.closed_at,
        given=one.given,
    )


def given_out(one: GivenMarks, me: int, score: int, agreement: Agreement | None) -> ByEvaluator:
    """One evaluator's part."""
    distance = None if agreement is None else agreement.distance[str(one.account_id)]
    return ByEvaluator(
        name=one.name,
        mine=one.account_id == me,
        marks=one.marks,
        comment=one.comment,
        score=number(score),
        distance=None if distance is None else number(distance),
    )
