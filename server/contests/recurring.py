"""Commands on series: start one from a template, see them, stop them."""

from datetime import date

import asyncpg
from msgspec import UNSET

from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.contests import directory
from server.contests.clockwork import Clockwork
from server.contests.launching import (
    WINDOW_OVER,
    Entrants,
    Template,
    entrants_of,
    site_of,
    template_to_launch,
)
from server.contests.playing import definitions_for
from server.contests.series import first_window
from server.contests.store import as_json
from server.contests.wire import SeriesChange, SeriesIn, SeriesOut
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError, declare
from server.wire import Bilingual

WRONG_CADENCE = declare(
    "wrong_cadence",
    422,
    en="This template is played by {period}, not {cadence}.",
    zh="该模板的周期是 {period}，不能设为 {cadence}。",
)
BAD_SPAN = declare("bad_span", 422, en="A series ends after it starts.", zh="系列赛的结束日期必须晚于开始日期。")

_PERIODS = {"weekly": "week", "monthly": "month"}


class SeriesService:
    """What leads and operations do to series."""

    def __init__(self, db: Database, clock: Clock, clockwork: Clockwork) -> None:
        self._db = db
        self._clock = clock
        self._clockwork = clockwork

    async def start(self, actor: Actor, asked: SeriesIn) -> SeriesOut:
        """Start a series by the rules of launching; its running and next contests exist when this returns."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            template = await template_to_launch(connection, actor, asked.template, asked.rules)
            if template.period != _PERIODS[asked.cadence]:
                raise DomainError(WRONG_CADENCE, period=template.period, cadence=asked.cadence)
            site = await site_of(connection, asked.site)
            entrants = await entrants_of(connection, actor, template.participants, site, asked)
            definitions_for(template.rules, await directory.definitions(connection))
            starts_on = asked.starts_on or site.calendar.business_day(now)
            if asked.ends_on is not None and asked.ends_on <= starts_on:
                raise DomainError(BAD_SPAN)
            window = first_window(site.calendar, asked.cadence, starts_on)
            if window.ends <= now and not actor.may(Permission.CONTESTS_MANAGE):
                raise DomainError(WINDOW_OVER)
            series_id = await self._insert(connection, actor, asked, (template, site, entrants, starts_on))
            detail = {"template": asked.template, "site": asked.site, "cadence": asked.cadence, "all": asked.all}
            await audit.record(connection, actor, "series.start", f"series/{series_id}", detail)
        await self._clockwork.continue_series(series_id)
        return await self.one(series_id)

    async def _insert(
        self,
        connection: Connection,
        actor: Actor,
        asked: SeriesIn,
        found: tuple[Template, directory.Site, Entrants, date],
    ) -> int:
        template, site, entrants, starts_on = found
        title = asked.title or template.name
        series_id: int = await connection.fetchval(
            """
            INSERT INTO series (template_id, site_id, title_zh, title_en, cadence, starts_on, ends_on, team_ids, agent_ids, rules,
                                created_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12) RETURNING id
            """,
            template.id,
            site.id,
            title.zh,
            title.en,
            asked.cadence,
            starts_on,
            asked.ends_on,
            # Nobody named means everybody there is when each contest is made.
            [] if asked.all else list(entrants.team_ids),
            [] if asked.all else list(entrants.agent_ids),
            as_json(template.rules),
            actor.id if actor.kind == "account" else None,
            self._clock.now(),
        )
        return series_id

    async def one(self, series_id: int) -> SeriesOut:
        """One series."""
        async with self._db.connection() as connection:
            row = await connection.fetchrow(f"{_SELECT} WHERE s.id = $1", series_id, self._clock.now())
            if row is None:
                raise DomainError(NOT_FOUND, what="series", key=series_id)
            return await _out(connection, row)

    async def all(self, offset: int, limit: int) -> tuple[list[SeriesOut], int]:
        """A page of series, newest first, and how many there are."""
        async with self._db.connection() as connection:
            total: int = await connection.fetchval("SELECT count(*) FROM series")
            rows = await connection.fetch(
                f"{_SELECT} WHERE $1::int IS NULL ORDER BY s.id DESC OFFSET $3 LIMIT $4",
                None,
                self._clock.now(),
                offset,
                limit,
            )
            return [await _out(connection, row) for row in rows], total

    async def change(self, actor: Actor, series_id: int, change: SeriesChange) -> SeriesOut:
        """Stop a series for good, or change its title or end. Contests that exist already stay as they are."""
        async with self._db.transaction() as connection:
            row = await connection.fetchrow("SELECT * FROM series WHERE id = $1 FOR UPDATE", series_id)
            if row is None:
                raise DomainError(NOT_FOUND, what="series", key=series_id)
            own = actor.kind == "account" and row["created_by"] == actor.id
            if not own and not actor.may(Permission.CONTESTS_MANAGE):
                raise DomainError(FORBIDDEN)
            title = Bilingual(zh=row["title_zh"], en=row["title_en"]) if change.title is UNSET else change.title
            ends_on = row["ends_on"] if change.ends_on is UNSET else change.ends_on
            if ends_on is not None and ends_on <= row["starts_on"]:
                raise DomainError(BAD_SPAN)
            stopped_at = row["stopped_at"] or (self._clock.now() if change.stopped is True else None)
            await connection.execute(
                "UPDATE series SET title_zh = $2, title_en = $3, ends_on = $4, stopped_at = $5 WHERE id = $1",
                series_id,
                title.zh,
                title.en,
                ends_on,
                stopped_at,
            )
            detail = {"stopped": stopped_at is not None, "ends_on": ends_on.isoformat() if ends_on else None}
            await audit.record(connection, actor, "series.change", f"series/{series_id}", detail)
        return await self.one(series_id)


_SELECT = """
SELECT s.*, t.code AS template,
       (SELECT id FROM contest c WHERE c.series_id = s.id AND c.cancelled_at IS NULL AND c.starts <= $2 AND c.ends > $2) AS running,
       (SELECT id FROM contest c WHERE c.series_id = s.id AND c.cancelled_at IS NULL AND c.starts > $2
        ORDER BY c.starts LIMIT 1) AS next
FROM series s JOIN template t ON t.id = s.template_id
"""


async def _out(connection: Connection, row: "asyncpg.Record") -> SeriesOut:
    site = (await directory.sites(connection, ids=[row["site_id"]]))[0]
    return SeriesOut(
        id=row["id"],
        template=row["template"],
        site=site.named,
        title=Bilingual(zh=row["title_zh"], en=row["title_en"]),
        cadence=row["cadence"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        teams=[team.named.code for team in await directory.teams(connection, ids=row["team_ids"])],
        agents=[agent.named.code for agent in await directory.agents(connection, ids=row["agent_ids"])],
        all=not row["team_ids"] and not row["agent_ids"],
        stopped_at=row["stopped_at"],
        running=row["running"],
        next=row["next"],
    )
