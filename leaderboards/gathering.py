"""Pools the facts of one participant, leaves out what a guardrail leaves out, and tells the value of any metric."""

from collections.abc import Iterable, Mapping
from copy import copy
from fractions import Fraction

from msgspec import Struct

from leaderboards.exact import MICRO, Ratio, parse_decimal
from leaderboards.metrics import Key, Metric, Subject, Tally
from leaderboards.rules import Guardrail
from leaderboards.teams import Member, Participant, Past

Tallies = Mapping[Subject, Mapping[Key, Tally]]
"""Per subject, its totals by metric and queue; who has no facts may be left out."""

_NO_TOTALS: Mapping[Key, Tally] = {}
_NOTHING: frozenset[str] = frozenset()

SCHEDULED_HOURS = "scheduled_hours"
"""The metric by which the rule `per_scheduled_hour` divides."""


class Pull(Struct, frozen=True):
    """Shrinkage: every mean is drawn toward the division's own as if `k` (micro) more weight of that had been seen.

    `wholes` holds the division's mean by metric, `cells` by metric and queue.
    """

    k: int
    wholes: dict[str, Ratio]
    cells: dict[Key, Ratio]


class Measured(Struct, frozen=True, gc=False):
    """The pooled facts of a team or of one member.

    `cells` keeps queues apart only for metrics whose band or target differs by queue (`split`). Sums are divided by
    `divisor` (no data where it is None or nothing); all values come in micro-units.
    """

    metrics: Mapping[str, Metric]
    cells: dict[Key, Tally]
    divisor: Ratio | None = (1, 1)
    pull: Pull | None = None
    split: frozenset[str] = _NOTHING

    def whole(self, code: str) -> Tally | None:
        """All facts of a metric, over every queue; not to be changed."""
        if code not in self.split and not self.metrics[code].bands:
            return self.cells.get((code, ""))
        pooled = Tally()
        for _, tally in self.queues(code):
            pooled.merge(tally)
        return pooled if pooled.n else None

    def queues(self, code: str) -> list[tuple[str, Tally]]:
        """The facts of a metric, queue by queue."""
        return [(queue, tally) for (metric, queue), tally in self.cells.items() if metric == code]

    def value(self, code: str) -> Ratio | None:
        """The value as it is compared in tie-breaks: combined, divided, never shrunk."""
        return self._combined(self.metrics[code], self.whole(code))

    def pulled(self, code: str) -> Ratio | None:
        """The value as it is scored: means drawn toward the division's where the rules shrink."""
        if self.pull is None:
            return self.value(code)
        return self._pulled(self.metrics[code], self.whole(code), self.pull.wholes.get(code))

    def pulled_queue(self, code: str, queue: str, tally: Tally) -> Ratio | None:
        """The same for the facts of one queue."""
        toward = None if self.pull is None else self.pull.cells.get((code, queue))
        return self._pulled(self.metrics[code], tally, toward)

    def raw_sum(self, code: str) -> int:
        """A sum that nothing divides."""
        tally = self.whole(code)
        return tally.sum_value if tally else 0

    def _combined(self, metric: Metric, tally: Tally | None) -> Ratio | None:
        if metric.combine == "sum":
            if self.divisor is None or self.divisor[0] <= 0:
                return None
            return (tally.sum_value if tally else 0) * self.divisor[1], self.divisor[0]
        return None if tally is None else tally.ratio(metric.combine)

    def _pulled(self, metric: Metric, tally: Tally | None, toward: Ratio | None) -> Ratio | None:
        """(Σ w·v + k·μ) / (Σ w + k) for a mean that has facts; all else as it is."""
        if self.pull is None or toward is None or tally is None or tally.n == 0:
            return self._combined(metric, tally)
        numerator, denominator = toward
        k = self.pull.k
        return tally.sum_weighted * denominator + k * numerator, (tally.sum_weight + k) * denominator


