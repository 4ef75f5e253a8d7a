"""Requests, the catalogue and the list of entries, read for whoever may see them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Literal

import asyncpg
from msgspec import Struct

from leaderboards.rewards import Item
from server.db.pool import Connection
from server.wire import Bilingual, Named

State = Literal["asked", "granted", "handed", "refused", "withdrawn", "reversed"]
STANDING = ("asked", "granted", "handed")
"""States in which a request counts against limits."""


class Offer(Struct, frozen=True, kw_only=True):
    """An item of the catalogue and how many of it are left."""

    item: Item
    about: Bilingual
    most: int | None
    offered: bool
    stock: int


class Shift(Struct, frozen=True):
    """The shift somebody chose, by the clock of the site."""

    day: date
    starts: datetime
    ends: datetime
    zone: str


class Request(Struct, frozen=True, kw_only=True):
    """What somebody asked for, and what became of it. For points it names the budget, for an item the item."""

    id: int
    entry_id: str
    kind: Literal["redeem", "earn"]
    state: State
    agent_id: int
    agent: Named
    amount: int
    item: Named | None
    item_kind: str | None
    shift: Shift | None
    budget: Named | None
    budget_key: str
    words: str
    by_who: str
    by: Bilingual
    asked_at: datetime
    decided_by: Bilingual | None
    decided_at: datetime | None
    decided_words: str
    handed_at: datetime | None


class Line(Struct, frozen=True, kw_only=True):
    """One movement of an account, and the balance after it. Of a prize it names the contest and the place."""

    n: int
    kind: str
    at: datetime
    amount: int
    balance: int
    item: Bilingual | None
    words: str
    by: Bilingual
    contest: Bilingual | None
    contest_id: int | None
    place: int | None


_REQUEST = """
SELECT r.*, a.code, a.name_zh, a.name_en, i.name_zh AS item_zh, i.name_en AS item_en, i.kind AS item_kind, s.zone,
       coalesce('t' || r.team_id, 's' || r.site_id, '') AS budget_key,
       coalesce(t.code, b.code) AS budget, coalesce(t.name_zh, b.name_zh) AS budget_zh,
       coalesce(t.name_en, b.name_en) AS budget_en,
       coalesce(g.name_zh, c.name, '') AS by_zh, coalesce(g.name_en, c.name, '') AS by_en,
       coalesce(dg.name_zh, d.name) AS decided_zh, coalesce(dg.name_en, d.name) AS decided_en
FROM reward_request r
JOIN agent a ON a.id = r.agent_id JOIN site s ON s.id = a.site_id
LEFT JOIN reward_item i ON i.code = r.item
LEFT JOIN team t ON t.id = r.team_id LEFT JOIN site b ON b.id = r.site_id
LEFT JOIN agent g ON g.id = r.by_agent LEFT JOIN account c ON c.id = r.by_account
LEFT JOIN account d ON d.id = r.decided_by LEFT JOIN agent dg ON dg.id = d.agent_id"""

_LINES = """
SELECT * FROM (
    SELECT e.n, e.kind, e.at, p.amount, sum(p.amount) OVER (ORDER BY e.n)::bigint AS balance, e.words,
           i.name_zh AS item_zh, i.name_en AS item_en,
           coalesce(g.name_zh, c.name, '') AS by_zh, coalesce(g.name_en, c.name, '') AS by_en,
           z.contest_id, z.place, k.title_zh, k.title_en, count(*) OVER () AS total
    FROM reward_account a
    JOIN reward_posting p ON p.account_id = a.id AND p.unit = 'points' JOIN reward_entry e ON e.n = p.entry_n
    LEFT JOIN reward_item i ON i.code = e.ref
    LEFT JOIN reward_prize z ON z.entry_id = coalesce(e.reverses, e.id) LEFT JOIN contest k ON k.id = z.contest_id
    LEFT JOIN agent g ON g.id = e.by_agent LEFT JOIN account c ON c.id = e.by_account
    WHERE a.code = $1
) lines ORDER BY n DESC OFFSET $2 LIMIT $3"""

_OFFERS = """
SELECT i.*, coalesce((
    SELECT sum(p.amount) FROM reward_account a JOIN reward_posting p ON p.account_id = a.id
    WHERE a.code = 'shelf:' || i.code), 0)::bigint AS stock
