"""Wall displays: paired by a code that somebody on the floor confirms, and let go of again."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from math import ceil
from secrets import randbelow

from msgspec import Struct

from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.auth.secrets import digest, new_token
from server.auth.service import AuthService
from server.bus.limits import Allowance
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, NOT_FOUND, TOO_MANY, DomainError, declare
from server.live import notices, store
from server.live.notices import Notice
from server.live.ports import Programme, Scene
from server.live.store import Display
from server.live.tables import DisplayRow
from server.people.places import id_of
from server.wire import Bilingual

NO_PAIRING = declare(
    "no_pairing",
    404,
    en="No display is waiting with this code; codes last ten minutes.",
    zh="没有大屏正在等待此配对码；配对码十分钟内有效。",
)
ALREADY_PAIRED = declare("already_paired", 409, en="This display has been confirmed already.", zh="该大屏已经确认过。")
TEAM_ELSEWHERE = declare(
    "team_elsewhere", 400, en="Team {team} does not work at site {site}.", zh="班组 {team} 不属于职场 {site}。"
)

LIFETIME = timedelta(minutes=10)
SEEN_LATELY = timedelta(minutes=5)
"""A wall that watches is noted more often than this."""
MOST_WAITING = 500
"""Walls that may wait at once in the whole centre: six digits stay hard to guess."""
STARTS = Allowance(tries=30, seconds=600)
POLLS = Allowance(tries=300, seconds=120)
CONFIRMS = Allowance(tries=20, seconds=300)


class Started(Struct, frozen=True):
    """What a wall gets when it asks to be paired: the code to show and the secret to ask with."""

    code: str
    secret: str
    expires: datetime


class Confirmation(Struct, frozen=True, kw_only=True):
    """What a lead says about a wall. Without contests it shows whatever is on at its site."""

    name: str
    site: str
    team: str | None = None
    contests: tuple[int, ...] = ()
    locale: str = "zh"


class Kind(Struct, frozen=True):
    """Something that a display's list of scenes may name."""

    name: Bilingual
    alone: bool = True
    """Whether it takes turns of its own, rather than as a part of every board."""


BOARDS = "boards"
_OF_BOARDS = {
    BOARDS: Kind(Bilingual("榜单", "Boards")),
    "race": Kind(Bilingual("名次走势", "Places over time"), alone=False),
}


class Own(Struct, frozen=True):
    """What a display shows."""

    display: Display
    contests: list[int]
    scenes: list[str]
    notices: list[Notice]
    soon: bool
    """Whether it has to ask again soon: a reveal may begin at any moment, or no board's socket would nudge it."""


