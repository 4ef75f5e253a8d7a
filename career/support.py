"""Holds, downgrades, exits and recertification: support comes first, then two people decide with a reason."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from career.months import add_months
from career.refusal import Refusal
from career.review import DECIDERS, Actor, Role

MeasureKind = Literal["hold_back", "downgrade", "exit", "withdraw_certification"]
MIN_SUPPORT_DAYS = 28
"""A plan that ran for less has helped nobody."""
FRESH_MONTHS = 6
"""A finished plan carries a measure for so long; then help is offered anew."""
PLANNERS: frozenset[Role] = frozenset({"lead", "hr"})


class SupportPlan(Struct, frozen=True):
    """What was agreed with the person, by whom, over which time, and how it ended."""

    person: str
    by: str
    goals: str
    starts: date
    ends: date
    outcome: Literal["running", "recovered", "not_enough"] = "running"
    reviewed_by: str | None = None
    reviewed_on: date | None = None


class Measure(Struct, frozen=True):
    """A measure as one person proposes it; it counts once another has confirmed it."""

    person: str
    kind: MeasureKind
    reason: str
    by: str
    on: date
    confirmed_by: str | None = None
    confirmed_on: date | None = None


def open_plan(person: str, actor: Actor, goals: str, starts: date, ends: date) -> SupportPlan | Refusal:
    """A plan, or why not: it says what is to be reached and lasts long enough to help."""
    if not actor.roles & PLANNERS:
        return Refusal("not_your_role", "lead")
    if actor.who == person:
        return Refusal("own_case", person)
    if not goals.strip():
        return Refusal("reason_missing")
    if (ends - starts).days < MIN_SUPPORT_DAYS:
        return Refusal("plan_too_short", str(MIN_SUPPORT_DAYS))
    return SupportPlan(person, actor.who, goals, starts, ends)


def review_plan(plan: SupportPlan, actor: Actor, recovered: bool, on: date) -> SupportPlan | Refusal:
    """How it ended. Recovery may be seen early; that it was not enough only when its time is over."""
    if not actor.roles & PLANNERS:
        return Refusal("not_your_role", "lead")
    if actor.who == plan.person:
        return Refusal("own_case", plan.person)
    if plan.outcome != "running":
        return Refusal("plan_reviewed", plan.outcome)
    if not recovered and on < plan.ends:
        return Refusal("plan_running", plan.ends.isoformat())
    return replace(plan, outcome="recovered" if recovered else "not_enough", reviewed_by=actor.who, reviewed_on=on)


def propose(
    person: str, kind: MeasureKind, actor: Actor, reason: str, plans: Sequence[SupportPlan], on: date
) -> Measure | Refusal:
    """A measure needs the person's latest plan to have ended without enough effect, not long ago."""
    if refused := _decider(person, actor):
        return refused
    if not reason.strip():
        return Refusal("reason_missing")
    if refused := _supported(person, plans, on):
        return refused
    return Measure(person, kind, reason, actor.who, on)


def confirm(measure: Measure, actor: Actor, plans: Sequence[SupportPlan], on: date) -> Measure | Refusal:
    """The second of two; what has changed since (a new plan, a recovery) is looked at again."""
    if refused := _decider(measure.person, actor):
        return refused
    if measure.confirmed_by is not None:
        return Refusal("decided_already", measure.person)
    if measure.by == actor.who:
        return Refusal("second_person_needed", actor.who)
    if refused := _supported(measure.person, plans, on):
        return refused
    return replace(measure, confirmed_by=actor.who, confirmed_on=on)


def _decider(person: str, actor: Actor) -> Refusal | None:
    if not actor.roles & DECIDERS:
        return Refusal("not_your_role", "hr")
    return Refusal("own_case", person) if actor.who == person else None


def _supported(person: str, plans: Sequence[SupportPlan], on: date) -> Refusal | None:
    own = [plan for plan in plans if plan.person == person and plan.starts <= on]
    if not own:
        return Refusal("support_first", person)
    latest = max(own, key=lambda plan: plan.starts)
    if latest.outcome == "running":
        return Refusal("plan_running", latest.ends.isoformat())
    if latest.outcome == "recovered":
        return Refusal("recovered", person)
    if latest.reviewed_on is None or on >= add_months(latest.reviewed_on, FRESH_MONTHS):
        return Refusal("support_first", person)
    return None


def recertification_due(certified: date, every_months: int) -> date:
    """The day from which a certified level asks for its exam again. Being due changes nothing by itself: failing it opens a
    support plan, and only after that may two people propose a measure."""
    return add_months(certified, every_months)
