"""Test calls: scored by somebody outside the trainee's own line, facts at once, taken back with a reason where one was wrong."""

from datetime import datetime

from msgspec import Struct

from career.exact import MICRO, format_ratio, parse_decimal
from career.onboarding import TEST_CALLS
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError
from server.facts.promising import Promise, promise
from server.training import archive
from server.training.classes import store
from server.training.classes.kept import Trainee
from server.training.classes.refusals import AHEAD, BAD_SCORE, CODES, NO_CALL, NO_TRAINEE, NOT_AT_CALLS, OWN_LINE
from server.wire import Bilingual

SOURCE = "training"
"""Under which the facts of training are taken in."""
_MOST = 100 * MICRO
_TITLE = Bilingual(zh="通关拨测", en="Test call")
_TAKEN_BACK = Bilingual(zh="通关拨测作废", en="Test call taken back")


class Call(Struct, frozen=True):
    """A test call as the trainee sees it."""

    id: int
    at: datetime
    score: str
    note: str
    evaluation: int | None
    by: str
    withdrawn_why: str | None


async def calls(connection: Connection, trainee_id: int) -> list[Call]:
    """The latest first."""
    rows = await connection.fetch(
        "SELECT c.*, o.name FROM test_call c JOIN account o ON o.id = c.made_by WHERE c.trainee_id = $1 ORDER BY c.at DESC, c.id DESC",
        trainee_id,
    )
    return [
        Call(
            row["id"],
            row["at"],
            format_ratio((row["score"], MICRO)),
            row["note"],
            row["evaluation_id"],
            row["name"],
            row["withdrawn_why"],
        )
        for row in rows
    ]


class NewCall(Struct, frozen=True):
    """A call as it was scored; `evaluation` where a QA form was used."""

    score: str
    at: datetime | None
    note: str
    evaluation: int | None


class TestCallsService:
    """Recording and taking back."""

    __test__ = False

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def record(self, actor: Actor, trainee_id: int, new: NewCall) -> None:
        """Keep a scored call; it counts for the ladder and becomes a fact."""
        now = self._clock.now()
        score, at = parse_decimal(new.score), new.at or now
        if not 0 <= score <= _MOST:
            raise DomainError(BAD_SCORE)
        if at > now:
            raise DomainError(AHEAD)
        async with self._db.transaction() as connection:
            trainee = await self._outside(connection, actor, trainee_id)
            call_id = await connection.fetchval(
                "INSERT INTO test_call (trainee_id, at, score, note, evaluation_id, made_by, made_who, made_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
                trainee_id,
                at,
                score,
                new.note.strip(),
                new.evaluation,
                actor.id,
                await store.key_of(connection, actor),
                now,
            )
            value = format_ratio((score, MICRO))
            fact = Promise(f"test_call:{call_id}", trainee.agent.code, "test_call", at, value)
            await promise(connection, SOURCE, [fact])
            await archive.add(
                connection, trainee.agent_id, "test_call", at.date(), _TITLE, {"score": value}, f"test_call:{call_id}"
            )
            detail = {"trainee": trainee_id, "test_call": call_id}
            await audit.record(connection, actor, "test_call.record", f"agent/{trainee.agent.code}", detail)

    async def take_back(self, actor: Actor, call_id: int, reason: str) -> int:
        """A call that was scored wrongly counts no more, and everybody can read why; the trainee's number."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            row = await connection.fetchrow(
                "SELECT trainee_id, at FROM test_call WHERE id = $1 AND withdrawn_at IS NULL FOR UPDATE", call_id
            )
            if row is None:
                raise DomainError(NO_CALL, key=call_id)
            trainee = await store.one_trainee(connection, row["trainee_id"], now)
            its = await store.one_class(connection, trainee.class_id)
            if not its.kept_by(actor) or actor.agent_id == trainee.agent_id or actor.kind != "account":
                raise DomainError(NO_CALL, key=call_id)
            await connection.execute(
                "UPDATE test_call SET withdrawn_at = $2, withdrawn_why = $3 WHERE id = $1", call_id, now, reason.strip()
            )
            gone = Promise(f"test_call:{call_id}", trainee.agent.code, "test_call", row["at"], None, revision=1)
            await promise(connection, SOURCE, [gone])
            body = {"reason": reason.strip()}
            ref = f"test_call:{call_id}:back"
            await archive.add(connection, trainee.agent_id, "test_call", its.today(now), _TAKEN_BACK, body, ref)
            detail = {"trainee": trainee.id, "test_call": call_id}
            await audit.record(connection, actor, "test_call.take_back", f"agent/{trainee.agent.code}", detail)
        return trainee.id

    async def _outside(self, connection: Connection, actor: Actor, trainee_id: int) -> Trainee:
        """The trainee, for somebody who may score and stands outside the own line."""
        trainee = await store.one_trainee(connection, trainee_id, self._clock.now(), lock=True)
        its = await store.one_class(connection, trainee.class_id)
        if not trainee.seen_by(actor, its):
            raise DomainError(NO_TRAINEE, key=trainee_id)
        if actor.agent_id == trainee.agent_id:
            raise DomainError(CODES["own_case"])
        if actor.agent_id is not None and actor.agent_id == trainee.mentor_id:
            raise DomainError(OWN_LINE)
        if actor.kind != "account" or not its.kept_by(actor):
            raise DomainError(FORBIDDEN)
        if trainee.team_id in actor.own_teams:
            raise DomainError(OWN_LINE)
        stage = trainee.standing(its).stage
        if stage is None or stage.code != TEST_CALLS:
            raise DomainError(NOT_AT_CALLS)
        return trainee
