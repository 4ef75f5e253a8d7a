"""Judges one stretch of time: good, bad, or idle, which neither helps nor harms because nothing was asked or too little is known."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from leaderboards.badges.view import Stretch, View
from leaderboards.exact import MICRO, Ratio, parse_decimal
from leaderboards.rules import Decimal, Fault, MetricCode, QueueCode

Standing = Literal["good", "bad", "idle"]


class Measure(Struct, frozen=True, forbid_unknown_fields=True):
    """What is measured: a metric, of some queues alone where named, a sum `per_day` of work where people and teams of unequal
    hours are compared. With less than the `sample` (Σ weight: contacts, evaluations, answers) there is no data."""

    metric: MetricCode
    queues: Annotated[tuple[QueueCode, ...], Meta(max_length=50)] = ()
    per_day: bool = False
    sample: Annotated[int, Meta(ge=0, le=1_000_000)] = 0


class Condition(Struct, frozen=True, forbid_unknown_fields=True):
    """What has to hold in a stretch besides. No data in a condition leaves the stretch idle."""

    of: Measure
    at_least: Decimal | None = None
    at_most: Decimal | None = None


class Guard(Struct, frozen=True, forbid_unknown_fields=True):
    """What must not suffer for the badge: broken, it undoes the stretch; without data it passes."""

    metric: MetricCode
    at_least: Decimal | None = None
    at_most: Decimal | None = None


class Judged(NamedTuple):
    """How a stretch stands, and the code of why."""

    standing: Standing
    reason: str


def value_of(view: View, of: Measure, stretch: Stretch) -> Ratio | None:
    """The exact value in whole units; None with too small a sample, or without any fact where that is not nothing."""
    metric = view.metrics.get(of.metric)
    if metric is None:
        return None
    tally = view.tally(of.metric, stretch, of.queues)
    if tally.sum_weight < of.sample * MICRO:
        return None
    found = tally.ratio(metric.combine)
    if found is None:
        return None
    top, bottom = found
    if not of.per_day:
        return top, bottom * MICRO
    days = view.worked(stretch)
    return (top, bottom * days) if days > 0 else None


def within(value: Ratio, at_least: str | None, at_most: str | None) -> bool:
    """Whether a value keeps both bounds, each of them included."""
    scaled = value[0] * MICRO
    return (at_least is None or scaled >= parse_decimal(at_least) * value[1]) and (
        at_most is None or scaled <= parse_decimal(at_most) * value[1]
    )


def judge(
    view: View, stretch: Stretch, conditions: Sequence[Condition], guards: Sequence[Guard], min_days: int
) -> Judged:
    """How a stretch stands. Where nothing was asked it is idle whatever happened; where something was, a limit that is known to
    be broken counts however short the stretch or small the sample; then days and samples have to suffice."""
    worked = view.worked(stretch)
    if worked <= 0:
        return Judged("idle", "not_asked")
    if any(guard_broken(view, guard, stretch) for guard in guards):
        return Judged("bad", "guard_broken")
    values = [value_of(view, one.of, stretch) for one in conditions]
    for one, value in zip(conditions, values, strict=True):
        over = value is not None and not within(value, None, one.at_most)
        if over and view.metrics[one.of.metric].combine == "sum":
            return Judged("bad", "over_limit")
    if worked < min_days * MICRO:
        return Judged("idle", "too_few_days")
    if any(value is None for value in values):
        return Judged("idle", "no_data")
    for one, value in zip(conditions, values, strict=True):
        if value is not None and not within(value, one.at_least, one.at_most):
            return Judged("bad", "not_reached")
    return Judged("good", "reached")


def guard_broken(view: View, guard: Guard, stretch: Stretch) -> bool:
    """Whether something suffered that must not."""
    value = value_of(view, Measure(guard.metric), stretch)
    return value is not None and not within(value, guard.at_least, guard.at_most)


def bound_faults(conditions: Sequence[Condition], guards: Sequence[Guard]) -> Iterator[Fault]:
    """A bound that is missing, or two that leave no room between them."""
    placed: list[tuple[str, Condition | Guard]] = [(f"also.{i}", one) for i, one in enumerate(conditions)]
    placed += [(f"guards.{i}", one) for i, one in enumerate(guards)]
    for where, one in placed:
        least, most = one.at_least, one.at_most
        if least is None and most is None:
            yield Fault("bound_missing", where)
        elif least is not None and most is not None and parse_decimal(least) > parse_decimal(most):
            yield Fault("no_room", where)


def named(of: Measure | None, conditions: Sequence[Condition], guards: Sequence[Guard]) -> Iterator[tuple[str, str]]:
    """Every metric leant on, with the field it stands in."""
    if of is not None:
        yield "of.metric", of.metric
    for i, one in enumerate(conditions):
        yield f"also.{i}.of.metric", one.of.metric
    for i, guard in enumerate(guards):
        yield f"guards.{i}.metric", guard.metric
