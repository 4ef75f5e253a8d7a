"""The doors to the catalogue of templates: look, add, change, and try rules before anybody plays by them."""

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.contests.planning.templates_wire import NewTemplateIn, TemplateIn, TemplateOut
from server.contests.planning.trying import CheckIn, FaultsOut, TrialIn, TrialOut
from server.contests.service import ContestsService

Me = NamedDependency[Actor]
Contests = NamedDependency[ContestsService]


class Templates(Struct):
    """The catalogue, which is always whole."""

    items: list[TemplateOut]


class TemplatesController(Controller):
    """Templates of contests."""

    path = "/api/v1/templates"
    tags = ("templates",)

    @get(guards=[requires(Permission.TEMPLATES_READ)], summary="List templates")
    async def list_templates(self, contests: Contests, archived: FromQuery[bool] = False) -> Templates:
        """All templates, by code."""
        return Templates(await contests.templates.all(archived=archived))

    @post(guards=[requires(Permission.TEMPLATES_WRITE)], summary="Add a template")
    async def create(self, data: JSONBody[NewTemplateIn], actor: Me, contests: Contests) -> TemplateOut:
        """Its rules are judged; every fault is named with its place."""
        return await contests.templates.create(actor, data)

    @get("/{code:str}", guards=[requires(Permission.TEMPLATES_READ)], summary="One template")
    async def one(self, code: FromPath[str], contests: Contests) -> TemplateOut:
        """The template of this code."""
        return await contests.templates.one(code)

    @put("/{code:str}", guards=[requires(Permission.TEMPLATES_WRITE)], summary="Change a template")
    async def change(
        self, code: FromPath[str], data: JSONBody[TemplateIn], actor: Me, contests: Contests
    ) -> TemplateOut:
        """Contests keep the rules they were launched with; series without own scoring follow from their next round on."""
        return await contests.templates.change(actor, code, data)


class TryingController(Controller):
    """Rules on trial: nothing is stored."""

    path = "/api/v1/rules"
    tags = ("templates",)

    @post("/check", status_code=200, guards=[requires(Permission.TEMPLATES_WRITE)], summary="Find faults in rules")
    async def check(self, data: JSONBody[CheckIn], contests: Contests) -> FaultsOut:
        """Every fault with its place, as a form wants them while somebody types; none means they can be played."""
        return await contests.trying.check(data)

    @post("/trial", status_code=200, guards=[requires(Permission.TEMPLATES_WRITE)], summary="Play rules on the past")
    async def trial(self, data: JSONBody[TrialIn], actor: Me, contests: Contests) -> TrialOut:
        """How everybody at a site would have stood last week, or last month for monthly rules; earlier while those days would
        tell what a freeze hides from who asks."""
        return await contests.trying.trial(actor, data)
