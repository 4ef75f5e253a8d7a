"""Giving: points for somebody out of a team's or a site's budget, with a reason; above the limit once somebody else approved."""

from datetime import datetime

import asyncpg
from msgspec import Struct, structs

from leaderboards.calendar import Calendar
from leaderboards.granting import LEAST_REASON
from leaderboards.ledger import POINTS, Entry, budget, earn, needs_approval
from leaderboards.refusal import Refusal
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.rewards import posting, store
from server.honors.rewards.posting import Who, who_of
from server.honors.rewards.refusals import CODES, NO_BUDGET, NO_REQUEST, refuse
from server.honors.rewards.rules import Gift, RewardRules, rules, within_caps
from server.honors.rewards.store import Request
from server.people.places import calendar_of
from server.wire import Bilingual, Named

_LISTED = 200
_FOUND = 100


class Budget(Struct, frozen=True, kw_only=True):
    """A team's or a site's budget; `left` what it holds, `held` what of it waits for an approval."""

    kind: str
    id: int
    of: Named
    site_id: int
    left: int = 0
    held: int = 0

    @property
    def key(self) -> str:
        """As accounts name it."""
        return f"{self.kind[0]}{self.id}"


class Present(Struct, frozen=True, kw_only=True):
    """Points somebody wants to give; `key` is chosen by whoever asks, so that asking twice gives once."""

    key: str
    kind: str
    out_of: str
    to: str
    amount: int
    words: str


class Budgets(Struct, frozen=True):
    """The budgets one may give from, the limits, and what one gave this month."""

    items: list[Budget]
    rules: RewardRules
    given: int | None


class GivingService:
    """See the module. A budget is spent by one after the other, and one giver's month is counted the same way."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def budgets(self, actor: Actor) -> Budgets:
        """A lead's: those of the own teams. Operations and HR: all."""
        async with self._db.connection() as connection:
            items = [await _filled(connection, one) for one in await _budgets(connection, actor)]
            given = None
            if items and not _keeps(actor):
                calendar = await calendar_of(connection, items[0].site_id)
                month = await _month(connection, who_of(actor), calendar, self._clock.now())
                given = sum(one.amount for one in month)
            return Budgets(items, await rules(connection), given)

    async def people(self, actor: Actor, kind: str, code: str, text: str) -> list[Named]:
        """To whom one may give out of a budget, by a part of code or name, without oneself."""
        async with self._db.connection() as connection:
            out_of = await _budget(connection, actor, kind, code)
            rows = await _candidates(connection, out_of, self._clock.now(), text.strip(), actor.agent_id)
            return [Named(row["code"], Bilingual(row["name_zh"], row["name_en"])) for row in rows]

    async def gifts(self, actor: Actor) -> list[Request]:
        """What was given out of the budgets one may see, newest first."""
        async with self._db.connection() as connection:
            return await store.gifts_from(connection, None if _keeps(actor) else actor.own_teams, _LISTED)

    async def give(self, actor: Actor, present: Present) -> Request:
        """Give, or ask to where it is above the limit. Raises the refusal of the rule book."""
        who = who_of(actor)
        async with self._db.transaction() as connection:
            closed = await posting.in_season(connection)
            out_of, limits = await _budget(connection, actor, present.kind, present.out_of), await rules(connection)
            now = self._clock.now()
            found = await _candidates(connection, out_of, now, present.to, None, exact=True)
            if not found:
                raise DomainError(CODES["not_your_people"])
            if len("".join(present.words.split())) < LEAST_REASON:
                raise DomainError(CODES["reason_too_short"])
            to = found[0]["id"]
            entry = earn(f"earn:{who.key}:{present.key}", now, who.key, out_of.key, str(to), present.amount)
            # What one gives counts against one's month, whichever budget it comes out of.
            await connection.execute(
                "SELECT pg_advisory_xact_lock(hashtext('echelon.rewards.giver'), hashtext($1))", who.key
            )
            await posting.lock(connection, entry.postings)
            known = await store.request_by(connection, entry.id)
            if known is not None:
                return _same(known, out_of, to, present)
            if not _keeps(actor):
                calendar = await calendar_of(connection, out_of.site_id)
                within_caps(limits, await _month(connection, who, calendar, now), to, present.amount)
            waiting = {(budget(out_of.key), POINTS): await store.held(connection, budget=out_of.key)}
            asks = needs_approval(entry, limits)
            if asks:
                approved = structs.replace(limits, earn_limit=present.amount)
                refused = await posting.judged(connection, entry, approved, closed, waiting)
                if isinstance(refused, Refusal):
                    refuse(refused)
            else:
                await posting.post(
                    connection, entry, who, rules=limits, closed=closed, held=waiting, words=present.words.strip()
                )
            await _keep(connection, entry, who, out_of, to, present, "asked" if asks else "granted")
            made = await store.request_by(connection, entry.id)
            if made is None:
                raise DomainError(NO_REQUEST)
            return made


