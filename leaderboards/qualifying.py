"""Who may be ranked: conditions that have to hold, judged exactly; what has no data cannot be shown to hold."""

from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct

from leaderboards.exact import MICRO, parse_decimal
from leaderboards.gathering import Measured
from leaderboards.rules import Condition


class Verdict(Struct, frozen=True):
    """A condition, the value it was held against (None: no data) and whether it holds."""

    condition: Condition
    value: Fraction | None
    holds: bool


def verdicts(conditions: Iterable[Condition], measured: Measured, headcount: Fraction | None) -> list[Verdict]:
    """Judge every condition. `headcount` divides sums asked for per FTE; an agent has none and is judged on the plain sum."""
    found = []
    for condition in conditions:
        value = _value(condition, measured, headcount)
        holds = value is not None and _within(condition, value)
        found.append(Verdict(condition, value, holds))
    return found


def _value(condition: Condition, measured: Measured, headcount: Fraction | None) -> Fraction | None:
    code = condition.metric
    if measured.metrics[code].combine != "sum":
        ratio = measured.value(code)
        return None if ratio is None else Fraction(ratio[0], ratio[1] * MICRO)
    total = Fraction(measured.raw_sum(code), MICRO)
    if not condition.per_fte or headcount is None:
        return total
    return total / headcount if headcount else None


def _within(condition: Condition, value: Fraction) -> bool:
    if condition.at_least is not None and value < Fraction(parse_decimal(condition.at_least), MICRO):
        return False
    return condition.at_most is None or value <= Fraction(parse_decimal(condition.at_most), MICRO)
