"""Judges rules before anybody plays by them: all faults together, each with its place, so that a form can show them."""

from collections.abc import Iterable, Iterator, Mapping

from leaderboards.exact import parse_decimal
from leaderboards.formula import HEADCOUNT, Formula, FormulaError
from leaderboards.gathering import SCHEDULED_HOURS
from leaderboards.metrics import Metric
from leaderboards.plays import DuelPlay, GoalPlay, Play
from leaderboards.rules import Fault, PerScheduledHour, Rules, Term
from leaderboards.scoring import targets


def check(rules: Rules, metrics: Mapping[str, Metric]) -> list[Fault]:
    """Every fault of the rules; none means that `Race(rules, metrics)` will score whatever comes."""
    amounts = list(_amounts(rules))
    if amounts:
        return amounts
    return [*_method(rules, metrics), *_around(rules, metrics)]


def check_play(play: Play, participants: int) -> list[Fault]:
    """What of a duel or a goal cannot be played."""
    found = []
    texts = {"draw_margin": play.draw_margin} if isinstance(play, DuelPlay) else {}
    if isinstance(play, GoalPlay):
        texts = {"target": play.target}
    for where, text in texts.items():
        try:
            negative = parse_decimal(text) < 0
        except ValueError:
            found.append(Fault("bad_amount", f"play.{where}", text))
        else:
            found += [Fault("negative", f"play.{where}", text)] if negative else []
    if isinstance(play, DuelPlay) and participants < 2:
        found.append(Fault("two_sides", "play.sides"))
    return found


def _amounts(rules: Rules) -> Iterator[Fault]:
    """Texts that are no plain decimals; a pattern lets some slip (a trailing line break), the parser does not."""
    texts = {"min_fte": rules.min_fte, "shrinkage": rules.shrinkage}
    for i, term in enumerate(rules.terms):
        for name in ("points", "weight", "target", "floor", "cap"):
            texts[f"terms.{i}.{name}"] = getattr(term, name)
        texts |= {f"terms.{i}.targets.{queue}": target for queue, target in term.targets.items()}
    for i, condition in enumerate(rules.qualifying):
        texts |= {f"qualifying.{i}.at_least": condition.at_least, f"qualifying.{i}.at_most": condition.at_most}
    texts |= {f"guardrails.{i}.floor": guardrail.floor for i, guardrail in enumerate(rules.guardrails)}
    for where, text in texts.items():
        try:
            parse_decimal("0" if text is None else text)
        except ValueError:
            yield Fault("bad_amount", where, text or "")


def _method(rules: Rules, metrics: Mapping[str, Metric]) -> Iterator[Fault]:
    yield from _unknown(((f"terms.{i}.metric", term.metric) for i, term in enumerate(rules.terms)), metrics)
    codes = [term.metric for term in rules.terms]
    for i, code in enumerate(codes):
        if code in codes[:i]:
            yield Fault("metric_twice", f"terms.{i}.metric", code)
    if rules.method == "formula":
        yield from _formula(rules, metrics)
        return
    if rules.formula is not None:
        yield Fault("formula_unused", "formula")
    if not rules.terms:
        yield Fault("no_terms", "terms")
    if rules.method in {"attainment", "improvement"}:
        for i, term in enumerate(rules.terms):
            if term.metric in metrics:
                yield from _attainment(f"terms.{i}", term, metrics[term.metric])


def _attainment(where: str, term: Term, metric: Metric) -> Iterator[Fault]:
    if parse_decimal(term.weight) <= 0:
        yield Fault("weight_not_positive", f"{where}.weight", term.weight)
    if parse_decimal(term.floor) > parse_decimal(term.cap):
        yield Fault("floor_above_cap", f"{where}.floor", term.floor)
    target = metric.target if term.target is None else parse_decimal(term.target)
    if metric.good == "band":
        if metric.band is None and not metric.bands:
            yield Fault("no_band", f"{where}.metric", metric.code)
        if term.curve == "three_point":
            yield Fault("curve_on_band", f"{where}.curve", metric.code)
        if term.targets:
            yield Fault("targets_on_band", f"{where}.targets", metric.code)
    elif target is None and not term.targets:
        yield Fault("no_target", f"{where}.target", metric.code)
    else:
        if target is not None:
            yield from _target(f"{where}.target", term, metric, target)
        for queue, text in term.targets.items():
            yield from _target(f"{where}.targets.{queue}", term, metric, parse_decimal(text))
        if term.targets and term.curve == "three_point" and metric.combine == "sum":
            yield Fault("curve_on_queues", f"{where}.curve", metric.code)


def _target(where: str, term: Term, metric: Metric, target: int) -> Iterator[Fault]:
    if term.curve == "three_point":
        points = [metric.floor, target, metric.stretch]
        if metric.good == "lower":
            points.reverse()
        low, middle, high = points
        if low is None or middle is None or high is None or not low < middle < high:
            yield Fault("curve_needs_points", where.partition(".target")[0] + ".curve", metric.code)
    # A load per queue is divided by its target, so there even a target of nothing cannot be played.
    elif target < 0 or (target == 0 and (metric.good == "higher" or ".targets." in where)):
        yield Fault("target_not_positive", where, metric.code)


def _formula(rules: Rules, metrics: Mapping[str, Metric]) -> Iterator[Fault]:
    names = {*metrics, *targets(rules, metrics), HEADCOUNT}
    try:
        formula = Formula(rules.formula or "", frozenset(names))
    except FormulaError as error:
        yield Fault(error.code, "formula", error.word)
        return
    if not any(name in metrics for name in formula.names):
        yield Fault("no_terms", "formula")


def _around(rules: Rules, metrics: Mapping[str, Metric]) -> Iterator[Fault]:
    yield from _unknown(((f"qualifying.{i}.metric", one.metric) for i, one in enumerate(rules.qualifying)), metrics)
    yield from _unknown(((f"guardrails.{i}.metric", one.metric) for i, one in enumerate(rules.guardrails)), metrics)
    yield from _unknown(((f"tie_breakers.{i}.metric", one.metric) for i, one in enumerate(rules.tie_breakers)), metrics)
    for i, condition in enumerate(rules.qualifying):
        if condition.at_least is None and condition.at_most is None:
            yield Fault("empty_condition", f"qualifying.{i}", condition.metric)
    if isinstance(rules.team_rule, PerScheduledHour):
        yield from _unknown([("team_rule", SCHEDULED_HOURS)], metrics)
    for where, amount in (("min_fte", rules.min_fte), ("shrinkage", rules.shrinkage)):
        if amount is not None and parse_decimal(amount) < 0:
            yield Fault("negative", where, amount)


def _unknown(places: Iterable[tuple[str, str]], metrics: Mapping[str, Metric]) -> Iterator[Fault]:
    for where, code in places:
        if code not in metrics:
            yield Fault("unknown_metric", where, code)
