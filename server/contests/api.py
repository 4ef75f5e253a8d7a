"""The doors of the contest room: contests, their boards and results, templates, series."""

from typing import Annotated, Generic, TypeVar

from litestar import Controller, MediaType, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct

from leaderboards.audience import OwnView
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.contests.calendar.api import CalendarController
from server.contests.planning.templates_api import TemplatesController, TryingController
from server.contests.reveal.api import RevealController
from server.contests.series.api import SeriesController
from server.contests.service import ContestsService
from server.contests.showing.behind import FactBehind
from server.contests.showing.explaining import WhyOut
from server.contests.showing.listing import Mine, State, Wanted
from server.contests.wire import (
    CancelIn,
    ContestChange,
    ContestDetailOut,
    ContestIn,
    ContestOut,
    HistoryOut,
    LateOut,
    OutlookOut,
    OwnPlace,
    ResultOut,
    WithdrawIn,
)
from server.wire import Page, page_of

Me = NamedDependency[Actor]
Contests = NamedDependency[ContestsService]
Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]


T = TypeVar("T")


class Items(Struct, Generic[T]):
    """A list that is always whole."""

    items: list[T]


class ContestsController(Controller):
    """Contests: who starts them, what may still change, how they stand."""

    path = "/api/v1/contests"
    tags = ("contests",)

    @get(guards=[requires(Permission.CONTESTS_READ)], summary="List contests")
    async def list_contests(  # every query parameter is an argument
        self,
        actor: Me,
        contests: Contests,
        phase: Annotated[State | None, QueryParameter(name="state")] = None,
        site: FromQuery[str | None] = None,
        series: FromQuery[int | None] = None,
        mine: FromQuery[Mine | None] = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Page[ContestOut]:
        """Newest window first. `mine=invited` lists contests that others entered one's teams in, `unseen` until looked at."""
        wanted = Wanted(state=phase, site=site, series=series, mine=mine)
        items, total = await contests.reading.page(actor, wanted, offset, limit)
        return page_of(items, total, offset)

    @get("/mine", guards=[requires(Permission.BOARDS_OWN)], summary="My places")
    async def own_places(self, actor: Me, contests: Contests) -> Items[OwnPlace]:
        """One's own row, or one's team's, in every contest that runs or waits for its signature: what a phone asks again and again."""
        return Items(await contests.own_places(actor))

    @post(
        guards=[requires(Permission.CONTESTS_LAUNCH, Permission.CONTESTS_MANAGE)],
        summary="Launch a contest or prepare a draft",
    )
    async def launch(self, data: JSONBody[ContestIn], actor: Me, contests: Contests) -> ContestDetailOut:
        """Leads launch approved templates among the teams of one site; own scoring and several sites need operations."""
        contest, warnings = await contests.entering.launch(actor, data)
        await contests.clockwork.continue_season(contest.id)
        return await contests.reading.detail(actor, contest.id, warnings)

    @post(
        "/outlook",
        status_code=200,
        guards=[requires(Permission.CONTESTS_LAUNCH, Permission.CONTESTS_MANAGE)],
        summary="What a launch would warn of",
    )
    async def outlook(self, data: JSONBody[ContestIn], actor: Me, contests: Contests) -> OutlookOut:
        """The body of a launch, refused like one; nothing is launched."""
        return OutlookOut(warnings=await contests.entering.outlook(actor, data))

    @get("/{contest_id:int}", guards=[requires(Permission.CONTESTS_READ)], summary="One contest")
    async def one(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> ContestDetailOut:
        """Everything about a contest except the numbers on its board."""
        return await contests.reading.detail(actor, contest_id)

    @patch(
        "/{contest_id:int}",
        guards=[requires(Permission.CONTESTS_LAUNCH, Permission.CONTESTS_MANAGE)],
        summary="Change before the start",
    )
    async def change(
        self,
        contest_id: FromPath[int],
        data: JSONBody[ContestChange],
        actor: Me,
        contests: Contests,
    ) -> ContestDetailOut:
        """Title, window and participants are free until the start; rules need operations, and lock at the start."""
        _, warnings = await contests.entering.change(actor, contest_id, data)
        await contests.clockwork.continue_season(contest_id)
        return await contests.reading.detail(actor, contest_id, warnings)

    @post(
        "/{contest_id:int}/launch",
        guards=[requires(Permission.CONTESTS_LAUNCH, Permission.CONTESTS_MANAGE)],
        summary="Launch a draft",
    )
    async def launch_draft(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> ContestDetailOut:
        """The draft is judged again by the rules of launching."""
        _, warnings = await contests.entering.launch_draft(actor, contest_id)
        await contests.clockwork.continue_season(contest_id)
        return await contests.reading.detail(actor, contest_id, warnings)

    @post(
        "/{contest_id:int}/cancel",
        status_code=200,
        guards=[requires(Permission.CONTESTS_LAUNCH, Permission.CONTESTS_MANAGE)],
        summary="Call a contest off",
    )
    async def cancel(
        self,
        contest_id: FromPath[int],
        data: JSONBody[CancelIn],
        actor: Me,
        contests: Contests,
    ) -> ContestDetailOut:
        """Whoever launched it may until the start, operations until it is final."""
        await contests.entering.cancel(actor, contest_id, data.reason)
        return await contests.reading.detail(actor, contest_id)

    @post(
        "/{contest_id:int}/withdraw",
        status_code=200,
        guards=[requires(Permission.CONTESTS_LAUNCH, Permission.CONTESTS_MANAGE)],
        summary="Withdraw a team",
    )
    async def withdraw(
        self,
        contest_id: FromPath[int],
        data: JSONBody[WithdrawIn],
        actor: Me,
        contests: Contests,
    ) -> ContestDetailOut:
        """A lead withdraws the own team before the start; with fewer than two left the contest is called off."""
        await contests.entering.withdraw(actor, contest_id, data.team)
        return await contests.reading.detail(actor, contest_id)

    @post(
        "/{contest_id:int}/seen",
        status_code=204,
        guards=[requires(Permission.CONTESTS_LAUNCH)],
        summary="Note that I looked",
    )
    async def seen(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> None:
        """The contest is no longer `unseen` among one's invitations."""
        await contests.entering.seen(actor, contest_id)


class BoardsController(Controller):
    """How a contest stands, why, and how it ended."""

    path = "/api/v1/contests/{contest_id:int}"
    tags = ("standings",)

    @get("/me", guards=[requires(Permission.BOARDS_OWN)], summary="My own place")
    async def own_place(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> OwnView:
        """One's own row, or one's team's, and the two next above."""
        return await contests.own_place(actor, contest_id)

    @get(
        "/why/{participant:str}",
        guards=[requires(Permission.BOARDS_FULL, Permission.BOARDS_OWN)],
        summary="Why this number",
    )
    async def why(
        self,
        contest_id: FromPath[int],
        participant: FromPath[str],
        actor: Me,
        contests: Contests,
        restricted: FromQuery[bool] = False,
    ) -> WhyOut:
        """The rule in force and each term's value, target, weight and part in the score. Agents ask for their own only.

        `restricted` explains how a frozen contest really stands, to operations and its presenter.
        """
        return await contests.explaining.why(actor, contest_id, participant, restricted=restricted)

    @get(
        "/why/{participant:str}/facts",
        guards=[requires(Permission.BOARDS_FULL, Permission.BOARDS_OWN)],
        summary="The facts behind it",
    )
    async def facts_behind(
        self,
        contest_id: FromPath[int],
        participant: FromPath[str],
        actor: Me,
        contests: Contests,
        metric: FromQuery[str | None] = None,
        offset: Offset = 0,
        limit: Limit = 50,
        restricted: FromQuery[bool] = False,
    ) -> Page[FactBehind]:
        """Single facts that counted, newest first: of the own teams for leads, one's own for agents."""
        items, total = await contests.behind.facts(
            actor, contest_id, participant, metric, (offset, limit), restricted=restricted
        )
        return page_of(items, total, offset)

    @get("/late", guards=[requires(Permission.BOARDS_FULL)], summary="Facts that came too late")
    async def late(
        self,
        contest_id: FromPath[int],
        actor: Me,
        contests: Contests,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Page[LateOut]:
        """Revisions received at or after their metric's cutoff; they wait for a correction."""
        items, total = await contests.behind.late(actor, contest_id, offset, limit)
        return page_of(items, total, offset)

    @get("/results", guards=[requires(Permission.CONTESTS_READ)], summary="Signed results")
    async def results(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> Items[ResultOut]:
        """Every signed revision with its digest."""
        return Items(await contests.reading.results(actor, contest_id))

    @get(
        "/results/{revision:int}", guards=[requires(Permission.BOARDS_FULL)], summary="One signed result, byte for byte"
    )
    async def result(
        self,
        contest_id: FromPath[int],
        revision: FromPath[int],
        actor: Me,
        contests: Contests,
    ) -> Response[bytes]:
        """The stored bytes; their SHA-256 is the ETag."""
        signed = await contests.reading.result(actor, contest_id, revision)
        headers = {"etag": f'"{signed.sha256.hex()}"', "cache-control": "private, max-age=31536000, immutable"}
        return Response(signed.standings, media_type=MediaType.JSON, headers=headers)

    @get("/history", guards=[requires(Permission.BOARDS_FULL)], summary="The ranks hour by hour")
    async def history(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> Items[HistoryOut]:
        """Ranks at every full hour and at the start of every business day; of a season after every round."""
        return Items(await contests.history(actor, contest_id))


CONTROLLERS = [
    ContestsController,
    BoardsController,
    TemplatesController,
    TryingController,
    SeriesController,
    CalendarController,
    RevealController,
]
