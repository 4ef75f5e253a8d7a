"""What rooms above this one do when people change, without this room knowing them."""

from collections.abc import Sequence
from typing import Any, Protocol

from server.db.pool import Connection


class FactsPort(Protocol):
    """Keeps facts with the team their agent was in."""

    async def reattribute(self, connection: Connection, agent_ids: Sequence[int]) -> None:
        """After the memberships of these agents changed in the caller's transaction: move their facts and rollups along."""
        ...


class PersonalPart(Protocol):
    """What another room holds about an agent, for the person's own export."""

    async def personal(self, connection: Connection, agent_id: int) -> dict[str, Any]:
        """Named parts, each something JSON can hold."""
        ...


class NoFacts:
    """The port of a service that keeps no facts (the command line importing people before the first fact, tests)."""

    async def reattribute(self, connection: Connection, agent_ids: Sequence[int]) -> None:
        """Nothing to move."""
