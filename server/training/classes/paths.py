"""What is known of one trainee on one page: to who keeps the class, the mentor, and the trainee."""

import msgspec
from msgspec import Struct

from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.training import archive
from server.training.archive import Entry
from server.training.classes import store
from server.training.classes.attendance import ClassDay, days_of, expected
from server.training.classes.calls import Call, calls
from server.training.classes.kept import ClassKept, Gate, Trainee
from server.training.classes.log import DayKept, days
from server.training.classes.permissions import Held, held
from server.training.classes.refusals import NO_ARCHIVE, NO_TRAINEE
from server.wire import Bilingual, Named


class Path(Struct, frozen=True, kw_only=True):
    """A trainee with everything that belongs to the way."""

    its: ClassKept
    trainee: Trainee
    gates: list[Gate]
    log: list[DayKept]
    calls: list[Call]
    days: list[ClassDay]
    held: list[Held]
    key: str
    """Of who asks."""


class Archive(Struct, frozen=True):
    """Somebody's training archive, whole or without what tells results."""

    agent: Named
    whole: bool
    entries: list[Entry]


class PathsService:
    """Reading one person's way."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def one(self, actor: Actor, trainee_id: int) -> Path:
        """A trainee's page. Raises `no_such_trainee` for who does not see this trainee."""
        async with self._db.connection() as connection:
            trainee = await store.one_trainee(connection, trainee_id, self._clock.now())
            its = await store.one_class(connection, trainee.class_id)
            if not trainee.seen_by(actor, its):
                raise DomainError(NO_TRAINEE, key=trainee_id)
            return await self._path(connection, actor, trainee, its)

    async def mine(self, actor: Actor) -> Path | None:
        """One's own way, the latest; None for who never was a trainee."""
        if actor.agent_id is None:
            return None
        async with self._db.connection() as connection:
            own = await store.trainees(connection, self._clock.now(), agent_id=actor.agent_id)
            if not own:
                return None
            trainee = max(own, key=lambda one: one.id)
            return await self._path(connection, actor, trainee, await store.one_class(connection, trainee.class_id))

    async def archive(self, actor: Actor, code: str) -> Archive:
        """The training archive of a person. Raises `no_such_archive` for who may not read it."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            row = await connection.fetchrow("SELECT id, name_zh, name_en FROM agent WHERE code = $1", code)
            whole = None if row is None else await archive.sight(connection, actor, row["id"], now)
            if row is None or whole is None:
                raise DomainError(NO_ARCHIVE, key=code)
            entries = await archive.read(connection, row["id"], private=whole)
        return Archive(Named(code, Bilingual(zh=row["name_zh"], en=row["name_en"])), whole, entries)

    async def _path(self, connection: Connection, actor: Actor, trainee: Trainee, its: ClassKept) -> Path:
        kept = its.kept_by(actor) and actor.agent_id != trainee.agent_id
        # A hold or an exit reaches the person once two people have agreed; until then only who decides knows of it.
        shown = list(trainee.gates) if kept else told(actor, trainee)
        days_there = [one for one in await days_of(connection, its.id, trainee.id) if expected(trainee, one.day)]
        return Path(
            its=its,
            trainee=trainee,
            gates=shown,
            log=await days(connection, trainee.id),
            calls=await calls(connection, trainee.id) if kept or actor.agent_id == trainee.agent_id else [],
            days=days_there,
            held=await held(connection, trainee.id, past=True),
            key=await store.key_of(connection, actor),
        )


def told(actor: Actor, trainee: Trainee) -> list[Gate]:
    """The decisions that stand: with their reasons for the trainee, without them for the mentor, who needs to know the stage."""
    stands = [one for one in trainee.gates if one.outcome == "stands"]
    if actor.agent_id == trainee.agent_id:
        return stands
    return [msgspec.structs.replace(one, reason="", answer=None) for one in stands]
