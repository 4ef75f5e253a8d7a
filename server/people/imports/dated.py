"""Files of periods: employment and memberships, fitted agent by agent and stored without ever overlapping on the way."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from msgspec import Struct

from server.db.pool import Connection
from server.errors import DomainError
from server.people.imports.columns import Cells
from server.people.imports.keyed import Field, ids_by_code
from server.people.imports.periods import Period, changed, fit
from server.people.imports.plan import Seen, Steps, Tally
from server.people.refusals import EMPLOYMENT_OVERLAP, MEMBERSHIP_OVERLAP, NO_SUCH
from server.people.shapes import check_period, wire

Show = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns stored values into those a file would say."""
Settle = Callable[[dict[str, Any]], tuple[Any, Any, dict[str, Any]]]
"""Reads a row's start, end and stored values; raises DomainError."""


class Dated(Struct, frozen=True):
    """How a kind of period maps to its table."""

    table: str
    edge: str
    fields: tuple[Field, ...]
    overlap: str


class Reading(NamedTuple):
    """How the rows of a kind are understood, and its stored values shown."""

    settle: Settle
    show: Show


EMPLOYMENT = Dated(
    "employment",
    "date",
    (Field("fte", "numeric"), Field("contract", "text"), Field("producing", "boolean")),
    EMPLOYMENT_OVERLAP,
)
MEMBERSHIPS = Dated("membership", "timestamptz", (Field("team_id", "int"), Field("post", "text")), MEMBERSHIP_OVERLAP)


class DatedPlan(Struct, frozen=True):
    """What to store: periods by agent, and all that touched teams may have been."""

    new: list[tuple[int, Period]]
    updated: list[tuple[int, Period]]
    before: dict[int, Period]

    @property
    def agents(self) -> set[int]:
        """Agents for whom something changes."""
        return {agent_id for agent_id, _ in (*self.new, *self.updated)}


async def plan_dated(
    connection: Connection, kind: Dated, rows: list[Cells], reading: Reading, tally: Tally, steps: Steps
) -> DatedPlan:
    """Judge every row and fit what passes; see `fit` for what becomes of open ends."""
    agents = await ids_by_code(connection, "agent")
    wanted, codes = await _wanted(rows, agents, reading.settle, tally, steps)
    recorded = await _recorded(connection, kind, list(wanted))
    plan = DatedPlan([], [], {period.id: period for periods in recorded.values() for period in periods})
    for agent_id, periods in wanted.items():
        fitted = fit(recorded[agent_id], periods)
        for row, in_the_way in fitted.refused.items():
            refusal = DomainError(
                kind.overlap,
                agent=codes[agent_id],
                team=reading.show(in_the_way.values).get("team", ""),
                starts=wire(in_the_way.starts),
                ends=wire(in_the_way.ends),
            )
            tally.refuse(row, [("starts", refusal)])
        for period in fitted.periods:
            _count(period, plan.before.get(period.id), codes[agent_id], tally, reading.show)
        for period in changed(fitted, plan.before):
            (plan.updated if period.id else plan.new).append((agent_id, period))
    return plan


async def _wanted(
    rows: list[Cells], agents: dict[str, int], settle: Settle, tally: Tally, steps: Steps
) -> tuple[dict[int, list[Period]], dict[int, str]]:
    wanted: dict[int, list[Period]] = defaultdict(list)
    codes: dict[int, str] = {}
    seen = Seen()
    for cells in rows:
        await steps.take()
        faults: list[tuple[str | None, DomainError]] = list(cells.faults)
        agent = cells.values.get("agent", "")
        agent_id = agents.get(agent, 0)
        if agent and not agent_id:
            faults.append(("agent", DomainError(NO_SUCH["agent"], key=agent)))
        if not faults:
            try:
                starts, ends, values = settle(cells.values)
                check_period(starts, ends)
                seen.check(cells.number, (agent_id, starts), f"{agent} {wire(starts)}")
                wanted[agent_id].append(Period(cells.number, 0, starts, ends, values))
                codes[agent_id] = agent
            except DomainError as refusal:
                faults.append((None, refusal))
        if faults:
            tally.refuse(cells.number, faults)
    return wanted, codes


def _count(period: Period, before: Period | None, agent: str, tally: Tally, show: Show) -> None:
    key = f"{agent} {wire(period.starts)}"
    old = {"ends": before.ends, **show(before.values)} if before else None
    new = {"ends": period.ends, **show(period.values)}
    if period.row:
        tally.note(period.row, key, old, new)
    elif before is not None and before.ends != period.ends:
        tally.follow(key, "ended", {"ends": before.ends}, {"ends": period.ends})


async def _recorded(connection: Connection, kind: Dated, agents: list[int]) -> dict[int, list[Period]]:
    names = ", ".join(field.name for field in kind.fields)
    found: dict[int, list[Period]] = {agent_id: [] for agent_id in agents}
    for row in await connection.fetch(
        f"SELECT id, agent_id, starts, ends, {names} FROM {kind.table} WHERE agent_id = ANY($1::int[]) ORDER BY agent_id, starts",
        agents,
    ):
        values = {field.name: row[field.name] for field in kind.fields}
        found[row["agent_id"]].append(Period(0, row["id"], row["starts"], row["ends"], values))
    return found


async def store_dated(connection: Connection, kind: Dated, plan: DatedPlan) -> None:
    """Shorten first, then add, then lengthen: the constraint against overlaps is checked row by row."""
    ids = [period.id for _, period in plan.updated]
    ends = [period.ends for _, period in plan.updated]
    await connection.execute(
        f"UPDATE {kind.table} t SET ends = u.ends FROM unnest($1::int[], $2::{kind.edge}[]) AS u(id, ends)"
        " WHERE t.id = u.id AND u.ends IS NOT NULL AND (t.ends IS NULL OR t.ends > u.ends)",
        ids,
        ends,
    )
    names = ", ".join(field.name for field in kind.fields)
    arrays = ", ".join(f"${number}::{field.type}[]" for number, field in enumerate(kind.fields, start=4))
    await connection.execute(
        f"INSERT INTO {kind.table} (agent_id, starts, ends, {names})"
        f" SELECT * FROM unnest($1::int[], $2::{kind.edge}[], $3::{kind.edge}[], {arrays})",
        [agent_id for agent_id, _ in plan.new],
        [period.starts for _, period in plan.new],
        [period.ends for _, period in plan.new],
        *([period.values[field.name] for _, period in plan.new] for field in kind.fields),
    )
    sets = ", ".join(f"{field.name} = u.{field.name}" for field in kind.fields)
    arrays = ", ".join(f"${number}::{field.type}[]" for number, field in enumerate(kind.fields, start=3))
    await connection.execute(
        f"UPDATE {kind.table} t SET ends = u.ends, {sets}"
        f" FROM unnest($1::int[], $2::{kind.edge}[], {arrays}) AS u(id, ends, {names}) WHERE t.id = u.id",
        ids,
        ends,
        *([period.values[field.name] for _, period in plan.updated] for field in kind.fields),
    )
