"""The mentor's daily log: what was done with a trainee, and what is left open until somebody says how it was settled."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError
from server.training.classes import store
from server.training.classes.kept import ClassKept, Trainee
from server.training.classes.refusals import CODES, NO_ITEM, NO_TRAINEE


class Item(Struct, frozen=True):
    """Something left open, and how it was settled."""

    id: int
    words: str
    since: date
    closed_at: datetime | None
    closed_by: str | None
    how: str


class DayKept(Struct, frozen=True):
    """What somebody wrote for a day."""

    id: int
    day: date
    by: str
    words: str
    items: list[Item]


_DAYS = """
SELECT l.id, l.day, l.words, o.name AS by FROM mentor_log l JOIN account o ON o.id = l.by_id WHERE l.trainee_id = $1
ORDER BY l.day DESC, l.id DESC LIMIT 400"""
_ITEMS = """
SELECT i.*, l.day, o.name AS closer FROM mentor_log_item i JOIN mentor_log l ON l.id = i.log_id
LEFT JOIN account o ON o.id = i.closed_by WHERE i.trainee_id = $1 ORDER BY i.id"""


async def days(connection: Connection, trainee_id: int) -> list[DayKept]:
    """A trainee's log, the latest day first."""
    items: dict[int, list[Item]] = {}
    for row in await connection.fetch(_ITEMS, trainee_id):
        one = Item(row["id"], row["words"], row["day"], row["closed_at"], row["closer"], row["how"])
        items.setdefault(row["log_id"], []).append(one)
    return [
        DayKept(row["id"], row["day"], row["by"], row["words"], items.get(row["id"], []))
        for row in await connection.fetch(_DAYS, trainee_id)
    ]


class MentorLogService:
    """Writing the log, and settling what it left open."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def mine(self, actor: Actor) -> list[tuple[Trainee, ClassKept, list[DayKept]]]:
        """The trainees somebody mentors now, with their logs."""
        now = self._clock.now()
        if actor.agent_id is None:
            return []
        async with self._db.connection() as connection:
            found = []
            for one in await store.trainees(connection, now, mentor_id=actor.agent_id):
                its = await store.one_class(connection, one.class_id)
                found.append((one, its, await days(connection, one.id)))
        return found

    async def write(self, actor: Actor, trainee_id: int, words: str, items: Sequence[str]) -> None:
        """Write today's entry, or write it anew; items are added to it."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            trainee, its = await self._writing(connection, actor, trainee_id)
            if trainee.ended_on is not None:
                raise DomainError(CODES["onboarding_over"])
            log_id = await connection.fetchval(
                "INSERT INTO mentor_log (trainee_id, day, words, by_id, saved_at) VALUES ($1, $2, $3, $4, $5)"
                " ON CONFLICT (trainee_id, day, by_id) DO UPDATE SET words = EXCLUDED.words, saved_at = EXCLUDED.saved_at"
                " RETURNING id",
                trainee_id,
                its.today(now),
                words.strip(),
                actor.id,
                now,
            )
            await connection.executemany(
                "INSERT INTO mentor_log_item (trainee_id, log_id, words) VALUES ($1, $2, $3)",
                [(trainee_id, log_id, one.strip()) for one in items if one.strip()],
            )
            detail = {"trainee": trainee_id, "items": len(items)}
            await audit.record(connection, actor, "mentor_log.write", f"agent/{trainee.agent.code}", detail)

    async def settle(self, actor: Actor, item_id: int, how: str) -> None:
        """Say how an open item was settled."""
        async with self._db.transaction() as connection:
            trainee_id = await connection.fetchval(
                "SELECT trainee_id FROM mentor_log_item WHERE id = $1 AND closed_at IS NULL", item_id
            )
            if trainee_id is None:
                raise DomainError(NO_ITEM, key=item_id)
            try:
                trainee, _ = await self._writing(connection, actor, trainee_id)
            except DomainError as refused:
                if refused.code == NO_TRAINEE:
                    raise DomainError(NO_ITEM, key=item_id) from None
                raise
            await connection.execute(
                "UPDATE mentor_log_item SET closed_at = $2, closed_by = $3, how = $4 WHERE id = $1 AND closed_at IS NULL",
                item_id,
                self._clock.now(),
                actor.id,
                how.strip(),
            )
            detail = {"trainee": trainee_id, "item": item_id}
            await audit.record(connection, actor, "mentor_log.settle", f"agent/{trainee.agent.code}", detail)

    async def _writing(self, connection: Connection, actor: Actor, trainee_id: int) -> tuple[Trainee, ClassKept]:
        trainee = await store.one_trainee(connection, trainee_id, self._clock.now(), lock=True)
        its = await store.one_class(connection, trainee.class_id)
        if not trainee.seen_by(actor, its):
            raise DomainError(NO_TRAINEE, key=trainee_id)
        if not trainee.logged_by(actor, its):
            raise DomainError(FORBIDDEN)
        return trainee, its
