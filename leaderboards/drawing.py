"""Draws the fixtures of a season round by round from what the rounds before brought.

What was drawn stands, whatever is corrected later; so fixtures are kept, not derived.
"""

from collections.abc import Iterable, Mapping, Sequence

from leaderboards import cup, swiss
from leaderboards.fixtures import Pairing, round_robin
from leaderboards.league import Record, TableRow, at_lines
from leaderboards.plays import CupPlay, LeaguePlay
from leaderboards.season import (
    Fixture,
    Pools,
    Season,
    advancing,
    lines,
    table_of,
    table_rounds,
    ties_by_round,
    winner_of,
)
from leaderboards.teams import by_id


def draw(season: Season) -> tuple[Fixture, ...]:
    """The fixtures that can be drawn now, and nothing while the last ones drawn are not over."""
    play, last = season.play, max((one.round for one in season.fixtures), default=0)
    if any(number not in season.rounds or not season.rounds[number].over for number in range(1, last + 1)):
        return ()
    if isinstance(play, CupPlay):
        return _first_ties(season.pools[""], 1) if not last else _next_ties(season, last)
    if play.pairing == "swiss":
        if last < table_rounds(play, season.pools):
            return _swiss_round(season, play, last + 1)
    elif not last:
        return _all_rounds(play, season.pools)
    elif any(one.stage == "cup" for one in season.fixtures):
        return _next_ties(season, last)
    return _after_the_tables(season, play, last + 1)


def _all_rounds(play: LeaguePlay, pools: Pools) -> tuple[Fixture, ...]:
    return tuple(
        Fixture(number, "table", pool, slot, one.home, one.away)
        for pool, members in pools.items()
        for number, fixtures in enumerate(round_robin(members, play.legs), start=1)
        for slot, one in enumerate(fixtures)
    )


def _swiss_round(season: Season, play: LeaguePlay, number: int) -> tuple[Fixture, ...]:
    found: list[Fixture] = []
    for pool, members in season.pools.items():
        rows = table_of(season, play, pool)
        # Those who are level keep the order of the draw.
        order = sorted(rows, key=lambda row: (row.rank, members.index(row.record.participant)))
        standing = [_entrant(season, row.record) for row in order]
        drawn = swiss.pair(standing) if number <= len(members) - 1 + len(members) % 2 else ()
        found += [Fixture(number, "table", pool, slot, one.home, one.away) for slot, one in enumerate(drawn)]
    return tuple(found)


def _entrant(season: Season, record: Record) -> swiss.Entrant:
    own = [one.pairing for one in season.fixtures if record.participant in one.pairing.sides]
    met = frozenset(side for one in own for side in one.sides) - {record.participant}
    played = [one for one in own if one.away is not None]
    at_home = sum(1 if one.home == record.participant else -1 for one in played)
    return swiss.Entrant(record.participant, record.points, at_home, met, len(own) - len(played))


def _after_the_tables(season: Season, play: LeaguePlay, number: int) -> tuple[Fixture, ...]:
    """Once: a round among who shares a place at a line. Then, in groups, the playoffs."""
    if not any(one.stage == "decider" for one in season.fixtures):
        deciders = tuple(
            one for pool in season.pools for one in _deciders(table_of(season, play, pool), season, play, pool, number)
        )
        if deciders:
            return deciders
    if play.pairing != "groups":
        return ()
    return _first_ties(
        _qualified(season, play), number, {one: pool for pool, all_ in season.pools.items() for one in all_}
    )


def _deciders(rows: Sequence[TableRow], season: Season, play: LeaguePlay, pool: str, number: int) -> Iterable[Fixture]:
    """Two meet; more of them play a round all together, each for itself."""
    slot = 0
    for level in at_lines(rows, lines(season.pools, play, pool)):
        if len(level) == 2:
            yield Fixture(number, "decider", pool, slot, *level)
            slot += 1
        else:
            for one in level:
                yield Fixture(number, "decider", pool, slot, one)
                slot += 1


def _qualified(season: Season, play: LeaguePlay) -> tuple[str, ...]:
    """Who reached the playoffs, best first: all winners of groups, then all second ones."""
    reaching = advancing(play, season.pools)
    rows = [
        (place, row.record)
        for pool in season.pools
        for place, row in enumerate(table_of(season, play, pool)[:reaching])
    ]
    return tuple(record.participant for _, record in sorted(rows, key=lambda found: (found[0], *_worth(found[1]))))


def _worth(record: Record) -> tuple[int, int, int, tuple[int, str]]:
    """Orders records of different groups, better first."""
    return -record.points, -record.difference, -record.scores_for, by_id(record.participant)


def _first_ties(seeded: Sequence[str], number: int, origin: Mapping[str, str] | None = None) -> tuple[Fixture, ...]:
    ties = list(cup.first_round(seeded))
    for slot, tie in enumerate(ties):
        if origin and tie.away is not None and origin[tie.home] == origin[tie.away]:
            # Two of one group have met already: change guests with a tie where both are strangers then.
            for other, swap in enumerate(ties):
                if (
                    swap.away is not None
                    and origin[swap.away] != origin[tie.home]
                    and origin[swap.home] != origin[tie.away]
                ):
                    ties[slot], ties[other] = Pairing(tie.home, swap.away), Pairing(swap.home, tie.away)
                    break
    return tuple(Fixture(number, "cup", "", slot, tie.home, tie.away) for slot, tie in enumerate(ties))


def _next_ties(season: Season, last: int) -> tuple[Fixture, ...]:
    ties = ties_by_round(season)
    if len(ties[-1]) < 2:
        return ()
    seeded = cup.seeds_of([one.pairing for one in ties[0]])
    winners = [winner_of(season, one) or one.home for one in ties[-1]]
    drawn = cup.next_round(winners, seeded)
    found = [Fixture(last + 1, "cup", "", slot, one.home, one.away) for slot, one in enumerate(drawn)]
    losers = [gone for one, winner in zip(ties[-1], winners, strict=True) if (gone := cup.loser(one.pairing, winner))]
    thirds = not isinstance(season.play, CupPlay) or season.play.third_place
    if len(drawn) == 1 and len(losers) == 2 and thirds:
        found.append(Fixture(last + 1, "third", "", 0, *sorted(losers, key=seeded.index)))
    return tuple(found)
