"""The doors to the collection of cases."""

from decimal import Decimal
from typing import Annotated, Literal

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.clock import Clock
from server.quality.cases.service import may
from server.quality.cases.store import Filter
from server.quality.cases.wire import (
    CaseChangeIn,
    CaseIn,
    CaseOut,
    CasesOut,
    PractisedOut,
    PractiseIn,
    TagOut,
    WithdrawIn,
    case_out,
)
from server.quality.service import QualityService
from server.reports.grid import Line, Sheet, write_book
from server.reports.handing import WORKBOOK, File, attachment

Me = NamedDependency[Actor]
Quality = NamedDependency[QualityService]
Word = Annotated[str, QueryParameter(max_length=200)]

_READS = requires(Permission.QUALITY_READ)
_KEEPS = requires(Permission.QUALITY_MANAGE)
_TEACHES = requires(Permission.TRAINING_MANAGE, Permission.QUALITY_MANAGE, Permission.CYCLES_RECOMMEND)
_HEAD = {
    "zh": ("编号", "标题", "类别", "技能标签", "摘要", "工号", "录音", "收录日期", "已布置人数"),
    "en": ("No.", "Title", "Kind", "Skill tags", "Summary", "Agent", "Recording", "Given on", "Given to"),
}
_KINDS = {"model": ("示范", "model"), "lesson": ("借鉴", "lesson")}


async def wanted_cases(
    q: Word = "",
    tag: Word = "",
    kind: FromQuery[Literal["", "model", "lesson"]] = "",
    withdrawn: FromQuery[bool] = False,
) -> Filter:
    """The search that an address carries."""
    return Filter(q=q.strip(), tag=" ".join(tag.split()).lower(), kind=kind, withdrawn=withdrawn)


class CasesController(Controller):
    """Calls that others learn from."""

    path = "/api/v1/qa/cases"
    tags = ("quality",)
    dependencies = {"wanted": Provide(wanted_cases)}  # noqa: RUF012  # the framework's way

    @get(guards=[_READS], summary="Cases")
    async def cases(self, actor: Me, quality: Quality, wanted: NamedDependency[Filter]) -> CasesOut:
        """By tag, kind and words; whose call it was only where one may know."""
        found = await quality.cases.cases(actor, wanted)
        tags = [TagOut(tag, number) for tag, number in await quality.cases.tags()]
        return CasesOut([case_out(one) for one in found], tags, may(actor))

    @post(guards=[_KEEPS], summary="Make a case of a call")
    async def add(self, data: JSONBody[CaseIn], actor: Me, quality: Quality) -> CaseOut:
        """With the agent's consent, or anonymised."""
        return case_out(await quality.cases.add(actor, data))

    @get("/export.xlsx", guards=[_READS], summary="Cases as a workbook", media_type=WORKBOOK)
    async def export(
        self, actor: Me, quality: Quality, wanted: NamedDependency[Filter], clock: NamedDependency[Clock]
    ) -> Response[bytes]:
        """Those of the search."""
        en = actor.locale != "zh"
        lines = [
            Line(
                (
                    Decimal(one.id),
                    one.title,
                    _KINDS[one.kind][en],
                    (", " if en else "、").join(one.tags),
                    one.summary,
                    one.giver.code if one.giver else "",
                    one.recording,
                    one.given_on,
                    Decimal(one.practised),
                )
            )
            for one in await quality.cases.cases(actor, wanted)
        ]
        title = "Cases" if en else "案例"
        sheet = Sheet(title, (Line(_HEAD["en" if en else "zh"], "head"), *lines), head=1)
        return attachment(File("cases.xlsx", write_book([sheet], title=title, made=clock.now())))

    @get("/{case_id:int}", guards=[_READS], summary="A case")
    async def one(self, case_id: FromPath[int], actor: Me, quality: Quality) -> CaseOut:
        """As the collection shows it."""
        return case_out(await quality.cases.one(actor, case_id))

    @put("/{case_id:int}", guards=[_KEEPS], summary="Change a case")
    async def change(
        self, case_id: FromPath[int], data: JSONBody[CaseChangeIn], actor: Me, quality: Quality
    ) -> CaseOut:
        """Whose call it is stays."""
        return case_out(await quality.cases.change(actor, case_id, data))

    @post("/{case_id:int}/withdraw", status_code=204, guards=[_KEEPS], summary="Withdraw a case")
    async def withdraw(self, case_id: FromPath[int], data: JSONBody[WithdrawIn], actor: Me, quality: Quality) -> None:
        """It leaves the collection, and is no merit any more."""
        await quality.cases.withdraw(actor, case_id, data.why)

    @post("/{case_id:int}/practice", status_code=200, guards=[_TEACHES], summary="Give a case to practise on")
    async def practise(
        self, case_id: FromPath[int], data: JSONBody[PractiseIn], actor: Me, quality: Quality
    ) -> PractisedOut:
        """To people or a team; leads to the own teams. It appears in each one's plan."""
        found = await quality.cases.practise(actor, case_id, data.kind, data.agents, data.team)
        return PractisedOut(found.given, found.before)


CONTROLLERS = (CasesController,)
