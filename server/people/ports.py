"""What rooms above this one do when people change, without this room knowing them."""

from collections.abc import Collection
from typing import Any, Literal, Protocol, runtime_checkable

from server.auth.actor import Actor
from server.db.pool import Connection


class FactsPort(Protocol):
    """Keeps facts with the team their agent was in."""

    async def reattribute(
        self, connection: Connection, agent_ids: Collection[int], team_ids: Collection[int] = ()
    ) -> int:
        """Move the facts of these agents, and the own facts of these teams, to where they belong; returns how many moved.

        Called in the transaction that changed their memberships, sites or business days, after the change.
        """
        ...


class PersonalPart(Protocol):
    """What another room holds about an agent, for the person's own export and erasure."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """Named parts, each something JSON can hold."""
        ...

    async def forget(self, connection: Connection, agent_id: int) -> None:
        """Blank out what only says who the person was or what it wrote, in the transaction that erases it."""
        ...


@runtime_checkable
class GuardedPart(PersonalPart, Protocol):
    """A part that not everybody reads who may see the other personal data."""

    async def may_read(self, connection: Connection, actor: Actor, agent_id: int) -> bool:
        """Whether an export made by `actor` holds this part; the agent's own always does."""
        ...


@runtime_checkable
class ResultsPart(PersonalPart, Protocol):
    """A part that tells, among other things, what somebody's learning came to as a trainee."""

    async def without_results(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """The part for those who may not read that (`server.people.results`)."""
        ...


@runtime_checkable
class PrivatePart(PersonalPart, Protocol):
    """A part that is only ever in the export somebody makes of oneself: not even whoever runs the service exports it."""

    own_only: Literal[True]
