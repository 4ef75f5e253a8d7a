"""What a season looks like to who asks: rounds with their fixtures, lines of the tables, and the own next opponents.

Everybody may know who meets whom. How it went is public as far as the board is (`leaderboards.audience.told`): of fixtures of
those whom it places, and how much somebody scored only of such a side that is not behind. The outcomes or scores of all together
would be a ranking down to the last place. Who may see every place sees them all; one's own fixtures are seen in full.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from leaderboards import audience
from leaderboards.cup import NOTHING
from leaderboards.exact import format_score
from leaderboards.placing import standing
from leaderboards.plays import LeaguePlay, SeasonPlay
from leaderboards.season import Fixture, Played, Season, ahead, lines, overturned, planned_rounds, until, winner_of
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.contests.after.points import all_of
from server.contests.contest import Contest
from server.contests.reveal.hushing import with_hushes
from server.contests.seasons import following, store
from server.contests.seasons.boards import rows_of
from server.contests.seasons.knowing import Marks, board_marks, played, public_marks, read_season, season_of
from server.contests.seasons.layout import NOT_A_SEASON
from server.contests.seasons.playing import play_of
from server.contests.seasons.wire import AdjustedOut, FixtureOut, LinesOut, NextOut, RoundOut, SeasonOut, SideOut
from server.contests.showing.boards import Names, hidden_from, read_names
from server.contests.showing.pages import Whole
from server.contests.showing.reading import ReadingService
from server.contests.wire import HistoryOut
from server.db.pool import Database
from server.errors import DomainError

_NEAR = 1
"""How many rounds before and after the current one are near it."""


class _Sight(NamedTuple):
    """Who looks, and at what."""

    contest: Contest
    season: Season
    names: Names
    whole: bool
    """Whether every place may be seen."""
    own: frozenset[str]
    placed: frozenset[str]
    """Whom the board places for everybody."""
    hidden: frozenset[str]
    """Whose results are private to others."""

    def sees(self, side: str) -> bool:
        """Whether all that is known of somebody may be seen."""
        return side in self.own or (self.whole and side not in self.hidden)

    def full(self, fixture: Fixture) -> bool:
        """Whether nothing of a fixture is held back but what is private."""
        return self.whole or not self.own.isdisjoint(fixture.pairing.sides)


class SeasonsService:
    """See the module. `whole` tells the newest public board of a contest."""

    def __init__(
        self, db: Database, clock: Clock, reading: ReadingService, whole: Callable[[int], Awaitable[Whole]]
    ) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading
        self._whole = whole

    async def season(
        self, actor: Actor, contest_id: int, own: Iterable[str], *, near: bool = False, wall: bool = False
    ) -> SeasonOut:
        """A season as this actor may know it; `near` leaves out rounds far from the current one, `wall` what a wall may not
        show."""
        contest = await self._reading.find(actor, contest_id)
        if not contest.in_rounds:
            raise DomainError(NOT_A_SEASON)
        now = self._clock.now()
        async with self._db.connection() as connection:
            fixtures = await store.fixtures(connection, contest_id)
            rounds = [await with_hushes(connection, one, now) for one in await store.rounds(connection, contest_id)]
            names = await read_names(connection, contest)
            signed = {one.id: await public_marks(connection, one, now) for one in rounds if one.signed}
            adjustments = await all_of(connection, contest_id)
            former = await following.before(connection, contest) if not rounds and following.moves(contest) else None
        known: dict[int, Played] = {}
        for one in rounds:
            found = played(one, signed[one.id] if one.id in signed else await self._heard(one, now), now)
            if found is not None:
                known[one.round or 0] = found
        season, own = season_of(contest, fixtures, known), frozenset(own)
        whole = not wall and actor.kind != "display" and actor.may(Permission.BOARDS_FULL)
        placed = frozenset(audience.placed(rows_of(season, names, None), contest.rules.top_n))
        sight = _Sight(contest, season, names, whole, own, placed, hidden_from(actor if whole else None, names) - own)
        out = _out(sight, rounds, now, near=near)
        out.adjustments = [
            AdjustedOut(participant=one.participant, amount=format_score(one.amount), code=one.code)
            for one in adjustments
            if one.counts(contest) and sight.sees(one.participant)
        ]
        out.follows = None if former is None else former.id
        return out

    async def history(self, actor: Actor, contest_id: int) -> list[HistoryOut]:
        """The places after every round that is over for the public; the board itself tells the newest."""
        contest = await self._reading.find(actor, contest_id)
        async with self._db.connection() as connection:
            season = await read_season(connection, contest, self._clock.now())
            ends = {one.round or 0: one.ends for one in await store.rounds(connection, contest_id)}
            hidden = hidden_from(actor, await read_names(connection, contest))
        found = []
        for number in sorted(number for number, one in season.rounds.items() if one.over and not one.void):
            ranks: dict[str, int | None] = {place.participant: place.rank for place in standing(until(season, number))}
            shown = {name: rank for name, rank in ranks.items() if name not in hidden}
            found.append(HistoryOut(at=ends[number], ranks=shown))
        return found

    async def _heard(self, round_: Contest, now: datetime) -> Marks:
        """What the hub shows of a round that is on; computing it afresh would cost every reader a scoring."""
        if round_.phase(now) in {"draft", "scheduled", "cancelled"}:
            return {}
        return board_marks((await self._whole(round_.id)).board)


def _out(sight: _Sight, rounds: list[Contest], now: datetime, *, near: bool) -> SeasonOut:
    season = sight.season
    current = max((one.round or 0 for one in rounds if one.starts <= now), default=None)
    shown = [one for one in rounds if not near or abs((one.round or 0) - (current or 1)) <= _NEAR]
    return SeasonOut(
        contest=sight.contest.id,
        play=_play(sight),
        planned=max(planned_rounds(season.play, season.pools), len(rounds)),
        current=current,
        tables=[_lines(sight, pool) for pool in season.pools],
        rounds=[_round(sight, one, now) for one in shown],
        next=[found for one in rounds if one.starts > now for found in _next(sight, one)],
    )


def _play(sight: _Sight) -> SeasonPlay:
    """The play as it was agreed; who had points taken off is as public as that side's place."""
    play = play_of(sight.contest)
    if not isinstance(play, LeaguePlay):
        return play
    return replace(play, deductions=tuple(one for one in play.deductions if sight.sees(one.participant)))


