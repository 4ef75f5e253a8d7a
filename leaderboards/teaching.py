"""Whether a contest taught what it trains: each participant against its own weeks before, with an honest interval."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from leaderboards.calendar import Window
from leaderboards.exact import MICRO
from leaderboards.gathering import SCHEDULED_HOURS, Gatherer, Measured, Tallies
from leaderboards.metrics import Metric
from leaderboards.race import Race
from leaderboards.student import Estimate, estimate
from leaderboards.teams import Participant

Weeks = Literal[0, 2, 4, 8]
POINTS: tuple[Weeks, ...] = (0, 2, 4, 8)
"""Weeks after the end at which is looked: 0 is the contest itself."""
BASELINE = timedelta(weeks=8)
_LOOK = timedelta(weeks=2)


class Change(Struct, frozen=True):
    """One participant in one metric: the value before and how much better (positive) or worse it was at a point."""

    contest: int
    participant: str
    metric: str
    before: float
    change: float


class Effect(Struct, frozen=True):
    """The mean change of a metric at a point over `n` participants; without an estimate there were too few of them."""

    metric: str
    weeks: Weeks
    n: int
    contests: int
    estimate: Estimate | None


def baseline(contest: Window) -> Window:
    """The 8 weeks before the start."""
    return Window(contest.starts - BASELINE, contest.starts)


def look(contest: Window, weeks: Weeks) -> Window:
    """What is measured at a point: the contest itself, or the two weeks that end so many weeks after its end."""
    if weeks == 0:
        return contest
    until = contest.ends + timedelta(weeks=weeks)
    return Window(until - _LOOK, until)


def due(contest: Window, last_cutoff: datetime, weeks: Weeks) -> datetime:
    """When a point can be measured: as many days after it as late facts are waited for, never before the result."""
    return max(last_cutoff, look(contest, weeks).ends + (last_cutoff - contest.ends))


def trained(race: Race) -> tuple[str, ...]:
    """The metrics a contest trains: what its score is made of."""
    return tuple(sorted(race.scoring.reads() - {SCHEDULED_HOURS}))


def presence(participant: Participant) -> Fraction:
    """FTE-days of all members together."""
    return sum([member.fte_days for member in participant.members], Fraction(0))


def values(
    race: Race, participant: Participant, tallies: Tallies, unrecorded: Fraction = Fraction(0)
) -> dict[str, float]:
    """Each trained metric over some window, so that windows of any length compare: sums per FTE and day, and of a band how
    far outside it one is. What has no data is left out; guardrails and shrinkage belong to scores, not to this.

    `unrecorded` are FTE-days of weeks in which nothing at all was recorded: no sum is spread over them."""
    codes = trained(race)
    cells = Gatherer(race.metrics, codes, (), queues=race.rules.queues).gather(participant, tallies)
    days = presence(participant)
    days = days - unrecorded if days > unrecorded else days
    divisor = days.as_integer_ratio() if days else None
    measured = Measured(race.metrics, cells, divisor)
    found = {}
    for code in codes:
        ratio = measured.value(code)
        if race.metrics[code].good == "band":
            outside = _outside(race.metrics[code], measured)
            if outside is not None:
                found[code] = outside
        elif ratio is not None:
            found[code] = ratio[0] / (ratio[1] * MICRO)
    return found


def changes(
    contest: int, metrics: Mapping[str, Metric], before: Mapping[str, Mapping[str, float]],
    after: Mapping[str, Mapping[str, float]],
) -> list[Change]:  # fmt: skip
    """What changed for every participant and metric that has a value on both sides; `before` and `after` go by participant
    and metric."""
    found = []
    for participant, values_before in before.items():
        for code, was in values_before.items():
            now = after.get(participant, {}).get(code)
            if now is not None:
                found.append(Change(contest, participant, code, was, better(metrics[code], was, now)))
    return found


def better(metric: Metric, was: float, now: float) -> float:
    """How much better it became, in the metric's unit: for a band, how much nearer to it."""
    return now - was if metric.good == "higher" else was - now


def effects(weeks: Weeks, found: Iterable[Change]) -> list[Effect]:
    """The mean change per metric, by code. Over several contests everybody counts once, with the mean of all own changes:
    who plays every week is no more evidence than who plays once a quarter."""
    own: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    contests: dict[str, set[int]] = defaultdict(set)
    for change in found:
        own[change.metric][change.participant].append(change.change)
        contests[change.metric].add(change.contest)
    result = []
    for metric in sorted(own):
        means = [sum(mine) / len(mine) for mine in own[metric].values()]
        result.append(Effect(metric, weeks, len(means), len(contests[metric]), estimate(means)))
    return result


def _outside(metric: Metric, measured: Measured) -> float | None:
    """The distance to the band, each queue to its own, pooled by the weight of their facts; None without any band or data."""
    total, weights = 0.0, 0
    for queue, tally in measured.queues(metric.code):
        band = metric.bands.get(queue, metric.band)
        value = tally.ratio(metric.combine) if tally.n else None
        if band is None or value is None:
            continue
        at = value[0] / value[1]
        weight = tally.sum_weight
        total += weight * max(band.low - at, at - band.high, 0.0)
        weights += weight
    return total / weights / MICRO if weights else None
