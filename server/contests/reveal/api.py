"""The doors of what a freeze hides: how the contest really stands, and the ceremony that reveals it."""

from typing import Annotated

from litestar import Controller, MediaType, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct

from server.auth.accounts import Named
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.contests.reveal.revealing import RevealOut
from server.contests.service import ContestsService

Me = NamedDependency[Actor]
Contests = NamedDependency[ContestsService]
Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
_PRESENTERS = [requires(Permission.CONTESTS_LAUNCH, Permission.CONTESTS_MANAGE)]


class StepIn(Struct, forbid_unknown_fields=True):
    """How many stages are to be shown."""

    step: Annotated[int, Meta(ge=0)]


class PresenterIn(Struct, forbid_unknown_fields=True):
    """The number of the account that presents."""

    account: int


class PresentersOut(Struct):
    """Who may present."""

    items: list[Named]


class RevealController(Controller):
    """A frozen contest and its reveal, for operations and the contest's presenter."""

    path = "/api/v1/contests/{contest_id:int}"
    tags = ("reveal",)

    @get("/restricted", guards=_PRESENTERS, summary="How a frozen contest really stands")
    async def restricted(
        self,
        contest_id: FromPath[int],
        actor: Me,
        contests: Contests,
        offset: Offset = 0,
        limit: Limit = 50,
        q: FromQuery[str] = "",
    ) -> Response[bytes]:
        """A slice of the true standings, in the shape of the public ones. Nobody else may see them before the reveal."""
        page = await contests.true_standings_page(actor, contest_id, offset, limit, q)
        return Response(page, media_type=MediaType.JSON, headers={"cache-control": "no-store"})

    @get("/reveal", guards=_PRESENTERS, summary="The freeze and its reveal")
    async def show(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> RevealOut:
        """For the presenter's remote: how far the ceremony is and what comes next. Nobody else may see it."""
        return await contests.revealing.show(actor, contest_id)

    @post("/reveal/start", status_code=200, guards=_PRESENTERS, summary="Begin the ceremony")
    async def start(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> RevealOut:
        """Once the contest has ended. What the ceremony shows stays as it is now; saying it again changes nothing."""
        return await contests.revealing.start(actor, contest_id)

    @post("/reveal/step", status_code=200, guards=_PRESENTERS, summary="Show the next place, or take one back")
    async def step(self, contest_id: FromPath[int], data: JSONBody[StepIn], actor: Me, contests: Contests) -> RevealOut:
        """`step` stages are shown on every wall; said twice it is done once."""
        return await contests.revealing.step(actor, contest_id, data.step)

    @post("/reveal/finish", status_code=200, guards=_PRESENTERS, summary="Reveal the whole board")
    async def finish(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> RevealOut:
        """The public board goes on, and the contest is provisional; with or without a ceremony before."""
        return await contests.revealing.finish(actor, contest_id)

    @get("/reveal/presenters", guards=_PRESENTERS, summary="Who may present")
    async def presenters(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> PresentersOut:
        """Accounts that may launch contests, by name; for whoever launched this one, and operations."""
        return PresentersOut(await contests.revealing.presenters(actor, contest_id))

    @put("/reveal/presenter", guards=_PRESENTERS, summary="Name the presenter")
    async def name_presenter(
        self, contest_id: FromPath[int], data: JSONBody[PresenterIn], actor: Me, contests: Contests
    ) -> RevealOut:
        """Until the reveal, by whoever launched the contest and operations."""
        return await contests.revealing.name_presenter(actor, contest_id, data.account)
