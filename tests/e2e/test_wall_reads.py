"""The wall, which is no page of the desk: WCAG 2.2 AA as far as a machine can judge it, and read from six metres."""

import pytest

from tests.e2e.conftest import Visit
from tests.e2e.judging import judge

_WALL = (1920, 1080)


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_wall(visit: Visit, axe: str, numbers: dict[str, int], locale: str) -> None:
    pairing = visit("/wall", locale=locale, size=_WALL)
    pairing.locator(".code").wait_for()
    assert judge(pairing, axe) == []
    page = visit(f"/wall?contest={numbers['contest']}", "lead", locale=locale, size=_WALL)
    page.locator("ol.rows .row").first.wait_for()
    assert judge(page, axe) == []


def test_the_wall_reads_from_six_metres(visit: Visit, numbers: dict[str, int]) -> None:
    page = visit(f"/wall?contest={numbers['contest']}", "lead", size=_WALL)
    page.locator("ol.rows .row").first.wait_for()
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('.wall *')]
            .filter(one => [...one.childNodes].some(child => child.nodeType === 3 && child.data.trim())
                && !one.closest('.unseen, svg, .tied'))
            .map(one => [one.className, parseFloat(getComputedStyle(one).fontSize)])"""
    )
    assert sizes
    assert [size for size in sizes if round(size[1], 2) < round(0.028 * _WALL[1], 2)] == []
    names = page.evaluate(
        "() => [...document.querySelectorAll('.row .name strong')].map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert round(min(names), 2) >= round(0.042 * _WALL[1], 2)