def _keeps(actor: Actor) -> bool:
    return actor.may(Permission.REWARDS_MANAGE)


def _same(known: Request, out_of: Budget, to: int, present: Present) -> Request:
    if (known.budget_key, known.agent_id, known.amount) != (out_of.key, to, present.amount):
        raise DomainError(CODES["same_id_other_content"])
    return known


async def _budgets(connection: Connection, actor: Actor) -> list[Budget]:
    rows = await connection.fetch(
        "SELECT 'team' AS kind, id, code, name_zh, name_en, site_id FROM team"
        " WHERE closed_on IS NULL AND ($1 OR id = ANY($2::int[]))"
        " UNION ALL SELECT 'site', id, code, name_zh, name_en, id FROM site WHERE $1 ORDER BY 1, 3",
        _keeps(actor),
        list(actor.own_teams),
    )
    return [_of(row) for row in rows]


def _of(row: asyncpg.Record) -> Budget:
    named = Named(row["code"], Bilingual(row["name_zh"], row["name_en"]))
    return Budget(kind=row["kind"], id=row["id"], of=named, site_id=row["site_id"])


async def budget_named(connection: Connection, kind: str, code: str) -> Budget:
    """A team's or a site's budget by its code, whoever asks. Raises `no_such_budget`."""
    queries = {
        "team": "SELECT 'team' AS kind, id, code, name_zh, name_en, site_id FROM team WHERE code = $1",
        "site": "SELECT 'site' AS kind, id, code, name_zh, name_en, id AS site_id FROM site WHERE code = $1",
    }
    row = await connection.fetchrow(queries[kind], code) if kind in queries else None
    if row is None:
        raise DomainError(NO_BUDGET)
    return _of(row)


async def _budget(connection: Connection, actor: Actor, kind: str, code: str) -> Budget:
    found = await budget_named(connection, kind, code)
    if not _keeps(actor) and (found.kind != "team" or found.id not in actor.own_teams):
        raise DomainError(NO_BUDGET)
    return found


async def _filled(connection: Connection, one: Budget) -> Budget:
    left = await posting.balance(connection, budget(one.key))
    return structs.replace(one, left=left, held=await store.held(connection, budget=one.key))


async def _candidates(
    connection: Connection, out_of: Budget, now: datetime, text: str, but: int | None, *, exact: bool = False
) -> list[asyncpg.Record]:
    """Who belongs to a team, or works at a site, now."""
    calendar = await calendar_of(connection, out_of.site_id)
    found: list[asyncpg.Record] = await connection.fetch(
        "SELECT a.id, a.code, a.name_zh, a.name_en FROM agent a"
        " LEFT JOIN membership m ON m.agent_id = a.id AND m.starts <= $3 AND (m.ends IS NULL OR m.ends > $3)"
        " WHERE CASE WHEN $1 = 'team' THEN m.team_id = $2 ELSE a.site_id = $2 END"
        " AND a.hired <= $4 AND (a.left_on IS NULL OR a.left_on > $4) AND a.id IS DISTINCT FROM $6"
        " AND CASE WHEN $7 THEN a.code = $5"
        "  ELSE position(lower($5) IN lower(a.code || ' ' || a.name_zh || ' ' || a.name_en)) > 0 END"
        " ORDER BY a.code LIMIT $8",
        out_of.kind,
        out_of.id,
        now,
        calendar.business_day(now),
        text,
        but,
        exact,
        _FOUND,
    )
    return found


async def _month(connection: Connection, who: Who, calendar: Calendar, now: datetime) -> list[Gift]:
    """What somebody gave in the calendar month, without what was refused or reversed."""
    since = calendar.start_of(calendar.business_day(now).replace(day=1))
    rows = await connection.fetch(
        "SELECT agent_id, amount FROM reward_request"
        " WHERE kind = 'earn' AND by_who = $1 AND asked_at >= $2 AND state = ANY($3::text[])",
        who.key,
        since,
        list(store.STANDING),
    )
    return [Gift(row["agent_id"], row["amount"]) for row in rows]


async def _keep(
    connection: Connection, entry: Entry, who: Who, out_of: Budget, to: int, present: Present, state: str
) -> None:
    await connection.execute(
        "INSERT INTO reward_request"
        " (entry_id, kind, state, agent_id, amount, team_id, site_id, words, by_who, by_agent, by_account, asked_at)"
        " VALUES ($1, 'earn', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        entry.id,
        state,
        to,
        present.amount,
        out_of.id if out_of.kind == "team" else None,
        out_of.id if out_of.kind == "site" else None,
        present.words.strip(),
        who.key,
        who.agent_id,
        who.account_id,
        entry.at,
    )
