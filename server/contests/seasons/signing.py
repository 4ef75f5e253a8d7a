"""What a season is signed as: its table once all its rounds are signed and nothing more is to be drawn."""

from datetime import datetime

from msgspec import Struct

from leaderboards.drawing import draw
from leaderboards.season import Fixture, Season, is_over, winner_of
from server.auth.actor import Actor
from server.contests.after import results
from server.contests.after.results import NewResult
from server.contests.contest import Contest
from server.contests.seasons import store
from server.contests.seasons.knowing import read_season, standings_of
from server.db.pool import Connection


class SeasonResult(Struct, frozen=True):
    """The canonical table, when its last fact could come, and the ties that stand from now on."""

    standings: bytes
    cutoff: datetime
    decided: tuple[tuple[Fixture, str], ...]


async def season_result(connection: Connection, contest: Contest, now: datetime) -> SeasonResult | None:
    """The result as it would be signed now; None while rounds are open or another one is to be drawn."""
    rounds = await store.rounds(connection, contest.id)
    if now < contest.ends or not rounds or not all(one.signed or one.cancelled_at is not None for one in rounds):
        return None
    season = await read_season(connection, contest, now)
    if not contest.signed and draw(season):
        return None
    cutoff = max([one.last_cutoff for one in rounds])
    return SeasonResult(standings_of(season).encode(), cutoff, tuple(decided_ties(season)))


async def keep_result(
    connection: Connection, actor: Actor | None, contest: Contest, found: SeasonResult, new: NewResult
) -> None:
    """Write a revision down; what was played stands from here on."""
    await store.note_signed(connection, contest.id, new.signed_at)
    await store.let_stand(connection, contest.id, list(found.decided))
    await results.keep(connection, actor, contest, new)


def decided_ties(season: Season) -> list[tuple[Fixture, str]]:
    """Ties that are over and on which nothing was built before."""
    found = []
    for one in season.fixtures:
        winner = winner_of(season, one) if one.stage in {"cup", "third"} and one.winner is None else None
        if winner is not None and (one.away is None or is_over(season, one)):
            found.append((one, winner))
    return found
