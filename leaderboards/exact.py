"""Exact numbers: decimal text, micro-unit integers and ratios of integers; nothing that scores is ever a float."""

import re
from fractions import Fraction

MICRO = 1_000_000
"""Every amount is held as an integer of millionths."""
SCORE_UNITS = 10_000
"""A published score is an integer of ten-thousandths."""

Ratio = tuple[int, int]
"""Numerator and positive denominator, not reduced: a few products of integers cost a fraction of what reducing would."""

DECIMAL_PATTERN = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"
_DECIMAL = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,6}))?")


def parse_decimal(text: str) -> int:
    """Micro-units of a plain decimal: at most 12 digits before the point and 6 after it.

    Judged on the text, because number parsers also take `NaN`, `1_000` and `1e400` and round a seventh digit silently.
    Raises ValueError on anything else.
    """
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise ValueError(f"not a plain decimal: {text[:40]!r}")
    sign, whole, part = found.groups()
    micro = int(whole) * MICRO + int((part or "").ljust(6, "0"))
    return -micro if sign else micro


def format_micro(micro: int, decimals: int = 0) -> str:
    """The shortest decimal text that is exactly this amount, with at least `decimals` digits after the point."""
    whole, part = divmod(abs(micro), MICRO)
    digits = f"{part:06d}".rstrip("0").ljust(decimals, "0")
    sign = "-" if micro < 0 else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def round_half_even(numerator: int, denominator: int) -> int:
    """The nearest integer to numerator/denominator (denominator positive); an exact half goes to the even one."""
    whole, rest = divmod(numerator, denominator)
    doubled = 2 * rest
    if doubled > denominator or (doubled == denominator and whole % 2):
        whole += 1
    return whole


def round_score(numerator: int, denominator: int) -> int:
    """An exact score as ten-thousandths, rounded half-even; the one place where a score is ever rounded."""
    return round_half_even(numerator * SCORE_UNITS, denominator)


def format_score(score: int) -> str:
    """Ten-thousandths as text with four decimals: 971468 is `97.1468`."""
    whole, part = divmod(abs(score), SCORE_UNITS)
    return f"{'-' if score < 0 else ''}{whole}.{part:04d}"


def format_ratio(value: Fraction) -> str:
    """For people: the exact decimal where it ends within six digits, else rounded half-even to six."""
    return format_micro(round_half_even(value.numerator * MICRO, value.denominator))
