"""The door to the calendar of contests."""

from datetime import date
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.contests.calendar.reading import Range
from server.contests.calendar.wire import CalendarOut
from server.contests.service import ContestsService


class CalendarController(Controller):
    """All contests on one calendar."""

    path = "/api/v1/calendar"
    tags = ("contests",)

    @get(guards=[requires(Permission.CONTESTS_READ)], summary="The calendar of all contests")
    async def show(  # every query parameter is an argument
        self,
        actor: NamedDependency[Actor],
        contests: NamedDependency[ContestsService],
        starts: Annotated[date, QueryParameter(name="from")],
        ends: Annotated[date, QueryParameter(name="to")],
        site: FromQuery[list[str] | None] = None,
        format: FromQuery[list[str] | None] = None,  # noqa: A002  # the word on the wire
    ) -> CalendarOut:
        """Contests whose business days touch [from, to) and the rounds that series will make; seasons count once.

        `clashes` tell, to those who may launch, which agents would be in more than two contests at once.
        """
        wanted = Range(starts=starts, ends=ends, sites=frozenset(site or ()), formats=frozenset(format or ()))
        return await contests.calendar.show(actor, wanted)
