"""What a wall display shows of a site's honors: at most twelve short lines a scene, each with its own words."""

from leaderboards.honors import RED_BANNER
from server.auth.actor import Actor
from server.clock import Clock
from server.contests import directory
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.collective.fame import FameService
from server.honors.collective.reading import ReadingHonors
from server.honors.collective.refusals import NO_SITE
from server.honors.collective.telling import NAMES
from server.honors.collective.titles import TitlesService
from server.honors.collective.wire import FamousPerson, HonorOut, SiteHonorsOut, TitleOut, WallLine, WallSceneOut
from server.wire import Bilingual

MOST_LINES, MOST_PEOPLE = 9, 10
_MOST_NAMED = 3
"""Teams side by side in a line; the others are counted."""


class SceneService:
    """See the module. A display gets its own site, somebody signed in the one asked for."""

    def __init__(
        self, db: Database, clock: Clock, reading: ReadingHonors, fame: FameService, titles: TitlesService
    ) -> None:
        self._db = db
        self._clock = clock
        self._reading = reading
        self._fame = fame
        self._titles = titles

    async def scene(self, actor: Actor, code: str | None) -> WallSceneOut:
        """Raises `no_such_site_of_honors`."""
        async with self._db.connection() as connection:
            site = await _site(connection, actor, code)
            own = await self._reading.of_site(connection, site)
        titles = [one for one in await self._titles.shown(None) if await self._here(site, one)]
        people = (await self._fame.hall(site.named.code)).people[:MOST_PEOPLE]
        return WallSceneOut(site.named, _honors(own, titles)[:MOST_LINES], [_famous(one) for one in people])

    async def _here(self, site: directory.Site, title: TitleOut) -> bool:
        """A title of the whole centre, or of this site's."""
        if title.team is None and title.agent is None:
            return True
        table, code = ("team", title.team) if title.team is not None else ("agent", title.agent)
        async with self._db.connection() as connection:
            query = f"SELECT site_id = $2 FROM {table} WHERE code = $1"
            return bool(await connection.fetchval(query, "" if code is None else code.code, site.id))


async def _site(connection: Connection, actor: Actor, code: str | None) -> directory.Site:
    if actor.display is not None:
        found = await directory.sites(connection, ids=[actor.display.site_id])
    elif code is not None:
        found = await directory.sites(connection, codes=[code])
    else:
        ids = [row["id"] for row in await connection.fetch("SELECT id FROM site ORDER BY id LIMIT 1")]
        found = await directory.sites(connection, ids=ids)
    if not found:
        raise DomainError(NO_SITE, site=code or "")
    return found[0]


def _honors(own: SiteHonorsOut, titles: list[TitleOut]) -> list[WallLine]:
    lines = []
    if own.banner is not None and own.held is not None:
        weeks = own.held.weeks
        note = Bilingual(
            f"连续 {weeks} 周" if weeks > 1 else "本轮新得", f"{weeks} weeks running" if weeks > 1 else "new this week"
        )
        if own.banner.provisional:
            note = Bilingual(f"{note.zh} · 待确认", f"{note.en} · provisional")
        lines.append(WallLine(RED_BANNER, Bilingual(*NAMES[RED_BANNER]), [own.banner.team.name], note))
    for honor in ("season_champion", "team_of_the_month", "most_improved_team", "zero_complaint_team"):
        of_it = [one for one in [*own.seasons[:1], *own.months] if one.honor == honor]
        if of_it:
            lines.append(_line(of_it))
    for one in titles:
        whose = one.team or one.agent
        who = Bilingual("全中心", "The whole centre") if whose is None else whose.name
        note = Bilingual(f"{one.issuer.zh} · {one.year}", f"{one.issuer.en} · {one.year}")
        lines.append(WallLine("title", one.name, [who], note))
    return lines


def _line(of_it: list[HonorOut]) -> WallLine:
    named = [one.team.name for one in of_it[:_MOST_NAMED]]
    more = len(of_it) - len(named)
    note = of_it[0].period
    if more > 0:
        note = Bilingual(f"{note.zh} · 等 {len(of_it)} 个班组", f"{note.en} · and {more} more")
    return WallLine(of_it[0].honor, of_it[0].name, named, note)


def _famous(one: FamousPerson) -> WallLine:
    best = one.badges[0]
    what = one.titles[0].name if one.titles else best.name
    team = Bilingual("", "") if one.team is None else one.team.name
    return WallLine(f"{best.symbol}:{best.tier}", what, [one.agent.name], team)
