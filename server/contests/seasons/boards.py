"""The board of a season: its table as rows that hubs, pages and walls treat like any other board."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from msgspec import UNSET
from msgspec.structs import replace

from leaderboards.exact import format_score
from leaderboards.feed import Board, Ceremony, ContestHead, Name, Row, TableCells
from leaderboards.placing import Place, form, standing
from leaderboards.plays import CupPlay, LeaguePlay, SeasonPlay
from leaderboards.season import Season, table_of
from server.contests import directory
from server.contests.contest import Contest
from server.contests.reveal.hushing import with_hushes
from server.contests.seasons import store
from server.contests.seasons.knowing import division_of, read_season
from server.contests.showing.boards import Names, Shown, head_of, read_names, rfc3339
from server.db.pool import Connection
from server.wire import Named


class Scene(NamedTuple):
    """What a season's board needs beside the season itself; `newest` is the round that began last."""

    contest: Contest
    site: Named
    names: Names
    newest: Contest | None
    """With whatever holds its public board."""
    ceremony: Ceremony | None = None


def season_board(scene: Scene, season: Season, now: datetime) -> Board:
    """The whole board."""
    rows = rows_of(season, scene.names, scene.newest)
    return Board(
        contest=_head(scene, season.play, now),
        as_of=rfc3339(now),
        view="full",
        rows=rows,
        total=len(rows),
        ceremony=scene.ceremony,
    )


def rows_of(season: Season, names: Names, newest: Contest | None) -> tuple[Row, ...]:
    """The table, or how far everybody came; places won are counted from before the newest round."""
    places = standing(season)
    before = _before(season, newest)
    shared = Counter((division_of(season, place), place.rank) for place in places)
    leaders = {division_of(season, place): place.record.points for place in places if place.rank == 1}
    within = _places_within(season, places)
    rows = []
    for place in places:
        division, named = division_of(season, place), names[place.participant]
        was = before.get(place.participant)
        shown = named if isinstance(named, Shown) else None
        rows.append(
            Row(
                id=place.participant,
                rank=place.rank,
                tied=shared[division, place.rank] > 1,
                score=format_score(place.record.points),
                name=Name(named.name.zh, named.name.en),
                code=named.code,
                gap=_gap(place, leaders[division]),
                moved=None if was is None else was - place.rank,
                division=division or UNSET,
                team=UNSET if shown is None or shown.team is None else shown.team,
                private=True if shown is not None and shown.private else UNSET,
                table=_cells(season, place, within[place.participant]),
            )
        )
    return tuple(rows)


def _gap(place: Place, leader: int) -> str | None:
    """The distance to the leader; level on points there is none to show, though the order may put one first."""
    behind = leader - place.record.points
    return format_score(behind) if behind or place.rank == 1 else None


def _cells(season: Season, place: Place, within: int) -> TableCells:
    record = place.record
    return TableCells(
        pool=place.pool,
        place=within,
        played=record.played,
        won=record.won,
        drawn=record.drawn,
        lost=record.lost,
        scores_for=format_score(record.scores_for),
        against=format_score(record.against),
        difference=format_score(record.difference),
        form=form(season, place.participant),
    )


def _places_within(season: Season, places: tuple[Place, ...]) -> dict[str, int]:
    """Everybody's place in the table of the own group; elsewhere the rank is that place."""
    play = season.play
    if isinstance(play, CupPlay) or play.pairing != "groups":
        return {place.participant: place.rank for place in places}
    return {row.record.participant: row.rank for pool in season.pools for row in table_of(season, play, pool)}


def _before(season: Season, newest: Contest | None) -> Mapping[str, int]:
    """The ranks before the round that is on: places won are counted from there. A bracket knows no such thing."""
    number = newest.round if newest is not None else None
    if number is None or number < 2 or isinstance(season.play, CupPlay):
        return {}
    earlier = {one: played for one, played in season.rounds.items() if one < number}
    return {place.participant: place.rank for place in standing(season._replace(rounds=earlier))}


def _head(scene: Scene, play: SeasonPlay, now: datetime) -> ContestHead:
    """While its newest round is frozen a season says so: nothing moves until the reveal."""
    head = head_of(scene.contest, scene.site, scene.contest.phase(now))
    head = replace(head, decimals=_decimals(play))
    newest = scene.newest
    known_until, until = (None, None) if newest is None else (newest.known_until(now), newest.goes_on(now))
    if known_until is None or until is None:
        return head
    return replace(head, phase="frozen", frozen_at=rfc3339(known_until), reveal_by=rfc3339(until))


def _decimals(play: SeasonPlay) -> int:
    """As many as the points need."""
    if not isinstance(play, LeaguePlay):
        return 0
    amounts = (play.table.win, play.table.draw, play.table.loss, *(one.points for one in play.deductions))
    return max(len(text.partition(".")[2].rstrip("0")) for text in amounts)


async def read_board(connection: Connection, contest: Contest, now: datetime) -> Board:
    """The same from the tables, for who has no scorer to hear."""
    site = (await directory.sites(connection, ids=[contest.site_id]))[0]
    season = await read_season(connection, contest, now)
    begun = [
        one for one in await store.rounds(connection, contest.id) if one.starts <= now and one.cancelled_at is None
    ]
    names = await read_names(connection, contest)
    newest = await with_hushes(connection, begun[-1], now) if begun else None
    return season_board(Scene(contest, site.named, names, newest), season, now)
