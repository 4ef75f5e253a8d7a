"""Agents themselves: who they are, their level, their skills, and the lists others may see of them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import asyncpg
from msgspec import Struct

from server import initials
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError
from server.people.changes import announce, lock_memberships
from server.people.places import calendar_of, id_of
from server.people.ports import FactsPort
from server.people.refusals import LEFT_BEFORE_HIRED, NO_SUCH, TAKEN_CODE
from server.people.shapes import wire
from server.people.visibility import PERSONAL, personal_agent, view_of
from server.wire import Bilingual, Named


class AgentRecord(Struct, frozen=True):
    """An agent as people data states it; away from `left_on` on."""

    code: str
    name: Bilingual
    site: str
    hired: date
    left_on: date | None = None
    level: str = "trainee"
    level_since: date | None = None
    education: str | None = None


class Skill(Struct, frozen=True):
    """A queue an agent may serve."""

    queue: str
    since: date


class Personal(Struct, frozen=True):
    """What only HR, operations, the own lead and the agent see."""

    hired: date
    left_on: date | None
    level: str
    level_since: date | None
    education: str | None
    fte: Decimal
    contract: str
    producing: bool
    skills: list[Skill]


class Agent(Struct, frozen=True):
    """An agent on a list; `personal` is null for those who may not see it."""

    code: str
    name: Bilingual
    site: str
    team: Named | None
    post: str | None
    personal: Personal | None


class AgentsService:
    """Commands and queries about agents."""

    def __init__(self, db: Database, clock: Clock, facts: FactsPort) -> None:
        self._db = db
        self._clock = clock
        self._facts = facts

    async def page(
        self,
        actor: Actor | None,
        offset: int,
        limit: int,
        *,
        team: str = "",
        site: str = "",
        text: str = "",
        gone: bool = False,
    ) -> tuple[list[Agent], int]:
        """Agents by code that are here today, and how many: of a team, of a site, with `text` in code or name, or as the
        initials of a Chinese name. `gone` adds those who have left, for whom everybody's personal data is open."""
        view, now = view_of(actor), self._clock.now()
        shown = (view.everybody_personal, view.teams, view.own, now)
        gone = gone and view.everybody_personal
        wanted = (view.everybody_listed, team, site, text.lower(), now.date(), initials.pattern(text), gone)
        async with self._db.connection() as connection:
            total: int = await connection.fetchval(f"SELECT count(*) {_FROM} {_WANTED} AND {_BOUND}", *shown, *wanted)
            rows = await connection.fetch(
                f"{_SELECT} {_FROM} {_WANTED} ORDER BY a.code LIMIT $12 OFFSET $13", *shown, *wanted, limit, offset
            )
        return [_agent(row) for row in rows], total

    async def one(self, actor: Actor | None, code: str) -> Agent:
        """An agent by code. Raises `no_such_agent`, or `forbidden` to an agent asking for another."""
        view, now = view_of(actor), self._clock.now()
        async with self._db.connection() as connection:
            row = await connection.fetchrow(
                f"{_SELECT} {_FROM} WHERE a.code = $6 AND ($5::bool OR a.id = $3)",
                view.everybody_personal,
                view.teams,
                view.own,
                now,
                view.everybody_listed,
                code,
            )
        if row is None:
            raise DomainError(NO_SUCH["agent"], key=code) if view.everybody_listed else DomainError(FORBIDDEN)
        return _agent(row)

    async def create(self, actor: Actor | None, record: AgentRecord) -> Agent:
        """A new agent. Raises `code_taken`, `no_such_site`, `left_before_hired`."""
        check_record(record)
        try:
            async with self._db.transaction() as unit:
                agent_id = await unit.fetchval(
                    "INSERT INTO agent (code, site_id, name_zh, name_en, hired, left_on, level, level_since, education)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
                    record.code,
                    await id_of(unit, "site", record.site),
                    *_values(record),
                )
                await audit.record(unit, actor, "agent.create", f"agent/{record.code}", {"site": record.site})
                await announce(unit, [agent_id])
        except asyncpg.UniqueViolationError:
            raise DomainError(TAKEN_CODE, key=record.code) from None
        return await self.one(None, record.code)

    async def change(self, actor: Actor | None, record: AgentRecord) -> Agent:
        """Replace what is known of an agent.

        Leaving ends what is open that day: the membership (at the start of the site's business day) and the employment.
        """
        check_record(record)
        async with self._db.transaction() as unit:
            await lock_memberships(unit)
            before = await unit.fetchrow("SELECT * FROM agent WHERE code = $1 FOR NO KEY UPDATE", record.code)
            if before is None:
                raise DomainError(NO_SUCH["agent"], key=record.code)
            site_id = await id_of(unit, "site", record.site)
            after = await unit.fetchrow(
                "UPDATE agent SET site_id = $2, name_zh = $3, name_en = $4, hired = $5, left_on = $6, level = $7,"
                " level_since = $8, education = $9 WHERE id = $1 RETURNING *",
                before["id"],
                site_id,
                *_values(record),
            )
            teams: list[int] = []
            if record.left_on is not None and record.left_on != before["left_on"]:
                teams = await end_what_is_open(unit, before["id"], site_id, record.left_on)
            if teams or site_id != before["site_id"]:
                await self._facts.reattribute(unit, [before["id"]])
            # Which fields, never what they said: the trail outlives the person's right to be forgotten.
            changed = [name for name, value in after.items() if before[name] != value]
            await audit.record(unit, actor, "agent.change", f"agent/{record.code}", {"changed": changed})
            await announce(unit, [before["id"]], teams)
        return await self.one(None, record.code)

    async def skills(self, actor: Actor | None, code: str) -> list[Skill]:
        """The queues an agent may serve. Raises `forbidden`, `no_such_agent`."""
        async with self._db.connection() as connection:
            return await _skills(connection, await personal_agent(connection, actor, code, self._clock.now()))

    async def change_skills(self, actor: Actor | None, code: str, skills: list[Skill]) -> list[Skill]:
        """Replace an agent's skills; of two entries for one queue the later counts. Raises `no_such_queue`."""
        async with self._db.transaction() as unit:
            agent_id = await id_of(unit, "agent", code, lock=True)
            wanted = {await id_of(unit, "queue", skill.queue): skill.since for skill in skills}
            await unit.execute("DELETE FROM skill WHERE agent_id = $1", agent_id)
            await unit.execute(
                "INSERT INTO skill (agent_id, queue_id, since) SELECT $1, * FROM unnest($2::int[], $3::date[])",
                agent_id,
                list(wanted),
                list(wanted.values()),
            )
            queues = sorted(skill.queue for skill in skills)
            await audit.record(unit, actor, "skills.change", f"agent/{code}", {"queues": queues})
            return await _skills(unit, agent_id)


