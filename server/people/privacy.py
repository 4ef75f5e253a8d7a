"""A person's rights over the own data: to have all of it, and to be forgotten once gone."""

from collections.abc import Sequence
from typing import Any

from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.auth.service import AuthService
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.people.changes import announce
from server.people.ports import GuardedPart, PersonalPart, PrivatePart, ResultsPart
from server.people.refusals import NO_SUCH, STILL_EMPLOYED
from server.people.results import reads_results
from server.people.visibility import personal_agent

_PARTS = {
    "memberships": "SELECT t.code AS team, m.starts, m.ends, m.post FROM membership m JOIN team t ON t.id = m.team_id"
    " WHERE m.agent_id = $1 ORDER BY m.starts",
    "employment": "SELECT starts, ends, fte, contract, producing FROM employment WHERE agent_id = $1 ORDER BY starts",
    "roster": "SELECT day, starts, ends FROM roster WHERE agent_id = $1 ORDER BY starts",
    "skills": "SELECT q.code AS queue, s.since FROM skill s JOIN queue q ON q.id = s.queue_id"
    " WHERE s.agent_id = $1 ORDER BY q.code",
}


class PrivacyService:
    """Export and erasure. `parts` are what other rooms hold about an agent."""

    def __init__(self, db: Database, clock: Clock, auth: AuthService, parts: Sequence[PersonalPart]) -> None:
        self._db = db
        self._clock = clock
        self._auth = auth
        self._parts = parts

    async def export(self, actor: Actor | None, code: str) -> dict[str, Any]:
        """Everything held about an agent, to somebody who may see its personal data; the kind of leave to HR and oneself."""
        async with self._db.transaction() as unit:
            agent_id = await personal_agent(unit, actor, code, self._clock.now())
            row = await unit.fetchrow(
                "SELECT a.code, a.name_zh, a.name_en, s.code AS site, a.hired, a.left_on, a.level, a.level_since, a.education"
                " FROM agent a JOIN site s ON s.id = a.site_id WHERE a.id = $1",
                agent_id,
            )
            found: dict[str, Any] = {"agent": dict(row)}
            for name, query in _PARTS.items():
                found[name] = [dict(part) for part in await unit.fetch(query, agent_id)]
            found["leave"] = await _leave(unit, actor, agent_id)
            found["accounts"] = await self._auth.accounts.of_agent(unit, agent_id)
            for part in self._parts:
                if await _readable(unit, actor, agent_id, part):
                    if isinstance(part, ResultsPart) and not reads_results(actor, agent_id):
                        found |= await part.without_results(unit, agent_id)
                    else:
                        found |= await part.personal(unit, agent_id)
            await audit.record(unit, actor, "agent.export", f"agent/{row['code']}")
        return found

    async def erase(self, actor: Actor | None, code: str) -> str:
        """Forget who an agent was and return the code that stands in its place; what was measured stays, nameless.

        Raises `no_such_agent`; `still_employed` until the agent has left.
        """
        async with self._db.transaction() as unit:
            row = await unit.fetchrow("SELECT id, left_on FROM agent WHERE code = $1 FOR NO KEY UPDATE", code)
            if row is None:
                raise DomainError(NO_SUCH["agent"], key=code)
            if row["left_on"] is None or row["left_on"] > self._clock.now().date():
                raise DomainError(STILL_EMPLOYED, agent=code)
            stand_in = f"erased-{row['id']}"
            await unit.execute(
                "UPDATE agent SET code = $2, name_zh = '已注销坐席', name_en = 'Erased agent', education = NULL WHERE id = $1",
                row["id"],
                stand_in,
            )
            await unit.execute("UPDATE leave SET kind = 'erased' WHERE agent_id = $1", row["id"])
            for part in self._parts:
                await part.forget(unit, row["id"])
            await self._auth.accounts.erase_of(unit, row["id"])
            await audit.record(unit, actor, "agent.erase", f"agent/{stand_in}")
            await announce(unit, [row["id"]])
        return stand_in


async def _readable(connection: Connection, actor: Actor | None, agent_id: int, part: PersonalPart) -> bool:
    """Some parts are for the agent and a few others only; the command line reads all."""
    if isinstance(part, PrivatePart):
        return actor is not None and actor.kind == "account" and actor.agent_id == agent_id
    if actor is None or actor.agent_id == agent_id or not isinstance(part, GuardedPart):
        return True
    return await part.may_read(connection, actor, agent_id)


async def _leave(connection: Connection, actor: Actor | None, agent_id: int) -> list[dict[str, Any]]:
    kinds = actor is not None and (actor.may(Permission.LEAVE_KIND) or actor.agent_id == agent_id)
    rows = await connection.fetch(
        "SELECT starts, ends, part, kind FROM leave WHERE agent_id = $1 ORDER BY starts, part", agent_id
    )
    return [{name: value for name, value in row.items() if kinds or name != "kind"} for row in rows]
