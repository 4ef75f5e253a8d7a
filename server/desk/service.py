"""What the desk's own room can do, joined: build one per process and hand it on."""

from server.clock import Clock
from server.contests.service import ContestsService
from server.db.pool import Database
from server.desk.finding import FindingService
from server.desk.happening import NewsService
from server.desk.sight import SightService
from server.honors.service import HonorsService
from server.ladder.service import LadderService
from server.people.service import PeopleService
from server.training.service import TrainingService


class DeskService:
    """Each corner is an attribute of its own."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        people: PeopleService,
        contests: ContestsService,
        training: TrainingService,
        honors: HonorsService,
        ladder: LadderService,
    ) -> None:
        self.news = NewsService(db, clock)
        self.sight = SightService(db, clock, people)
        self.finding = FindingService(people, contests, training, honors, ladder)
