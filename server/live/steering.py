"""Steers displays from afar: what takes its turn on them, the next picture, a pinned board, announcements; and how they are."""

import asyncio
from collections.abc import Callable, Container
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.bus.limits import Allowance
from server.clock import Clock
from server.db import outbox
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, NOT_FOUND, DomainError, declare
from server.live import notices, store
from server.live.notices import Notice
from server.live.service import Confirmation, DisplaysService
from server.live.store import Display, Told
from server.people.places import id_of
from server.wire import Bilingual

EMPTY_NOTICE = declare("empty_notice", 400, en="There is nothing to read in it.", zh="公告还没有内容。")
NOTICE_END = declare(
    "notice_end",
    400,
    en="An announcement ends later than now, at most 7 days after it was made.",
    zh="公告的结束时间要晚于现在，最多到发布后 7 天。",
)
NO_TURN = declare(
    "no_turn",
    400,
    en="A display needs boards or a scene that takes its turn.",
    zh="大屏至少要轮播榜单或一种画面。",
)
NOT_SHOWN = declare(
    "not_shown",
    409,
    en="This display does not show contest {contest}.",
    zh="这块大屏不显示竞赛 {contest}。",
)
SOME_DISPLAYS_GONE = declare(
    "displays_elsewhere",
    400,
    en="Not all of these displays hang at site {site}.",
    zh="所选大屏并不都在职场 {site}。",
)

TOPIC = "displays"
LONGEST = timedelta(days=7)
"""As long as an announcement may stand."""
_EVERY = 1.0
"""Seconds between two looks at what other processes have changed."""
_KEPT = timedelta(days=30)
TELLINGS = Allowance(tries=60, seconds=120)
ANNOUNCEMENTS = Allowance(tries=20, seconds=300)

Command = Literal["next", "reload", "pin", "unpin"]
_ids = msgspec.msgpack.Decoder(list[int])


class Setting(Struct, frozen=True, kw_only=True):
    """How a display is to be; `scenes` None: whatever there is."""

    name: str
    team: str | None
    contests: tuple[int, ...]
    scenes: tuple[str, ...] | None
    turn_s: int
    locale: str
    sound: bool


