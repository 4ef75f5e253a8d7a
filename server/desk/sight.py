"""Who sees what of somebody: told from the same table that guards every route, so that it cannot promise anything else."""

from typing import Literal

from msgspec import Struct

from server.auth.actor import Actor
from server.auth.roles import PERMISSIONS, Permission, Role
from server.clock import Clock
from server.db.pool import Database
from server.people.book import code_of
from server.people.service import PeopleService
from server.wire import Bilingual, Named

Scope = Literal["all", "team"]
What = Literal["name", "personal", "leave_kind", "career", "evaluations", "trainee_results", "dossiers"]

# What each kind of data asks of who looks at it. An agent's permission reaches the own person only, and a lead's the own teams.
_ASKS: tuple[tuple[What, Permission], ...] = (
    ("name", Permission.PEOPLE_READ),
    ("personal", Permission.PEOPLE_PERSONAL),
    ("leave_kind", Permission.LEAVE_KIND),
    ("career", Permission.CAREER_READ),
    ("evaluations", Permission.QUALITY_READ),
    ("trainee_results", Permission.TRAINING_MANAGE),
    ("dossiers", Permission.DOSSIERS_READ),
)
_WHOLE_CENTRE = frozenset({Permission.PEOPLE_READ})
"""A lead knows everybody by name."""


class Viewer(Struct, frozen=True):
    """A role, and whether it sees this of everybody or of the teams it leads."""

    role: Role
    scope: Scope


class Seen(Struct, frozen=True):
    """One kind of data and who sees it besides the person."""

    what: What
    by: list[Viewer]


class Sight(Struct):
    """All of it, with the team and its leads by name."""

    items: list[Seen]
    team: Named | None
    leads: list[Bilingual]


class SightService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock, people: PeopleService) -> None:
        self._db = db
        self._clock = clock
        self._people = people

    async def mine(self, actor: Actor) -> Sight:
        """Of the one who asks."""
        items = [Seen(what, viewers(permission)) for what, permission in _ASKS]
        if actor.agent_id is None:
            return Sight(items, None, [])
        async with self._db.connection() as connection:
            code = await code_of(connection, actor.agent_id)
        team = (await self._people.agents.one(None, code)).team
        if team is None:
            return Sight(items, None, [])
        members, _ = await self._people.agents.page(None, 0, 200, team=team.code)
        leads = [one.name for one in members if one.post in {"lead", "deputy"} and one.code != code]
        return Sight(items, team, leads)


def viewers(permission: Permission) -> list[Viewer]:
    """The roles that hold a permission over others, in the order of the roles."""
    return [
        Viewer(role, "team" if role is Role.LEAD and permission not in _WHOLE_CENTRE else "all")
        for role in Role
        if role is not Role.AGENT and permission in PERMISSIONS[role]
    ]
