"""The months of every site: what is published, what waits for the clock, and publishing by hand."""

from career.months import month_of, month_text
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import INVALID, NOT_FOUND, DomainError, declare
from server.ladder.scorecards.following import settle
from server.ladder.scorecards.measuring import Site, period_of, read_sites
from server.ladder.scorecards.publishing import DEFAULT_DAY, due_at, publish
from server.ladder.scorecards.running import Running
from server.ladder.scorecards.showing import month_of_text
from server.ladder.scorecards.wire import MonthOut, MonthsOut, PublishedOut, State
from server.wire import Bilingual, Named

NOT_OVER = declare(
    "scorecard_month_not_over",
    409,
    en="{month} is not over at {site} yet; until then its scorecards are provisional.",
    zh="{site} 的 {month} 尚未结束，评分卡仍为暂计，不能发布。",
)
_SHOWN = 13
"""Months looked back on."""

_COUNTS = """
SELECT site_id, month, count(*) AS sheets, count(*) FILTER (WHERE score IS NULL) AS no_data,
       count(*) FILTER (WHERE revision > 1) AS corrected FROM (
    SELECT DISTINCT ON (tier, subject_id, month) site_id, month, score, revision FROM scorecard
    WHERE tier = 'agent' AND month >= $1 AND NOT carried_over ORDER BY tier, subject_id, month, revision DESC
) latest GROUP BY 1, 2"""


class MonthsService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock, running: Running) -> None:
        self._db = db
        self._clock = clock
        self._running = running

    async def all(self) -> MonthsOut:
        """The last months of every site, of those before the running one only such with sheets or something to count."""
        now = self._clock.now()
        first = month_of(now.date()) - _SHOWN
        async with self._db.connection() as connection:
            sites = await read_sites(connection)
            names = {row["id"]: row for row in await connection.fetch("SELECT id, code, name_zh, name_en FROM site")}
            done = await connection.fetch("SELECT * FROM scorecard_month WHERE month >= $1", first)
            counts = {(row["site_id"], row["month"]): row for row in await connection.fetch(_COUNTS, first)}
            todo = await connection.fetch("SELECT site_id, month FROM scorecard_todo WHERE month >= $1", first)
            waiting = {(row["site_id"], row["month"]) for row in todo}
            published = {(row["site_id"], row["month"]): row for row in done}
            items = []
            for site_id, month in sorted(published.keys() | waiting, key=lambda key: (-key[1], names[key[0]]["code"])):
                period = period_of(sites[site_id], month)
                if period.starts > now:
                    continue
                row, count, name = published.get((site_id, month)), counts.get((site_id, month)), names[site_id]
                state: State = "published" if row else "waiting" if period.ends <= now else "running"
                items.append(
                    MonthOut(
                        site=Named(name["code"], Bilingual(name["name_zh"], name["name_en"])),
                        month=month_text(month),
                        state=state,
                        due_at=await due_at(connection, sites[site_id], month),
                        published_at=row["published_at"] if row else None,
                        counted_at=row["counted_at"] if row else None,
                        waiting=(site_id, month) in waiting,
                        sheets=count["sheets"] if count else 0,
                        no_data=count["no_data"] if count else 0,
                        corrected=count["corrected"] if count else 0,
                    )
                )
            days = await connection.fetch("SELECT site_id, publish_day FROM scorecard_setting")
        chosen = {row["site_id"]: row["publish_day"] for row in days}
        return MonthsOut(
            items=items, publish_days={one.code: chosen.get(one.id, DEFAULT_DAY) for one in sites.values()}
        )

    async def publish(self, actor: Actor, text: str, site_code: str) -> PublishedOut:
        """Publish a site's month now, or count a published one anew. Raises `scorecard_month_not_over`."""
        now = self._clock.now()
        try:
            month = month_of_text(text, month_of(now.date()))
        except ValueError:
            raise DomainError(INVALID, why=f"{text[:20]} is no month such as 2026-06") from None
        async with self._db.connection() as connection:
            site = await self._site(connection, site_code)
            if period_of(site, month).ends > now:
                raise DomainError(NOT_OVER, month=text, site=site.code)
            touched = await connection.fetchval(
                "SELECT touched_at FROM scorecard_todo WHERE site_id = $1 AND month = $2", site.id, month
            )
        written = await publish(self._db, site.id, month, now)
        if touched is not None:
            await settle(self._db, site.id, month, touched)
        self._running.forget()
        out = PublishedOut(first=written.first, corrected=written.corrected, unchanged=written.unchanged)
        async with self._db.transaction() as connection:
            detail = {"month": text, "first": out.first, "corrected": out.corrected}
            await audit.record(connection, actor, "scorecard.publish", f"site/{site.code}", detail)
        return out

    async def set_day(self, actor: Actor, site_code: str, day: int) -> MonthsOut:
        """Choose on which day of the following month the clock publishes."""
        async with self._db.transaction() as connection:
            site = await self._site(connection, site_code)
            await connection.execute(
                "INSERT INTO scorecard_setting VALUES ($1, $2)"
                " ON CONFLICT (site_id) DO UPDATE SET publish_day = excluded.publish_day",
                site.id,
                day,
            )
            await audit.record(connection, actor, "scorecard.publish_day", f"site/{site.code}", {"day": day})
        return await self.all()

    async def _site(self, connection: Connection, code: str) -> Site:
        for site in (await read_sites(connection)).values():
            if site.code == code:
                return site
        raise DomainError(NOT_FOUND, what="site", key=code)
