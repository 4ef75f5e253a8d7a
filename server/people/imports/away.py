"""Files of leave: a row names an absence by its agent, start and part of the day."""

from collections import defaultdict
from typing import Any

from msgspec import Struct

from server.db.pool import Connection
from server.errors import DomainError
from server.people.imports.columns import Cells
from server.people.imports.keyed import ids_by_code
from server.people.imports.plan import Seen, Steps, Tally
from server.people.refusals import LEAVE_OVERLAP, NO_SUCH
from server.people.shapes import check_period, wire


class Away(Struct, frozen=True):
    """An absence; `row` 0 is recorded already."""

    row: int
    agent_id: int
    starts: Any
    ends: Any
    part: str
    kind: str

    @property
    def key(self) -> tuple[int, Any, str]:
        """What a row names it by."""
        return self.agent_id, self.starts, self.part


async def plan_leave(connection: Connection, rows: list[Cells], tally: Tally, steps: Steps) -> list[Away]:
    """The absences to write. A row that would overlap another absence is refused."""
    agents = await ids_by_code(connection, "agent")
    codes = {agent_id: code for code, agent_id in agents.items()}
    recorded: dict[int, dict[tuple[int, Any, str], Away]] = defaultdict(dict)
    for record in await connection.fetch("SELECT agent_id, starts, ends, part, kind FROM leave"):
        held = Away(0, **record)
        recorded[held.agent_id][held.key] = held
    written = []
    wanted = sorted(await _wanted(rows, agents, tally, steps), key=lambda away: (away.agent_id, away.starts, away.part))
    for away in wanted:
        beside = recorded[away.agent_id]
        before = beside.get(away.key)
        clash = _clash(away, [held for held in beside.values() if held is not before])
        if clash is not None:
            detail = {"agent": codes[away.agent_id], "starts": wire(clash.starts), "ends": wire(clash.ends)}
            tally.refuse(away.row, [("starts", DomainError(LEAVE_OVERLAP, **detail))])
            continue
        old = {"ends": before.ends, "kind": before.kind} if before else None
        key = f"{codes[away.agent_id]} {wire(away.starts)} {away.part}"
        if tally.note(away.row, key, old, {"ends": away.ends, "kind": away.kind}, hidden="kind"):
            written.append(away)
        beside[away.key] = away
    return written


async def _wanted(rows: list[Cells], agents: dict[str, int], tally: Tally, steps: Steps) -> list[Away]:
    seen, found = Seen(), []
    for cells in rows:
        await steps.take()
        values = {"part": "whole", "kind": "unspecified", **cells.values}
        faults: list[tuple[str | None, DomainError]] = list(cells.faults)
        agent = values.pop("agent", "")
        if agent and agent not in agents:
            faults.append(("agent", DomainError(NO_SUCH["agent"], key=agent)))
        if not faults:
            away = Away(cells.number, agents[agent], **values)
            try:
                check_period(away.starts, away.ends)
                seen.check(cells.number, away.key, f"{agent} {wire(away.starts)} {away.part}")
                found.append(away)
            except DomainError as refusal:
                faults.append((None, refusal))
        if faults:
            tally.refuse(cells.number, faults)
    return found


def _clash(away: Away, others: list[Away]) -> Away | None:
    for other in others:
        same_part = away.part == other.part or "whole" in {away.part, other.part}
        if same_part and other.starts < away.ends and away.starts < other.ends:
            return other
    return None


async def store_leave(connection: Connection, written: list[Away]) -> None:
    """Replace what is named and add what is new."""
    await connection.execute(
        "DELETE FROM leave l USING unnest($1::int[], $2::date[], $3::text[]) AS u(agent_id, starts, part)"
        " WHERE l.agent_id = u.agent_id AND l.starts = u.starts AND l.part = u.part",
        [away.agent_id for away in written],
        [away.starts for away in written],
        [away.part for away in written],
    )
    await connection.execute(
        "INSERT INTO leave (agent_id, starts, ends, part, kind)"
        " SELECT * FROM unnest($1::int[], $2::date[], $3::date[], $4::text[], $5::text[])",
        [away.agent_id for away in written],
        [away.starts for away in written],
        [away.ends for away in written],
        [away.part for away in written],
        [away.kind for away in written],
    )
