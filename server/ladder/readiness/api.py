"""The doors to readiness: the table with its filters and its workbook, and the page of one person."""

from datetime import date
from typing import Annotated

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from career.readiness import State
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.ladder.readiness.wire import (
    CandidateOut,
    ChoicesOut,
    FactsOut,
    Sort,
    TableOut,
    ViewIn,
    ViewOut,
    ViewsOut,
    Wanted,
)
from server.ladder.service import LadderService
from server.reports.handing import WORKBOOK, File, attachment

Me = NamedDependency[Actor]
Ladder = NamedDependency[LadderService]
Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Word = Annotated[str, QueryParameter(max_length=200)]
States = Annotated[list[State] | None, QueryParameter(name="state")]

_READS = requires(Permission.CAREER_READ)


async def wanted_rows(  # every query parameter is an argument
    site: Word = "",
    team: Word = "",
    level: Word = "",
    target: Word = "",
    states: States = None,
    q: Word = "",
    sort: FromQuery[Sort] = "readiness",
) -> Wanted:
    """The filter that an address carries."""
    return Wanted(site, team, level, target, tuple(states or ()), q, sort)


class ReadinessController(Controller):
    """How ready people are for each next step. Leads see their own teams, agents themselves. It is advice; people decide."""

    path = "/api/v1/readiness"
    tags = ("career",)
    guards = (_READS,)
    dependencies = {"wanted": Provide(wanted_rows)}  # noqa: RUF012  # the framework's way

    @get(summary="The readiness table")
    async def table(
        self,
        actor: Me,
        ladder: Ladder,
        wanted: NamedDependency[Wanted],
        as_of: FromQuery[date | None] = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> TableOut:
        """One row a person and step. As of today unless an earlier day is asked for."""
        return await ladder.readiness.table.page(actor, wanted, offset, limit, as_of)

    @get("/choices", summary="What the table can be filtered by")
    async def choices(self, actor: Me, ladder: Ladder) -> ChoicesOut:
        """Only what there is among the people one may see."""
        return await ladder.readiness.table.choices(actor)

    @get("/export.xlsx", summary="The table as a workbook", media_type=WORKBOOK)
    async def export(
        self, actor: Me, ladder: Ladder, wanted: NamedDependency[Wanted], as_of: FromQuery[date | None] = None
    ) -> Response[bytes]:
        """All rows of the filter, and a sheet a step with every criterion's value; numbers are numbers."""
        name, content = await ladder.readiness.export.book(actor, wanted, as_of)
        return attachment(File(name, content))

    @get("/views", summary="One's saved filters")
    async def views(self, actor: Me, ladder: Ladder) -> ViewsOut:
        """By name."""
        return ViewsOut(await ladder.readiness.table.views(actor))

    @post("/views", summary="Save a filter under a name")
    async def keep_view(self, data: JSONBody[ViewIn], actor: Me, ladder: Ladder) -> ViewOut:
        """The same name again replaces it."""
        return await ladder.readiness.table.keep_view(actor, data.name, data.wanted)

    @delete("/views/{view_id:int}", summary="Forget a saved filter")
    async def drop_view(self, view_id: FromPath[int], actor: Me, ladder: Ladder) -> None:
        """Only one's own."""
        await ladder.readiness.table.drop_view(actor, view_id)


class CandidateController(Controller):
    """One person's page."""

    path = "/api/v1/agents/{code:str}/readiness"
    tags = ("career",)
    guards = (_READS,)

    @get(summary="How ready an agent is, criterion by criterion")
    async def page(
        self, code: FromPath[str], actor: Me, ladder: Ladder, as_of: FromQuery[date | None] = None
    ) -> CandidateOut:
        """Every next step with its verdicts, what they rest on, and the months they look at."""
        return await ladder.readiness.candidate.page(actor, code, as_of)

    @get("/facts", summary="The facts of a metric in a month")
    async def facts(
        self, code: FromPath[str], actor: Me, ladder: Ladder, metric: FromQuery[str], month: FromQuery[str]
    ) -> FactsOut:
        """Each with where it came from and when it was received."""
        return await ladder.readiness.candidate.facts(actor, code, metric, month)


CONTROLLERS = (ReadinessController, CandidateController)
