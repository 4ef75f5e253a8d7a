"""The doors of the wall displays: pairing, the list of them, and what a display asks about itself."""

from datetime import datetime
from typing import Annotated, Any, Literal

from litestar import Controller, Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import WebsocketRouteHandler
from litestar.params import Parameter
from msgspec import Meta, Struct

from server.auth.actor import Actor
from server.auth.gate import DISPLAY_COOKIE
from server.auth.guards import public, requires
from server.auth.roles import Permission
from server.live.service import Confirmation, DisplaysService
from server.live.sockets import live_board, live_truth
from server.live.store import Display
from server.settings import Settings
from server.wire import Code, Named, Page, Text, page_of

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


class DisplayOut(Struct):
    """A paired wall."""

    id: int
    name: str
    site: Named
    team: Named | None
    contests: list[int]
    locale: str
    confirmed_at: str
    seen_at: str | None
    revoked_at: str | None


class ShownOut(Struct):
    """One contest that a display shows in its turn."""

    id: int


class OwnDisplayOut(Struct):
    """What a display knows about itself."""

    name: str
    site: Named
    team: Named | None
    locale: str
    contests: list[ShownOut]
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
        return PairingOut(started.code, started.secret, _rfc3339(started.expires))

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
        return _out(await displays.confirm(actor, code, said))

    @get(guards=[requires(Permission.DISPLAYS_CONFIRM, Permission.DISPLAYS_MANAGE)], summary="All displays")
    async def show_all(
        self, displays: NamedDependency[DisplaysService], offset: Offset = 0, limit: Limit = 50
    ) -> Page[DisplayOut]:
        """Living ones first, revoked ones at the end."""
        found, total = await displays.page(offset, limit)
        return page_of([_out(display) for display in found], total, offset)

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

    @get("/me", guards=[requires(Permission.BOARDS_WALL)], summary="What this display shows")
    async def own(self, actor: NamedDependency[Actor], displays: NamedDependency[DisplaysService]) -> OwnDisplayOut:
        """For displays only: name, place, language, and the contests to rotate."""
        display, contests, soon = await displays.own(actor)
        shown = [ShownOut(contest) for contest in contests]
        again = SOON_S if soon else LATER_S
        return OwnDisplayOut(display.name, display.site, display.team, display.locale, shown, again)

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


def _rfc3339(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _out(display: Display) -> DisplayOut:
    return DisplayOut(
        id=display.id,
        name=display.name,
        site=display.site,
        team=display.team,
        contests=list(display.contest_ids),
        locale=display.locale,
        confirmed_at=_rfc3339(display.confirmed_at),
        seen_at=None if display.seen_at is None else _rfc3339(display.seen_at),
        revoked_at=None if display.revoked_at is None else _rfc3339(display.revoked_at),
    )


CONTROLLERS: list[type[Controller] | WebsocketRouteHandler] = [DisplaysController, live_board, live_truth]