class SteeringService:
    """See the module. A lead steers what they confirmed and what hangs in the area of a team of theirs."""

    def __init__(
        self, db: Database, clock: Clock, displays: DisplaysService, nudge: Callable[[Container[int]], None]
    ) -> None:
        self._db = db
        self._clock = clock
        self._displays = displays
        self._nudge = nudge
        self._position: outbox.Position | None = None

    async def run(self) -> None:
        """Tell the displays that watch in this process of what was changed in any."""
        while True:
            await self.follow()
            await asyncio.sleep(_EVERY)

    async def follow(self) -> None:
        """One look; at the first, nothing is told."""
        async with self._db.connection() as connection:
            head = await outbox.head(connection)
            rows = await outbox.read(connection, self._position, [TOPIC]) if self._position else []
        self._position = max([head, *(row.position for row in rows)])
        changed = {display for row in rows for display in _ids.decode(row.payload)}
        if changed:
            self._nudge(changed)

    async def settle(self, actor: Actor, display_id: int, said: Setting) -> Display:
        """Change what a display is for and shows. A lead may hang it in areas of their own teams only."""
        known = self._displays.kinds()
        for kind in said.scenes or ():
            if kind not in known:
                raise DomainError(NOT_FOUND, what="scene", key=kind)
        if said.scenes is not None and not any(known[kind].alone for kind in said.scenes):
            raise DomainError(NO_TURN)
        await self._displays.require_contests(said.contests)
        async with self._db.transaction() as unit:
            display = await self._steered(unit, actor, display_id)
            team_id = display.team_id
            if said.team != (display.team and display.team.code):
                place = Confirmation(name=said.name, site=display.site.code, team=said.team)
                team_id = await self._displays.team_of(unit, actor, place, display.site_id)
            await unit.execute(
                "UPDATE display SET name = $2, team_id = $3, contest_ids = $4, scenes = $5, turn_s = $6, locale = $7,"
                " sound = $8 WHERE id = $1",
                display_id,
                said.name,
                team_id,
                list(said.contests),
                None if said.scenes is None else list(dict.fromkeys(said.scenes)),
                said.turn_s,
                said.locale,
                said.sound,
            )
            await audit.record(unit, actor, "display.settle", f"display/{display_id}", {"team": said.team})
            changed = await self._changed(unit, display_id)
        # What it may watch hangs on its team and its contests.
        await self._displays.rights_changed()
        return changed

    async def command(self, actor: Actor, display_id: int, do: Command, contest: int | None = None) -> Display:
        """The next picture, the page anew, or one board that stays until it is let go or over."""
        async with self._db.transaction() as unit:
            display = await self._steered(unit, actor, display_id)
            if do == "next":
                await unit.execute("UPDATE display SET skips = skips + 1 WHERE id = $1", display_id)
            elif do == "reload":
                await unit.execute("UPDATE display SET reloads = reloads + 1 WHERE id = $1", display_id)
            else:
                if do == "pin" and contest not in await self._displays.shown_on(display):
                    raise DomainError(NOT_SHOWN, contest=contest)
                pinned = contest if do == "pin" else None
                await unit.execute("UPDATE display SET pinned = $2 WHERE id = $1", display_id, pinned)
            if do != "next":
                await audit.record(unit, actor, f"display.{do}", f"display/{display_id}", {"contest": contest})
            return await self._changed(unit, display_id)

    async def tell(self, actor: Actor, told: Told) -> None:
        """A display says how it is."""
        if actor.display is None:
            raise DomainError(FORBIDDEN)
        await self._displays.take(f"display-told:{actor.id}", TELLINGS)
        async with self._db.connection() as connection:
            await connection.execute(
                "UPDATE display SET told = $2::jsonb, told_at = $3, seen_at = $3 WHERE id = $1",
                actor.id,
                msgspec.json.encode(told).decode(),
                self._clock.now(),
            )

    async def going_on(self) -> list[Notice]:
        """All announcements that walls show now."""
        async with self._db.connection() as connection:
            return await notices.going_on(connection, self._clock.now())

    async def announce(
        self, actor: Actor, site: str, display_ids: tuple[int, ...], text: Bilingual, lasts: timedelta
    ) -> Notice:
        """Put words on walls for a while. All walls of a site are for operations; a lead names those they steer."""
        await self._displays.take(f"display-notice:{actor.kind}:{actor.id}", ANNOUNCEMENTS)
        said = Bilingual(text.zh.strip(), text.en.strip())
        if not said.zh and not said.en:
            raise DomainError(EMPTY_NOTICE)
        if not display_ids and not actor.may(Permission.DISPLAYS_MANAGE):
            raise DomainError(FORBIDDEN)
        now = self._clock.now()
        async with self._db.transaction() as unit:
            site_id = await id_of(unit, "site", site)
            for display_id in display_ids:
                await self._steered(unit, actor, display_id)
            there = await notices.displays_at(unit, site_id, display_ids)
            if len(there) < len(set(display_ids)):
                raise DomainError(SOME_DISPLAYS_GONE, site=site)
            account = actor.id if actor.kind == "account" else None
            notice_id = await notices.add(unit, site_id, sorted(set(display_ids)), said, account, now, now + lasts)
            # The words stay out of the trail: they may name people, and its entries are never deleted.
            await audit.record(unit, actor, "notice.announce", f"notice/{notice_id}", {"site": site})
            await outbox.put(unit, TOPIC, msgspec.msgpack.encode(there))
            return await _notice(unit, notice_id)

    async def withdraw(self, actor: Actor, notice_id: int) -> None:
        """Take an announcement from the walls: one's own, and as operations everybody's."""
        async with self._db.transaction() as unit:
            notice = await _whose(unit, actor, notice_id)
            await notices.end(unit, notice_id, min(notice.ends_at, self._clock.now()))
            await audit.record(unit, actor, "notice.withdraw", f"notice/{notice_id}")
            await self._walls_of(unit, notice)

    async def lasts_until(self, actor: Actor, notice_id: int, ends: datetime) -> Notice:
        """Let an announcement stand until another instant, also one that was taken down: whoever may take it down."""
        async with self._db.transaction() as unit:
            notice = await _whose(unit, actor, notice_id)
            if not self._clock.now() < ends <= notice.created_at + LONGEST:
                raise DomainError(NOTICE_END)
            await notices.end(unit, notice_id, ends)
            await audit.record(unit, actor, "notice.extend", f"notice/{notice_id}", {"until": ends.isoformat()})
            await self._walls_of(unit, notice)
            return await _notice(unit, notice_id)

    async def _walls_of(self, unit: Connection, notice: Notice) -> None:
        """Tell the walls that what they announce is another."""
        site_id = await id_of(unit, "site", notice.site.code)
        there = await notices.displays_at(unit, site_id, notice.display_ids)
        await outbox.put(unit, TOPIC, msgspec.msgpack.encode(there))

    async def forget(self, now: datetime) -> None:
        """Delete announcements that ended long ago."""
        async with self._db.transaction() as unit:
            await notices.forget(unit, now - _KEPT)

    async def _steered(self, unit: Connection, actor: Actor, display_id: int) -> Display:
        display = await store.find(unit, display_id)
        if display is None or display.revoked_at is not None:
            raise DomainError(NOT_FOUND, what="display", key=display_id)
        if not steers(actor, display):
            raise DomainError(FORBIDDEN)
        return display

    async def _changed(self, unit: Connection, display_id: int) -> Display:
        await outbox.put(unit, TOPIC, msgspec.msgpack.encode([display_id]))
        found = await store.find(unit, display_id)
        if found is None:
            raise DomainError(NOT_FOUND, what="display", key=display_id)
        return found


def steers(actor: Actor, display: Display) -> bool:
    """Whether the actor may change what this display shows."""
    own = actor.kind == "account" and display.confirmed_by == actor.id
    return own or display.team_id in actor.own_teams or actor.may(Permission.DISPLAYS_MANAGE)


async def _whose(connection: Connection, actor: Actor, notice_id: int) -> Notice:
    """An announcement that the actor may end: the own, and as operations everybody's."""
    notice = await _notice(connection, notice_id)
    own = actor.kind == "account" and notice.account_id == actor.id
    if not own and not actor.may(Permission.DISPLAYS_MANAGE):
        raise DomainError(FORBIDDEN)
    return notice


async def _notice(connection: Connection, notice_id: int) -> Notice:
    found = await notices.find(connection, notice_id)
    if found is None:
        raise DomainError(NOT_FOUND, what="notice", key=notice_id)
    return found
