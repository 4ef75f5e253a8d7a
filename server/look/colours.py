"""Whether a colour can be read on our screens, and the nearest one that can."""

from collections.abc import Callable

from msgspec import Struct

LEAST = 4.5
"""Contrast that text needs (WCAG 2, level AA)."""
_LIGHT = ("#ffffff", "#f5f6f9", "#eceff4")
_DARK = ("#0b1120", "#131c30", "#0f1728")
"""What text in the colour stands on: `frontend/src/design/tokens.css`."""

_Rgb = tuple[int, int, int]


class Shades(Struct, frozen=True):
    """A colour made fit for light and dark screens: as text, and as ground below text of `ink`, `soft` below text of itself."""

    light: str
    light_soft: str
    dark: str
    dark_soft: str


class Judged(Struct, frozen=True):
    """How a colour fares on light screens, and what to take instead where it cannot be read; `nearest` may be itself."""

    contrast: str
    passes: bool
    nearest: str
    shades: Shades


def judge(colour: str) -> Judged:
    """See the module. Dark screens never refuse a colour: they take the nearest that can be read there."""
    rgb = _read(colour)
    nearest = _nearest(rgb, (0, 0, 0), lambda one: _worst(one, _LIGHT, _soft_light(one)))
    on_dark = _nearest(rgb, (255, 255, 255), lambda one: _worst(one, _DARK, _soft_dark(one)))
    least = _worst(rgb, _LIGHT, _soft_light(rgb))
    shades = Shades(_hex(nearest), _hex(_soft_light(nearest)), _hex(on_dark), _hex(_soft_dark(on_dark)))
    return Judged(f"{int(least * 10) / 10}", least >= LEAST, _hex(nearest), shades)


def _nearest(rgb: _Rgb, towards: _Rgb, contrast: Callable[[_Rgb], float]) -> _Rgb:
    """The colour mixed with as little black or white as it takes."""
    for percent in range(101):
        found = _mix(rgb, towards, percent)
        if contrast(found) >= LEAST:
            return found
    return towards


def _worst(rgb: _Rgb, grounds: tuple[str, ...], soft: _Rgb) -> float:
    return min(_contrast(rgb, ground) for ground in (*map(_read, grounds), soft))


def _soft_light(rgb: _Rgb) -> _Rgb:
    return _mix(rgb, (255, 255, 255), 89)


def _soft_dark(rgb: _Rgb) -> _Rgb:
    return _mix(rgb, _read(_DARK[1]), 80)


def _mix(rgb: _Rgb, other: _Rgb, percent: int) -> _Rgb:
    red, green, blue = (
        (one * (100 - percent) + two * percent + 50) // 100 for one, two in zip(rgb, other, strict=True)
    )
    return red, green, blue


def _contrast(one: _Rgb, two: _Rgb) -> float:
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(rgb: _Rgb) -> float:
    red, green, blue = (
        value / 255 / 12.92 if value / 255 <= 0.04045 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in rgb
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _read(colour: str) -> _Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(rgb: _Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)
