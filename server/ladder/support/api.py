"""The doors to support plans, measures and recertification."""

from typing import Annotated

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.ladder.service import LadderService
from server.ladder.support.service import Again, MeasureWanted, PlanWanted
from server.ladder.support.wire import (
    AgainIn,
    DecideIn,
    MeasureIn,
    MeasureOut,
    Measures,
    PlanIn,
    PlanOut,
    Plans,
    Recertification,
    ReviewIn,
    due_out,
    measure_out,
    plan_out,
)

Me = NamedDependency[Actor]
Ladder = NamedDependency[LadderService]

_CONCERNED = requires(Permission.CYCLES_DECIDE, Permission.CYCLES_OWN)
_PLANS = requires(Permission.CYCLES_RUN, Permission.CYCLES_RECOMMEND)
_DECIDES = requires(Permission.CYCLES_DECIDE)


class SupportController(Controller):
    """Support plans: help with a goal and an end, before anything else is thought of."""

    path = "/api/v1/support-plans"
    tags = ("support",)

    @get(guards=[_CONCERNED], summary="Support plans")
    async def plans(
        self, actor: Me, ladder: Ladder, agent: FromQuery[str | None] = None, running: FromQuery[bool] = False
    ) -> Plans:
        """Everybody's for HR and operations, those of the own teams for leads, one's own for everybody."""
        return Plans([plan_out(actor, one) for one in await ladder.support.plans(actor, agent, running=running)])

    @post(guards=[_PLANS], summary="Open a support plan")
    async def open(self, data: JSONBody[PlanIn], actor: Me, ladder: Ladder) -> PlanOut:
        """For at least four weeks; the person reads it at once."""
        wanted = PlanWanted(
            agent=data.agent, cause=data.cause, goals=data.goals, help=data.help, starts=data.starts, ends=data.ends
        )
        return plan_out(actor, await ladder.support.open(actor, wanted))

    @post("/{plan_id:int}/review", status_code=200, guards=[_PLANS], summary="Say how a plan ended")
    async def review(self, plan_id: FromPath[int], data: JSONBody[ReviewIn], actor: Me, ladder: Ladder) -> PlanOut:
        """Recovered at any time; not enough only once its time is over."""
        return plan_out(actor, await ladder.support.review(actor, plan_id, data.recovered, data.review))

    @get(
        "/recertification",
        guards=[requires(Permission.CYCLES_DECIDE, Permission.CYCLES_RECOMMEND)],
        summary="Whose exam is asked for again",
    )
    async def due(
        self, actor: Me, ladder: Ladder, within: Annotated[int, QueryParameter(ge=0, le=400)] = 60
    ) -> Recertification:
        """By now or within some days. Nothing follows from it by itself."""
        return await self._again(actor, ladder, within)

    @put("/recertification", guards=[requires(Permission.CYCLES_RUN)], summary="Choose which levels ask again")
    async def ask_again(self, data: JSONBody[list[AgainIn]], actor: Me, ladder: Ladder) -> Recertification:
        """After how many months; levels that are not named never ask."""
        await ladder.support.ask_again(actor, [Again(one.level, one.every_months, one.pass_mark) for one in data])
        return await self._again(actor, ladder, 60)

    @staticmethod
    async def _again(actor: Actor, ladder: LadderService, within: int) -> Recertification:
        asked, due = await ladder.support.asked_again(), await ladder.support.due(actor, within)
        return Recertification(
            [AgainIn(one.level, one.every_months, one.pass_mark) for one in asked], [due_out(one) for one in due]
        )


class MeasuresController(Controller):
    """Holding back, downgrading, exit, withdrawing a certification: by two people, after support was not enough."""

    path = "/api/v1/measures"
    tags = ("support",)

    @get(guards=[_CONCERNED], summary="Measures")
    async def measures(self, actor: Me, ladder: Ladder, agent: FromQuery[str | None] = None) -> Measures:
        """All for HR and operations; leads and the person see those that two people confirmed."""
        return Measures([measure_out(actor, one) for one in await ladder.support.measures(actor, agent)])

    @post(guards=[_DECIDES], summary="Propose a measure")
    async def propose(self, data: JSONBody[MeasureIn], actor: Me, ladder: Ladder) -> MeasureOut:
        """By the first of two, with the reason the person will read."""
        wanted = MeasureWanted(
            agent=data.agent, kind=data.kind, reason=data.reason, level=data.level, effective=data.effective
        )
        return measure_out(actor, await ladder.support.propose(actor, wanted))

    @post("/{measure_id:int}/confirm", status_code=200, guards=[_DECIDES], summary="Confirm a measure")
    async def confirm(self, measure_id: FromPath[int], actor: Me, ladder: Ladder) -> MeasureOut:
        """By a second person; what changed since is looked at again."""
        return measure_out(actor, await ladder.support.decide(actor, measure_id, "confirmed", ""))

    @post("/{measure_id:int}/send-back", status_code=200, guards=[_DECIDES], summary="Send a measure back")
    async def send_back(
        self, measure_id: FromPath[int], data: JSONBody[DecideIn], actor: Me, ladder: Ladder
    ) -> MeasureOut:
        """With a reason; the proposal falls."""
        return measure_out(actor, await ladder.support.decide(actor, measure_id, "sent_back", data.reason))


CONTROLLERS = (SupportController, MeasuresController)
