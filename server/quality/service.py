"""What the quality room can do, joined: build one per process and hand it on."""

from server.clock import Clock
from server.db.pool import Database
from server.quality.benchmarks.service import BenchmarksService
from server.quality.calibrations.service import CalibrationsService
from server.quality.cases.service import CasesService
from server.quality.evaluations.service import EvaluationsService
from server.quality.faults.service import FaultsService
from server.quality.forms.service import FormsService
from server.quality.sampling.handing import HandingService
from server.quality.sampling.service import SamplingService


class QualityService:
    """Everything about judging calls on one database. Each corner is an attribute of its own."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.forms = FormsService(db, clock)
        self.evaluations = EvaluationsService(db, clock)
        self.calibrations = CalibrationsService(db, clock)
        self.sampling = SamplingService(db, clock)
        self.evaluations.assignments = self.sampling
        self.handing = HandingService(db, clock)
        self.faults = FaultsService(db, clock)
        self.cases = CasesService(db, clock)
        self.benchmarks = BenchmarksService(db, clock)

    async def prepare(self) -> None:
        """Ship what is not there yet; called once at the start of every process."""
        await self.forms.prepare()
