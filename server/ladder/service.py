"""What the career room can do, joined: build one per process and hand it on."""

from collections.abc import Awaitable, Callable, Mapping

from server.clock import Clock
from server.contests.service import ContestsService
from server.db.pool import Database
from server.ladder.clockwork import LadderClockwork
from server.ladder.criteria.editing import CriteriaService
from server.ladder.criteria.previewing import PreviewService
from server.ladder.path.service import PathService
from server.ladder.records.service import RecordsService


class LadderService:
    """Everything about careers on one database. Each corner is an attribute of its own."""

    def __init__(self, db: Database, clock: Clock, contests: ContestsService) -> None:
        self.records = RecordsService(db, clock)
        self.criteria = CriteriaService(db, clock)
        self.previews = PreviewService(db, clock)
        self.path = PathService(db, clock, contests)
        self.clockwork = LadderClockwork(clock, [self.records.apply_due_levels])

    async def prepare(self) -> None:
        """Ship what is not there yet; called once at the start of every process."""
        await self.criteria.prepare()

    def tasks(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """What has to run as long as the process does."""
        return {"ladder": self.clockwork.run}
