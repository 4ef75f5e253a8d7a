"""Judges a badge before anybody can earn it: all faults together, each with its place, those that would invite gaming included."""

from collections.abc import Iterator, Mapping
from datetime import date

from leaderboards.badges.badge import Badge
from leaderboards.badges.counted import Deeds, Milestone, Participation, TeamResult, Training
from leaderboards.badges.measuring import Condition, Measure
from leaderboards.badges.performance import Over, Periodic
from leaderboards.badges.records import Record
from leaderboards.badges.standing import Given, Level, Place, Tenure
from leaderboards.badges.streaks import Streak
from leaderboards.badges.tiers import TIERS, Step
from leaderboards.exact import MICRO, parse_decimal
from leaderboards.metrics import Metric
from leaderboards.rules import Fault

_OF_PEOPLE = (Tenure, Level, Training, TeamResult)
_SAFE_LIVE = (Milestone, Participation, TeamResult, Deeds, Training, Place, Tenure, Level, Given)
"""What is there cannot fade before it is final, except where a person or a correction says so."""


def check(badge: Badge, metrics: Mapping[str, Metric], not_before: date | None = None) -> list[Fault]:
    """Every fault; none means that the badge can be earned. A version never takes effect before `not_before` (today)."""
    amounts = list(_amounts(badge))
    if amounts:
        return amounts
    return [*_data(badge, not_before), *_steps(badge), *badge.rule.faults(), *_metrics(badge, metrics)]


def _amounts(badge: Badge) -> Iterator[Fault]:
    """Texts that slip through a pattern; nothing else can be asked before they are amounts."""
    placed = [(f"steps.{i}.at", step.at) for i, step in enumerate(badge.steps)]
    for where, one in _conditions(badge):
        placed += [(f"{where}.{name}", text) for name in ("at_least", "at_most") if (text := getattr(one, name))]
    for i, guard in enumerate(getattr(badge.rule, "guards", ())):
        placed += [(f"guards.{i}.{name}", text) for name in ("at_least", "at_most") if (text := getattr(guard, name))]
    if isinstance(badge.rule, Training) and badge.rule.at_least is not None:
        placed.append(("at_least", badge.rule.at_least))
    for where, text in placed:
        try:
            parse_decimal(text)
        except ValueError:
            yield Fault("bad_amount", where, text)


def _data(badge: Badge, not_before: date | None) -> Iterator[Fault]:
    for name in ("zh", "en", "praise_zh", "praise_en"):
        if not getattr(badge, name).strip():
            yield Fault("name_missing", name)
    if not_before is not None and badge.effective < not_before:
        yield Fault("effective_in_past", "effective", badge.effective.isoformat())
    if badge.ends is not None and badge.ends <= badge.effective:
        yield Fault("ends_before_it_begins", "ends", badge.ends.isoformat())
    if badge.of == "team" and (isinstance(badge.rule, _OF_PEOPLE) or getattr(badge.rule, "unit", "") == "shift"):
        yield Fault("people_only", "of")
    if badge.live and not isinstance(badge.rule, _SAFE_LIVE):
        yield Fault("live_not_final", "live")


def _steps(badge: Badge) -> Iterator[Fault]:
    tiers = [TIERS.index(step.tier) for step in badge.steps]
    if tiers != sorted(set(tiers)) or (0 in tiers and len(tiers) > 1):
        yield Fault("tiers_out_of_order", "steps")
    rule = badge.rule
    if not rule.stepped:
        return
    amounts = [-step.micro if rule.lower or _lower(rule) else step.micro for step in badge.steps]
    if amounts != sorted(set(amounts)):
        yield Fault("steps_do_not_rise", "steps")
    for i, step in enumerate(badge.steps):
        if rule.whole and not _counts(step):
            yield Fault("not_a_number_of", f"steps.{i}.at", step.at)
    if isinstance(rule, Streak) and rule.again and len(badge.steps) > 1:
        yield Fault("again_needs_one_tier", "steps")
    if isinstance(rule, Level) and badge.steps[-1].micro > len(rule.levels) * MICRO:
        yield Fault("more_than_all", "steps", badge.steps[-1].at)


def _lower(rule: object) -> bool:
    return isinstance(rule, Over) and rule.is_lower


def _counts(step: Step) -> bool:
    return step.micro > 0 and step.micro % MICRO == 0


def _metrics(badge: Badge, metrics: Mapping[str, Metric]) -> Iterator[Fault]:
    unknown = [(where, code) for where, code in badge.rule.names() if code not in metrics]
    yield from [Fault("unknown_metric", where, code) for where, code in unknown]
    if unknown:
        return
    rule = badge.rule
    for where, one in _conditions(badge):
        yield from _measure(f"{where}.of", one.of, metrics[one.of.metric], chosen=one.at_least is not None)
        if one.at_least is not None:
            yield from _amount_alone(badge, where, one.of, metrics)
    if isinstance(rule, Periodic):
        metric = metrics[rule.of.metric]
        yield from _measure("of", rule.of, metric, chosen=True)
        yield from _direction(rule, metric)
        yield from _amount_alone(badge, "of", rule.of, metrics)
    elif isinstance(rule, Milestone):
        if metrics[rule.metric].combine != "sum":
            yield Fault("not_a_sum", "metric", rule.metric)
        # A first is a first; more of anything needs something that must not suffer for it.
        if not rule.guards and any(step.micro > MICRO for step in badge.steps):
            yield Fault("amount_alone", "guards", rule.metric)


def _measure(where: str, of: Measure, metric: Metric, *, chosen: bool) -> Iterator[Fault]:
    """`chosen` where a high value is asked for: then luck with few must not be enough."""
    if of.per_day and metric.combine != "sum":
        yield Fault("not_a_sum", f"{where}.per_day", of.metric)
    if chosen and metric.combine == "mean" and not of.sample:
        yield Fault("sample_missing", f"{where}.sample", of.metric)


def _direction(rule: Periodic, metric: Metric) -> Iterator[Fault]:
    """Handle time and its like are best in the middle: neither shorter nor longer is ever honored."""
    if metric.good == "band":
        yield Fault("best_in_the_middle", "of", metric.code)
    elif isinstance(rule, Over | Record) and rule.direction != metric.good:
        yield Fault("wrong_direction", "direction", metric.code)


def _amount_alone(badge: Badge, where: str, of: Measure, metrics: Mapping[str, Metric]) -> Iterator[Fault]:
    """Much of something is no merit by itself: quality has to hold besides, and a large team is no better for its size."""
    metric = metrics[of.metric]
    if metric.combine != "sum" or metric.good != "higher":
        return
    others = [one for _, one in _conditions(badge) if metrics[one.of.metric].combine != "sum"]
    if not others and not getattr(badge.rule, "guards", ()):
        yield Fault("amount_alone", where, of.metric)
    if badge.of == "team" and not of.per_day:
        yield Fault("size_matters", where, of.metric)


def _conditions(badge: Badge) -> list[tuple[str, Condition]]:
    return [(f"also.{i}", one) for i, one in enumerate(getattr(badge.rule, "also", ()))]
