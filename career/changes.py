"""What differs between two versions of the criteria, change by change, in the words people read."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct, to_builtins

from career.ladder import LEVELS
from career.names import Names, Said
from career.sentences import sentence
from career.versions import Asked, Step, Version

What = Literal["step_added", "step_removed", "added", "removed", "asks", "role", "weight", "name", "progress", "order"]

ROLES: dict[str, Said] = {
    "required": ("必备", "required"),
    "weighted": ("计分", "weighted"),
    "bonus": ("加分", "bonus"),
}
NOTHING: Said = ("无", "nothing")


class Change(Struct, frozen=True):
    """One difference of one step. `code` is the criterion's, where it is about one; before and after are in both languages."""

    source: str
    target: str
    what: What
    code: str | None
    name: Said
    before: Said | None
    after: Said | None


def compare(old: Version, new: Version, names: Names | None = None) -> list[Change]:
    """From the old to the new, in the new one's order, what is gone at the end of its step. Criteria are the same ones where
    their codes are; a criterion that is switched off asks nothing, so switching it is adding or removing."""
    found: list[Change] = []
    for step in new.steps:
        was = old.step(step.source, step.target)
        if was is None:
            found.append(_whole("step_added", step))
        else:
            found += _step(was, step, names)
    gone = [step for step in old.steps if new.step(step.source, step.target) is None]
    return found + [_whole("step_removed", step) for step in gone]


def _whole(what: What, step: Step) -> Change:
    n = len(step.enabled)
    asked = (f"{n} 项标准", f"{n} criteria")
    before, after = (None, asked) if what == "step_added" else (asked, None)
    return Change(step.source, step.target, what, None, _step_name(step), before, after)


def _step_name(step: Step) -> Said:
    ends = [LEVELS.get(code) for code in (step.source, step.target)]
    zh = [end.zh if end else code for end, code in zip(ends, (step.source, step.target), strict=True)]
    en = [end.en if end else code for end, code in zip(ends, (step.source, step.target), strict=True)]
    return " → ".join(zh), " → ".join(en)


def _step(old: Step, new: Step, names: Names | None) -> Iterator[Change]:
    was = {one.code: one for one in old.enabled}
    now = {one.code: one for one in new.enabled}
    ends = new.source, new.target
    for code, one in now.items():
        before = was.get(code)
        if before is None:
            yield Change(*ends, "added", code, (one.zh, one.en), None, sentence(one.criterion, names))
        else:
            yield from _asked(ends, before, one, names)
    for code, one in was.items():
        if code not in now:
            yield Change(*ends, "removed", code, (one.zh, one.en), sentence(one.criterion, names), None)
    if old.order != new.order:
        yield Change(*ends, "order", None, _step_name(new), _order(old), _order(new))


def _asked(ends: tuple[str, str], old: Asked, new: Asked, names: Names | None) -> Iterator[Change]:
    name = (new.zh, new.en)
    was, now = sentence(old.criterion, names), sentence(new.criterion, names)
    if was != now:
        yield Change(*ends, "asks", new.code, name, was, now)
    elif old.criterion != new.criterion:
        # Only what no sentence says: where a progress bar begins.
        yield Change(*ends, "progress", new.code, name, _floor(old), _floor(new))
    if old.role != new.role:
        yield Change(*ends, "role", new.code, name, ROLES[old.role], ROLES[new.role])
    if old.weight != new.weight:
        yield Change(*ends, "weight", new.code, name, (old.weight, old.weight), (new.weight, new.weight))
    if (old.zh, old.en) != name:
        yield Change(*ends, "name", new.code, name, (old.zh, old.en), name)


def _floor(one: Asked) -> Said:
    floor = str(to_builtins(one.criterion).get("floor", "0"))
    return floor, floor


def _order(step: Step) -> Said:
    by_code = {one.code: one for one in step.asked}
    zh, en = [], []
    for key in step.order:
        one = by_code.get(key.by)
        zh.append((one.zh if one else key.by) + ("" if key.best == "higher" else "（低者优先）"))
        en.append((one.en if one else key.by) + ("" if key.best == "higher" else " (lower first)"))
    return ("、".join(zh), ", ".join(en)) if zh else NOTHING
