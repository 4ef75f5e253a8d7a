"""Drafting, saving, discarding and adopting versions of the criteria, and comparing them; nobody edits what was adopted."""

from datetime import datetime

from msgspec import structs

from career.changes import compare
from career.check import check
from career.evidence import SCORECARD
from career.names import called
from career.refusal import Fault
from career.versions import Version, judged_by
from server.auth import audit
from server.auth.actor import Actor
from server.auth.persons import NEEDS_PERSON
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import CHANGED_MEANWHILE, NOT_FOUND, TAKEN, DomainError, declare
from server.ladder.criteria import store
from server.ladder.criteria.kinds import KindOut, kinds
from server.ladder.criteria.naming import Words, listed, read_words
from server.ladder.criteria.store import Kept
from server.ladder.criteria.wire import (
    AdoptIn,
    ChangeOut,
    DraftIn,
    FaultOut,
    JudgedOut,
    SaveIn,
    StepsIn,
    VersionDetailOut,
    VersionOut,
    asked_out,
    change_out,
    detail_out,
    fault_out,
    read_steps,
    version_out,
    with_steps,
)
from server.wire import Named

ADOPTED = declare(
    "criteria_adopted",
    409,
    en="This version was adopted; people are judged by it. Draft a new one from it instead.",
    zh="该版本已采用，是评审依据，不能再改。请以它为基础新建草稿。",
)
FAULTY = declare(
    "criteria_faulty",
    422,
    en="These criteria cannot be adopted yet: {first}",
    zh="这份标准还不能采用：{first_zh}",
)
UNREADABLE = declare(
    "criteria_unreadable", 422, en="Cannot read the field {where}: {why}", zh="这一项无法识别：{where}（{why}）"
)


