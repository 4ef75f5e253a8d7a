"""Planned shifts: replaced period by period, written in the wall-clock time of the agent's site."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.people.changes import announce
from server.people.places import calendar_of, id_of
from server.people.refusals import SHIFT_OUTSIDE, SHIFT_OVERLAP
from server.people.shapes import check_period, shift_of, wire
from server.people.visibility import personal_agent


class PlannedShift(Struct, frozen=True):
    """A shift of a business day in wall-clock time; an end that is not after the start lies on the next date."""

    day: date
    starts: time
    ends: time


class Shift(Struct, frozen=True):
    """A shift as it is stored: the business day it counts for, and its instants."""

    day: date
    starts: datetime
    ends: datetime


class RostersService:
    """Commands and queries about rosters."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def of_agent(self, actor: Actor | None, code: str, first: date, after_last: date) -> list[Shift]:
        """The shifts of business days [first, after_last). Raises `forbidden`, `no_such_agent`, `bad_period`."""
        async with self._db.connection() as connection:
            agent_id = await personal_agent(connection, actor, code, self._clock.now())
            check_period(first, after_last)
            return await _shifts(connection, agent_id, first, after_last)

    async def replace(
        self, actor: Actor | None, code: str, first: date, after_last: date, shifts: list[PlannedShift]
    ) -> list[Shift]:
        """Make these the shifts of business days [first, after_last); none is days off.

        Raises `shift_outside`, `shift_overlap`, `bad_period`.
        """
        check_period(first, after_last)
        async with self._db.transaction() as unit:
            agent_id = await id_of(unit, "agent", code, lock=True)
            site_id = await unit.fetchval("SELECT site_id FROM agent WHERE id = $1", agent_id)
            calendar = await calendar_of(unit, site_id)
            for shift in shifts:
                if not first <= shift.day < after_last:
                    raise DomainError(SHIFT_OUTSIDE, day=wire(shift.day))
            wanted = [Shift(shift.day, *shift_of(shift.day, shift.starts, shift.ends, calendar)) for shift in shifts]
            await unit.execute(
                "DELETE FROM roster WHERE agent_id = $1 AND day >= $2 AND day < $3", agent_id, first, after_last
            )
            beside = await _shifts(unit, agent_id, first - timedelta(days=2), after_last + timedelta(days=2))
            refuse_overlap(code, [*beside, *wanted])
            await insert_shifts(unit, [(agent_id, shift) for shift in wanted])
            detail = {"from": first, "to": after_last, "shifts": len(wanted)}
            await audit.record(unit, actor, "roster.replace", f"agent/{code}", detail)
            await announce(unit, [agent_id])
            return await _shifts(unit, agent_id, first, after_last)


async def put_day(unit: Connection, agent_id: int, day: date, shifts: Sequence[Shift]) -> list[Shift]:
    """Make these the only shifts of a business day and say what was planned there; raises `shift_overlap`. The caller's
    transaction, and the caller's audit."""
    code: str = await unit.fetchval("SELECT code FROM agent WHERE id = $1 FOR UPDATE", agent_id)
    around = timedelta(days=2)
    planned = await _shifts(unit, agent_id, day - around, day + around)
    refuse_overlap(code, [*(one for one in planned if one.day != day), *shifts])
    await unit.execute("DELETE FROM roster WHERE agent_id = $1 AND day = $2", agent_id, day)
    await insert_shifts(unit, [(agent_id, shift) for shift in shifts])
    await announce(unit, [agent_id])
    return [one for one in planned if one.day == day]


async def planned_on(unit: Connection, agent_id: int, day: date) -> list[Shift]:
    """The shifts of a business day, held so that nobody changes them meanwhile."""
    await unit.execute("SELECT id FROM agent WHERE id = $1 FOR UPDATE", agent_id)
    return await _shifts(unit, agent_id, day, day + timedelta(days=1))


def refuse_overlap(code: str, shifts: list[Shift]) -> None:
    """Raises `shift_overlap` with the day of the later of two shifts that overlap."""
    for one, other in pairwise(sorted(shifts, key=lambda shift: (shift.starts, shift.ends))):
        if other.starts < one.ends:
            raise DomainError(SHIFT_OVERLAP, agent=code, day=wire(other.day))


async def insert_shifts(connection: Connection, shifts: list[tuple[int, Shift]]) -> None:
    """Store shifts of agents (by id) in one statement."""
    await connection.execute(
        "INSERT INTO roster (agent_id, day, starts, ends)"
        " SELECT * FROM unnest($1::int[], $2::date[], $3::timestamptz[], $4::timestamptz[])",
        [agent_id for agent_id, _ in shifts],
        [shift.day for _, shift in shifts],
        [shift.starts for _, shift in shifts],
        [shift.ends for _, shift in shifts],
    )


async def _shifts(connection: Connection, agent_id: int, first: date, after_last: date) -> list[Shift]:
    rows = await connection.fetch(
        "SELECT day, starts, ends FROM roster WHERE agent_id = $1 AND day >= $2 AND day < $3 ORDER BY starts",
        agent_id,
        first,
        after_last,
    )
    return [Shift(**row) for row in rows]
