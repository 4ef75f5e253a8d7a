"""What a wall display shows of a site's honors: at most twelve short lines a scene, each with its own words."""

from leaderboards.honors import RED_BANNER
from server.contests import directory
from server.db.pool import Connection, Database
from server.honors.collective.fame import FameService
from server.honors.collective.reading import ReadingHonors
from server.honors.collective.telling import NAMES
from server.honors.collective.titles import TitlesService
from server.honors.collective.wire import FamousPerson, HonorOut, SiteHonorsOut, TitleOut, WallLine, WallSceneOut
from server.honors.walls import Whose
from server.wire import Bilingual, Named

MOST_LINES, MOST_PEOPLE = 9, 10
_MOST_NAMED = 3
"""Teams side by side in a line; the others are counted."""


_CENTRE = Whose("centre", "", Bilingual("全中心", "The whole centre"))


class HonorsScene:
    """See `server.live.ports.Scene`: what hangs on the wall of honors of the display's site."""

    kind = "honors"
    name = Bilingual("荣誉墙", "Wall of honors")

    def __init__(self, db: Database, reading: ReadingHonors, titles: TitlesService) -> None:
        self._db = db
        self._reading = reading
        self._titles = titles

    async def show(self, site_id: int, team_id: int | None) -> WallSceneOut | None:  # noqa: ARG002 - the same on all walls of a site
        """The banner first, then seasons, months and titles."""
        titles = await self._titles.shown(None)
        async with self._db.connection() as connection:
            site = (await directory.sites(connection, ids=[site_id]))[0]
            own = await self._reading.of_site(connection, site)
            here = await _here(connection, site_id, titles)
        lines = _honors(own, here)[:MOST_LINES]
        return WallSceneOut(site.named, lines) if lines else None


class FameScene:
    """The hall of fame of the display's site."""

    kind = "fame"
    name = Bilingual("名人堂", "Hall of fame")

    def __init__(self, db: Database, fame: FameService) -> None:
        self._db = db
        self._fame = fame

    async def show(self, site_id: int, team_id: int | None) -> WallSceneOut | None:  # noqa: ARG002 - the same on all walls of a site
        """People who show it to everybody."""
        async with self._db.connection() as connection:
            site = (await directory.sites(connection, ids=[site_id]))[0]
        people = (await self._fame.hall(site.named.code)).people[:MOST_PEOPLE]
        return WallSceneOut(site.named, [_famous(one) for one in people]) if people else None


async def _here(connection: Connection, site_id: int, titles: list[TitleOut]) -> list[TitleOut]:
    """Those of the whole centre, and of this site's teams and people."""
    rows = await connection.fetch(
        "SELECT code FROM team WHERE site_id = $1 UNION ALL SELECT code FROM agent WHERE site_id = $1 AND code = ANY($2::text[])",
        site_id,
        [one.agent.code for one in titles if one.agent is not None],
    )
    codes = {row["code"] for row in rows}
    return [one for one in titles if (whose := one.team or one.agent) is None or whose.code in codes]


def _honors(own: SiteHonorsOut, titles: list[TitleOut]) -> list[WallLine]:
    lines = []
    if own.banner is not None and own.held is not None:
        weeks = own.held.weeks
        note = Bilingual(
            f"连续 {weeks} 周" if weeks > 1 else "本轮新得", f"{weeks} weeks running" if weeks > 1 else "new this week"
        )
        if own.banner.provisional:
            note = Bilingual(f"{note.zh} · 待确认", f"{note.en} · provisional")
        lines.append(WallLine(RED_BANNER, Bilingual(*NAMES[RED_BANNER]), [_team(own.banner.team)], note))
    for honor in ("season_champion", "team_of_the_month", "most_improved_team", "zero_complaint_team"):
        of_it = [one for one in [*own.seasons[:1], *own.months] if one.honor == honor]
        if of_it:
            lines.append(_line(of_it))
    for one in titles:
        whose = one.team or one.agent
        who = _CENTRE if whose is None else Whose("agent" if one.team is None else "team", whose.code, whose.name)
        note = Bilingual(f"{one.issuer.zh} · {one.year}", f"{one.issuer.en} · {one.year}")
        lines.append(WallLine("title", one.name, [who], note))
    return lines


def _team(team: Named) -> Whose:
    return Whose("team", team.code, team.name)


def _line(of_it: list[HonorOut]) -> WallLine:
    named = [_team(one.team) for one in of_it[:_MOST_NAMED]]
    more = len(of_it) - len(named)
    note = of_it[0].period
    if more > 0:
        note = Bilingual(f"{note.zh} · 等 {len(of_it)} 个班组", f"{note.en} · and {more} more")
    return WallLine(of_it[0].honor, of_it[0].name, named, note)


def _famous(one: FamousPerson) -> WallLine:
    best = one.badges[0]
    what = one.titles[0].name if one.titles else best.name
    team = Bilingual("", "") if one.team is None else one.team.name
    return WallLine(f"{best.symbol}:{best.tier}", what, [Whose("agent", one.agent.code, one.agent.name)], team)