class CriteriaService:
    """See the module. Who may read criteria reads all adopted versions; drafts are for those who write them."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def prepare(self) -> None:
        """See that there is always a version in force."""
        async with self._db.transaction() as connection:
            await store.ship(connection, self._clock.now())

    async def all(self, actor: Actor) -> list[VersionOut]:
        """Every version the actor may see."""
        async with self._db.connection() as connection:
            found = await store.listed(connection)
            standing = await _Standing.read(connection, self._clock.now())
        return [version_out(kept, standing.of(kept)) for kept in found if _in_sight(actor, kept)]

    async def one(self, actor: Actor, code: str) -> VersionDetailOut:
        """One version whole."""
        async with self._db.connection() as connection:
            return await self._detail(connection, await _find(connection, actor, code))

    async def forms(self) -> tuple[tuple[KindOut, ...], list[Named], list[Named]]:
        """Every kind with its fields, and the metrics and queues to choose from; the scorecard counts as a metric."""
        async with self._db.connection() as connection:
            words = await read_words(connection)
        metrics = {SCORECARD: called(SCORECARD), **words.metrics}
        return kinds(), listed(metrics), listed(words.skills)

    async def draft(self, actor: Actor, given: DraftIn) -> VersionDetailOut:
        """Copy a version under a new code."""
        by, now = _person(actor), self._clock.now()
        async with self._db.transaction() as connection:
            source = await _find(connection, actor, given.source)
            today = await store.latest_today(connection, now)
            version = structs.replace(source.version, code=given.code, effective=today, note="")
            if not await store.add(connection, version, source.id, by, now):
                raise DomainError(TAKEN, what="criteria", key=given.code)
            await audit.record(connection, actor, "criteria.draft", f"criteria/{given.code}", {"from": given.source})
            return await self._detail(connection, await store.find(connection, given.code))

    async def judge(self, given: StepsIn, code: str) -> JudgedOut:
        """What a form would be told, without keeping it."""
        async with self._db.connection() as connection:
            kept = await store.find(connection, code)
            words = await read_words(connection)
            steps = read_steps(given.steps)
            if isinstance(steps, Fault):
                return JudgedOut(faults=[fault_out(steps)], sentences=None)
            version = with_steps(kept.version, given.effective, steps)
            faults = await self._faults(connection, version, words)
        names = words.names
        return JudgedOut(
            faults=faults,
            sentences=[[asked_out(one, names).sentence for one in step.asked] for step in steps],
        )

    async def save(self, actor: Actor, code: str, given: SaveIn) -> VersionDetailOut:
        """Replace what a draft says; it may have faults, but must be readable."""
        by, now = _person(actor), self._clock.now()
        async with self._db.transaction() as connection:
            kept = await _draft(connection, code, given.revision)
            steps = read_steps(given.steps)
            if isinstance(steps, Fault):
                raise DomainError(UNREADABLE, where=steps.where, why=steps.word)
            version = structs.replace(with_steps(kept.version, given.effective, steps), note=given.note.strip())
            if version != kept.version:
                await store.write(connection, kept.id, version, by, now)
                detail = {"changes": len(compare(kept.version, version))}
                await audit.record(connection, actor, "criteria.change", f"criteria/{code}", detail)
            return await self._detail(connection, await store.find(connection, code))

    async def discard(self, actor: Actor, code: str) -> None:
        """Throw a draft away."""
        _person(actor)
        async with self._db.transaction() as connection:
            kept = await _draft(connection, code)
            await store.discard(connection, kept.id)
            await audit.record(connection, actor, "criteria.discard", f"criteria/{code}")

    async def adopt(self, actor: Actor, code: str, given: AdoptIn) -> VersionDetailOut:
        """Put a draft in force from a day on, today at the earliest."""
        by, now = _person(actor), self._clock.now()
        async with self._db.transaction() as connection:
            kept = await _draft(connection, code, given.revision)
            version = structs.replace(kept.version, effective=given.effective, note=given.note.strip())
            faults = await self._faults(connection, version, await read_words(connection))
            blocking = [fault for fault in faults if fault.blocks]
            if blocking:
                first = blocking[0]
                raise DomainError(FAULTY, first=first.text.en, first_zh=first.text.zh, where=first.where)
            if version != kept.version:
                await store.write(connection, kept.id, version, by, now)
            await store.adopt(connection, kept.id, by, now)
            detail = {"effective": given.effective.isoformat(), "based_on": kept.based_on}
            await audit.record(connection, actor, "criteria.adopt", f"criteria/{code}", detail)
            return await self._detail(connection, await store.find(connection, code))

    async def changes(self, actor: Actor, code: str, against: str) -> list[ChangeOut]:
        """What differs from another version to this one."""
        async with self._db.connection() as connection:
            new = await _find(connection, actor, code)
            old = await _find(connection, actor, against)
            words = await read_words(connection)
        return [change_out(one) for one in compare(old.version, new.version, words.names)]

    async def _detail(self, connection: Connection, kept: Kept) -> VersionDetailOut:
        words = await read_words(connection)
        standing = await _Standing.read(connection, self._clock.now())
        faults = [] if kept.adopted_at else await self._faults(connection, kept.version, words)
        return detail_out(kept, standing.of(kept), words.names, faults)

    async def _faults(self, connection: Connection, version: Version, words: Words) -> list[FaultOut]:
        today = await store.latest_today(connection, self._clock.now())
        return [fault_out(fault) for fault in check(version, words.known, today)]


class _Standing:
    """Which versions count today."""

    def __init__(self, versions: list[Version], judging: tuple[Version, ...]) -> None:
        self._begun = {version.code for version in versions}
        self._judging = [version.code for version in judging]

    @classmethod
    async def read(cls, connection: Connection, now: datetime) -> "_Standing":
        today = await store.latest_today(connection, now)
        versions = await store.versions(connection)
        return cls([one for one in versions if one.effective <= today], judged_by(versions, today))

    def of(self, kept: Kept) -> str:
        code = kept.version.code
        if kept.adopted_at is None:
            return "draft"
        if code not in self._begun:
            return "coming"
        if code not in self._judging:
            return "past"
        return "in_force" if code == self._judging[0] else "favoured"


def _in_sight(actor: Actor, kept: Kept) -> bool:
    return kept.adopted_at is not None or actor.may(Permission.CRITERIA_WRITE)


async def _find(connection: Connection, actor: Actor, code: str) -> Kept:
    kept = await store.find(connection, code)
    if not _in_sight(actor, kept):
        raise DomainError(NOT_FOUND, what="criteria", key=code)
    return kept


async def _draft(connection: Connection, code: str, revision: int | None = None) -> Kept:
    kept = await store.find(connection, code, lock=True)
    if kept.adopted_at is not None:
        raise DomainError(ADOPTED)
    if revision is not None and kept.revision != revision:
        raise DomainError(CHANGED_MEANWHILE)
    return kept


def _person(actor: Actor) -> int:
    """Criteria are a person's doing, never a machine's."""
    if actor.kind != "account":
        raise DomainError(NEEDS_PERSON)
    return actor.id
