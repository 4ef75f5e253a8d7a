"""Criteria as versioned data: what each step of the ladder asks, since when, and which versions a cycle judges by."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from career.criteria import Kind
from career.criteria.base import Code
from career.exact import Decimal, parse_decimal
from career.months import add_months

MORE_FAVOURABLE_MONTHS = 6
"""For so long after a change candidates are judged by old and new, and the more favourable counts."""

Role = Literal["required", "weighted", "bonus"]


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """A criterion as one step asks it.

    `required` ones decide whether somebody is ready; `weighted` ones only count in the score; a `bonus` comes on top of it.
    One that is not `enabled` is kept for the editor and asks nothing.
    """

    code: Code
    zh: Annotated[str, Meta(max_length=200)]
    en: Annotated[str, Meta(max_length=200)]
    criterion: Kind
    role: Role = "required"
    weight: Decimal = "1"
    enabled: bool = True


class OrderKey(Struct, frozen=True, forbid_unknown_fields=True):
    """What puts one candidate before another: the value of a criterion, by its code; who has none comes last."""

    by: Code
    best: Literal["higher", "lower"] = "higher"


class Step(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One step of the ladder, what it asks, and the order of candidates when places are short."""

    source: Code
    target: Code
    asked: Annotated[tuple[Asked, ...], Meta(max_length=40)]
    order: Annotated[tuple[OrderKey, ...], Meta(max_length=10)] = ()

    @cached_property
    def enabled(self) -> tuple[Asked, ...]:
        """What is really asked; verdicts come in this order."""
        return tuple([one for one in self.asked if one.enabled])

    @cached_property
    def played(self) -> tuple[tuple[Kind, bool, int], ...]:
        """Criterion, whether it is required, and its weight in micro-units; a bonus weighs nothing."""
        return tuple(
            [
                (one.criterion, one.role == "required", 0 if one.role == "bonus" else parse_decimal(one.weight))
                for one in self.enabled
            ]
        )


class Version(Struct, frozen=True, forbid_unknown_fields=True):
    """All criteria as they stand from `effective` on, until a later version takes their place."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]
    effective: date
    steps: Annotated[tuple[Step, ...], Meta(max_length=40)]
    note: Annotated[str, Meta(max_length=2000)] = ""

    def step(self, source: str, target: str) -> Step | None:
        """The step between two levels, if this version knows it."""
        return next((step for step in self.steps if (step.source, step.target) == (source, target)), None)

    def steps_from(self, level: str) -> tuple[Step, ...]:
        """Where one can go from a level, on either track."""
        return tuple([step for step in self.steps if step.source == level])


_decoder = msgspec.json.Decoder(Version)


def decode(data: bytes | str) -> Version:
    """A version as stored or sent. Raises msgspec.ValidationError on unknown fields and wrong shapes; then ask `check`."""
    return _decoder.decode(data)


def encode(version: Version) -> bytes:
    """The same bytes for the same version."""
    return msgspec.json.encode(version, order="deterministic")


def in_force(versions: Iterable[Version], on: date) -> Version | None:
    """The version with the latest effective date not after a day; of two with the same date the one given last."""
    found = None
    for version in versions:
        if version.effective <= on and (found is None or version.effective >= found.effective):
            found = version
    return found


def judged_by(versions: Sequence[Version], opened: date) -> tuple[Version, ...]:
    """The versions a cycle opened on this day judges by, the one in force first.

    Besides it every version that was replaced less than six months before: within six months of each change the old one
    still stands for whoever it favours.
    """
    begun = sorted(
        (version for version in versions if version.effective <= opened), key=lambda version: version.effective
    )
    found = begun[-1:]
    for version, successor in zip(begun[-2::-1], begun[:0:-1], strict=True):
        replaced = successor.effective
        if version.effective < replaced and opened < add_months(replaced, MORE_FAVOURABLE_MONTHS):
            found.append(version)
    return tuple(found)
