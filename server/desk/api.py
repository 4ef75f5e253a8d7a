"""The doors to what concerns the whole desk."""

from typing import Annotated

from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler
from msgspec import Struct

from server.auth.actor import Actor
from server.auth.guards import requires, signed_in
from server.auth.roles import Permission
from server.desk.finding import Found
from server.desk.happening import News
from server.desk.service import DeskService
from server.desk.sight import Sight
from server.desk.trail import Trail

Me = NamedDependency[Actor]
Desk = NamedDependency[DeskService]
Text = Annotated[str, QueryParameter(max_length=200)]
Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]


class FoundOut(Struct):
    """What was found, kind by kind."""

    items: list[Found]


class DeskController(Controller):
    """Finding things; what happened to oneself; who sees what of oneself; who did what."""

    path = "/api/v1"
    tags = ("desk",)

    @get("/search", guards=[signed_in], summary="Find people, teams, contests, badges, courses")
    async def search(self, actor: Me, desk: Desk, q: Text = "") -> FoundOut:
        """By part of a name or code, in either language, or the initials of a Chinese name; only what the role may open."""
        return FoundOut(await desk.finding.find(actor, q))

    @get("/news", guards=[signed_in], summary="What happened to me")
    async def news(self, actor: Me, desk: Desk) -> News:
        """Badges, thanks, exams, courses, judged calls, answers to appeals, decisions, titles in one's keeping that end: of the last 60 days,
        the newest first."""
        return await desk.news.mine(actor)

    @put("/news/read", guards=[signed_in], summary="I have read the news", status_code=204)
    async def read(self, actor: Me, desk: Desk) -> None:
        """All of them up to now."""
        await desk.news.read(actor)

    @get("/sight", guards=[signed_in], summary="Who sees what of me")
    async def sight(self, actor: Me, desk: Desk) -> Sight:
        """By role, from the table that guards every route; one's leads by name."""
        return await desk.sight.mine(actor)

    @get("/audit", guards=[requires(Permission.AUDIT_CAREERS)], summary="Read the audit trail")
    async def audit(
        self, actor: Me, desk: Desk, subject: Text = "", action: Text = "", offset: Offset = 0, limit: Limit = 50
    ) -> Trail:
        """Newest first; of one `subject` (`agent/A017`), or of actions that start with `action` (`membership.`). Who may not read all of
        it reads what touches careers: `areas`, the first words of such actions."""
        return await desk.trail.page(actor, offset, limit, subject, action)


CONTROLLERS: tuple[ControllerRouterHandler, ...] = (DeskController,)
