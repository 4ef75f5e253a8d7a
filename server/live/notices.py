"""What somebody wants to be read on walls for a while: the queries about announcements."""

from collections.abc import Collection, Sequence
from datetime import datetime

import asyncpg
from msgspec import Struct

from server.db.pool import Connection
from server.wire import Bilingual, Named


class Notice(Struct, frozen=True):
    """An announcement on the walls of a site; without `display_ids` on all of them."""

    id: int
    site: Named
    display_ids: tuple[int, ...]
    text: Bilingual
    account_id: int | None
    by: str | None
    """Whose account it came from; None for a program."""
    created_at: datetime
    ends_at: datetime


_NOTICES = """
    SELECT n.*, s.code AS site, s.name_zh AS site_zh, s.name_en AS site_en, a.name AS by
    FROM display_notice n JOIN site s ON s.id = n.site_id LEFT JOIN account a ON a.id = n.account_id
"""


async def going_on(connection: Connection, now: datetime) -> list[Notice]:
    """All that have not ended, the newest first."""
    return [_notice(row) for row in await connection.fetch(_NOTICES + "WHERE n.ends_at > $1 ORDER BY n.id DESC", now)]


async def on_display(connection: Connection, display_id: int, site_id: int, now: datetime) -> list[Notice]:
    """What one wall shows now, the newest first."""
    rows = await connection.fetch(
        _NOTICES + "WHERE n.ends_at > $3 AND n.site_id = $2 AND (n.display_ids = '{}' OR $1 = ANY(n.display_ids))"
        " ORDER BY n.id DESC LIMIT 5",
        display_id,
        site_id,
        now,
    )
    return [_notice(row) for row in rows]


async def find(connection: Connection, notice_id: int) -> Notice | None:
    """One announcement, ended or not."""
    row = await connection.fetchrow(_NOTICES + "WHERE n.id = $1", notice_id)
    return None if row is None else _notice(row)


async def add(
    connection: Connection,
    site_id: int,
    display_ids: Sequence[int],
    text: Bilingual,
    account_id: int | None,
    now: datetime,
    ends: datetime,
) -> int:
    """Keep an announcement; its id."""
    found: int = await connection.fetchval(
        "INSERT INTO display_notice (site_id, display_ids, text_zh, text_en, account_id, created_at, ends_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        site_id,
        list(display_ids),
        text.zh,
        text.en,
        account_id,
        now,
        ends,
    )
    return found


async def end(connection: Connection, notice_id: int, ends: datetime) -> None:
    """Let it end at an instant."""
    await connection.execute("UPDATE display_notice SET ends_at = $2 WHERE id = $1", notice_id, ends)


async def forget(connection: Connection, before: datetime) -> None:
    """Delete those that ended before an instant."""
    await connection.execute("DELETE FROM display_notice WHERE ends_at < $1", before)


async def displays_at(connection: Connection, site_id: int, wanted: Collection[int]) -> list[int]:
    """The living displays of a site, all or the wanted ones."""
    rows = await connection.fetch("SELECT id FROM display WHERE site_id = $1 AND revoked_at IS NULL", site_id)
    return [row["id"] for row in rows if not wanted or row["id"] in wanted]


def _notice(row: asyncpg.Record) -> Notice:
    return Notice(
        id=row["id"],
        site=Named(row["site"], Bilingual(row["site_zh"], row["site_en"])),
        display_ids=tuple(row["display_ids"]),
        text=Bilingual(row["text_zh"], row["text_en"]),
        account_id=row["account_id"],
        by=row["by"],
        created_at=row["created_at"],
        ends_at=row["ends_at"],
    )
