"""What can be done with scorecards: look at them within what one may see, change what they ask, publish a month."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from career.months import Month, month_of, month_text
from career.sheets import Tier
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, INVALID, NOT_FOUND, DomainError
from server.ladder.scorecards import frozen, looking, publishing, showing, workbook
from server.ladder.scorecards import rules as rulebook
from server.ladder.scorecards.editing import EditingService
from server.ladder.scorecards.following import Following
from server.ladder.scorecards.looking import Found, Subject
from server.ladder.scorecards.measuring import Site, period_of, read_sites
from server.ladder.scorecards.months import MonthsService
from server.ladder.scorecards.running import Running
from server.ladder.scorecards.showing import Beside
from server.ladder.scorecards.veiling import from_outside
from server.ladder.scorecards.wire import (
    RevisionOut,
    RevisionsOut,
    RowOut,
    SheetOut,
    State,
    TrendOut,
    TrendPoint,
)
from server.wire import Page, page_of

Order = Literal["code", "score", "-score"]


class Filters(Struct, frozen=True):
    """Which sheets of a month are asked for: of a tier, and perhaps of a site, a team, or with a code or name like `q`."""

    tier: Tier = "agent"
    site: str = ""
    team: str = ""
    q: str = ""


TREND = 12
"""Months of a trend, the running one included."""


class ScorecardsService:
    """See the module; rules and months have desks of their own."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._running = Running(db, clock)
        self.following = Following(db, clock)
        self.editing = EditingService(db, clock, self._running)
        self.months = MonthsService(db, clock, self._running)

    async def prepare(self) -> None:
        """Keep the sheets that ship."""
        async with self._db.transaction() as connection:
            await rulebook.ship(connection, self._clock.now())

    async def rows(self, actor: Actor, month: str, filters: Filters, order: Order = "code") -> list[RowOut]:
        """All sheets of a month that the actor may see. Raises `forbidden` for a tier that is not the actor's."""
        tier, site, team = filters.tier, filters.site, filters.team
        wanted = self._month(month)
        now = self._clock.now()
        if (
            tier != "agent"
            and not actor.sees_everybodys_personal_data
            and (tier == "centre" or not actor.teams_personal)
        ):
            raise DomainError(FORBIDDEN)
        async with self._db.connection() as connection:
            subjects = await looking.seen(connection, actor, tier, now, q=filters.q)
            sites = await read_sites(connection)
            site_ids = {one.id for one in sites.values() if not site or one.code == site}
            found = await looking.published_month(connection, tier, wanted, subjects)
            open_sites = await self._unpublished(connection, wanted, sites)
        # Nobody waits for a site that none of these people belong to.
        asked = {one.site_id for one in subjects.values()} & site_ids & open_sites.keys()
        for site_id in sorted(asked):
            async with self._db.connection() as connection:
                hidden = await frozen.untold(connection, actor, sites[site_id], wanted, now)
            provisional = await looking.provisional(
                self._running, tier, site_id, wanted, hidden, over=open_sites[site_id]
            )
            for subject, one in provisional.items():
                if subject in subjects and (subject not in found or one.score is not None):
                    found[subject] = one
        async with self._db.connection() as connection:
            visible = await self._members_seen(connection, actor, tier)
            at_sites = [one for one in found.values() if one.site_id in site_ids]
            kept = await self._as_read(connection, actor, tier, at_sites, visible)
            names = await showing.names_for(connection, tier, kept, [], ())
        if team:
            ids = {one for one, named in names.teams.items() if named.code == team}
            kept = [one for one in kept if self._in_team(tier, one, subjects[one.subject], ids, team)]
        rows = [showing.row_of(tier, one, subjects[one.subject], sites[one.site_id].code, names) for one in kept]
        return _ordered(rows, order)

    async def page(
        self, actor: Actor, month: str, filters: Filters, order: Order, part: tuple[int, int]
    ) -> Page[RowOut]:
        """A slice of them, from an offset on."""
        rows = await self.rows(actor, month, filters, order)
        offset, limit = part
        return page_of(rows[offset : offset + limit], len(rows), offset)

    async def export(self, actor: Actor, month: str, filters: Filters, language: workbook.Language) -> bytes:
        """The same list as a workbook."""
        rows = await self.rows(actor, month, filters)
        async with self._db.connection() as connection:
            rules = (await rulebook.in_force(connection, self._month(month)))[filters.tier].rules
        return workbook.workbook(rows, showing.terms_of(rules), language)

    async def sheet(self, actor: Actor, tier: Tier, code: str, month: str, revision: int | None = None) -> SheetOut:
        """One sheet: the revision asked for, else the latest, else as it stands while the month is open."""
        wanted = self._month(month)
        async with self._db.connection() as connection:
            subject = await looking.subject_of(connection, actor, tier, code, self._clock.now())
            held = await looking.revisions(connection, tier, subject.id, wanted)
        found: Found | None
        if revision is not None:
            found = next((one for one in held if one.revision == revision), None)
        else:
            found = await self._current(actor, tier, subject, wanted, held[0] if held else None)
        if found is None:
            raise DomainError(NOT_FOUND, what="scorecard", key=f"{code} {month}")
        async with self._db.connection() as connection:
            rules = (
                (await rulebook.find(connection, [found.rules_id])).get(found.rules_id)
                if found.rules_id
                else None
                if found.revision
                else (await rulebook.in_force(connection, wanted))[tier]
            )
            sites = await read_sites(connection)
            due = await publishing.due_at(connection, sites[found.site_id], wanted) if found.revision is None else None
            visible = await self._members_seen(connection, actor, tier)
            closed = await frozen.untold(connection, actor, sites[found.site_id], wanted, self._clock.now())
            beside = Beside(len(held), due, visible, closed)
            (shown,) = await self._as_read(connection, actor, tier, [found], visible)
            return await showing.draw(connection, tier, subject, shown, rules, beside)

    async def revisions(self, actor: Actor, tier: Tier, code: str, month: str) -> RevisionsOut:
        """Every revision of a sheet with its reason, the newest first."""
        wanted = self._month(month)
        async with self._db.connection() as connection:
            subject = await looking.subject_of(connection, actor, tier, code, self._clock.now())
            visible = await self._members_seen(connection, actor, tier)
            every = await looking.revisions(connection, tier, subject.id, wanted)
            held = await self._as_read(connection, actor, tier, every, visible)
        return RevisionsOut(
            [
                RevisionOut(
                    revision=one.revision or 0,
                    published_at=one.published_at or self._clock.now(),
                    score=showing.points(one.score),
                    ground=one.ground or "published",
                    changed=list(one.changed),
                )
                for one in held
            ]
        )

    async def trend(self, actor: Actor, tier: Tier, code: str, months: int = TREND) -> TrendOut:
        """The last months of one subject, the running one last."""
        this = month_of(self._clock.now().date())
        wanted = range(this - months + 1, this + 1)
        async with self._db.connection() as connection:
            subject = await looking.subject_of(connection, actor, tier, code, self._clock.now())
            held = await looking.published_months(connection, tier, subject.id, wanted)
            visible = await self._members_seen(connection, actor, tier)
        for month in wanted[-2:]:
            current = await self._current(actor, tier, subject, month, held.get(month))
            if current is not None:
                held[month] = current
        async with self._db.connection() as connection:
            shown = await self._as_read(connection, actor, tier, list(held.values()), visible)
        held = {one.month: one for one in shown}
        points = [_point(month, held.get(month)) for month in wanted]
        return TrendOut(tier=tier, code=subject.named.code, name=subject.named.name, months=points)

    async def _as_read(
        self, connection: Connection, actor: Actor, tier: Tier, founds: Sequence[Found], visible: frozenset[int] | None
    ) -> list[Found]:
        """Sheets as this reader may see them."""
        kept = await from_outside(connection, actor, tier, founds, visible)
        return await frozen.held_still(connection, actor, kept, self._clock.now())

    async def _current(
        self, actor: Actor, tier: Tier, subject: Subject, month: Month, held: Found | None
    ) -> Found | None:
        """What holds: the latest revision, or while the site has not published the month, what it comes to now."""
        if held is not None and held.state == "published":
            return held
        async with self._db.connection() as connection:
            sites = await read_sites(connection)
            site_id = subject.site_id
            if tier == "agent":
                site_id = await looking.home_of(connection, subject.id, period_of(sites[subject.site_id], month))
            open_sites = await self._unpublished(connection, month, sites)
            if site_id not in open_sites:
                return held
            hidden = await frozen.untold(connection, actor, sites[site_id], month, self._clock.now())
        one = await self._running.sheet(tier, subject.id, site_id, month, hidden)
        if one is None or (held is not None and one.card.score is None):
            return held
        return looking.as_found(one.card, month, site_id, self._state(over=open_sites[site_id]), one.counted_at)

    async def _members_seen(self, connection: Connection, actor: Actor, tier: Tier) -> frozenset[int] | None:
        """Whose sheets below a team's the actor may see; None: everybody's."""
        if tier != "lead" or actor.sees_everybodys_personal_data:
            return None
        return frozenset(await looking.seen(connection, actor, "agent", self._clock.now()))

    @staticmethod
    def _state(*, over: bool) -> State:
        return "waiting" if over else "running"

    async def _unpublished(self, connection: Connection, month: Month, sites: dict[int, Site]) -> dict[int, bool]:
        """The sites that have begun a month and not published it, and whether it is over there."""
        now = self._clock.now()
        rows = await connection.fetch("SELECT site_id FROM scorecard_month WHERE month = $1", month)
        done = {row["site_id"] for row in rows}
        periods = {one.id: period_of(one, month) for one in sites.values() if one.id not in done}
        return {site_id: period.ends <= now for site_id, period in periods.items() if period.starts <= now}

    def _month(self, text: str) -> Month:
        try:
            return showing.month_of_text(text, month_of(self._clock.now().date()))
        except ValueError:
            raise DomainError(INVALID, why=f"{text[:20]} is no month that has begun, such as 2026-06") from None

    @staticmethod
    def _in_team(tier: Tier, found: Found, subject: Subject, ids: set[int], team: str) -> bool:
        if tier == "lead":
            return subject.named.code == team
        return any(one in ids for one, _ in found.kept.teams)


def _ordered(rows: list[RowOut], order: Order) -> list[RowOut]:
    rows.sort(key=lambda row: row.code)
    if order != "code":
        falling = -1 if order == "-score" else 1
        rows.sort(key=lambda row: (row.score is None, falling * showing.in_micro(row.score)))
    return rows


def _point(month: Month, found: Found | None) -> TrendPoint:
    if found is None:
        return TrendPoint(month=month_text(month), state=None, score=None, capped=None, revision=None)
    return TrendPoint(
        month=month_text(month),
        state=found.state,
        score=showing.points(found.score),
        capped=found.kept.capped,
        revision=found.revision,
    )
