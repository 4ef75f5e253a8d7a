"""Judged calls as they are kept, and what a list of them is filtered by."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec
from msgspec import Struct

from career.quality import disputes
from career.quality.disputes import Dispute
from server.wire import Bilingual, Named

Marks = Mapping[str, str | None]


class Person(Struct, frozen=True):
    """Whose call is judged."""

    id: int
    code: str
    zone: str


class New(Struct, frozen=True, kw_only=True):
    """A judged call to be kept."""

    agent: Person
    evaluator_id: int
    form: str
    version: int
    kind: str
    call: str
    recording: str
    at: datetime
    queue: str | None
    comment: str
    marks: Marks


class Given(Struct, frozen=True):
    """One revision of the marks."""

    revision: int
    marks: dict[str, str | None]
    score: int
    critical: tuple[str, ...]
    by: str
    at: datetime


class Listed(Struct, frozen=True, kw_only=True):
    """A judged call as it stands in a list."""

    id: int
    agent_id: int
    agent: Named
    zone: str
    team: Named | None
    evaluator_id: int
    evaluator_agent: str | None
    evaluator: str
    form: str
    form_name: Bilingual
    version: int
    kind: str
    call: str
    recording: str
    at: datetime
    queue: str | None
    comment: str
    judged_at: datetime
    judged_on: date
    score: int
    critical: int
    seen_at: datetime | None
    reason: str | None
    lodged_on: date | None
    outcome: str | None
    answer: str | None
    answered_by: str | None
    answered_on: date | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_why: str

    def rule(self, revisions: Sequence[Given]) -> disputes.Evaluation:
        """As the rule book knows it."""
        dispute = None
        if self.reason is not None and self.lodged_on is not None:
            outcome = msgspec.convert(self.outcome, type=disputes.Outcome)
            dispute = Dispute(
                self.reason, self.lodged_on, outcome, self.answered_by, self.answer or "", self.answered_on
            )
        return disputes.Evaluation(
            self.agent.code,
            self.evaluator_agent or f"account:{self.evaluator_id}",
            self.form,
            self.version,
            self.judged_on,
            tuple(one.marks for one in revisions),
            self.comment,
            dispute,
        )


class Wanted(Struct, frozen=True, kw_only=True):
    """What a list is filtered by."""

    agent: str = ""
    team: str = ""
    form: str = ""
    dispute: str = ""
    """`open`, `any`, or nothing."""
    critical: bool = False
    q: str = ""
    starts: date | None = None
    ends: date | None = None
    """Days of the call, both included, in the zone of the agent's site."""
