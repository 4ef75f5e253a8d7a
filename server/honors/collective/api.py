"""The doors to collective honors."""

from typing import Annotated
from urllib.parse import quote

from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody, QueryParameter

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.honors.collective.rules import HonorRules
from server.honors.collective.wire import (
    BannerOut,
    BeforeIn,
    BeforesOut,
    FileIn,
    HallOut,
    Honor,
    HonorsOut,
    HonorWallOut,
    RulesOut,
    TeamHonorsOut,
    TitleIn,
    TitleOut,
    TitlesOut,
)
from server.honors.service import HonorsService

Me = NamedDependency[Actor]
Honors = NamedDependency[HonorsService]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Offset = Annotated[int, QueryParameter(ge=0, le=1_000_000)]

_READS = [requires(Permission.BADGES_READ)]
_KEEPS = [requires(Permission.HONORS_MANAGE)]


class HonorsController(Controller):
    """What teams are honored for."""

    path = "/api/v1/honors"
    tags = ("honors",)

    @get(guards=_READS, summary="The wall of honors")
    async def wall(self, actor: Me, honors: Honors) -> HonorWallOut:
        """What hangs there now, site by site, and the titles."""
        return await honors.collective.reading.wall(actor)

    @get("/banner", guards=_READS, summary="The red banner, week by week")
    async def banner(self, honors: Honors, site: FromQuery[str], year: FromQuery[int | None] = None) -> BannerOut:
        """With the reason of each week, and what was corrected."""
        return await honors.collective.reading.banner(site, year)

    @get("/history", guards=_READS, summary="All honors")
    async def history(
        self,
        honors: Honors,
        site: FromQuery[str | None] = None,
        honor: FromQuery[Honor | None] = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> HonorsOut:
        """Newest first, of all or of one site or kind."""
        return await honors.collective.reading.history(site, honor, offset, limit)

    @get("/hall", guards=_READS, summary="The hall of fame")
    async def hall(self, honors: Honors, site: FromQuery[str | None] = None) -> HallOut:
        """Teams and people; who keeps the own badges to themselves is not among them."""
        return await honors.collective.fame.hall(site)

    @get("/teams/{code:str}", guards=_READS, summary="A team's honors")
    async def of_team(self, code: FromPath[str], actor: Me, honors: Honors) -> TeamHonorsOut:
        """All it was ever honored with."""
        return await honors.collective.reading.of_team(actor, code)

    @get("/rules", guards=_KEEPS, summary="What honors follow from")
    async def rules(self, honors: Honors) -> RulesOut:
        """The rules in force, and what there is to choose from."""
        return await honors.collective.in_force()

    @put("/rules", guards=_KEEPS, summary="Say what honors follow from")
    async def change(self, data: JSONBody[HonorRules], actor: Me, honors: Honors) -> RulesOut:
        """Counts for what ends today or later."""
        await honors.collective.rules.change(actor, data)
        return await honors.collective.in_force()

    @get("/before", guards=_KEEPS, summary="Honors entered by hand")
    async def before(self, honors: Honors) -> BeforesOut:
        """From before the results that are here."""
        return BeforesOut(await honors.collective.entering.all())

    @post("/before", guards=_KEEPS, summary="Enter an honor of before")
    async def enter(self, data: JSONBody[BeforeIn], actor: Me, honors: Honors) -> BeforesOut:
        """Only where there is no result."""
        return BeforesOut(await honors.collective.entering.enter(actor, data))

    @delete("/before/{number:int}", guards=_KEEPS, summary="Take an entry back", status_code=204)
    async def take_back(self, number: FromPath[int], actor: Me, honors: Honors) -> None:
        """What followed from it follows no more."""
        await honors.collective.entering.take_back(actor, number)


class TitlesController(Controller):
    """Titles that others awarded."""

    path = "/api/v1/titles"
    tags = ("honors",)

    @get(guards=_KEEPS, summary="All titles")
    async def all(self, actor: Me, honors: Honors) -> TitlesOut:
        """Those without proof and those expired, too."""
        return TitlesOut(await honors.collective.titles.all(actor))

    @post(guards=_KEEPS, summary="Enter a title")
    async def create(self, data: JSONBody[TitleIn], actor: Me, honors: Honors) -> TitleOut:
        """Nobody else sees it before its proof is there."""
        return await honors.collective.titles.create(actor, data)

    @put("/{number:int}", guards=_KEEPS, summary="Change a title")
    async def change(
        self, number: FromPath[int], data: JSONBody[TitleIn], version: FromQuery[int], actor: Me, honors: Honors
    ) -> TitleOut:
        """Whole; `version` is the one that was looked at."""
        return await honors.collective.titles.change(actor, number, version, data)

    @delete("/{number:int}", guards=_KEEPS, summary="Take a title off the wall", status_code=204)
    async def archive(self, number: FromPath[int], actor: Me, honors: Honors) -> None:
        """For good."""
        await honors.collective.titles.archive(actor, number)

    @put("/{number:int}/proof", guards=_KEEPS, summary="Send a title's proof")
    async def prove(
        self,
        number: FromPath[int],
        data: Annotated[FileIn, Body(media_type=RequestEncodingType.MULTI_PART)],
        actor: Me,
        honors: Honors,
    ) -> TitleOut:
        """A PDF, PNG or JPEG of at most 5 MB."""
        return await honors.collective.titles.prove(actor, number, data.file.filename, await data.file.read())

    @get("/{number:int}/proof", guards=_READS, summary="A title's proof", media_type="application/octet-stream")
    async def proof(self, number: FromPath[int], actor: Me, honors: Honors) -> Response[bytes]:
        """For those who keep titles, whose it is, and who leads the team."""
        found = await honors.collective.titles.proof(actor, number)
        headers = {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
            "cache-control": "private, no-store",
        }
        return Response(found.content, media_type="application/octet-stream", headers=headers)
