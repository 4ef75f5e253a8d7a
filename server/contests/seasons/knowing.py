"""A season as the public may know it: from the public standings of its rounds, and nothing else.

A frozen round tells what it told at its freeze, so neither table nor bracket nor the next draw gives its truth away.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from msgspec.structs import replace

from leaderboards.cup import Mark
from leaderboards.exact import SCORE_UNITS, format_score
from leaderboards.feed import Board
from leaderboards.placing import Place, standing
from leaderboards.plays import Deduction, LeaguePlay, SeasonPlay
from leaderboards.ranking import Standing
from leaderboards.season import Fixture, Played, Season, pools_of
from leaderboards.standings import Standings
from server.contests.after.results import decode_standings, revisions
from server.contests.contest import Contest
from server.contests.reveal.hushing import with_hushes
from server.contests.scoring.evidence import evidence_now
from server.contests.seasons import store
from server.contests.seasons.playing import play_of, seeded
from server.db.pool import Connection

Marks = Mapping[str, Mark]


def played(contest: Contest, marks: Marks, now: datetime) -> Played | None:
    """What counts of a round, which comes with whatever holds its public board; None while it has not begun."""
    match contest.public_phase(now):
        case "cancelled":
            return Played({}, over=True, void=True)
        case "draft" | "scheduled":
            return None
        case phase:
            return Played(marks, over=phase in {"provisional", "final"})


def marks_of(rows: Iterable[Standing]) -> dict[str, Mark]:
    """What everybody did in a round."""
    return {row.participant: Mark(row.score, row.rank) for row in rows}


def board_marks(board: Board) -> dict[str, Mark]:
    """The same from a published board."""
    return {
        row.id: Mark(None if row.score is None else int(Fraction(row.score) * SCORE_UNITS), row.rank)
        for row in board.rows
    }


async def public_marks(connection: Connection, round_: Contest, now: datetime) -> Marks:
    """The public standings of a round: as signed, else as it stands, else as it was frozen."""
    if round_.signed:
        return marks_of(decode_standings((await revisions(connection, round_.id))[-1].standings).rows)
    return marks_of((await evidence_now(connection, round_, now)).standings.rows)


async def read_season(connection: Connection, contest: Contest, now: datetime) -> Season:
    """The season from the tables."""
    known: dict[int, Played] = {}
    for round_ in await store.rounds(connection, contest.id):
        one = await with_hushes(connection, round_, now)
        begun = one.phase(now) not in {"draft", "scheduled", "cancelled"}
        found = played(one, await public_marks(connection, one, now) if begun else {}, now)
        if found is not None:
            known[one.round or 0] = found
    return season_of(contest, await store.fixtures(connection, contest.id), known)


def season_of(contest: Contest, fixtures: tuple[Fixture, ...], known: Mapping[int, Played]) -> Season:
    """The season put together from what is known of it."""
    play = with_adjustments(contest)
    return Season(play, pools_of(play, seeded(contest), contest.divisions), fixtures, known)


def with_adjustments(contest: Contest) -> SeasonPlay:
    """How a season is played, with the points that were given or taken by hand in its table."""
    play = play_of(contest)
    if not isinstance(play, LeaguePlay) or not contest.adjusted:
        return play
    taken = [Deduction(one, format_score(-amount)) for one, amount in sorted(contest.adjusted.items()) if amount]
    return replace(play, deductions=(*play.deductions, *taken))


def standings_of(season: Season) -> Standings:
    """The one ranking of a season, as results keep it. The score is the points; what else the table counts stands in the
    place of ties: won, drawn, lost, for, against."""
    return Standings(tuple(_standing(season, place) for place in standing(season)))


def _standing(season: Season, place: Place) -> Standing:
    record = place.record
    counted = (
        Fraction(record.won),
        Fraction(record.drawn),
        Fraction(record.lost),
        Fraction(record.scores_for, SCORE_UNITS),
        Fraction(record.against, SCORE_UNITS),
    )
    return Standing(place.participant, place.rank, record.points, counted, (), division_of(season, place))


def division_of(season: Season, place: Place) -> str:
    """The division ranks are given in: none in cups, nor in groups, which rank together."""
    alone = isinstance(season.play, LeaguePlay) and season.play.pairing != "groups"
    return place.pool if alone else ""


async def season_standings(connection: Connection, contest: Contest, now: datetime) -> Standings:
    """How a season stands as everybody may know it."""
    return standings_of(await read_season(connection, contest, now))
