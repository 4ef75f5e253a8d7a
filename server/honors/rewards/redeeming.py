"""Redeeming: an item off the shelf for one's own points, at once or once somebody else approved."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from leaderboards.calendar import Calendar
from leaderboards.ledger import POINTS, Entry, agent, needs_approval, redeem
from leaderboards.refusal import Refusal
from leaderboards.rewards import rests
from leaderboards.teams import Shift
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.rewards import posting, store
from server.honors.rewards.posting import Who, who_of
from server.honors.rewards.refusals import (
    CODES,
    DECIDED,
    ENOUGH,
    NO_FILE,
    NO_ITEM,
    NO_REQUEST,
    NO_SHIFT,
    SHIFT_WANTED,
    refuse,
)
from server.honors.rewards.rules import RewardRules, rules
from server.honors.rewards.store import Line, Offer, Request
from server.people.places import calendar_of

SHIFT_AHEAD = 60
"""Days within which a shift can be chosen."""
_SHORTEST_SHIFT, _LONGEST_SHIFT = timedelta(hours=1), timedelta(hours=12)
_LISTED = 100
_REST_AROUND = timedelta(days=2)


class Hours(Struct, frozen=True):
    """From when to when, by the wall clock of the site; what ends before it begins ends on the next day."""

    day: date
    starts: time
    ends: time


class Wish(Struct, frozen=True, kw_only=True):
    """What somebody wants to redeem; `key` is chosen by whoever asks, so that asking twice redeems once."""

    key: str
    item: str
    words: str
    hours: Hours | None


class Mine(Struct, frozen=True, kw_only=True):
    """Somebody's points, what waits to leave them, what they can be had for, and what was asked for. `had` counts this
    season's by item."""

    points: int
    held: int
    offers: list[Offer]
    had: dict[str, int]
    requests: list[Request]
    rules: RewardRules
    zone: str


class Person(Struct, frozen=True):
    """Somebody on the roll."""

    id: int
    calendar: Calendar


class RedeemingService:
    """See the module. All of one person's redemptions happen one after the other."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def mine(self, actor: Actor) -> Mine:
        """Raises `rewards_no_file` for an account that belongs to nobody on the roll."""
        async with self._db.connection() as connection:
            me = await _person(connection, actor)
            closed = await posting.closed_until(connection)
            had = await _had(connection, me.id, closed)
            return Mine(
                points=await posting.balance(connection, agent(str(me.id))),
                held=await store.held(connection, agent_id=me.id),
                offers=[one for one in await store.offers(connection) if one.offered],
                had=had,
                requests=await store.requests_of(connection, me.id, _LISTED),
                rules=await rules(connection),
                zone=me.calendar.zone,
            )

    async def statement(self, actor: Actor, offset: int, limit: int) -> tuple[list[Line], int]:
        """Every movement of one's own points, newest first."""
        async with self._db.connection() as connection:
            me = await _person(connection, actor)
            return await store.statement(connection, agent(str(me.id)), offset, limit)

    async def redeem(self, actor: Actor, wish: Wish) -> Request:
        """Redeem, or ask to where the price is above the limit. Raises the refusal of the rule book."""
        who = who_of(actor)
        async with self._db.transaction() as connection:
            me, limits = await _person(connection, actor), await rules(connection)
            closed = await posting.in_season(connection)
            offer = await store.offer(connection, wish.item)
            entry_id = f"redeem:{me.id}:{wish.key}"
            now = self._clock.now()
            shift = None if wish.hours is None else _shift_of(wish.hours, me.calendar)
            entry = redeem(entry_id, now, str(me.id), wish.item, offer.item.price if offer else 1)
            await posting.lock(connection, entry.postings)
            known = await store.request_by(connection, entry_id)
            if known is not None:
                return _same(known, wish.item, shift)
            if offer is None or not offer.offered:
                raise DomainError(NO_ITEM)
            await _allowed(connection, me, offer, shift, closed, now)
            waiting = {(agent(str(me.id)), POINTS): await store.held(connection, agent_id=me.id)}
            asks = needs_approval(entry, limits)
            if asks:
                # As if it were approved: whoever cannot afford it need not ask.
                approved = structs.replace(limits, redeem_limit=offer.item.price)
                found = await posting.judged(connection, entry, approved, closed, waiting)
                if isinstance(found, Refusal):
                    refuse(found)
            else:
                await posting.post(connection, entry, who, rules=limits, closed=closed, held=waiting, words=wish.words)
            await _keep(connection, entry, who, offer, shift, wish.words, "asked" if asks else "granted")
            return await _found(connection, entry_id)

    async def withdraw(self, actor: Actor, request_id: int) -> Request:
        """Take back what one asked for oneself and nobody has decided; taken back twice is taken back."""
        async with self._db.transaction() as connection:
            await posting.in_season(connection)
            found = await store.request(connection, request_id, lock=True)
            if found is None or found.kind != "redeem" or found.agent_id != actor.agent_id:
                raise DomainError(NO_REQUEST)
            if found.state not in {"asked", "withdrawn"}:
                raise DomainError(DECIDED)
            await connection.execute("UPDATE reward_request SET state = 'withdrawn' WHERE id = $1", request_id)
            return await _found(connection, found.entry_id)


