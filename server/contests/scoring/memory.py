"""All that a scorer remembers: the contests that are on, and the totals of their windows, each loaded once and then followed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from time import monotonic

from msgspec.structs import replace

from leaderboards.calendar import Window
from server.contests import directory, store
from server.contests.contest import Contest
from server.contests.reveal import kept
from server.contests.reveal.hushing import hushes_among
from server.contests.reveal.kept import Evidence
from server.contests.scoring.entering import enter
from server.contests.scoring.evidence import (
    evidence_at_freeze,
    one_snapshot,
    tallies_as_received,
    totals_over,
)
from server.contests.scoring.followed import Followed
from server.contests.scoring.following_back import look_back, tell_instant
from server.contests.scoring.running import Running
from server.contests.scoring.totals import WindowTotals
from server.contests.showing import history
from server.contests.showing.boards import read_names
from server.db import outbox
from server.db.pool import Connection, Database
from server.facts.changes import Told

SETTLED = timedelta(seconds=2)
"""After a freeze all that was received before it is written, or at least on its way under the writers' lock."""
_FREEZING = 0.5
"""Seconds a tick may spend on freezes beyond its first."""

_AFTER_ALL = 10**12
"""No board ever sees as many messages in one term."""

Key = tuple[datetime, datetime]
"""A window: contests with the same one share its totals."""


