"""Importing packs, saying what the own centre counts, and comparing only what is counted alike."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec
from msgspec import Struct

from career.exact import Ratio
from career.quality.benchmarks import Definition, Pack, Where, compare
from career.refusal import Refusal
from leaderboards.calendar import day_window
from leaderboards.metrics import Tally
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError, declare
from server.facts.metrics import MetricSheet, read_metrics
from server.facts.reading import Selection, load_totals
from server.people.places import calendar_of, id_of
from server.quality.benchmarks.files import check_marks
from server.quality.refusals import NEEDS_ACCOUNT
from server.wire import Bilingual

FEWEST = 5
"""Agents behind an own value; one of fewer would be about persons."""

NO_PACK = declare("no_such_pack", 404, en="There is no benchmark pack {key}.", zh="没有对标资料 {key}。")
PACK_THERE = declare(
    "pack_there",
    409,
    en="{source} {year} was imported already; a pack is never edited.",
    zh="{source} {year} 已导入，对标资料不可修改。",
)
PACK_FAULTY = declare("pack_faulty", 422, en="The pack cannot be used: {why}", zh="对标资料无法使用：{why}")
NO_METRIC = declare("no_such_own_metric", 404, en="There is no metric {key}.", zh="没有指标 {key}。")


class PackKept(Struct, frozen=True, kw_only=True):
    """A pack as it was imported."""

    id: int
    pack: Pack
    imported_by: str
    imported_at: datetime


class Compared(Struct, frozen=True, kw_only=True):
    """A figure of a pack beside the own metric. `refused` is `not_measured`, `no_data`, `too_few`, or why the rule book refuses, with the
    field that differs in `field`; else `where` says in which quarter the own value lies."""

    published: Definition
    quarters: tuple[str, str, str]
    own: Definition | None
    name: Bilingual | None
    value: Ratio | None
    where: Where | None
    refused: str | None
    field: str


class BenchmarksService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def packs(self) -> list[PackKept]:
        """All packs, the latest year first."""
        async with self._db.connection() as connection:
            return await _packs(connection)

    async def add(self, actor: Actor, pack: Pack) -> PackKept:
        """Import a pack. Raises `pack_there`, `pack_faulty`."""
        _person(actor)
        _check(pack)
        async with self._db.transaction() as unit:
            number = await unit.fetchval(
                "INSERT INTO benchmark_pack (source, year, body, imported_by, imported_at) VALUES ($1, $2, $3::jsonb, $4, $5)"
                " ON CONFLICT DO NOTHING RETURNING id",
                pack.source.strip(),
                pack.year,
                msgspec.json.encode(pack).decode(),
                actor.id,
                self._clock.now(),
            )
            if number is None:
                raise DomainError(PACK_THERE, source=pack.source, year=pack.year)
            await audit.record(unit, actor, "benchmark.import", f"benchmark_pack/{number}", {"year": pack.year})
            return (await _packs(unit, number))[0]

    async def remove(self, actor: Actor, pack_id: int) -> None:
        """Take a pack away, to import it better."""
        async with self._db.transaction() as unit:
            if await unit.fetchval("DELETE FROM benchmark_pack WHERE id = $1 RETURNING id", pack_id) is None:
                raise DomainError(NO_PACK, key=pack_id)
            await audit.record(unit, actor, "benchmark.remove", f"benchmark_pack/{pack_id}")

    async def count(self, actor: Actor, metric: str, counts: str) -> None:
        """Say what a metric of the own centre counts; blank takes it back."""
        async with self._db.transaction() as unit:
            number = await unit.fetchval("SELECT id FROM metric WHERE code = $1", metric)
            if number is None:
                raise DomainError(NO_METRIC, key=metric)
            await unit.execute(
                "INSERT INTO benchmark_counts (metric_id, counts) VALUES ($1, $2)"
                " ON CONFLICT (metric_id) DO UPDATE SET counts = excluded.counts",
                number,
                counts.strip(),
            )
            await audit.record(unit, actor, "benchmark.count", f"metric/{metric}", {"counts": counts.strip()})

    async def compare(
        self, pack_id: int, site: str, first: date | None, last: date | None
    ) -> tuple[PackKept, list[Compared]]:
        """Every figure of a pack beside the own value of a site over some days, both included; by default the last 90."""
        async with self._db.connection() as connection:
            kept = await _packs(connection, pack_id)
            if not kept:
                raise DomainError(NO_PACK, key=pack_id)
            site_id = await id_of(connection, "site", site)
            calendar = await calendar_of(connection, site_id)
            last = last or calendar.business_day(self._clock.now()) - timedelta(days=1)
            window = day_window(calendar, first or last - timedelta(days=89), last + timedelta(days=1))
            metrics = {one.code: one for one in await read_metrics(connection)}
            counts = await _counts(connection)
            teams = [row["id"] for row in await connection.fetch("SELECT id FROM team WHERE site_id = $1", site_id)]
            found = []
            for figure in kept[0].pack.figures:
                sheet = metrics.get(figure.definition.metric)
                own = None if sheet is None else own_definition(sheet, counts.get(sheet.code, ""))
                found.append((figure, sheet, own, await _value(connection, sheet, teams, (window.starts, window.ends))))
        pack = kept[0].pack
        return kept[0], [
            _compared(pack, number, sheet, own, value) for number, (_, sheet, own, value) in enumerate(found)
        ]


def own_definition(sheet: MetricSheet, counts: str) -> Definition:
    """How the own centre counts a metric."""
    return Definition(sheet.code, sheet.unit, sheet.combine, sheet.good, counts)


def _compared(
    pack: Pack, number: int, sheet: MetricSheet | None, own: Definition | None, value: Ratio | str
) -> Compared:
    """The definition is judged first: what differs is named even where nothing was measured."""
    figure = pack.figures[number]
    where: Where | None = None
    refused, field = None, ""
    if own is None:
        refused = "not_measured"
    else:
        judged = compare(pack, own, (0, 1) if isinstance(value, str) else value)
        if isinstance(judged, Refusal):
            refused, field = judged.code, judged.word
        elif isinstance(value, str):
            refused = value
        else:
            where = judged
    return Compared(
        published=figure.definition,
        quarters=(figure.quarter, figure.median, figure.three_quarters),
        own=own,
        name=None if sheet is None else sheet.name,
        value=None if isinstance(value, str) else value,
        where=where,
        refused=refused,
        field=field,
    )


async def _value(
    connection: Connection, sheet: MetricSheet | None, teams: Sequence[int], window: tuple[datetime, datetime]
) -> Ratio | str:
    """The site's value over a window, or why there is none."""
    if sheet is None:
        return "not_measured"
    number = await connection.fetchval("SELECT id FROM metric WHERE code = $1", sheet.code)
    selection = Selection(starts=window[0], ends=window[1], metric_ids=(number,), team_ids=tuple(teams), agent_ids=())
    totals = await load_totals(connection, selection)
    whole, memberships = Tally(), []
    for (subject, _, _), tally in totals.items():
        whole.merge(tally)
        if subject.startswith("m") and tally.n:
            memberships.append(int(subject[1:]))
    if not whole.n:
        return "no_data"
    people = await connection.fetchval(
        "SELECT count(DISTINCT agent_id) FROM membership WHERE id = ANY($1::int[])", memberships
    )
    if sheet.subject == "agent" and people < FEWEST:
        return "too_few"
    ratio = whole.ratio(sheet.combine)
    return "no_data" if ratio is None else (ratio[0], ratio[1] * 1_000_000)


