"""Pools the facts of one participant, leaves out what a guardrail leaves out, and tells the value of any metric."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from leaderboards.exact import MICRO, Ratio, parse_decimal
from leaderboards.metrics import Key, Metric, Subject, Tally
from leaderboards.rules import Guardrail

Tallies = Mapping[Subject, Mapping[Key, Tally]]
"""Per subject, its totals by metric and queue; who has no facts may be left out."""

SCHEDULED_HOURS = "scheduled_hours"
"""The metric by which the rule `per_scheduled_hour` divides."""


class Pull(Struct, frozen=True):
    """Shrinkage: every mean is drawn toward the division's own as if `k` (micro) more weight of that had been seen."""

    k: int
    means: dict[Key, Ratio]


class Measured(Struct, frozen=True):
    """The pooled facts of a team or of one member.

    `cells` keeps queues apart only for metrics whose band differs by queue. Sums are divided by `divisor` (no data where it
    is None or nothing); all values come in micro-units.
    """

    metrics: Mapping[str, Metric]
    cells: dict[Key, Tally]
    divisor: Ratio | None = (1, 1)
    pull: Pull | None = None

    def whole(self, code: str) -> Tally | None:
        """All facts of a metric, over every queue."""
        if not self.metrics[code].bands:
            return self.cells.get((code, ""))
        found = [tally for _, tally in self.queues(code)]
        if not found:
            return None
        pooled = Tally()
        for tally in found:
            pooled.merge(tally)
        return pooled

    def queues(self, code: str) -> list[tuple[str, Tally]]:
        """The facts of a metric, queue by queue."""
        return [(queue, tally) for (metric, queue), tally in self.cells.items() if metric == code]

    def value(self, code: str) -> Ratio | None:
        """The value as it is compared in tie-breaks: combined, divided, never shrunk."""
        return self._value(code, self.whole(code), None)

    def pulled(self, code: str) -> Ratio | None:
        """The value as it is scored: means drawn toward the division's where the rules shrink."""
        return self._value(code, self.whole(code), (code, ""))

    def pulled_queue(self, code: str, queue: str, tally: Tally) -> Ratio | None:
        """The same for the facts of one queue."""
        return self._value(code, tally, (code, queue))

    def raw_sum(self, code: str) -> int:
        """A sum that nothing divides."""
        tally = self.whole(code)
        return tally.sum_value if tally else 0

    def _value(self, code: str, tally: Tally | None, pulled_to: Key | None) -> Ratio | None:
        combine = self.metrics[code].combine
        if combine == "sum":
            if self.divisor is None or self.divisor[0] <= 0:
                return None
            return (tally.sum_value if tally else 0) * self.divisor[1], self.divisor[0]
        if tally is None or tally.n == 0:
            return None
        if combine == "mean" and self.pull is not None and pulled_to is not None:
            numerator, denominator = self.pull.means[pulled_to]
            k = self.pull.k
            return tally.sum_weighted * denominator + k * numerator, (tally.sum_weight + k) * denominator
        return tally.ratio(combine)


class Gatherer:
    """Pools tallies of the metrics that some rules read."""

    def __init__(self, metrics: Mapping[str, Metric], codes: Iterable[str], guardrails: tuple[Guardrail, ...]) -> None:
        self.metrics = metrics
        self._split = {code: bool(metrics[code].bands) for code in codes}
        self._volume = {code for code in self._split if is_volume(metrics[code])}
        self._guardrails = [(rail.metric, parse_decimal(rail.floor)) for rail in guardrails]

    def verdicts(self, subjects: Iterable[Subject], tallies: Tallies) -> list[tuple[str, Fraction | None, bool | None]]:
        """Each guardrail's metric, a member's value and whether it holds; None is no data, which passes with a mark."""
        if not self._guardrails:
            return []
        cells: dict[Key, Tally] = {}
        self._pool(subjects, tallies, cells, frozenset())
        own = Measured(self.metrics, cells)
        found = []
        for code, floor in self._guardrails:
            ratio = own.value(code)
            value = None if ratio is None else Fraction(ratio[0], ratio[1] * MICRO)
            found.append((code, value, None if value is None else value >= Fraction(floor, MICRO)))
        return found

    def gather(self, groups: Iterable[tuple[Subject, ...]], tallies: Tallies, guarded: bool = True) -> dict[Key, Tally]:
        """The pooled cells of several members; where `guarded`, a member that falls below a guardrail adds no volume."""
        cells: dict[Key, Tally] = {}
        for subjects in groups:
            below = guarded and any(holds is False for _, _, holds in self.verdicts(subjects, tallies))
            self._pool(subjects, tallies, cells, self._volume if below else frozenset())
        return cells

    def _pool(
        self, subjects: Iterable[Subject], tallies: Tallies, cells: dict[Key, Tally], without: set[str] | frozenset[str]
    ) -> None:
        split = self._split
        for subject in subjects:
            for (code, queue), tally in tallies.get(subject, {}).items():
                apart = split.get(code)
                if apart is None or code in without:
                    continue
                key = (code, queue if apart else "")
                pooled = cells.get(key)
                if pooled is None:
                    pooled = cells[key] = Tally()
                pooled.merge(tally)


def is_volume(metric: Metric) -> bool:
    """Whether a guardrail may leave it out: sums of which more is better. Complaints stay, and so do planned hours."""
    return metric.combine == "sum" and metric.good == "higher" and metric.code != SCHEDULED_HOURS
