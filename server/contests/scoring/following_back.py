"""What a scorer follows beside a window's totals: pasts of an improvement, and the instant at which a goal was reached.

Both are read from the tables when they are first needed and again only when a fact that they hang on has changed.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from leaderboards.plays import GoalPlay
from server.contests.contest import Contest
from server.contests.scoring.evidence import in_time, one_snapshot
from server.contests.scoring.looking_back import Pasts, looks_back, members_of, reach, read_pasts
from server.contests.scoring.reaching import find_instant, is_reached, with_instant
from server.contests.scoring.settled import settled
from server.contests.scoring.totals import micros
from server.db.pool import Connection, Database
from server.facts.changes import Told
from server.facts.weekly import Received

if TYPE_CHECKING:
    from server.contests.scoring.running import Running


class LookingBack:
    """See the module. `past` and `goal` say which of the two a contest asks for; most ask for neither."""

    def __init__(self, contest: Contest) -> None:
        self.past = looks_back(contest)
        self.goal = isinstance(contest.play, GoalPlay)
        self.pasts: Pasts = {}
        self.span: tuple[int, int] | None = None
        """From when to when, in µs, facts may count in a past; None before the first reading."""
        self.unread: set[int] | None = None
        """Agents whose past is to be read again; None: everybody's."""
        self.stale = self.past
        """Whether anything is to be read before the next scoring."""
        self.instant: datetime | None = None
        self.instant_known = False
        self._starts_us = micros(contest.starts)
        self._metric_ids = frozenset(used.metric_id for used in contest.metrics)

    @property
    def watches(self) -> bool:
        """Whether changed facts have to be looked at here."""
        return self.past or self.goal

    def entered(self) -> None:
        """People have changed: whose past it is, and what of it counts."""
        if self.past:
            self.unread, self.stale = None, True
        self.instant_known = False

    def notice(self, told: Told) -> None:
        """Remember what these changes make worth reading again."""
        if self.span is not None and self.unread is not None:
            touched = self._touched(told, *self.span)
            # Who is not named may be anybody: some revision counts otherwise where others came too late.
            self.unread = None if 0 in touched else self.unread | touched
            self.stale = self.unread is None or bool(self.unread)
        if self.goal and self.instant_known:
            # What happened after the instant cannot move it, however much there is of it.
            until = self._starts_us if self.instant is None else micros(self.instant) + 1
            self.instant_known = self.instant is not None and not self._touched(told, self._starts_us, until)

    def _touched(self, told: Told, starts: int, ends: int) -> set[int]:
        if told.first >= ends or told.last < starts:
            return set()
        return {sums[3] for sums in told.within(starts, ends) if sums[1] in self._metric_ids}

    def scored(self, *, everybody: bool) -> None:
        """The contest was scored; from scratch, nothing is known of the instant any more."""
        if everybody:
            self.instant_known = False


async def look_back(db: Database, running: Running, now: datetime) -> None:
    """Read the pasts that are to be read, and let the contest be scored from them."""
    back, contest = running.back, running.contest
    agents = members_of(running.entered.values())
    async with db.transaction() as connection:
        await one_snapshot(connection)
        received = await _received(connection, running, now)
        wanted = agents if back.unread is None else back.unread & agents
        people = (await settled(connection, contest)).people
        found = await read_pasts(connection, contest, wanted, received, None if people is None else people.worked)
        if back.unread is None:
            back.span = await reach(connection, contest)
            back.pasts = {}
    back.pasts |= found
    back.unread, back.stale = set(), False
    running.look_again()


async def tell_instant(db: Database, running: Running, now: datetime) -> None:
    """Complete the standings of a goal that is reached with the instant, looking for it only when it may have moved."""
    back = running.back
    if not is_reached(running.standings):
        back.instant_known = False
        return
    if not back.instant_known:
        async with db.transaction() as connection:
            await one_snapshot(connection)
            received = await _received(connection, running, now)
            back.instant = await find_instant(connection, running.contest, running.race, running.field, received)
        back.instant_known = True
    running.standings = with_instant(running.standings, back.instant)


async def _received(connection: Connection, running: Running, now: datetime) -> Received | None:
    if not running.received:
        return None
    return in_time(running.contest, now, (await settled(connection, running.contest)).basis)
