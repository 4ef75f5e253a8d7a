"""What deserves a question after a contest: somebody far from the own past and far from everybody else, and never a verdict.

Both comparisons are robust (medians and their distances), because the people looked for must not move the yardstick. The
answer goes to a person; nothing here changes a score.
"""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Literal

from msgspec import Struct

Detector = Literal["short_calls", "transfers", "survey_avoidance", "burst", "sandbagging"]

FAR = 3.5
"""Robust standard deviations from which a value counts as an outlier (Iglewicz and Hoaglin)."""
FEWEST_PERIODS = 6
"""Periods of one's own past below which nothing can be called unusual."""
FEWEST_PEOPLE = 5
MATTERS = 0.3
"""The least part of the usual level by which it has to differ: what is certain but small is nobody's business."""
SCORES_MATTER = 0.15
"""The same for scores, which sit in a narrow band: quality that falls from 90 to 75 is another person's work."""
_NORMAL = 1.4826
"""Makes the median distance comparable to a standard deviation."""
_LEAST_SPREAD = 0.05
"""Of the usual level: somebody whose past hardly varies is not odd for a trifle."""
_OF_LEAST_CHANGE = 0.2
"""The same of what is usually next to nothing, as a part of the least change that matters."""


class Sample(Struct, frozen=True):
    """One period of somebody's work: how much of something there was, out of how much it could have been."""

    amount: float
    exposure: float


class Series(Struct, frozen=True):
    """One person's usual periods and the one in question."""

    agent: str
    usual: tuple[Sample, ...]
    seen: Sample


class Sign(Struct, frozen=True):
    """What a detector looks at: whether more or less of it is odd, and the least exposure a period must have to count."""

    detector: Detector
    rises: bool
    least: float
    least_change: float = 0.0
    """In the rate's own unit; for what is usually nothing at all."""
    matters: float = MATTERS
    """The least part of the usual level by which it has to differ."""


SIGNS: dict[str, Sign] = {
    "short_calls": Sign("short_calls", rises=True, least=20, least_change=0.05),
    "handle_time": Sign("short_calls", rises=False, least=20),
    "transfers": Sign("transfers", rises=True, least=20, least_change=0.05),
    "surveys": Sign("survey_avoidance", rises=False, least=40),
    "ending": Sign("burst", rises=True, least=20, least_change=0.1),
}
"""By what is measured. Handle time stands in for very short calls where these are not counted."""


class Suspicion(Struct, frozen=True):
    """Somebody to be asked. `own` and `floor` are the distances from the own past and from everybody's change."""

    agent: str
    detector: Detector
    measure: str
    usual: float
    seen: float
    own: float
    floor: float
    periods: int


def suspicions(measure: str, sign: Sign, people: Iterable[Series]) -> list[Suspicion]:
    """Who is far off on both counts, by agent. Fewer than `FEWEST_PEOPLE` with enough past give no yardstick, and nobody."""
    known = [one for person in people if (one := _read(sign, person)) is not None]
    if len(known) < FEWEST_PEOPLE:
        return []
    changes = [one.change for one in known]
    found = []
    for one in known:
        own = one.change / one.spread
        floor = _distance(one.change, changes, _least_spread(sign, one.usual))
        if one.change >= one.least and own >= FAR and floor >= FAR:
            found.append(Suspicion(one.agent, sign.detector, measure, one.usual, one.seen, own, floor, one.periods))
    return sorted(found, key=lambda suspicion: suspicion.agent)


class _Known(Struct, frozen=True):
    agent: str
    usual: float
    seen: float
    change: float
    """Toward what is odd."""
    spread: float
    least: float
    periods: int


def _read(sign: Sign, person: Series) -> _Known | None:
    rates = [sample.amount / sample.exposure for sample in person.usual if sample.exposure >= sign.least]
    if len(rates) < FEWEST_PERIODS or person.seen.exposure < sign.least:
        return None
    usual, seen = median(rates), person.seen.amount / person.seen.exposure
    change = seen - usual if sign.rises else usual - seen
    spread = max(_NORMAL * median([abs(rate - usual) for rate in rates]), _least_spread(sign, usual))
    return _Known(
        person.agent, usual, seen, change, spread, max(abs(usual) * sign.matters, sign.least_change), len(rates)
    )


def _distance(value: float, all_: Sequence[float], least: float) -> float:
    middle = median(all_)
    spread = max(_NORMAL * median([abs(one - middle) for one in all_]), least)
    return (value - middle) / spread


def _least_spread(sign: Sign, usual: float) -> float:
    return max(abs(usual) * _LEAST_SPREAD, sign.least_change * _OF_LEAST_CHANGE, 1e-9)
