"""What this room must know about people, without leaning on the room that keeps them."""

from datetime import datetime
from typing import Protocol

from msgspec import Struct

from server.db.pool import Connection
from server.wire import Named


class Person(Struct, frozen=True):
    """The agent behind an account, with the team it is in and the teams it leads at the instant asked for."""

    agent_id: int
    agent: Named
    teams: tuple[Named, ...]
    led_team_ids: frozenset[int]


class AgentBook(Protocol):
    """Looks agents up for sign-in; the people room provides it."""

    async def person(self, connection: Connection, agent_id: int, at: datetime) -> Person:
        """The agent of this id, which exists."""
        ...

    async def id_of(self, connection: Connection, code: str) -> int | None:
        """The id behind an agent's code."""
        ...

    async def codes_of(self, connection: Connection, agent_ids: list[int]) -> dict[int, str]:
        """The codes behind agents' ids."""
        ...
