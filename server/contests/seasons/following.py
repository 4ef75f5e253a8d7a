"""Lets a league of a series begin where the season before ended: who goes up and who goes down, once the public knows it."""

from datetime import datetime

from msgspec.structs import replace

from leaderboards.drawing import draw
from leaderboards.plays import LeaguePlay
from server.contests import store as contests
from server.contests.contest import Contest
from server.contests.seasons.knowing import read_season
from server.contests.seasons.seeding import season_before
from server.db.pool import Connection


def moves(contest: Contest) -> bool:
    """Whether places of its tables go up or down between divisions from one season to the next."""
    play = contest.play
    moving = isinstance(play, LeaguePlay) and play.pairing != "groups" and bool(play.up or play.down)
    return moving and bool(contest.divisions)


async def before(connection: Connection, contest: Contest) -> Contest | None:
    """The season of its series that it follows; one that was called off is passed over."""
    if contest.series_first is None or not contest.in_rounds:
        return None
    found = await connection.fetchval(
        "SELECT id FROM contest WHERE series_id = $1 AND series_first < $2 AND cancelled_at IS NULL AND format = $3"
        " ORDER BY series_first DESC LIMIT 1",
        contest.series_id,
        contest.series_first,
        contest.format,
    )
    return None if found is None else await contests.find(connection, found)


async def drawn_after(connection: Connection, contest: Contest) -> Contest | None:
    """The next season of its series, where that is drawn by now and took its divisions from the table of this one."""
    if contest.series_first is None:
        return None
    found = await connection.fetchval(
        "SELECT c.id FROM contest c WHERE c.series_id = $1 AND c.series_first > $2 AND c.cancelled_at IS NULL AND c.format = $3"
        " AND EXISTS (SELECT FROM fixture f WHERE f.contest_id = c.id) ORDER BY c.series_first LIMIT 1",
        contest.series_id,
        contest.series_first,
        contest.format,
    )
    follower = None if found is None else await contests.find(connection, found)
    return follower if follower is not None and moves(follower) else None


def placed_like(contest: Contest, former: Contest) -> Contest:
    """The season with everybody where they were before, for the time until the table says who moves. Newcomers whom nobody has
    placed begin at the bottom."""
    if not moves(replace(contest, divisions=contest.divisions | former.divisions)):
        return contest
    known = contest.divisions | former.divisions
    return replace(contest, divisions={one: known.get(one, max(known.values())) for one in contest.entrants})


async def moved_on(connection: Connection, contest: Contest, former: Contest, now: datetime) -> Contest | None:
    """The season with the places and divisions that the table before gives; None while that table may still change in public."""
    season = await read_season(connection, former, now)
    over = bool(season.rounds) and all(
        one.round in season.rounds and season.rounds[one.round].over for one in season.fixtures
    )
    if not over or draw(season):
        return None
    places, moved = await season_before(connection, contest, former.id, now)
    return replace(contest, seeds=places, divisions=contest.divisions | moved)
