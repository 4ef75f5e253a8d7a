"""A season as far as it has come: its fixtures, what they brought, and the tables and brackets that follow from them."""

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Literal, NamedTuple

from msgspec import Struct

from leaderboards import cup, swiss
from leaderboards.cup import NOTHING, Mark
from leaderboards.fixtures import Pairing, Stage, groups
from leaderboards.league import Result, TableRow, lines_of, table
from leaderboards.plays import CupPlay, LeaguePlay, SeasonPlay, TableRules

Pools = Mapping[str, tuple[str, ...]]
"""Who plays whom for one table: divisions or groups by code, each best seed first."""


class Fixture(Struct, frozen=True):
    """One head-to-head of a season; without `away` a bye. `winner` is set once a later draw has built on it."""

    round: int
    stage: Stage
    pool: str
    slot: int
    home: str
    away: str | None = None
    winner: str | None = None

    @property
    def pairing(self) -> Pairing:
        """The two sides alone."""
        return Pairing(self.home, self.away)


class Played(NamedTuple):
    """What the public knows of a round; only when it is over does a missing qualification cost anything.

    A round that was called off is over and `void`: it brings nobody anything.
    """

    marks: Mapping[str, Mark]
    over: bool
    void: bool = False


class Season(NamedTuple):
    """A season as far as it has come."""

    play: SeasonPlay
    pools: Pools
    fixtures: Sequence[Fixture] = ()
    rounds: Mapping[int, Played] = {}
    """By number; rounds that have not begun are missing."""


def pools_of(play: SeasonPlay, seeded: Sequence[str], divisions: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The tables of a season: groups where the play asks for them, else the divisions; a cup is one for all."""
    if isinstance(play, CupPlay):
        return {"": tuple(seeded)}
    if play.pairing == "groups":
        return {_letters(place): group for place, group in enumerate(groups(seeded, play.group_size))}
    codes = sorted({divisions.get(one, "") for one in seeded})
    return {code: tuple(one for one in seeded if divisions.get(one, "") == code) for code in codes}


def _letters(place: int) -> str:
    """From A to Z, then AA, AB and so on."""
    return (_letters(place // 26 - 1) if place >= 26 else "") + ascii_uppercase[place % 26]


def table_rounds(play: LeaguePlay, pools: Pools) -> int:
    """How many rounds the tables take."""
    largest = max(map(len, pools.values()), default=0)
    everybody = largest - 1 + largest % 2
    if play.pairing == "swiss":
        return min(play.rounds or swiss.rounds(largest), everybody)
    return play.legs * everybody


def planned_rounds(play: SeasonPlay, pools: Pools) -> int:
    """How many rounds the season takes, but for one that settles a shared place."""
    if isinstance(play, CupPlay):
        return cup.rounds(sum(map(len, pools.values())))
    playoffs = cup.rounds(advancing(play, pools) * len(pools)) if play.pairing == "groups" else 0
    return table_rounds(play, pools) + playoffs


def advancing(play: LeaguePlay, pools: Pools) -> int:
    """How many of each group reach the playoffs; of a single group two, so that there is a final."""
    smallest = min(map(len, pools.values()), default=0)
    return min(max(play.advance, 2) if len(pools) == 1 else play.advance, smallest)


def lines(pools: Pools, play: LeaguePlay, pool: str) -> tuple[int, int]:
    """Of a table the number of places above its line of promotion (or of the playoffs), and above that of relegation."""
    size = len(pools[pool])
    if play.pairing == "groups":
        return advancing(play, pools), size
    return lines_of(list(pools).index(pool), len(pools), size, play.up, play.down)


def result_of(season: Season, fixture: Fixture) -> Result | None:
    """What a fixture brought so far; nothing before its round, nor while one side may still qualify."""
    played = season.rounds.get(fixture.round)
    if played is None or played.void or fixture.away is None:
        return None
    home = played.marks.get(fixture.home, NOTHING).qualified
    away = played.marks.get(fixture.away, NOTHING).qualified
    if (home is None or away is None) and not played.over:
        return None
    return Result(fixture.home, fixture.away, home, away)


def ahead(season: Season, fixture: Fixture) -> Literal["home", "away", "draw", "none"] | None:
    """Who has won, or is ahead while the round goes on; `none` where nobody qualified. In a bracket nothing is a draw, and a
    tie on which a draw was built stands."""
    result = result_of(season, fixture)
    if result is None or fixture.away is None:
        return None
    if fixture.stage in {"cup", "third"}:
        winner = fixture.winner or _decided(season, fixture).winner
        return "home" if winner == fixture.home else "away"
    home, away = result.home_score, result.away_score
    if home is None or away is None:
        return "none" if home == away else "away" if home is None else "home"
    rules = season.play.table if isinstance(season.play, LeaguePlay) else TableRules()
    rows = table((fixture.home, fixture.away), [result], rules)
    drawn = rows[0].record.drawn > 0 and fixture.stage == "table"
    return "draw" if drawn or home == away else "home" if home > away else "away"


def _decided(season: Season, fixture: Fixture) -> cup.Decision:
    played = season.rounds.get(fixture.round)
    # The better seed is always at home.
    return cup.decide(fixture.pairing, played.marks if played else {}, fixture.pairing.sides)


def winner_of(season: Season, fixture: Fixture) -> str | None:
    """Who goes on from a tie: as a later draw took it, else as it stands once its round is over. A round that was called off
    leaves its ties to the better seed."""
    if fixture.winner is not None or fixture.away is None:
        return fixture.winner or fixture.home
    played = season.rounds.get(fixture.round)
    return _decided(season, fixture).winner if played is not None and played.over else None


def overturned(season: Season, fixture: Fixture) -> bool:
    """Whether a correction would give a tie to the other side. The tie stands; people are told."""
    return fixture.winner is not None and fixture.winner != _decided(season, fixture).winner


def ties_by_round(season: Season) -> list[list[Fixture]]:
    """The bracket as far as it is drawn."""
    ties: dict[int, list[Fixture]] = {}
    for one in sorted(season.fixtures, key=lambda one: (one.round, one.slot)):
        if one.stage == "cup":
            ties.setdefault(one.round, []).append(one)
    return list(ties.values())


def table_of(season: Season, play: LeaguePlay, pool: str) -> tuple[TableRow, ...]:
    """The table of a pool as it stands, running round included."""
    own = [one for one in season.fixtures if one.pool == pool]
    found = [result_of(season, one) for one in own if one.stage == "table"]
    resting = play.pairing == "swiss"
    byes = [one.home for one in own if resting and one.away is None and one.stage == "table" and is_over(season, one)]
    playoff = [one for one in own if one.stage == "decider" and is_over(season, one)]
    return table(
        season.pools[pool],
        [result for result in found if result is not None],
        play.table,
        deductions=play.deductions,
        byes=byes,
        decider={
            side: season.rounds[one.round].marks.get(side, NOTHING).qualified
            for one in playoff
            for side in one.pairing.sides
        },
    )


def until(season: Season, number: int) -> Season:
    """The season as it stood after a round."""
    fixtures = [one for one in season.fixtures if one.round <= number]
    return season._replace(fixtures=fixtures, rounds={at: one for at, one in season.rounds.items() if at <= number})


def is_over(season: Season, fixture: Fixture) -> bool:
    """Whether its round is over for the public too."""
    played = season.rounds.get(fixture.round)
    return played is not None and played.over
