"""The book of classes: who opens one, who teaches it, who joins it with which mentor, and when it is over."""

from collections.abc import Sequence
from datetime import date

import msgspec
from asyncpg import UniqueViolationError
from msgspec import Struct

from career.onboarding import DEFAULT_STAGES, Stage
from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import PERMISSIONS, Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, TAKEN, DomainError
from server.people.places import id_of
from server.training import archive
from server.training.classes import store
from server.training.classes.kept import ClassKept, Trainee
from server.training.classes.permissions import settle
from server.training.classes.refusals import (
    CLASS_CLOSED,
    CODES,
    IN_A_CLASS,
    NO_CLASS,
    NO_TEACHER,
    NO_TRAINEE,
    OWN_MENTOR,
    STILL_LEARNING,
)
from server.wire import Bilingual


class NewClass(Struct, frozen=True, kw_only=True):
    """A class as somebody wants to open it; `weeks` are the usual weeks of each stage, empty: the shipped ones."""

    code: str
    name: Bilingual
    site: str
    teacher: int
    starts: date
    queues: Sequence[str]
    weeks: Sequence[int]


class Teacher(Struct, frozen=True):
    """An account that may be a class teacher."""

    id: int
    name: str
    role: str


_TEACHERS = sorted(
    role for role, may in PERMISSIONS.items() if Permission.TRAINING_LEARN in may and role not in {"admin", "agent"}
)


