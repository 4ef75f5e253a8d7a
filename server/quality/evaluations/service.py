"""Judging a call, reading what was judged, disputing it and answering; every change of a score leaves as a revision of its facts."""

from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from career.quality import disputes
from career.quality.forms import Evaluated, Form
from career.refusal import Refusal
from server.auth import audit
from server.auth.actor import Actor
from server.auth.persons import is_same_person
from server.auth.roles import Permission, Role
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import NOT_FOUND, DomainError
from server.quality.evaluations import store
from server.quality.evaluations.export import book
from server.quality.evaluations.facts import Judged, tell
from server.quality.evaluations.kept import Given, Listed, Marks, New, Person, Wanted
from server.quality.evaluations.ports import Assignments, Made
from server.quality.evaluations.wire import JudgeIn
from server.quality.forms import store as forms
from server.quality.forms.judging import judge, published
from server.quality.lines import key_of, own_line
from server.quality.refusals import (
    ASSIGNED_ONLY,
    CALL_AHEAD,
    CODES,
    JUDGED_BEFORE,
    NEEDS_ACCOUNT,
    NO_EVALUATION,
    NOT_IN_FORCE,
    OFFSET_MISSING,
    WITHDRAWN,
    refuse,
)
from server.quality.sight import sight_of

MOST_ROWS = 50_000
"""Rows of a workbook."""


class Whole(Struct, frozen=True, kw_only=True):
    """A judged call with its form, every revision of its marks, what the latest come to, and what the reader may do."""

    listed: Listed
    form: Form
    given: list[Given]
    judged: Evaluated
    may: list[str]


