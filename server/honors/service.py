"""What the room of honors can do, joined: build one per process and hand it on."""

from collections.abc import Awaitable, Callable, Mapping

from server.clock import Clock
from server.db.pool import Database
from server.honors.badges.catalogue import ensure_catalogue
from server.honors.badges.clockwork import BadgeClockwork
from server.honors.badges.correcting import BadgesOnResults
from server.honors.badges.editing import EditingService
from server.honors.badges.giving import GivingService
from server.honors.badges.ports import Lives, nothing
from server.honors.badges.service import BadgesService
from server.honors.collective.service import CollectiveService
from server.honors.kudos.service import KudosService
from server.honors.prizes.service import PrizesService
from server.honors.rewards.service import RewardsService


class HonorsService:
    """Each corner is an attribute of its own. `lives` is what rooms above know of people's careers."""

    def __init__(self, db: Database, clock: Clock, lives: Lives = nothing) -> None:
        self._db = db
        self._clock = clock
        self.kudos = KudosService(db, clock)
        self.rewards = RewardsService(db, clock)
        self.prizes = PrizesService(db, clock)
        self.badges = BadgesService(db, clock, lives)
        self.editing = EditingService(db, clock, lives)
        self.giving = GivingService(db, clock, lives)
        self.clockwork = BadgeClockwork(db, clock, lives)
        self.collective = CollectiveService(db, clock)
        self.touched = BadgesOnResults(clock, lives)

    async def prepare(self) -> None:
        """Ship the badges that are not there yet; called once at the start of every process."""
        async with self._db.transaction() as connection:
            await ensure_catalogue(connection, self._clock.now())

    def tasks(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """What has to run as long as the process does."""
        return {"badges": self.clockwork.run}
