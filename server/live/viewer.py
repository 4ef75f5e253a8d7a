"""One client of a view: what it was sent last, what it has acknowledged, and when patience with it ends."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import msgspec

from server.live import gauges
from server.live.messages import BYES, CLOSE_CODES, Goodbye, decode_ack

if TYPE_CHECKING:
    from server.live.protocol import Link
    from server.live.views import Step, View

WINDOW = 64 * 1024
"""Bytes a client may leave unacknowledged; then it gets nothing more until it acknowledges. Bounds what any buffer on
the way to it can hold. One message may be larger: it is sent when everything before it is acknowledged."""


class Viewer:
    """See the module. Behind means: `version` is less than the view's; then the next message folds all that was missed."""

    __slots__ = ("_after", "_before", "_mark", "closing", "epoch", "link", "seq", "since", "version", "view")

    def __init__(self, view: View, link: Link) -> None:
        self.view = view
        self.link = link
        self.version = -1
        self.epoch = ""
        self.seq = -1
        self.since = 0.0
        """When the oldest message was sent that is not acknowledged, or the last progress made since; 0: all is well."""
        self.closing = False
        # Unacknowledged bytes sent up to the position `_mark`, and those sent after it.
        self._mark = -1
        self._before = 0
        self._after = 0

    @property
    def unacknowledged(self) -> int:
        """Bytes sent that the client has not said to have applied; at most this much too many."""
        return self._before + self._after

    def give(self, step: Step, now: float) -> None:
        """Send the step if the client has all before it and room; else it stays behind until `catch_up`."""
        if self.version != step.version - 1:
            # It joined or caught up meanwhile, or it missed one and there may be room by now.
            self.catch_up()
        elif self._before + self._after < WINDOW and self.link.offer(step.frame):
            self.version = step.version
            self.epoch = step.epoch
            self.seq = step.seq
            self._after += step.frame.size
            if not self.since:
                self.since = now

    def catch_up(self) -> None:
        """Send whatever leads from what the client has to the newest board, folded into one message."""
        view = self.view
        if self.version == view.version or self.closing or self._before + self._after >= WINDOW:
            return
        frame = view.towards_now(self.epoch, self.seq)
        if frame is None or self.link.offer(frame):
            self.version = view.version
            self.epoch = view.epoch
            self.seq = view.seq
            if frame is not None:
                self._after += frame.size
                self.since = self.since or monotonic()

    def ready(self) -> None:
        """See `Listener`."""
        self.catch_up()

    def heard(self, text: bytes) -> None:
        """See `Listener`: an acknowledgement; anything else ends the connection."""
        try:
            seq = decode_ack(text).ack
        except msgspec.MsgspecError:
            self.dismiss("bad_message")
            return
        if seq >= self.seq:
            self._before = self._after = 0
            self.since = 0.0
        elif seq >= self._mark:
            self._before, self._after, self._mark = self._after, 0, self.seq
            self.since = monotonic()
        self.catch_up()

    def dismiss(self, code: Goodbye) -> None:
        """Say goodbye and close."""
        if not self.closing:
            self.closing = True
            gauges.CLOSED.labels(code).inc()
            self.link.finish(BYES[code], CLOSE_CODES[code])
