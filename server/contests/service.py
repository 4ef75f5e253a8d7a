"""What the contest room can do, joined: build one per process and hand it on."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from leaderboards import audience
from leaderboards.feed import Board
from server.auth.actor import Actor
from server.bus.port import Bus
from server.clock import Clock
from server.contests import directory
from server.contests.after.adjusting import AdjustingService
from server.contests.after.appeals import AppealsService
from server.contests.after.corrections import CorrectionsService
from server.contests.after.crediting import CreditService
from server.contests.after.deeds import DeedsService
from server.contests.after.stakes import Stakes
from server.contests.after.timetable import EndingService
from server.contests.calendar.reading import CalendarService
from server.contests.clockwork import Clockwork
from server.contests.contest import Contest
from server.contests.planning.catalogue.shipped import TEMPLATES
from server.contests.planning.entering import EnteringService
from server.contests.planning.templates import TemplatesService
from server.contests.planning.trying import TryingService
from server.contests.reveal.freezing import refuse_truth
from server.contests.reveal.revealing import RevealingService
from server.contests.scoring.scorer import Scorer
from server.contests.seasons.reading import SeasonsService
from server.contests.seasons.wire import SeasonOut
from server.contests.series.recurring import SeriesService
from server.contests.showing.behind import BehindService
from server.contests.showing.explaining import ExplainingService
from server.contests.showing.form import FormService
from server.contests.showing.listing import State, Wanted
from server.contests.showing.pacing import PaceOut, PaceService
from server.contests.showing.pages import Computed, Pages, Whole, audience_of, seen_by
from server.contests.showing.reading import ReadingService
from server.contests.wire import ContestOut, HistoryOut, OwnPlace
from server.db.pool import Database
from server.errors import NOT_FOUND, DomainError
from server.live.ports import OnStage

_PLACES = 50
"""So many contests of a state a person may be in at a time and see all of."""
_LATEST = 4
"""Of those whose result waits for its signature."""


class ContestsService:
    """Everything about contests on one database.

    `whole` tells the newest board of a contest, as a hub holds it; without a hub boards are computed when asked for.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        bus: Bus,
        *,
        tick_ms: int = 100,
        whole: Callable[[int], Awaitable[Whole]] | None = None,
    ) -> None:
        self._db = db
        self._clock = clock
        self.templates = TemplatesService(db, clock)
        self.trying = TryingService(db, clock)
        self.entering = EnteringService(db, clock)
        self.clockwork = Clockwork(db, clock)
        self.series = SeriesService(db, clock)
        self.calendar = CalendarService(db, clock)
        self.reading = ReadingService(db, clock)
        self.explaining = ExplainingService(db, clock, self.reading)
        self.behind = BehindService(db, clock, self.reading, self.explaining)
        self.ending = EndingService(db, clock, self.reading)
        self.appeals = AppealsService(db, clock, self.reading, self.explaining)
        self.adjusting = AdjustingService(db, clock, self.reading)
        self.corrections = CorrectionsService(db, clock, self.reading)
        self.credit = CreditService(db, clock, self.reading)
        self.deeds = DeedsService(db, clock)
        self.clockwork.followers.append(self.deeds.follow)
        self.revealing = RevealingService(db, clock, self.reading)
        self.form = FormService(db)
        self._pacing = PaceService(db, clock, self.reading)
        self.scorer = Scorer(db, bus, clock, self.reading.board, tick_ms=tick_ms)
        self._whole = whole or self._computed
        self._pages = Pages(self._held)
        self._seasons = SeasonsService(db, clock, self.reading, self._held)

    def follow(self, whole: Callable[[int], Awaitable[Whole]]) -> None:
        """Take boards from this hub from now on; the hub itself is built on this service."""
        self._whole = whole

    def stake(self, stakes: Stakes) -> None:
        """Ask this from now on what hangs on results; whoever knows is built on this service."""
        self.clockwork.stakes = self.entering.stakes = self.series.stakes = stakes

    async def prepare(self) -> list[str]:
        """Ship the templates that are not there yet; the codes added."""
        return await self.templates.ensure(TEMPLATES)

    def tasks(self, *, score: bool = True) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """What has to run as long as the process does."""
        return {"clockwork": self.clockwork.run, "scorer": self.scorer.run} if score else {}

    async def board(self, contest_id: int) -> Board:
        """The whole board out of the tables; see `ReadingService.board`."""
        return await self.reading.board(contest_id)

    async def on_show(self, site_id: int) -> list[int]:
        """See `ReadingService.on_show`."""
        return await self.reading.on_show(site_id)

    async def site_of(self, contest_id: int) -> int | None:
        """See `ReadingService.site_of`."""
        return await self.reading.site_of(contest_id)

    async def on_stage(self, contest_ids: Sequence[int]) -> OnStage:
        """See `RevealingService.on_stage`."""
        return await self.revealing.on_stage(contest_ids)

    async def admit_to_truth(self, actor: Actor, contest_id: int) -> None:
        """See `server.live.ports.Programme`."""
        contest = await self.reading.find(actor, contest_id)
        async with self._db.connection() as connection:
            await refuse_truth(connection, actor, contest, self._clock.now())

    async def true_standings_page(self, actor: Actor, contest_id: int, offset: int, limit: int, q: str = "") -> bytes:
        """The encoded slice of how a frozen contest really stands. Raises DomainError for who may not see it."""
        await self.admit_to_truth(actor, contest_id)
        return await self._pages.page(actor, -contest_id, offset, limit, q)

    async def standings_page(self, actor: Actor, contest_id: int, offset: int, limit: int, q: str = "") -> bytes:
        """The encoded slice of the standings that this actor may see."""
        if contest_id < 1:
            # The number of a frozen contest's truth, which has a door of its own.
            raise DomainError(NOT_FOUND, what="contest", key=contest_id)
        if actor.kind == "display":
            await self.reading.find(actor, contest_id)
        return await self._pages.page(actor, contest_id, offset, limit, q)

    async def season(self, actor: Actor, contest_id: int, *, near: bool = False, wall: bool = False) -> SeasonOut:
        """See `SeasonsService.season`."""
        if actor.display is not None:
            own = [] if actor.display.team_id is None else [f"t{actor.display.team_id}"]
        elif wall:
            own = []
        else:
            mine = await self._own_participant(actor, await self.reading.find(actor, contest_id))
            own = [] if mine is None else [mine]
        return await self._seasons.season(actor, contest_id, own, near=near, wall=wall)

    async def history(self, actor: Actor, contest_id: int) -> list[HistoryOut]:
        """The ranks hour by hour, of a season round by round."""
        contest = await self.reading.find(actor, contest_id)
        return await (self._seasons if contest.in_rounds else self.reading).history(actor, contest_id)

    async def pace(self, actor: Actor, contest_id: int) -> PaceOut:
        """Where the scores that this actor sees are heading; see `PaceService`."""

        async def seen(contest: Contest) -> set[str]:
            board = (await self._whole(contest_id)).board
            own = None if actor.kind == "display" else await self._own_participant(actor, contest)
            return {row.id for row in seen_by(audience_of(actor, board), board).rows} | ({own} if own else set())

        return await self._pacing.pace(actor, contest_id, seen)

    async def own_place(self, actor: Actor, contest_id: int) -> audience.OwnView:
        """The actor's own row, or its team's, and the neighbours above."""
        contest = await self.reading.find(actor, contest_id)
        board = (await self._whole(contest_id)).board
        own = await self._own_participant(actor, contest)
        view = audience.own_view(board, own) if own else None
        if view is None:
            raise DomainError(NOT_FOUND, what="participant", key=actor.name)
        return view

    async def own_places(self, actor: Actor) -> list[OwnPlace]:
        """The own place in every contest that runs or is frozen, soonest end first, then in the latest that wait for a signature."""
        found = []
        for contest in await self._taking_part(actor):
            try:
                found.append(OwnPlace(contest, await self.own_place(actor, contest.id)))
            except DomainError as refusal:
                # In the team for another part of the window, or called off in this moment.
                if refusal.code != NOT_FOUND:
                    raise
        return found

    async def _taking_part(self, actor: Actor) -> list[ContestOut]:
        async def of(state: State, most: int) -> list[ContestOut]:
            return (await self.reading.page(actor, Wanted(state=state, mine="part"), 0, most))[0]

        now = [*await of("running", _PLACES), *await of("frozen", _PLACES)]
        over = await of("provisional", _LATEST)
        return [one for those in (now, over) for one in sorted(those, key=lambda one: (one.ends, one.id))]

    async def _own_participant(self, actor: Actor, contest: Contest) -> str | None:
        if contest.participants == "agent":
            return f"a{actor.agent_id}" if actor.agent_id in contest.agent_ids else None
        led = sorted(actor.own_teams & set(contest.team_ids))
        if led:
            return f"t{led[0]}"
        if actor.agent_id is None:
            return None
        async with self._db.connection() as connection:
            team = await directory.team_of(
                connection, actor.agent_id, contest.team_ids, contest.window, self._clock.now()
            )
        return None if team is None else f"t{team}"

    async def _held(self, contest_id: int) -> Whole:
        return await self._whole(contest_id)

    async def _computed(self, contest_id: int) -> Whole:
        board = await self.reading.board(contest_id)
        # A position of its own for every state: nothing that was encoded before may be taken for it.
        return Computed(f"computed-{board.as_of}", 0, board)
