"""Keeps the boards of all seasons beside the scorer: each follows from what the scorer has just shown of its rounds."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from leaderboards.feed import Board
from leaderboards.season import Fixture, Season
from server.contests import directory
from server.contests import store as contests
from server.contests.contest import Contest
from server.contests.reveal.hushing import with_hushes
from server.contests.scoring.evidence import one_snapshot
from server.contests.scoring.running import Published
from server.contests.seasons import store
from server.contests.seasons.boards import Scene, season_board
from server.contests.seasons.knowing import Marks, board_marks, played, public_marks, season_of
from server.contests.showing.boards import Names, read_names
from server.db.pool import Connection, Database
from server.wire import Named


class _Kept:
    """One season in memory."""

    def __init__(self, contest: Contest, site: Named, names: Names) -> None:
        self.contest = contest
        self.site = site
        self.names = names
        self.fixtures: tuple[Fixture, ...] = ()
        self.rounds: list[Contest] = []
        self.marks: dict[int, Marks] = {}
        """By contest of the round; only public ones."""
        self.turn: datetime | None = None
        """When the clock alone changes something next."""
        self.dirty = True


class _Heard(NamedTuple):
    """What was published last of a round, and the round with whatever holds its public board."""

    contest: Contest
    board: Board


class Picture(NamedTuple):
    """A season's board to be published on its feed."""

    contest_id: int
    feed: Published
    board: Board


class SeasonBoards:
    """See the module. `heard` takes what was published of a round; `settle` gives what is to be published of seasons."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._on: dict[int, _Kept] = {}
        self._season_of: dict[int, int] = {}
        self._heard: dict[int, _Heard] = {}
        self._feeds: dict[int, Published] = {}
        self._unread: set[int] = set()

    def __contains__(self, contest_id: int) -> bool:
        return contest_id in self._on

    async def load(self) -> None:
        """Read all seasons that are on afresh."""
        self._on.clear()
        self._heard.clear()
        self._feeds.clear()
        async with self._db.connection() as connection:
            alive = [contest.id for contest in await contests.alive(connection) if contest.in_rounds]
        self._unread = set(alive)

    def changed(self, contest_ids: Iterable[int]) -> None:
        """These contests, seasons or rounds among them, are new or other than they were."""
        self._unread.update(contest_ids)

    def heard(self, contest: Contest, board: Board) -> None:
        """This is what the public sees of a round now."""
        if contest.parent_id is None:
            return
        self._heard[contest.id] = _Heard(contest, board)
        kept = self._on.get(contest.parent_id)
        if kept is not None:
            kept.rounds = [contest if one.id == contest.id else one for one in kept.rounds]
            kept.marks[contest.id] = board_marks(board)
            kept.dirty = True

    async def settle(self, now: datetime) -> list[Picture]:
        """The boards of all seasons that may look different by now."""
        over = await self._reread(now) if self._unread else []
        pictures = []
        for kept in [*self._on.values(), *over]:
            if kept.dirty or (kept.turn is not None and kept.turn <= now):
                # A season that is over may be corrected once more, and goes on under the same sequence.
                feed = self._feeds.setdefault(kept.contest.id, Published())
                pictures.append(Picture(kept.contest.id, feed, _picture(kept, self._heard, now)))
        return pictures

    async def _reread(self, now: datetime) -> list[_Kept]:
        """Take in seasons that changed; those that are over by now are in the answer, to be shown once more."""
        wanted, self._unread = self._unread, set()
        over = []
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            ids = await store.seasons_of(connection, wanted) | (wanted & self._on.keys())
            found = {contest.id: contest for contest in await contests.many(connection, ids)}
            for contest_id in ids:
                self._on.pop(contest_id, None)
                contest = found.get(contest_id)
                if contest is None or contest.launched_at is None:
                    continue
                kept = await self._read(connection, contest, now)
                if contest.signed or contest.cancelled_at is not None:
                    over.append(kept)
                    self._forget(kept)
                else:
                    self._on[contest_id] = kept
        return over

    async def _read(self, connection: Connection, contest: Contest, now: datetime) -> _Kept:
        site = (await directory.sites(connection, ids=[contest.site_id]))[0]
        kept = _Kept(contest, site.named, await read_names(connection, contest))
        kept.fixtures = await store.fixtures(connection, contest.id)
        kept.rounds = [await with_hushes(connection, one, now) for one in await store.rounds(connection, contest.id)]
        for one in kept.rounds:
            heard = self._heard.get(one.id)
            if heard is not None and not one.signed:
                kept.marks[one.id] = board_marks(heard.board)
            elif one.phase(now) not in {"draft", "scheduled", "cancelled"}:
                kept.marks[one.id] = await public_marks(connection, one, now)
        return kept

    def _forget(self, kept: _Kept) -> None:
        for one in kept.rounds:
            self._heard.pop(one.id, None)


def _picture(kept: _Kept, heard: Mapping[int, _Heard], now: datetime) -> Board:
    known = {}
    for one in kept.rounds:
        found = played(one, kept.marks.get(one.id, {}), now)
        if found is not None:
            known[one.round or 0] = found
    begun = [one for one in kept.rounds if one.starts <= now and one.cancelled_at is None]
    season: Season = season_of(kept.contest, kept.fixtures, known)
    changes = [at for one in (kept.contest, *kept.rounds) for at in _turns(one) if at > now]
    kept.turn, kept.dirty = min(changes, default=None), False
    newest = begun[-1] if begun else None
    # A round is revealed where people look: on the season's board.
    shown = heard.get(newest.id) if newest is not None else None
    scene = Scene(kept.contest, kept.site, kept.names, newest, None if shown is None else shown.board.ceremony)
    return season_board(scene, season, now)


def _turns(contest: Contest) -> Iterable[datetime]:
    times = contest.times
    own = (times.starts, times.ends, times.freezes, times.reveals)
    others = (at for hush in contest.hushes for at in (hush.freezes, hush.reveals, hush.ends))
    return [at for at in (*own, *others) if at is not None]
