"""The picture of an achievement for other people's collections: a medal in the material of its tier."""

import math

_MATERIALS = {
    "plain": ("#123477", "#2b62cf", "#ffffff"),
    "bronze": ("#4f270d", "#ad6330", "#fff8f0"),
    "silver": ("#39424f", "#c6ced9", "#1c2633"),
    "gold": ("#644200", "#f3c03c", "#412900"),
    "diamond": ("#0c4459", "#a1e2f2", "#06323f"),
}


def medal(tier: str) -> str:
    """An SVG of 512 points."""
    edge, face, ink = _MATERIALS[tier]
    points = " ".join(
        f"{256 + r * math.sin(turn):.1f},{256 - r * math.cos(turn):.1f}"
        for n in range(10)
        for r, turn in [(118 if n % 2 == 0 else 46, n * math.pi / 5)]
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512">'
        f'<circle cx="256" cy="256" r="240" fill="{edge}"/><circle cx="256" cy="256" r="216" fill="{face}"/>'
        f'<circle cx="256" cy="256" r="190" fill="none" stroke="{ink}" stroke-opacity=".35" stroke-width="4"/>'
        f'<polygon points="{points}" fill="{ink}"/></svg>'
    )
