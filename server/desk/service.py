"""What the desk's own room can do, joined: build one per process and hand it on."""

from server.clock import Clock
from server.db.pool import Database
from server.desk.finding import FindingService
from server.desk.happening import NewsService
from server.desk.sight import SightService
from server.desk.trail import TrailService
from server.people.service import PeopleService


class DeskService:
    """Each corner is an attribute of its own."""

    def __init__(self, db: Database, clock: Clock, people: PeopleService, finding: FindingService) -> None:
        self.news = NewsService(db, clock)
        self.sight = SightService(db, clock, people)
        self.finding = finding
        self.trail = TrailService(db)
