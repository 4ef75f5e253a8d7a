"""Thanks as they are kept, read for whoever may see them."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

import asyncpg
import msgspec
from msgspec import Struct

from leaderboards.kudos import Kudos, KudosRules
from server.db.pool import Connection
from server.wire import Bilingual, Named

LATEST = 100
"""As many of one's own are listed, and of the team's."""
FEED = timedelta(days=60)

_rules = msgspec.json.Decoder(KudosRules)

_SELECT = """
SELECT k.id, k.value, k.value_zh, k.value_en, k.words, k.at, k.hidden, k.taken_back_at IS NOT NULL AS taken_back,
       g.code AS giver, g.name_zh AS giver_zh, g.name_en AS giver_en,
       r.code AS receiver, r.name_zh AS receiver_zh, r.name_en AS receiver_en
FROM kudos k JOIN agent g ON g.id = k.giver_id JOIN agent r ON r.id = k.receiver_id"""


class Thanks(Struct, frozen=True, kw_only=True):
    """One thanks, with the names of both."""

    id: int
    giver: Named
    receiver: Named
    value: str
    value_name: Bilingual
    words: str
    at: datetime
    hidden: bool
    taken_back: bool


class Colleague(Struct, frozen=True):
    """Somebody who can be thanked."""

    agent: Named
    team: Bilingual | None


class Came(Struct, frozen=True):
    """A member of a team and the day of hire."""

    id: int
    agent: Named
    hired: date


async def rules(connection: Connection) -> KudosRules:
    """The rules in force; the shipped ones until somebody changes them."""
    body: str | None = await connection.fetchval("SELECT body::text FROM kudos_rules ORDER BY id DESC LIMIT 1")
    return KudosRules() if body is None else _rules.decode(body)


async def log_between(connection: Connection, giver_id: int, receiver_id: int, since: datetime) -> list[Kudos]:
    """What the giver gave, and what came from the receiver, since an instant."""
    rows = await connection.fetch(
        "SELECT giver_id, receiver_id, value, at, taken_back_at FROM kudos"
        " WHERE at >= $3 AND (giver_id = $1 OR (giver_id = $2 AND receiver_id = $1))",
        giver_id,
        receiver_id,
        since,
    )
    return [_kudos(row) for row in rows]


async def log_to(connection: Connection, receivers: Collection[int], since: datetime) -> list[Kudos]:
    """What these people were thanked for since an instant."""
    rows = await connection.fetch(
        "SELECT giver_id, receiver_id, value, at, taken_back_at FROM kudos WHERE at >= $2 AND receiver_id = ANY($1::int[])",
        list(receivers),
        since,
    )
    return [_kudos(row) for row in rows]


async def received(connection: Connection, agent_id: int) -> list[Thanks]:
    """The latest that somebody was given and that still stand, newest first."""
    where = "WHERE k.receiver_id = $1 AND k.taken_back_at IS NULL ORDER BY k.at DESC, k.id DESC LIMIT $2"
    return [_thanks(row) for row in await connection.fetch(f"{_SELECT} {where}", agent_id, LATEST)]


async def given(connection: Connection, agent_id: int) -> list[Thanks]:
    """The latest that somebody gave, newest first; also what was taken back."""
    where = "WHERE k.giver_id = $1 ORDER BY k.at DESC, k.id DESC LIMIT $2"
    return [_thanks(row) for row in await connection.fetch(f"{_SELECT} {where}", agent_id, LATEST)]


async def of_teams(connection: Connection, teams: Collection[int], now: datetime) -> list[Thanks]:
    """The latest that members of these teams were given and keep from nobody, newest first."""
    where = """
    WHERE k.taken_back_at IS NULL AND NOT k.hidden AND k.at >= $3 AND EXISTS (
        SELECT FROM membership m WHERE m.agent_id = k.receiver_id AND m.team_id = ANY($1::int[]) AND m.starts <= $2
          AND (m.ends IS NULL OR m.ends > $2))
    ORDER BY k.at DESC, k.id DESC LIMIT $4"""
    rows = await connection.fetch(f"{_SELECT} {where}", list(teams), now, now - FEED, LATEST)
    return [_thanks(row) for row in rows]


async def teams_of(connection: Connection, agent_id: int, now: datetime) -> set[int]:
    """The team somebody is in now."""
    rows = await connection.fetch(
        "SELECT team_id FROM membership WHERE agent_id = $1 AND starts <= $2 AND (ends IS NULL OR ends > $2)",
        agent_id,
        now,
    )
    return {row["team_id"] for row in rows}


async def members(connection: Connection, team_id: int, now: datetime, but: int | None) -> list[Came]:
    """Who is in a team now, without the person who asks."""
    rows = await connection.fetch(
        "SELECT a.id, a.code, a.name_zh, a.name_en, a.hired FROM membership m JOIN agent a ON a.id = m.agent_id"
        " WHERE m.team_id = $1 AND m.starts <= $2 AND (m.ends IS NULL OR m.ends > $2) AND a.id IS DISTINCT FROM $3"
        " ORDER BY a.code",
        team_id,
        now,
        but,
    )
    return [Came(row["id"], _named(row), row["hired"]) for row in rows]


async def colleagues(
    connection: Connection, text: str, but: int, day: date, now: datetime, limit: int
) -> list[Colleague]:
    """Everybody employed on a day whose code or name holds the text, by code."""
    rows = await connection.fetch(
        """
        SELECT a.code, a.name_zh, a.name_en, t.name_zh AS team_zh, t.name_en AS team_en
        FROM agent a
        LEFT JOIN membership m ON m.agent_id = a.id AND m.starts <= $5 AND (m.ends IS NULL OR m.ends > $5)
        LEFT JOIN team t ON t.id = m.team_id
        WHERE a.id <> $2 AND a.hired <= $3 AND (a.left_on IS NULL OR a.left_on > $3)
          AND position(lower($1) IN lower(a.code || ' ' || a.name_zh || ' ' || a.name_en)) > 0
        ORDER BY a.code LIMIT $4""",
        text,
        but,
        day,
        limit,
        now,
    )
    return [
        Colleague(_named(row), None if row["team_zh"] is None else Bilingual(row["team_zh"], row["team_en"]))
        for row in rows
    ]


async def employed(connection: Connection, code: str, day: date) -> int | None:
    """The number of somebody who is here on a day."""
    found: int | None = await connection.fetchval(
        "SELECT id FROM agent WHERE code = $1 AND hired <= $2 AND (left_on IS NULL OR left_on > $2)", code, day
    )
    return found


def _named(row: asyncpg.Record) -> Named:
    return Named(row["code"], Bilingual(row["name_zh"], row["name_en"]))


def _kudos(row: asyncpg.Record) -> Kudos:
    return Kudos(
        giver=str(row["giver_id"]),
        receiver=str(row["receiver_id"]),
        value=row["value"],
        at=row["at"],
        taken_back=row["taken_back_at"] is not None,
    )


def _thanks(row: asyncpg.Record) -> Thanks:
    return Thanks(
        id=row["id"],
        giver=Named(row["giver"], Bilingual(row["giver_zh"], row["giver_en"])),
        receiver=Named(row["receiver"], Bilingual(row["receiver_zh"], row["receiver_en"])),
        value=row["value"],
        value_name=Bilingual(row["value_zh"], row["value_en"]),
        words=row["words"],
        at=row["at"],
        hidden=row["hidden"],
        taken_back=row["taken_back"],
    )
