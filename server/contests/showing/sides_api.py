"""The doors to a look back (race) and ahead (pace) and to a team's strength across contests."""

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.contests.api import Items
from server.contests.service import ContestsService
from server.contests.showing.form import FormOut, RatedOut
from server.contests.showing.pacing import PaceOut
from server.contests.showing.race import RaceOut, RaceService

Me = NamedDependency[Actor]
Contests = NamedDependency[ContestsService]


class PaceController(Controller):
    """Where a running contest is heading."""

    path = "/api/v1/contests/{contest_id:int}/pace"
    tags = ("standings",)

    @get(guards=[requires(Permission.BOARDS_FULL, Permission.BOARDS_OWN, Permission.BOARDS_WALL)], summary="Pace")
    async def pace(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> PaceOut:
        """What each score would be at the end if it goes on as so far; never used for ranking."""
        return await contests.pace(actor, contest_id)


class RaceController(Controller):
    """How places changed."""

    path = "/api/v1/contests/{contest_id:int}/race"
    tags = ("standings",)

    @get(guards=[requires(Permission.BOARDS_FULL, Permission.BOARDS_WALL)], summary="Places over time, for walls")
    async def race(self, contest_id: FromPath[int], actor: Me, race: NamedDependency[RaceService]) -> RaceOut:
        """Of those whom a wall names, and no lower than it names."""
        return await race.race(actor, contest_id)


class RatingsController(Controller):
    """Strength of teams across contests."""

    path = "/api/v1/ratings/teams"
    tags = ("ratings",)

    @get(guards=[requires(Permission.BOARDS_FULL)], summary="Strength of teams")
    async def ranking(self, contests: Contests, site: FromQuery[str | None] = None) -> Items[RatedOut]:
        """Out of all signed results, the surest strength first."""
        return Items(await contests.form.ranking(site))

    @get(
        "/{code:str}",
        guards=[requires(Permission.BOARDS_FULL, Permission.BOARDS_OWN)],
        summary="A team across contests",
    )
    async def form(self, code: FromPath[str], actor: Me, contests: Contests) -> FormOut:
        """Its strength now and its latest contests; agents ask for their own team."""
        return await contests.form.form(actor, code)


CONTROLLERS = [PaceController, RaceController, RatingsController]
