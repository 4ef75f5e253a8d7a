"""QA forms as versioned data, and the exact score of one evaluated call."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from career.exact import MICRO, Decimal, Ratio, parse_decimal, published
from career.refusal import Fault, Refusal

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Name = Annotated[str, Meta(max_length=200)]
Ability = Literal[
    "interpersonal", "expression", "knowledge", "service_skill", "adaptability", "call_control", "responsibility"
]
"""The seven abilities 七项能力."""
OnCritical = Literal["zero", "cap", "keep"]


class FormItem(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a form.

    `marks` are the marks that may be given, each a share of the points between 0 and 1. A `critical` one marked 0 is a
    critical error 致命差错. `may_skip`: *not applicable* is possible, and the others then share its place.
    """

    code: Code
    section: Code
    zh: Name
    en: Name
    points: Decimal = "10"
    marks: Annotated[tuple[Decimal, ...], Meta(min_length=2, max_length=11)] = ("0", "1")
    critical: bool = False
    may_skip: bool = False
    ability: Ability | None = None


class Form(Struct, frozen=True, forbid_unknown_fields=True):
    """A version of a form, in force from its effective date until a later version is; evaluations keep the one they were made with.

    After a critical error the score is 0 (`zero`), at most `cap`, or what it is (`keep`).
    """

    code: Code
    version: Annotated[int, Meta(ge=1)]
    effective: date
    zh: Name
    en: Name
    items: Annotated[tuple[FormItem, ...], Meta(min_length=1, max_length=100)]
    on_critical: OnCritical = "zero"
    cap: Decimal = "0"


class Evaluated(Struct, frozen=True):
    """A call as it was judged: per cent in micro-units, rounded once to four decimals; the critical errors; sections and abilities
    as exact shares, those without an applicable line left out."""

    score: int
    critical: tuple[str, ...]
    sections: Mapping[str, Ratio]
    abilities: Mapping[str, Ratio]


def check(form: Form) -> list[Fault]:
    """Everything nobody could be judged by, with its place."""
    codes = [item.code for item in form.items]
    found = [Fault("code_twice", "items", one) for one in sorted({one for one in codes if codes.count(one) > 1})]
    for item in form.items:
        at = f"items.{item.code}"
        if parse_decimal(item.points) <= 0:
            found.append(Fault("not_positive", f"{at}.points", item.points))
        marks = [parse_decimal(one) for one in item.marks]
        if sorted(set(marks)) != marks or marks[0] != 0 or marks[-1] != MICRO:
            found.append(Fault("marks_from_0_to_1", f"{at}.marks"))
        if not (item.zh.strip() and item.en.strip()):
            found.append(Fault("name_missing", at))
    if form.on_critical == "cap" and not 0 <= parse_decimal(form.cap) <= 100 * MICRO:
        found.append(Fault("bad_amount", "cap", form.cap))
    return found


def evaluate(form: Form, given: Mapping[str, Decimal | None]) -> Evaluated | Refusal:
    """The score: Σ points × mark ÷ Σ points × 100 over the applicable lines. Every line is marked; None is *not applicable*."""
    unknown = sorted(given.keys() - {item.code for item in form.items})
    if unknown:
        return Refusal("unknown_item", unknown[0])
    sums = _Sums()
    critical = []
    for item in form.items:
        if item.code not in given:
            return Refusal("item_not_marked", item.code)
        mark = given[item.code]
        if mark is None:
            if not item.may_skip:
                return Refusal("item_not_skippable", item.code)
            continue
        if mark not in item.marks:
            return Refusal("mark_not_on_form", item.code)
        sums.add(item, parse_decimal(mark))
        if item.critical and parse_decimal(mark) == 0:
            critical.append(item.code)
    if not sums.whole[1]:
        return Refusal("nothing_applicable")
    score = published((100 * sums.whole[0], sums.whole[1]))
    if critical and form.on_critical != "keep":
        score = 0 if form.on_critical == "zero" else min(score, parse_decimal(form.cap))
    return Evaluated(score, tuple(critical), sums.shares(sums.sections), sums.shares(sums.abilities))


def in_force(versions: Iterable[Form], on: date) -> Form | None:
    """The version with the latest effective date not after a day, of two the higher one."""
    begun = [form for form in versions if form.effective <= on]
    return max(begun, key=lambda form: (form.effective, form.version), default=None)


def with_item(form: Form, item: FormItem, effective: date) -> Form | Refusal:
    """The next version with one more line; nothing already evaluated changes by it."""
    if any(one.code == item.code for one in form.items):
        return Refusal("item_there_already", item.code)
    if effective < form.effective:
        return Refusal("before_last_version", form.effective.isoformat())
    return replace(form, version=form.version + 1, effective=effective, items=(*form.items, item))


class _Sums:
    """Points got and points possible, over all and by section and ability, in millionths of millionths."""

    def __init__(self) -> None:
        self.whole = [0, 0]
        self.sections: dict[str, list[int]] = {}
        self.abilities: dict[str, list[int]] = {}

    def add(self, item: FormItem, mark: int) -> None:
        points = parse_decimal(item.points)
        into = [self.whole, self.sections.setdefault(item.section, [0, 0])]
        if item.ability is not None:
            into.append(self.abilities.setdefault(item.ability, [0, 0]))
        for sums in into:
            sums[0] += points * mark
            sums[1] += points * MICRO

    @staticmethod
    def shares(sums: Mapping[str, list[int]]) -> dict[str, Ratio]:
        return {name: (got, of) for name, (got, of) in sums.items()}
