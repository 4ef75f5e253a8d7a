"""What operations and HR keep: budgets, the catalogue and its stock, the whole ledger, the limits, and the end of a season."""

from datetime import datetime

import msgspec
from msgspec import Struct

from leaderboards.ledger import EXPIRED, ISSUER, POINTS, allot, closing, restock
from leaderboards.rewards import Item
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.rewards import posting, store
from server.honors.rewards.giving import budget_named
from server.honors.rewards.posting import who_of
from server.honors.rewards.refusals import NO_ITEM, PRIZES_WAIT, WAITING
from server.honors.rewards.rules import RewardRules, rules
from server.honors.rewards.store import Offer
from server.wire import Bilingual


class Total(Struct, frozen=True):
    """What all accounts of one sort hold together."""

    sort: str
    amount: int


class Posted(Struct, frozen=True, kw_only=True):
    """An entry of the ledger as those who keep it read it; `moves` are account, unit and amount. `item` is what it was for: a
    reward, or the contest of a prize."""

    n: int
    kind: str
    at: datetime
    by: Bilingual
    approved: bool
    words: str
    moves: list[tuple[Bilingual, str, int]]
    item: Bilingual | None
    reversed: bool
    reverses: int | None


class Season(Struct, frozen=True, kw_only=True):
    """A season that is over, what expired with it and what went back out of budgets."""

    name: Bilingual
    closed_at: datetime
    expired: int
    returned: int


_ENTRIES = """
SELECT e.n, e.id, e.kind, e.at, e.approved_who IS NOT NULL AS approved, e.words, t.n AS reverses,
       coalesce(i.name_zh, c2.title_zh) AS item_zh, coalesce(i.name_en, c2.title_en) AS item_en, EXISTS (SELECT FROM reward_entry r WHERE r.reverses = e.id) AS reversed,
       coalesce(g.name_zh, c.name, '') AS by_zh, coalesce(g.name_en, c.name, '') AS by_en
FROM reward_entry e
LEFT JOIN reward_entry t ON t.id = e.reverses LEFT JOIN reward_item i ON i.code = e.ref
LEFT JOIN reward_prize z ON z.entry_id = coalesce(e.reverses, e.id) LEFT JOIN contest c2 ON c2.id = z.contest_id
LEFT JOIN agent g ON g.id = e.by_agent LEFT JOIN account c ON c.id = e.by_account
ORDER BY e.n DESC OFFSET $1 LIMIT $2"""

_MOVES = """
SELECT p.entry_n, p.unit, p.amount, split_part(a.code, ':', 1) AS sort,
       coalesce(g.name_zh, t.name_zh, s.name_zh, i.name_zh, '') AS zh,
       coalesce(g.name_en, t.name_en, s.name_en, i.name_en, '') AS en
FROM reward_posting p JOIN unnest($1::bigint[]) wanted(n) ON wanted.n = p.entry_n
JOIN reward_account a ON a.id = p.account_id
LEFT JOIN agent g ON g.id = a.agent_id LEFT JOIN team t ON t.id = a.team_id LEFT JOIN site s ON s.id = a.site_id
LEFT JOIN reward_item i ON a.code IN ('shelf:' || i.code, 'handed:' || i.code)
ORDER BY p.entry_n, p.place"""

_SORTS: dict[str, Bilingual] = {
    "issuer": Bilingual("发行", "Issuer"),
    "supply": Bilingual("进货", "Supply"),
    "spent": Bilingual("已兑换", "Spent"),
    "expired": Bilingual("已过期", "Expired"),
    "agent": Bilingual("", ""),
    "budget": Bilingual("预算 · ", "Budget · "),
    "shelf": Bilingual("库存 · ", "Stock · "),
    "handed": Bilingual("已兑出 · ", "Redeemed · "),
}


