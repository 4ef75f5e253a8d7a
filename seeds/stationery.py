"""Draws what the demo centre prints with: a round seal with a star, and two hands. All invented, none of them anybody's."""

import math
from random import Random

from server.reports.pages import drawn

_RED = "#C4161C"
_INK = "#17233F"


def seal(name: str) -> bytes:
    """A round seal as Chinese houses have: the name along the rim, a star in the middle."""
    step = 250 / max(len(name) - 1, 1)
    letters = "".join(
        f"#place(center + horizon, rotate({-125 + n * step:.2f}deg, box(width: 0pt, height: 0pt, place(center + horizon, dy: -143pt,"
        f" text(size: 44pt, weight: 700, fill: ink)[{letter}]))))\n"
        for n, letter in enumerate(name)
    )
    corners = ", ".join(
        f"({190 + r * math.cos(a):.2f}pt, {190 + r * math.sin(a):.2f}pt)"
        for n in range(10)
        for r, a in [(62 if n % 2 == 0 else 23.7, math.radians(n * 36 - 90))]
    )
    return drawn(
        f'#let ink = rgb("{_RED}E0")\n#set page(width: 400pt, height: 400pt, margin: 10pt, fill: none)\n'
        "#place(center + horizon, circle(radius: 184pt, stroke: 10pt + ink))\n"
        f"{letters}#place(top + left, polygon(fill: ink, {corners}))\n"
    )


def hand(chance: Random) -> bytes:
    """A name written fast: some letters nobody can read, and a long stroke below them."""
    at, curves = 40.0, []
    for _ in range(chance.randint(5, 7)):
        wide, high = chance.uniform(38, 62), chance.uniform(50, 120)
        curves.append(
            f"curve.cubic(({at + wide * 0.1:.1f}pt, {150 - high:.1f}pt), ({at + wide * 1.1:.1f}pt, {140 - high:.1f}pt),"
            f" ({at + wide * 0.55:.1f}pt, {chance.uniform(120, 150):.1f}pt))"
        )
        curves.append(
            f"curve.cubic(({at + wide * 0.2:.1f}pt, {chance.uniform(165, 190):.1f}pt), ({at + wide * 0.9:.1f}pt,"
            f" {chance.uniform(150, 175):.1f}pt), ({at + wide:.1f}pt, {chance.uniform(118, 140):.1f}pt))"
        )
        at += wide
    curves.append(f"curve.cubic(({at + 80:.1f}pt, 90pt), ({at + 30:.1f}pt, 205pt), (60pt, 178pt))")
    curves.append(f"curve.cubic(({at - 60:.1f}pt, 160pt), ({at + 20:.1f}pt, 172pt), ({at + 60:.1f}pt, 150pt))")
    stroke = f'(paint: rgb("{_INK}"), thickness: 5pt, cap: "round", join: "round")'
    return drawn(
        "#set page(width: 520pt, height: 220pt, margin: 0pt, fill: none)\n"
        f"#place(top + left, curve(stroke: {stroke}, curve.move((40pt, 150pt)), {', '.join(curves)}))\n"
    )
