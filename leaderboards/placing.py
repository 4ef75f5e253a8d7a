"""Where everybody stands in a season as a whole: the one ranking that boards show and results keep."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from leaderboards.cup import places
from leaderboards.exact import SCORE_UNITS
from leaderboards.league import Record, TableRow, records
from leaderboards.plays import CupPlay, LeaguePlay, TableRules
from leaderboards.season import Season, ahead, result_of, table_of, ties_by_round, winner_of
from leaderboards.teams import by_id

Letter = Literal["w", "d", "l"]


class Place(Struct, frozen=True):
    """Somebody's place in a season; `pool` is the division or group of its table, in which leagues with divisions rank."""

    participant: str
    rank: int
    pool: str
    record: Record


def standing(season: Season) -> tuple[Place, ...]:
    """Everybody's place, best first, division by division.

    Groups rank together: who reached the playoffs by how far, then by the place in the group, then by points, difference
    and scores for. A cup ranks by how far one came, and counts ties won as points.
    """
    play = season.play
    if isinstance(play, CupPlay):
        return _of_cup(season)
    if play.pairing == "groups":
        return _of_groups(season, play)
    return tuple(
        Place(row.record.participant, row.rank, pool, row.record)
        for pool in season.pools
        for row in table_of(season, play, pool)
    )


def _of_cup(season: Season) -> tuple[Place, ...]:
    reached = _reached(season) or dict.fromkeys(season.pools[""], 1)
    played = [result for one in season.fixtures if (result := result_of(season, one)) is not None]
    known = records(season.pools[""], played, TableRules(draw_margin="0"))
    won = _won(season)
    return tuple(
        Place(one, reached[one], "", _of_ties(known[one], won.get(one, 0)))
        for one in sorted(season.pools[""], key=lambda one: (reached[one], by_id(one)))
    )


def _of_ties(record: Record, won: int) -> Record:
    """A tie has a winner even where the scores are level."""
    return Record(
        record.participant,
        won * SCORE_UNITS,
        won,
        0,
        record.played - won,
        record.scores_for,
        record.against,
    )


def _won(season: Season) -> dict[str, int]:
    """Ties won with an opponent, a round that goes on included."""
    won: dict[str, int] = {}
    for one in season.fixtures:
        side = {"home": one.home, "away": one.away}.get(ahead(season, one) or "")
        if side is not None:
            won[side] = won.get(side, 0) + 1
    return won


def _reached(season: Season) -> dict[str, int]:
    """How far everybody came who is in the bracket, as far as it is drawn."""
    ties = ties_by_round(season)
    if not ties:
        return {}
    history = [[(one.pairing, winner_of(season, one)) for one in tied] for tied in ties]
    third = next((one for one in season.fixtures if one.stage == "third"), None)
    inside = [side for one in ties[0] for side in one.pairing.sides]
    return places(inside, history, None if third is None else (third.pairing, winner_of(season, third)))


def _of_groups(season: Season, play: LeaguePlay) -> tuple[Place, ...]:
    reached = _reached(season)
    rows = [(pool, row) for pool in season.pools for row in table_of(season, play, pool)]
    keys = {row.record.participant: _group_key(row, reached) for _, row in rows}
    rows.sort(key=lambda found: (keys[found[1].record.participant], by_id(found[1].record.participant)))
    ranks = {one: 1 + sum(other < key for other in keys.values()) for one, key in keys.items()}
    return tuple(Place(row.record.participant, ranks[row.record.participant], pool, row.record) for pool, row in rows)


def _group_key(row: TableRow, reached: Mapping[str, int]) -> tuple[int, ...]:
    """Smaller is better; within the playoffs nothing counts but how far one came."""
    record = row.record
    if record.participant in reached:
        return reached[record.participant], 0, 0, 0, 0
    return len(reached) + 1, row.rank, -record.points, -record.difference, -record.scores_for


def form(season: Season, participant: str, most: int = 5) -> tuple[Letter, ...]:
    """The latest results of somebody, newest last; only of rounds that are over."""
    letters: list[Letter] = []
    for one in sorted(season.fixtures, key=lambda one: one.round):
        played = season.rounds.get(one.round)
        if participant in one.pairing.sides and played is not None and played.over:
            found = ahead(season, one)
            if found is not None:
                mine = "home" if participant == one.home else "away"
                letters.append("d" if found == "draw" else "w" if found == mine else "l")
    return tuple(letters[-most:])
