"""The doors to the Pareto of faults, as figures and as a workbook."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from litestar import Controller, Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from msgspec import Struct

from career.exact import MICRO, format_ratio
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.clock import Clock
from server.quality.faults.service import FaultLine, Faults, Wanted
from server.quality.service import QualityService
from server.reports.grid import Line, Sheet, write_book
from server.reports.handing import WORKBOOK, File, attachment
from server.wire import Bilingual

Me = NamedDependency[Actor]
Quality = NamedDependency[QualityService]
Word = Annotated[str, QueryParameter(max_length=64)]

_HEAD = {
    "zh": ("差错项", "差错次数", "适用通话", "差错率 %", "占全部 %", "累计 %", "失分", "关键少数"),
    "en": ("Line", "Faults", "Calls it applied to", "Fault rate %", "Share %", "Cumulated %", "Points lost", "Vital few"),
}  # fmt: skip
_TITLE = {"zh": "差错排行", "en": "Faults"}


class FaultOut(Struct, kw_only=True):
    """A fault. Shares are per cent with one decimal; `vital` ones together make up 80 % of all."""

    item: str
    name: Bilingual
    critical: bool
    count: int
    applied: int
    rate: str
    share: str
    cumulated: str
    lost: str
    vital: bool


class FaultsOut(Struct, kw_only=True):
    """The faults of some weeks; `withheld` where they would tell about fewer than five people."""

    form: str
    name: Bilingual
    first: date
    last: date
    calls: int | None
    agents: int | None
    mean: str | None
    withheld: bool
    items: list[FaultOut]


async def wanted_faults(
    form: Word = "standard",
    site: Word = "",
    team: Word = "",
    queue: Word = "",
    weeks: Annotated[int, QueryParameter(ge=1, le=104)] = 8,
) -> Wanted:
    """The filter that an address carries."""
    return Wanted(form=form, site=site, team=team, queue=queue, weeks=weeks)


class FaultsController(Controller):
    """The most common faults: everybody's for quality, training, operations and HR, of the own teams for leads."""

    path = "/api/v1/qa/faults"
    tags = ("quality",)
    guards = (requires(Permission.QUALITY_READ),)
    dependencies = {"wanted": Provide(wanted_faults)}  # noqa: RUF012  # the framework's way

    @get(summary="The most common faults")
    async def faults(self, actor: Me, quality: Quality, wanted: NamedDependency[Wanted]) -> FaultsOut:
        """By form line, the most common first; never about fewer than five people."""
        return faults_out(await quality.faults.of(actor, wanted))

    @get("/export.xlsx", summary="The same as a workbook", media_type=WORKBOOK)
    async def export(
        self, actor: Me, quality: Quality, wanted: NamedDependency[Wanted], clock: NamedDependency[Clock]
    ) -> Response[bytes]:
        """Numbers are numbers."""
        found = await quality.faults.of(actor, wanted)
        return attachment(File(f"faults-{wanted.form}-{found.last}.xlsx", _book(found, actor.locale, clock.now())))


def faults_out(found: Faults) -> FaultsOut:
    """For the wire."""
    return FaultsOut(
        form=found.form.code,
        name=Bilingual(found.form.zh, found.form.en),
        first=found.first,
        last=found.last,
        calls=found.calls,
        agents=found.agents,
        mean=None if found.mean is None else format_ratio(found.mean, 2),
        withheld=found.withheld,
        items=[_fault(one) for one in found.lines],
    )


def _fault(one: FaultLine) -> FaultOut:
    return FaultOut(
        item=one.item.code,
        name=Bilingual(one.item.zh, one.item.en),
        critical=one.item.critical,
        count=one.bar.count,
        applied=one.applied,
        rate=_per_cent(one.bar.count, one.applied),
        share=_per_cent(*one.bar.share),
        cumulated=_per_cent(*one.bar.cumulated),
        lost=format_ratio((one.lost, MICRO), 2),
        vital=one.bar.vital,
    )


def _per_cent(part: int, whole: int) -> str:
    return format_ratio((100 * part, whole), 1)


def _book(found: Faults, locale: str, made: datetime) -> bytes:
    tongue = "zh" if locale == "zh" else "en"
    en = tongue == "en"
    lines = [
        Line(
            (
                one.name.en if en else one.name.zh,
                Decimal(one.count),
                Decimal(one.applied),
                Decimal(one.rate),
                Decimal(one.share),
                Decimal(one.cumulated),
                Decimal(one.lost),
                ("yes" if en else "是") if one.vital else "",
            )
        )
        for one in faults_out(found).items
    ]
    title = f"{_TITLE[tongue]} {found.first} – {found.last}"
    sheet = Sheet(_TITLE[tongue], (Line((title,), "title"), Line(_HEAD[tongue], "head"), *lines), head=2)
    return write_book([sheet], title=title, made=made)


CONTROLLERS = (FaultsController,)
