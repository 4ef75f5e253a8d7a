"""One board as this process knows it: the newest state put together from the scorer's messages, gaps noticed."""

import asyncio
from collections import deque
from time import monotonic
from typing import Literal

from leaderboards.feed import Board, apply
from server.bus.messages import BoardMessage
from server.live.views import Audience, View

Taken = Literal["moved", "known", "gap"]

_AHEAD = 500
"""Deltas kept while the state they build on is being loaded."""


class LiveBoard:
    """See the module. Until `ready` is set there is no state yet and `state` must not be asked for."""

    def __init__(self, contest_id: int) -> None:
        self.contest_id = contest_id
        self.epoch = ""
        self.seq = -1
        self.views: dict[Audience, View] = {}
        self.ready = asyncio.Event()
        self.used_at = monotonic()
        self.loading: asyncio.Task[None] | None = None
        self.from_source = False
        """Whether the state was computed here because the scorer could not be heard."""
        self.checked_at = 0.0
        """When the state was last taken from the bus or computed."""
        self.confirm_at = 0.0
        """When a state that was saved a moment ago is to be compared with the newest one saved; 0 once it was."""
        self._full: Board | None = None
        self._ahead: deque[BoardMessage] = deque(maxlen=_AHEAD)

    @property
    def full(self) -> Board:
        """The newest whole board."""
        if self._full is None:
            raise RuntimeError("the board has not been loaded")
        return self._full

    def take(self, message: BoardMessage) -> Taken:
        """Follow the scorer by one message. After a gap, messages wait until `settle` finds the state they build on."""
        if message.board is not None:
            if message.epoch == self.epoch and message.seq <= self.seq:
                return "known"
            self.set(message.epoch, message.seq, message.board, from_source=False)
            return "moved"
        if message.delta is None:
            return "known"
        if message.epoch == self.epoch and self._full is not None and self.loading is None:
            if message.seq <= self.seq:
                return "known"
            if message.from_seq == self.seq:
                self.seq, self._full = message.seq, apply(self._full, message.delta)
                self.checked_at = monotonic()
                return "moved"
        self._ahead.append(message)
        return "gap"

    def set(self, epoch: str, seq: int, board: Board, *, from_source: bool) -> None:
        """Take a whole board as the newest state."""
        self.epoch, self.seq, self._full = epoch, seq, board
        self.from_source = from_source
        self.checked_at = monotonic()
        self.ready.set()

    def settle(self) -> bool:
        """Apply what waited for the state just set; whether nothing is missing any more."""
        for _ in range(len(self._ahead)):
            message = self._ahead.popleft()
            if message.epoch == self.epoch and message.seq <= self.seq:
                continue
            if message.epoch == self.epoch and message.from_seq == self.seq and message.delta is not None:
                self.seq, self._full = message.seq, apply(self.full, message.delta)
            else:
                self._ahead.append(message)
        return not self._ahead

    def misses_own(self) -> bool:
        """Whether a message of the state's own epoch waits for one that never came."""
        return any(message.epoch == self.epoch for message in self._ahead)

    def give_up_waiting(self) -> None:
        """Forget messages whose beginning never came."""
        self._ahead.clear()

    def view(self, who: Audience) -> View:
        """The view of an audience, made when it is first asked for."""
        found = self.views.get(who)
        if found is None:
            found = self.views[who] = View(who, self.epoch, self.seq, self.full)
        return found
