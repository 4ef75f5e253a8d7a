"""One calendar of all contests: those that exist, those that series will make, and who would be in too many at once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct

from leaderboards.calendar import Calendar
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.contests import directory, store
from server.contests.calendar.wire import CalendarOut, EntryOut
from server.contests.contest import Contest
from server.contests.planning.clashing import Booking, Planned, booked, planned, told
from server.contests.planning.launching import site_of
from server.contests.planning.windows import refuse_far_off
from server.contests.wire import ClashOut
from server.db.pool import Connection, Database
from server.errors import DomainError, declare

BAD_RANGE = declare(
    "bad_range",
    422,
    en="The calendar shows between one day and {days} days at a time.",
    zh="日历一次可显示 1 至 {days} 天。",
)
LONGEST = 100
"""Days shown at once; a quarter fits, a year would be a list of thousands."""
_MOST = 2000
_ANYWHERE = timedelta(hours=40)
"""A business day of any zone lies within this much of the UTC day of the same date."""


class Range(Struct, frozen=True, kw_only=True):
    """What is asked for: business days [starts, ends), narrowed to sites and formats; empty means all."""

    starts: date
    ends: date
    sites: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()


class CalendarService:
    """What the calendar of contests shows to whom."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def show(self, actor: Actor, wanted: Range) -> CalendarOut:
        """The page of the calendar that was asked for. Clashes are told to those who may launch or manage contests."""
        if not 1 <= (wanted.ends - wanted.starts).days <= LONGEST:
            raise DomainError(BAD_RANGE, days=LONGEST)
        refuse_far_off(wanted.starts, wanted.ends)
        begin = datetime.combine(wanted.starts, time(0), UTC) - _ANYWHERE
        end = datetime.combine(wanted.ends, time(0), UTC) + _ANYWHERE
        async with self._db.connection() as connection:
            for code in wanted.sites:
                await site_of(connection, code)
            entries = await self._entries(connection, actor, begin, end)
            coming = [one for one in await planned(connection, end) if one.booking.ends > begin]
            mine = await _own_teams(connection, actor, begin, end)
            entries += [(one.booking.key, _planned_entry(one, mine)) for one in coming]
            shown = {key: entry for key, entry in entries if _asked_for(entry, wanted)}
            clashes = await self._clashes(connection, actor, shown, coming, (begin, end))
        items = sorted(shown.values(), key=lambda entry: (entry.starts, entry.ends, entry.title.en))
        return CalendarOut(starts=wanted.starts, ends=wanted.ends, items=items, clashes=clashes)

    async def _entries(
        self, connection: Connection, actor: Actor, begin: datetime, end: datetime
    ) -> list[tuple[int, EntryOut]]:
        own_id = actor.id if actor.kind == "account" else 0
        drafts_of = None if actor.may(Permission.CONTESTS_MANAGE) else own_id
        contests = await store.between(connection, begin, end, drafts_of, _MOST)
        sites = {one.id: one for one in await directory.sites(connection, ids={c.site_id for c in contests})}
        mine = await _own_teams(connection, actor, begin, end)
        now = self._clock.now()
        return [(one.id, _entry(one, sites[one.site_id], mine, actor, now)) for one in contests]

    async def _clashes(
        self,
        connection: Connection,
        actor: Actor,
        shown: dict[int, EntryOut],
        coming: Iterable[Planned],
        span: tuple[datetime, datetime],
    ) -> list[ClashOut]:
        if not actor.may(Permission.CONTESTS_LAUNCH) and not actor.may(Permission.CONTESTS_MANAGE):
            return []
        bookings: list[Booking] = [*await booked(connection, *span), *(one.booking for one in coming)]
        over: dict[int, int] = defaultdict(int)
        found = []
        now = self._clock.now()
        for clash, keys in await told(connection, actor, bookings, shown):
            # What is past nobody can mend any more.
            if clash.ends <= now:
                continue
            found.append(clash)
            for key in keys:
                over[key] = max(over[key], clash.agents)
        for key, entry in shown.items():
            entry.agents_over = over[key]
        return found


async def _own_teams(connection: Connection, actor: Actor, begin: datetime, end: datetime) -> frozenset[int]:
    if actor.agent_id is None:
        return actor.own_teams
    spans = await directory.teams_of(connection, actor.agent_id, begin, end)
    return actor.own_teams | spans


def _asked_for(entry: EntryOut, wanted: Range) -> bool:
    return (
        entry.first < wanted.ends
        and entry.last >= wanted.starts
        and (not wanted.sites or entry.site.code in wanted.sites)
        and (not wanted.formats or entry.format in wanted.formats)
    )


def _days(calendar: Calendar, starts: datetime, ends: datetime) -> tuple[date, date]:
    return calendar.business_day(starts), calendar.business_day(ends - timedelta(microseconds=1))


def _entry(contest: Contest, site: directory.Site, mine: frozenset[int], actor: Actor, now: datetime) -> EntryOut:
    first, last = _days(site.calendar, contest.starts, contest.ends)
    return EntryOut(
        id=contest.id,
        series=contest.series_id,
        title=contest.title,
        site=site.named,
        participants=contest.participants,
        format=contest.format,
        phase=contest.phase(now),
        zone=contest.zone,
        starts=contest.starts,
        ends=contest.ends,
        first=first,
        last=last,
        total=len(contest.entrants),
        mine=not mine.isdisjoint(contest.team_ids) or actor.agent_id in contest.agent_ids,
    )


def _planned_entry(one: Planned, mine: frozenset[int]) -> EntryOut:
    booking = one.booking
    first, last = _days(one.site.calendar, booking.starts, booking.ends)
    return EntryOut(
        id=None,
        series=one.series.id,
        title=booking.title,
        site=one.site.named,
        participants=one.participants,
        format=one.format,
        phase="planned",
        zone=one.site.calendar.zone,
        starts=booking.starts,
        ends=booking.ends,
        first=first,
        last=last,
        total=len(booking.team_ids) + len(booking.agent_ids),
        mine=not mine.isdisjoint(booking.team_ids),
    )