def check_record(record: AgentRecord) -> None:
    """Raises `left_before_hired`."""
    if record.left_on is not None and record.left_on < record.hired:
        raise DomainError(LEFT_BEFORE_HIRED, left_on=wire(record.left_on), hired=wire(record.hired))


async def end_what_is_open(connection: Connection, agent_id: int, site_id: int, left_on: date) -> list[int]:
    """End the membership and employment an agent is in on `left_on`; returns the teams left. Later ones are removed."""
    at: datetime = (await calendar_of(connection, site_id)).start_of(left_on)
    gone = await connection.fetch(
        "DELETE FROM membership WHERE agent_id = $1 AND starts >= $2 RETURNING team_id", agent_id, at
    )
    ended = await connection.fetch(
        "UPDATE membership SET ends = $2 WHERE agent_id = $1 AND (ends IS NULL OR ends > $2) RETURNING team_id",
        agent_id,
        at,
    )
    await connection.execute("DELETE FROM employment WHERE agent_id = $1 AND starts >= $2", agent_id, left_on)
    await connection.execute(
        "UPDATE employment SET ends = $2 WHERE agent_id = $1 AND (ends IS NULL OR ends > $2)", agent_id, left_on
    )
    return [row["team_id"] for row in (*gone, *ended)]


async def _skills(connection: Connection, agent_id: int) -> list[Skill]:
    rows = await connection.fetch(
        "SELECT q.code, s.since FROM skill s JOIN queue q ON q.id = s.queue_id WHERE s.agent_id = $1 ORDER BY q.code",
        agent_id,
    )
    return [Skill(row["code"], row["since"]) for row in rows]


def _values(record: AgentRecord) -> tuple[Any, ...]:
    return (
        record.name.zh,
        record.name.en,
        record.hired,
        record.left_on,
        record.level,
        record.level_since,
        record.education,
    )


_BOUND = "$1::bool IS NOT NULL AND $2::int[] IS NOT NULL"
"""Mentions the parameters that a count does not use, which Postgres otherwise cannot type."""

_SELECT = f"""
SELECT a.code, a.name_zh, a.name_en, s.code AS site, t.code AS team, t.name_zh AS team_zh, t.name_en AS team_en, m.post,
  {PERSONAL} AS personal, a.hired, a.left_on, a.level, a.level_since, a.education,
  coalesce(e.fte, 1) AS fte, coalesce(e.contract, 'permanent') AS contract, coalesce(e.producing, true) AS producing,
  ARRAY(SELECT q.code FROM skill k JOIN queue q ON q.id = k.queue_id WHERE k.agent_id = a.id ORDER BY q.code) AS queues,
  ARRAY(SELECT k.since FROM skill k JOIN queue q ON q.id = k.queue_id WHERE k.agent_id = a.id ORDER BY q.code) AS sinces
"""
_FROM = """
FROM agent a JOIN site s ON s.id = a.site_id
LEFT JOIN membership m ON m.agent_id = a.id AND m.starts <= $4 AND (m.ends IS NULL OR m.ends > $4)
LEFT JOIN team t ON t.id = m.team_id
LEFT JOIN employment e ON e.agent_id = a.id AND e.starts <= $4::date AND (e.ends IS NULL OR e.ends > $4::date)
"""
_WANTED = """
WHERE ($5::bool OR a.id = $3::int) AND ($6 = '' OR t.code = $6) AND ($7 = '' OR s.code = $7)
  AND ($8 = '' OR strpos(lower(a.code), $8) > 0 OR strpos(a.name_zh, $8) > 0 OR strpos(lower(a.name_en), $8) > 0
    OR a.name_zh ~ $10::text)
  AND ($11::bool OR a.left_on IS NULL OR a.left_on > $9::date)
"""


def _agent(row: asyncpg.Record) -> Agent:
    personal = None
    if row["personal"]:
        personal = Personal(
            hired=row["hired"],
            left_on=row["left_on"],
            level=row["level"],
            level_since=row["level_since"],
            education=row["education"],
            fte=row["fte"],
            contract=row["contract"],
            producing=row["producing"],
            skills=[Skill(queue, since) for queue, since in zip(row["queues"], row["sinces"], strict=True)],
        )
    return Agent(
        code=row["code"],
        name=Bilingual(row["name_zh"], row["name_en"]),
        site=row["site"],
        team=Named(row["team"], Bilingual(row["team_zh"], row["team_en"])) if row["team"] else None,
        post=row["post"],
        personal=personal,
    )
