"""Joins what contests tell beside their places; build one per process."""

from datetime import datetime, timedelta

from server.bus.limits import Limits
from server.clock import Clock
from server.contests.insight.fairness import FairnessService
from server.contests.insight.levers import LeversService
from server.contests.insight.notes import NotesService
from server.contests.insight.reviews import ReviewsService
from server.contests.insight.scanning import ScanningService
from server.contests.insight.teaching import TeachingService
from server.contests.showing.explaining import ExplainingService
from server.contests.showing.reading import ReadingService
from server.db.pool import Database

_EVERY = timedelta(minutes=1)


class InsightService:
    """See the package."""

    def __init__(
        self, db: Database, clock: Clock, limits: Limits, reading: ReadingService, explaining: ExplainingService
    ) -> None:
        self.fairness = FairnessService(db, clock, limits)
        self.levers = LeversService(db, clock, reading, explaining)
        self.teaching = TeachingService(db, clock, reading)
        self.notes = NotesService(db, clock, reading)
        self.reviews = ReviewsService(db, clock)
        self.scanning = ScanningService(db)
        self._next: datetime | None = None

    async def follow(self, now: datetime) -> None:
        """Do what has become due; the clockwork asks at every tick, and most ticks cost nothing.

        While there is more to do the next tick goes on with it.
        """
        if self._next is not None and now < self._next:
            return
        busy = await self.scanning.scan_due(now) + await self.teaching.measure_due(now)
        self._next = None if busy else now + _EVERY
