"""The doors to what concerns the whole desk."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler
from msgspec import Struct

from server.auth.actor import Actor
from server.auth.guards import signed_in
from server.desk.finding import Found
from server.desk.service import DeskService

Me = NamedDependency[Actor]
Desk = NamedDependency[DeskService]
Text = Annotated[str, QueryParameter(max_length=200)]


class FoundOut(Struct):
    """What was found, kind by kind."""

    items: list[Found]


class DeskController(Controller):
    """Finding things."""

    path = "/api/v1"
    tags = ("desk",)

    @get("/search", guards=[signed_in], summary="Find people, teams, contests, badges, courses")
    async def search(self, actor: Me, desk: Desk, q: Text = "") -> FoundOut:
        """By part of a name or code, in either language, or the initials of a Chinese name; only what the role may open."""
        return FoundOut(await desk.finding.find(actor, q))


CONTROLLERS: tuple[ControllerRouterHandler, ...] = (DeskController,)
