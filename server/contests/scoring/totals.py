"""The totals of one window's facts as a scorer keeps them in memory, fed in the order in which transactions committed."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from leaderboards.calendar import Window
from leaderboards.metrics import Key, Metric, Subject, Tally
from server.db.outbox import Snapshot
from server.facts.changes import Sums, is_somebodys
from server.facts.reading import Totals

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Cell = tuple[int, int, int]
"""Owner (see `owner_of`), metric and queue."""


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

    def fold(self, changed: list[Sums]) -> None:
        """Take in what the changes of one transaction, which the loaded state did not hold yet, add up to in the window."""
        cells, touch = self._cells, self.touched.add
        for sums in changed:
            membership, metric, _, agent, team, queue, n, value, weight, weighted = sums
            if not is_somebodys(sums):
                continue
            owner = membership << 2 if membership else (agent << 2 | 1 if agent else team << 2 | 2)
            cell = owner, metric, queue
            tally = cells.get(cell)
            if tally is None:
                tally = self._open(cell)
                if tally is None:
                    continue
            tally.n += n
            tally.sum_value += value
            tally.sum_weight += weight
            tally.sum_weighted += weighted
            touch(owner)

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