class DisplaysService:
    """Commands and queries about displays. `recheck` is called after a revocation, to close what is open here."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        auth: AuthService,
        programme: Programme,
        recheck: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._auth = auth
        self._programme = programme
        self._recheck = recheck
        self.scenes: dict[str, Scene] = {}
        """What takes turns with the boards, by kind, in the order in which walls show it."""

    def add_scene(self, scene: Scene) -> None:
        """Let walls show this too."""
        self.scenes[scene.kind] = scene

    async def start(self, address: str) -> Started:
        """Let a wall wait for its lead. Raises `too_many_requests`."""
        await self.take(f"pairing:{address}", STARTS)
        now, secret = self._clock.now(), new_token()
        expires = now + LIFETIME
        async with self._db.transaction() as unit:
            await store.forget_expired(unit, now)
            if await store.waiting(unit) >= MOST_WAITING:
                raise DomainError(TOO_MANY, seconds=60)
            while True:
                code = f"{randbelow(1_000_000):06d}"
                if await store.offer(unit, code, digest(secret), now, expires):
                    return Started(f"{code[:3]} {code[3:]}", secret, expires)

    async def poll(self, address: str, secret: str) -> str | None:
        """None while the wall waits; once it is confirmed, its token. Raises `no_pairing` when the time is over.

        Every call after the confirmation makes a new token and voids the one before, so that an answer lost on the way
        costs nothing. Only whoever holds the secret can ask.
        """
        await self.take(f"pairing-poll:{address}", POLLS)
        async with self._db.transaction() as unit:
            pairing = await store.pairing_of_secret(unit, digest(secret), self._clock.now())
            if pairing is None:
                raise DomainError(NO_PAIRING)
            if pairing.display_id is None:
                return None
            token = new_token()
            await store.change_token(pairing.display_id, digest(token))
        self._auth.gate.forget()
        return token

    async def confirm(self, actor: Actor, code: str, said: Confirmation) -> Display:
        """Take the wall that shows this code. A lead may add only teams of their own to a wall."""
        await self.take(f"pairing-confirm:{actor.kind}:{actor.id}", CONFIRMS)
        now = self._clock.now()
        digits = "".join(sign for sign in code if sign.isdigit())
        await self.require_contests(said.contests)
        async with self._db.transaction() as unit:
            site_id = await id_of(unit, "site", said.site)
            team_id = await self.team_of(unit, actor, said, site_id)
            pairing = await store.pairing_of_code(unit, digits, now)
            if pairing is None:
                raise DomainError(NO_PAIRING)
            if pairing.display_id is not None:
                raise DomainError(ALREADY_PAIRED)
            display_id = await store.add(
                DisplayRow(
                    name=said.name,
                    # Nobody holds this one: the wall gets its token when it asks the next time.
                    token_hash=digest(new_token()),
                    site_id=site_id,
                    team_id=team_id,
                    contest_ids=list(said.contests),
                    locale=said.locale,
                    confirmed_by=actor.id if actor.kind == "account" else None,
                    confirmed_at=now,
                )
            )
            await store.confirm(pairing, display_id)
            await audit.record(
                unit, actor, "display.confirm", f"display/{display_id}", {"site": said.site, "team": said.team}
            )
            return await _existing(unit, display_id)

    async def page(self, offset: int, limit: int) -> tuple[list[Display], int]:
        """Displays, living ones first, and how many there are."""
        async with self._db.transaction() as unit:
            return await store.page(unit, offset, limit)

    async def revoke(self, actor: Actor, display_id: int) -> None:
        """Let go of a display; what it shows here ends at once, elsewhere within seconds. A lead may do so with walls of
        their own."""
        async with self._db.transaction() as unit:
            display = await _existing(unit, display_id)
            own = actor.kind == "account" and display.confirmed_by == actor.id
            if not own and not actor.may(Permission.DISPLAYS_MANAGE):
                raise DomainError(FORBIDDEN)
            if display.revoked_at is None:
                await store.revoke(display_id, self._clock.now())
                await audit.record(unit, actor, "display.revoke", f"display/{display_id}")
        await self.rights_changed()

    async def rights_changed(self) -> None:
        """Judge anew, here at once, what open sockets may watch."""
        self._auth.gate.forget()
        if self._recheck is not None:
            await self._recheck()

    def kinds(self) -> dict[str, Kind]:
        """All that a display may show, by kind, in the order in which one shows it that nobody has told anything."""
        return _OF_BOARDS | {kind: Kind(scene.name) for kind, scene in self.scenes.items()}

    async def own(self, actor: Actor) -> Own:
        """What the display that asks shows: of contests those it was paired for, else all that are on at its site; a pinned one
        alone; and during a ceremony nothing else at all."""
        if actor.display is None:
            raise DomainError(FORBIDDEN)
        async with self._db.connection() as connection:
            display = await _existing(connection, actor.id)
            told = await notices.on_display(connection, display.id, display.site_id, self._clock.now())
        shown = await self.shown_on(display)
        stage = await self._programme.on_stage(shown)
        if stage.contest_id is not None:
            return Own(display, [stage.contest_id], [BOARDS], [], stage.soon)
        known = self.kinds()
        scenes = [kind for kind in display.scenes or known if kind in known]
        if display.pinned is not None and display.pinned in shown:
            shown = [display.pinned]
            scenes = [BOARDS, *(kind for kind in scenes if not known[kind].alone)]
        return Own(display, shown, scenes, told, stage.soon or not shown or BOARDS not in scenes)

    async def shown_on(self, display: Display) -> list[int]:
        """The contests that take turns on a display."""
        return list(display.contest_ids) or await self._programme.on_show(display.site_id)

    async def require_contests(self, contest_ids: Sequence[int]) -> None:
        """Raises `not_found` for one that there is not to show."""
        for contest_id in contest_ids:
            if await self._programme.site_of(contest_id) is None:
                raise DomainError(NOT_FOUND, what="contest", key=contest_id)

    async def scene(self, actor: Actor, kind: str) -> Struct | None:
        """What the display that asks shows of a scene now. Raises `not_found` for a kind that there is not."""
        if actor.display is None:
            raise DomainError(FORBIDDEN)
        scene = self.scenes.get(kind)
        if scene is None:
            raise DomainError(NOT_FOUND, what="scene", key=kind)
        return await scene.show(actor.display.site_id, actor.display.team_id)

    async def showing(self, contest_id: int, site_id: int) -> int:
        """How many walls that were there a moment ago have this contest of the site among theirs."""
        async with self._db.connection() as connection:
            return await store.showing(connection, contest_id, site_id, self._clock.now() - SEEN_LATELY)

    async def team_of(self, unit: Connection, actor: Actor, said: Confirmation, site_id: int) -> int | None:
        """The team in whose area a display hangs; a lead may name only teams of their own."""
        if said.team is None:
            return None
        team_id = await id_of(unit, "team", said.team)
        if await unit.fetchval("SELECT site_id FROM team WHERE id = $1", team_id) != site_id:
            raise DomainError(TEAM_ELSEWHERE, team=said.team, site=said.site)
        if team_id not in actor.own_teams and not actor.may(Permission.DISPLAYS_MANAGE):
            raise DomainError(FORBIDDEN)
        return team_id

    async def take(self, key: str, allowance: Allowance) -> None:
        """Count a try. Raises `too_many_requests`."""
        wait = await self._auth.limits.take(key, allowance)
        if wait > 0:
            raise DomainError(TOO_MANY, seconds=ceil(wait))


async def _existing(connection: Connection, display_id: int) -> Display:
    display = await store.find(connection, display_id)
    if display is None:
        raise DomainError(NOT_FOUND, what="display", key=display_id)
    return display
