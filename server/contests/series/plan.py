"""What a recurring contest is to this room, and how it is read from and written to its table."""

from datetime import date, datetime
from typing import Any

import asyncpg
import msgspec
from msgspec import Struct

from leaderboards.prizes import Prize
from leaderboards.rules import Rules
from leaderboards.series import Cadence, Pause, Plan
from server.contests.series.wire import Arrangement
from server.contests.store import as_json
from server.db.pool import Connection
from server.wire import Bilingual

_cadence: msgspec.json.Decoder[Cadence] = msgspec.json.Decoder(Cadence)
_pauses = msgspec.json.Decoder(tuple[Pause, ...])
_rules = msgspec.json.Decoder(Rules)
_prizes = msgspec.json.Decoder(tuple[Prize, ...])
_arrangement = msgspec.json.Decoder(Arrangement)


class Still(Struct, frozen=True):
    """Why a series could not make its next round, in the words of the refusal, and since when."""

    code: str
    detail: dict[str, Any]
    since: datetime


_still = msgspec.json.Decoder(Still)


class Series(Struct, frozen=True, kw_only=True):
    """A recurring contest. Nobody named means everybody there is when each round is made; no rules means the template's."""

    id: int
    template: str
    site_id: int
    title: Bilingual
    plan: Plan
    team_ids: tuple[int, ...]
    agent_ids: tuple[int, ...]
    rules: Rules | None
    created_by: int | None
    created_at: datetime
    edited_at: datetime | None
    stopped_at: datetime | None
    still: Still | None
    version: int
    freeze_minutes: int | None = None
    """How long before its end a round freezes; None: as the template has it."""
    prizes: tuple[Prize, ...] | None = None
    """Points for places in every round; None: as the template has it."""
    arrangement: Arrangement = Arrangement()

    @property
    def everybody(self) -> bool:
        """Whether each round takes in whoever is at the site."""
        return not self.team_ids and not self.agent_ids

    def paused(self, today: date) -> bool:
        """Whether rounds that begin on this day are paused."""
        return any(pause.holds(today) for pause in self.plan.pauses)


_SELECT = "SELECT s.*, t.code AS template FROM series s JOIN template t ON t.id = s.template_id"


def series_of(row: "asyncpg.Record") -> Series:
    """A series from a row of `_SELECT`."""
    plain = ("id", "template", "site_id", "created_by", "created_at", "edited_at", "stopped_at", "version")
    return Series(
        title=Bilingual(zh=row["title_zh"], en=row["title_en"]),
        plan=Plan(
            cadence=_cadence.decode(row["cadence"]),
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            on_holidays=row["on_holidays"],
            pauses=_pauses.decode(row["pauses"]),
        ),
        team_ids=tuple(row["team_ids"]),
        agent_ids=tuple(row["agent_ids"]),
        rules=None if row["rules"] is None else _rules.decode(row["rules"]),
        still=None if row["still"] is None else _still.decode(row["still"]),
        freeze_minutes=row["freeze_minutes"],
        prizes=None if row["prizes"] is None else _prizes.decode(row["prizes"]),
        arrangement=_arrangement.decode(row["arrangement"]),
        **{name: row[name] for name in plain},
    )


async def find(connection: Connection, series_id: int) -> Series | None:
    """One series, or None."""
    row = await connection.fetchrow(f"{_SELECT} WHERE s.id = $1", series_id)
    return None if row is None else series_of(row)


async def lock(connection: Connection, series_id: int) -> Series | None:
    """One series whose row nobody else changes, and for which nobody else makes rounds, before this transaction ends."""
    if await connection.fetchval("SELECT id FROM series WHERE id = $1 FOR UPDATE", series_id) is None:
        return None
    return await find(connection, series_id)


async def page(connection: Connection, site_id: int | None, offset: int, limit: int) -> tuple[list[Series], int]:
    """A page of series, those going on before those stopped, newest first; and how many there are."""
    where = "$1::int IS NULL OR s.site_id = $1"
    total: int = await connection.fetchval(f"SELECT count(*) FROM series s WHERE {where}", site_id)
    rows = await connection.fetch(
        f"{_SELECT} WHERE {where} ORDER BY s.stopped_at IS NOT NULL, s.id DESC OFFSET $2 LIMIT $3",
        site_id,
        offset,
        limit,
    )
    return [series_of(row) for row in rows], total


async def going_on(connection: Connection, site_id: int | None = None) -> list[Series]:
    """Every series that was not stopped, of one site or of all."""
    rows = await connection.fetch(
        f"{_SELECT} WHERE s.stopped_at IS NULL AND ($1::int IS NULL OR s.site_id = $1) ORDER BY s.id", site_id
    )
    return [series_of(row) for row in rows]


async def insert(connection: Connection, series: Series) -> int:
    """Add a series and return its id."""
    series_id: int = await connection.fetchval(
        """
        INSERT INTO series (template_id, site_id, title_zh, title_en, cadence, on_holidays, pauses, starts_on, ends_on, team_ids,
                            agent_ids, rules, edited_at, stopped_at, freeze_minutes, arrangement, prizes, created_by, created_at)
        VALUES ((SELECT id FROM template WHERE code = $1), $2, $3, $4, $5::jsonb, $6, $7::jsonb, $8, $9, $10, $11, $12::jsonb,
                $13, $14, $15, $16::jsonb, $17::jsonb, $18, $19)
        RETURNING id
        """,
        *_columns(series),
        series.created_by,
        series.created_at,
    )
    return series_id


async def update(connection: Connection, series: Series) -> None:
    """Store everything that may change of a series, under the next version; the row must be locked by the caller."""
    await connection.execute(
        """
        UPDATE series SET template_id = (SELECT id FROM template WHERE code = $1), site_id = $2, title_zh = $3, title_en = $4,
               cadence = $5::jsonb, on_holidays = $6, pauses = $7::jsonb, starts_on = $8, ends_on = $9, team_ids = $10,
               agent_ids = $11, rules = $12::jsonb, edited_at = $13, stopped_at = $14, freeze_minutes = $15, arrangement = $16::jsonb,
               prizes = $17::jsonb, still = NULL, version = version + 1
        WHERE id = $18
        """,
        *_columns(series),
        series.id,
    )


async def note_still(connection: Connection, series_id: int, still: Still | None) -> None:
    """Say on the series why it stands still, or that it no longer does."""
    given = None if still is None else as_json(still)
    await connection.execute("UPDATE series SET still = $2::jsonb WHERE id = $1", series_id, given)


def _columns(series: Series) -> tuple[object, ...]:
    plan = series.plan
    return (
        series.template,
        series.site_id,
        series.title.zh,
        series.title.en,
        as_json(plan.cadence),
        plan.on_holidays,
        as_json(plan.pauses),
        plan.starts_on,
        plan.ends_on,
        list(series.team_ids),
        list(series.agent_ids),
        None if series.rules is None else as_json(series.rules),
        series.edited_at,
        series.stopped_at,
        series.freeze_minutes,
        as_json(series.arrangement),
        None if series.prizes is None else as_json(series.prizes),
    )
