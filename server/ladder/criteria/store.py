"""Where versions of the criteria are kept: drafts that change, adopted ones that never do."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import asyncpg
from msgspec import Struct

from career.defaults import DEFAULTS
from career.versions import Version, decode, encode, in_force
from server.db.pool import Connection
from server.errors import NOT_FOUND, DomainError


class Kept(Struct, frozen=True, kw_only=True):
    """A version with what is known about it; `adopted_at` None is a draft."""

    id: int
    version: Version
    revision: int
    based_on: str | None
    created_at: datetime
    changed_at: datetime
    changed_by: str | None
    adopted_at: datetime | None
    adopted_by: str | None


async def ship(connection: Connection, now: datetime) -> None:
    """Keep the criteria that ship as the first adopted version, unless they are there; safe to call by several processes."""
    await connection.execute(
        "INSERT INTO criteria_version (code, effective, body, created_at, changed_at, adopted_at)"
        " VALUES ($1, $2, $3::jsonb, $4, $4, $4) ON CONFLICT (code) DO NOTHING",
        DEFAULTS.code,
        DEFAULTS.effective,
        encode(DEFAULTS).decode(),
        now,
    )


async def versions(connection: Connection) -> list[Version]:
    """All adopted versions, of those with the same effective date the one adopted last comes last: what
    `career.versions.in_force` and `judged_by` go through. Later ones that are not in force yet are among them."""
    rows = await connection.fetch(
        "SELECT body FROM criteria_version WHERE adopted_at IS NOT NULL ORDER BY effective, adopted_at, id"
    )
    return [decode(row["body"]) for row in rows]


async def current(connection: Connection, today: date) -> Version:
    """The version in force on a day."""
    return in_force(await versions(connection), today) or DEFAULTS


async def listed(connection: Connection) -> list[Kept]:
    """Every version: drafts first, the one changed last on top, then the adopted ones, the latest in effect on top."""
    rows = await connection.fetch(
        f"{_SELECT} ORDER BY v.adopted_at IS NOT NULL, CASE WHEN v.adopted_at IS NULL THEN v.changed_at END DESC,"
        " v.effective DESC, v.adopted_at DESC, v.id DESC"
    )
    return [_kept(row) for row in rows]


async def find(connection: Connection, code: str, *, lock: bool = False) -> Kept:
    """One version; with `lock` nobody else changes it before this transaction ends. Raises `not_found`."""
    row = await connection.fetchrow(f"{_SELECT} WHERE v.code = $1{' FOR UPDATE OF v' if lock else ''}", code)
    if row is None:
        raise DomainError(NOT_FOUND, what="criteria", key=code)
    return _kept(row)


async def add(connection: Connection, version: Version, based_on: int, by: int | None, now: datetime) -> bool:
    """Keep a new draft; False where its code is taken."""
    found = await connection.fetchval(
        "INSERT INTO criteria_version (code, effective, body, based_on, created_at, changed_at, changed_by)"
        " VALUES ($1, $2, $3::jsonb, $4, $5, $5, $6) ON CONFLICT (code) DO NOTHING RETURNING id",
        version.code,
        version.effective,
        encode(version).decode(),
        based_on,
        now,
        by,
    )
    return found is not None


async def write(connection: Connection, number: int, version: Version, by: int | None, now: datetime) -> None:
    """Replace what a draft says."""
    await connection.execute(
        "UPDATE criteria_version SET effective = $2, body = $3::jsonb, revision = revision + 1, changed_at = $4,"
        " changed_by = $5 WHERE id = $1",
        number,
        version.effective,
        encode(version).decode(),
        now,
        by,
    )


async def adopt(connection: Connection, number: int, by: int | None, now: datetime) -> None:
    """From here on nobody changes it."""
    await connection.execute(
        "UPDATE criteria_version SET adopted_at = $2, adopted_by = $3 WHERE id = $1", number, now, by
    )


async def discard(connection: Connection, number: int) -> None:
    """A draft goes without a trace but the audit's."""
    await connection.execute("DELETE FROM criteria_version WHERE id = $1", number)


async def latest_today(connection: Connection, now: datetime) -> date:
    """The date it is at the site that is furthest ahead: what takes effect there today is not in the past anywhere."""
    zones: Sequence[str] = [row["zone"] for row in await connection.fetch("SELECT DISTINCT zone FROM site")]
    return max((now.astimezone(ZoneInfo(zone)).date() for zone in zones), default=now.date())


_SELECT = (
    "SELECT v.*, b.code AS based_on_code, c.name AS changed_name, a.name AS adopted_name FROM criteria_version v"
    " LEFT JOIN criteria_version b ON b.id = v.based_on LEFT JOIN account c ON c.id = v.changed_by"
    " LEFT JOIN account a ON a.id = v.adopted_by"
)


def _kept(row: asyncpg.Record) -> Kept:
    return Kept(
        id=row["id"],
        version=decode(row["body"]),
        revision=row["revision"],
        based_on=row["based_on_code"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        changed_by=row["changed_name"],
        adopted_at=row["adopted_at"],
        adopted_by=row["adopted_name"],
    )
