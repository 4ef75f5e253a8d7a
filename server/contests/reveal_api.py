"""The doors of what a freeze hides: how the contest really stands, and the ceremony that reveals it."""

from typing import Annotated

from litestar import Controller, MediaType, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.contests.service import ContestsService

Me = NamedDependency[Actor]
Contests = NamedDependency[ContestsService]
Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
_PRESENTERS = [requires(Permission.CONTESTS_LAUNCH, Permission.CONTESTS_MANAGE)]


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
