"""The totals of one window's facts as a scorer keeps them in memory, fed in the order in which transactions committed."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from leaderboards.calendar import Window
from leaderboards.metrics import Key, Metric, Subject, Tally
from server.db.outbox import Snapshot
from server.facts.reading import Totals
from server.facts.writing import Change

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

decode_changes = msgspec.msgpack.Decoder(list[Change]).decode


Cell = tuple[int, int, int]
"""Owner (see `owner_of`), metric and queue."""
Prepared = tuple[int, Cell, int, int, int, int]
"""Instant (µs), cell, sign, and value, weight and their product with the sign applied: everything said about a change that
does not depend on the window, so that many windows take it in cheaply. Plain tuples: there are tens of thousands a second."""


def prepare(changes: Iterable[Change]) -> list[Prepared]:
    """Resolve whose facts these are, and give the amounts their sign."""
    return [
        (
            at,
            (membership << 2 if membership else (agent << 2 | 1 if agent else team << 2 | 2), metric, queue),
            sign,
            value * sign,
            weight * sign,
            value * weight * sign,
        )
        for metric, agent, team, membership, queue, at, value, weight, sign in changes
    ]


def owner_of(subject: Subject) -> int:
    """The number of a subject in a cell."""
    return int(subject[1:]) << 2 | "mat".index(subject[0])


def subject_of(owner: int) -> Subject:
    """The subject behind that number."""
    return f"{'mat'[owner & 3]}{owner >> 2}"


class WindowTotals:
    """All totals of the metrics in use over one window.

    Sums and means follow every change exactly. The smallest, greatest and last fact cannot be told once one is taken away,
    so for such metrics a change only sets `stale`: they are to be read again.
    """

    def __init__(
        self, window: Window, metrics: Mapping[int, Metric], queues: Mapping[int, str], snapshot: Snapshot
    ) -> None:
        self.window = window
        self.starts_us = micros(window.starts)
        self.ends_us = micros(window.ends)
        self.metrics = dict(metrics)
        self.snapshot = snapshot
        self.tallies: dict[Subject, dict[Key, Tally]] = {}
        self.touched: set[int] = set()
        """Owners whose totals changed since the set was last emptied."""
        self.stale = False
        self._queues = queues
        self._cells: dict[Cell, Tally] = {}
        self._folded = {metric_id for metric_id, metric in metrics.items() if metric.combine in {"sum", "mean"}}

    def load(self, totals: Totals) -> None:
        """Start from what the tables hold."""
        for (subject, metric_id, queue_id), tally in totals.items():
            self._put((owner_of(subject), metric_id, queue_id), subject, tally)

    def reload(self, totals: Totals) -> None:
        """Replace what cannot be folded by what the tables hold now."""
        renewed = {self.metrics[metric_id].code for metric_id in self.unfolded}
        for cells in self.tallies.values():
            for key in [key for key in cells if key[0] in renewed]:
                del cells[key]
        self.load(totals)
        self.stale = False

    @property
    def unfolded(self) -> list[int]:
        """Ids of the metrics that have to be read again when `stale`."""
        return [metric_id for metric_id in self.metrics if metric_id not in self._folded]

    def fold(self, changes: list[Prepared]) -> None:
        """Take in the changes of one transaction that the loaded state did not hold yet."""
        starts, ends, cells, touch = self.starts_us, self.ends_us, self._cells, self.touched.add
        for at, cell, sign, value, weight, weighted in changes:
            if at < starts or at >= ends or not sign:
                continue
            tally = cells.get(cell)
            if tally is None:
                tally = self._open(cell)
                if tally is None:
                    continue
            tally.n += sign
            tally.sum_value += value
            tally.sum_weight += weight
            tally.sum_weighted += weighted
            touch(cell[0])

    def _open(self, cell: Cell) -> Tally | None:
        metric_id = cell[1]
        if metric_id in self._folded:
            return self._put(cell, subject_of(cell[0]), Tally())
        if metric_id in self.metrics:
            self.stale = True
            self.touched.add(cell[0])
        return None

    def _put(self, cell: Cell, subject: Subject, tally: Tally) -> Tally:
        # Cells of metrics that cannot be folded are not remembered, so that every change of theirs comes by `_open`.
        if cell[1] in self._folded:
            self._cells[cell] = tally
        key = (self.metrics[cell[1]].code, self._queues[cell[2]])
        self.tallies.setdefault(subject, {})[key] = tally
        return tally


def micros(at: datetime) -> int:
    """Whole microseconds since 1970, exactly."""
    return (at - _EPOCH) // _MICROSECOND