FROM reward_item i WHERE ($1::text IS NULL OR i.code = $1) ORDER BY i.offered DESC, i.price, i.code"""


async def statement(connection: Connection, account: str, offset: int, limit: int) -> tuple[list[Line], int]:
    """The movements of an account, newest first, and how many there are."""
    rows = await connection.fetch(_LINES, account, offset, limit)
    return [_line(row) for row in rows], rows[0]["total"] if rows else 0


async def offers(connection: Connection) -> list[Offer]:
    """The catalogue, what is on offer first, the cheapest first."""
    return [_offer(row) for row in await connection.fetch(_OFFERS, None)]


async def offer(connection: Connection, code: str) -> Offer | None:
    """One item of the catalogue."""
    row = await connection.fetchrow(_OFFERS, code)
    return _offer(row) if row else None


async def request_by(connection: Connection, entry_id: str) -> Request | None:
    """The request that was made under a number."""
    row = await connection.fetchrow(f"{_REQUEST} WHERE r.entry_id = $1", entry_id)
    return _request(row) if row else None


async def request(connection: Connection, request_id: int, *, lock: bool = False) -> Request | None:
    """One request; with `lock` it is ours until the transaction ends."""
    if lock:
        await connection.execute("SELECT id FROM reward_request WHERE id = $1 FOR NO KEY UPDATE", request_id)
    row = await connection.fetchrow(f"{_REQUEST} WHERE r.id = $1", request_id)
    return _request(row) if row else None


async def requests_of(connection: Connection, agent_id: int, limit: int) -> list[Request]:
    """What somebody redeemed or asked to redeem, newest first."""
    where = "WHERE r.agent_id = $1 AND r.kind = 'redeem' ORDER BY r.id DESC LIMIT $2"
    return [_request(row) for row in await connection.fetch(f"{_REQUEST} {where}", agent_id, limit)]


async def requests(
    connection: Connection, states: Collection[str], kind: str | None, offset: int, limit: int
) -> tuple[list[Request], int]:
    """Everybody's requests in some states, the longest waiting first where they wait, else newest first."""
    order = "ASC" if set(states) == {"asked"} else "DESC"
    where = "WHERE r.state = ANY($1::text[]) AND ($2::text IS NULL OR r.kind = $2)"
    given: tuple[Any, ...] = (list(states), kind)
    rows = await connection.fetch(f"{_REQUEST} {where} ORDER BY r.id {order} OFFSET $3 LIMIT $4", *given, offset, limit)
    total = await connection.fetchval(f"SELECT count(*) FROM reward_request r {where}", *given)
    return [_request(row) for row in rows], total


async def gifts_from(connection: Connection, teams: Collection[int] | None, limit: int) -> list[Request]:
    """What was given out of the budgets of these teams, or out of all; newest first."""
    where = "WHERE r.kind = 'earn' AND ($1::int[] IS NULL OR r.team_id = ANY($1)) ORDER BY r.id DESC LIMIT $2"
    rows = await connection.fetch(f"{_REQUEST} {where}", None if teams is None else list(teams), limit)
    return [_request(row) for row in rows]


async def held(connection: Connection, *, agent_id: int | None = None, budget: str = "", but: int = 0) -> int:
    """Points that wait for an approval to leave somebody's account, or a budget; without one request."""
    found: int = await connection.fetchval(
        "SELECT coalesce(sum(amount), 0)::bigint FROM reward_request WHERE state = 'asked' AND id <> $3 AND"
        " CASE WHEN $1::int IS NULL THEN kind = 'earn' AND coalesce('t' || team_id, 's' || site_id) = $2"
        " ELSE kind = 'redeem' AND agent_id = $1 END",
        agent_id,
        budget,
        but,
    )
    return found


def _offer(row: asyncpg.Record) -> Offer:
    return Offer(
        item=Item(row["code"], row["kind"], row["name_zh"], row["name_en"], row["price"], row["payable"]),
        about=Bilingual(row["about_zh"], row["about_en"]),
        most=row["most"],
        offered=row["offered"],
        stock=row["stock"],
    )


def _line(row: asyncpg.Record) -> Line:
    return Line(
        n=row["n"],
        kind=row["kind"],
        at=row["at"],
        amount=row["amount"],
        balance=row["balance"],
        item=None if row["item_zh"] is None else Bilingual(row["item_zh"], row["item_en"]),
        words=row["words"],
        by=Bilingual(row["by_zh"], row["by_en"]),
        contest=None if row["title_zh"] is None else Bilingual(row["title_zh"], row["title_en"]),
        contest_id=row["contest_id"],
        place=row["place"],
    )


def _request(row: asyncpg.Record) -> Request:
    shift = None
    if row["shift_day"] is not None:
        shift = Shift(row["shift_day"], row["shift_starts"], row["shift_ends"], row["zone"])
    return Request(
        id=row["id"],
        entry_id=row["entry_id"],
        kind=row["kind"],
        state=row["state"],
        agent_id=row["agent_id"],
        agent=Named(row["code"], Bilingual(row["name_zh"], row["name_en"])),
        amount=row["amount"],
        item=None if row["item"] is None else Named(row["item"], Bilingual(row["item_zh"], row["item_en"])),
        item_kind=row["item_kind"],
        shift=shift,
        budget=None if row["budget"] is None else Named(row["budget"], Bilingual(row["budget_zh"], row["budget_en"])),
        budget_key=row["budget_key"],
        words=row["words"],
        by_who=row["by_who"],
        by=Bilingual(row["by_zh"], row["by_en"]),
        asked_at=row["asked_at"],
        decided_by=None if row["decided_zh"] is None else Bilingual(row["decided_zh"], row["decided_en"]),
        decided_at=row["decided_at"],
        decided_words=row["decided_words"],
        handed_at=row["handed_at"],
    )