class BookService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def classes(self, actor: Actor) -> list[tuple[ClassKept, list[Trainee]]]:
        """All for trainers and HR, their own for class teachers; with everybody in them."""
        everything = actor.may(Permission.TRAINING_MANAGE)
        if not everything and actor.kind != "account":
            return []
        now = self._clock.now()
        async with self._db.connection() as connection:
            found = await store.classes(connection, teacher_id=None if everything else actor.id)
            return [(one, await store.trainees(connection, now, class_id=one.id)) for one in found]

    async def board(self, actor: Actor, class_id: int) -> tuple[ClassKept, list[Trainee]]:
        """A class with everybody in it, for who keeps it."""
        async with self._db.connection() as connection:
            its = await _keeping(connection, actor, class_id)
            return its, await store.trainees(connection, self._clock.now(), class_id=class_id)

    async def teachers(self) -> list[Teacher]:
        """Whom a class can be given to."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                "SELECT id, name, role FROM account WHERE role = ANY($1::text[]) AND disabled_at IS NULL"
                " ORDER BY role <> 'trainer', name",
                list(_TEACHERS),
            )
        return [Teacher(row["id"], row["name"], row["role"]) for row in rows]

    async def open(self, actor: Actor, new: NewClass) -> int:
        """Open a class; its number."""
        stages = _of_weeks(DEFAULT_STAGES, new.weeks) if new.weeks else DEFAULT_STAGES
        async with self._db.transaction() as connection:
            await _teacher(connection, new.teacher)
            try:
                class_id: int = await connection.fetchval(
                    "INSERT INTO training_class (code, name_zh, name_en, site_id, teacher_id, starts, stages, queue_ids, created_at)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9) RETURNING id",
                    new.code,
                    new.name.zh,
                    new.name.en,
                    await id_of(connection, "site", new.site),
                    new.teacher,
                    new.starts,
                    msgspec.json.encode(stages).decode(),
                    [await id_of(connection, "queue", one) for one in new.queues],
                    self._clock.now(),
                )
            except UniqueViolationError as there:
                raise DomainError(TAKEN, what="class", key=new.code) from there
            await audit.record(connection, actor, "class.open", f"class/{new.code}", {"teacher": new.teacher})
        return class_id

    async def hand_over(self, actor: Actor, class_id: int, teacher: int) -> None:
        """Give a class to another teacher."""
        async with self._db.transaction() as connection:
            its = await _open(connection, actor, class_id)
            await _teacher(connection, teacher)
            await connection.execute("UPDATE training_class SET teacher_id = $2 WHERE id = $1", class_id, teacher)
            detail = {"before": its.teacher_id, "teacher": teacher}
            await audit.record(connection, actor, "class.hand_over", f"class/{its.code}", detail)

    async def lengthen(self, actor: Actor, class_id: int, weeks: Sequence[int]) -> None:
        """Change the usual weeks of each stage; gates and permissions stay what they are."""
        async with self._db.transaction() as connection:
            its = await _open(connection, actor, class_id)
            await connection.execute(
                "UPDATE training_class SET stages = $2::jsonb WHERE id = $1",
                class_id,
                msgspec.json.encode(_of_weeks(its.stages, weeks)).decode(),
            )
            detail = {"before": [one.weeks for one in its.stages], "weeks": list(weeks)}
            await audit.record(connection, actor, "class.weeks", f"class/{its.code}", detail)

    async def close(self, actor: Actor, class_id: int) -> None:
        """Close a class in which everybody's way is over."""
        async with self._db.transaction() as connection:
            its = await _open(connection, actor, class_id)
            people = await store.trainees(connection, self._clock.now(), class_id=class_id)
            under_way = sum(one.ended_on is None for one in people)
            if under_way:
                raise DomainError(STILL_LEARNING, n=under_way)
            today = its.today(self._clock.now())
            await connection.execute("UPDATE training_class SET closed_on = $2 WHERE id = $1", class_id, today)
            await audit.record(connection, actor, "class.close", f"class/{its.code}")

    async def join(self, actor: Actor, class_id: int, agents: Sequence[str], mentor: str | None) -> None:
        """Take people into a class, all of them or, where one cannot, none."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            its = await _keeping(connection, actor, class_id, lock=True)
            if its.closed_on is not None:
                raise DomainError(CLASS_CLOSED)
            mentor_id = None if mentor is None else await id_of(connection, "agent", mentor)
            for code in sorted(set(agents)):
                agent_id = await id_of(connection, "agent", code)
                if agent_id == mentor_id:
                    raise DomainError(OWN_MENTOR)
                if agent_id == actor.agent_id:
                    raise DomainError(CODES["own_case"])
                await self._joins(connection, its, code, agent_id, mentor_id)
                await audit.record(connection, actor, "class.join", f"agent/{code}", {"class": its.code})
            for one in await store.trainees(connection, now, class_id=class_id):
                if one.ended_on is None:
                    await settle(connection, its, one, now)

    async def mentor(self, actor: Actor, trainee_id: int, mentor: str | None) -> Trainee:
        """Give a trainee a mentor, another one, or none."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            trainee = await store.one_trainee(connection, trainee_id, now, lock=True)
            its = await store.one_class(connection, trainee.class_id)
            if not its.kept_by(actor):
                raise DomainError(FORBIDDEN if trainee.seen_by(actor, its) else NO_TRAINEE, key=trainee_id)
            mentor_id = None if mentor is None else await id_of(connection, "agent", mentor)
            if mentor_id == trainee.agent_id:
                raise DomainError(OWN_MENTOR)
            await connection.execute("UPDATE trainee SET mentor_id = $2 WHERE id = $1", trainee_id, mentor_id)
            await audit.record(connection, actor, "class.mentor", f"agent/{trainee.agent.code}", {"mentor": mentor_id})
            return await store.one_trainee(connection, trainee_id, now)

    async def _joins(
        self, connection: Connection, its: ClassKept, code: str, agent_id: int, mentor_id: int | None
    ) -> None:
        today = its.today(self._clock.now())
        try:
            trainee_id = await connection.fetchval(
                "INSERT INTO trainee (class_id, agent_id, mentor_id, joined_on) VALUES ($1, $2, $3, $4) RETURNING id",
                its.id,
                agent_id,
                mentor_id,
                today,
            )
        except UniqueViolationError as there:
            raise DomainError(IN_A_CLASS, agent=code) from there
        title = Bilingual(zh=f"进入班级：{its.name.zh}", en=f"Joined the class {its.name.en}")
        body = {"class": its.code}
        await archive.add(connection, agent_id, "class", today, title, body, f"trainee:{trainee_id}", private=False)


async def _keeping(connection: Connection, actor: Actor, class_id: int, *, lock: bool = False) -> ClassKept:
    its = await store.one_class(connection, class_id, lock=lock)
    if not its.kept_by(actor):
        raise DomainError(NO_CLASS, key=class_id)
    return its


async def _open(connection: Connection, actor: Actor, class_id: int) -> ClassKept:
    """A class that goes on, ours until the transaction ends. Raises `class_closed`."""
    its = await _keeping(connection, actor, class_id, lock=True)
    if its.closed_on is not None:
        raise DomainError(CLASS_CLOSED)
    return its


def _of_weeks(stages: Sequence[Stage], weeks: Sequence[int]) -> tuple[Stage, ...]:
    return tuple([msgspec.structs.replace(one, weeks=length) for one, length in zip(stages, weeks, strict=True)])


async def _teacher(connection: Connection, account_id: int) -> None:
    found = await connection.fetchval(
        "SELECT true FROM account WHERE id = $1 AND role = ANY($2::text[]) AND disabled_at IS NULL",
        account_id,
        list(_TEACHERS),
    )
    if not found:
        raise DomainError(NO_TEACHER, key=account_id)
