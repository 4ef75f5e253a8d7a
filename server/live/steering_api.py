"""The doors of the remote: settings of displays, commands, announcements, and what a display says of itself."""

from datetime import datetime, timedelta
from typing import Annotated

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from msgspec import Meta, Struct

from server.auth.actor import Actor
from server.auth.guards import paired, requires
from server.auth.roles import Permission
from server.live.notices import Notice
from server.live.service import DisplaysService
from server.live.steering import LONGEST, Command, Setting, SteeringService
from server.live.store import Told
from server.live.wire import DisplayOut, display_out, rfc3339
from server.wire import Bilingual, Code, Named, Text

_STEERS = requires(Permission.DISPLAYS_CONFIRM, Permission.DISPLAYS_MANAGE)

ShortWord = Annotated[str, Meta(min_length=1, max_length=40)]
Pixels = Annotated[int, Meta(ge=0, le=100_000)]


class KindOut(Struct):
    """Something that may take its turn on a display; not `alone`: as a part of every board."""

    kind: str
    name: Bilingual
    alone: bool


class SettingIn(Struct, forbid_unknown_fields=True):
    """How a display is to be. `scenes` names what takes its turn, in this order; null: whatever there is."""

    name: Text
    team: Code | None
    contests: Annotated[list[int], Meta(max_length=50)]
    scenes: Annotated[list[ShortWord], Meta(min_length=1, max_length=20)] | None
    turn_s: Annotated[int, Meta(ge=10, le=300)]
    locale: Annotated[str, Meta(pattern="^(zh|en)$")]
    sound: bool


class CommandIn(Struct, forbid_unknown_fields=True):
    """`contest` says which board to pin."""

    do: Command
    contest: int | None = None


class ToldIn(Struct, forbid_unknown_fields=True):
    """What a display says of itself; sizes in pixels of the screen."""

    build: Annotated[str, Meta(max_length=100)]
    shows: Annotated[str, Meta(max_length=40)]
    contest: int | None
    width: Pixels
    height: Pixels
    stale: bool


class NoticeText(Struct, forbid_unknown_fields=True):
    """Words for walls in one or both languages: few enough to be read from across a hall."""

    zh: Annotated[str, Meta(max_length=120)] = ""
    en: Annotated[str, Meta(max_length=200)] = ""


class NoticeIn(Struct, forbid_unknown_fields=True):
    """An announcement; without `displays` on every wall of the site. It ends by itself."""

    site: Code
    text: NoticeText
    minutes: Annotated[int, Meta(ge=1, le=LONGEST // timedelta(minutes=1))]
    displays: Annotated[list[int], Meta(max_length=200)] = []


class NoticeUntilIn(Struct, forbid_unknown_fields=True):
    """Until when an announcement stands."""

    ends_at: Annotated[datetime, Meta(tz=True)]


class NoticeOut(Struct):
    """An announcement on walls; `may_withdraw` for who asks."""

    id: int
    site: Named
    displays: list[int]
    text: Bilingual
    by: str | None
    created_at: str
    ends_at: str
    may_withdraw: bool


class SteeringController(Controller):
    """The remote of the displays."""

    path = "/api/v1/displays"
    tags = ("displays",)

    @get("/scenes", guards=[_STEERS], summary="What may take its turn on displays")
    async def kinds(self, displays: NamedDependency[DisplaysService]) -> list[KindOut]:
        """In the order in which a display shows it that nobody has told anything."""
        return [KindOut(kind, one.name, one.alone) for kind, one in displays.kinds().items()]

    @put("/{display_id:int}/setting", guards=[_STEERS], summary="Change what a display shows")
    async def settle(
        self,
        display_id: int,
        data: SettingIn,
        actor: NamedDependency[Actor],
        steering: NamedDependency[SteeringService],
    ) -> DisplayOut:
        """It follows within about two seconds. Leads: those they connected, and those in the area of their teams."""
        said = Setting(
            name=data.name,
            team=data.team,
            contests=tuple(data.contests),
            scenes=None if data.scenes is None else tuple(data.scenes),
            turn_s=data.turn_s,
            locale=data.locale,
            sound=data.sound,
        )
        return display_out(actor, await steering.settle(actor, display_id, said))

    @post("/{display_id:int}/commands", status_code=200, guards=[_STEERS], summary="Next picture, pin a board, reload")
    async def command(
        self,
        display_id: int,
        data: CommandIn,
        actor: NamedDependency[Actor],
        steering: NamedDependency[SteeringService],
    ) -> DisplayOut:
        """A pinned board stays until it is let go or over."""
        return display_out(actor, await steering.command(actor, display_id, data.do, data.contest))

    @put("/me/state", status_code=204, guards=[paired], summary="Say how this display is")
    async def tell(
        self, data: ToldIn, actor: NamedDependency[Actor], steering: NamedDependency[SteeringService]
    ) -> None:
        """For displays only."""
        await steering.tell(actor, Told(data.build, data.shows, data.contest, data.width, data.height, data.stale))

    @get("/notices", guards=[_STEERS], summary="Announcements on walls")
    async def notices(
        self, actor: NamedDependency[Actor], steering: NamedDependency[SteeringService]
    ) -> list[NoticeOut]:
        """Those that have not ended, the newest first."""
        return [_out(actor, one) for one in await steering.going_on()]

    @post("/notices", guards=[_STEERS], summary="Announce something on walls")
    async def announce(
        self, data: NoticeIn, actor: NamedDependency[Actor], steering: NamedDependency[SteeringService]
    ) -> NoticeOut:
        """All walls of a site are for operations; leads name the displays they steer."""
        text, lasts = Bilingual(data.text.zh, data.text.en), timedelta(minutes=data.minutes)
        return _out(actor, await steering.announce(actor, data.site, tuple(data.displays), text, lasts))

    @delete("/notices/{notice_id:int}", guards=[_STEERS], summary="Take an announcement from the walls")
    async def withdraw(
        self, notice_id: int, actor: NamedDependency[Actor], steering: NamedDependency[SteeringService]
    ) -> None:
        """One's own; operations take everybody's."""
        await steering.withdraw(actor, notice_id)

    @put("/notices/{notice_id:int}/until", guards=[_STEERS], summary="Say until when an announcement stands")
    async def lasts_until(
        self,
        notice_id: int,
        data: NoticeUntilIn,
        actor: NamedDependency[Actor],
        steering: NamedDependency[SteeringService],
    ) -> NoticeOut:
        """Also one that was taken down. It ends at most a week after it was made."""
        return _out(actor, await steering.lasts_until(actor, notice_id, data.ends_at))


def _out(actor: Actor, notice: Notice) -> NoticeOut:
    own = actor.kind == "account" and notice.account_id == actor.id
    return NoticeOut(
        id=notice.id,
        site=notice.site,
        displays=list(notice.display_ids),
        text=notice.text,
        by=notice.by,
        created_at=rfc3339(notice.created_at),
        ends_at=rfc3339(notice.ends_at),
        may_withdraw=own or actor.may(Permission.DISPLAYS_MANAGE),
    )
