"""Enters and withdraws what is on record about people; nothing is ever changed or deleted."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from career.ladder import LEVELS
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.ladder.records import store
from server.ladder.records.permitted import SETTLED_ELSEWHERE, may_enter
from server.ladder.records.reading import RecordsReading
from server.ladder.records.record import Endorsement, Gate, Level, Mark, NewRecord, kind_of
from server.ladder.records.refusals import (
    ALREADY_WITHDRAWN,
    BY_CYCLE,
    BY_PEOPLE,
    FUTURE_RECORD,
    LEVEL_BY_DECISION,
    NO_RECORD,
    NOT_YOUR_KIND,
    OWN_RECORD,
    TOO_MANY_RECORDS,
)
from server.ladder.records.wire import RecordIn
from server.people.book import code_of
from server.people.changes import announce
from server.people.reach import within_reach
from server.people.refusals import BAD_LEVEL, NO_SUCH


def who_of(actor: Actor | None, agent_code: str | None = None) -> str:
    """The key under which somebody enters, recommends and decides; None is the service itself."""
    if actor is None:
        return "system"
    return f"agent:{agent_code}" if agent_code else f"{actor.kind}:{actor.id}"


class RecordsService:
    """Commands and queries about records."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.reading = RecordsReading(db, clock)

    async def take(self, actor: Actor | None, records: Sequence[RecordIn]) -> list[int]:
        """Enter what somebody sends, all or nothing, as far as the role allows. Raises what `_judge` finds, with the `place`
        of the record in the list."""
        if len(records) > MOST:
            raise DomainError(TOO_MANY_RECORDS, most=MOST)
        async with self._db.transaction() as unit:
            people = {row["code"]: row for row in await unit.fetch(_PEOPLE, sorted({one.agent for one in records}))}
            who = await self.who(unit, actor)
            new = []
            for place, one in enumerate(records):
                try:
                    new.append(self._judge(actor, who, one, people.get(one.agent)))
                except DomainError as refusal:
                    raise DomainError(refusal.code, **refusal.detail, place=place) from None
            return await self.enter(unit, actor, new)

    def _judge(self, actor: Actor | None, who: str, sent: RecordIn, agent: Mapping[str, Any] | None) -> NewRecord:
        if agent is None:
            raise DomainError(NO_SUCH["agent"], key=sent.agent)
        kind = kind_of(sent.body)
        if actor is not None and actor.agent_id == agent["id"]:
            raise DomainError(OWN_RECORD)
        if kind not in may_enter(actor):
            raise DomainError(NOT_YOUR_KIND, kind=kind)
        if within_reach(sent.on) > self._clock.now().date() + timedelta(days=1):
            raise DomainError(FUTURE_RECORD, day=sent.on)
        body = sent.body
        if isinstance(body, Level):
            check_history(body, sent.on, agent["since"], carried_over=sent.carried_over)
        if isinstance(body, Endorsement | Mark | Gate) and not body.by:
            body = replace(body, by=who)
        return NewRecord(agent["id"], sent.on, body, carried_over=sent.carried_over, ref=sent.ref)

    async def take_back(self, actor: Actor | None, record_id: int, reason: str) -> int:
        """Withdraw what somebody may enter. Raises as `withdraw`, `not_your_kind`, `own_record`, `record_by_cycle`."""
        async with self._db.transaction() as unit:
            found = await store.locked(unit, record_id)
            if found is not None:
                if actor is not None and actor.agent_id == found.agent_id:
                    raise DomainError(OWN_RECORD)
                if found.kind not in may_enter(actor) | {"withdrawal"}:
                    raise DomainError(NOT_YOUR_KIND, kind=found.kind)
                if found.source in SETTLED_ELSEWHERE:
                    raise DomainError(BY_CYCLE if found.source == "cycle" else BY_PEOPLE)
            return await self.withdraw(unit, actor, record_id, reason)

    async def enter(self, connection: Connection, actor: Actor | None, records: Sequence[NewRecord]) -> list[int]:
        """Add records in the caller's transaction; the id of each, the earlier one where the sender repeats itself."""
        who = await self.who(connection, actor)
        found = await store.add(connection, records, who, self._clock.now())
        for kind in sorted({kind_of(record.body) for record in records}):
            ids = [number for number, one in zip(found, records, strict=True) if kind_of(one.body) == kind]
            await audit.record(connection, actor, "record.enter", f"records/{kind}", {"ids": ids[:200], "n": len(ids)})
        return found

    async def begin_level(
        self, connection: Connection, *, agent_id: int, level: str, since: date, ground: str, by: Actor | None
    ) -> int:
        """Write that a level begins on a day; people data follows at once, or on that day. Raises `bad_level`."""
        if level not in LEVELS:
            raise DomainError(BAD_LEVEL, value=level)
        new = NewRecord(agent_id, since, Level(level, ground), source="cycle")
        (number,) = await self.enter(connection, by, [new])
        await store.apply_levels(connection, self._clock.now().date(), [agent_id])
        await announce(connection, [agent_id])
        return number

    async def apply_due_levels(self, now: datetime) -> list[int]:
        """Levels whose day has come show in people data; the agents concerned. Harmless to repeat."""
        async with self._db.transaction() as unit:
            moved = await store.apply_levels(unit, now.date(), None, since=now.date() - timedelta(days=_LOOK_BACK))
            if moved:
                await audit.record(unit, None, "level.begin", "agents", {"ids": moved[:200], "n": len(moved)})
                await announce(unit, moved)
        return moved

    async def withdraw(self, connection: Connection, actor: Actor | None, record_id: int, reason: str) -> int:
        """Say that a record does not hold; the id of the row that says so. Raises `no_such_record`, `record_withdrawn`."""
        found = await store.locked(connection, record_id)
        if found is None or found.kind == "withdrawal":
            raise DomainError(NO_RECORD, key=record_id)
        if found.withdrawn:
            raise DomainError(ALREADY_WITHDRAWN, key=record_id)
        who = await self.who(connection, actor)
        body = msgspec.json.encode({"reason": reason}).decode()
        number = await store.add_withdrawal(connection, found, who, self._clock.now(), body)
        if found.kind == "level":
            await store.apply_levels(connection, self._clock.now().date(), [found.agent_id])
            await announce(connection, [found.agent_id])
        await audit.record(connection, actor, "record.withdraw", f"record/{record_id}")
        return number

    async def who(self, connection: Connection, actor: Actor | None) -> str:
        """See `who_of`."""
        code = None
        if actor is not None and actor.agent_id is not None:
            code = await code_of(connection, actor.agent_id)
        return who_of(actor, code)


def check_history(body: Level, on: date, since: date, *, carried_over: bool) -> None:
    """Only what was before the present level began may be carried over. Raises `bad_level`, `level_by_decision`."""
    if body.level not in LEVELS:
        raise DomainError(BAD_LEVEL, value=body.level)
    if not carried_over or on >= since:
        raise DomainError(LEVEL_BY_DECISION, since=since)


_PEOPLE = "SELECT id, code, coalesce(level_since, hired) AS since FROM agent WHERE code = ANY($1::text[])"

MOST = 1000
_LOOK_BACK = 31
"""Days for which a level that has begun is brought into people data, should nobody have run meanwhile."""
