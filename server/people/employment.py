"""Working time and contract of an agent over time."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.people.changes import announce
from server.people.places import id_of
from server.people.refusals import EMPLOYMENT_OVERLAP, NO_SUCH
from server.people.shapes import check_period, wire
from server.people.visibility import personal_agent


class Terms(Struct, frozen=True, kw_only=True):
    """What holds from one business day up to, without, another."""

    starts: date
    ends: date | None = None
    fte: Decimal = Decimal(1)
    contract: str = "permanent"
    producing: bool = True


class Employment(Terms, frozen=True, kw_only=True):
    """Terms of one agent. Where none are recorded an agent counts as one FTE, permanent, producing."""

    id: int
    agent: str


class EmploymentService:
    """Commands and queries about employment."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def of_agent(self, actor: Actor | None, code: str) -> list[Employment]:
        """All terms of an agent, oldest first. Raises `forbidden`, `no_such_agent`."""
        async with self._db.connection() as connection:
            agent_id = await personal_agent(connection, actor, code, self._clock.now())
            rows = await connection.fetch(f"{_SELECT} WHERE e.agent_id = $1 ORDER BY e.starts", agent_id)
        return [Employment(**row) for row in rows]

    async def add(self, actor: Actor | None, code: str, terms: Terms) -> Employment:
        """New terms; open ones end those still open where they start. Raises `employment_overlap`, `bad_period`."""
        check_period(terms.starts, terms.ends)
        async with self._db.transaction() as unit:
            agent_id = await id_of(unit, "agent", code, lock=True)
            if terms.ends is None:
                await unit.execute(
                    "UPDATE employment SET ends = $2 WHERE agent_id = $1 AND ends IS NULL AND starts < $2",
                    agent_id,
                    terms.starts,
                )
            await _refuse_overlap(unit, agent_id, terms)
            found: int = await unit.fetchval(
                "INSERT INTO employment (agent_id, starts, ends, fte, contract, producing)"
                " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                agent_id,
                *_values(terms),
            )
            detail = {"employment": found, "starts": terms.starts, "ends": terms.ends}
            await audit.record(unit, actor, "employment.add", f"agent/{code}", detail)
            await announce(unit, [agent_id])
            return await _one(unit, found)

    async def change(self, actor: Actor | None, employment_id: int, terms: Terms) -> Employment:
        """Replace terms. Raises `no_such_employment`, `employment_overlap`, `bad_period`."""
        check_period(terms.starts, terms.ends)
        async with self._db.transaction() as unit:
            before = await _one(unit, employment_id)
            agent_id = await id_of(unit, "agent", before.agent, lock=True)
            await _refuse_overlap(unit, agent_id, terms, but=employment_id)
            await unit.execute(
                "UPDATE employment SET starts = $2, ends = $3, fte = $4, contract = $5, producing = $6 WHERE id = $1",
                employment_id,
                *_values(terms),
            )
            await audit.record(unit, actor, "employment.change", f"agent/{before.agent}", {"employment": employment_id})
            await announce(unit, [agent_id])
            return await _one(unit, employment_id)

    async def remove(self, actor: Actor | None, employment_id: int) -> None:
        """Take back terms that never held. Raises `no_such_employment`."""
        async with self._db.transaction() as unit:
            before = await _one(unit, employment_id)
            agent_id = await id_of(unit, "agent", before.agent, lock=True)
            await unit.execute("DELETE FROM employment WHERE id = $1", employment_id)
            await audit.record(unit, actor, "employment.remove", f"agent/{before.agent}", {"employment": employment_id})
            await announce(unit, [agent_id])


async def _refuse_overlap(connection: Connection, agent_id: int, terms: Terms, *, but: int = 0) -> None:
    row = await connection.fetchrow(
        f"{_SELECT} WHERE e.agent_id = $1 AND e.id <> $4 AND daterange(e.starts, e.ends) && daterange($2, $3)"
        " ORDER BY e.starts LIMIT 1",
        agent_id,
        terms.starts,
        terms.ends,
        but,
    )
    if row is not None:
        raise DomainError(
            EMPLOYMENT_OVERLAP,
            agent=row["agent"],
            starts=wire(row["starts"]),
            ends=wire(row["ends"]),
            employment=row["id"],
        )


def _values(terms: Terms) -> tuple[date, date | None, Decimal, str, bool]:
    return terms.starts, terms.ends, terms.fte, terms.contract, terms.producing


_SELECT = (
    "SELECT e.id, a.code AS agent, e.starts, e.ends, e.fte, e.contract, e.producing"
    " FROM employment e JOIN agent a ON a.id = e.agent_id"
)


async def _one(connection: Connection, employment_id: int) -> Employment:
    row = await connection.fetchrow(f"{_SELECT} WHERE e.id = $1", employment_id)
    if row is None:
        raise DomainError(NO_SUCH["employment"], key=employment_id)
    return Employment(**row)
