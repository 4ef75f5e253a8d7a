"""What can be asked about readiness, joined."""

from server.clock import Clock
from server.db.pool import Database
from server.ladder.readiness.candidate import CandidateService
from server.ladder.readiness.export import ExportService
from server.ladder.readiness.table import TableService


class ReadinessService:
    """The table, one person's page, the workbook."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.table = TableService(db, clock)
        self.candidate = CandidateService(db, clock)
        self.export = ExportService(db, clock, self.table)
