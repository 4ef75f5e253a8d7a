"""Dossiers and certificates as they travel."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from server.ladder.dossiers.certificates import Batch
from server.ladder.dossiers.document import Document
from server.ladder.dossiers.store import Kept
from server.wire import Bilingual, Code, Named


class DossierIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Whose dossier: of a candidate of a cycle, or of an agent as of a day. Without an agent it is one's own."""

    agent: Code | None = None
    cycle: int | None = None
    as_of: date | None = None


class DocumentOut(Struct, kw_only=True):
    """A signed document on a list."""

    number: str
    kind: str
    agent: Named
    cycle: int | None
    cycle_name: Bilingual | None
    as_of: date
    issued_at: datetime
    issued_by: str | None
    sha256: str
    key: str
    erased: bool


class DocumentPage(Struct, kw_only=True):
    """A signed document with everything in it."""

    about: DocumentOut
    document: Document


class BatchIn(Struct, forbid_unknown_fields=True):
    """The cycle whose promotions are to be certified."""

    cycle: Annotated[int, Meta(ge=1)]


class BatchOut(Struct, kw_only=True):
    """How far a batch of certificates has come."""

    id: int
    cycle: int
    total: int
    done: int
    finished: bool


def document_out(kept: Kept) -> DocumentOut:
    """A document as a list shows it."""
    return DocumentOut(
        number=kept.number,
        kind=kept.kind,
        agent=kept.agent,
        cycle=kept.cycle_id,
        cycle_name=kept.cycle,
        as_of=kept.as_of,
        issued_at=kept.issued_at,
        issued_by=kept.issued_by,
        sha256=kept.sha256.hex(),
        key=kept.key_id,
        erased=kept.content is None,
    )


def batch_out(batch: Batch) -> BatchOut:
    """A batch on the wire."""
    finished = batch.finished_at is not None
    return BatchOut(id=batch.id, cycle=batch.cycle_id, total=batch.total, done=batch.done, finished=finished)
