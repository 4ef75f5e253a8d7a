"""The doors of the wall displays: pairing, the list of them, and what a display asks about itself."""

from typing import Annotated, Any, Literal

from litestar import Controller, Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import WebsocketRouteHandler
from litestar.params import Parameter
from msgspec import Meta, Struct

from server.auth.actor import Actor
from server.auth.gate import DISPLAY_COOKIE
from server.auth.guards import paired, public, requires
from server.auth.roles import Permission
from server.live.service import Confirmation, DisplaysService
from server.live.sockets import live_board, live_truth
from server.live.steering_api import SteeringController
from server.live.wire import DisplayOut, display_out, rfc3339
from server.settings import Settings
from server.wire import Bilingual, Code, Named, Page, Text, page_of

Offset = Annotated[int, Parameter(ge=0)]
Limit = Annotated[int, Parameter(ge=1, le=200)]

SOON_S, LATER_S = 4, 30
_YEARS = 400 * 24 * 3600
"""How long a browser keeps the cookie (it allows no more). A wall runs for months; revoking ends it at any moment."""


class PairingOut(Struct):
    """What a wall shows, and the secret with which it asks whether it was confirmed."""

    code: str
    secret: str
    expires: str


class PairingStateOut(Struct):
    """Whether the wall was confirmed; then the answer also carries its cookie."""

    state: Literal["waiting", "paired"]


class ConfirmationIn(Struct, forbid_unknown_fields=True):
    """What the lead says about the wall; without `contests` it shows whatever is on at its site."""

    name: Text
    site: Code
    team: Code | None = None
    contests: Annotated[list[int], Meta(max_length=50)] = []
    locale: Literal["zh", "en"] = "zh"


class ShownOut(Struct):
    """One contest that a display shows in its turn."""

    id: int


class ShownNoticeOut(Struct):
    """An announcement that a display shows."""

    id: int
    text: Bilingual
    ends_at: str


class OwnDisplayOut(Struct):
    """What a display knows about itself."""

    name: str
    site: Named
    team: Named | None
    locale: str
    contests: list[ShownOut]
    scenes: list[str]
    """What takes its turn, in this order: `boards`, `race` after every board, and kinds of scenes."""
    turn_s: int
    sound: bool
    pinned: bool
    notices: list[ShownNoticeOut]
    skips: int
    reloads: int
    """A screen that knew another number shows the next picture, or loads its page anew."""
    again_s: int
    """Seconds after which to ask again: soon while a reveal may begin at any moment."""


class DisplaysController(Controller):
    """Wall displays."""

    path = "/api/v1/displays"
    tags = ("displays",)

    @post("/pairing", guards=[public], summary="Ask to be paired")
    async def start(self, request: Request[Any, Any, Any], displays: NamedDependency[DisplaysService]) -> PairingOut:
        """For a wall that nobody knows yet: shows a code for ten minutes."""
        started = await displays.start(_address(request))
        return PairingOut(started.code, started.secret, rfc3339(started.expires))

    @get("/pairing/{secret:str}", guards=[public], summary="Ask whether a lead has confirmed")
    async def poll(
        self,
        secret: Annotated[str, Parameter(max_length=100)],
        request: Request[Any, Any, Any],
        displays: NamedDependency[DisplaysService],
        settings: NamedDependency[Settings],
    ) -> Response[PairingStateOut]:
        """Once paired, the answer sets the display's cookie, which may do nothing but watch its boards."""
        token = await displays.poll(_address(request), secret)
        if token is None:
            return Response(PairingStateOut("waiting"))
        cookie = Cookie(
            key=DISPLAY_COOKIE,
            value=token,
            max_age=_YEARS,
            path="/",
            httponly=True,
            samesite="lax",
            secure=settings.secure_cookies,
        )
        return Response(PairingStateOut("paired"), cookies=[cookie])

    @post("/pairing/{code:str}/confirm", guards=[requires(Permission.DISPLAYS_CONFIRM)], summary="Confirm a display")
    async def confirm(
        self,
        code: Annotated[str, Parameter(max_length=20)],
        data: ConfirmationIn,
        actor: NamedDependency[Actor],
        displays: NamedDependency[DisplaysService],
    ) -> DisplayOut:
        """Whoever stands before the wall types its code; spaces do not matter."""
        said = Confirmation(
            name=data.name, site=data.site, team=data.team, contests=tuple(data.contests), locale=data.locale
        )
        return display_out(actor, await displays.confirm(actor, code, said))

    @get(guards=[requires(Permission.DISPLAYS_CONFIRM, Permission.DISPLAYS_MANAGE)], summary="All displays")
    async def show_all(
        self,
        actor: NamedDependency[Actor],
        displays: NamedDependency[DisplaysService],
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Page[DisplayOut]:
        """Living ones first, revoked ones at the end; of each how it is: when it was seen, what it shows, how old that is."""
        found, total = await displays.page(offset, limit)
        return page_of([display_out(actor, display) for display in found], total, offset)

    @delete(
        "/{display_id:int}",
        guards=[requires(Permission.DISPLAYS_CONFIRM, Permission.DISPLAYS_MANAGE)],
        summary="Revoke a display",
    )
    async def revoke(
        self, display_id: int, actor: NamedDependency[Actor], displays: NamedDependency[DisplaysService]
    ) -> None:
        """It goes dark within seconds. A lead may revoke what they confirmed."""
        await displays.revoke(actor, display_id)

    @get("/me", guards=[paired], summary="What this display shows")
    async def own(self, actor: NamedDependency[Actor], displays: NamedDependency[DisplaysService]) -> OwnDisplayOut:
        """For displays only: name, place, language, and the contests to rotate."""
        own = await displays.own(actor)
        display = own.display
        return OwnDisplayOut(
            name=display.name,
            site=display.site,
            team=display.team,
            locale=display.locale,
            contests=[ShownOut(contest) for contest in own.contests],
            scenes=own.scenes,
            turn_s=display.turn_s,
            sound=display.sound,
            pinned=own.contests == [display.pinned],
            notices=[ShownNoticeOut(one.id, one.text, rfc3339(one.ends_at)) for one in own.notices],
            skips=display.skips,
            reloads=display.reloads,
            again_s=SOON_S if own.soon else LATER_S,
        )

    @get(
        "/me/scenes/{kind:str}", guards=[requires(Permission.BOARDS_WALL)], summary="What a scene of this display shows"
    )
    async def scene(
        self,
        kind: Annotated[str, Parameter(max_length=40)],
        actor: NamedDependency[Actor],
        displays: NamedDependency[DisplaysService],
    ) -> Response[Any]:
        """For displays only. Each kind has a shape of its own; without a body there is nothing to show now."""
        shown = await displays.scene(actor, kind)
        return Response(shown) if shown is not None else Response(None, status_code=204)


def _address(request: Request[Any, Any, Any]) -> str:
    return request.client.host if request.client else "unknown"


CONTROLLERS: list[type[Controller] | WebsocketRouteHandler] = [
    DisplaysController,
    SteeringController,
    live_board,
    live_truth,
]
