"""What the career room can do, joined: build one per process and hand it on."""

from collections.abc import Awaitable, Callable, Mapping

from server.bus.limits import Limits
from server.clock import Clock
from server.contests.service import ContestsService
from server.db.pool import Database
from server.ladder.clockwork import LadderClockwork
from server.ladder.criteria.editing import CriteriaService
from server.ladder.criteria.previewing import PreviewService
from server.ladder.cycles.service import CyclesService
from server.ladder.dossiers.certificates import CertificatesService
from server.ladder.dossiers.checking import CheckingService
from server.ladder.dossiers.service import DossiersService, Letterhead
from server.ladder.path.service import PathService
from server.ladder.readiness.service import ReadinessService
from server.ladder.records.importing import BalancesService
from server.ladder.records.service import RecordsService
from server.ladder.scorecards.service import ScorecardsService
from server.ladder.support.service import SupportService


class LadderService:
    """Everything about careers on one database. Each corner is an attribute of its own."""

    def __init__(
        self, db: Database, clock: Clock, contests: ContestsService, letterhead: Letterhead, limits: Limits
    ) -> None:
        self.records = RecordsService(db, clock)
        self.balances = BalancesService(db, clock, self.records)
        self.readiness = ReadinessService(db, clock)
        self.scorecards = ScorecardsService(db, clock)
        self.criteria = CriteriaService(db, clock)
        self.previews = PreviewService(db, clock)
        self.path = PathService(db, clock, contests)
        self.dossiers = DossiersService(db, clock, letterhead)
        self.certificates = CertificatesService(db, clock, letterhead)
        self.checking = CheckingService(db, limits)
        self.support = SupportService(db, clock, self.records)
        self.cycles = CyclesService(db, clock, self.records)
        self.clockwork = LadderClockwork(clock, [self.records.apply_due_levels])

    async def prepare(self) -> None:
        """Ship what is not there yet; called once at the start of every process."""
        await self.scorecards.prepare()
        await self.criteria.prepare()

    def tasks(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """What has to run as long as the process does."""
        return {
            "ladder": self.clockwork.run,
            "cycles": self.cycles.run,
            "scorecards": self.scorecards.following.run,
            "certificates": self.certificates.run,
        }
