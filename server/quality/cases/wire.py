"""Cases as they travel."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from server.quality.cases.ports import Practising
from server.quality.cases.store import CaseKept, Kind
from server.wire import Code, Named

Title = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]
Words = Annotated[str, Meta(min_length=1, max_length=4000, pattern=r"\S")]
Tags = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=40, pattern=r"\S")]], Meta(min_length=1, max_length=12)
]
Reference = Annotated[str, Meta(max_length=200)]


class CaseIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A call to be kept: a judged one, or any with or without its agent."""

    title: Title
    summary: Words
    kind: Kind = "model"
    tags: Tags
    agent: Code | None = None
    evaluation: int | None = None
    queue: Code | None = None
    recording: Reference = ""
    consent: bool = False
    anonymised: bool = False


class CaseChangeIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a case is to say. `revision` is the one that was read."""

    revision: int
    title: Title
    summary: Words
    kind: Kind
    tags: Tags
    queue: Code | None = None
    recording: Reference = ""
    consent: bool
    anonymised: bool


class WithdrawIn(Struct, forbid_unknown_fields=True):
    """Why a case goes."""

    why: Words


class PractiseIn(Struct, forbid_unknown_fields=True):
    """Whom to give a case, and as what kind of practice."""

    kind: Practising = "exercise"
    agents: Annotated[list[Code], Meta(max_length=500)] = []
    team: Code | None = None


class PractisedOut(Struct):
    """How many were given it, and how many had it before."""

    given: int
    before: int


class CaseOut(Struct, kw_only=True):
    """A case. The giver is left out where the reader is not to know."""

    id: int
    title: str
    summary: str
    kind: Kind
    tags: list[str]
    giver: Named | None
    evaluation: int | None
    queue: Named | None
    recording: str
    consent: bool
    anonymised: bool
    given_on: date
    revision: int
    added_by: str
    added_at: datetime
    withdrawn_at: datetime | None
    withdrawn_why: str
    practised: int


class TagOut(Struct):
    """A tag and how many cases bear it."""

    tag: str
    cases: int


class CasesOut(Struct):
    """The collection, its tags, and what the asking account may do."""

    items: list[CaseOut]
    tags: list[TagOut]
    may: list[str]


def case_out(case: CaseKept) -> CaseOut:
    """For the wire."""
    return CaseOut(
        id=case.id,
        title=case.title,
        summary=case.summary,
        kind=case.kind,
        tags=case.tags,
        giver=case.giver,
        evaluation=case.evaluation_id,
        queue=case.queue,
        recording=case.recording,
        consent=case.consent,
        anonymised=case.anonymised,
        given_on=case.given_on,
        revision=case.revision,
        added_by=case.added_by,
        added_at=case.added_at,
        withdrawn_at=case.withdrawn_at,
        withdrawn_why=case.withdrawn_why,
        practised=case.practised,
    )
