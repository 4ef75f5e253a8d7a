"""Every service of a process, built in the order in which they lean on one another, and how they live and end."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from time import monotonic

from litestar import Litestar

from server.auth.service import AuthService
from server.bus.limits import LocalLimits, SharedLimits
from server.bus.local import LocalBus
from server.bus.redis import RedisBus
from server.certificates.personal import PersonalCertificates
from server.certificates.room import CertificatesRoom
from server.clock import Clock
from server.contests.insight.service import InsightService
from server.contests.personal import PersonalContests
from server.contests.service import ContestsService
from server.contests.showing.countdown import Countdown
from server.contests.showing.race import RaceService
from server.db.pool import Database
from server.desk.finding import FindingService
from server.desk.service import DeskService
from server.facts import attribution
from server.facts.personal import PersonalFacts
from server.facts.promising import Promised
from server.facts.retained import SettledRefusals
from server.facts.service import FactsService
from server.health import ScorerState, Vitals
from server.honors.badges.moments import Moments
from server.honors.badges.personal import PersonalBadges
from server.honors.badges.recent import RecentBadges
from server.honors.kudos.personal import PersonalKudos
from server.honors.rewards.personal import PersonalRewards
from server.honors.service import HonorsService
from server.housekeeping import Housekeeping
from server.ladder.cycles.personal import PersonalCycles
from server.ladder.dossiers.personal import PersonalDossiers
from server.ladder.dossiers.service import Letterhead
from server.ladder.dossiers.signing import SigningKey
from server.ladder.evidence.lived import lives
from server.ladder.personal import PersonalDiscipline, PersonalLadder
from server.ladder.scorecards.personal import PersonalScorecards
from server.ladder.service import LadderService
from server.ladder.support.personal import PersonalSupport
from server.live.hub import Hub
from server.live.service import DisplaysService
from server.live.sockets import BoardSockets
from server.live.steering import SteeringService
from server.look.service import LookService
from server.people.book import PeopleBook
from server.people.retained import LeftPeople
from server.people.service import PeopleService
from server.quality.cases.personal import PersonalCases
from server.quality.evaluations.personal import PersonalEvaluations
from server.quality.service import QualityService
from server.retention import RetentionService
from server.settings import Settings
from server.supervise import Task, supervised
from server.training.care.personal import PersonalCare
from server.training.care.retained import PrivateTalks
from server.training.classes.personal import PersonalClasses
from server.training.courses.personal import PersonalCourses
from server.training.courses.practice import assign_practice
from server.training.exams.personal import PersonalExams
from server.training.service import TrainingService
from server.wire import Bilingual

STUCK_AFTER = 15.0
"""Seconds without a tick after which the scorer counts as failed; loading a large centre takes a few."""


class Rooms:
    """Every service of a process, built once and in the order in which the rooms lean on one another."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.db = Database(settings.database_url or "", connections=settings.database_connections)
        self.bus = RedisBus(settings.redis_url) if settings.redis_url else LocalBus()
        self.limits = SharedLimits(settings.redis_url) if settings.redis_url else LocalLimits()
        self.auth = AuthService(self.db, clock, PeopleBook(), self.limits)
        careers = (
            PersonalLadder(),
            PersonalDiscipline(),
            PersonalScorecards(),
            PersonalCycles(),
            PersonalDossiers(),
            PersonalSupport(),
        )
        learning = (PersonalExams(), PersonalCare(), PersonalCourses())
        parts = (
            PersonalFacts(),
            PersonalContests(),
            *learning,
            PersonalClasses(),
            PersonalEvaluations(),
            PersonalCases(),
            PersonalKudos(),
            PersonalRewards(),
            PersonalBadges(),
            PersonalCertificates(),
            *careers,
        )
        self.people = PeopleService(self.db, clock, attribution, self.auth, parts=parts)
        self.facts = FactsService(self.db, clock)
        self.quality = QualityService(self.db, clock)
        self.contests = ContestsService(self.db, clock, self.bus, tick_ms=settings.tick_ms)
        self.insight = InsightService(self.db, clock, self.limits, self.contests.reading, self.contests.explaining)
        self.contests.clockwork.followers.append(self.insight.follow)
        self.hub = Hub(self.bus, self.contests, clock, scores=self.contests.scorer.scores)
        self.contests.follow(self.hub.standing)
        self.sockets = BoardSockets(self.hub, self.auth.gate, self.contests)
        self.look = LookService(self.db, clock, Bilingual(*settings.centre))
        letterhead = Letterhead(self.look, SigningKey(settings.key_file))
        self.training = TrainingService(self.db, clock)
        self.quality.cases.practice = assign_practice
        self.honors = HonorsService(self.db, clock, lives)
        self.contests.corrections.ports += [self.honors.touched, self.honors.prizes.effects]
        self.contests.stake(self.honors.prizes)
        self.contests.clockwork.followers.append(self.honors.prizes.settling.follow)
        self.contests.clockwork.followers.append(self.honors.collective.follow)
        self.ladder = LadderService(self.db, clock, self.contests, letterhead, self.limits)
        looked_through = (self.people, self.contests, self.training, self.honors, self.ladder, self.facts, self.quality)
        self.desk = DeskService(self.db, clock, self.people, FindingService(*looked_through))
        self.certificates = CertificatesRoom(self.db, clock, letterhead)
        self.ladder.checking.withdrawn = self.certificates.issuing.withdrawn
        self.displays = DisplaysService(self.db, clock, self.auth, self.contests, self.sockets.recheck)
        self.steering = SteeringService(self.db, clock, self.displays, self.sockets.nudge)
        self.displays.add_scene(Countdown(self.db, clock))
        self.displays.add_scene(RecentBadges(self.db, clock))
        for scene in self.honors.collective.scenes:
            self.displays.add_scene(scene)
        self.race = RaceService(self.db, clock, self.contests.reading, self.hub.standing)
        self.contests.revealing.walls = self.walls
        kept = (LeftPeople(self.db, self.people.privacy), SettledRefusals(self.db), PrivateTalks(self.db))
        self.retention = RetentionService(self.db, clock, kept)
        self.vitals = Vitals(database=self.db, redis=lambda: self.bus.healthy, scorer=self.scorer_state)

    async def walls(self, contest_id: int, site_id: int) -> int:
        """How many screens follow the ceremony of a contest: paired displays, and windows that somebody opened as a wall."""
        return await self.displays.showing(contest_id, site_id) + self.sockets.open_walls(contest_id)

    def tasks(self) -> dict[str, Task]:
        """What runs as long as the process does."""
        return {
            "bus": self.bus.run,
            "hub": self.hub.run,
            "sockets": self.sockets.run,
            "steering": self.steering.run,
            "promised": Promised(self.db, self.facts).run,
            "housekeeping": Housekeeping(
                self.db,
                self.clock,
                self.auth,
                (
                    self.insight.reviews.forget,
                    self.training.care.forget,
                    self.steering.forget,
                    self.retention.forget,
                ),
            ).run,
            **self.contests.tasks(score=self.settings.scorer),
            **self.ladder.tasks(),
            **self.training.tasks(),
            **self.honors.tasks(),
            **self.certificates.tasks(),
            "moments": Moments(self.db, self.clock, self.hub).run,
            "sampling": self.quality.sampling.run,
        }

    def scorer_state(self) -> ScorerState:
        """For `/health`: a scorer that holds the lease and does not tick any more has failed."""
        if not self.settings.scorer:
            return "off"
        scorer = self.contests.scorer
        if scorer.state == "waiting":
            return "standing_by"
        return "leading" if monotonic() - scorer.ticked_at < STUCK_AFTER else "failed"

    async def prepare(self) -> None:
        """Ship what a centre has from the start and this database has not yet: metrics, forms, templates, criteria, badges."""
        await self.facts.ensure_catalogue()
        await self.quality.prepare()
        await self.contests.prepare()
        await self.ladder.prepare()
        await self.honors.prepare()

    @asynccontextmanager
    async def open(self, _: Litestar) -> AsyncIterator[None]:
        """Connect, start the tasks, and undo both at the end."""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.db.open())
            if isinstance(self.limits, SharedLimits):
                stack.push_async_callback(self.limits.aclose)
            await self.prepare()
            await stack.enter_async_context(supervised(self.tasks()))
            yield
            # Walls hear that the server goes, and come back by themselves.
            self.hub.dismiss_all("server_stopping")
