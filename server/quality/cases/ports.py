"""How a case becomes practice, without this room knowing who keeps practice."""

from datetime import datetime
from typing import Literal, Protocol

from server.auth.actor import Actor
from server.db.pool import Connection

Practising = Literal["homework", "hands_on", "exercise", "role_play", "sharing"]


class PracticeDoor(Protocol):
    """Gives practice to people."""

    async def __call__(
        self,
        connection: Connection,
        agent_id: int,
        kind: Practising,
        title: str,
        why_ref: str,
        by: Actor,
        now: datetime,
    ) -> int | None:
        """Give somebody practice because of `why_ref` in the caller's transaction; None where it was given before."""
        ...
