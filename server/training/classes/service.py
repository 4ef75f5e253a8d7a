"""What can be done about classes, joined."""

from server.clock import Clock
from server.db.pool import Database
from server.training.classes.attendance import AttendanceService
from server.training.classes.book import BookService
from server.training.classes.calls import TestCallsService
from server.training.classes.gates import GatesService
from server.training.classes.log import MentorLogService
from server.training.classes.paths import PathsService
from server.training.classes.permissions import PermissionsService
from server.training.classes.sheets import SheetsService


class ClassesService:
    """Every part is an attribute of its own."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.book = BookService(db, clock)
        self.gates = GatesService(db, clock)
        self.log = MentorLogService(db, clock)
        self.calls = TestCallsService(db, clock)
        self.attendance = AttendanceService(db, clock)
        self.paths = PathsService(db, clock)
        self.permissions = PermissionsService(db, clock)
        self.sheets = SheetsService(db, clock, self.attendance, self.paths)
