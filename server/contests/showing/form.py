"""A team across contests: how strong its results have shown it to be, and where it came in each."""

from datetime import datetime

from msgspec import Struct

from leaderboards.exact import format_score
from leaderboards.ratings import Rating
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.contests import directory, store
from server.contests.after.results import decode_standings, revisions
from server.contests.showing.ratings import Folded, folded
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError
from server.wire import Bilingual, Named

_SHOWN = 20
"""Contests of which a team's page tells the place."""


class RatedOut(Struct, kw_only=True):
    """A team's strength: `mu` give or take `sigma`, and `sure`, the strength that is all but certain, by which it is placed."""

    team: Named
    place: int
    mu: float
    sigma: float
    sure: float
    games: int


class PlayedOut(Struct, kw_only=True):
    """One contest a team took part in, and its strength after it."""

    contest: int
    title: Bilingual
    format: str
    ends: datetime
    rank: int | None
    of: int
    division: str
    score: str | None
    mu: float
    sigma: float


class FormOut(Struct, kw_only=True):
    """A team's page: its strength now (None before its first result) and its contests, the latest first."""

    team: Named
    site: Named
    rating: RatedOut | None
    contests: list[PlayedOut]


class FormService:
    """See the module. Ratings are folded once and then carried on; signed results never change under them."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._teams = Folded()

    async def ranking(self, site: str | None) -> list[RatedOut]:
        """All teams that were ever ranked, of one site or of all, the surest strength first."""
        await self._carry_on()
        async with self._db.connection() as connection:
            wanted = None
            if site is not None:
                found = await directory.sites(connection, codes=[site])
                if not found:
                    raise DomainError(NOT_FOUND, what="site", key=site)
                wanted = found[0].id
            known = await directory.teams(connection, ids=[int(name[1:]) for name in self._teams.ratings])
        rated = [
            (self._teams.ratings[f"t{team.id}"], team) for team in known if wanted is None or team.site_id == wanted
        ]
        rated.sort(key=lambda pair: (-pair[0].sure, pair[1].id))
        return [_out(team.named, rating, place) for place, (rating, team) in enumerate(rated, start=1)]

    async def form(self, actor: Actor, code: str) -> FormOut:
        """One team's page, for who sees full boards and for its members."""
        await self._carry_on()
        async with self._db.connection() as connection:
            teams = await directory.teams(connection, codes=[code])
            if not teams:
                raise DomainError(NOT_FOUND, what="team", key=code)
            team = teams[0]
            await self._refuse_strangers(connection, actor, team.id)
            site = (await directory.sites(connection, ids=[team.site_id]))[0].named
            name, played = f"t{team.id}", []
            mine = [step for step in self._teams.steps if name in step.ratings][-_SHOWN:]
            contests = {one.id: one for one in await store.many(connection, [step.contest_id for step in mine])}
            for step in reversed(mine):
                contest = contests[step.contest_id]
                standings = decode_standings((await revisions(connection, contest.id))[-1].standings)
                row = next(row for row in standings.rows if row.participant == name)
                rating = step.ratings[name]
                played.append(
                    PlayedOut(
                        contest=contest.parent_id or contest.id,
                        title=contest.title,
                        format=contest.format,
                        ends=contest.ends,
                        rank=row.rank,
                        of=sum(other.division == row.division for other in standings.rows),
                        division=row.division,
                        score=None if row.score is None else format_score(row.score),
                        mu=round(rating.mu, 2),
                        sigma=round(rating.sigma, 2),
                    )
                )
        among = {one.team.code: one for one in await self.ranking(None)}
        return FormOut(team=team.named, site=site, rating=among.get(code), contests=played)

    async def _refuse_strangers(self, connection: Connection, actor: Actor, team_id: int) -> None:
        if actor.may(Permission.BOARDS_FULL) or team_id in actor.own_teams:
            return
        if actor.agent_id is not None:
            found = await directory.agents(connection, ids=[actor.agent_id])
            if found and found[0].team_id == team_id:
                return
        raise DomainError(FORBIDDEN)

    async def _carry_on(self) -> None:
        async with self._db.connection() as connection:
            self._teams = await folded(connection, "team", self._teams)


def _out(team: Named, rating: Rating, place: int) -> RatedOut:
    return RatedOut(
        team=team,
        place=place,
        mu=round(rating.mu, 2),
        sigma=round(rating.sigma, 2),
        sure=round(rating.sure, 2),
        games=rating.games,
    )
