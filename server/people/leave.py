"""Leave: when an agent is away, for whole or half days; why is for HR alone."""

from datetime import date
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.people.changes import announce
from server.people.places import id_of
from server.people.refusals import LEAVE_OVERLAP, NO_SUCH
from server.people.shapes import check_period, wire
from server.people.visibility import personal_agent

Part = Literal["whole", "morning", "afternoon"]
UNSAID = "unspecified"
"""The kind of a leave entered by somebody who may not see kinds."""


class Absence(Struct, frozen=True, kw_only=True):
    """Business days [starts, ends), each whole or half."""

    starts: date
    ends: date
    part: Part = "whole"
    kind: str | None = None


class Leave(Struct, frozen=True, kw_only=True):
    """An absence of one agent; `kind` is left out for everybody but HR."""

    id: int
    agent: str
    starts: date
    ends: date
    part: Part
    kind: str | UnsetType = UNSET


class LeaveService:
    """Commands and queries about leave."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def of_agent(self, actor: Actor | None, code: str) -> list[Leave]:
        """All leave of an agent, oldest first. Raises `forbidden`, `no_such_agent`."""
        async with self._db.connection() as connection:
            agent_id = await personal_agent(connection, actor, code, self._clock.now())
            rows = await connection.fetch(
                f"{_SELECT} WHERE l.agent_id = $2 ORDER BY l.starts, l.part", _sees_kinds(actor), agent_id
            )
        return [_leave(dict(row)) for row in rows]

    async def add(self, actor: Actor | None, code: str, absence: Absence) -> Leave:
        """New leave. Raises `leave_overlap`, `bad_period`."""
        check_period(absence.starts, absence.ends)
        async with self._db.transaction() as unit:
            agent_id = await id_of(unit, "agent", code, lock=True)
            await _refuse_overlap(unit, agent_id, absence)
            found: int = await unit.fetchval(
                "INSERT INTO leave (agent_id, starts, ends, part, kind) VALUES ($1, $2, $3, $4, $5) RETURNING id",
                agent_id,
                absence.starts,
                absence.ends,
                absence.part,
                absence.kind or UNSAID,
            )
            await audit.record(unit, actor, "leave.add", f"agent/{code}", {"leave": found})
            await announce(unit, [agent_id])
            return await _one(unit, actor, found)

    async def change(self, actor: Actor | None, leave_id: int, absence: Absence) -> Leave:
        """Replace leave; without a kind the recorded one stays. Raises `no_such_leave`, `leave_overlap`, `bad_period`."""
        check_period(absence.starts, absence.ends)
        async with self._db.transaction() as unit:
            before = await _one(unit, actor, leave_id)
            agent_id = await id_of(unit, "agent", before.agent, lock=True)
            await _refuse_overlap(unit, agent_id, absence, but=leave_id)
            await unit.execute(
                "UPDATE leave SET starts = $2, ends = $3, part = $4, kind = coalesce($5, kind) WHERE id = $1",
                leave_id,
                absence.starts,
                absence.ends,
                absence.part,
                absence.kind,
            )
            await audit.record(unit, actor, "leave.change", f"agent/{before.agent}", {"leave": leave_id})
            await announce(unit, [agent_id])
            return await _one(unit, actor, leave_id)

    async def remove(self, actor: Actor | None, leave_id: int) -> None:
        """Take back leave. Raises `no_such_leave`."""
        async with self._db.transaction() as unit:
            before = await _one(unit, actor, leave_id)
            agent_id = await id_of(unit, "agent", before.agent, lock=True)
            await unit.execute("DELETE FROM leave WHERE id = $1", leave_id)
            await audit.record(unit, actor, "leave.remove", f"agent/{before.agent}", {"leave": leave_id})
            await announce(unit, [agent_id])


def _sees_kinds(actor: Actor | None) -> bool:
    return actor is not None and actor.may(Permission.LEAVE_KIND)


async def _refuse_overlap(connection: Connection, agent_id: int, absence: Absence, *, but: int = 0) -> None:
    """A morning and an afternoon of one day go together; a whole day goes with nothing."""
    row = await connection.fetchrow(
        "SELECT a.code, l.id, l.starts, l.ends FROM leave l JOIN agent a ON a.id = l.agent_id"
        " WHERE l.agent_id = $1 AND l.id <> $5 AND daterange(l.starts, l.ends) && daterange($2, $3)"
        " AND (l.part = $4 OR 'whole' IN (l.part, $4)) ORDER BY l.starts LIMIT 1",
        agent_id,
        absence.starts,
        absence.ends,
        absence.part,
        but,
    )
    if row is not None:
        raise DomainError(
            LEAVE_OVERLAP, agent=row["code"], starts=wire(row["starts"]), ends=wire(row["ends"]), leave=row["id"]
        )


_SELECT = (
    "SELECT l.id, a.code AS agent, l.starts, l.ends, l.part, CASE WHEN $1::bool THEN l.kind END AS kind"
    " FROM leave l JOIN agent a ON a.id = l.agent_id"
)


async def _one(connection: Connection, actor: Actor | None, leave_id: int) -> Leave:
    row = await connection.fetchrow(f"{_SELECT} WHERE l.id = $2", _sees_kinds(actor), leave_id)
    if row is None:
        raise DomainError(NO_SUCH["leave"], key=leave_id)
    return _leave(dict(row))


def _leave(row: dict[str, object]) -> Leave:
    if row["kind"] is None:
        row = {**row, "kind": UNSET}
    return Leave(**row)  # type: ignore[arg-type]  # the query's columns are the struct's fields
