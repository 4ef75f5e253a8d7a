"""Correction sets: collected and previewed by one person, applied by another, all at once, as the next revision."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

import asyncpg
import msgspec

from server.auth import audit
from server.auth.actor import Actor
from server.auth.persons import NEEDS_PERSON, is_same_person
from server.auth.roles import Permission
from server.clock import Clock
from server.contests.after import results, waiting
from server.contests.after.correcting_store import PLAIN, SELECT, has_open_set, open_set, put_items
from server.contests.after.correcting_wire import CorrectionIn, CorrectionsOut, SetOut
from server.contests.after.describing import describe
from server.contests.after.effects import (
    Effect,
    EffectsPort,
    Ended,
    corrected_outcome,
    effect_of,
    outcome_of,
)
from server.contests.after.looking import Look, look_at
from server.contests.after.rounds import Rounds, season_ended, waiting_by_round
from server.contests.after.stakes import SIGNER_GAINS
from server.contests.after.waiting import Item
from server.contests.reveal.freezing import takes_part
from server.contests.reveal.hushing import HUSHED, with_hushes
from server.contests.scoring.evidence import PLAYED_IN_ROUNDS, one_snapshot
from server.contests.scoring.settled import settled
from server.contests.showing.boards import read_names
from server.contests.showing.reading import ReadingService
from server.contests.telling import tell
from server.db.pool import Connection, Database
from server.errors import DomainError, declare

NOT_SIGNED = declare(
    "not_signed_yet",
    409,
    en="This result is still open: late facts within the deadline and adjustments count by themselves.",
    zh="结果尚未确认：截止前到达的数据和分数调整会直接计入。",
)
SET_OPEN = declare(
    "correction_open", 409, en="A correction of this result is already proposed.", zh="本场结果已有一份待处理的更正。"
)
NOTHING = declare(
    "nothing_to_correct", 422, en="Choose at least one thing that waits.", zh="请至少选择一项待更正内容。"
)
GONE = declare("correction_gone", 409, en="No longer waiting: {keys}.", zh="已不在待更正之列：{keys}。")
STALE = declare(
    "correction_stale",
    409,
    en="More came since this was looked at; look at its effect again.",
    zh="预览之后又有新的变化，请重新预览。",
)
SECOND_PERSON = declare(
    "needs_second_person",
    403,
    en="Somebody else applies what you proposed.",
    zh="更正须由另一人确认执行，提出者不能自己执行。",
)


class CorrectionsService:
    """See the module. `ports` are what rooms above hang on results."""

    def __init__(self, db: Database, clock: Clock, reading: ReadingService) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading
        self.ports: list[EffectsPort] = [Rounds(clock)]

    async def all(self, actor: Actor, contest_id: int) -> CorrectionsOut:
        """What waits for a correction of a signed result, and every set proposed so far; of a season, how much waits for
        each of its rounds."""
        contest = await self._reading.find(actor, contest_id)
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            if contest.in_rounds:
                waiting_there = await waiting_by_round(connection, contest, self._clock.now())
                return CorrectionsOut(waiting=[], sets=[], rounds=waiting_there)
            rows = await connection.fetch(f"{SELECT} WHERE s.contest_id = $1 ORDER BY s.id DESC", contest_id)
            look = await look_at(connection, contest_id, self._clock.now())
            open_row = next((row for row in rows if row["outcome"] is None), None)
            chosen = set(open_row["chosen"]) if open_row else set()
            return CorrectionsOut(
                waiting=[] if look is None else await describe(connection, look.contest, look.items, chosen),
                sets=[await self._out(connection, actor, row, look) for row in rows],
            )

    async def propose(self, actor: Actor, contest_id: int, given: CorrectionIn) -> SetOut:
        """Collect what to correct; nothing changes yet. One proposal at a time."""
        account = _person(actor)
        async with self._db.transaction() as connection:
            await results.one_at_a_time(connection)
            look = await self._signed(connection, contest_id)
            if await has_open_set(connection, contest_id):
                raise DomainError(SET_OPEN)
            set_id: int = await connection.fetchval(
                "INSERT INTO correction_set (contest_id, base_revision, reason, everything, waiting, proposed_by, proposed_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
                contest_id,
                look.revision,
                given.reason.strip(),
                given.items is None,
                look.digest,
                account,
                self._clock.now(),
            )
            await _choose(connection, set_id, look, given.items)
            await self._note(connection, actor, "correction.propose", contest_id, set_id)
            return await self._reread(connection, actor, set_id)

    async def choose(self, actor: Actor, set_id: int, given: CorrectionIn) -> SetOut:
        """Propose anew what an open set corrects, as it is now; whoever does is its proposer from here on."""
        account = _person(actor)
        async with self._db.transaction() as connection:
            await results.one_at_a_time(connection)
            row = await open_set(connection, set_id)
            look = await self._signed(connection, row["contest_id"])
            await connection.execute("DELETE FROM correction_item WHERE set_id = $1", set_id)
            await connection.execute(
                "UPDATE correction_set SET base_revision = $2, reason = $3, everything = $4, waiting = $5, proposed_by = $6,"
                " proposed_at = $7 WHERE id = $1",
                set_id,
                look.revision,
                given.reason.strip(),
                given.items is None,
                look.digest,
                account,
                self._clock.now(),
            )
            await _choose(connection, set_id, look, given.items)
            await self._note(connection, actor, "correction.choose", row["contest_id"], set_id)
            return await self._reread(connection, actor, set_id)

    async def reject(self, actor: Actor, set_id: int, reason: str) -> SetOut:
        """Decide against a set; what it had chosen waits on."""
        account = _person(actor)
        async with self._db.transaction() as connection:
            await results.one_at_a_time(connection)
            row = await open_set(connection, set_id)
            await connection.execute(
                "UPDATE correction_set SET outcome = 'rejected', decided_by = $2, decided_at = $3, answer = $4 WHERE id = $1",
                set_id,
                account,
                self._clock.now(),
                reason.strip(),
            )
            await self._note(connection, actor, "correction.reject", row["contest_id"], set_id)
            return await self._reread(connection, actor, set_id)

    async def apply(self, actor: Actor, set_id: int, seen: str) -> SetOut:
        """Reopen the contest, correct it, and sign the next revision, all in one step, by a second person who has seen the
        effect as it is. The revisions before stay as they are."""
        account = _person(actor)
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await results.one_at_a_time(connection)
            row = await open_set(connection, set_id)
            if _proposed(actor, row):
                raise DomainError(SECOND_PERSON)
            look = await self._signed(connection, row["contest_id"])
            if look.digest != row["waiting"]:
                raise DomainError(STALE)
            if (await with_hushes(connection, look.contest, now)).hushed(now):
                raise DomainError(HUSHED)
            if look.contest.prizes and await takes_part(connection, look.contest, actor.agent_id, actor.own_teams):
                raise DomainError(SIGNER_GAINS)
            ended = await self._corrected(connection, look, row["chosen"], now)
            effect = await self._effect(connection, ended, now)
            if _seen(look, row["chosen"], effect) != seen:
                raise DomainError(STALE)
            revision = look.revision + 1
            await connection.execute(
                "UPDATE correction_set SET outcome = 'applied', decided_by = $2, decided_at = $3, revision = $4 WHERE id = $1",
                set_id,
                account,
                now,
                revision,
            )
            await connection.execute(
                "UPDATE contest_adjustment SET from_revision = $2 WHERE id IN"
                " (SELECT adjustment_id FROM correction_item WHERE set_id = $1)",
                set_id,
                revision,
            )
            await self._note(connection, actor, "correction.apply", row["contest_id"], set_id)
            new = results.NewResult(revision, now, now, await _database_clock(connection), ended.after.encode())
            await results.keep(connection, actor, look.contest, new)
            for one in effect.dependants:
                if one.contest is not None:
                    await tell(connection, one.contest)
            found = await self._reread(connection, actor, set_id)
        return msgspec.structs.replace(found, effect=effect)

    async def _signed(self, connection: Connection, contest_id: int) -> Look:
        look = await look_at(connection, contest_id, self._clock.now())
        if look is None:
            raise DomainError(NOT_SIGNED)
        if look.contest.in_rounds:
            raise DomainError(PLAYED_IN_ROUNDS)
        return look

    async def _corrected(self, connection: Connection, look: Look, keys: Collection[str], now: datetime) -> Ended:
        held = await settled(connection, look.contest)
        after = await corrected_outcome(connection, look.contest, held, _items(look, keys), now)
        return Ended(look.contest, await outcome_of(connection, look.contest, look.standings, held.people), after)

    async def _effect(self, connection: Connection, ended: Ended, now: datetime) -> Effect:
        season = await season_ended(connection, ended.contest, ended.after, now)
        asked = [ended] if season is None else [ended, season]
        return await effect_of(connection, self.ports, asked, await read_names(connection, ended.contest))

    async def _reread(self, connection: Connection, actor: Actor, set_id: int) -> SetOut:
        row = await connection.fetchrow(f"{SELECT} WHERE s.id = $1", set_id)
        return await self._out(connection, actor, row, await look_at(connection, row["contest_id"], self._clock.now()))

    async def _out(self, connection: Connection, actor: Actor, row: "asyncpg.Record", look: Look | None) -> SetOut:
        is_open = row["outcome"] is None and look is not None
        stale = is_open and look is not None and look.digest != row["waiting"]
        effect = None
        if is_open and not stale and look is not None:
            now = self._clock.now()
            effect = await self._effect(connection, await self._corrected(connection, look, row["chosen"], now), now)
        return SetOut(
            **{name: row[name] for name in PLAIN},
            contest=row["contest_id"],
            chosen=list(row["chosen"]),
            proposed_by=row["proposer"],
            decided_by=row["decider"],
            stale=stale,
            seen=_seen(look, row["chosen"], effect) if effect is not None and look is not None else None,
            effect=effect,
            may=_may(actor, row, stale=stale) if is_open else [],
        )

    async def _note(self, connection: Connection, actor: Actor, action: str, contest_id: int, set_id: int) -> None:
        counted = await connection.fetchval("SELECT count(*) FROM correction_item WHERE set_id = $1", set_id)
        await audit.record(connection, actor, action, f"contest/{contest_id}", {"set": set_id, "items": counted})


def _person(actor: Actor) -> int:
    if actor.kind != "account":
        raise DomainError(NEEDS_PERSON)
    return actor.id


def _proposed(actor: Actor, row: "asyncpg.Record") -> bool:
    """Whether it is this person's own proposal, under whichever of its accounts."""
    return is_same_person(actor, row["proposed_by"], row["proposer_agent"], row["proposer"])


