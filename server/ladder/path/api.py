"""The door to one's own path."""

from litestar import Controller, get
from litestar.di import NamedDependency

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.ladder.path.wire import PathOut
from server.ladder.service import LadderService

Me = NamedDependency[Actor]
Ladder = NamedDependency[LadderService]


class PathController(Controller):
    """One's own path; nobody else's, whatever the role."""

    path = "/api/v1/me/path"
    tags = ("career",)

    @get(guards=[requires(Permission.CYCLES_OWN)], summary="My path")
    async def own(self, actor: Me, ladder: Ladder) -> PathOut:
        """The ladder from day one: where I am, what the next steps ask, how I stand, what is missing and what helps."""
        return await ladder.path.own(actor)


CONTROLLERS = [PathController]
