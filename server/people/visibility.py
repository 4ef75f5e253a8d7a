"""Whose personal data somebody sees: everybody's, the own teams', or only the own; decided here and applied in SQL."""

from datetime import datetime

from msgspec import Struct

from server.auth.actor import Actor
from server.auth.roles import Permission, Role
from server.db.pool import Connection
from server.errors import FORBIDDEN, DomainError
from server.people.refusals import NO_SUCH


class View(Struct, frozen=True):
    """What of the agents somebody may read: who appears at all, and whose personal data."""

    everybody_listed: bool
    everybody_personal: bool
    teams: tuple[int, ...]
    own: int
    """The agent that the viewer is, or 0."""


def view_of(actor: Actor | None) -> View:
    """The view of an actor; None, the command line, sees all. An agent's account lists nobody but its agent."""
    if actor is None:
        return View(True, True, (), 0)
    return View(
        everybody_listed=actor.role != Role.AGENT and actor.may(Permission.PEOPLE_READ),
        everybody_personal=actor.sees_everybodys_personal_data,
        teams=tuple(sorted(actor.teams_personal)),
        own=actor.agent_id or 0,
    )


# Bound to $1 … $4 of every query over agents `a`: personal for all, own teams, own agent, the instant.
PERSONAL = (
    "($1::bool OR a.id = $3::int OR EXISTS (SELECT 1 FROM membership v WHERE v.agent_id = a.id"
    " AND v.team_id = ANY($2::int[]) AND v.starts <= $4 AND (v.ends IS NULL OR v.ends > $4)))"
)


async def personal_agent(connection: Connection, actor: Actor | None, code: str, now: datetime) -> int:
    """The id of an agent whose personal data the actor may see.

    Raises `forbidden` otherwise, and, for those who do not see everybody, also when there is no such agent: whether
    a code exists is not theirs to find out.
    """
    view = view_of(actor)
    found: int | None = await connection.fetchval(
        f"SELECT a.id FROM agent a WHERE a.code = $5 AND {PERSONAL}",
        view.everybody_personal,
        view.teams,
        view.own,
        now,
        code,
    )
    if found is None:
        if view.everybody_personal:
            raise DomainError(NO_SUCH["agent"], key=code)
        raise DomainError(FORBIDDEN)
    return found
