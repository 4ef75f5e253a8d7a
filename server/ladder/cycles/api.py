"""The doors to review cycles."""

from typing import Annotated

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from career.readiness import State
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.ladder.cycles.asked_wire import ActIn, CycleIn, MoveIn, PlacesIn
from server.ladder.cycles.comparing import ComparedOut
from server.ladder.cycles.payroll import Locale as Tongue
from server.ladder.cycles.reading import Deciding, Mine, Sort, Wanted
from server.ladder.cycles.wire import ActOut, CalibrationOut, CandidateOut, CycleOut, DeedOut, FileOut, MineOut
from server.ladder.service import LadderService
from server.reports.handing import attachment
from server.wire import Page

Me = NamedDependency[Actor]
Ladder = NamedDependency[LadderService]

_RUNS = [requires(Permission.CYCLES_RUN)]
_DESK = [requires(Permission.CYCLES_RUN, Permission.CYCLES_DECIDE)]
_INVOLVED = [requires(Permission.CYCLES_RUN, Permission.CYCLES_DECIDE, Permission.CYCLES_RECOMMEND)]
_OWN = [requires(Permission.CYCLES_OWN)]
_ACTS = [requires(Permission.CYCLES_RUN, Permission.CYCLES_DECIDE, Permission.CYCLES_RECOMMEND, Permission.CYCLES_OWN)]

Found = Annotated[State | None, QueryParameter(name="state")]
Codes = Annotated[str, QueryParameter(max_length=400)]
Size = Annotated[int, QueryParameter(ge=1, le=500)]
Start = Annotated[int, QueryParameter(ge=0)]
Text = Annotated[str, QueryParameter(max_length=100)]


