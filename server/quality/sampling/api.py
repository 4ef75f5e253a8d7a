"""The doors to sampling plans, and to what each evaluator has to judge."""

from datetime import date

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.clock import Clock
from server.quality.sampling.export import mine_book, plan_book
from server.quality.sampling.service import PlanWanted
from server.quality.sampling.wire import (
    AssignIn,
    HandedOut,
    HandOutIn,
    Mine,
    PlanIn,
    PlanOut,
    PlansOut,
    ReplanIn,
    SampleOut,
    evaluator_out,
    handed_out,
    plan_line,
    plan_out,
    sample_out,
    sees_names,
)
from server.quality.service import QualityService
from server.reports.handing import WORKBOOK, File, attachment

Me = NamedDependency[Actor]
Quality = NamedDependency[QualityService]

_MANAGES = requires(Permission.QUALITY_MANAGE)
_EVALUATES = requires(Permission.QUALITY_EVALUATE, Permission.QUALITY_ASSIGNED)


class PlansController(Controller):
    """Which calls are judged, when, by whom; and whether it will be enough."""

    path = "/api/v1/qa/plans"
    tags = ("sampling",)
    guards = (_MANAGES,)

    @get(summary="Sampling plans")
    async def plans(self, quality: Quality) -> PlansOut:
        """The latest month first, and who can evaluate."""
        found = await quality.sampling.plans()
        return PlansOut(
            [plan_line(one) for one in found], [evaluator_out(one) for one in await quality.sampling.evaluators()]
        )

    @post(summary="Make a sampling plan")
    async def make(self, data: JSONBody[PlanIn], actor: Me, quality: Quality) -> PlanOut:
        """For a site's month, from its rosters, calendar and leave."""
        wanted = PlanWanted(data.site, date.fromisoformat(f"{data.month}-01"), data.per_month, data.evaluators)
        return plan_out(await quality.sampling.make(actor, wanted))

    @get("/{plan_id:int}", summary="A plan and its progress")
    async def plan(self, plan_id: FromPath[int], quality: Quality) -> PlanOut:
        """What is done, what is late, what falls short."""
        return plan_out(await quality.sampling.progress(plan_id))

    @post("/{plan_id:int}/replan", status_code=200, summary="Plan anew")
    async def replan(self, plan_id: FromPath[int], data: JSONBody[ReplanIn], actor: Me, quality: Quality) -> PlanOut:
        """After leave, leavers, other evaluators; what is done stays."""
        anew = await quality.sampling.replan(actor, plan_id, data.per_month, data.evaluators, share=data.share)
        return plan_out(anew)

    @post("/{plan_id:int}/hand-out", status_code=200, summary="Hand out open samples in one go")
    async def hand_out(
        self, plan_id: FromPath[int], data: JSONBody[HandOutIn], actor: Me, quality: Quality
    ) -> HandedOut:
        """Calls are chosen from a list, never by the own line; `dry_run` shows what would be."""
        return handed_out(await quality.handing.hand_out(actor, plan_id, data.wanted(), dry_run=data.dry_run))

    @get("/{plan_id:int}/export.xlsx", summary="A plan as a workbook", media_type=WORKBOOK)
    async def export(
        self, plan_id: FromPath[int], actor: Me, quality: Quality, clock: NamedDependency[Clock]
    ) -> Response[bytes]:
        """Agents, evaluators, samples."""
        found = await quality.sampling.progress(plan_id)
        name = f"sampling-{found.plan.site.code}-{found.plan.month:%Y-%m}"
        return attachment(File(f"{name}.xlsx", plan_book(found, actor.locale, clock.now())))


class SamplesController(Controller):
    """The samples of whoever asks."""

    path = "/api/v1/qa/samples"
    tags = ("sampling",)

    @get(guards=[_EVALUATES], summary="What I have to judge")
    async def mine(self, actor: Me, quality: Quality) -> Mine:
        """Open samples by day, and those done in the last month. Assessors see those whose call was chosen."""
        found = await quality.sampling.mine(actor)
        names = sees_names(actor)
        return Mine([sample_out(one, quality.sampling.today(one), names=names) for one in found])

    @get("/export.xlsx", guards=[_EVALUATES], summary="The same as a workbook", media_type=WORKBOOK)
    async def export(self, actor: Me, quality: Quality, clock: NamedDependency[Clock]) -> Response[bytes]:
        """Agents by code."""
        found = await quality.sampling.mine(actor)
        todays = [quality.sampling.today(one) for one in found]
        return attachment(File("samples.xlsx", mine_book(found, actor.name, todays, actor.locale, clock.now())))

    @put("/{sample_id:int}", guards=[_MANAGES], summary="Choose a sample's call or evaluator")
    async def assign(
        self, sample_id: FromPath[int], data: JSONBody[AssignIn], actor: Me, quality: Quality
    ) -> SampleOut:
        """An assessor sees a sample only once its call is chosen."""
        found = await quality.sampling.assign(actor, sample_id, data.account, data.call, data.recording)
        return sample_out(found, quality.sampling.today(found), names=True)


CONTROLLERS = (PlansController, SamplesController)
