"""Approving what is above a limit, handing out what was granted, and undoing an entry by its mirror."""

from msgspec import Struct, structs

from leaderboards.ledger import POINTS, Entry, Key, agent, budget, earn, redeem, reversal
from leaderboards.teams import Shift
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.rewards import posting, rostering, store
from server.honors.rewards.posting import Who, who_of
from server.honors.rewards.redeeming import check_rest
from server.honors.rewards.refusals import CODES, DECIDED, NO_REQUEST, PERSON_WANTED
from server.honors.rewards.rostering import Left
from server.honors.rewards.rules import rules
from server.honors.rewards.store import Request


class Decision(Struct, frozen=True):
    """What a second person says."""

    approve: bool
    words: str


class DecidingService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def requests(self, states: list[str], kind: str | None, offset: int, limit: int) -> tuple[list[Request], int]:
        """Everybody's requests in some states."""
        async with self._db.connection() as connection:
            return await store.requests(connection, states, kind, offset, limit)

    async def decide(self, actor: Actor, request_id: int, decision: Decision) -> Request:
        """Approve, which posts it, or refuse. Raises `rewards_own_approval` for whoever asked or gains."""
        who = who_of(actor)
        if actor.kind != "account":
            raise DomainError(PERSON_WANTED)
        async with self._db.transaction() as connection:
            closed = await posting.in_season(connection)
            found = await store.request(connection, request_id, lock=True)
            if found is None:
                raise DomainError(NO_REQUEST)
            if found.state != "asked":
                raise DomainError(DECIDED)
            if who.key in {found.by_who, str(found.agent_id)}:
                raise DomainError(CODES["own_approval"])
            if decision.approve:
                entry = structs.replace(_entry_of(found), at=self._clock.now(), approved_by=who.key)
                if found.shift is not None:
                    await check_rest(
                        connection, found.agent_id, Shift(found.shift.day, found.shift.starts, found.shift.ends)
                    )
                await posting.lock(connection, entry.postings)
                asker = await _asker(connection, request_id)
                await posting.post(
                    connection,
                    entry,
                    asker,
                    rules=await rules(connection),
                    closed=closed,
                    held=await _held(connection, found),
                    words=found.words,
                )
            await connection.execute(
                "UPDATE reward_request SET state = $2, decided_who = $3, decided_by = $4, decided_at = $5,"
                " decided_words = $6 WHERE id = $1",
                request_id,
                "granted" if decision.approve else "refused",
                who.key,
                actor.id,
                self._clock.now(),
                decision.words.strip(),
            )
            detail = {"approve": decision.approve, "kind": found.kind, "amount": found.amount}
            await audit.record(connection, actor, "rewards.decide", f"reward_request/{request_id}", detail)
            return await _again(connection, request_id)

    async def hand(self, actor: Actor, request_id: int) -> Request:
        """What was granted has been handed over; a chosen shift goes onto the roster, if it still leaves the rest that it has
        to. Handed over twice is handed over. Raises `rewards_breaks_rest`, `rewards_shift_begun`."""
        async with self._db.transaction() as connection:
            found = await store.request(connection, request_id, lock=True)
            if found is None or found.kind != "redeem":
                raise DomainError(NO_REQUEST)
            if found.state not in {"granted", "handed"}:
                raise DomainError(DECIDED)
            if found.state == "granted":
                await rostering.put(connection, found, self._clock.now())
                await connection.execute(
                    "UPDATE reward_request SET state = 'handed', handed_at = $2 WHERE id = $1",
                    request_id,
                    self._clock.now(),
                )
                await audit.record(connection, actor, "rewards.hand", f"reward_request/{request_id}")
            return await _again(connection, request_id)

    async def reverse(self, actor: Actor, number: int, words: str) -> Left | None:
        """Post the mirror of an entry; reversed twice is refused. Nobody reverses what was one's own. What became of the roster,
        where a chosen shift was on it."""
        who = who_of(actor)
        async with self._db.transaction() as connection:
            closed = await posting.in_season(connection)
            target_id = await connection.fetchval("SELECT id FROM reward_entry WHERE n = $1", number)
            if target_id is None:
                raise DomainError(CODES["no_such_entry"])
            request_id = await connection.fetchval(
                "SELECT id FROM reward_request WHERE entry_id = $1 FOR NO KEY UPDATE", target_id
            )
            target = await posting.entry_of(connection, target_id)
            if target is None:
                raise DomainError(CODES["no_such_entry"])
            if any(one.account == agent(who.key) for one in target.postings):
                raise DomainError(CODES["own_approval"])
            entry = reversal(f"reverse:{number}:{who.key}", self._clock.now(), who.key, target)
            await posting.lock(connection, entry.postings)
            posted = await posting.post(
                connection, entry, who, rules=await rules(connection), closed=closed, words=words.strip()
            )
            if not posted:
                raise DomainError(CODES["reversed_already"])
            request = None if request_id is None else await store.request(connection, request_id)
            left = None if request is None else await rostering.put_back(connection, request, self._clock.now())
            await connection.execute("UPDATE reward_request SET state = 'reversed' WHERE entry_id = $1", target_id)
            detail = {} if left is None else {"roster": left}
            await audit.record(connection, actor, "rewards.reverse", f"reward_entry/{number}", detail)
            return left


def _entry_of(found: Request) -> Entry:
    """What was asked, as the ledger would hold it."""
    if found.item is not None:
        return redeem(found.entry_id, found.asked_at, str(found.agent_id), found.item.code, found.amount)
    who, to = found.by_who, str(found.agent_id)
    return earn(found.entry_id, found.asked_at, who, found.budget_key, to, found.amount)


async def _asker(connection: Connection, request_id: int) -> Who:
    row = await connection.fetchrow("SELECT by_who, by_agent, by_account FROM reward_request WHERE id = $1", request_id)
    if row is None:
        raise DomainError(NO_REQUEST)
    return Who(row["by_who"], row["by_agent"], row["by_account"])


async def _held(connection: Connection, found: Request) -> dict[Key, int]:
    """What else waits to leave the same account."""
    if found.kind == "redeem":
        waits = await store.held(connection, agent_id=found.agent_id, but=found.id)
        return {(agent(str(found.agent_id)), POINTS): waits}
    waits = await store.held(connection, budget=found.budget_key, but=found.id)
    return {(budget(found.budget_key), POINTS): waits}


async def _again(connection: Connection, request_id: int) -> Request:
    found = await store.request(connection, request_id)
    if found is None:
        raise DomainError(NO_REQUEST)
    return found
