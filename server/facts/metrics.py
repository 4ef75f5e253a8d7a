"""The metric catalogue: what may be measured, how it combines and which way is good."""

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct, field, structs

from leaderboards.exact import format_micro
from leaderboards.metrics import Band, Combine, Good
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db import outbox
from server.db.pool import Connection, Database
from server.errors import NOT_FOUND, TAKEN, DomainError, declare
from server.facts.book import CodeBook
from server.facts.tables import MetricRow
from server.wire import Bilingual

BAD_METRIC = declare("bad_metric", 422, en="The metric does not hold together: {why}", zh="指标设置有误：{why}")
METRIC_IN_USE = declare(
    "metric_in_use",
    409,
    en="{metric} has facts: how they combine and whom they measure can no longer change.",
    zh="指标 {metric} 已有数据，合并方式和对象不可再更改。",
)


class MetricSheet(Struct, frozen=True, kw_only=True):
    """A metric as the catalogue knows it. Amounts are micro-units; `bands` go by queue code."""

    code: str
    name: Bilingual
    combine: Combine
    good: Good
    subject: Literal["agent", "team"] = "agent"
    unit: str = ""
    decimals: int = 2
    low: int | None = None
    high: int | None = None
    floor: int | None = None
    target: int | None = None
    stretch: int | None = None
    band: Band | None = None
    bands: dict[str, Band] = field(default_factory=dict)
    lateness_minutes: int = 72 * 60
    monthly_lateness_minutes: int | None = None
    archived: bool = False


AMOUNTS = ("low", "high", "floor", "target", "stretch")


def written(sheet: MetricSheet) -> dict[str, Any]:
    """Its fields, amounts as decimal text."""
    fields = structs.asdict(sheet)
    for name in AMOUNTS:
        fields[name] = None if fields[name] is None else format_micro(fields[name])
    fields["band"] = None if sheet.band is None else _written_band(sheet.band)
    fields["bands"] = {queue: _written_band(band) for queue, band in sheet.bands.items()}
    return fields


def _written_band(band: Band) -> dict[str, str]:
    return {"low": format_micro(band.low), "high": format_micro(band.high), "tolerance": format_micro(band.tolerance)}


def faults(sheet: MetricSheet) -> list[str]:
    """What does not fit together, in words for whoever edits."""
    found: list[str] = []
    if sheet.low is not None and sheet.high is not None and sheet.low > sheet.high:
        found.append("low > high")
    bands = [band for band in (sheet.band, *sheet.bands.values()) if band is not None]
    if any(band.low > band.high or band.tolerance < 0 for band in bands):
        found.append("band low > high, or tolerance < 0")
    if sheet.good == "band" and sheet.band is None and not sheet.bands:
        found.append("good: band needs a band")
    steps = [step for step in (sheet.floor, sheet.target, sheet.stretch) if step is not None]
    rising = sorted(steps) if sheet.good != "lower" else sorted(steps, reverse=True)
    if steps != rising:
        found.append("floor, target and stretch must follow each other the good way")
    return found


class MetricCatalogue:
    """Commands and queries on metrics; every change is told to scorers and to this process's intake."""

    def __init__(self, db: Database, clock: Clock, book: CodeBook) -> None:
        self._db = db
        self._clock = clock
        self._book = book

    async def all(self, *, archived: bool = False) -> list[MetricSheet]:
        """The catalogue by code; with `archived` also what is no longer offered."""
        async with self._db.connection() as connection:
            return await read_metrics(connection, archived=archived)

    async def one(self, code: str) -> MetricSheet:
        """By its code."""
        async with self._db.connection() as connection:
            return await _find(connection, code)

    async def create(self, actor: Actor | None, sheet: MetricSheet) -> MetricSheet:
        """A new metric. Raises `taken`, `bad_metric`."""
        _check(sheet)
        async with self._db.transaction() as connection:
            if await connection.fetchval("SELECT id FROM metric WHERE code = $1", sheet.code) is not None:
                raise DomainError(TAKEN, what="metric", key=sheet.code)
            await insert_metric(connection, sheet, self._clock.now())
            await self._told(connection, actor, "metric.create", sheet.code)
            kept = await _find(connection, sheet.code)
        self._book.forget_metrics()
        return kept

    async def change(self, actor: Actor, sheet: MetricSheet) -> MetricSheet:
        """Replace everything but the code; contests keep the definition they were launched with."""
        _check(sheet)
        async with self._db.transaction() as connection:
            held = await _find(connection, sheet.code)
            metric_id = await connection.fetchval("SELECT id FROM metric WHERE code = $1 FOR UPDATE", sheet.code)
            if (held.combine, held.subject) != (sheet.combine, sheet.subject):
                await _refuse_if_used(connection, int(metric_id), sheet.code)
            await MetricRow.update(_columns(sheet, self._clock.now())).where(MetricRow.code == sheet.code)
            await _put_bands(connection, int(metric_id), sheet.bands)
            changed = audit.differences(written(held), written(sheet))
            await self._told(connection, actor, "metric.change", sheet.code, changed)
            kept = await _find(connection, sheet.code)
        self._book.forget_metrics()
        return kept

    async def _told(
        self, connection: Connection, actor: Actor | None, action: str, code: str, detail: dict[str, Any] | None = None
    ) -> None:
        await audit.record(connection, actor, action, f"metric/{code}", detail)
        await outbox.put(connection, "metrics", code.encode())


