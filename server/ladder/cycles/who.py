"""Who somebody is in a review: one key for a person, whatever account is used, and the roles the rule book knows."""

from msgspec import Struct

from career.review import Actor as Reviewer
from career.review import Role as ReviewRole
from server.auth.actor import Actor
from server.auth.roles import Permission, Role
from server.db.pool import Connection
from server.errors import FORBIDDEN, DomainError
from server.ladder.records.service import who_of
from server.people.book import code_of

SYSTEM = Reviewer("system", frozenset({"system"}))

_ROLES: dict[Role, frozenset[ReviewRole]] = {
    Role.HR: frozenset({"hr"}),
    Role.OPS: frozenset({"ops"}),
    Role.LEAD: frozenset({"lead", "agent"}),
    Role.AGENT: frozenset({"agent"}),
}


class Viewer(Struct, frozen=True, kw_only=True):
    """An account with the key it bears in reviews. `desk` sees all candidates, `drafts` those of drafts too; a lead sees the
    members of `teams`, and everybody sees the own candidacy as a candidate does."""

    actor: Actor
    who: str
    roles: frozenset[ReviewRole]

    @property
    def runs(self) -> bool:
        """HR, who drafts and moves cycles."""
        return self.actor.may(Permission.CYCLES_RUN)

    @property
    def desk(self) -> bool:
        """Who decides, and so sees every candidate."""
        return self.runs or self.actor.may(Permission.CYCLES_DECIDE)

    @property
    def teams(self) -> list[int]:
        """The teams whose candidates a lead sees."""
        return sorted(self.actor.own_teams) if self.actor.may(Permission.CYCLES_RECOMMEND) else []

    @property
    def reviewer(self) -> Reviewer:
        """As the rule book knows this person."""
        return Reviewer(self.who, self.roles)


async def viewer_of(connection: Connection, actor: Actor) -> Viewer:
    """The person behind an account or token."""
    code = None if actor.agent_id is None else await code_of(connection, actor.agent_id)
    return Viewer(actor=actor, who=who_of(actor, code), roles=_ROLES.get(actor.role, frozenset()))


async def person_of(connection: Connection, actor: Actor) -> Viewer:
    """As `viewer_of`, for deeds: careers are decided by people, never by a token. Raises `forbidden`."""
    if actor.kind != "account":
        raise DomainError(FORBIDDEN)
    return await viewer_of(connection, actor)
