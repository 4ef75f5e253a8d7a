"""What goes over the wire about criteria: versions, what they ask with a sentence each, their faults, their differences."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from career import words
from career.changes import Change
from career.ladder import LEVELS
from career.names import Names
from career.refusal import Fault
from career.sentences import sentence
from career.versions import Asked, Step, Version
from server.ladder.criteria.naming import said
from server.ladder.criteria.store import Kept
from server.wire import Bilingual, Code, Named

Note = Annotated[str, Meta(max_length=2000)]

UNREADABLE = ("请检查这一项的填写", "Look at this field again")


class DraftIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A new draft: a copy of a version, under a code of its own."""

    source: Code
    code: Code


class StepsIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a form holds; `steps` as a version has them. Judged as a whole, so that an unfinished form can be told what it lacks."""

    effective: date
    steps: Annotated[list[dict[str, Any]], Meta(max_length=40)]


class SaveIn(StepsIn, kw_only=True):
    """A draft as it shall stand; `revision` is the one that was read."""

    revision: int
    note: Note = ""


class AdoptIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """From when on, and why: everybody who may see the criteria reads the note."""

    revision: int
    effective: date
    note: Annotated[str, Meta(min_length=3, max_length=2000)]


class FaultOut(Struct, kw_only=True):
    """Something that stands in the way, or (`blocks` false) that should be known: such a name does not exist yet."""

    code: str
    where: str
    """Its place in `{"effective", "steps"}`, as in `steps.0.asked.3.criterion.at_least`."""
    word: str
    text: Bilingual
    blocks: bool


class AskedOut(Struct, kw_only=True):
    """A criterion as a step asks it, and the standard sentence of what it asks."""

    code: str
    zh: str
    en: str
    criterion: dict[str, Any]
    role: str
    weight: str
    enabled: bool
    sentence: Bilingual


class OrderOut(Struct, kw_only=True):
    """One key of the order in which candidates are listed when places are short."""

    by: str
    best: str


class StepOut(Struct, kw_only=True):
    """One step of the ladder."""

    source: Named
    target: Named
    asked: list[AskedOut]
    order: list[OrderOut]


class VersionOut(Struct, kw_only=True):
    """A version in lists."""

    code: str
    effective: date
    note: str
    state: str
    """draft, coming (adopted, not in force yet), in_force, favoured (replaced less than six months ago: it still counts for
    whoever it favours), past."""
    revision: int
    based_on: str | None
    created_at: datetime
    changed_at: datetime
    changed_by: str | None
    adopted_at: datetime | None
    adopted_by: str | None


class VersionDetailOut(VersionOut, kw_only=True):
    """A version with all it asks; faults only of drafts."""

    steps: list[StepOut]
    faults: list[FaultOut]


class JudgedOut(Struct, kw_only=True):
    """What a form would be told: its faults, and by step the sentences of its criteria; no sentences while it is unreadable."""

    faults: list[FaultOut]
    sentences: list[list[Bilingual]] | None


class ChangeOut(Struct, kw_only=True):
    """One difference between two versions."""

    source: str
    target: str
    step: Bilingual
    what: str
    code: str | None
    name: Bilingual
    before: Bilingual | None
    after: Bilingual | None


def level_named(code: str) -> Named:
    """A level with its name; one that nobody knows keeps its code."""
    level = LEVELS.get(code)
    return Named(code, Bilingual(zh=level.zh, en=level.en) if level else Bilingual(zh=code, en=code))


def asked_out(one: Asked, names: Names | None = None) -> AskedOut:
    """A criterion with its sentence, in the centre's own words where they are given."""
    return AskedOut(
        code=one.code,
        zh=one.zh,
        en=one.en,
        criterion=msgspec.to_builtins(one.criterion),
        role=one.role,
        weight=one.weight,
        enabled=one.enabled,
        sentence=said(sentence(one.criterion, names)),
    )


def step_out(step: Step, names: Names | None = None) -> StepOut:
    """A step with everything it asks, what is switched off too."""
    return StepOut(
        source=level_named(step.source),
        target=level_named(step.target),
        asked=[asked_out(one, names) for one in step.asked],
        order=[OrderOut(by=key.by, best=key.best) for key in step.order],
    )


def version_out(kept: Kept, state: str) -> VersionOut:
    """A version as a line of a list."""
    return VersionOut(**_head(kept, state))


def detail_out(kept: Kept, state: str, names: Names, faults: Sequence[FaultOut]) -> VersionDetailOut:
    """A version whole."""
    steps = [step_out(step, names) for step in kept.version.steps]
    return VersionDetailOut(**_head(kept, state), steps=steps, faults=list(faults))


def _head(kept: Kept, state: str) -> dict[str, Any]:
    return {
        "code": kept.version.code,
        "effective": kept.version.effective,
        "note": kept.version.note,
        "state": state,
        "revision": kept.revision,
        "based_on": kept.based_on,
        "created_at": kept.created_at,
        "changed_at": kept.changed_at,
        "changed_by": kept.changed_by,
        "adopted_at": kept.adopted_at,
        "adopted_by": kept.adopted_by,
    }


def fault_out(fault: Fault) -> FaultOut:
    """A fault with its words. A name that does not exist yet may exist by the day the version takes effect."""
    pair = words.FAULTS.get(fault.code, UNREADABLE)
    return FaultOut(
        code=fault.code,
        where=fault.where,
        word=fault.word,
        text=said(pair),
        blocks=fault.code not in _MAY_COME,
    )


_MAY_COME = frozenset({"unknown_metric", "unknown_named", "unknown_exam", "unknown_courses"})


def change_out(change: Change) -> ChangeOut:
    """A difference in both languages."""
    ends = level_named(change.source).name, level_named(change.target).name
    return ChangeOut(
        source=change.source,
        target=change.target,
        step=Bilingual(zh=f"{ends[0].zh} → {ends[1].zh}", en=f"{ends[0].en} → {ends[1].en}"),
        what=change.what,
        code=change.code,
        name=said(change.name),
        before=None if change.before is None else said(change.before),
        after=None if change.after is None else said(change.after),
    )


def read_steps(steps: list[dict[str, Any]]) -> tuple[Step, ...] | Fault:
    """The steps of a form, or the first field that cannot be read."""
    try:
        return msgspec.convert(steps, tuple[Step, ...])
    except msgspec.ValidationError as error:
        text, _, path = str(error).partition(" - at `$")
        where = path.rstrip("`").replace("[", ".").replace("]", "")
        return Fault("unreadable", f"steps{where}", text)


def with_steps(version: Version, effective: date, steps: tuple[Step, ...]) -> Version:
    """The version as a form has it."""
    return msgspec.structs.replace(version, effective=effective, steps=steps)
