"""What people read of collective honors: the wall, the banner's history, everything a team has, and what a display shows."""

from collections.abc import Iterable
from typing import Any

from leaderboards.honors import RED_BANNER, BannerWeek, Holding, holdings
from server.auth.actor import Actor
from server.auth.roles import Role
from server.clock import Clock
from server.contests import directory
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.collective.refusals import NO_SITE, NO_TEAM
from server.honors.collective.telling import SYMBOLS, because, corrected, name_of, period
from server.honors.collective.titles import TitlesService
from server.honors.collective.wire import (
    BannerOut,
    CorrectedOut,
    HeldOut,
    Honor,
    HonorOut,
    HonorsOut,
    HonorWallOut,
    SiteHonorsOut,
    TeamHonorsOut,
)
from server.wire import Bilingual, Named

_SELECT = """
SELECT h.*, t.code AS team_code, t.name_zh AS team_zh, t.name_en AS team_en, s.code AS site_code, s.name_zh AS site_zh,
       s.name_en AS site_en, c.title_zh, c.title_en
FROM honor h JOIN team t ON t.id = h.team_id JOIN site s ON s.id = h.site_id LEFT JOIN contest c ON c.id = h.contest_id"""
_BEFORE_SHOWN = 3
"""Holders before the present one that a wall names."""
_MONTHLY = ("team_of_the_month", "most_improved_team", "zero_complaint_team")
_SEASONS_SHOWN = 3


class ReadingHonors:
    """See the module."""

    def __init__(self, db: Database, clock: Clock, titles: TitlesService) -> None:
        self._db = db
        self._clock = clock
        self._titles = titles

    async def wall(self, actor: Actor) -> HonorWallOut:
        """What hangs there now, site by site."""
        async with self._db.connection() as connection:
            ids = [row["id"] for row in await connection.fetch("SELECT id FROM site ORDER BY id")]
            sites = [await self.of_site(connection, one) for one in await directory.sites(connection, ids=ids)]
        titles = await self._titles.shown(actor)
        return HonorWallOut(sites, titles, await self._titles.ending(actor))

    async def of_site(self, connection: Connection, site: directory.Site) -> SiteHonorsOut:
        """The banner with whoever held it before, and the newest of everything else."""
        rows = await connection.fetch(
            f"{_SELECT} WHERE h.site_id = $1 AND h.withdrawn_at IS NULL ORDER BY h.ends DESC, h.id DESC", site.id
        )
        weeks = [row for row in rows if row["honor"] == RED_BANNER]
        held = [_held(one, weeks) for one in reversed(_stretches(weeks))]
        months = []
        for honor in _MONTHLY:
            own = [row for row in rows if row["honor"] == honor]
            months += [row for row in own if row["key"] == own[0]["key"]]
        seasons = [row for row in rows if row["honor"] == "season_champion"]
        return SiteHonorsOut(
            site=site.named,
            banner=out(weeks[0]) if weeks else None,
            held=held[0] if held else None,
            before=held[1 : 1 + _BEFORE_SHOWN],
            months=[out(row) for row in months],
            seasons=[out(row) for row in seasons[:_SEASONS_SHOWN]],
        )

    async def banner(self, site: str, year: int | None) -> BannerOut:
        """Every week, or those of a year; raises `no_such_site_of_honors`."""
        async with self._db.connection() as connection:
            found = await directory.sites(connection, codes=[site])
            if not found:
                raise DomainError(NO_SITE, site=site)
            rows = await connection.fetch(
                f"{_SELECT} WHERE h.site_id = $1 AND h.honor = '{RED_BANNER}'"
                " ORDER BY h.starts DESC, h.withdrawn_at IS NOT NULL, h.id DESC",
                found[0].id,
            )
        standing = [row for row in rows if row["withdrawn_at"] is None]
        shown = [row for row in rows if year is None or row["key"].startswith(f"{year}-")]
        return BannerOut(found[0].named, [out(row) for row in shown], _together(standing))

    async def history(self, site: str | None, honor: Honor | None, offset: int, limit: int) -> HonorsOut:
        """Of all, or of one site or kind; what was corrected stays in its place, with its day."""
        where = " WHERE ($1::text IS NULL OR s.code = $1) AND ($2::text IS NULL OR h.honor = $2)"
        async with self._db.connection() as connection:
            total: int = await connection.fetchval(
                f"SELECT count(*) FROM honor h JOIN site s ON s.id = h.site_id{where}", site, honor
            )
            rows = await connection.fetch(
                f"{_SELECT}{where} ORDER BY h.ends DESC, h.withdrawn_at IS NOT NULL, h.id DESC OFFSET $3 LIMIT $4",
                site,
                honor,
                offset,
                limit,
            )
        return HonorsOut([out(row) for row in rows], total)

    async def of_team(self, actor: Actor, code: str) -> TeamHonorsOut:
        """What it has been honored with; what was corrected only for its own people, operations and HR."""
        async with self._db.connection() as connection:
            team = next(iter(await directory.teams(connection, codes=[code])), None)
            if team is None:
                raise DomainError(NO_TEAM, team=code)
            site = (await directory.sites(connection, ids=[team.site_id]))[0]
            all_of_it = actor.role in {Role.OPS, Role.HR} or team.id in actor.own_teams
            rows = await connection.fetch(
                f"{_SELECT} WHERE h.team_id = $1 AND (h.withdrawn_at IS NULL OR $2) ORDER BY h.ends DESC, h.id DESC",
                team.id,
                all_of_it,
            )
        titles = [one for one in await self._titles.shown(actor) if one.team is not None and one.team.code == code]
        return TeamHonorsOut(team.named, site.named, [out(row) for row in rows], titles)


def out(row: Any) -> HonorOut:
    """An honor from a row of `_SELECT`."""
    lost = None if row["withdrawn_at"] is None else CorrectedOut(row["withdrawn_at"], corrected(row["why"]))
    return HonorOut(
        id=row["id"],
        honor=row["honor"],
        name=name_of(row["honor"]),
        symbol=SYMBOLS[row["honor"]],
        key=row["key"],
        period=period(row),
        team=_team(row),
        site=Named(row["site_code"], Bilingual(row["site_zh"], row["site_en"])),
        starts=row["starts"],
        ends=row["ends"],
        reason=row["reason"],
        because=because(row["reason"]),
        contest=row["contest_id"],
        revision=row["revision"],
        provisional=row["final_at"] is None and row["withdrawn_at"] is None,
        given_at=row["given_at"],
        corrected=lost,
    )


def _team(row: Any) -> Named:
    return Named(row["team_code"], Bilingual(row["team_zh"], row["team_en"]))


def _stretches(weeks: Iterable[Any]) -> tuple[Holding, ...]:
    in_order = sorted(weeks, key=lambda row: row["starts"])
    return holdings([BannerWeek(row["starts"], row["team_code"], row["reason"]) for row in in_order])


def _held(one: Holding, rows: Iterable[Any]) -> HeldOut:
    named = next(_team(row) for row in rows if row["team_code"] == one.team)
    return HeldOut(team=named, since=one.since, weeks=one.weeks)


def _together(rows: list[Any]) -> list[HeldOut]:
    """By team all its weeks, the most first; `since` is the first of them."""
    found: dict[str, HeldOut] = {}
    for row in sorted(rows, key=lambda row: row["starts"]):
        one = found.get(row["team_code"])
        if one is None:
            found[row["team_code"]] = HeldOut(team=_team(row), since=row["starts"], weeks=1)
        else:
            one.weeks += 1
    return sorted(found.values(), key=lambda one: (-one.weeks, one.team.code))
