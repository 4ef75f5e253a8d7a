"""Sites with their calendars, queues, and teams: what agents belong to."""

from datetime import date, time
from typing import Literal

import asyncpg
from msgspec import Struct

from leaderboards.calendar import Calendar
from server.auth import audit
from server.auth.actor import Actor
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.people.changes import announce, announce_site, lock_memberships
from server.people.ports import FactsPort
from server.people.refusals import NO_SUCH, SITE_OF_TEAM, TAKEN_CODE
from server.people.tables import CalendarDayRow, QueueRow, SiteRow, TeamRow
from server.wire import Bilingual, Named


class Site(Struct, frozen=True):
    """A place of work; `day_starts` is the wall-clock hour at which its business day begins."""

    code: str
    name: Bilingual
    zone: str
    day_starts: time


class SpecialDay(Struct, frozen=True):
    """A day that differs from Monday-to-Friday: a holiday, or a weekend worked in exchange."""

    day: date
    kind: Literal["holiday", "workday"]
    name: Bilingual


class Team(Struct, frozen=True):
    """A team of one site; closed from `closed_on` on."""

    code: str
    name: Bilingual
    site: str
    closed_on: date | None


class PlacesService:
    """Commands and queries about sites, queues and teams."""

    def __init__(self, db: Database, facts: FactsPort) -> None:
        self._db = db
        self._facts = facts

    async def sites(self) -> list[Site]:
        """All sites by code."""
        rows = await SiteRow.select().order_by(SiteRow.code)
        return [_site(row) for row in rows]

    async def site(self, code: str) -> Site:
        """A site by its code. Raises `no_such_site`."""
        row = await SiteRow.select().where(SiteRow.code == code).first()
        if row is None:
            raise DomainError(NO_SUCH["site"], key=code)
        return _site(row)

    async def create_site(self, actor: Actor | None, site: Site) -> Site:
        """A new site. Raises `code_taken`."""
        row = SiteRow(
            code=site.code, name_zh=site.name.zh, name_en=site.name.en, zone=site.zone, day_starts=site.day_starts
        )
        try:
            async with self._db.transaction() as unit:
                await row.save()
                await audit.record(unit, actor, "site.create", f"site/{site.code}")
        except asyncpg.UniqueViolationError:
            raise DomainError(TAKEN_CODE, key=site.code) from None
        return site

    async def change_site(self, actor: Actor | None, code: str, site: Site) -> Site:
        """Replace what a site is. A new zone or start of day moves the facts of its people to their new business days."""
        async with self._db.transaction() as unit:
            await lock_memberships(unit)
            row = await unit.fetchrow("SELECT id, zone, day_starts FROM site WHERE code = $1 FOR UPDATE", code)
            if row is None:
                raise DomainError(NO_SUCH["site"], key=code)
            await unit.execute(
                "UPDATE site SET name_zh = $2, name_en = $3, zone = $4, day_starts = $5 WHERE id = $1",
                row["id"],
                site.name.zh,
                site.name.en,
                site.zone,
                site.day_starts,
            )
            detail = {"zone": [row["zone"], site.zone], "day_starts": [row["day_starts"], site.day_starts]}
            await audit.record(unit, actor, "site.change", f"site/{code}", detail)
            if (row["zone"], row["day_starts"]) != (site.zone, site.day_starts):
                await rezone(unit, self._facts, row["id"])
        return await self.site(code)

    async def calendar(self, code: str) -> list[SpecialDay]:
        """A site's special days in order. Raises `no_such_site`."""
        async with self._db.connection() as connection:
            site_id = await id_of(connection, "site", code)
        rows = await CalendarDayRow.select().where(CalendarDayRow.site_id == site_id).order_by(CalendarDayRow.day)
        return [SpecialDay(row["day"], row["kind"], Bilingual(row["name_zh"], row["name_en"])) for row in rows]

    async def change_calendar(self, actor: Actor | None, code: str, days: list[SpecialDay]) -> list[SpecialDay]:
        """Replace all special days of a site; of two entries for one day the later counts."""
        async with self._db.transaction() as unit:
            site_id = await id_of(unit, "site", code, lock=True)
            await unit.execute("DELETE FROM calendar_day WHERE site_id = $1", site_id)
            wanted = list({day.day: day for day in days}.values())
            await unit.execute(
                "INSERT INTO calendar_day (site_id, day, kind, name_zh, name_en)"
                " SELECT $1, * FROM unnest($2::date[], $3::text[], $4::text[], $5::text[])",
                site_id,
                [day.day for day in wanted],
                [day.kind for day in wanted],
                [day.name.zh for day in wanted],
                [day.name.en for day in wanted],
            )
            await audit.record(unit, actor, "calendar.change", f"site/{code}", {"days": len(wanted)})
            await announce_site(unit, site_id)
        return await self.calendar(code)

    async def queues(self) -> list[Named]:
        """All queues by code."""
        rows = await QueueRow.select().order_by(QueueRow.code)
        return [Named(row["code"], Bilingual(row["name_zh"], row["name_en"])) for row in rows]

    async def queue(self, code: str) -> Named:
        """A queue by its code. Raises `no_such_queue`."""
        row = await QueueRow.select().where(QueueRow.code == code).first()
        if row is None:
            raise DomainError(NO_SUCH["queue"], key=code)
        return Named(row["code"], Bilingual(row["name_zh"], row["name_en"]))

    async def create_queue(self, actor: Actor | None, queue: Named) -> Named:
        """A new queue. Raises `code_taken`."""
        try:
            async with self._db.transaction() as unit:
                await QueueRow(code=queue.code, name_zh=queue.name.zh, name_en=queue.name.en).save()
                await audit.record(unit, actor, "queue.create", f"queue/{queue.code}")
        except asyncpg.UniqueViolationError:
            raise DomainError(TAKEN_CODE, key=queue.code) from None
        return queue

    async def change_queue(self, actor: Actor | None, queue: Named) -> Named:
        """Rename a queue. Raises `no_such_queue`."""
        async with self._db.transaction() as unit:
            await id_of(unit, "queue", queue.code, lock=True)
            await QueueRow.update({QueueRow.name_zh: queue.name.zh, QueueRow.name_en: queue.name.en}).where(
                QueueRow.code == queue.code
            )
            await audit.record(unit, actor, "queue.change", f"queue/{queue.code}")
        return queue

    async def teams(self, site: str = "", *, closed: bool = False) -> list[Team]:
        """Teams by code, of one site when named, closed ones when asked for."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                "SELECT t.code, t.name_zh, t.name_en, s.code AS site, t.closed_on FROM team t JOIN site s ON s.id = t.site_id"
                " WHERE ($1 = '' OR s.code = $1) AND ($2 OR t.closed_on IS NULL) ORDER BY t.code",
                site,
                closed,
            )
        return [_team(row) for row in rows]

    async def team(self, code: str) -> Team:
        """A team by its code. Raises `no_such_team`."""
        found = [team for team in await self.teams(closed=True) if team.code == code]
        if not found:
            raise DomainError(NO_SUCH["team"], key=code)
        return found[0]

    async def create_team(self, actor: Actor | None, team: Team) -> Team:
        """A new team. Raises `code_taken`, `no_such_site`."""
        try:
            async with self._db.transaction() as unit:
                row = TeamRow(
                    code=team.code,
                    site_id=await id_of(unit, "site", team.site),
                    name_zh=team.name.zh,
                    name_en=team.name.en,
                    closed_on=team.closed_on,
                )
                await row.save()
                await audit.record(unit, actor, "team.create", f"team/{team.code}", {"site": team.site})
        except asyncpg.UniqueViolationError:
            raise DomainError(TAKEN_CODE, key=team.code) from None
        return team

    async def change_team(self, actor: Actor | None, team: Team) -> Team:
        """Replace what a team is. Raises `team_keeps_site`: its facts lie on the business days of its site."""
        async with self._db.transaction() as unit:
            await lock_memberships(unit)
            team_id = await id_of(unit, "team", team.code, lock=True)
            site_id = await id_of(unit, "site", team.site)
            await check_team_site(unit, team_id, site_id)
            await unit.execute(
                "UPDATE team SET name_zh = $2, name_en = $3, site_id = $4, closed_on = $5 WHERE id = $1",
                team_id,
                team.name.zh,
                team.name.en,
                site_id,
                team.closed_on,
            )
            await audit.record(unit, actor, "team.change", f"team/{team.code}", {"closed_on": team.closed_on})
            await announce(unit, [], [team_id])
        return await self.team(team.code)


async def rezone(connection: Connection, facts: FactsPort, site_id: int) -> None:
    """Within a transaction that holds the memberships: refile the facts of everybody whose business days changed."""
    rows = await connection.fetch(
        "SELECT id FROM agent WHERE site_id = $1 UNION"
        " SELECT m.agent_id FROM membership m JOIN team t ON t.id = m.team_id WHERE t.site_id = $1 ORDER BY 1",
        site_id,
    )
    teams = await connection.fetch("SELECT id FROM team WHERE site_id = $1 ORDER BY id", site_id)
    await facts.reattribute(connection, [row["id"] for row in rows], [row["id"] for row in teams])
    await announce_site(connection, site_id)


async def check_team_site(connection: Connection, team_id: int, site_id: int) -> None:
    """Raises `team_keeps_site` when a team that ever had members would move."""
    moved = await connection.fetchval(
        "SELECT 1 FROM team t WHERE t.id = $1 AND t.site_id <> $2"
        " AND EXISTS (SELECT 1 FROM membership m WHERE m.team_id = t.id)",
        team_id,
        site_id,
    )
    if moved:
        raise DomainError(SITE_OF_TEAM)


async def id_of(
    connection: Connection, thing: Literal["site", "queue", "team", "agent"], code: str, *, lock: bool = False
) -> int:
    """The id behind a code; with `lock` the row is ours until the transaction ends. Raises `no_such_…`."""
    suffix = " FOR NO KEY UPDATE" if lock else ""
    found: int | None = await connection.fetchval(f"SELECT id FROM {thing} WHERE code = $1{suffix}", code)
    if found is None:
        raise DomainError(NO_SUCH[thing], key=code)
    return found


async def calendar_of(connection: Connection, site_id: int) -> Calendar:
    """The zone and start of day of a site, without its special days: enough to read dates as instants."""
    row = await connection.fetchrow("SELECT zone, day_starts FROM site WHERE id = $1", site_id)
    if row is None:
        raise DomainError(NO_SUCH["site"], key=site_id)
    return Calendar(row["zone"], row["day_starts"])


def _site(row: dict[str, object]) -> Site:
    return Site(str(row["code"]), _name(row), str(row["zone"]), row["day_starts"])  # type: ignore[arg-type]


def _team(row: asyncpg.Record) -> Team:
    return Team(row["code"], _name(row), row["site"], row["closed_on"])


def _name(row: "dict[str, object] | asyncpg.Record") -> Bilingual:
    return Bilingual(str(row["name_zh"]), str(row["name_en"]))
