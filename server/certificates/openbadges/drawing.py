"""The picture of a badge for other people's collections: as the pages draw it, from the same parts."""

from pathlib import Path

import msgspec
from msgspec import Struct

from leaderboards.badges.tiers import TIERS


class Material(Struct, frozen=True):
    """The colours of a tier."""

    edge: str
    rim: str
    face: str
    shade: str
    ink: str


class Symbol(Struct, frozen=True):
    """What is drawn in the middle, on a grid of 24; its family has a shape."""

    family: str
    fill: str = ""
    line: str = ""
    thick: bool = False


class Art(Struct, frozen=True):
    """See frontend/src/design: its tests write this file and hold it to what the pages draw."""

    shapes: dict[str, str]
    materials: dict[str, Material]
    symbols: dict[str, Symbol]


_ART = msgspec.json.decode((Path(__file__).parent / "art.json").read_bytes(), type=Art)
_UNDRAWN = "star"


def picture(symbol: str, tier: str) -> str:
    """An SVG of 512 points. A symbol that nobody has drawn is a star."""
    drawn = _ART.symbols.get(symbol, _ART.symbols[_UNDRAWN])
    body = _body(_ART.shapes[drawn.family], drawn, _ART.materials[tier], TIERS.index(tier))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="512" height="512">{body}</svg>'


def _body(shape: str, symbol: Symbol, material: Material, pips: int) -> str:
    return (
        '<clipPath id="face">'
        f'<path d="{shape}" transform="translate(32 32) scale(.84) translate(-32 -32)"></path></clipPath>'
        f'<path d="{shape}" fill="{material.rim}" stroke="{material.edge}" stroke-width="2.4" stroke-linejoin="round"></path>'
        f'<g clip-path="url(#face)"><path d="M0 0h64v64H0z" fill="{material.face}"></path>'
        f'<path d="M52 0h12v64H12z" fill="{material.shade}"></path></g>'
        f'<g transform="translate(32 {28.5 if pips else 31.5}) scale(1.24) translate(-12 -12)">'
        f"{_symbol(symbol, material.ink)}</g>{_pips(pips, material)}"
    )


def _symbol(symbol: Symbol, ink: str) -> str:
    width = 2.9 if symbol.thick else 2.1
    line = (
        f'<path d="{symbol.line}" fill="none" stroke="{ink}" stroke-width="{width}" stroke-linecap="round"'
        ' stroke-linejoin="round"></path>'
    )
    fill = f'<path d="{symbol.fill}" fill="{ink}"></path>'
    return (line if symbol.line else "") + (fill if symbol.fill else "")


def _pips(count: int, material: Material) -> str:
    """The tier for whoever does not see its colour."""
    if not count:
        return ""
    signs = "".join(
        f'<path d="M{_plain(32 + 7.5 * (place - (count - 1) / 2))} 51.1l3.4 3.6-3.4 3.6-3.4-3.6z" fill="{material.rim}"></path>'
        for place in range(count)
    )
    half, width = _plain(32 - 4.6 - count * 3.75), _plain(9.2 + count * 7.5)
    return (
        f'<g><rect x="{half}" y="48.4" width="{width}" height="12.6" rx="6.3" fill="{material.edge}"></rect>{signs}</g>'
    )


def _plain(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
