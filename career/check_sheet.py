"""Judges the rules of a scorecard before a month is judged by them: all faults together, each with its place."""

from collections.abc import Collection, Iterator

from msgspec import structs

from career.exact import MICRO, parse_decimal
from career.merits import Clamp, Curve
from career.refusal import Fault
from career.scorecard import Cap, Rules, Term

AMOUNTS = ("floor", "target", "stretch", "within", "tolerance", "unit_target", "coefficient")
POSITIVE = ("tolerance", "unit_target")


def check_sheet(rules: Rules, metrics: Collection[str] | None = None) -> list[Fault]:
    """Every fault of a scorecard; without `metrics` their names are not looked at."""
    found = []
    codes = [term.code for term in rules.terms]
    for i, term in enumerate(rules.terms):
        if term.code in codes[:i]:
            found.append(Fault("code_twice", f"terms.{i}.code", term.code))
        found += _term(f"terms.{i}", term, metrics)
    for i, cap in enumerate(rules.caps):
        found += _cap(f"caps.{i}", cap)
    missing = _amount(rules.max_missing)
    if missing is None or not 0 <= missing < 100 * MICRO:
        found.append(Fault("bad_amount", "max_missing", rules.max_missing))
    return found


def _term(where: str, term: Term, metrics: Collection[str] | None) -> Iterator[Fault]:
    weight = _amount(term.weight)
    if weight is None or weight <= 0:
        yield Fault("weight_not_positive", f"{where}.weight", term.weight)
    fields = structs.asdict(term.how)
    amounts = {name: _amount(fields[name]) for name in AMOUNTS if name in fields}
    for name, amount in amounts.items():
        if amount is None:
            yield Fault("bad_amount", f"{where}.how.{name}", fields[name])
        elif name in POSITIVE and amount <= 0:
            yield Fault("not_positive", f"{where}.how.{name}", fields[name])
    if isinstance(term.how, Curve) and None not in amounts.values():
        low, middle, high = (amounts[name] or 0 for name in ("floor", "target", "stretch"))
        if not (low < middle < high or low > middle > high):
            yield Fault("curve_needs_points", f"{where}.how", term.how.metric)
    yield from _clamp(where, fields.get("clamp"))
    metric = fields.get("metric")
    if metric is not None and metrics is not None and metric not in metrics:
        yield Fault("unknown_metric", f"{where}.how.metric", metric)


def _clamp(where: str, clamp: Clamp) -> Iterator[Fault]:
    if clamp is not None:
        low, high = _amount(clamp[0]), _amount(clamp[1])
        if low is None or high is None or low >= high:
            yield Fault("bad_amount", f"{where}.how.clamp", "–".join(clamp))


def _cap(where: str, cap: Cap) -> Iterator[Fault]:
    if (cap.below is None) == (cap.at_least is None):
        yield Fault("one_bound", where)
    for name in ("cap", "below", "at_least"):
        text = getattr(cap, name)
        if text is not None and _amount(text) is None:
            yield Fault("bad_amount", f"{where}.{name}", text)


def _amount(text: str) -> int | None:
    try:
        return parse_decimal(text)
    except ValueError:
        return None
