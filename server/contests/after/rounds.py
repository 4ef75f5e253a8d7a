"""Corrections and seasons: rounds are corrected, and the table follows from them."""

from datetime import datetime

from leaderboards.season import Season
from leaderboards.standings import Standings
from server.clock import Clock
from server.contests import store
from server.contests.after.correcting_store import has_open_set
from server.contests.after.correcting_wire import RoundWaiting
from server.contests.after.effects import Effect, Ended, Touched, outcome_of
from server.contests.after.looking import look_at
from server.contests.after.results import revisions
from server.contests.contest import Contest
from server.contests.scoring.settled import settled
from server.contests.seasons.following import drawn_after
from server.contests.seasons.knowing import marks_of, read_season, standings_of
from server.contests.seasons.store import rounds
from server.contests.showing.boards import read_names
from server.contests.showing.moved import moves
from server.db.pool import Connection
from server.wire import Bilingual

_DRAWN = Bilingual(
    zh="已按更正前的积分榜分组抽签，保持不变",
    en="its divisions were drawn from the table as it was before, and stand",
)


class Rounds:
    """A season's table recomputes by itself from its rounds; cup rounds that were played stand, and so does what a later season
    was drawn from."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def touched(self, connection: Connection, contest: Contest, before: Standings, after: Standings) -> Effect:
        """The season this contest is a round of, when any score or place changed, and what its table comes to."""
        if contest.parent_id is None or before.encode() == after.encode():
            return Effect(())
        parent = await store.find(connection, contest.parent_id)
        if parent is None or parent.cancelled_at is not None:
            return Effect(())
        was, will = await _tables(connection, parent, contest, after, self._clock.now())
        rows = moves(was, will, await read_names(connection, parent))
        what = _what(parent, len(await revisions(connection, parent.id)))
        found = [Touched(title=parent.title, what=what, contest=parent.id, rows=rows)]
        follower = await drawn_after(connection, parent)
        if follower is not None and any(row.before != row.after for row in rows):
            found.append(Touched(title=follower.title, what=_DRAWN, contest=follower.id))
        return Effect((), dependants=tuple(found))


async def season_ended(connection: Connection, contest: Contest, after: Standings, now: datetime) -> Ended | None:
    """The signed season of a round as it is, and as it will be with the round corrected; None where nobody won it yet."""
    parent = None if contest.parent_id is None else await store.find(connection, contest.parent_id)
    if parent is None or not parent.signed or parent.cancelled_at is not None:
        return None
    people = (await settled(connection, parent)).people
    was, will = await _tables(connection, parent, contest, after, now)
    return Ended(
        parent,
        await outcome_of(connection, parent, was, people),
        await outcome_of(connection, parent, will, people),
    )


async def _tables(
    connection: Connection, parent: Contest, contest: Contest, after: Standings, now: datetime
) -> tuple[Standings, Standings]:
    season = await read_season(connection, parent, now)
    return standings_of(season), standings_of(_with_round(season, contest.round, after))


def _with_round(season: Season, number: int | None, standings: Standings) -> Season:
    """The season if this round had ended so."""
    known = {
        one: played._replace(marks=marks_of(standings.rows)) if one == number else played
        for one, played in season.rounds.items()
    }
    return season._replace(rounds=known)


def _what(season: Contest, signed: int) -> Bilingual:
    if season.format == "cup":
        return Bilingual(zh="已赛轮次不变，对阵保持原样", en="rounds already played stand, and so do the pairings")
    if not signed:
        return Bilingual(zh="赛季积分表自动重算", en="the season table is worked out again by itself")
    return Bilingual(
        zh=f"积分榜随之重算；有变动时，赛季结果签署为第 {signed + 1} 版",
        en=f"its table follows, and where that changes it is signed again as revision {signed + 1}",
    )


async def waiting_by_round(connection: Connection, season: Contest, now: datetime) -> list[RoundWaiting]:
    """The signed rounds of a season, and how much waits for a correction of each."""
    found = []
    for one in await rounds(connection, season.id):
        look = await look_at(connection, one.id, now)
        if look is not None:
            found.append(
                RoundWaiting(
                    contest=one.id,
                    round=one.round or 0,
                    revision=look.revision,
                    waiting=len(look.items),
                    proposed=await has_open_set(connection, one.id),
                )
            )
    return found