def _lines(sight: _Sight, pool: str) -> LinesOut:
    play, size = sight.season.play, len(sight.season.pools[pool])
    up, stay = lines(sight.season.pools, play, pool) if isinstance(play, LeaguePlay) else (0, size)
    return LinesOut(pool=pool, size=size, up=up, stay=stay if sight.whole else None)


def _round(sight: _Sight, round_: Contest, now: datetime) -> RoundOut:
    own = [one for one in sight.season.fixtures if one.round == round_.round]
    return RoundOut(
        round=round_.round or 0,
        contest=round_.id,
        phase=round_.public_phase(now),
        starts=round_.starts,
        ends=round_.ends,
        freezes_at=round_.freezes_at,
        reveal_by=round_.reveal_by,
        fixtures=[_fixture(sight, one) for one in own],
    )


def _fixture(sight: _Sight, fixture: Fixture) -> FixtureOut:
    own = not sight.own.isdisjoint(fixture.pairing.sides)
    shown = own or audience.told(fixture, fixture.pairing.sides if sight.whole else sight.placed, sight.hidden)
    leads = ahead(sight.season, fixture) if shown else None
    bracket = fixture.stage in {"cup", "third"}
    return FixtureOut(
        stage=fixture.stage,
        pool=fixture.pool,
        home=_side(sight, fixture, fixture.home, behind=leads not in {"home", "draw"}),
        away=None
        if fixture.away is None
        else _side(sight, fixture, fixture.away, behind=leads not in {"away", "draw"}),
        ahead=leads,
        winner=winner_of(sight.season, fixture) if bracket and shown else None,
        overturned=bracket and shown and overturned(sight.season, fixture),
    )


def _side(sight: _Sight, fixture: Fixture, side: str, *, behind: bool) -> SideOut:
    played_round = sight.season.rounds.get(fixture.round)
    score = played_round.marks.get(side, NOTHING).qualified if played_round is not None else None
    shown = sight.full(fixture) or (side in sight.placed and not behind)
    return SideOut(
        id=side,
        named=sight.names[side],
        seed=sight.contest.seeds.get(side),
        score=None if score is None or not shown or side in sight.hidden else format_score(score),
        own=side in sight.own,
    )


def _next(sight: _Sight, round_: Contest) -> Iterable[NextOut]:
    for one in sight.season.fixtures:
        mine = sight.own & set(one.pairing.sides)
        if one.round == round_.round and mine:
            other = next((side for side in one.pairing.sides if side not in mine), None)
            yield NextOut(
                round=one.round,
                starts=round_.starts,
                at_home=one.home in mine,
                opponent=None if other is None else sight.names[other],
            )