def _items(look: Look, keys: Collection[str]) -> list[Item]:
    chosen = set(keys)
    return [item for item in look.items if item.key in chosen]


def _seen(look: Look, keys: Sequence[str], effect: Effect) -> str:
    """A fingerprint of what somebody looks at before applying: all that waits, what of it is chosen, and what that changes
    here and elsewhere. Whatever else happens meanwhile, nothing is applied that nobody saw."""
    chosen = waiting.digest(look.revision, _items(look, keys))
    return hashlib.sha256(chosen + msgspec.json.encode(effect)).hexdigest()


async def _choose(connection: Connection, set_id: int, look: Look, keys: Sequence[str] | None) -> None:
    items = look.items if keys is None else _items(look, keys)
    if keys is not None and (gone := sorted(set(keys) - {item.key for item in items})):
        raise DomainError(GONE, keys=", ".join(gone[:5]))
    if not items:
        raise DomainError(NOTHING)
    await put_items(connection, set_id, items)


def _may(actor: Actor, row: "asyncpg.Record", *, stale: bool) -> list[str]:
    if actor.kind != "account":
        return []
    allowed = []
    if actor.may(Permission.RESULTS_SIGN) and not _proposed(actor, row) and not stale:
        allowed.append("apply")
    if actor.may(Permission.RESULTS_SIGN):
        allowed.append("reject")
    if actor.may(Permission.CONTESTS_MANAGE):
        allowed.append("choose")
    return allowed


async def _database_clock(connection: Connection) -> datetime:
    found: datetime = await connection.fetchval("SELECT clock_timestamp()")
    return found
