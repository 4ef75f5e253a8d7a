"""The one scorer at a time: follows the outbox, keeps every live board exact, and publishes at most one message a board and tick."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from time import monotonic
from typing import Literal

import msgspec
import structlog

from leaderboards.feed import Board, Delta, diff
from server.bus.messages import BoardMessage, encode
from server.bus.port import Bus
from server.clock import Clock
from server.contests.scoring.lease import SCORER, Lease, leased
from server.contests.scoring.memory import Memory
from server.contests.scoring.running import Published, Running
from server.contests.seasons.live import SeasonBoards
from server.contests.showing import history
from server.contests.showing.boards import ranks_of
from server.db import outbox
from server.db.pool import Database
from server.facts.changes import decode_told

_log = structlog.get_logger(__name__)

_TOPICS = ["facts", "people", "contests"]
_LARGE = 500
"""Rows from which on a board is too heavy to be saved whole at every message."""
_TURN = 0.004
"""Seconds of scoring after which others get their turn."""
_SAVE_EVERY = 1.0
"""Seconds between two savings of such a board."""

_people = msgspec.msgpack.Decoder(dict[str, list[int]])
_contest = msgspec.msgpack.Decoder(dict[str, int])
_NOTHING = Delta()


class _Turn:
    """Work that lets the rest of the process have its turn every few milliseconds, but not after every small piece: under
    load each turn given away takes several milliseconds, and twenty boards would never fit into one tick."""

    def __init__(self) -> None:
        self._ends = monotonic() + _TURN

    async def over(self) -> None:
        """Between two pieces: hand over if it is time."""
        if monotonic() > self._ends:
            await asyncio.sleep(0)
            self._ends = monotonic() + _TURN


class Scorer:
    """See the module. `run()` waits for the lease, works while it holds, and fails when it is lost."""

    def __init__(
        self,
        db: Database,
        bus: Bus,
        clock: Clock,
        board: Callable[[int], Awaitable[Board]],
        *,
        tick_ms: int = 100,
    ) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._board = board
        self._tick = tick_ms / 1000
        self._position = outbox.START
        self._noted: datetime | None = None
        self._unsaved: dict[int, tuple[BoardMessage, float]] = {}
        self.state: Literal["waiting", "scoring"] = "waiting"
        self.ticked_at = monotonic()
        """When the last tick ended, on the monotonic clock; health checks look at its age."""
        self.memory = Memory(db)
        self.seasons = SeasonBoards(db)
        self.epoch = ""

    def scores(self, board_id: int) -> bool:
        """Whether this process feeds this board now; a negative number is the truth of a frozen contest."""
        if self.state == "scoring" and board_id in self.seasons:
            return True
        running = self.memory.on.get(abs(board_id)) if self.state == "scoring" else None
        return running is not None and (board_id > 0 or running.frozen)

    async def run(self) -> None:
        """Score until the lease is lost, which is raised, or until cancelled."""
        async with leased(self._db.url, SCORER) as lease:
            try:
                await self.start(lease)
                while True:
                    began = monotonic()
                    await self.tick(lease)
                    # Under a load that a tick cannot carry, as long is left to the rest of the process as was taken.
                    spent = monotonic() - began
                    await asyncio.sleep(max(self._tick - spent, min(spent, self._tick), 0))
            finally:
                self.state = "waiting"

    async def start(self, lease: Lease) -> None:
        """Load everything and show every board whole, under the new term's epoch."""
        self.epoch = lease.epoch
        now = self._clock.now()
        self._noted = now
        self._position = await self.memory.load(now)
        await self.seasons.load()
        self.state = "scoring"
        _log.info("scorer_started", epoch=self.epoch, contests=len(self.memory.on))
        await self._show(await self.memory.settle(now), lease, now)

    async def tick(self, lease: Lease) -> int:
        """Take in what was committed since the last tick and publish what changed; how many messages were read."""
        rows = await outbox.read(lease.connection, self._position, _TOPICS)
        turn = _Turn()
        for row in rows:
            await self._take(row)
            self._position = row.position
            # Sockets get their turn between two large transactions.
            await turn.over()
        now = self._clock.now()
        changed = dict.fromkeys(await self.memory.settle(now))
        changed |= dict.fromkeys(await self._note(now))
        await self._show(list(changed), lease, now)
        await self._save_large()
        self.ticked_at = monotonic()
        return len(rows)

    async def _take(self, row: outbox.OutboxRow) -> None:
        if row.topic == "facts":
            await self.memory.follow(row.xid, decode_told(row.payload))
        elif row.topic == "people":
            moved = _people.decode(row.payload)
            self.memory.people_changed(moved.get("agents", []), moved.get("teams", []))
        else:
            changed = [_contest.decode(row.payload)["contest"]]
            self.memory.contests_changed(changed)
            self.seasons.changed(changed)

    async def _show(self, changed: list[Running], lease: Lease, now: datetime) -> None:
        turn = _Turn()
        for running in changed:
            if not lease.held:
                raise ConnectionError("the scorer's lease is lost")
            contest_id = running.contest.id
            if contest_id not in self.memory.on:
                # What is over is looked up: a final result is shown as it was signed.
                await self._publish(contest_id, running.public, await self._board(contest_id))
            else:
                board = running.public_picture(now)
                if board is not None:
                    await self._publish(contest_id, running.public, board)
                await self._show_truth(running, now)
            if running.public.board is not None:
                self.seasons.heard(running.contest, running.public.board)
            await turn.over()
        for picture in await self.seasons.settle(now):
            if not lease.held:
                raise ConnectionError("the scorer's lease is lost")
            await self._publish(*picture)

    async def _show_truth(self, running: Running, now: datetime) -> None:
        """The restricted feed of a frozen contest, under the negative number; at the reveal it says so and falls silent."""
        if running.frozen or running.truth.board is not None:
            await self._publish(-running.contest.id, running.truth, running.picture(now))
        if not running.frozen:
            running.truth = Published()

    async def _publish(self, board_id: int, feed: Published, board: Board) -> None:
        before, seq = feed.board, feed.seq
        if before is None:
            message = BoardMessage(self.epoch, seq, seq + 1, board=board)
        else:
            delta = diff(before, board)
            if delta == _NOTHING:
                return
            message = BoardMessage(self.epoch, seq, seq + 1, delta=delta)
        feed.board, feed.seq = board, seq + 1
        await self._bus.publish(board_id, encode(message))
        whole = BoardMessage(self.epoch, seq, seq + 1, board=board)
        if len(board.rows) <= _LARGE or before is None:
            await self._bus.save_snapshot(board_id, encode(whole))
        else:
            due = self._unsaved[board_id][1] if board_id in self._unsaved else monotonic() + _SAVE_EVERY
            self._unsaved[board_id] = whole, due

    async def _save_large(self) -> None:
        now = monotonic()
        for board_id in [board_id for board_id, (_, due) in self._unsaved.items() if due <= now]:
            whole, _ = self._unsaved.pop(board_id)
            await self._bus.save_snapshot(board_id, encode(whole))

    async def _note(self, now: datetime) -> list[Running]:
        """Keep the ranks where an hour or a business day began; the contests that count places won from here."""
        before, self._noted = self._noted or now, now
        on = self.memory.on.values()
        # Days begin on full hours nearly everywhere; the others cost a look.
        same_hour = before.replace(minute=0, second=0, microsecond=0) == now.replace(minute=0, second=0, microsecond=0)
        if same_hour and all(running.next_day > now for running in on):
            return []
        marks = {
            running: history.marks_between(running.calendar, before, now)
            for running in on
            if running.contest.counts_places(now)
        }
        async with self._db.transaction() as connection:
            for running, instants in marks.items():
                for at in instants:
                    # At the start everybody is level: nobody has moved from there.
                    if at > running.contest.starts and (standings := running.standings_at(at)) is not None:
                        await history.keep(connection, running.contest.id, at, ranks_of(standings))
        return [running for running in on if running.begin_day(now)]
