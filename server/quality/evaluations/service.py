"""Judging a call, reading what was judged, disputing it and answering."""

from server.clock import Clock
from server.db.pool import Database
from server.quality.evaluations.ports import Assignments


class EvaluationsService:
    """See the module. `assignments` is set by whoever hands out samples."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.assignments: Assignments | None = None
