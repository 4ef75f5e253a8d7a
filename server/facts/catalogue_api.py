"""The doors to the metric catalogue, to column mappings, and for files of facts."""

from datetime import datetime
from typing import Annotated, Literal

from litestar import Controller, get, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from msgspec import Meta, Struct

from leaderboards.exact import parse_decimal
from leaderboards.metrics import Band, Combine, Good
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.facts.importing import Imported, NamedMapping
from server.facts.mapping import Mapping
from server.facts.metrics import AMOUNTS, MetricSheet, written
from server.facts.service import FactsService
from server.wire import Bilingual, Page, page_of

Facts = NamedDependency[FactsService]
Me = NamedDependency[Actor]

Decimal = Annotated[str, Meta(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$")]
MetricCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Minutes = Annotated[int, Meta(ge=0, le=60 * 24 * 366)]


class BandBody(Struct, forbid_unknown_fields=True):
    """Best within [low, high]; over `tolerance` beyond an edge it falls to nothing."""

    low: Decimal
    high: Decimal
    tolerance: Decimal = "0"


class MetricBody(Struct, kw_only=True, forbid_unknown_fields=True):
    """A metric without its code. Amounts are decimal text; `bands` go by queue code."""

    name: Bilingual
    combine: Combine
    good: Good
    subject: Literal["agent", "team"] = "agent"
    unit: Annotated[str, Meta(max_length=20)] = ""
    decimals: Annotated[int, Meta(ge=0, le=6)] = 2
    low: Decimal | None = None
    high: Decimal | None = None
    floor: Decimal | None = None
    target: Decimal | None = None
    stretch: Decimal | None = None
    band: BandBody | None = None
    bands: dict[str, BandBody] = {}
    lateness_minutes: Minutes = 72 * 60
    monthly_lateness_minutes: Minutes | None = None
    archived: bool = False

    def sheet(self, code: str) -> MetricSheet:
        """As the catalogue takes it."""
        amounts = {name: _micro(getattr(self, name)) for name in AMOUNTS}
        return MetricSheet(
            code=code,
            name=self.name,
            combine=self.combine,
            good=self.good,
            subject=self.subject,
            unit=self.unit,
            decimals=self.decimals,
            band=None if self.band is None else _band(self.band),
            bands={queue: _band(band) for queue, band in self.bands.items()},
            lateness_minutes=self.lateness_minutes,
            monthly_lateness_minutes=self.monthly_lateness_minutes,
            archived=self.archived,
            low=amounts["low"],
            high=amounts["high"],
            floor=amounts["floor"],
            target=amounts["target"],
            stretch=amounts["stretch"],
        )


class MetricIn(MetricBody, kw_only=True, forbid_unknown_fields=True):
    """A new metric; the code stays for good."""

    code: MetricCode


class MetricOut(MetricBody, kw_only=True):
    """A metric of the catalogue."""

    code: str


class MappingBody(Struct, forbid_unknown_fields=True):
    """A mapping without its code."""

    name: Bilingual
    spec: Mapping


class MappingOut(Struct):
    """A named way to read files."""

    code: str
    name: Bilingual
    spec: Mapping
    updated_at: datetime


class FileIn(Struct):
    """The form of an upload: one field, `file`."""

    file: UploadFile


class MetricsController(Controller):
    """The catalogue of metrics."""

    path = "/api/v1/metrics"
    tags = ("metrics",)

    @get(guards=(requires(Permission.METRICS_READ),), summary="List metrics")
    async def page(self, facts: Facts, archived: FromQuery[bool] = False) -> Page[MetricOut]:
        """All of them, by code."""
        items = [metric_out(sheet) for sheet in await facts.metrics.all(archived=archived)]
        return page_of(items, len(items), 0)

    @post(guards=(requires(Permission.METRICS_WRITE),), summary="Create a metric")
    async def create(self, data: MetricIn, actor: Me, facts: Facts) -> MetricOut:
        """How its facts combine and whom it measures are settled with its first fact."""
        return metric_out(await facts.metrics.create(actor, data.sheet(data.code)))

    @get("/{code:str}", guards=(requires(Permission.METRICS_READ),), summary="Show a metric")
    async def one(self, code: FromPath[str], facts: Facts) -> MetricOut:
        """By its code."""
        return metric_out(await facts.metrics.one(code))

    @put("/{code:str}", guards=(requires(Permission.METRICS_WRITE),), summary="Change a metric")
    async def change(self, code: FromPath[str], data: MetricBody, actor: Me, facts: Facts) -> MetricOut:
        """Contests under way keep the definition they began with; facts held stay, whatever the new range."""
        return metric_out(await facts.metrics.change(actor, data.sheet(code)))


class MappingsController(Controller):
    """Column mappings for files of facts."""

    path = "/api/v1/mappings"
    tags = ("import",)
    guards = (requires(Permission.MAPPINGS_WRITE, Permission.FACTS_WRITE),)

    @get(summary="List mappings")
    async def page(self, facts: Facts) -> Page[MappingOut]:
        """All of them, by code."""
        items = [_mapping_out(named) for named in await facts.imports.all()]
        return page_of(items, len(items), 0)

    @get("/{code:str}", summary="Show a mapping")
    async def one(self, code: FromPath[str], facts: Facts) -> MappingOut:
        """By its code."""
        return _mapping_out(await facts.imports.one(code))

    @put("/{code:str}", guards=(requires(Permission.MAPPINGS_WRITE),), summary="Create or replace a mapping")
    async def put(self, code: FromPath[str], data: MappingBody, actor: Me, facts: Facts) -> MappingOut:
        """Checked for sense now, and against a file's columns when one comes."""
        return _mapping_out(await facts.imports.put(actor, code, data.name, data.spec))


class FactFilesController(Controller):
    """Files of facts."""

    path = "/api/v1/import/facts"
    tags = ("import",)
    guards = (requires(Permission.FACTS_WRITE),)

    @post(status_code=200, summary="Take in a CSV or XLSX file through a mapping")
    async def take(
        self,
        data: Annotated[FileIn, Body(media_type=RequestEncodingType.MULTI_PART)],
        mapping: FromQuery[str],
        actor: Me,
        facts: Facts,
        dry_run: FromQuery[bool] = False,
    ) -> Imported:
        """The rows that can be read are taken, the others listed; with `dry_run` nothing is kept."""
        return await facts.imports.take(actor, mapping, await data.file.read(), dry_run=dry_run)


def metric_out(sheet: MetricSheet) -> MetricOut:
    """For the wire."""
    fields = written(sheet)
    fields["band"] = None if fields["band"] is None else BandBody(**fields["band"])
    fields["bands"] = {queue: BandBody(**band) for queue, band in fields["bands"].items()}
    return MetricOut(**fields)


def _mapping_out(named: NamedMapping) -> MappingOut:
    return MappingOut(named.code, named.name, named.spec, named.updated_at)


def _band(body: BandBody) -> Band:
    return Band(parse_decimal(body.low), parse_decimal(body.high), parse_decimal(body.tolerance))


def _micro(text: str | None) -> int | None:
    return None if text is None else parse_decimal(text)


CATALOGUE_CONTROLLERS: list[type[Controller]] = [
    MetricsController,
    MappingsController,
    FactFilesController,
]
