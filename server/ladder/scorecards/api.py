"""The doors to scorecards: lists, single sheets with their revisions and trend, rules, months."""

from typing import Annotated

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from career.sheets import Tier
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.ladder.scorecards.service import Filters, Order
from server.ladder.scorecards.wire import (
    AdoptedOut,
    DayIn,
    MonthsOut,
    PublishedOut,
    PublishIn,
    RevisionsOut,
    RowOut,
    RulesIn,
    RulesOut,
    SheetOut,
    TrendOut,
    TriedOut,
    TryIn,
)
from server.ladder.scorecards.workbook import Language
from server.ladder.service import LadderService
from server.reports.handing import WORKBOOK, File, attachment
from server.wire import Page

Me = NamedDependency[Actor]
Ladder = NamedDependency[LadderService]
Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Months = Annotated[int, QueryParameter(ge=1, le=24)]
Revision = Annotated[int | None, QueryParameter(ge=1)]

_READS = requires(Permission.CAREER_READ)
_WRITES = requires(Permission.SCORECARDS_WRITE)


def _filters(
    tier: FromQuery[Tier] = "agent", site: FromQuery[str] = "", team: FromQuery[str] = "", q: FromQuery[str] = ""
) -> Filters:
    return Filters(tier, site, team, q)


Wanted = NamedDependency[Filters]


class ScorecardsController(Controller):
    """Monthly scorecards: of everybody, for a lead of the own teams, for an agent of oneself."""

    path = "/api/v1/scorecards"
    dependencies = {"filters": Provide(_filters, sync_to_thread=False)}  # noqa: RUF012  # as Litestar wants it
    tags = ("scorecards",)

    @get("/", guards=[_READS], summary="The sheets of a month")
    async def listed(
        self,
        month: FromQuery[str],
        actor: Me,
        ladder: Ladder,
        filters: Wanted,
        order: FromQuery[Order] = "code",
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Page[RowOut]:
        """Published ones in their latest revision; where the month is not published, as it stands, marked so."""
        return await ladder.scorecards.page(actor, month, filters, order, (offset, limit))

    @get("/export.xlsx", guards=[_READS], summary="The same as a workbook", media_type=WORKBOOK)
    async def export(
        self,
        month: FromQuery[str],
        actor: Me,
        ladder: Ladder,
        filters: Wanted,
        lang: FromQuery[Language] = "zh",
    ) -> Response[bytes]:
        """Every row, numbers as numbers."""
        content = await ladder.scorecards.export(actor, month, filters, lang)
        return attachment(File(f"scorecards-{filters.tier}-{month}.xlsx", content))

    @get("/rules", guards=[_READS], summary="What scorecards ask, since when")
    async def rules(self, ladder: Ladder) -> RulesOut:
        """Every version of every tier, and ready-made sheets to begin from."""
        return await ladder.scorecards.editing.all()

    @post("/rules", guards=[_WRITES], summary="New rules from a month on")
    async def adopt(self, data: JSONBody[RulesIn], actor: Me, ladder: Ladder) -> AdoptedOut:
        """The month must not be published anywhere; every fault is named with its place."""
        return await ladder.scorecards.editing.adopt(actor, data)

    @post("/rules/preview", guards=[_WRITES], status_code=200, summary="Try rules on the latest published month")
    async def preview(self, data: JSONBody[TryIn], ladder: Ladder) -> TriedOut:
        """How many sheets would be worth more or less, as a distribution; or what is wrong with the rules."""
        return await ladder.scorecards.editing.try_out(data)

    @get("/months", guards=[_WRITES], summary="What is published, and what waits")
    async def months(self, ladder: Ladder) -> MonthsOut:
        """The last months of every site."""
        return await ladder.scorecards.months.all()

    @post("/months/{month:str}/publish", guards=[_WRITES], status_code=200, summary="Publish a month, or count it anew")
    async def publish(self, month: FromPath[str], data: JSONBody[PublishIn], actor: Me, ladder: Ladder) -> PublishedOut:
        """Writes first revisions, and further ones of exactly the sheets that come out otherwise."""
        return await ladder.scorecards.months.publish(actor, month, data.site)

    @put("/publish-day/{site:str}", guards=[_WRITES], summary="Choose when the clock publishes")
    async def set_day(self, site: FromPath[str], data: JSONBody[DayIn], actor: Me, ladder: Ladder) -> MonthsOut:
        """The day of the following month; never before late facts have stopped counting."""
        return await ladder.scorecards.months.set_day(actor, site, data.publish_day)

    @get("/{tier:str}/{code:str}", guards=[_READS], summary="The last months of one")
    async def trend(
        self, tier: FromPath[Tier], code: FromPath[str], actor: Me, ladder: Ladder, months: Months = 12
    ) -> TrendOut:
        """Oldest first, the running month last."""
        return await ladder.scorecards.trend(actor, tier, code, months)

    @get("/{tier:str}/{code:str}/{month:str}", guards=[_READS], summary="One sheet")
    async def sheet(
        self,
        tier: FromPath[Tier],
        code: FromPath[str],
        month: FromPath[str],
        actor: Me,
        ladder: Ladder,
        revision: Revision = None,
    ) -> SheetOut:
        """Every line with its value, points and share, and what opens the facts behind it."""
        return await ladder.scorecards.sheet(actor, tier, code, month, revision)

    @get("/{tier:str}/{code:str}/{month:str}/revisions", guards=[_READS], summary="All revisions of a sheet")
    async def revisions(
        self, tier: FromPath[Tier], code: FromPath[str], month: FromPath[str], actor: Me, ladder: Ladder
    ) -> RevisionsOut:
        """The newest first, each with its reason."""
        return await ladder.scorecards.revisions(actor, tier, code, month)


CONTROLLERS = (ScorecardsController,)
