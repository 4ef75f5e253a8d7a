"""Tiers of a badge and what each of them takes: a ladder of thresholds, read upwards or, for places, downwards."""

from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct

from leaderboards.exact import MICRO, Ratio, format_micro, parse_decimal
from leaderboards.rules import Decimal

Tier = Literal["plain", "bronze", "silver", "gold", "diamond"]
TIERS: tuple[Tier, ...] = ("plain", "bronze", "silver", "gold", "diamond")
"""From least to most; `plain` is the tier of a badge that has only one."""


class Step(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A tier and what it takes, in the unit of the rule: a value, a number of weeks, a place, months."""

    tier: Tier
    at: Decimal

    @cached_property
    def micro(self) -> int:
        """The threshold in micro-units."""
        return parse_decimal(self.at)

    @property
    def threshold(self) -> Ratio:
        """The threshold in whole units."""
        return self.micro, MICRO

    @property
    def text(self) -> str:
        """The threshold as it stands in grounds: 4.0 and 4 are the same."""
        return format_micro(self.micro)

    @property
    def count(self) -> int:
        """The threshold of a rule that counts; a part of one takes the whole."""
        return -(-self.micro // MICRO)


Steps = Sequence[Step]


def reaches(value: Ratio, step: Step, *, lower: bool = False) -> bool:
    """Whether a value is as good as the step, or better."""
    here, there = value[0] * MICRO, step.micro * value[1]
    return here <= there if lower else here >= there


def best(value: Ratio, steps: Steps, *, lower: bool = False) -> Step | None:
    """The highest tier a value reaches; steps go from least to most."""
    return next((step for step in reversed(steps) if reaches(value, step, lower=lower)), None)


def following(value: Ratio, steps: Steps, *, lower: bool = False) -> Step | None:
    """The first tier a value does not reach."""
    return next((step for step in steps if not reaches(value, step, lower=lower)), None)


def share(value: Ratio, threshold: Ratio, *, lower: bool = False) -> Ratio:
    """How far a value has come, value ÷ threshold kept within 0 and 1; where less is better, threshold ÷ value."""
    if lower:
        value, threshold = threshold, value
    top, bottom = value[0] * threshold[1], value[1] * threshold[0]
    if top <= 0:
        return (1, 1) if bottom <= 0 else (0, 1)
    return (1, 1) if bottom <= top else (top, bottom)
