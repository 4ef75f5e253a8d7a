"""How assigned samples learn that they were judged, without evaluations knowing who assigns them."""

from typing import Protocol

from msgspec import Struct

from server.auth.actor import Actor
from server.db.pool import Connection


class Made(Struct, frozen=True):
    """An evaluation that was just made."""

    id: int
    agent_id: int
    form: str
    call: str


class Assignments(Protocol):
    """Samples somebody was given to judge."""

    async def fulfil(self, connection: Connection, actor: Actor, sample_id: int, made: Made) -> None:
        """Note that a sample was judged, in the transaction that judged it.

        Raises where the sample is not the actor's, is of another agent, or was judged before.
        """
        ...

    async def reopen(self, connection: Connection, evaluation_id: int) -> None:
        """A judgement was withdrawn: its sample, if it was one, is to be judged again."""
        ...
