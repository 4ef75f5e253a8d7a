"""Exact amounts: decimal text, micro-unit integers and ratios of integers; nothing that judges a person is ever a float."""

import re
from typing import Annotated

from msgspec import Meta

MICRO = 1_000_000
"""Every amount is held as an integer of millionths."""

Ratio = tuple[int, int]
"""Numerator and positive denominator, in whole units and not reduced: reducing costs more than the arithmetic."""

ZERO: Ratio = (0, 1)
ONE: Ratio = (1, 1)

DECIMAL_PATTERN = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"
Decimal = Annotated[str, Meta(pattern=DECIMAL_PATTERN)]
"""An exact amount as plain decimal text."""
_DECIMAL = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,6}))?")


def parse_decimal(text: str) -> int:
    """Micro-units of a plain decimal, at most 12 digits before the point and 6 after it; ValueError on anything else.

    Judged on the text, because number parsers also take `NaN` and `1e400` and round a seventh digit silently.
    """
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise ValueError(f"not a plain decimal: {text[:40]!r}")
    sign, whole, part = found.groups()
    micro = int(whole) * MICRO + int((part or "").ljust(6, "0"))
    return -micro if sign else micro


def round_half_even(numerator: int, denominator: int) -> int:
    """The nearest integer to numerator/denominator (denominator positive); an exact half goes to the even one."""
    whole, rest = divmod(numerator, denominator)
    doubled = 2 * rest
    if doubled > denominator or (doubled == denominator and whole % 2):
        whole += 1
    return whole


def published(value: Ratio) -> int:
    """A ratio in micro-units, rounded half-even to four decimals: the number people see, and the one they are judged by."""
    return round_half_even(value[0] * 10_000, value[1]) * 100


def format_ratio(value: Ratio, places: int = 6) -> str:
    """For people: at most `places` decimals, rounded half-even, without idle zeros."""
    scale = 10**places
    units = round_half_even(value[0] * scale, value[1])
    whole, part = divmod(abs(units), scale)
    digits = f"{part:0{places}d}".rstrip("0") if places else ""
    return f"{'-' if units < 0 else ''}{whole}{'.' + digits if digits else ''}"


def progress(value: Ratio, threshold: Ratio, floor: Ratio = ZERO) -> Ratio:
    """How far a value has come from floor to threshold, (v − floor) / (threshold − floor), kept within 0 and 1.

    A threshold that is not above its floor leaves no way to go: 1 when reached, else 0.
    """
    a, b = value
    t, u = threshold
    f, g = floor
    way = t * g - f * u
    if way <= 0:
        return ONE if a * u >= t * b else ZERO
    top = (a * g - f * b) * u
    bottom = way * b
    if top <= 0:
        return ZERO
    return ONE if top >= bottom else (top, bottom)
