"""The doors to benchmark packs and to comparing with them."""

import asyncio
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from litestar import Controller, Response, delete, get, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct

from career.exact import format_ratio
from career.quality.benchmarks import Definition, Pack, Where
from career.words import REFUSALS
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.clock import Clock
from server.quality.benchmarks.files import PackRead, read_pack, template
from server.quality.benchmarks.service import Compared, PackKept
from server.quality.service import QualityService
from server.reports.grid import Line, Sheet, write_book
from server.reports.handing import CSV, WORKBOOK, File, attachment
from server.wire import Bilingual, Code

Me = NamedDependency[Actor]
Quality = NamedDependency[QualityService]
Site = Annotated[str, QueryParameter(min_length=1, max_length=64)]

_MANAGES = requires(Permission.QUALITY_MANAGE)
_REFUSED = {
    "not_measured": Bilingual("本中心没有这个指标", "This centre has no such metric"),
    "no_data": Bilingual("这段时间没有数据", "No data in this time"),
    "too_few": Bilingual("不足 5 人，不作统计", "Fewer than five people; no figure is given"),
}
_FIELDS = {
    "unit": Bilingual("单位", "unit"),
    "combine": Bilingual("汇总方式", "how values combine"),
    "good": Bilingual("优劣方向", "which way is good"),
    "counts": Bilingual("统计口径", "what is counted"),
}
_WHERE = {
    "best_quarter": ("前 25%", "best quarter"),
    "upper_middle": ("25%–50%", "upper middle"),
    "lower_middle": ("50%–75%", "lower middle"),
    "last_quarter": ("后 25%", "last quarter"),
}
_HEAD = {
    "zh": ("指标", "本中心", "四分位 1", "中位数", "四分位 3", "所在位置", "不可比的原因"),
    "en": ("Metric", "Own value", "First quartile", "Median", "Third quartile", "Where", "Why not compared"),
}


class FileIn(Struct):
    """The form of an upload: one field, `file`."""

    file: UploadFile


class PackOut(Struct, kw_only=True):
    """A pack."""

    id: int
    source: str
    year: int
    figures: int
    imported_by: str
    imported_at: datetime


class Packs(Struct):
    """A list that is always whole."""

    items: list[PackOut]


class ComparedOut(Struct, kw_only=True):
    """A figure beside the own value, or why the two are not compared; `differs` names the field."""

    metric: str
    name: Bilingual | None
    published: Definition
    own: Definition | None
    quarter: str
    median: str
    three_quarters: str
    value: str | None
    where: Where | None
    refused: str | None
    why: Bilingual | None
    differs: str


class ComparisonOut(Struct):
    """A pack beside a site."""

    pack: PackOut
    items: list[ComparedOut]


class CountsIn(Struct, forbid_unknown_fields=True):
    """What a metric counts, in a standard form: `answered_within_20s/offered`."""

    counts: Annotated[str, Meta(max_length=500)]


