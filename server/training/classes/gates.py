"""Decides at the gates: a pass stands when the class teacher says it; what holds back or ends the way takes a second person."""

from datetime import date, datetime

from msgspec import Struct

from career import onboarding
from career.evidence import GateMark, GateResult
from career.onboarding import GateDecision
from career.refusal import Refusal
from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError
from server.training import archive
from server.training.classes import store
from server.training.classes.kept import ClassKept, Gate, Trainee
from server.training.classes.permissions import settle
from server.training.classes.refusals import (
    CLASS_CLOSED,
    CODES,
    DECISION_OVER,
    DECISION_WAITS,
    NO_DECISION,
    NO_TRAINEE,
    refuse,
)
from server.wire import Bilingual

RESULTS: dict[GateResult, Bilingual] = {
    "pass": Bilingual(zh="通过", en="passed"),
    "hold": Bilingual(zh="留级重修", en="to be repeated"),
    "exit": Bilingual(zh="退出", en="ended"),
}


class Waiting(Struct, frozen=True):
    """A decision that waits for its second person; `may` is what the asking account may do about it."""

    gate: Gate
    trainee: Trainee
    its: ClassKept
    may: list[str]


class GatesService:
    """See the module. Everything concerns one trainee at a time, under a lock on that trainee."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def waiting(self, actor: Actor) -> list[Waiting]:
        """Decisions that wait, of the classes somebody keeps; nobody's own."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                "SELECT trainee_id FROM gate_decision WHERE outcome IS NULL ORDER BY proposed_at"
            )
            key = await store.key_of(connection, actor)
            found = []
            for row in rows:
                trainee = await store.one_trainee(connection, row["trainee_id"], now)
                its = await store.one_class(connection, trainee.class_id)
                gate = trainee.waiting
                if gate is not None and its.kept_by(actor) and actor.agent_id != trainee.agent_id:
                    found.append(Waiting(gate, trainee, its, may_answer(actor, key, gate)))
        return found

    async def decide(self, actor: Actor, trainee_id: int, stage: str, result: GateResult, reason: str) -> Trainee:
        """Say how a gate went. Raises what the rule book refuses, and `gate_decision_waits`."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            trainee, its = await self._keeping(connection, actor, trainee_id)
            if trainee.waiting is not None:
                raise DomainError(DECISION_WAITS)
            key = await store.key_of(connection, actor)
            wanted = GateDecision(stage, result, key, reason.strip(), its.today(now))
            mark = onboarding.decide(trainee.key, trainee.marks, wanted, trainee.open_items, its.stages)
            if isinstance(mark, Refusal):
                refuse(mark)
            stands = not onboarding.needs_second(result)
            gate_id = await _write(connection, actor, trainee, wanted, now, stands)
            detail = {"trainee": trainee_id, "stage": stage, "result": result}
            action = "gate.pass" if stands else "gate.propose"
            await audit.record(connection, actor, action, f"agent/{trainee.agent.code}", detail)
            if not stands:
                return await store.one_trainee(connection, trainee_id, now)
            return await self._takes_effect(connection, its, trainee, gate_id, mark)

    async def confirm(self, actor: Actor, gate_id: int, answer: str) -> Trainee:
        """Agree with a hold or an exit as the second person."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            trainee, its, gate = await self._open(connection, actor, gate_id)
            key = await store.key_of(connection, actor)
            mark = onboarding.confirm(trainee.key, trainee.marks, gate.rule(), key, its.stages)
            if isinstance(mark, Refusal):
                refuse(mark)
            await _settle(connection, actor, gate_id, "stands", (key, answer.strip()), now)
            detail = {"trainee": trainee.id, "stage": gate.stage, "result": gate.result}
            await audit.record(connection, actor, "gate.confirm", f"agent/{trainee.agent.code}", detail)
            return await self._takes_effect(connection, its, trainee, gate_id, mark)

    async def send_back(self, actor: Actor, gate_id: int, answer: str) -> Trainee:
        """Let a hold or an exit fall, with a reason; the first person may withdraw it so, too."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            trainee, _, gate = await self._open(connection, actor, gate_id)
            if not answer.strip():
                refuse(Refusal("reason_missing"))
            key = await store.key_of(connection, actor)
            if key == trainee.key:
                refuse(Refusal("own_case"))
            await _settle(connection, actor, gate_id, "sent_back", (key, answer.strip()), now)
            detail = {"trainee": trainee.id, "stage": gate.stage, "result": gate.result}
            await audit.record(connection, actor, "gate.send_back", f"agent/{trainee.agent.code}", detail)
            return await store.one_trainee(connection, trainee.id, now)

    async def _takes_effect(
        self, connection: Connection, its: ClassKept, trainee: Trainee, gate_id: int, mark: GateMark
    ) -> Trainee:
        """What follows a decision that stands: permissions, the end of the way, the archive."""
        now = self._clock.now()
        after = onboarding.standing([*trainee.marks, mark], its.stages)
        if after.stage is None:
            await connection.execute("UPDATE trainee SET ended_on = $2 WHERE id = $1", trainee.id, its.today(now))
        trainee = await store.one_trainee(connection, trainee.id, now)
        await settle(connection, its, trainee, now)
        await _archived(connection, its, trainee, gate_id, mark)
        return trainee

    async def _keeping(self, connection: Connection, actor: Actor, trainee_id: int) -> tuple[Trainee, ClassKept]:
        """A trainee under a lock, for who keeps the class; others who see the trainee are told that this is not theirs."""
        if actor.kind != "account":
            raise DomainError(FORBIDDEN)
        trainee = await store.one_trainee(connection, trainee_id, self._clock.now(), lock=True)
        its = await store.one_class(connection, trainee.class_id)
        if not trainee.seen_by(actor, its):
            raise DomainError(NO_TRAINEE, key=trainee_id)
        if not its.kept_by(actor):
            raise DomainError(FORBIDDEN if actor.agent_id != trainee.agent_id else CODES["own_case"])
        if its.closed_on is not None:
            raise DomainError(CLASS_CLOSED)
        return trainee, its

    async def _open(self, connection: Connection, actor: Actor, gate_id: int) -> tuple[Trainee, ClassKept, Gate]:
        trainee_id = await connection.fetchval("SELECT trainee_id FROM gate_decision WHERE id = $1", gate_id)
        if trainee_id is None:
            raise DomainError(NO_DECISION, key=gate_id)
        try:
            trainee, its = await self._keeping(connection, actor, trainee_id)
        except DomainError as refused:
            if refused.code == NO_TRAINEE:
                raise DomainError(NO_DECISION, key=gate_id) from None
            raise
        gate = next(one for one in trainee.gates if one.id == gate_id)
        if gate.outcome is not None:
            raise DomainError(DECISION_OVER)
        return trainee, its, gate


def may_answer(actor: Actor, key: str, gate: Gate) -> list[str]:
    """What somebody who keeps the class may do about a waiting decision."""
    if actor.kind != "account" or not (actor.may(Permission.TRAINING_MANAGE) or actor.may(Permission.TRAINING_LEARN)):
        return []
    return ["send_back"] if gate.by_who == key else ["confirm", "send_back"]


async def _write(
    connection: Connection, actor: Actor, trainee: Trainee, wanted: GateDecision, now: datetime, stands: bool
) -> int:
    """A decision as it is said; one that stands at once is its own answer."""
    gate_id: int = await connection.fetchval(
        "INSERT INTO gate_decision (trainee_id, stage, result, on_day, reason, proposed_by, proposed_who, proposed_at,"
        " outcome, decided_by, decided_who, decided_at)"
        " SELECT $1, $2, $3, $4, $5, $6, $7, $8, o.outcome, CASE WHEN $9 THEN $6::int END, CASE WHEN $9 THEN $7 END,"
        " CASE WHEN $9 THEN $8::timestamptz END FROM (SELECT CASE WHEN $9::bool THEN 'stands' END AS outcome) o RETURNING id",
        trainee.id,
        wanted.stage,
        wanted.result,
        wanted.on,
        wanted.reason,
        actor.id,
        wanted.by,
        now,
        stands,
    )
    return gate_id


async def _settle(
    connection: Connection, actor: Actor, gate_id: int, outcome: str, said: tuple[str, str], now: datetime
) -> None:
    """Write down the answer of a person (key and words) to a waiting decision."""
    await connection.execute(
        "UPDATE gate_decision SET outcome = $2, decided_by = $3, decided_who = $4, answer = $5, decided_at = $6 WHERE id = $1",
        gate_id,
        outcome,
        actor.id,
        *said,
        now,
    )


async def _archived(connection: Connection, its: ClassKept, trainee: Trainee, gate_id: int, mark: GateMark) -> None:
    stage = next(one for one in its.stages if one.code == mark.stage)
    said = RESULTS[mark.result]
    title = Bilingual(zh=f"{stage.zh}：{said.zh}", en=f"{stage.en}: {said.en}")
    body = {"class": its.code, "stage": mark.stage, "result": mark.result, "reason": mark.reason}
    await archive.add(connection, trainee.agent_id, "gate", mark.on, title, body, f"gate:{gate_id}")
    if trainee.mentor_id is not None and trainee.standing(its).where == "passed":
        title = Bilingual(zh="带教一名学员走完四个阶段", en="Mentored a trainee through the four stages")
        await _mentored(connection, trainee.mentor_id, mark.on, title, trainee.id)


async def _mentored(connection: Connection, mentor_id: int, on: date, title: Bilingual, trainee_id: int) -> None:
    await archive.add(connection, mentor_id, "mentored", on, title, {}, f"mentored:{trainee_id}", private=False)
