"""The hub of a web process: follows the boards that somebody watches and hands each step to all of its viewers.

One message of the scorer costs one derivation, one comparison and one encoding per view, however many sockets look at it.
"""

import asyncio
import secrets
from collections.abc import Callable, Container
from time import monotonic
from typing import NamedTuple

import msgspec
import structlog

from leaderboards.feed import Board, Delta, diff
from server.bus.messages import decode
from server.bus.port import RESYNC, Bus
from server.clock import Clock
from server.errors import DomainError
from server.live import gauges
from server.live.board import LiveBoard
from server.live.delivery import deliver, turns
from server.live.messages import Goodbye
from server.live.patience import Patience
from server.live.ports import BoardSource
from server.live.protocol import Frame, Link
from server.live.viewer import Viewer
from server.live.views import Audience, View

log = structlog.get_logger(__name__)


class Standing(NamedTuple):
    """A whole board and its position."""

    epoch: str
    seq: int
    board: Board


class Hub:
    """See the module. `run()` must be running. `scores` tells whether this process' own scorer feeds the board."""

    def __init__(
        self,
        bus: Bus,
        source: BoardSource,
        clock: Clock,
        *,
        scores: Callable[[int], bool] | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._bus = bus
        self._source = source
        self._clock = clock
        self._scores = scores or (lambda _: False)
        self._patience = patience or Patience()
        self._boards: dict[int, LiveBoard] = {}
        self._subscription = bus.subscribe()
        # Positions of boards computed here must never be taken for positions of another process.
        self._own_epoch = f"q{secrets.token_hex(4)}"
        self.viewers: set[Viewer] = set()

    async def run(self) -> None:
        """Follow the bus, beat, close laggards and tidy up, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow(), name="hub-follow")
            group.create_task(self._sweep(), name="hub-sweep")

    async def join(self, contest_id: int, who: Audience, link: Link, after: tuple[str, int] = ("", -1)) -> Viewer:
        """Show a board to a client that has it up to `after` (epoch, seq). Raises the source's DomainError.

        The client gets what it missed, or a snapshot; where it missed nothing, a beat.
        """
        board = await self._ready(contest_id)
        view = board.view(who)
        viewer = Viewer(view, link)
        viewer.epoch, viewer.seq = after
        link.attach(viewer)
        view.viewers.add(viewer)
        self.viewers.add(viewer)
        gauges.VIEWERS.set(len(self.viewers))
        if view.towards_now(*after) is None:
            link.offer(view.beat(self._at()))
        viewer.catch_up()
        return viewer

    def leave(self, viewer: Viewer) -> None:
        """The client is gone."""
        viewer.closing = True
        viewer.view.viewers.discard(viewer)
        viewer.view.empty_since = monotonic()
        self.viewers.discard(viewer)
        gauges.VIEWERS.set(len(self.viewers))

    async def standing(self, contest_id: int) -> Standing:
        """The newest whole board, for those who read it once. Raises the source's DomainError."""
        board = await self._ready(contest_id)
        return Standing(board.epoch, board.seq, board.full)

    def on_walls(self) -> list[int]:
        """The contests that some wall shows here now."""
        return [number for number, board in self._boards.items() if any(view.viewers for view in _walls(board))]

    def say_on_walls(self, contest_ids: Container[int], said: Frame) -> int:
        """Say something in passing on the walls of these contests; how many took it. Whoever is behind or busy misses it."""
        taken = 0
        for board in self._boards.values():
            for view in _walls(board) if board.contest_id in contest_ids else ():
                taken += sum(viewer.version == view.version and viewer.link.offer(said) for viewer in view.viewers)
        return taken

    def dismiss_all(self, code: Goodbye) -> None:
        """Say goodbye to everybody, e.g. before the process ends."""
        for viewer in tuple(self.viewers):
            viewer.dismiss(code)

    async def _ready(self, contest_id: int) -> LiveBoard:
        """The board with a state, kept from now on for a while."""
        board = self._boards.get(contest_id)
        if board is None:
            board = self._boards[contest_id] = LiveBoard(contest_id)
            gauges.BOARDS.set(len(self._boards))
        board.used_at = monotonic()
        if not board.ready.is_set():
            # Shielded, because others wait for the same loading when this client goes away.
            await asyncio.shield(self._loading(board, "first"))
        return board

    async def _follow(self) -> None:
        """Take what the bus brings; a burst is taken in whole before anybody hears of it."""
        while True:
            moved: dict[int, LiveBoard] = {}
            for delivery in await self._subscription.batch():
                if delivery == RESYNC:
                    for board in self._boards.values():
                        self._loading(board, "resync")
                    continue
                found = self._boards.get(delivery.board_id)
                if found is None:
                    continue
                try:
                    taken = found.take(decode(delivery.message))
                except (msgspec.MsgspecError, ValueError, KeyError):
                    log.warning("board_message_unreadable", contest=delivery.board_id)
                    taken = "gap"
                if taken == "moved":
                    moved[delivery.board_id] = found
                elif taken == "gap":
                    self._loading(found, "gap")
            for board in moved.values():
                await self._show(board)

    async def _show(self, board: LiveBoard) -> None:
        """Hand the newest state to every viewer of the board."""
        now = monotonic()
        for view in tuple(board.views.values()):
            step = view.move(board.epoch, board.seq, board.full)
            if step is not None:
                view.quiet_since = now
                await deliver(view, step, now)

    def _loading(self, board: LiveBoard, why: str) -> "asyncio.Task[None]":
        """The one task that loads this board now."""
        if board.loading is None:
            gauges.RELOADS.labels(why).inc()
            board.loading = asyncio.create_task(self._load(board, why), name=f"load-board-{board.contest_id}")
            board.loading.add_done_callback(lambda task: self._loaded(board, task))
        return board.loading

    def _loaded(self, board: LiveBoard, task: "asyncio.Task[None]") -> None:
        board.loading = None
        if task.cancelled():
            return
        problem = task.exception()
        if problem is None:
            return
        if isinstance(problem, DomainError):
            # There is no such board (any more).
            self._boards.pop(board.contest_id, None)
            for view in board.views.values():
                for viewer in tuple(view.viewers):
                    viewer.dismiss("contest_over")
        else:
            log.warning("board_not_loaded", contest=board.contest_id, error=repr(problem))
            if not board.ready.is_set():
                self._boards.pop(board.contest_id, None)

    async def _load(self, board: LiveBoard, why: str) -> None:
        """Bring a board up to date from the bus, or else from the source."""
        before = (board.epoch, board.seq)
        pause, until = 0.05, monotonic() + self._patience.snapshot
        while True:
            data = await self._bus.load_snapshot(board.contest_id)
            if data is not None:
                board.take(decode(data))
                if why == "first":
                    board.confirm_at = monotonic() + self._patience.confirm
            if board.ready.is_set() and not board.from_source and board.settle():
                break
            if monotonic() > until or (data is None and why == "first"):
                # What still waits belongs to a scorer that nobody else has heard of: most likely one that has ended.
                if data is None or board.from_source or board.misses_own():
                    await self._compute(board)
                board.give_up_waiting()
                break
            await asyncio.sleep(pause)
            pause *= 1.5
        if (board.epoch, board.seq) != before:
            await self._show(board)

    async def _compute(self, board: LiveBoard) -> None:
        """Compute the board here; it continues this process' own sequence, in which nothing changed costs nothing."""
        fresh = await self._source.board(board.contest_id)
        own = board.epoch == self._own_epoch
        if own and diff(board.full, fresh) == Delta():
            board.checked_at = monotonic()
            return
        board.set(self._own_epoch, board.seq + 1 if own else 0, fresh, from_source=True)

    async def _sweep(self) -> None:
        """Once a second, and more often where a test's patience is shorter."""
        pause = min(1.0, *self._patience)
        while True:
            await asyncio.sleep(pause)
            now = monotonic()
            for board in tuple(self._boards.values()):
                self._refresh(board, now)
                for view in tuple(board.views.values()):
                    await self._beat(view, now)
                    if not view.viewers and now - view.empty_since > self._patience.linger:
                        del board.views[view.audience]
                if board.views:
                    board.used_at = now
                elif now - board.used_at > self._patience.linger:
                    self._boards.pop(board.contest_id, None)
            self._close_laggards(now)
            gauges.BOARDS.set(len(self._boards))

    def _refresh(self, board: LiveBoard, now: float) -> None:
        """Compute boards that cannot be heard of: the bus is away and the scorer is elsewhere, or nobody scores them."""
        if self._scores(board.contest_id) and not board.from_source:
            return
        if self._bus.healthy and not board.from_source:
            if 0 < board.confirm_at <= now:
                board.confirm_at = 0.0
                self._loading(board, "confirm")
            return
        pause = self._patience.calm if self._bus.healthy else self._patience.refresh
        if now - board.checked_at >= pause and board.loading is None:
            board.loading = asyncio.create_task(self._refreshed(board), name=f"refresh-board-{board.contest_id}")
            board.loading.add_done_callback(lambda task: self._loaded(board, task))

    async def _refreshed(self, board: LiveBoard) -> None:
        before = (board.epoch, board.seq)
        data = await self._bus.load_snapshot(board.contest_id) if self._bus.healthy else None
        if data is None or board.take(decode(data)) != "moved" or not board.settle():
            await self._compute(board)
        if (board.epoch, board.seq) != before:
            await self._show(board)

    async def _beat(self, view: View, now: float) -> None:
        if view.viewers and now - view.quiet_since >= self._patience.beat:
            view.quiet_since = now
            beat = view.beat(self._at())
            for viewers in turns(view.viewers):
                for viewer in viewers:
                    if viewer.version == view.version:
                        viewer.link.offer(beat)
                await asyncio.sleep(0)

    def _close_laggards(self, now: float) -> None:
        longest, behind = 0.0, 0
        for viewer in tuple(self.viewers):
            behind += viewer.version != viewer.view.version
            if viewer.since:
                longest = max(longest, now - viewer.since)
                if now - viewer.since > self._patience.lag:
                    viewer.dismiss("lagging")
        gauges.BEHIND.set(behind)
        gauges.LAG.set(longest)

    def _at(self) -> str:
        return self._clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _walls(board: LiveBoard) -> list[View]:
    return [view for view in board.views.values() if view.audience.kind == "wall"]
