"""What the training room can do, joined: build one per process and hand it on."""

from collections.abc import Awaitable, Callable, Mapping

from server.clock import Clock
from server.db.pool import Database
from server.training.care.service import CareService
from server.training.classes.service import ClassesService
from server.training.courses.service import CoursesService
from server.training.exams.bank import BankService
from server.training.exams.files import QuestionFiles
from server.training.exams.planning import PlanningService
from server.training.exams.results import ResultsService
from server.training.exams.sitting import SittingsService


class TrainingService:
    """Everything about learning on one database. Each corner is an attribute of its own."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.bank = BankService(db, clock)
        self.question_files = QuestionFiles(db, clock)
        self.exams = PlanningService(db, clock)
        self.sittings = SittingsService(db, clock)
        self.results = ResultsService(db, clock)
        self.care = CareService(db, clock)
        self.classes = ClassesService(db, clock)
        self.courses = CoursesService(db, clock)

    def tasks(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """What has to run as long as the process does."""
        return {"sittings": self.sittings.run}
