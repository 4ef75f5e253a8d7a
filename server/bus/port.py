"""What the scorer and the hubs may expect of whatever carries board messages between processes."""

from typing import NamedTuple, Protocol


class Delivery(NamedTuple):
    """One board message as it arrived."""

    board_id: int
    message: bytes


RESYNC = Delivery(0, b"")
"""Not a message but a warning: some may have been missed (an outage, a full queue), so load every board again."""


class Subscription(Protocol):
    """The messages published since it was made, for one reader."""

    async def batch(self) -> list[Delivery]:
        """All that wait, in order; at least one. Where some were lost a RESYNC stands in their place."""
        ...

    async def __anext__(self) -> Delivery:
        """The next one alone."""
        ...

    def close(self) -> None:
        """Leave; nothing is kept for this reader any more."""
        ...


class Bus(Protocol):
    """Carries messages of boards, at most once and in order of publishing; whoever misses one sees it by its numbers.

    Delivery inside the process always works. Other processes are reached while `healthy`.
    """

    @property
    def healthy(self) -> bool:
        """Whether messages and snapshots pass between processes now."""
        ...

    async def publish(self, board_id: int, message: bytes) -> None:
        """Hand a message to every subscriber here at once, and to the other processes soon; never waits for them."""
        ...

    def subscribe(self) -> Subscription:
        """All messages from now on."""
        ...

    async def save_snapshot(self, board_id: int, message: bytes) -> None:
        """Keep the newest whole board for those who come later; as cheap to call as `publish`."""
        ...

    async def load_snapshot(self, board_id: int) -> bytes | None:
        """The newest whole board somebody saved, or None. It may lag behind the messages by a moment."""
        ...

    async def run(self) -> None:
        """Keep the bus connected until cancelled; a supervised task."""
        ...