class CyclesController(Controller):
    """Reviews as HR, deciders and leads work with them."""

    path = "/api/v1/cycles"
    tags = ("cycles",)

    @get(guards=_INVOLVED, summary="Reviews")
    async def every(self, actor: Me, ladder: Ladder) -> list[CycleOut]:
        """The latest first; drafts for HR alone."""
        return await ladder.cycles.overview.every(actor)

    @post(guards=_RUNS, summary="Draft a review")
    async def draft(self, data: JSONBody[CycleIn], actor: Me, ladder: Ladder) -> CycleOut:
        """Nothing is frozen and nobody is told before it is opened."""
        return await ladder.cycles.overview.one(actor, await ladder.cycles.moving.draft(actor, data))

    @get("/mine", guards=_OWN, summary="My own reviews")
    async def mine(self, actor: Me, ladder: Ladder) -> list[MineOut]:
        """The own candidacies; decisions once notice was given."""
        return await ladder.cycles.mine.mine(actor)

    @get("/fairness", guards=_RUNS, summary="How reviews came out for groups of people")
    async def fairness(
        self, actor: Me, ladder: Ladder, cycle: FromQuery[int | None] = None, target: FromQuery[str | None] = None
    ) -> ComparedOut:
        """Of one review that is over or of all: how many of each site, team, shift, tenure and contract were ready, put forward
        and promoted, and where a difference is worth a look. Nothing about fewer than five people."""
        return await ladder.cycles.comparing.compared(actor, cycle, target)

    @get("/{cycle_id:int}", guards=_INVOLVED, summary="One review")
    async def one(self, cycle_id: FromPath[int], actor: Me, ladder: Ladder) -> CycleOut:
        """Where it stands and what is left to do; while it is being opened, how far that has come."""
        return await ladder.cycles.overview.one(actor, cycle_id)

    @put("/{cycle_id:int}", guards=_RUNS, summary="Change a draft")
    async def edit(self, cycle_id: FromPath[int], data: JSONBody[CycleIn], actor: Me, ladder: Ladder) -> CycleOut:
        """As a whole; an opened review is not changed any more."""
        await ladder.cycles.moving.edit(actor, cycle_id, data)
        return await ladder.cycles.overview.one(actor, cycle_id)

    @put("/{cycle_id:int}/places", guards=_RUNS, summary="Change the places")
    async def places(self, cycle_id: FromPath[int], data: JSONBody[PlacesIn], actor: Me, ladder: Ladder) -> CycleOut:
        """Until notice is given, and never below what is held."""
        await ladder.cycles.moving.places(actor, cycle_id, data.places)
        return await ladder.cycles.overview.one(actor, cycle_id)

    @post("/{cycle_id:int}/move", status_code=200, guards=_RUNS, summary="Move a review on")
    async def move(self, cycle_id: FromPath[int], data: JSONBody[MoveIn], actor: Me, ladder: Ladder) -> CycleOut:
        """One phase at a time. Opening takes a while and goes on by itself: `opening` says how far it has come."""
        await ladder.cycles.move(actor, cycle_id, data)
        return await ladder.cycles.overview.one(actor, cycle_id)

    @get("/{cycle_id:int}/trail", guards=_RUNS, summary="What was done to the review as a whole")
    async def trail(self, cycle_id: FromPath[int], actor: Me, ladder: Ladder) -> list[DeedOut]:
        """In order; what was done for a candidate stands in the file."""
        return await ladder.cycles.reading.trail(actor, cycle_id)

    @get("/{cycle_id:int}/calibration", guards=_DESK, summary="How strict teams and leads were")
    async def calibration(self, cycle_id: FromPath[int], actor: Me, ladder: Ladder) -> CalibrationOut:
        """Nothing about fewer than five."""
        return await ladder.cycles.calibrating.calibration(actor, cycle_id)

    @get("/{cycle_id:int}/comparison", guards=_DESK, summary="Candidates side by side")
    async def comparison(self, cycle_id: FromPath[int], agents: Codes, actor: Me, ladder: Ladder) -> list[FileOut]:
        """The files of up to four codes, separated by commas."""
        codes = list(dict.fromkeys(code for code in agents.split(",") if code))[:4]
        return await ladder.cycles.reading.comparison(actor, cycle_id, codes)

    @get("/{cycle_id:int}/payroll.xlsx", guards=_RUNS, summary="Promotions for payroll, a workbook")
    async def workbook(
        self, cycle_id: FromPath[int], actor: Me, ladder: Ladder, locale: FromQuery[Tongue | None] = None
    ) -> Response[bytes]:
        """Once notice was given; days are days, codes are texts. Each download is audited."""
        return attachment(await ladder.cycles.payroll.export(actor, cycle_id, "xlsx", locale or _tongue(actor)))

    @get("/{cycle_id:int}/payroll.csv", guards=_RUNS, summary="Promotions for payroll, plain text")
    async def text(
        self, cycle_id: FromPath[int], actor: Me, ladder: Ladder, locale: FromQuery[Tongue | None] = None
    ) -> Response[bytes]:
        """As the workbook."""
        return attachment(await ladder.cycles.payroll.export(actor, cycle_id, "csv", locale or _tongue(actor)))

    @post("/{cycle_id:int}/acts", status_code=200, guards=_ACTS, summary="Act for candidates")
    async def act(self, cycle_id: FromPath[int], data: JSONBody[ActIn], actor: Me, ladder: Ladder) -> ActOut:
        """Nominate, withdraw, declare, recommend, propose, confirm, send_back, appeal, answer: for one or for many, judged one
        by one in the order of their ranks. Who is refused does not hold up the others."""
        return await ladder.cycles.acting.act(actor, cycle_id, data)

    @get("/{cycle_id:int}/candidates", guards=_INVOLVED, summary="Candidates")
    async def candidates(  # noqa: PLR0913, PLR0917 - one for each filter
        self,
        cycle_id: FromPath[int],
        actor: Me,
        ladder: Ladder,
        q: Text = "",
        site: Text = "",
        team: Text = "",
        target: Text = "",
        found_state: Found = None,
        decision: FromQuery[Deciding | None] = None,
        appeal: FromQuery[bool] = False,
        mine: FromQuery[Mine | None] = None,
        nominated: FromQuery[bool] = True,
        sort: FromQuery[Sort] = "rank",
        offset: Start = 0,
        limit: Size = 50,
    ) -> Page[CandidateOut]:
        """A page. With `nominated=false` those who could still be nominated. A lead's list holds the own people."""
        wanted = Wanted(
            q=q,
            site=site or None,
            team=team or None,
            target=target or None,
            state=found_state,
            decision=decision,
            appeal=appeal,
            mine=mine,
            nominated=nominated,
            sort=sort,
            offset=offset,
            limit=limit,
        )
        return await ladder.cycles.reading.candidates(actor, cycle_id, wanted)

    @get("/{cycle_id:int}/candidates/{code:str}", guards=_INVOLVED, summary="A candidate's file")
    async def file(self, cycle_id: FromPath[int], code: FromPath[str], actor: Me, ladder: Ladder) -> FileOut:
        """Verdicts on the frozen evidence, what was said and decided, and the trail."""
        return await ladder.cycles.reading.file(actor, cycle_id, code)


def _tongue(actor: Actor) -> Tongue:
    return "en" if actor.locale == "en" else "zh"


CONTROLLERS = (CyclesController,)
