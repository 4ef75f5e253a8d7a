"""Sets a new season up: how it is played, who is seeded where, and which division everybody plays in."""

from datetime import datetime

from msgspec.structs import replace

from leaderboards.league import next_divisions
from leaderboards.placing import standing
from leaderboards.plays import CupPlay, LeaguePlay, SeasonPlay, format_of
from leaderboards.season import table_of
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.contests import directory, store
from server.contests.contest import Contest
from server.contests.seasons.knowing import read_season
from server.contests.seasons.playing import play_of
from server.contests.showing.ratings import seeds_of
from server.contests.wire import SeasonIn
from server.db.pool import Connection
from server.errors import NOT_FOUND, DomainError, declare

OWN_PLAY = declare(
    "own_play", 403, en="Own table rules need an operations manager.", zh="自定义积分榜规则需要运营经理权限。"
)
OTHER_FORMAT = declare(
    "other_format", 422, en="This template is a {format}; choose another for that.", zh="该模板的赛制是 {format}。"
)


def refuse_own_play(actor: Actor, asked: SeasonIn | None) -> None:
    """Raises when somebody without operations' rights asks for table rules of their own."""
    if asked is not None and asked.play is not None and not actor.may(Permission.CONTESTS_MANAGE):
        raise DomainError(OWN_PLAY)


async def set_up(connection: Connection, contest: Contest, asked: SeasonIn) -> Contest:
    """The contest as the season that was asked for. Raises DomainError."""
    contest = replace(contest, play=_play(play_of(contest), asked))
    codes = await directory.entrants_by_code(connection, contest)
    unknown = set(asked.seeds) - codes.keys()
    if unknown:
        raise DomainError(NOT_FOUND, what=contest.participants, key=", ".join(sorted(unknown)))
    divisions = contest.divisions
    places: dict[str, int] = {}
    if asked.after is not None:
        places, before = await season_before(connection, contest, asked.after, contest.created_at)
        divisions = before | divisions
    elif not asked.seeds:
        places = await seeds_of(connection, contest.participants, contest.entrants)
    places |= {codes[code]: place for place, code in enumerate(asked.seeds, start=1)}
    return replace(contest, seeds=places, divisions=divisions)


def _play(play: SeasonPlay, asked: SeasonIn) -> SeasonPlay:
    if asked.play is not None:
        if format_of(asked.play) != format_of(play):
            raise DomainError(OTHER_FORMAT, format=format_of(play))
        play = asked.play
    play = replace(play, rhythm=asked.rhythm or play.rhythm)
    if isinstance(play, CupPlay):
        return play if asked.third_place is None else replace(play, third_place=asked.third_place)
    return replace(play, legs=asked.legs or play.legs, rounds=asked.rounds or play.rounds)


async def season_before(
    connection: Connection, contest: Contest, before_id: int, now: datetime
) -> tuple[dict[str, int], dict[str, str]]:
    """Seeds and divisions by the table of the season before, as everybody may know it."""
    before = await store.find(connection, before_id)
    if before is None or not before.in_rounds:
        raise DomainError(NOT_FOUND, what="season", key=before_id)
    season = await read_season(connection, before, now)
    places = {place.participant: number for number, place in enumerate(standing(season), start=1)}
    play = season.play
    if not isinstance(play, LeaguePlay) or play.pairing == "groups":
        return places, {}
    tables = [(pool, table_of(season, play, pool)) for pool in season.pools]
    moved = next_divisions(tables, play.up, play.down)
    return places, {one: division for one, division in moved.items() if division and one in contest.entrants}
