"""Which collective honors a correction would give and take: everything a site is honored for, worked out with the result as it will be."""

from datetime import datetime
from typing import NamedTuple

from leaderboards.badges.history import Shared
from leaderboards.collective import Given
from leaderboards.standings import Standings
from server.contests import directory
from server.contests.after.effects import Touched
from server.contests.contest import Contest
from server.db.pool import Connection
from server.honors.collective.deriving import derive
from server.honors.collective.results import ResultsReader
from server.honors.collective.shared import credited
from server.honors.collective.telling import name_of, period
from server.honors.listing import names_of, touched
from server.wire import Bilingual


class Moved(NamedTuple):
    """Honors by the result as it is and as it will be, as far as the two differ in who has one for the same week, month or season."""

    before: list[Given]
    after: list[Given]

    @property
    def keys(self) -> set[tuple[str, str]]:
        """What changes hands."""
        return {(one.honor, one.key) for one in (*self.before, *self.after)}


class _AsCorrected(ResultsReader):
    """Reads one contest as it will be, and everything else as it is."""

    def __init__(self, contest_id: int, standings: Standings) -> None:
        super().__init__()
        self._contest = contest_id
        self._then = standings

    async def _standings(
        self, connection: Connection, contest: Contest, revision: int, now: datetime
    ) -> Standings | None:
        if contest.id == self._contest:
            return self._then
        return await super()._standings(connection, contest, revision, now)


async def moved(connection: Connection, contest: Contest, after: Standings, now: datetime) -> Moved:
    """Nothing where the contest is a round, or not of teams: its season is asked about by itself."""
    if contest.parent_id is not None or contest.participants != "team":
        return Moved([], [])
    site = (await directory.sites(connection, ids=[contest.site_id]))[0]
    was = await derive(connection, ResultsReader(), site, now)
    will = await derive(connection, _AsCorrected(contest.id, after), site, now)
    had, has = [{(one.honor, one.key, one.team) for one in given} for given in (was, will)]
    keys = {(honor, key) for honor, key, _ in had ^ has}
    return Moved(*[[one for one in given if (one.honor, one.key) in keys] for given in (was, will)])


_MEMBERS = """
SELECT DISTINCT m.agent_id, g.honor, g.key, g.team_id, g.starts, g.ends
FROM unnest($1::text[], $2::text[], $3::int[], $4::date[], $5::date[]) AS g(honor, key, team_id, starts, ends)
JOIN membership m ON m.team_id = g.team_id AND m.starts < g.ends + 2 AND (m.ends IS NULL OR m.ends > g.starts - 2)
ORDER BY 1, 2, 3"""


async def shared_then(connection: Connection, honors: Moved) -> dict[int, list[Shared]]:
    """By agent, what of the honors that change hands they will share; with nothing for those who shared one and will not."""
    every = [*honors.before, *honors.after]
    rows = await connection.fetch(
        _MEMBERS,
        [one.honor for one in every],
        [one.key for one in every],
        [int(one.team[1:]) for one in every],
        [one.starts for one in every],
        [one.ends for one in every],
    )
    will = {(one.honor, one.key, int(one.team[1:])) for one in honors.after if one.is_final}
    found: dict[int, list[Shared]] = {row["agent_id"]: [] for row in rows}
    return found | await credited(
        connection, [row for row in rows if (row["honor"], row["key"], row["team_id"]) in will]
    )


_UNTITLED = {"title_zh": "", "title_en": ""}


async def told_honors(connection: Connection, honors: Moved) -> list[Touched]:
    """Honor by honor which teams would get it, and which would lose it."""
    names = await names_of(connection, [one.team for one in (*honors.before, *honors.after)])
    had, has = [{(one.honor, one.key, one.team) for one in given} for given in honors]
    seasons = [int(key.partition(":")[2]) for _, key in honors.keys if key.startswith("contest:")]
    rows = await connection.fetch(
        "SELECT c.id, c.title_zh, c.title_en FROM unnest($1::int[]) AS asked(id) JOIN contest c ON c.id = asked.id",
        seasons,
    )
    titles = {f"contest:{row['id']}": dict(row) for row in rows}
    told = []
    for given, moving in ((False, had - has), (True, has - had)):
        for honor, key in sorted({one[:2] for one in moving}):
            title, when = name_of(honor), period({"key": key, **titles.get(key, _UNTITLED)})
            teams = [names[team] for *which, team in sorted(moving) if tuple(which) == (honor, key)]
            told.append(
                touched(Bilingual(f"{title.zh} · {when.zh}", f"{title.en}, {when.en}"), teams, given=given, unit="个")
            )
    return told
