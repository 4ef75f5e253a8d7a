"""How a line of a scorecard turns what was measured into points: curves, bands, the classic indices, the tier below."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec import Meta, Struct

from career.exact import MICRO, ZERO, Decimal, Ratio, parse_decimal

MetricCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Clamp = tuple[Decimal, Decimal] | None
Merit = tuple[Ratio | None, Ratio | None]
"""The value and its points; no points is *no data*."""


class QueueValue(Struct, frozen=True):
    """A metric within one queue: the person's mean, the median of the whole queue, and how much of the work it was."""

    queue: str
    value: Ratio
    median: Ratio
    weight: int


class MemberSheet(Struct, frozen=True):
    """A sheet of the tier below: whose, its score, and the weight it has in the roll-up (worked half days, or headcount)."""

    who: str
    score: int | None
    weight: int


class Curve(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="curve"):
    """The three-point curve: floor is worth 60, target 90, stretch 100, straight between; below the floor the lower slope
    goes on down to 0, above stretch it stays 100. A floor above the stretch means that lower is better."""

    metric: MetricCode
    floor: Decimal
    target: Decimal
    stretch: Decimal


class QueueBand(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="queue_band"):
    """100 within so many per cent of the queue's median, either way, falling in a straight line to 0 over the tolerance."""

    metric: MetricCode
    within: Decimal = "15"
    tolerance: Decimal = "30"


class VolumeIndex(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="volume_index"):
    """话务量指标: (calls − complaints handled) / unit target × 100; with first ownership (首问负责制) they are credited."""

    unit_target: Decimal = "5000"
    calls: MetricCode = "calls"
    complaints: MetricCode = "complaints_handled"
    credit_complaints: bool = False
    clamp: Clamp = ("0", "120")


class QualityIndex(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="quality_index"):
    """服务质量指标: (monitoring + test calls) / 2 − complaints × coefficient; without test calls monitoring stands alone."""

    coefficient: Decimal = "1.5"
    monitoring: MetricCode = "monitoring"
    test_calls: MetricCode = "test_call"
    complaints: MetricCode = "complaints"
    clamp: Clamp = ("0", "120")


class TrainingIndex(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="training_index"):
    """培训考核指标: mean training score − absences × coefficient."""

    coefficient: Decimal = "5"
    score: MetricCode = "training_score"
    absences: MetricCode = "training_absences"
    clamp: Clamp = ("0", "120")


class Members(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="members"):
    """The mean of the tier below by weight; who has no data is left out."""


How = Curve | QueueBand | VolumeIndex | QualityIndex | TrainingIndex | Members


def merit_of(
    how: How,
    values: Mapping[str, Ratio],
    queues: Mapping[str, Sequence[QueueValue]],
    members: Sequence[MemberSheet],
) -> Merit:
    """What was measured, and the points it is worth."""
    match how:
        case Curve():
            value = values.get(how.metric)
            return value, None if value is None else curve(how, value)
        case QueueBand():
            return _band(how, queues.get(how.metric, ()))
        case VolumeIndex():
            return _volume(how, values)
        case QualityIndex():
            return _quality(how, values)
        case TrainingIndex():
            mean = values.get(how.score)
            return _index(mean, values.get(how.absences, ZERO), how.coefficient, how.clamp)
        case Members():
            return _members(members)


def curve(points: Curve, value: Ratio) -> Ratio:
    """The points of a value on the three-point curve, exact."""
    floor, target, stretch = (parse_decimal(text) for text in (points.floor, points.target, points.stretch))
    top, bottom = value[0] * MICRO, value[1]
    if floor > stretch:
        floor, target, stretch, top = -floor, -target, -stretch, -top
    if top >= stretch * bottom:
        return 100, 1
    if top >= target * bottom:
        rise = (stretch - target) * bottom
        return 90 * rise + 10 * (top - target * bottom), rise
    rise = (target - floor) * bottom
    return max(0, 60 * rise + 30 * (top - floor * bottom)), rise


def in_band(band: QueueBand, value: Ratio, median: Ratio) -> Ratio:
    """The points of one queue. Both sides are multiplied by 100 × median, so nothing is divided."""
    # |value − median| in hundredths of the median, over the common denominator of both.
    distance = abs(value[0] * median[1] - median[0] * value[1]) * 100 * MICRO
    unit = median[0] * value[1]
    outside = distance - parse_decimal(band.within) * unit
    edge = parse_decimal(band.tolerance) * unit
    if outside <= 0:
        return 100, 1
    return (100 * (edge - outside), edge) if outside < edge else ZERO


def _band(band: QueueBand, queues: Sequence[QueueValue]) -> Merit:
    """Queue by queue, pooled by weight; a queue without a positive median says nothing. The value shown is the mean itself."""
    judged = [queue for queue in queues if queue.median[0] > 0 and queue.weight > 0]
    if not judged:
        return None, None
    value = _pooled([(queue.value, queue.weight) for queue in judged])
    return value, _pooled([(in_band(band, queue.value, queue.median), queue.weight) for queue in judged])


def _pooled(found: Sequence[tuple[Ratio, int]]) -> Ratio:
    top, bottom, weights = 0, 1, 0
    for (a, b), weight in found:
        top, bottom, weights = top * b + weight * a * bottom, bottom * b, weights + weight
    return top, bottom * weights


def _volume(how: VolumeIndex, values: Mapping[str, Ratio]) -> Merit:
    calls, target = values.get(how.calls), parse_decimal(how.unit_target)
    if calls is None or target <= 0:
        return None, None
    a, b = values.get(how.complaints, ZERO)
    sign = 1 if how.credit_complaints else -1
    index = (calls[0] * b + sign * a * calls[1]) * 100 * MICRO, calls[1] * b * target
    return index, clamped(index, how.clamp)


def _quality(how: QualityIndex, values: Mapping[str, Ratio]) -> Merit:
    monitoring, tests = values.get(how.monitoring), values.get(how.test_calls)
    if monitoring is not None and tests is not None:
        monitoring = monitoring[0] * tests[1] + tests[0] * monitoring[1], 2 * monitoring[1] * tests[1]
    return _index(monitoring, values.get(how.complaints, ZERO), how.coefficient, how.clamp)


def _index(mean: Ratio | None, count: Ratio, coefficient: str, clamp: Clamp) -> Merit:
    """A mean less so much for each of something."""
    if mean is None:
        return None, None
    (a, b), (n, m) = mean, count
    index = a * m * MICRO - n * parse_decimal(coefficient) * b, b * m * MICRO
    return index, clamped(index, clamp)


def clamped(value: Ratio, clamp: Clamp) -> Ratio:
    """The value kept within both ends, or as it is without a clamp."""
    if clamp is None:
        return value
    low, high = parse_decimal(clamp[0]), parse_decimal(clamp[1])
    if value[0] * MICRO < low * value[1]:
        return low, MICRO
    return (high, MICRO) if value[0] * MICRO > high * value[1] else value


def _members(members: Sequence[MemberSheet]) -> Merit:
    top = weights = 0
    for member in members:
        if member.score is not None and member.weight > 0:
            top += member.score * member.weight
            weights += member.weight
    mean = (top, weights * MICRO) if weights else None
    return mean, mean
