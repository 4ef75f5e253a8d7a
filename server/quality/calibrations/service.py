"""Opening, marking and closing calibration sessions: blind until closed, about evaluators and never about an agent's score."""

from career.quality.disputes import Agreement, calibrate
from career.refusal import Refusal
from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.quality.calibrations import store
from server.quality.calibrations.store import Session
from server.quality.calibrations.wire import (
    Apart,
    CloseIn,
    GiveIn,
    SessionDetailOut,
    SessionIn,
    given_out,
    session_out,
)
from server.quality.evaluations.wire import number
from server.quality.forms import store as forms
from server.quality.forms.judging import judge, published
from server.quality.refusals import CALIBRATION_OVER, NEEDS_ACCOUNT, NO_CALIBRATION, NO_FORM, refuse


class CalibrationsService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def all(self) -> list[Session]:
        """Every session."""
        async with self._db.connection() as connection:
            return await store.listed(connection)

    async def one(self, actor: Actor, session_id: int) -> SessionDetailOut:
        """One session, as blind as it still is."""
        async with self._db.connection() as connection:
            return await self._detail(connection, actor, session_id)

    async def open(self, actor: Actor, given: SessionIn) -> SessionDetailOut:
        """Put a call before the evaluators, on the version of a form that is in force today."""
        by, now = _person(actor), self._clock.now()
        async with self._db.transaction() as connection:
            form = await forms.current(connection, given.form, await forms.latest_today(connection, now))
            if form is None:
                raise DomainError(NO_FORM, key=given.form)
            new = {
                "title": given.title.strip(),
                "form": form.code,
                "version": form.version,
                "call": given.call.strip(),
                "recording": given.recording.strip(),
            }
            made = await store.add(connection, new, by, now)
            await audit.record(connection, actor, "qa_calibration.open", f"qa_calibration/{made}", {"form": form.code})
            return await self._detail(connection, actor, made)

    async def give(self, actor: Actor, session_id: int, given: GiveIn) -> SessionDetailOut:
        """Judge the call, apart from the others."""
        by, now = _person(actor), self._clock.now()
        async with self._db.transaction() as connection:
            session = await _running(connection, session_id)
            judge(await published(connection, session.form, session.version), given.marks)
            await store.give(connection, session_id, by, given.marks, given.comment.strip(), now)
            await audit.record(connection, actor, "qa_calibration.give", f"qa_calibration/{session_id}")
            return await self._detail(connection, actor, session_id)

    async def close(self, actor: Actor, session_id: int, given: CloseIn) -> SessionDetailOut:
        """Agree on the reference; at least two have to have judged the call."""
        by, now = _person(actor), self._clock.now()
        async with self._db.transaction() as connection:
            session = await _running(connection, session_id)
            parts = {str(one.account_id): one.marks for one in await store.given(connection, session_id, None)}
            agreement = calibrate(await published(connection, session.form, session.version), given.marks, parts)
            if isinstance(agreement, Refusal):
                refuse(agreement)
            await store.close(connection, session_id, given.marks, given.note.strip(), by, now)
            detail = {"evaluators": len(parts)}
            await audit.record(connection, actor, "qa_calibration.close", f"qa_calibration/{session_id}", detail)
            return await self._detail(connection, actor, session_id)

    async def _detail(self, connection: Connection, actor: Actor, session_id: int) -> SessionDetailOut:
        session = await _find(connection, session_id)
        form, me = (
            await published(connection, session.form, session.version),
            actor.id if actor.kind == "account" else 0,
        )
        parts = await store.given(connection, session_id, None if session.reference is not None else me)
        agreement: Agreement | None = None
        if session.reference is not None:
            found = calibrate(form, session.reference, {str(one.account_id): one.marks for one in parts})
            agreement = None if isinstance(found, Refusal) else found
        return SessionDetailOut(
            session=session_out(session),
            form=form,
            given=[given_out(one, me, judge(form, one.marks).score, agreement) for one in parts],
            reference=session.reference,
            reference_score=None if session.reference is None else number(judge(form, session.reference).score),
            note=session.note,
            closed_by=session.closed_by,
            apart=[Apart(*one) for one in agreement.items] if agreement else [],
            may=_may(actor, session),
        )


def _may(actor: Actor, session: Session) -> list[str]:
    if session.reference is not None or actor.kind != "account":
        return []
    may = ["give"] if actor.may(Permission.QUALITY_EVALUATE) else []
    if actor.may(Permission.QUALITY_MANAGE) and session.given > 1:
        may.append("close")
    return may


async def _find(connection: Connection, session_id: int, *, lock: bool = False) -> Session:
    found = await store.find(connection, session_id, lock=lock)
    if found is None:
        raise DomainError(NO_CALIBRATION, key=session_id)
    return found


async def _running(connection: Connection, session_id: int) -> Session:
    found = await _find(connection, session_id, lock=True)
    if found.reference is not None:
        raise DomainError(CALIBRATION_OVER)
    return found


def _person(actor: Actor) -> int:
    if actor.kind != "account":
        raise DomainError(NEEDS_ACCOUNT)
    return actor.id