async def _allowed(
    connection: Connection, me: Person, offer: Offer, shift: Shift | None, closed: datetime | None, now: datetime
) -> None:
    if offer.most is not None and (await _had(connection, me.id, closed)).get(offer.item.code, 0) >= offer.most:
        raise DomainError(ENOUGH, most=offer.most)
    if (offer.item.kind == "shift_choice") != (shift is not None):
        raise DomainError(SHIFT_WANTED)
    if shift is not None:
        _in_reach(shift, me.calendar, now)
        await check_rest(connection, me.id, shift)


async def check_rest(connection: Connection, agent_id: int, chosen: Shift) -> None:
    """Raises `rewards_breaks_rest` when a chosen shift leaves less than eleven hours to another; it takes the place of what is
    planned for its own day."""
    rows = await connection.fetch(
        "SELECT day, starts, ends FROM roster WHERE agent_id = $1 AND day <> $2 AND starts < $4 AND ends > $3"
        " UNION ALL SELECT shift_day, shift_starts, shift_ends FROM reward_request WHERE agent_id = $1"
        " AND shift_day <> $2 AND shift_starts < $4 AND shift_ends > $3 AND state IN ('asked', 'granted', 'handed')",
        agent_id,
        chosen.day,
        chosen.starts - _REST_AROUND,
        chosen.ends + _REST_AROUND,
    )
    refused = rests([Shift(row["day"], row["starts"], row["ends"]) for row in rows], chosen)
    if refused is not None:
        raise DomainError(CODES["breaks_rest"], day=refused.word)


def _shift_of(hours: Hours, calendar: Calendar) -> Shift:
    zone = ZoneInfo(calendar.zone)
    last = hours.day if hours.ends > hours.starts else hours.day + timedelta(days=1)
    starts = datetime.combine(hours.day, hours.starts, zone).astimezone(UTC)
    return Shift(calendar.business_day(starts), starts, datetime.combine(last, hours.ends, zone).astimezone(UTC))


def _in_reach(shift: Shift, calendar: Calendar, now: datetime) -> None:
    lasts = shift.ends - shift.starts
    last = calendar.business_day(now) + timedelta(days=SHIFT_AHEAD)
    if shift.starts <= now or shift.day > last or not _SHORTEST_SHIFT <= lasts <= _LONGEST_SHIFT:
        raise DomainError(NO_SHIFT, days=SHIFT_AHEAD, hours=_LONGEST_SHIFT // timedelta(hours=1))


def _same(known: Request, item: str, shift: Shift | None) -> Request:
    """Asked again: the answer of before, unless it was something else."""
    before = known.shift and (known.shift.starts, known.shift.ends)
    if known.item is None or known.item.code != item or before != (shift and (shift.starts, shift.ends)):
        raise DomainError(CODES["same_id_other_content"])
    return known


async def _had(connection: Connection, agent_id: int, closed: datetime | None) -> dict[str, int]:
    rows = await connection.fetch(
        "SELECT item, count(*) AS n FROM reward_request WHERE agent_id = $1 AND kind = 'redeem' AND state = ANY($2::text[])"
        " AND ($3::timestamptz IS NULL OR asked_at > $3) GROUP BY item",
        agent_id,
        list(store.STANDING),
        closed,
    )
    return {row["item"]: row["n"] for row in rows}


async def _keep(
    connection: Connection, entry: Entry, who: Who, offer: Offer, shift: Shift | None, words: str, state: str
) -> None:
    chosen: Sequence[date | datetime | None] = (None, None, None)
    if shift is not None:
        chosen = (shift.day, shift.starts, shift.ends)
    await connection.execute(
        "INSERT INTO reward_request (entry_id, kind, state, agent_id, amount, item, shift_day, shift_starts, shift_ends,"
        " words, by_who, by_agent, by_account, asked_at)"
        " VALUES ($1, 'redeem', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        entry.id,
        state,
        who.agent_id,
        offer.item.price,
        offer.item.code,
        *chosen,
        words,
        who.key,
        who.agent_id,
        who.account_id,
        entry.at,
    )


async def _found(connection: Connection, entry_id: str) -> Request:
    found = await store.request_by(connection, entry_id)
    if found is None:
        raise DomainError(NO_REQUEST)
    return found


async def _person(connection: Connection, actor: Actor) -> Person:
    row = await connection.fetchrow("SELECT id, site_id FROM agent WHERE id = $1", actor.agent_id)
    if row is None:
        raise DomainError(NO_FILE)
    return Person(row["id"], await calendar_of(connection, row["site_id"]))
