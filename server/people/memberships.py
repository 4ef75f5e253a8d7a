"""Who is in which team when: joining, transferring, leaving, and correcting all that afterwards."""

from datetime import datetime
from typing import Any, Literal

import asyncpg
from msgspec import UNSET, Struct, UnsetType

from server.auth import audit
from server.auth.actor import Actor
from server.auth.service import AuthService
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.people.changes import announce, lock_memberships
from server.people.places import calendar_of, id_of
from server.people.ports import FactsPort
from server.people.refusals import MEMBERSHIP_OVERLAP, NO_SUCH, TEAM_CLOSED
from server.people.shapes import check_period, instant_of, wire
from server.people.visibility import personal_agent

Post = Literal["member", "deputy", "lead"]


class Membership(Struct, frozen=True):
    """An agent's time in one team, [starts, ends)."""

    id: int
    agent: str
    team: str
    starts: datetime
    ends: datetime | None
    post: Post


class NewMembership(Struct, frozen=True, kw_only=True):
    """`starts` and `ends` are instants with an offset, or dates: the start of that business day at the team's site."""

    team: str
    starts: str
    ends: str | None = None
    post: Post = "member"
    transfer: bool = False
    """End the membership that is still open when this one starts, instead of refusing."""


class MembershipChange(Struct, frozen=True, kw_only=True):
    """A correction; what is unset stays."""

    team: str | UnsetType = UNSET
    starts: str | UnsetType = UNSET
    ends: str | UnsetType | None = UNSET
    post: Post | UnsetType = UNSET


class MembershipsService:
    """Commands and queries about memberships. Every command is ordered with all others and with intake by one lock."""

    def __init__(self, db: Database, clock: Clock, facts: FactsPort, auth: AuthService) -> None:
        self._db = db
        self._clock = clock
        self._facts = facts
        self._auth = auth

    async def of_agent(self, actor: Actor | None, code: str) -> list[Membership]:
        """All memberships of an agent, oldest first. Raises `forbidden`, `no_such_agent`."""
        async with self._db.connection() as connection:
            agent_id = await personal_agent(connection, actor, code, self._clock.now())
            rows = await connection.fetch(f"{_SELECT} WHERE m.agent_id = $1 ORDER BY m.starts", agent_id)
        return [Membership(**row) for row in rows]

    async def add(self, actor: Actor | None, code: str, new: NewMembership) -> Membership:
        """Put an agent into a team. Raises `membership_overlap`, `team_closed`, `bad_period`."""
        async with self._db.transaction() as unit:
            await lock_memberships(unit)
            agent_id = await id_of(unit, "agent", code, lock=True)
            team_id, starts, ends = await self._placed(unit, new.team, new.starts, new.ends)
            teams = [team_id]
            if new.transfer:
                left = await unit.fetchval(
                    "UPDATE membership SET ends = $2 WHERE agent_id = $1 AND ends IS NULL AND starts < $2 RETURNING team_id",
                    agent_id,
                    starts,
                )
                teams += [left] if left is not None else []
            await refuse_overlap(unit, agent_id, starts, ends)
            membership_id: int = await unit.fetchval(
                "INSERT INTO membership (agent_id, team_id, starts, ends, post) VALUES ($1, $2, $3, $4, $5) RETURNING id",
                agent_id,
                team_id,
                starts,
                ends,
                new.post,
            )
            found = await _one(unit, membership_id)
            action = "membership.transfer" if new.transfer else "membership.add"
            await audit.record(unit, actor, action, f"agent/{code}", _noted(found))
            await self._follow(unit, agent_id, teams)
        self._auth.gate.forget()
        return found

    async def change(self, actor: Actor | None, membership_id: int, change: MembershipChange) -> Membership:
        """Correct a membership, back-dated if need be: facts move with it. Raises as `add` does."""
        async with self._db.transaction() as unit:
            await lock_memberships(unit)
            before = await _one(unit, membership_id)
            team = before.team if change.team is UNSET else change.team
            starts_text = before.starts.isoformat() if change.starts is UNSET else change.starts
            ends_text = change.ends
            if ends_text is UNSET:
                ends_text = before.ends.isoformat() if before.ends else None
            team_id, starts, ends = await self._placed(unit, team, starts_text, ends_text)
            agent_id = await id_of(unit, "agent", before.agent, lock=True)
            left = await id_of(unit, "team", before.team)
            await refuse_overlap(unit, agent_id, starts, ends, but=membership_id)
            post = before.post if change.post is UNSET else change.post
            await unit.execute(
                "UPDATE membership SET team_id = $2, starts = $3, ends = $4, post = $5 WHERE id = $1",
                membership_id,
                team_id,
                starts,
                ends,
                post,
            )
            after = await _one(unit, membership_id)
            changed = audit.differences(_noted(before), _noted(after))
            await audit.record(unit, actor, "membership.change", f"agent/{before.agent}", changed)
            await self._follow(unit, agent_id, [team_id, left])
        self._auth.gate.forget()
        return after

    async def remove(self, actor: Actor | None, membership_id: int) -> None:
        """Take back a membership that never was; its facts count for no team. Raises `no_such_membership`."""
        async with self._db.transaction() as unit:
            await lock_memberships(unit)
            before = await _one(unit, membership_id)
            agent_id = await id_of(unit, "agent", before.agent, lock=True)
            await unit.execute("DELETE FROM membership WHERE id = $1", membership_id)
            await audit.record(unit, actor, "membership.remove", f"agent/{before.agent}", _noted(before))
            await self._follow(unit, agent_id, [await id_of(unit, "team", before.team)])
        self._auth.gate.forget()

    async def _placed(
        self, connection: Connection, team: str, starts: str, ends: str | None
    ) -> tuple[int, datetime, datetime | None]:
        """The team and the period read by its site's calendar."""
        row = await connection.fetchrow("SELECT id, site_id, closed_on FROM team WHERE code = $1", team)
        if row is None:
            raise DomainError(NO_SUCH["team"], key=team)
        calendar = await calendar_of(connection, row["site_id"])
        began = instant_of(starts, calendar)
        ended = instant_of(ends, calendar) if ends is not None else None
        check_period(began, ended)
        if row["closed_on"] is not None and (ended is None or ended > calendar.start_of(row["closed_on"])):
            raise DomainError(TEAM_CLOSED, team=team, day=wire(row["closed_on"]))
        return row["id"], began, ended

    async def _follow(self, connection: Connection, agent_id: int, teams: list[int]) -> None:
        await self._facts.reattribute(connection, [agent_id])
        await announce(connection, [agent_id], teams)