class Memory:
    """See the module. `follow` takes messages in the order of the outbox; `settle` brings everything up to an instant."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.on: dict[int, Running] = {}
        self._followed: dict[Key, Followed] = {}
        self._queues: dict[int, str] = {0: ""}
        self._unread: set[int] = set()
        self._moved_agents: set[int] = set()
        self._corrections = 0
        self._moved_teams: set[int] = set()

    async def load(self, now: datetime) -> outbox.Position:
        """Read everything afresh; the position from which to follow."""
        self.on.clear()
        self._followed.clear()
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            position = await outbox.head(connection)
            scored = await _scored(connection)
            await self._take_in(connection, scored, scored, now)
        return position

    def contests_changed(self, contest_ids: Iterable[int]) -> None:
        """These contests are new or other than they were."""
        self._unread.update(contest_ids)

    def people_changed(self, agents: Iterable[int], teams: Iterable[int]) -> None:
        """These people have other memberships, leave, rosters, contracts or calendars."""
        self._moved_agents.update(agents)
        self._moved_teams.update(teams)

    async def follow(self, xid: int, told: Told) -> None:
        """Take in the changed facts of one transaction."""
        for followed in self._followed.values():
            totals = followed.totals
            if told.first < totals.ends_us and told.last >= totals.starts_us and not totals.snapshot.holds(xid):
                changed = told.within(totals.starts_us, totals.ends_us)
                if any(sums[5] not in self._queues for sums in changed):
                    async with self._db.connection() as connection:
                        self._queues |= await directory.queues(connection)
                totals.fold(changed)
        for running in self.on.values():
            if running.received and not running.dirty:
                running.dirty = running.concerns(told)
            if running.back.watches:
                running.back.notice(told)

    async def settle(self, now: datetime) -> list[Running]:
        """Read again what cannot be followed, pass what the clock passes, and score; the contests that may look different.

        Contests that were cancelled or signed off are in the answer once more, then forgotten.
        """
        changed = dict.fromkeys(await self._reread(now)) if self._unread else {}
        for running in self.on.values():
            if running.turn(now):
                changed[running] = None
                if running.received:
                    self._leave(running)
        if self._moved_agents or self._moved_teams:
            await self._reenter()
        for followed in self._followed.values():
            if followed.totals.stale:
                await self._read_stale(followed.totals)
            followed.mark_touched()
        for running in self.on.values():
            if await self._score(running, now):
                changed[running] = None
        for running in await self._freeze(now):
            changed[running] = None
        return list(changed)

    async def _score(self, running: Running, now: datetime) -> bool:
        if running.back.stale:
            await look_back(self._db, running, now)
        if running.received and running.dirty:
            async with self._db.transaction() as connection:
                await one_snapshot(connection)
                running.score_from(await tallies_as_received(connection, running.contest, now), running.entered)
        if not running.rescore():
            return False
        if running.back.goal:
            await tell_instant(self._db, running, now)
        return True

    async def _freeze(self, now: datetime) -> list[Running]:
        """Find out, and then keep, how contests stood at their freeze; those of which more is known than before.

        What was received before the freeze may still be being written, so it is kept a little later. When many freeze at
        once each tick takes on some; the others go on showing what they showed last, which is nothing newer.
        """
        found: list[Running] = []
        until = monotonic() + _FREEZING
        for running in self.on.values():
            # Another contest's freeze may hold it longer than its own: both are kept when they begin.
            for at in running.contest.stills(now) if running.frozen else ():
                to_keep = now >= at + SETTLED and at not in running.kept
                to_show = at == running.still_at and (to_keep or running.known is None)
                if not to_keep and not to_show:
                    continue
                known = await self._known(running.contest, at, keep=to_keep)
                if to_keep:
                    running.kept.add(at)
                if to_show:
                    running.known = known
                    found.append(running)
            if monotonic() > until:
                break
        return found

    async def _known(self, contest: Contest, at: datetime, *, keep: bool) -> Evidence:
        if keep:
            # Who receives facts writes them under this lock, shared: having it alone for a moment means that all are written.
            async with self._db.transaction() as connection:
                await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.memberships'))")
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            found = await kept.read(connection, contest.id, at)
            if found is None:
                found = await evidence_at_freeze(connection, contest, at)
                if keep:
                    await kept.write(connection, contest.id, found)
                    found = await kept.read(connection, contest.id, at) or found
        return found

    async def _reread(self, now: datetime) -> list[Running]:
        """Take in contests that changed; those that are over are returned with their last standings."""
        over: list[Running] = []
        wanted, self._unread = self._unread, set()
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            scored = await _scored(connection)
            alive = [contest for contest in scored if contest.id in wanted]
            known = {contest.id: contest for contest in await store.many(connection, wanted)}
            for contest_id in wanted & self.on.keys():
                running = self.on.pop(contest_id)
                self._leave(running)
                if contest_id in known:
                    running.contest = known[contest_id]
                    running.phase = running.contest.phase(now)
                    over.append(running)
            corrected = known.keys() - {running.contest.id for running in over}
            over += [await self._again(connection, known[one]) for one in corrected if known[one].signed]
            feeds = {running.contest.id: (running.public, running.truth) for running in over}
            await self._take_in(connection, alive, scored, now)
        for contest in alive:
            # The same contest goes on under the same sequences.
            if contest.id in feeds:
                self.on[contest.id].public, self.on[contest.id].truth = feeds[contest.id]
        return [running for running in over if running.contest.id not in self.on]

    async def _again(self, connection: Connection, contest: Contest) -> Running:
        """A contest that had left and was corrected: shown once more, at a position after all that was published of it."""
        site = (await directory.sites(connection, ids=[contest.site_id]))[0]
        running = Running(contest, site.named, site.calendar, {})
        self._corrections += 1
        running.public.seq = _AFTER_ALL + self._corrections
        return running

    async def _take_in(
        self, connection: Connection, contests: Collection[Contest], scored: Collection[Contest], now: datetime
    ) -> None:
        """Add contests with their windows, participants, names and ranks of this morning, out of one snapshot, and tell those
        that were there already which freezes of all that are scored hold them."""
        for running in self.on.values():
            running.hush(await hushes_among(connection, running.contest, scored))
        self._queues |= await directory.queues(connection)
        sites = {
            site.id: site for site in await directory.sites(connection, ids={contest.site_id for contest in contests})
        }
        by_window: dict[Key, list[Running]] = defaultdict(list)
        for contest in contests:
            site = sites[contest.site_id]
            hushes = await hushes_among(connection, contest, scored)
            running = Running(
                replace(contest, hushes=hushes), site.named, site.calendar, await read_names(connection, contest)
            )
            running.turn(now)
            running.set_day(now)
            running.day_began = await history.ranks_at(connection, contest.id, history.day_start(site.calendar, now))
            if running.still_at is not None:
                running.known = await kept.read(connection, contest.id, running.still_at)
                running.kept = set() if running.known is None else {running.still_at}
                running.reveal = await kept.read_reveal(connection, contest.id)
            by_window[contest.starts, contest.ends].append(running)
            self.on[contest.id] = running
        for key, group in by_window.items():
            await enter(connection, Window(*key), group)
            newcomers = [running for running in group if not running.received]
            if newcomers:
                await self._open(connection, key, newcomers)

    async def _open(self, connection: Connection, key: Key, newcomers: list[Running]) -> None:
        """Follow a window for newcomers too, reading it afresh when they count a metric that is not followed yet."""
        followed = self._followed.get(key)
        group = [*(followed.group if followed else ()), *newcomers]
        metrics = {used.metric_id: used.metric for running in group for used in running.contest.metrics}
        if followed is not None and metrics.keys() <= followed.totals.metrics.keys():
            followed.group = group
            followed.listen()
            return
        snapshot = await outbox.loaded_in(connection)
        totals = WindowTotals(Window(*key), metrics, self._queues, snapshot)
        totals.load(await totals_over(connection, Window(*key), list(metrics)))
        self._followed[key] = Followed(totals, group)
        for running in group:
            running.dirty = True

    def _leave(self, running: Running) -> None:
        """Stop following facts for a contest; a window nobody follows is forgotten."""
        key = _key(running)
        followed = self._followed.get(key)
        if followed is None or running not in followed.group:
            return
        followed.group.remove(running)
        if followed.group:
            followed.listen()
        else:
            del self._followed[key]

    async def _reenter(self) -> None:
        """Read the participants again of every contest in which somebody moved."""
        by_window: dict[Key, list[Running]] = defaultdict(list)
        for running in self.on.values():
            if running.is_about(self._moved_agents, self._moved_teams):
                by_window[_key(running)].append(running)
        self._moved_agents, self._moved_teams = set(), set()
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            for key, group in by_window.items():
                await enter(connection, Window(*key), group)
                for running in group:
                    running.names = await read_names(connection, running.contest)
        for key in by_window:
            if key in self._followed:
                self._followed[key].listen()

    async def _read_stale(self, totals: WindowTotals) -> None:
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            totals.reload(await totals_over(connection, totals.window, totals.unfolded))


async def _scored(connection: Connection) -> list[Contest]:
    """Contests that are on and have a score of their own: a season follows from its rounds."""
    return [contest for contest in await store.alive(connection) if not contest.in_rounds]


def _key(running: Running) -> Key:
    return running.contest.starts, running.contest.ends
