"""The doors to series: start, edit, pause, resume, stop."""

from typing import Annotated

from litestar import Controller, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.contests.series.wire import PreviewOut, SeriesChange, SeriesIn, SeriesOut
from server.contests.service import ContestsService
from server.wire import Page, page_of

Me = NamedDependency[Actor]
Contests = NamedDependency[ContestsService]
Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]


class SeriesController(Controller):
    """Recurring contests."""

    path = "/api/v1/series"
    tags = ("series",)

    @get(guards=[requires(Permission.CONTESTS_READ)], summary="List series")
    async def list_series(
        self,
        actor: Me,
        contests: Contests,
        site: FromQuery[str | None] = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Page[SeriesOut]:
        """Those going on first, newest first, each with its running and next contest and what comes after."""
        items, total = await contests.series.page(actor, site, offset, limit)
        return page_of(items, total, offset)

    @post(guards=[requires(Permission.CONTESTS_LAUNCH, Permission.CONTESTS_MANAGE)], summary="Start a series")
    async def start(self, data: JSONBody[SeriesIn], actor: Me, contests: Contests) -> SeriesOut:
        """The running and the next contest exist when this answers; `warnings` say who would be in too many at once."""
        return await contests.series.start(actor, data)

    @post(
        "/preview",
        status_code=200,
        guards=[requires(Permission.CONTESTS_LAUNCH, Permission.CONTESTS_MANAGE)],
        summary="Try a series",
    )
    async def preview(self, data: JSONBody[SeriesIn], actor: Me, contests: Contests) -> PreviewOut:
        """The next rounds it would have, and who would be in too many contests at once. Nothing is stored."""
        return await contests.series.preview(actor, data)

    @get("/{series_id:int}", guards=[requires(Permission.CONTESTS_READ)], summary="One series")
    async def one(self, series_id: FromPath[int], actor: Me, contests: Contests) -> SeriesOut:
        """The series with its contests; `still` says why it could not make its next round."""
        return await contests.series.one(actor, series_id)

    @patch(
        "/{series_id:int}",
        guards=[requires(Permission.CONTESTS_LAUNCH, Permission.CONTESTS_MANAGE)],
        summary="Edit, pause, resume or stop a series",
    )
    async def change(
        self,
        series_id: FromPath[int],
        data: JSONBody[SeriesChange],
        actor: Me,
        contests: Contests,
    ) -> SeriesOut:
        """Holds from the next round on: contests that have begun stay, those that have not are adjusted or called off."""
        return await contests.series.change(actor, series_id, data)