async def refuse_overlap(
    connection: Connection, agent_id: int, starts: datetime, ends: datetime | None, *, but: int = 0
) -> None:
    """Raises `membership_overlap` naming the membership in the way. The table's own constraint stands behind this."""
    row = await connection.fetchrow(
        f"{_SELECT} WHERE m.agent_id = $1 AND m.id <> $4 AND tstzrange(m.starts, m.ends) && tstzrange($2, $3)"
        " ORDER BY m.starts LIMIT 1",
        agent_id,
        starts,
        ends,
        but,
    )
    if row is not None:
        raise DomainError(
            MEMBERSHIP_OVERLAP,
            agent=row["agent"],
            team=row["team"],
            starts=wire(row["starts"]),
            ends=wire(row["ends"]),
            membership=row["id"],
        )


_SELECT = (
    "SELECT m.id, a.code AS agent, t.code AS team, m.starts, m.ends, m.post"
    " FROM membership m JOIN agent a ON a.id = m.agent_id JOIN team t ON t.id = m.team_id"
)


async def _one(connection: Connection, membership_id: int) -> Membership:
    row: asyncpg.Record | None = await connection.fetchrow(f"{_SELECT} WHERE m.id = $1", membership_id)
    if row is None:
        raise DomainError(NO_SUCH["membership"], key=membership_id)
    return Membership(**row)


def _noted(one: Membership) -> dict[str, Any]:
    """What the audit trail keeps of it, whose subject is the agent."""
    return {"membership": one.id, "team": one.team, "starts": one.starts, "ends": one.ends, "post": one.post}
