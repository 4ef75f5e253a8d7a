"""The doors to the centre's look: what everybody sees is public, seal and signatures are not."""

from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Struct

from server.auth.actor import Actor
from server.auth.guards import public, requires
from server.auth.roles import Permission
from server.look.colours import Judged, Shades, judge
from server.look.service import LookService
from server.look.store import Look, Sha, Words
from server.reports.images import LARGEST

Me = NamedDependency[Actor]
Looks = NamedDependency[LookService]

_KEEPS = [requires(Permission.LOOK_WRITE)]


class SeenLook(Struct):
    """What everybody sees of it; `logo` is an address below the service's own."""

    name: Words
    shades: Shades | None
    logo: str | None


class PictureOut(Struct):
    """A picture that was taken in."""

    sha256: str
    width: int
    height: int


class LookController(Controller):
    """How the centre looks."""

    path = "/api/v1/look"
    tags = ("look",)

    @get(guards=[public], summary="How the centre looks")
    async def seen(self, look: Looks) -> SeenLook:
        """Its name, colour and logo, also for whoever has not signed in."""
        now = await look.now()
        shades = None if now.colour is None else judge(now.colour).shades
        return SeenLook(now.name, shades, None if now.logo is None else f"/api/v1/look/logo/{now.logo}")

    @get("/logo/{sha:str}", guards=[public], summary="The logo")
    async def logo(self, sha: FromPath[Sha], look: Looks) -> Response[bytes]:
        """The one in force; the address changes with it."""
        headers = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(await look.logo(sha), media_type="image/png", headers=headers)

    @get("/whole", guards=_KEEPS, summary="The look with seal and signatures")
    async def whole(self, look: Looks) -> Look:
        """As it can be changed."""
        return await look.now()

    @put("/whole", guards=_KEEPS, summary="Change the look")
    async def change(self, data: JSONBody[Look], actor: Me, look: Looks) -> Look:
        """Pictures are uploaded first and named by their digests."""
        return await look.change(actor, data)

    @get("/colour", guards=_KEEPS, summary="Judge a colour")
    async def colour(self, value: Annotated[str, QueryParameter(pattern=r"^#[0-9a-fA-F]{6}$")]) -> Judged:
        """Its contrast, and the nearest colour that people can read."""
        return judge(value)

    @post("/pictures", guards=_KEEPS, request_max_body_size=LARGEST, summary="Upload a picture (the body)")
    async def upload(self, request: Request[Any, Any, Any], actor: Me, look: Looks) -> PictureOut:
        """PNG or JPEG, up to 2 MB; kept as we draw it anew."""
        return PictureOut(*await look.upload(actor, await request.body()))

    @get("/pictures/{sha:str}", guards=_KEEPS, summary="An uploaded picture")
    async def picture(self, sha: FromPath[Sha], look: Looks) -> Response[bytes]:
        """Seals and signatures are shown to those who keep them."""
        return Response(await look.picture(sha), media_type="image/png")


CONTROLLERS = (LookController,)
"""Of the room of looks."""
