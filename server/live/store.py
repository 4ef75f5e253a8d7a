"""The queries about displays and their pairing."""

from datetime import datetime

import asyncpg
import msgspec
from msgspec import Struct

from server.db.pool import Connection
from server.live.tables import DisplayPairingRow, DisplayRow
from server.wire import Bilingual, Named


class Told(Struct, frozen=True):
    """What a screen says of itself: its build, what it shows (a kind, of boards the contest too), its size in pixels of its own,
    and whether its picture is old."""

    build: str
    shows: str
    contest: int | None
    width: int
    height: int
    stale: bool


class Display(Struct, frozen=True):
    """A paired wall."""

    id: int
    name: str
    site: Named
    team: Named | None
    site_id: int
    team_id: int | None
    contest_ids: tuple[int, ...]
    locale: str
    confirmed_by: int | None
    """The account of the lead who confirmed it."""
    confirmed_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None
    scenes: tuple[str, ...] | None
    """What takes its turn, in this order; None: whatever there is."""
    turn_s: int
    sound: bool
    pinned: int | None
    skips: int
    reloads: int
    told: Told | None
    told_at: datetime | None


class Pairing(Struct, frozen=True):
    """A wall that waits, or has been confirmed (`display_id`)."""

    id: int
    display_id: int | None


_DISPLAYS = """
    SELECT d.*, s.code AS site, s.name_zh AS site_zh, s.name_en AS site_en,
           t.code AS team, t.name_zh AS team_zh, t.name_en AS team_en
    FROM display d JOIN site s ON s.id = d.site_id LEFT JOIN team t ON t.id = d.team_id
"""


async def page(connection: Connection, offset: int, limit: int) -> tuple[list[Display], int]:
    """Displays, the newest first and the revoked at the end, and how many there are."""
    total = await DisplayRow.count()
    rows = await connection.fetch(
        _DISPLAYS + "ORDER BY d.revoked_at IS NOT NULL, d.id DESC LIMIT $1 OFFSET $2", limit, offset
    )
    return [_display(row) for row in rows], total


async def find(connection: Connection, display_id: int) -> Display | None:
    """One display, revoked or not."""
    row = await connection.fetchrow(_DISPLAYS + "WHERE d.id = $1", display_id)
    return None if row is None else _display(row)


async def showing(connection: Connection, contest_id: int, site_id: int, since: datetime) -> int:
    """How many displays, seen since then, show a contest: those paired for it, and those of its site paired for none."""
    found: int = await connection.fetchval(
        "SELECT count(*) FROM display WHERE revoked_at IS NULL AND seen_at > $3"
        " AND ($1 = ANY(contest_ids) OR (contest_ids = '{}' AND site_id = $2))",
        contest_id,
        site_id,
        since,
    )
    return found


async def forget_expired(connection: Connection, now: datetime) -> None:
    """Free the codes of walls that gave up."""
    await connection.execute("DELETE FROM display_pairing WHERE expires_at <= $1", now)


async def waiting(connection: Connection) -> int:
    """How many walls are being paired."""
    found: int = await connection.fetchval("SELECT count(*) FROM display_pairing")
    return found


async def offer(connection: Connection, code: str, secret_hash: bytes, now: datetime, expires: datetime) -> bool:
    """Note a wall that waits; False when the code is in use."""
    status: str = await connection.execute(
        "INSERT INTO display_pairing (code, secret_hash, created_at, expires_at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (code) DO NOTHING",
        code,
        secret_hash,
        now,
        expires,
    )
    return status.endswith(" 1")


async def pairing_of_code(connection: Connection, code: str, now: datetime) -> Pairing | None:
    """The wall that shows this code; the row is ours until the transaction ends."""
    row = await connection.fetchrow(
        "SELECT id, display_id FROM display_pairing WHERE code = $1 AND expires_at > $2 FOR UPDATE", code, now
    )
    return None if row is None else Pairing(row["id"], row["display_id"])


async def pairing_of_secret(connection: Connection, secret_hash: bytes, now: datetime) -> Pairing | None:
    """The pairing that a wall asks about; the row is ours until the transaction ends."""
    row = await connection.fetchrow(
        "SELECT id, display_id FROM display_pairing WHERE secret_hash = $1 AND expires_at > $2 FOR UPDATE",
        secret_hash,
        now,
    )
    return None if row is None else Pairing(row["id"], row["display_id"])


async def add(display: DisplayRow) -> int:
    """Keep a new display; its id."""
    await display.save()
    return int(display.id)


async def confirm(pairing: Pairing, display_id: int) -> None:
    """Tie the waiting wall to its display."""
    await DisplayPairingRow.update({DisplayPairingRow.display_id: display_id}).where(DisplayPairingRow.id == pairing.id)


async def change_token(display_id: int, token_hash: bytes) -> None:
    """Only the newest token opens anything."""
    await DisplayRow.update({DisplayRow.token_hash: token_hash}).where(DisplayRow.id == display_id)


async def revoke(display_id: int, now: datetime) -> None:
    """The display's token opens nothing any more, and a pairing under way hands out no other."""
    await DisplayRow.update({DisplayRow.revoked_at: now}).where(DisplayRow.id == display_id)
    await DisplayPairingRow.delete().where(DisplayPairingRow.display_id == display_id)


def _display(row: asyncpg.Record) -> Display:
    team = None if row["team"] is None else Named(row["team"], Bilingual(row["team_zh"], row["team_en"]))
    return Display(
        id=row["id"],
        name=row["name"],
        site=Named(row["site"], Bilingual(row["site_zh"], row["site_en"])),
        team=team,
        site_id=row["site_id"],
        team_id=row["team_id"],
        contest_ids=tuple(row["contest_ids"]),
        locale=row["locale"],
        confirmed_by=row["confirmed_by"],
        confirmed_at=row["confirmed_at"],
        seen_at=row["seen_at"],
        revoked_at=row["revoked_at"],
        scenes=None if row["scenes"] is None else tuple(row["scenes"]),
        turn_s=row["turn_s"],
        sound=row["sound"],
        pinned=row["pinned"],
        skips=row["skips"],
        reloads=row["reloads"],
        told=None if row["told"] is None else msgspec.json.decode(row["told"], type=Told),
        told_at=row["told_at"],
    )
