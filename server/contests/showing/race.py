"""How the places changed in the course of a contest, as a wall may tell it: of who is named there, and no lower than it names."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from msgspec import Struct

from leaderboards.audience import placed, wall_view
from leaderboards.feed import Board
from server.auth.actor import Actor
from server.clock import Clock
from server.contests.showing import history
from server.contests.showing.pages import Whole
from server.contests.showing.reading import ReadingService
from server.db.pool import Database
from server.wire import Bilingual

_MOST_MARKS = 60
"""More are not told apart on a screen."""


class LineOut(Struct):
    """The places of one participant at every mark; null where it had none that a wall names."""

    id: str
    code: str
    name: Bilingual
    ranks: list[int | None]


class RaceOut(Struct):
    """Lines from the first mark to now, best first; none where there is nothing to tell yet."""

    at: list[datetime]
    lines: list[LineOut]


class RaceService:
    """See the module."""

    def __init__(
        self, db: Database, clock: Clock, reading: ReadingService, whole: Callable[[int], Awaitable[Whole]]
    ) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading
        self._whole = whole

    async def race(self, actor: Actor, contest_id: int) -> RaceOut:
        """Of the wall of this contest, with the own team of the display that asks. Seasons tell theirs in tables; divisions
        have places of their own, which do not go into one picture."""
        contest = await self._reading.find(actor, contest_id)
        board = (await self._whole(contest_id)).board
        if contest.in_rounds or board.ceremony is not None or any(row.division for row in board.rows):
            return RaceOut([], [])
        now = self._clock.now()
        async with self._db.connection() as connection:
            noted = await history.all_of(connection, contest_id, before=contest.known_until(now))
        team = None if actor.display is None else actor.display.team_id
        own = None if team is None else f"t{team}"
        return race_of(board, [one for one in noted if one[0] >= contest.starts], now, own)


def race_of(
    board: Board, noted: Sequence[tuple[datetime, dict[str, int | None]]], now: datetime, own: str | None
) -> RaceOut:
    """What is named now gives the depth: who is third today is not shown to have been last on Monday."""
    shown = wall_view(board, own, board.contest.top_n).rows
    top = placed(board.rows, board.contest.top_n)
    deepest = max((row.rank or 0 for row in shown if row.id in top), default=0)
    thinned = _thinned(noted)
    if len(thinned) < 2 or not shown:
        return RaceOut([], [])
    running = board.contest.phase == "running"
    marks = [*thinned, (now, {row.id: row.rank for row in shown})] if running else thinned

    def told(row_id: str, rank: int | None) -> int | None:
        return rank if rank is not None and (rank <= deepest or row_id == own) else None

    lines = [
        LineOut(
            row.id,
            row.code,
            Bilingual(row.name.zh, row.name.en),
            [told(row.id, ranks.get(row.id)) for _, ranks in marks],
        )
        for row in shown
    ]
    return RaceOut([at for at, _ in marks], lines)


def _thinned(
    noted: Sequence[tuple[datetime, dict[str, int | None]]],
) -> list[tuple[datetime, dict[str, int | None]]]:
    step = -(-len(noted) // _MOST_MARKS) or 1
    # Counted from the newest: what was a moment ago is told, whatever is left out before.
    return list(noted[::-1][::step][::-1])