class PacksController(Controller):
    """What others publish, with source, year and definition."""

    path = "/api/v1/benchmark-packs"
    tags = ("benchmarks",)
    guards = (_MANAGES,)

    @get(summary="Benchmark packs")
    async def packs(self, quality: Quality) -> Packs:
        """The latest year first."""
        return Packs([_pack(one) for one in await quality.benchmarks.packs()])

    @post(summary="Import a pack")
    async def add(self, data: JSONBody[Pack], actor: Me, quality: Quality) -> PackOut:
        """Whole; quartiles run from worse to better."""
        return _pack(await quality.benchmarks.add(actor, data))

    @post("/read", status_code=200, summary="Read a file before it is imported")
    async def read(self, data: Annotated[FileIn, Body(media_type=RequestEncodingType.MULTI_PART)]) -> PackRead:
        """CSV, XLSX or JSON; nothing is written, and every row that cannot be used is named."""
        return await asyncio.to_thread(read_pack, await data.file.read())

    @get("/template.csv", summary="An empty CSV file of a pack", media_type=CSV)
    async def csv_template(self) -> Response[bytes]:
        """With every column, its notes, and an example that is passed over."""
        return attachment(File("echelon-benchmarks.csv", template("csv")))

    @get("/template.xlsx", summary="An empty workbook of a pack", media_type=WORKBOOK)
    async def workbook_template(self) -> Response[bytes]:
        """With every column, a sheet of notes, and an example that is passed over."""
        return attachment(File("echelon-benchmarks.xlsx", template("xlsx")))

    @delete("/{pack_id:int}", summary="Remove a pack")
    async def remove(self, pack_id: FromPath[int], actor: Me, quality: Quality) -> None:
        """To import it better; nothing else hangs on it."""
        await quality.benchmarks.remove(actor, pack_id)

    @put("/counts/{metric:str}", status_code=204, summary="Say what an own metric counts")
    async def count(self, metric: FromPath[Code], data: JSONBody[CountsIn], actor: Me, quality: Quality) -> None:
        """Compared word by word with what a pack says it counts."""
        await quality.benchmarks.count(actor, metric, data.counts)

    @get("/{pack_id:int}/comparison", summary="Compare a site with a pack")
    async def compare(
        self,
        pack_id: FromPath[int],
        quality: Quality,
        site: Site,
        first: FromQuery[date | None] = None,
        last: FromQuery[date | None] = None,
    ) -> ComparisonOut:
        """Refused figure by figure where the definition differs, naming the field."""
        kept, found = await quality.benchmarks.compare(pack_id, site, first, last)
        return ComparisonOut(_pack(kept), [_out(one) for one in found])

    @get("/{pack_id:int}/comparison.xlsx", summary="The same as a workbook", media_type=WORKBOOK)
    async def export(
        self, pack_id: FromPath[int], actor: Me, quality: Quality, clock: NamedDependency[Clock], site: Site
    ) -> Response[bytes]:
        """Over the last 90 days; numbers are numbers."""
        kept, found = await quality.benchmarks.compare(pack_id, site, None, None)
        en = actor.locale != "zh"
        title = f"{kept.pack.source} {kept.pack.year}"
        rows = [Line(_cells(_out(one), en)) for one in found]
        sheet = Sheet(
            "Benchmarks" if en else "对标",
            (Line((title,), "title"), Line(_HEAD["en" if en else "zh"], "head"), *rows),
            head=2,
        )
        return attachment(
            File(f"benchmarks-{site}-{kept.pack.year}.xlsx", write_book([sheet], title=title, made=clock.now()))
        )


def _cells(one: ComparedOut, en: bool) -> tuple[str | Decimal | None, ...]:
    name = one.metric if one.name is None else one.name.en if en else one.name.zh
    return (
        name,
        None if one.value is None else Decimal(one.value),
        Decimal(one.quarter),
        Decimal(one.median),
        Decimal(one.three_quarters),
        _WHERE[one.where][en] if one.where else "",
        "" if one.why is None else one.why.en if en else one.why.zh,
    )


def _pack(kept: PackKept) -> PackOut:
    return PackOut(
        id=kept.id,
        source=kept.pack.source,
        year=kept.pack.year,
        figures=len(kept.pack.figures),
        imported_by=kept.imported_by,
        imported_at=kept.imported_at,
    )


def _out(one: Compared) -> ComparedOut:
    differs = one.field if one.refused == "definition_differs" else ""
    return ComparedOut(
        metric=one.published.metric,
        name=one.name,
        published=one.published,
        own=one.own,
        quarter=one.quarters[0],
        median=one.quarters[1],
        three_quarters=one.quarters[2],
        value=None if one.value is None else format_ratio(one.value, 4),
        where=one.where,
        refused=one.refused,
        why=None if one.refused is None else _why(one.refused, differs),
        differs=differs,
    )


def _why(refused: str, differs: str) -> Bilingual:
    if refused in _REFUSED:
        return _REFUSED[refused]
    zh, en = REFUSALS[refused]
    if not differs:
        return Bilingual(f"{zh}。", f"{en}.")
    field = _FIELDS[differs]
    return Bilingual(f"{zh}：{field.zh}不一致。", f"{en}: {field.en} differs.")


CONTROLLERS = (PacksController,)
