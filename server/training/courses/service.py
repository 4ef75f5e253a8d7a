"""What can be done with courses, joined: build one per process."""

from server.clock import Clock
from server.db.pool import Database
from server.training.courses.catalogue import Catalogue
from server.training.courses.effect import Effects
from server.training.courses.export import Books
from server.training.courses.feedback import FeedbackService
from server.training.courses.learning import Learning
from server.training.courses.plans import Plans
from server.training.courses.practice import Practice
from server.training.courses.surveys import Surveys


class CoursesService:
    """Each concern is an attribute of its own."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.catalogue = Catalogue(db, clock)
        self.learning = Learning(db, clock)
        self.plans = Plans(db, clock)
        self.practice = Practice(db, clock)
        self.feedback = FeedbackService(db, clock)
        self.surveys = Surveys(db, clock)
        self.effects = Effects(db, clock)
        self.books = Books(db, clock)
