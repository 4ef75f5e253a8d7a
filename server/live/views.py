"""One board as one audience sees it: derived once a tick for everybody in it, with the steps to catch up from."""

from collections import OrderedDict
from time import monotonic
from typing import NamedTuple

from leaderboards import audience
from leaderboards.feed import Board, Delta, diff
from server.live import gauges
from server.live.messages import BeatOut, SnapshotOut, delta_out, frame
from server.live.protocol import Frame
from server.live.viewer import Viewer

_STATES = 64
"""Past states of a view kept to catch up from: six seconds of a board that changes on every tick of 100 ms."""
_ROWS = 100_000
"""Rows that all past states of one view may hold together; a board of 10,000 keeps fewer states."""
_NOTHING = Delta()


class Audience(NamedTuple):
    """Who looks: `wall` (with a team's own row where `own` names its participant), `full` or `top`."""

    kind: str
    own: str | None = None
    reasons: frozenset[str] | None = None
    """In a full view: whose reasons for not being ranked may be read; None: everybody's."""


class Step(NamedTuple):
    """What leads from one version of a view to the next: a delta, or a snapshot where a new epoch began."""

    version: int
    epoch: str
    seq: int
    frame: Frame


class View:
    """See the module. `version` counts the messages sent here; `epoch` and `seq` are the scorer's."""

    def __init__(self, who: Audience, epoch: str, seq: int, full: Board) -> None:
        self.audience = who
        self.epoch = epoch
        self.seq = seq
        self.board = seen_by(who, full)
        self.version = 0
        self.viewers: set[Viewer] = set()
        self.quiet_since = monotonic()
        """When something was last sent."""
        self.empty_since = 0.0
        """When the last viewer left."""
        self._states: OrderedDict[int, Board] = OrderedDict({seq: self.board})
        self._frames: dict[int, Frame] = {}

    def move(self, epoch: str, seq: int, full: Board) -> Step | None:
        """Take in a newer board; returns the step for those who have the one before, None when they would see no change."""
        board = seen_by(self.audience, full)
        if epoch == self.epoch:
            delta = diff(self.board, board)
            if delta == _NOTHING:
                return None
            sent = frame(delta_out(epoch, self.seq, seq, delta))
        else:
            self._states.clear()
            sent = frame(SnapshotOut(epoch, seq, board))
        gauges.FRAMES.inc()
        self.epoch, self.seq, self.board = epoch, seq, board
        self.version += 1
        self._frames.clear()
        self._states[seq] = board
        while len(self._states) > max(2, min(_STATES, _ROWS // (len(board.rows) + 1))):
            self._states.popitem(last=False)
        return Step(self.version, epoch, seq, sent)

    def towards_now(self, epoch: str, seq: int) -> Frame | None:
        """One message from a client's position to the newest state: None where it has it, a delta, or a snapshot.

        Many clients that fell behind at the same point share one encoding.
        """
        if epoch == self.epoch and seq == self.seq:
            return None
        old = self._states.get(seq) if epoch == self.epoch else None
        key = -1 if old is None else seq
        found = self._frames.get(key)
        if found is None:
            gauges.FOLDED.inc()
            found = self._frames[key] = frame(
                SnapshotOut(self.epoch, self.seq, self.board)
                if old is None
                else delta_out(self.epoch, seq, self.seq, diff(old, self.board))
            )
        return found

    def beat(self, at: str) -> Frame:
        """A message that says that nothing changed."""
        return frame(BeatOut(self.epoch, self.seq, at))


def seen_by(who: Audience, full: Board) -> Board:
    """What the audience may see of the whole board."""
    if who.kind == "full":
        return audience.full_view(full, who.reasons)
    if who.kind == "top":
        return audience.top_view(full, full.contest.top_n)
    return audience.wall_view(full, who.own, full.contest.top_n)
