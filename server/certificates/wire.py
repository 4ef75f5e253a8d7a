"""Certificates as they go over the wire."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from server.certificates.grounds import Deserved, Kind
from server.certificates.jobs import Job
from server.certificates.printing import Language
from server.certificates.service import Seen
from server.certificates.store import Issued
from server.certificates.words import serial
from server.ladder.dossiers.document import decode
from server.wire import Bilingual, Code, Named

Ground = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[0-9A-Za-z:._-]+\Z")]


class KeyIn(Struct, frozen=True, forbid_unknown_fields=True):
    """One certificate: for what, and whose. Without an agent or a team it is one's own."""

    kind: Kind
    ground: Ground
    agent: Code | None = None
    team: Code | None = None


class CertificateOut(Struct, kw_only=True):
    """Something earned, and the certificate for it; `number` and `serial` once it was issued."""

    kind: Kind
    ground: str
    agent: Named | None
    team: Named | None
    on: date
    title: Bilingual
    name: Bilingual
    says: Bilingual
    number: str | None
    serial: Bilingual | None
    issued_at: datetime | None
    withdrawn_at: datetime | None = None


class CertificatesOut(Struct):
    """A list that is always whole."""

    items: list[CertificateOut]


class DeskOut(Struct):
    """What can be printed: the newest, and how many there are in all."""

    items: list[CertificateOut]
    total: int


class NumberOut(Struct):
    """A certificate that was issued."""

    number: str


class JobIn(Struct, forbid_unknown_fields=True):
    """Which ones, in the order of the pages."""

    items: Annotated[list[KeyIn], Meta(min_length=1, max_length=500)]
    language: Language = "zh"


class JobOut(Struct, kw_only=True):
    """How far a print job has come; `left_out` lost their ground before their turn came."""

    id: int
    asked_at: datetime
    language: Language
    total: int
    done: int
    left_out: int
    finished: bool


class JobsOut(Struct):
    """One's own, newest first."""

    items: list[JobOut]


class GrantOut(Struct, kw_only=True):
    """What was given."""

    id: int
    kind: Kind
    ground: str


class ReasonIn(Struct, forbid_unknown_fields=True):
    """Why it is taken back."""

    reason: Annotated[str, Meta(min_length=5, max_length=500)]


def seen_out(one: Seen) -> CertificateOut:
    """What was earned, as a list shows it."""
    found, issued = one.deserved, one.issued
    return CertificateOut(
        kind=found.kind,
        ground=found.ground,
        agent=one.owner if found.agent_id is not None else None,
        team=one.owner if found.team_id is not None else None,
        on=found.on,
        title=found.title,
        name=found.name,
        says=found.says,
        number=issued.number if issued else None,
        serial=serial(issued.year, issued.serial) if issued else None,
        issued_at=issued.issued_at if issued else None,
    )


def gone_out(one: Issued) -> CertificateOut:
    """A withdrawn certificate: what it said, for its owner."""
    document = decode(one.content) if one.content is not None else None
    nothing = Bilingual("", "")
    return CertificateOut(
        kind=one.kind,  # type: ignore[arg-type]  # written by us
        ground=one.ground,
        agent=one.owner if one.agent_id is not None else None,
        team=one.owner if one.team_id is not None else None,
        on=document.as_of if document else one.issued_at.date(),
        title=document.title if document else nothing,
        name=document.title if document else nothing,
        says=(document.says if document else None) or nothing,
        number=one.number,
        serial=serial(one.year, one.serial),
        issued_at=one.issued_at,
        withdrawn_at=one.withdrawn_at,
    )


def job_out(job: Job) -> JobOut:
    """A print job on the wire."""
    return JobOut(
        id=job.id,
        asked_at=job.asked_at,
        language=job.language,
        total=job.total,
        done=job.done,
        left_out=job.left_out,
        finished=job.finished_at is not None,
    )


def grant_out(one: Deserved) -> GrantOut:
    """A grant by its number."""
    return GrantOut(id=int(one.ground), kind=one.kind, ground=one.ground)