async def _refuse_if_used(connection: Connection, metric_id: int, code: str) -> None:
    # Without an index by metric alone this reads on until it meets the first fact: rare, and worth no index.
    used = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM fact WHERE metric_id = $1) OR EXISTS (SELECT FROM fact_superseded WHERE metric_id = $1)",
        metric_id,
    )
    if used:
        raise DomainError(METRIC_IN_USE, metric=code)


async def read_metrics(connection: Connection, *, archived: bool = False) -> list[MetricSheet]:
    """The catalogue by code."""
    rows = await connection.fetch("SELECT * FROM metric WHERE archived_at IS NULL OR $1 ORDER BY code", archived)
    bands: dict[int, dict[str, Band]] = {}
    for row in await connection.fetch(
        "SELECT b.metric_id, q.code, b.band_low, b.band_high, b.tolerance FROM metric_band b JOIN queue q ON q.id = b.queue_id"
    ):
        band = Band(row["band_low"], row["band_high"], row["tolerance"])
        bands.setdefault(row["metric_id"], {})[row["code"]] = band
    return [_sheet(row, bands.get(row["id"], {})) for row in rows]


async def _find(connection: Connection, code: str) -> MetricSheet:
    for sheet in await read_metrics(connection, archived=True):
        if sheet.code == code:
            return sheet
    raise DomainError(NOT_FOUND, what="metric", key=code)


async def insert_metric(connection: Connection, sheet: MetricSheet, now: datetime) -> None:
    """Add a row to the catalogue in the caller's transaction; a code that is there already stays as it is."""
    columns = {column._meta.name: value for column, value in _columns(sheet, now).items()} | {"code": sheet.code}
    names = ", ".join(columns)
    places = ", ".join(f"${i}" for i in range(1, len(columns) + 1))
    metric_id = await connection.fetchval(
        f"INSERT INTO metric ({names}) VALUES ({places}) ON CONFLICT (code) DO NOTHING RETURNING id", *columns.values()
    )
    if metric_id is not None:
        await _put_bands(connection, int(metric_id), sheet.bands)


async def _put_bands(connection: Connection, metric_id: int, bands: dict[str, Band]) -> None:
    await connection.execute("DELETE FROM metric_band WHERE metric_id = $1", metric_id)
    for queue, band in bands.items():
        added = await connection.execute(
            "INSERT INTO metric_band (metric_id, queue_id, band_low, band_high, tolerance)"
            " SELECT $1, id, $3, $4, $5 FROM queue WHERE code = $2",
            metric_id, queue, band.low, band.high, band.tolerance,
        )  # fmt: skip
        if added.endswith(" 0"):
            raise DomainError(NOT_FOUND, what="queue", key=queue)


def _check(sheet: MetricSheet) -> None:
    found = faults(sheet)
    if found:
        raise DomainError(BAD_METRIC, why="; ".join(found))


def _columns(sheet: MetricSheet, now: datetime) -> dict[Any, Any]:
    band = sheet.band
    return {
        MetricRow.name_zh: sheet.name.zh,
        MetricRow.name_en: sheet.name.en,
        MetricRow.subject: sheet.subject,
        MetricRow.combine: sheet.combine,
        MetricRow.good: sheet.good,
        MetricRow.unit: sheet.unit,
        MetricRow.decimals: sheet.decimals,
        MetricRow.low: sheet.low,
        MetricRow.high: sheet.high,
        MetricRow.floor: sheet.floor,
        MetricRow.target: sheet.target,
        MetricRow.stretch: sheet.stretch,
        MetricRow.band_low: band.low if band else None,
        MetricRow.band_high: band.high if band else None,
        MetricRow.tolerance: band.tolerance if band else None,
        MetricRow.lateness_minutes: sheet.lateness_minutes,
        MetricRow.monthly_lateness_minutes: sheet.monthly_lateness_minutes,
        MetricRow.archived_at: now if sheet.archived else None,
    }


def _sheet(row: Any, bands: dict[str, Band]) -> MetricSheet:
    band = None
    if row["band_low"] is not None and row["band_high"] is not None:
        band = Band(row["band_low"], row["band_high"], row["tolerance"] or 0)
    return MetricSheet(
        code=row["code"],
        name=Bilingual(zh=row["name_zh"], en=row["name_en"]),
        combine=row["combine"],
        good=row["good"],
        subject=row["subject"],
        unit=row["unit"],
        decimals=row["decimals"],
        low=row["low"],
        high=row["high"],
        floor=row["floor"],
        target=row["target"],
        stretch=row["stretch"],
        band=band,
        bands=bands,
        lateness_minutes=row["lateness_minutes"],
        monthly_lateness_minutes=row["monthly_lateness_minutes"],
        archived=row["archived_at"] is not None,
    )