class EvaluationsService:
    """See the module. `assignments` is set by whoever hands out samples."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.assignments: Assignments | None = None

    async def page(self, actor: Actor, wanted: Wanted, offset: int, limit: int) -> tuple[list[Listed], int]:
        """Judged calls the actor may see."""
        async with self._db.connection() as connection:
            return await store.page(connection, sight_of(actor), wanted, self._clock.now(), offset, limit)

    async def book(self, actor: Actor, wanted: Wanted) -> tuple[str, bytes]:
        """All of them as a workbook, its name and content; noted on the trail."""
        async with self._db.transaction() as connection:
            rows, _ = await store.page(connection, sight_of(actor), wanted, self._clock.now(), 0, MOST_ROWS)
            await audit.record(connection, actor, "qa_evaluation.export", "qa_evaluation", {"rows": len(rows)})
        return book(rows, actor.locale, self._clock.now())

    async def one(self, actor: Actor, evaluation_id: int) -> Whole:
        """One judged call."""
        async with self._db.connection() as connection:
            return await self._whole(connection, actor, await self._find(connection, actor, evaluation_id))

    async def judge(self, actor: Actor, given: JudgeIn) -> Whole:
        """Judge a call on the version of a form that was in force on its day, never of the own line."""
        now = self._clock.now()
        _judges(actor, given)
        async with self._db.transaction() as connection:
            key = await key_of(connection, actor)
            person = await store.person(connection, given.agent)
            if person is None:
                raise DomainError(NOT_FOUND, what="agent", key=given.agent)
            await self._judge_of(connection, actor, key, person.code, given.at)
            form = await _form(connection, given, person, now)
            judged = judge(form, given.marks)
            new = _new(actor, person, given)
            today = now.astimezone(ZoneInfo(person.zone)).date()
            made = await store.add(connection, new, judged, now, today)
            if made is None:
                raise DomainError(JUDGED_BEFORE)
            await tell(connection, Judged(made, person.code, given.kind, given.at, given.queue), judged, 0)
            if given.sample is not None:
                if self.assignments is None:
                    raise DomainError(ASSIGNED_ONLY)
                await self.assignments.fulfil(
                    connection, actor, given.sample, Made(made, person.id, form.code, new.call)
                )
            detail = {"form": form.code, "version": form.version, "kind": given.kind, "critical": len(judged.critical)}
            await audit.record(connection, actor, "qa_evaluation.judge", f"qa_evaluation/{made}", detail)
            return await self._whole(connection, actor, await self._find(connection, actor, made))

    async def seen(self, actor: Actor, evaluation_id: int) -> None:
        """The agent has read it."""
        async with self._db.transaction() as connection:
            found = await self._find(connection, actor, evaluation_id)
            if found.agent_id == actor.agent_id:
                await store.seen(connection, evaluation_id, self._clock.now())

    async def dispute(self, actor: Actor, evaluation_id: int, reason: str) -> Whole:
        """The agent's one step: a reason, within seven days."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            found = await self._standing(connection, actor, evaluation_id)
            given = await store.given(connection, evaluation_id)
            today = now.astimezone(ZoneInfo(found.zone)).date()
            key = await key_of(connection, actor)
            lodged = disputes.lodge(found.rule(given), key, reason.strip(), today)
            if isinstance(lodged, Refusal):
                refuse(lodged)
            await store.lodge(connection, evaluation_id, reason.strip(), today, now)
            await audit.record(connection, actor, "qa_evaluation.dispute", f"qa_evaluation/{evaluation_id}")
            return await self._whole(connection, actor, await self._find(connection, actor, evaluation_id))

    async def answer(self, actor: Actor, evaluation_id: int, answer: str, marks: Marks | None) -> Whole:
        """Answer a dispute as somebody else; other marks are a new revision, and so are the facts."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            found = await self._standing(connection, actor, evaluation_id)
            if is_same_person(actor, found.evaluator_id, None, found.evaluator):
                raise DomainError(CODES["judged_this"])
            key = await key_of(connection, actor)
            await self._judge_of(connection, actor, key, found.agent.code, found.at)
            given = await store.given(connection, evaluation_id)
            form = await published(connection, found.form, found.version)
            today = now.astimezone(ZoneInfo(found.zone)).date()
            settled = disputes.settle(found.rule(given), form, key, answer.strip(), marks, today)
            if isinstance(settled, Refusal):
                refuse(settled)
            changed = len(settled.revisions) > len(given)
            outcome: disputes.Outcome = "changed" if changed else "kept"
            await store.settle(connection, evaluation_id, outcome, answer.strip(), actor.id, today, now)
            detail = {"outcome": outcome}
            await audit.record(connection, actor, "qa_evaluation.answer", f"qa_evaluation/{evaluation_id}", detail)
            if changed:
                await _revise(connection, found, form, settled, actor.id, now)
            return await self._whole(connection, actor, await self._find(connection, actor, evaluation_id))

    async def withdraw(self, actor: Actor, evaluation_id: int, reason: str) -> Whole:
        """Take a judgement back, by whoever may judge the person: both facts are retracted, and the call may be judged again."""
        if actor.kind != "account":
            raise DomainError(NEEDS_ACCOUNT)
        if not reason.strip():
            raise DomainError(CODES["reason_missing"])
        async with self._db.transaction() as connection:
            found = await self._standing(connection, actor, evaluation_id)
            await self._judge_of(connection, actor, await key_of(connection, actor), found.agent.code, found.at)
            given = await store.given(connection, evaluation_id)
            await store.withdraw(connection, evaluation_id, reason.strip(), actor.id, self._clock.now())
            await tell(connection, _call(found), None, len(given))
            if self.assignments is not None:
                await self.assignments.reopen(connection, evaluation_id)
            await audit.record(connection, actor, "qa_evaluation.withdraw", f"qa_evaluation/{evaluation_id}")
            return await self._whole(connection, actor, await self._find(connection, actor, evaluation_id))

    async def _judge_of(self, connection: Connection, actor: Actor, key: str, agent: str, at: datetime) -> None:
        """Refuse who judges oneself or the own line."""
        line = await own_line(connection, actor.agent_id, actor.own_teams, self._clock.now(), at)
        refused = disputes.may_evaluate(agent, key, line)
        if refused is not None:
            refuse(refused)

    async def _find(self, connection: Connection, actor: Actor, evaluation_id: int) -> Listed:
        found = await store.find(connection, sight_of(actor), evaluation_id, self._clock.now())
        if found is None:
            raise DomainError(NO_EVALUATION, key=evaluation_id)
        return found

    async def _standing(self, connection: Connection, actor: Actor, evaluation_id: int) -> Listed:
        """Hold off other disputes and answers about this call, then read it. Raises `evaluation_withdrawn`."""
        await connection.execute("SELECT FROM qa_evaluation WHERE id = $1 FOR UPDATE", evaluation_id)
        found = await self._find(connection, actor, evaluation_id)
        if found.withdrawn_at is not None:
            raise DomainError(WITHDRAWN)
        return found

    async def _whole(self, connection: Connection, actor: Actor, found: Listed) -> Whole:
        form = await published(connection, found.form, found.version)
        given = await store.given(connection, found.id)
        judged = judge(form, given[-1].marks)
        may = []
        if actor.kind == "account" and found.withdrawn_at is None:
            may = [deed async for deed in self._deeds(connection, actor, found, given)]
        return Whole(listed=found, form=form, given=given, judged=judged, may=may)

    async def _deeds(
        self, connection: Connection, actor: Actor, found: Listed, given: list[Given]
    ) -> AsyncIterator[str]:
        key = await key_of(connection, actor)
        today = self._clock.now().astimezone(ZoneInfo(found.zone)).date()
        if not isinstance(disputes.lodge(found.rule(given), key, "…", today), Refusal):
            yield "dispute"
        if not (actor.may(Permission.QUALITY_EVALUATE) or actor.may(Permission.QUALITY_MANAGE)):
            return
        line = await own_line(connection, actor.agent_id, actor.own_teams, self._clock.now(), found.at)
        if disputes.may_evaluate(found.agent.code, key, line) is not None:
            return
        if found.outcome == "open" and not is_same_person(actor, found.evaluator_id, None, found.evaluator):
            yield "answer"
        yield "withdraw"


def _judges(actor: Actor, given: JudgeIn) -> None:
    if actor.kind != "account":
        raise DomainError(NEEDS_ACCOUNT)
    if actor.role == Role.ASSESSOR and given.sample is None:
        raise DomainError(ASSIGNED_ONLY)
    if given.at.tzinfo is None:
        raise DomainError(OFFSET_MISSING)


async def _form(connection: Connection, given: JudgeIn, person: Person, now: datetime) -> Form:
    """The version that was in force on the day of the call: nobody is judged by lines that came after it."""
    if given.at > now:
        raise DomainError(CALL_AHEAD)
    if given.queue is not None and not await connection.fetchval("SELECT 1 FROM queue WHERE code = $1", given.queue):
        raise DomainError(NOT_FOUND, what="queue", key=given.queue)
    day = given.at.astimezone(ZoneInfo(person.zone)).date()
    form = await forms.current(connection, given.form, day)
    if form is None or form.version != given.version:
        await published(connection, given.form, given.version)
        raise DomainError(NOT_IN_FORCE, key=f"{given.form} {given.version}", day=day.isoformat())
    return form


def _new(actor: Actor, person: Person, given: JudgeIn) -> New:
    return New(
        agent=person,
        evaluator_id=actor.id,
        form=given.form,
        version=given.version,
        kind=given.kind,
        call=given.call.strip(),
        recording=given.recording.strip(),
        at=given.at,
        queue=given.queue,
        comment=given.comment.strip(),
        marks=given.marks,
    )


async def _revise(
    connection: Connection, found: Listed, form: Form, settled: disputes.Evaluation, by: int, now: datetime
) -> None:  # the call, its form, its new marks, and who gave them when
    marks, revision = settled.revisions[-1], len(settled.revisions) - 1
    judged = judge(form, marks)
    await store.revise(connection, found.id, revision, marks, judged, by, now)
    await tell(connection, _call(found), judged, revision)


def _call(found: Listed) -> Judged:
    return Judged(found.id, found.agent.code, found.kind, found.at, found.queue)
