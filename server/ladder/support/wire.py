"""Support plans and measures as they travel."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from career.exact import Decimal
from career.support import MeasureKind
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.ladder.support.store import Cause, Due, MeasureKept, PlanKept
from server.wire import Code, Named

Words = Annotated[str, Meta(min_length=1, max_length=4000)]


class PlanIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A plan to be opened: what is to be reached, what the centre does for it, and until when."""

    agent: Code
    cause: Cause = "performance"
    goals: Words
    help: Words
    starts: date
    ends: date


class ReviewIn(Struct, forbid_unknown_fields=True):
    """How a plan ended, in words that the person reads."""

    recovered: bool
    review: Words


class PlanOut(Struct, kw_only=True):
    """A support plan."""

    id: int
    agent: Named
    level: str
    team: Named | None
    cause: Cause
    goals: str
    help: str
    starts: date
    ends: date
    opened_by: str
    opened_at: datetime
    outcome: str
    review: str | None
    reviewed_by: str | None
    reviewed_on: date | None
    may: list[str]
    """What the asking account may do: review."""


class MeasureIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A measure to be proposed."""

    agent: Code
    kind: MeasureKind
    reason: Words
    level: Code | None = None
    effective: date


class DecideIn(Struct, forbid_unknown_fields=True):
    """Why it is sent back; nothing where it is confirmed."""

    reason: Annotated[str, Meta(max_length=4000)] = ""


class MeasureOut(Struct, kw_only=True):
    """A measure."""

    id: int
    agent: Named
    plan: int
    kind: MeasureKind
    reason: str
    level: str | None
    effective: date
    proposed_by: str
    proposed_on: date
    outcome: str | None
    answer: str | None
    decided_by: str | None
    decided_on: date | None
    may: list[str]
    """What the asking account may do: confirm, send_back."""


class AgainIn(Struct, forbid_unknown_fields=True):
    """A level whose exam is asked for again."""

    level: Code
    every_months: Annotated[int, Meta(ge=1, le=120)]
    pass_mark: Decimal


class DueOut(Struct, kw_only=True):
    """Whose exam is asked for again."""

    agent: Named
    team: Named | None
    level: str
    certified: date
    due: date
    every_months: int
    under_way: bool


class Recertification(Struct):
    """Which levels ask again, and who is due."""

    asked: list[AgainIn]
    due: list[DueOut]


class Plans(Struct):
    """A list that is always whole."""

    items: list[PlanOut]


class Measures(Struct):
    """A list that is always whole."""

    items: list[MeasureOut]


def plan_out(actor: Actor, plan: PlanKept) -> PlanOut:
    """A plan as the asking account sees it."""
    plans = actor.may(Permission.CYCLES_RUN) or actor.may(Permission.CYCLES_RECOMMEND)
    own = plan.agent_id == actor.agent_id
    return PlanOut(
        id=plan.id,
        agent=plan.agent,
        level=plan.level,
        team=plan.team,
        cause=plan.cause,
        goals=plan.goals,
        help=plan.help,
        starts=plan.starts,
        ends=plan.ends,
        opened_by=plan.opened_by,
        opened_at=plan.opened_at,
        outcome=plan.outcome,
        review=plan.review,
        reviewed_by=plan.reviewed_by,
        reviewed_on=plan.reviewed_on,
        may=["review"] if plan.outcome == "running" and plans and not own else [],
    )


def measure_out(actor: Actor, measure: MeasureKept) -> MeasureOut:
    """A measure as the asking account sees it."""
    may = []
    if measure.outcome is None and actor.kind == "account" and actor.may(Permission.CYCLES_DECIDE):
        mine = measure.proposed_who == f"account:{actor.id}"
        may = ["send_back"] if mine else ["confirm", "send_back"]
    return MeasureOut(
        id=measure.id,
        agent=measure.agent,
        plan=measure.plan_id,
        kind=measure.kind,
        reason=measure.reason,
        level=measure.level,
        effective=measure.effective,
        proposed_by=measure.proposed_by,
        proposed_on=measure.proposed_on,
        outcome=measure.outcome,
        answer=measure.answer,
        decided_by=measure.decided_by,
        decided_on=measure.decided_on,
        may=may,
    )


def due_out(due: Due) -> DueOut:
    """Somebody who is due."""
    return DueOut(
        agent=due.agent,
        team=due.team,
        level=due.level,
        certified=due.certified,
        due=due.due,
        every_months=due.every_months,
        under_way=due.under_way,
    )
