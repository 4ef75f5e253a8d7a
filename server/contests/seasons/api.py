"""The door to seasons: fixtures round by round, lines of the tables, next opponents. The table itself is the contest's board."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.contests.seasons.wire import SeasonOut
from server.contests.service import ContestsService


class SeasonsController(Controller):
    """Leagues and cups."""

    path = "/api/v1/contests/{contest_id:int}/season"
    tags = ("seasons",)

    @get(guards=[requires(Permission.BOARDS_WALL, Permission.BOARDS_FULL)], summary="Fixtures, lines, next opponents")
    async def season(
        self,
        contest_id: FromPath[int],
        actor: NamedDependency[Actor],
        contests: NamedDependency[ContestsService],
        near: Annotated[bool, QueryParameter()] = False,
        wall: Annotated[bool, QueryParameter()] = False,
    ) -> SeasonOut:
        """Who meets whom is for everybody, and how it went of the sides whom the board places; all outcomes and scores are for who
        may see every place, and in one's own fixtures. `near` asks for the rounds around the current one alone, `wall` for what a wall may show, whoever asks."""
        return await contests.season(actor, contest_id, near=near, wall=wall)
