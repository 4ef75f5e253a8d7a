"""What records look like on the wire."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from server.ladder.records.permitted import SETTLED_ELSEWHERE
from server.ladder.records.record import AnyBody, Record, Source
from server.people.shapes import wire
from server.wire import Bilingual, Code, Instant


class RecordIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A record to be entered. With a `ref` of the sender's own, sending it again changes nothing."""

    agent: Code
    on: date
    body: AnyBody
    ref: Annotated[str, Meta(max_length=200)] = ""
    carried_over: bool = False


class WithdrawIn(Struct, forbid_unknown_fields=True):
    """Why a record does not hold."""

    reason: Annotated[str, Meta(min_length=1, max_length=2000)]


class WithdrawnOut(Struct):
    """When, by whom and why a record was withdrawn."""

    at: Instant
    by: str
    reason: str


class RecordOut(Struct):
    """A record; `name` is what the centre calls the course, exam or badge it is about, `by` the account or agent that
    entered it."""

    id: int
    agent: str
    on: date
    body: AnyBody
    name: Bilingual | None
    source: Source
    carried_over: bool
    ref: str
    accepted_at: Instant
    by: str
    withdrawn: WithdrawnOut | None
    withdrawable: bool


class RecordsOut(Struct):
    """A list that is always whole, newest day first; `enters` are the kinds one may enter for this person."""

    items: list[RecordOut]
    enters: list[str]


class EnteredOut(Struct):
    """The id of each record in the order they were sent; the earlier one where the sender repeated itself."""

    ids: list[int]


Naming = dict[str, str]
"""What to call an actor key."""


def record_out(
    agent: str, record: Record, name: Bilingual | None, names: Naming, writable: frozenset[str]
) -> RecordOut:
    """For the wire."""
    withdrawn = None
    if record.withdrawn_at is not None:
        by = record.withdrawn_by or ""
        withdrawn = WithdrawnOut(wire(record.withdrawn_at), names.get(by, by), record.withdrawn_because or "")
    return RecordOut(
        id=record.id,
        agent=agent,
        on=record.on,
        body=record.body,
        name=name,
        source=record.source,
        carried_over=record.carried_over,
        ref=record.ref,
        accepted_at=wire(record.accepted_at),
        by=names.get(record.entered_by, record.entered_by),
        withdrawn=withdrawn,
        withdrawable=withdrawn is None and record.kind in writable and record.source not in SETTLED_ELSEWHERE,
    )
