"""What the desk's own room can do, joined: build one per process and hand it on."""

from server.contests.service import ContestsService
from server.desk.finding import FindingService
from server.honors.service import HonorsService
from server.ladder.service import LadderService
from server.people.service import PeopleService
from server.training.service import TrainingService


class DeskService:
    """Each corner is an attribute of its own."""

    def __init__(
        self,
        people: PeopleService,
        contests: ContestsService,
        training: TrainingService,
        honors: HonorsService,
        ladder: LadderService,
    ) -> None:
        self.finding = FindingService(people, contests, training, honors, ladder)