class KeepingService:
    """See the module. What is done here stands in the audit trail."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def allot(self, actor: Actor, key: str, kind: str, code: str, amount: int, words: str) -> None:
        """New points for a budget; the same number asked twice gives once."""
        who = who_of(actor)
        async with self._db.transaction() as connection:
            closed = await posting.in_season(connection)
            to = await budget_named(connection, kind, code)
            entry = allot(f"allot:{who.key}:{key}", self._clock.now(), who.key, to.key, amount)
            await posting.lock(connection, entry.postings)
            await posting.post(connection, entry, who, rules=RewardRules(), closed=closed, words=words.strip())
            detail = {"amount": amount, kind: code}
            await audit.record(connection, actor, "rewards.allot", f"reward_budget/{to.key}", detail)

    async def offers(self) -> list[Offer]:
        """The whole catalogue, also what is not on offer now."""
        async with self._db.connection() as connection:
            return await store.offers(connection)

    async def put(self, actor: Actor, item: Item, about: Bilingual, most: int | None, offered: bool) -> Offer:
        """Add an item, or change it for what is asked from now on; what it is called changes everywhere."""
        async with self._db.transaction() as connection:
            await connection.execute(
                "INSERT INTO reward_item (code, kind, name_zh, name_en, about_zh, about_en, price, payable, most, offered)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (code) DO UPDATE SET kind = $2,"
                " name_zh = $3, name_en = $4, about_zh = $5, about_en = $6, price = $7, payable = $8, most = $9, offered = $10",
                item.code,
                item.kind,
                item.zh,
                item.en,
                about.zh,
                about.en,
                item.price,
                item.payable,
                most,
                offered,
            )
            detail = {"price": item.price, "offered": offered, "most": most}
            await audit.record(connection, actor, "rewards.item", f"reward_item/{item.code}", detail)
            return await _offer(connection, item.code)

    async def stock(self, actor: Actor, key: str, code: str, amount: int, words: str) -> Offer:
        """New goods on the shelf; the same number asked twice stocks once."""
        who = who_of(actor)
        async with self._db.transaction() as connection:
            closed = await posting.in_season(connection)
            await _offer(connection, code)
            entry = restock(f"restock:{who.key}:{key}", self._clock.now(), who.key, code, amount)
            await posting.lock(connection, entry.postings)
            await posting.post(connection, entry, who, rules=RewardRules(), closed=closed, words=words.strip())
            await audit.record(connection, actor, "rewards.stock", f"reward_item/{code}", {"amount": amount})
            return await _offer(connection, code)

    async def entries(self, offset: int, limit: int) -> tuple[list[Posted], int]:
        """The ledger, newest first."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(_ENTRIES, offset, limit)
            moves: dict[int, list[tuple[Bilingual, str, int]]] = {}
            for row in await connection.fetch(_MOVES, [row["n"] for row in rows]):
                sort = _SORTS[row["sort"]]
                named = Bilingual(sort.zh + row["zh"], sort.en + row["en"])
                moves.setdefault(row["entry_n"], []).append((named, row["unit"].partition(":")[0], row["amount"]))
            total = await connection.fetchval("SELECT count(*) FROM reward_entry")
        found = [
            Posted(
                n=row["n"],
                kind=row["kind"],
                at=row["at"],
                by=Bilingual(row["by_zh"], row["by_en"]),
                approved=row["approved"],
                words=row["words"],
                moves=moves.get(row["n"], []),
                item=None if row["item_zh"] is None else Bilingual(row["item_zh"], row["item_en"]),
                reversed=row["reversed"],
                reverses=row["reverses"],
            )
            for row in rows
        ]
        return found, total

    async def totals(self) -> list[Total]:
        """Points by sort of account; together they are nothing, or something is wrong."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                "SELECT split_part(a.code, ':', 1) AS sort, sum(p.amount)::bigint AS amount FROM reward_posting p"
                " JOIN reward_account a ON a.id = p.account_id WHERE p.unit = 'points' GROUP BY 1 ORDER BY 1"
            )
            return [Total(row["sort"], row["amount"]) for row in rows]

    async def seasons(self) -> list[Season]:
        """Those that are over, the last first."""
        async with self._db.connection() as connection:
            rows = await connection.fetch("SELECT * FROM reward_season ORDER BY id DESC")
            return [
                Season(
                    name=Bilingual(row["name_zh"], row["name_en"]),
                    closed_at=row["closed_at"],
                    expired=row["expired"],
                    returned=row["returned"],
                )
                for row in rows
            ]

    async def close(self, actor: Actor, name: Bilingual) -> Season:
        """End the season: unspent points expire, budgets go back. Raises `rewards_requests_wait` while something waits."""
        who = who_of(actor)
        async with self._db.transaction() as connection:
            await posting.closing_season(connection)
            waiting = await connection.fetchval("SELECT count(*) FROM reward_request WHERE state = 'asked'")
            if waiting:
                raise DomainError(WAITING, n=waiting)
            unpaid = await connection.fetchval(
                "SELECT count(*) FROM reward_prize WHERE posted_at IS NULL AND taken_in IS NULL"
            )
            if unpaid:
                raise DomainError(PRIZES_WAIT, n=unpaid)
            now, closed = self._clock.now(), await posting.closed_until(connection)
            codes = await connection.fetch(
                "SELECT code FROM reward_account WHERE agent_id IS NOT NULL OR team_id IS NOT NULL OR site_id IS NOT NULL"
            )
            held = await posting.balances(connection, [row["code"] for row in codes])
            number = await connection.fetchval("SELECT count(*) FROM reward_season")
            entry = closing(f"close:{number}", now, who.key, held)
            moved: dict[str, int] = {}
            if entry is not None:
                await posting.lock(connection, entry.postings)
                await posting.post(connection, entry, who, rules=RewardRules(), closed=closed)
                moved = {one.account: one.amount for one in entry.postings if one.unit == POINTS}
            season = Season(name=name, closed_at=now, expired=moved.get(EXPIRED, 0), returned=moved.get(ISSUER, 0))
            await connection.execute(
                "INSERT INTO reward_season (name_zh, name_en, closed_at, closed_by, expired, returned)"
                " VALUES ($1, $2, $3, $4, $5, $6)",
                name.zh,
                name.en,
                now,
                who.account_id,
                season.expired,
                season.returned,
            )
            detail = {"expired": season.expired, "returned": season.returned}
            await audit.record(connection, actor, "rewards.close", f"reward_season/{number + 1}", detail)
            return season

    async def rules(self) -> RewardRules:
        """The limits in force."""
        async with self._db.connection() as connection:
            return await rules(connection)

    async def change_rules(self, actor: Actor, limits: RewardRules) -> RewardRules:
        """From now on; what waits for an approval still needs it."""
        async with self._db.transaction() as connection:
            await connection.execute(
                "INSERT INTO reward_rules (body, made_by, made_at) VALUES ($1::jsonb, $2, $3)",
                msgspec.json.encode(limits).decode(),
                who_of(actor).account_id,
                self._clock.now(),
            )
            await audit.record(connection, actor, "rewards.rules", "rewards/rules", msgspec.to_builtins(limits))
        return limits


async def _offer(connection: Connection, code: str) -> Offer:
    found = await store.offer(connection, code)
    if found is None:
        raise DomainError(NO_ITEM)
    return found
