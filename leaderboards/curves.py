"""What a value earns: points, percent of a target, the three-point curve, a band; for each queue where targets or bands differ."""

from collections.abc import Callable

from leaderboards.exact import MICRO, Ratio, parse_decimal
from leaderboards.metrics import Band, Metric
from leaderboards.rules import Term

PERCENT = 100
Curve = Callable[[Ratio], Ratio]
"""From a value to its merit."""


def points(factor: int) -> Curve:
    """Points × value."""
    return lambda value: (value[0] * factor, value[1] * MICRO * MICRO)


def clamped(curve: Curve, term: Term) -> Curve:
    """The curve within the term's floor and cap."""
    floor, cap = parse_decimal(term.floor), parse_decimal(term.cap)

    def within(value: Ratio) -> Ratio:
        top, bottom = merit = curve(value)
        if top * MICRO < floor * bottom:
            return floor, MICRO
        return (cap, MICRO) if top * MICRO > cap * bottom else merit

    return within


def attainment(term: Term, metric: Metric, target: int | None) -> Curve:
    """Percent of the target reached, before the clamp. Raises ValueError where the rules fail their check."""
    if metric.good == "band" and metric.band is not None:
        return in_band(metric.band)
    if target is None or metric.good == "band":
        raise ValueError(f"{metric.code} has neither target nor band")
    if term.curve == "three_point":
        return three_point(metric, target)
    if metric.good == "higher":
        return lambda value: (PERCENT * value[0], value[1] * target)
    cap = parse_decimal(term.cap)
    # Where lower is better, nothing at all reaches the cap.
    return lambda value: (PERCENT * target * value[1], value[0]) if value[0] > 0 else (cap, MICRO)


def three_point(metric: Metric, middle: int) -> Curve:
    """Floor earns 60, target 90, stretch and all above 100, straight lines between; below the floor the lower line goes on
    down to 0. Where lower is better the same is read from the other side."""
    if metric.floor is None or metric.stretch is None:
        raise ValueError(f"{metric.code} lacks a floor or stretch")
    sign = -1 if metric.good == "lower" else 1
    floor, target, stretch = sign * metric.floor, sign * middle, sign * metric.stretch

    def merit(value: Ratio) -> Ratio:
        top, bottom = sign * value[0], value[1]
        if top >= stretch * bottom:
            return PERCENT, 1
        if top >= target * bottom:
            rise = (stretch - target) * bottom
            return 90 * rise + 10 * (top - target * bottom), rise
        rise = (target - floor) * bottom
        return max(0, 60 * rise + 30 * (top - floor * bottom)), rise

    return merit


def in_band(band: Band) -> Curve:
    """100 inside the band, falling in a straight line to 0 at the tolerance's edge."""

    def merit(value: Ratio) -> Ratio:
        top, bottom = value
        outside = max(band.low * bottom - top, top - band.high * bottom, 0)
        if outside == 0:
            return PERCENT, 1
        edge = band.tolerance * bottom
        return (PERCENT * (edge - outside), edge) if outside < edge else (0, 1)

    return merit


def queue_curves(term: Term, metric: Metric) -> dict[str | None, Curve]:
    """The curves of a metric whose band or target differs by queue; under None that of all other queues, if there is one."""
    curves: dict[str | None, Curve] = {}
    if term.targets:
        for queue, target in queue_targets(term, metric).items():
            curves[queue] = clamped(attainment(term, metric, target), term)
        return curves
    if not metric.bands:
        return curves
    curves |= {queue: clamped(in_band(band), term) for queue, band in metric.bands.items()}
    if metric.band is not None:
        curves[None] = clamped(in_band(metric.band), term)
    return curves


def queue_targets(term: Term, metric: Metric) -> dict[str | None, int]:
    """The target of every queue that has its own, and under None that of all others, if there is one."""
    targets: dict[str | None, int] = {queue: parse_decimal(target) for queue, target in term.targets.items()}
    general = metric.target if term.target is None else parse_decimal(term.target)
    if general is not None:
        targets[None] = general
    return targets


def load_of(term: Term, metric: Metric) -> Callable[[list[tuple[str, Ratio | None]]], Ratio]:
    """From the sums of single queues to one merit: Σ value / target over the queues that have a target, judged as a value
    whose target is 1."""
    targets = queue_targets(term, metric)
    curve = clamped(attainment(term, metric, MICRO), term)

    def merit(values: list[tuple[str, Ratio | None]]) -> Ratio:
        numerator, denominator = 0, 1
        for queue, value in values:
            target = targets.get(queue, targets.get(None))
            if value is not None and target:
                bottom = value[1] * target
                numerator = numerator * bottom + value[0] * MICRO * denominator
                denominator *= bottom
        return curve((numerator, denominator))

    return merit
