"""The doors to judged calls and their disputes."""

from datetime import date
from typing import Annotated, Literal

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from career.quality.disputes import DISPUTE_DAYS
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.quality.evaluations.kept import Wanted
from server.quality.evaluations.service import Whole
from server.quality.evaluations.wire import (
    AnswerIn,
    DisputeIn,
    EvaluationDetailOut,
    EvaluationOut,
    JudgeIn,
    WithdrawIn,
    detail_out,
    evaluation_out,
)
from server.quality.service import QualityService
from server.reports.handing import WORKBOOK, File, attachment
from server.wire import Page, page_of

Me = NamedDependency[Actor]
Quality = NamedDependency[QualityService]
Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Word = Annotated[str, QueryParameter(max_length=200)]

_READS = requires(Permission.QUALITY_READ, Permission.QUALITY_EVALUATE, Permission.QUALITY_ASSIGNED)
_JUDGES = requires(Permission.QUALITY_EVALUATE, Permission.QUALITY_ASSIGNED)
_ANSWERS = requires(Permission.QUALITY_EVALUATE, Permission.QUALITY_MANAGE)


async def wanted_calls(  # every query parameter is an argument
    agent: Word = "",
    team: Word = "",
    form: Word = "",
    dispute: FromQuery[Literal["", "open", "any"]] = "",
    critical: FromQuery[bool] = False,
    q: Word = "",
    starts: FromQuery[date | None] = None,
    ends: FromQuery[date | None] = None,
) -> Wanted:
    """The filter that an address carries."""
    return Wanted(agent=agent, team=team, form=form, dispute=dispute, critical=critical, q=q, starts=starts, ends=ends)


class EvaluationsController(Controller):
    """Judged calls: all for analysts, operations and HR, of the own teams for leads, the own for agents, what one judged oneself."""

    path = "/api/v1/qa/evaluations"
    tags = ("quality",)
    dependencies = {"wanted": Provide(wanted_calls)}  # noqa: RUF012  # the framework's way

    @get(guards=[_READS], summary="Judged calls")
    async def page(
        self, actor: Me, quality: Quality, wanted: NamedDependency[Wanted], offset: Offset = 0, limit: Limit = 50
    ) -> Page[EvaluationOut]:
        """The latest call first; open disputes by age."""
        rows, total = await quality.evaluations.page(actor, wanted, offset, limit)
        return page_of([evaluation_out(one) for one in rows], total, offset)

    @get("/export.xlsx", guards=[_READS], summary="Judged calls as a workbook", media_type=WORKBOOK)
    async def export(self, actor: Me, quality: Quality, wanted: NamedDependency[Wanted]) -> Response[bytes]:
        """All rows of the filter; numbers are numbers."""
        name, content = await quality.evaluations.book(actor, wanted)
        return attachment(File(name, content))

    @post(guards=[_JUDGES], summary="Judge a call")
    async def judge(self, data: JSONBody[JudgeIn], actor: Me, quality: Quality) -> EvaluationDetailOut:
        """On the version in force on the day of the call; never of the own line. The score leaves as a fact at the call's instant."""
        return _out(await quality.evaluations.judge(actor, data))

    @get("/{evaluation_id:int}", guards=[_READS], summary="A judged call")
    async def one(self, evaluation_id: FromPath[int], actor: Me, quality: Quality) -> EvaluationDetailOut:
        """With the form it was judged on, the comment, and every revision of its marks."""
        return _out(await quality.evaluations.one(actor, evaluation_id))

    @post("/{evaluation_id:int}/seen", status_code=204, guards=[_READS], summary="Say that one has read it")
    async def seen(self, evaluation_id: FromPath[int], actor: Me, quality: Quality) -> None:
        """By the agent; from others it says nothing."""
        await quality.evaluations.seen(actor, evaluation_id)

    @post("/{evaluation_id:int}/dispute", status_code=200, guards=[_READS], summary="Dispute a judged call")
    async def dispute(
        self, evaluation_id: FromPath[int], data: JSONBody[DisputeIn], actor: Me, quality: Quality
    ) -> EvaluationDetailOut:
        """By the agent, once, within seven days."""
        return _out(await quality.evaluations.dispute(actor, evaluation_id, data.reason))

    @post("/{evaluation_id:int}/answer", status_code=200, guards=[_ANSWERS], summary="Answer a dispute")
    async def answer(
        self, evaluation_id: FromPath[int], data: JSONBody[AnswerIn], actor: Me, quality: Quality
    ) -> EvaluationDetailOut:
        """By somebody who neither judged nor was judged. Other marks are a new revision, also of the facts."""
        return _out(await quality.evaluations.answer(actor, evaluation_id, data.answer, data.marks))

    @post("/{evaluation_id:int}/withdraw", status_code=200, guards=[_ANSWERS], summary="Withdraw a judged call")
    async def withdraw(
        self, evaluation_id: FromPath[int], data: JSONBody[WithdrawIn], actor: Me, quality: Quality
    ) -> EvaluationDetailOut:
        """With a reason the agent reads. Its facts are retracted, a sample is open again, and the call may be judged anew."""
        return _out(await quality.evaluations.withdraw(actor, evaluation_id, data.reason))


def _out(whole: Whole) -> EvaluationDetailOut:
    return detail_out(whole.listed, whole.form, whole.given, whole.judged, whole.may, DISPUTE_DAYS)


CONTROLLERS = (EvaluationsController,)