async def _packs(connection: Connection, number: int | None = None) -> list[PackKept]:
    rows = await connection.fetch(
        "SELECT p.id, p.body::text AS body, p.imported_at, o.name FROM benchmark_pack p JOIN account o ON o.id = p.imported_by"
        " WHERE $1::int IS NULL OR p.id = $1 ORDER BY p.year DESC, p.source",
        number,
    )
    return [
        PackKept(
            id=row["id"],
            pack=msgspec.json.decode(row["body"], type=Pack),
            imported_by=row["name"],
            imported_at=row["imported_at"],
        )
        for row in rows
    ]


async def _counts(connection: Connection) -> dict[str, str]:
    rows = await connection.fetch("SELECT m.code, c.counts FROM benchmark_counts c JOIN metric m ON m.id = c.metric_id")
    return {row["code"]: row["counts"] for row in rows}


def _check(pack: Pack) -> None:
    seen: set[str] = set()
    if not pack.figures:
        raise DomainError(PACK_FAULTY, why="figures = 0")
    for figure in pack.figures:
        code = figure.definition.metric
        if code in seen:
            raise DomainError(PACK_FAULTY, why=f"{code} × 2")
        check_marks(figure)
        seen.add(code)


def _person(actor: Actor) -> None:
    if actor.kind != "account":
        raise DomainError(NEEDS_ACCOUNT)