class Gatherer:
    """Pools tallies of the metrics that some rules read, of some queues only where `queues` names any.

    The queues of metrics with bands, and of those in `split`, are kept apart.
    """

    def __init__(
        self,
        metrics: Mapping[str, Metric],
        codes: Iterable[str],
        guardrails: tuple[Guardrail, ...],
        *,
        queues: Iterable[str] = (),
        split: Iterable[str] = (),
    ) -> None:
        self.metrics = metrics
        self._queues = frozenset(queues)
        self.split = frozenset(split)
        # Where a fact of a metric goes: to the cell of its queue (None), or to the one cell of the metric.
        self._cell_of: dict[str, Key | None] = {
            code: None if metrics[code].bands or code in self.split else (code, "") for code in codes
        }
        self._volume = frozenset([code for code in self._cell_of if is_volume(metrics[code])])
        self._guardrails = [(rail.metric, parse_decimal(rail.floor)) for rail in guardrails]

    def verdicts(self, subjects: Iterable[Subject], tallies: Tallies) -> list[tuple[str, Fraction | None, bool | None]]:
        """Each guardrail's metric, a member's value and whether it holds; None is no data, which passes with a mark."""
        if not self._guardrails:
            return []
        own = Measured(self.metrics, self._pooled([(subjects, _NOTHING)], tallies), split=self.split)
        found = []
        for code, floor in self._guardrails:
            ratio = own.value(code)
            value = None if ratio is None else Fraction(ratio[0], ratio[1] * MICRO)
            found.append((code, value, None if value is None else value >= Fraction(floor, MICRO)))
        return found

    def gather(self, participant: Participant, tallies: Tallies) -> dict[Key, Tally]:
        """The pooled cells of a participant, not to be changed; a member that falls below a guardrail adds no volume."""
        groups = [(member.subjects, self._left_out(member, tallies)) for member in participant.members]
        return self._pooled([*groups, (participant.own_subjects, _NOTHING)], tallies)

    def gather_member(self, member: Member, tallies: Tallies) -> dict[Key, Tally]:
        """The same for one member alone."""
        return self._pooled([(member.subjects, self._left_out(member, tallies))], tallies)

    def gather_past(self, pasts: Iterable[Past]) -> dict[Key, Tally]:
        """The pooled cells of members' own facts of the weeks before; guardrails look at the window only."""
        tallies = {str(n): past.cells for n, past in enumerate(pasts)}
        return self._pooled([(tallies, _NOTHING)], tallies)

    def _left_out(self, member: Member, tallies: Tallies) -> frozenset[str]:
        if self._guardrails and any(holds is False for _, _, holds in self.verdicts(member.subjects, tallies)):
            return self._volume
        return _NOTHING

    def _pooled(self, groups: Iterable[tuple[Iterable[Subject], frozenset[str]]], tallies: Tallies) -> dict[Key, Tally]:
        cells: dict[Key, Tally] = {}
        own: set[Key] = set()
        cell_of, queues = self._cell_of, self._queues
        for subjects, left_out in groups:
            for subject in subjects:
                for key, tally in tallies.get(subject, _NO_TOTALS).items():
                    code = key[0]
                    if code not in cell_of or code in left_out:
                        continue
                    if queues and key[1] not in queues and code != SCHEDULED_HOURS:
                        continue
                    cell = cell_of[code] or key
                    pooled = cells.get(cell)
                    if pooled is None:
                        cells[cell] = tally
                        continue
                    # What stands in a cell alone is the caller's own tally; it is copied before anything is added to it.
                    if cell not in own:
                        own.add(cell)
                        pooled = cells[cell] = copy(pooled)
                    pooled.merge(tally)
        return cells


def is_volume(metric: Metric) -> bool:
    """Whether a guardrail may leave it out: sums of which more is better. Complaints stay, and so do planned hours."""
    return metric.combine == "sum" and metric.good == "higher" and metric.code != SCHEDULED_HOURS
