"""Judges criteria before anybody is judged by them: all faults together, each with its place, so that a form can show them."""

from collections.abc import Collection, Iterator
from datetime import date

from msgspec import Struct, structs

from career.criteria import AnyOf, Contests, Education, Kind
from career.exact import parse_decimal
from career.ladder import LEVELS, climbs
from career.onboarding import STAGES
from career.refusal import Fault
from career.versions import Asked, Step, Version

AMOUNTS = ("at_least", "at_most", "floor", "hours")
"""Fields of criteria that hold amounts as text."""


class Known(Struct, frozen=True):
    """What a centre knows, so that misspelt names are found; None: not looked at."""

    metrics: Collection[str] | None = None
    skills: Collection[str] | None = None
    exams: Collection[str] | None = None
    courses: Collection[str] | None = None

    def of(self, name: str) -> Collection[str] | None:
        """What a field of a criterion may name."""
        if name == "stages":
            return STAGES
        return {"metric": self.metrics, "named": self.skills, "exam": self.exams, "courses": self.courses}[name]


def check(version: Version, known: Known | None = None, not_before: date | None = None) -> list[Fault]:
    """Every fault of a version; none means it can be adopted. A version never takes effect before `not_before` (today)."""
    known = known or Known()
    found = []
    if not_before is not None and version.effective < not_before:
        found.append(Fault("effective_in_past", "effective", version.effective.isoformat()))
    if not version.steps:
        found.append(Fault("no_steps", "steps"))
    seen = set()
    for i, step in enumerate(version.steps):
        if (step.source, step.target) in seen:
            found.append(Fault("step_twice", f"steps.{i}", f"{step.source}-{step.target}"))
        seen.add((step.source, step.target))
        found += _step(f"steps.{i}", step, known)
    return found


def _step(where: str, step: Step, known: Known) -> Iterator[Fault]:
    unknown = [level for level in (step.source, step.target) if level not in LEVELS]
    for level in unknown:
        yield Fault("unknown_level", where, level)
    if not unknown and not climbs(step.source, step.target):
        yield Fault("step_leads_nowhere", where, step.target)
    if not any(one.role == "required" and one.enabled for one in step.asked):
        yield Fault("nothing_required", f"{where}.asked")
    codes = [one.code for one in step.asked]
    for i, one in enumerate(step.asked):
        if one.code in codes[:i]:
            yield Fault("code_twice", f"{where}.asked.{i}.code", one.code)
        yield from _asked(f"{where}.asked.{i}", one, known)
    by_code = {one.code: one for one in step.asked}
    for i, key in enumerate(step.order):
        if key.by not in by_code:
            yield Fault("unknown_order_key", f"{where}.order.{i}", key.by)
        elif _of_contests(by_code[key.by].criterion):
            yield Fault("order_by_contests", f"{where}.order.{i}", key.by)


def _of_contests(criterion: Kind) -> bool:
    """Candidates are never ordered by contests, not even by one of several alternatives."""
    if isinstance(criterion, AnyOf):
        return any(_of_contests(part) for part in criterion.of)
    return isinstance(criterion, Contests)


def _asked(where: str, one: Asked, known: Known) -> Iterator[Fault]:
    for name in ("zh", "en"):
        if not getattr(one, name).strip():
            yield Fault("name_missing", f"{where}.{name}")
    weight = _amount(one.weight)
    if weight is None:
        yield Fault("bad_amount", f"{where}.weight", one.weight)
    elif one.role != "bonus" and weight <= 0:
        yield Fault("weight_not_positive", f"{where}.weight", one.weight)
    if (one.role == "bonus") != isinstance(one.criterion, Education):
        yield Fault("bonus_is_education", f"{where}.role", one.role)
    yield from _criterion(f"{where}.criterion", one.criterion, known)


def _criterion(where: str, criterion: Kind, known: Known) -> Iterator[Fault]:
    if isinstance(criterion, AnyOf):
        for i, part in enumerate(criterion.of):
            if isinstance(part, Education):
                yield Fault("bonus_is_education", f"{where}.of.{i}", "any_of")
            yield from _criterion(f"{where}.of.{i}", part, known)
        return
    bad = [Fault("bad_amount", f"{where}.{name}", text) for name, text in _amounts(criterion) if _amount(text) is None]
    faults = bad or [structs.replace(fault, where=f"{where}.{fault.where}") for fault in criterion.faults()]
    yield from faults
    for name, word in criterion.names():
        allowed = known.of(name)
        if allowed is not None and word not in allowed:
            yield Fault(f"unknown_{name}", f"{where}.{name}", word)


def _amounts(criterion: Kind) -> Iterator[tuple[str, str]]:
    fields = structs.asdict(criterion)
    yield from ((name, fields[name]) for name in AMOUNTS if isinstance(fields.get(name), str))
    if isinstance(criterion, Education):
        yield from ((f"bonus.{code}", text) for code, text in criterion.bonus.items())


def _amount(text: str) -> int | None:
    """Micro-units; a pattern lets some texts slip (a trailing line break), the parser does not."""
    try:
        return parse_decimal(text)
    except ValueError:
        return None
