"""Files of rosters: all rows of an agent and day together replace what was planned for that day."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from msgspec import Struct

from leaderboards.calendar import Calendar
from server.db.pool import Connection
from server.errors import DomainError, declare
from server.people.imports.columns import EMPTY_CELL, Cells
from server.people.imports.plan import Steps, Tally
from server.people.refusals import NO_SUCH, SHIFT_OVERLAP
from server.people.rosters import Shift, insert_shifts
from server.people.shapes import shift_of, wire

DAY_REFUSED = declare(
    "day_refused", 400, en="Another row of this day is refused.", zh="同一天的另一行有误，整天未导入。"
)


class _Place(NamedTuple):
    id: int
    calendar: Calendar


Day = tuple[str, date]


class _Wanted(Struct):
    rows: list[int]
    shifts: list[Shift]
    faulty: bool = False


class RosterPlan(Struct, frozen=True):
    """Days of agents (by id) whose shifts are replaced."""

    days: list[tuple[int, date]]
    shifts: list[tuple[int, Shift]]


async def plan_roster(connection: Connection, rows: list[Cells], tally: Tally, steps: Steps) -> RosterPlan:
    """Judge every row. Counts are by row: all rows of a day count alike, as created, changed or unchanged."""
    places = await _places(connection)
    wanted = await _wanted(rows, places, tally, steps)
    recorded = await _recorded(connection, wanted, places)
    plan = RosterPlan([], [])
    for (agent, day), want in sorted(wanted.items()):
        before = recorded.get((agent, day), [])
        shifts = sorted(want.shifts, key=lambda shift: shift.starts)
        if _overlaps(shifts, _neighbours(agent, day, wanted, recorded)):
            for row in want.rows:
                tally.refuse(row, [("starts", DomainError(SHIFT_OVERLAP, agent=agent, day=wire(day)))])
            want.shifts = before
            continue
        old = {"shifts": _shown(before)} if before else None
        different = [tally.note(row, f"{agent} {wire(day)}", old, {"shifts": _shown(shifts)}) for row in want.rows]
        if any(different):
            plan.days.append((places[agent].id, day))
            plan.shifts.extend((places[agent].id, shift) for shift in shifts)
    return plan


async def store_roster(connection: Connection, plan: RosterPlan) -> None:
    """Replace the days."""
    await connection.execute(
        "DELETE FROM roster r USING unnest($1::int[], $2::date[]) AS u(agent_id, day)"
        " WHERE r.agent_id = u.agent_id AND r.day = u.day",
        [agent_id for agent_id, _ in plan.days],
        [day for _, day in plan.days],
    )
    await insert_shifts(connection, plan.shifts)


async def _places(connection: Connection) -> dict[str, _Place]:
    rows = await connection.fetch(
        "SELECT a.code, a.id, s.zone, s.day_starts FROM agent a JOIN site s ON s.id = a.site_id"
    )
    return {row["code"]: _Place(row["id"], Calendar(row["zone"], row["day_starts"])) for row in rows}


async def _wanted(rows: list[Cells], places: dict[str, _Place], tally: Tally, steps: Steps) -> dict[Day, _Wanted]:
    wanted: dict[Day, _Wanted] = defaultdict(lambda: _Wanted([], []))
    refused: list[tuple[int, list[tuple[str | None, DomainError]]]] = []
    for cells in rows:
        await steps.take()
        faults: list[tuple[str | None, DomainError]] = list(cells.faults)
        agent, day = cells.values.get("agent", ""), cells.values.get("day")
        starts, ends = cells.values.get("starts"), cells.values.get("ends")
        if agent and agent not in places:
            faults.append(("agent", DomainError(NO_SUCH["agent"], key=agent)))
        if (starts is None) != (ends is None) and not faults:
            faults.append(("ends" if ends is None else "starts", DomainError(EMPTY_CELL, column="ends/starts")))
        if day is not None and not faults:
            want = wanted[agent, day]
            want.rows.append(cells.number)
            if starts is not None and ends is not None:
                try:
                    want.shifts.append(Shift(day, *shift_of(day, starts, ends, places[agent].calendar)))
                except DomainError as refusal:
                    want.rows.pop()
                    faults.append(("starts", refusal))
        if faults:
            refused.append((cells.number, faults))
            if agent in places and day is not None:
                wanted[agent, day].faulty = True
    for want in wanted.values():
        # The rows that were understood say only half of the day, so it stays as it is.
        refused += [(row, [("day", DomainError(DAY_REFUSED))]) for row in want.rows if want.faulty]
    for row, faults in sorted(refused, key=lambda one: one[0]):
        tally.refuse(row, faults)
    return {key: want for key, want in wanted.items() if not want.faulty}


async def _recorded(
    connection: Connection, wanted: dict[Day, _Wanted], places: dict[str, _Place]
) -> dict[Day, list[Shift]]:
    found: dict[Day, list[Shift]] = defaultdict(list)
    if not wanted:
        return found
    codes = {places[agent].id: agent for agent, _ in wanted}
    days = [day for _, day in wanted]
    for row in await connection.fetch(
        "SELECT agent_id, day, starts, ends FROM roster WHERE agent_id = ANY($1::int[]) AND day BETWEEN $2 AND $3"
        " ORDER BY agent_id, starts",
        list(codes),
        min(days) - timedelta(days=2),
        max(days) + timedelta(days=2),
    ):
        found[codes[row["agent_id"]], row["day"]].append(Shift(row["day"], row["starts"], row["ends"]))
    return found


def _neighbours(agent: str, day: date, wanted: dict[Day, _Wanted], recorded: dict[Day, list[Shift]]) -> list[Shift]:
    """The shifts of the days before and after, as they will be."""
    found: list[Shift] = []
    for other in (day - timedelta(days=1), day + timedelta(days=1)):
        want = wanted.get((agent, other))
        found += want.shifts if want else recorded.get((agent, other), [])
    return found


def _overlaps(shifts: list[Shift], beside: list[Shift]) -> bool:
    return any(
        one.starts < other.ends and other.starts < one.ends
        for place, one in enumerate(shifts)
        for other in (*shifts[place + 1 :], *beside)
    )


def _shown(shifts: list[Shift]) -> list[str]:
    return [f"{wire(shift.starts)}/{wire(shift.ends)}" for shift in shifts]
