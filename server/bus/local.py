"""The bus inside one process: enough for a single web process without Redis, and the first step of the one with Redis."""

import asyncio
from collections import OrderedDict, deque

from server.bus.port import RESYNC, Delivery

_QUEUE = 10_000
"""Messages a subscriber may leave waiting before they are replaced by one RESYNC: memory stays bounded."""
_SNAPSHOTS = 500
"""Boards whose newest state is kept; the one that has not changed for longest goes first."""


class Mailbox:
    """See `Subscription`."""

    def __init__(self, all_boxes: set["Mailbox"]) -> None:
        self._waiting: deque[Delivery] = deque()
        self._filled = asyncio.Event()
        self._all_boxes = all_boxes
        all_boxes.add(self)

    def put(self, delivery: Delivery) -> None:
        """Add a message."""
        if len(self._waiting) >= _QUEUE:
            self._waiting = deque([RESYNC])
        self._waiting.append(delivery)
        self._filled.set()

    async def batch(self) -> list[Delivery]:
        """See `Subscription`."""
        while not self._waiting:
            self._filled.clear()
            await self._filled.wait()
        taken = list(self._waiting)
        self._waiting.clear()
        return taken

    async def __anext__(self) -> Delivery:
        """See `Subscription`."""
        while not self._waiting:
            self._filled.clear()
            await self._filled.wait()
        return self._waiting.popleft()

    def close(self) -> None:
        """See `Subscription`."""
        self._all_boxes.discard(self)


class LocalBus:
    """See `Bus`. Reaches nobody outside the process, hence never `healthy`."""

    def __init__(self) -> None:
        self._mailboxes: set[Mailbox] = set()
        self._snapshots: OrderedDict[int, bytes] = OrderedDict()

    @property
    def healthy(self) -> bool:
        """See `Bus`."""
        return False

    async def publish(self, board_id: int, message: bytes) -> None:
        """See `Bus`."""
        self.deliver(Delivery(board_id, message))

    def deliver(self, delivery: Delivery) -> None:
        """Put a message, wherever it came from, into every subscriber's mailbox."""
        for box in self._mailboxes:
            box.put(delivery)

    def subscribe(self) -> Mailbox:
        """See `Bus`."""
        return Mailbox(self._mailboxes)

    async def save_snapshot(self, board_id: int, message: bytes) -> None:
        """See `Bus`."""
        self._snapshots[board_id] = message
        self._snapshots.move_to_end(board_id)
        if len(self._snapshots) > _SNAPSHOTS:
            self._snapshots.popitem(last=False)

    async def load_snapshot(self, board_id: int) -> bytes | None:
        """See `Bus`."""
        return self._snapshots.get(board_id)

    def snapshot(self, board_id: int) -> bytes | None:
        """What was saved here, without waiting."""
        return self._snapshots.get(board_id)

    def forget(self, board_id: int) -> None:
        """Drop a snapshot that somebody else now knows better."""
        self._snapshots.pop(board_id, None)

    async def run(self) -> None:
        """See `Bus`; there is nothing to keep connected."""
        await asyncio.Event().wait()
