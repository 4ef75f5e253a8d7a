"""Lets people look at facts, each within what they may see: an agent's facts are personal data, a team's own its lead's."""

from datetime import datetime

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, INVALID, NOT_FOUND, DomainError
from server.facts.reading import Selection
from server.facts.tracing import Slice, TracedFact, all_revisions, facts_behind
from server.people.results import reader_of
from server.people.visibility import personal_agent


class FactsLooking:
    """Queries on single facts."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def page(
        self,
        actor: Actor,
        window: tuple[datetime, datetime],
        *,
        agent: str,
        team: str,
        metric: str,
        offset: int,
        limit: int,
    ) -> tuple[list[TracedFact], int]:
        """Facts of one agent, or of a team (its members' too), that count now. Raises `forbidden` as visibility says."""
        starts, ends = window
        if starts.tzinfo is None or ends.tzinfo is None or starts >= ends:
            raise DomainError(INVALID, why="from and to need offsets, and from lies before to")
        if bool(agent) == bool(team):
            raise DomainError(INVALID, why="name an agent or a team")
        async with self._db.connection() as connection:
            agent_ids: tuple[int, ...] | None = None
            team_ids: tuple[int, ...] | None = None
            if agent:
                agent_ids = (await personal_agent(connection, actor, agent, self._clock.now()),)
            else:
                team_ids = (await self._team(connection, actor, team),)
            found = await connection.fetch("SELECT id FROM metric WHERE code = $1 OR $1 = ''", metric)
            selection = Selection(
                starts=starts,
                ends=ends,
                metric_ids=tuple(row["id"] for row in found),
                team_ids=team_ids,
                agent_ids=agent_ids,
            )
            return await facts_behind(connection, selection, Slice(offset, limit, reader=reader_of(actor)))

    async def revisions(self, actor: Actor, source: str, fact_id: str) -> list[TracedFact]:
        """Every accepted revision, highest first; empty when the id is unknown, or is about somebody not to be seen.

        The two look alike, so that nobody learns which ids exist by trying.
        """
        async with self._db.connection() as connection:
            found = await all_revisions(connection, source, fact_id, reader_of(actor))
            try:
                for code in {fact.agent for fact in found if fact.agent is not None}:
                    await personal_agent(connection, actor, code, self._clock.now())
                if not actor.may(Permission.FACTS_WRITE):
                    # A team's own figures are what other teams may not know of it while a contest is frozen.
                    for code in {fact.team for fact in found if fact.agent is None and fact.team is not None}:
                        await self._team(connection, actor, code)
            except DomainError:
                return []
        return found

    async def _team(self, connection: Connection, actor: Actor, code: str) -> int:
        team_id: int | None = await connection.fetchval("SELECT id FROM team WHERE code = $1", code)
        if team_id is None:
            raise DomainError(NOT_FOUND, what="team", key=code)
        if not actor.sees_everybodys_personal_data and team_id not in actor.teams_personal:
            raise DomainError(FORBIDDEN)
        return team_id
