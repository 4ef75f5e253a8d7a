"""Everything reviews can do, joined."""

from datetime import datetime

from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Database
from server.ladder.cycles.acting import ActingService
from server.ladder.cycles.asked_wire import MoveIn
from server.ladder.cycles.calibrating import CalibratingService
from server.ladder.cycles.comparing import ComparingService
from server.ladder.cycles.mine import MineService
from server.ladder.cycles.moving import MovingService
from server.ladder.cycles.opening import OpeningService
from server.ladder.cycles.overview import OverviewService
from server.ladder.cycles.payroll import PayrollService
from server.ladder.cycles.reading import ReadingService
from server.ladder.cycles.taking_effect import TakingEffect
from server.ladder.records.service import RecordsService
from server.supervise import Bell, each

_EVERY = 5.0
"""Seconds between two looks for work that another process, or one that died, has begun."""


class CyclesService:
    """One per process."""

    def __init__(self, db: Database, clock: Clock, records: RecordsService) -> None:
        self._clock = clock
        self.moving = MovingService(db, clock)
        self.opening = OpeningService(db, clock)
        self.acting = ActingService(db, clock)
        self.overview = OverviewService(db, clock)
        self.reading = ReadingService(db, clock)
        self.calibrating = CalibratingService(db, clock)
        self.comparing = ComparingService(db)
        self.mine = MineService(db, clock)
        self.payroll = PayrollService(db, clock)
        self.taking_effect = TakingEffect(db, clock, records)
        self._bell = Bell()

    async def move(self, actor: Actor, cycle_id: int, given: MoveIn) -> None:
        """See `MovingService.move`; the work that follows begins at once."""
        await self.moving.move(actor, cycle_id, given)
        self._bell.ring()

    async def follow(self, now: datetime) -> None:
        """What the clock and unfinished work ask for; harmless to repeat, and in several processes at once."""
        await each((self.opening.follow, self.taking_effect.follow), lambda follow: follow(now))

    async def run(self) -> None:
        """Follow when asked, and every few seconds."""
        await self._bell.answer(lambda: self.follow(self._clock.now()), _EVERY)
