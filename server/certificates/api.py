"""The doors to certificates and Open Badges."""

from datetime import date, timedelta
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from server.auth.actor import Actor
from server.auth.guards import public, requires
from server.auth.roles import Permission
from server.certificates.grounds import KINDS, Kind
from server.certificates.openbadges.credential import key_as_json
from server.certificates.openbadges.drawing import picture
from server.certificates.printing import Language
from server.certificates.refusals import NO_OPEN_BADGE
from server.certificates.room import CertificatesRoom
from server.certificates.sources.granted import GrantIn
from server.certificates.wire import (
    CertificatesOut,
    DeskOut,
    GrantOut,
    Ground,
    JobIn,
    JobOut,
    JobsOut,
    KeyIn,
    NumberOut,
    ReasonIn,
    gone_out,
    grant_out,
    job_out,
    seen_out,
)
from server.clock import Clock
from server.errors import DomainError
from server.ladder.dossiers.api import address_of
from server.reports.handing import attachment
from server.settings import Settings
from server.wire import Code

Me = NamedDependency[Actor]
Room = NamedDependency[CertificatesRoom]
Conf = NamedDependency[Settings]

_OWN = [requires(Permission.BADGES_READ)]
_PRINTS = [requires(Permission.CERTIFICATES_PRINT)]
_GRANTS = [requires(Permission.CERTIFICATES_GRANT)]
_SHOWN = 500
"""Lines of the print desk; a shorter stretch of time shows the others."""


class HonorCertificatesController(Controller):
    """Certificates for what was earned: the own ones, and the print desk."""

    path = "/api/v1/honor-certificates"
    tags = ("certificates",)

    @get("/mine", guards=_OWN, summary="One's own certificates")
    async def mine(self, actor: Me, certificates: Room) -> CertificatesOut:
        """What one has and could have, newest first, and what was withdrawn."""
        found, gone = await certificates.papers.mine(actor)
        return CertificatesOut([*map(seen_out, found), *map(gone_out, gone)])

    @post("/mine", guards=_OWN, summary="Get an own certificate")
    async def get_mine(
        self, data: JSONBody[KeyIn], request: Request[Any, Any, Any], actor: Me, certificates: Room, settings: Conf
    ) -> NumberOut:
        """Issued once; asking again gives the same."""
        key = (data.kind, data.ground, actor.agent_id, None)
        return NumberOut((await certificates.papers.get_mine(actor, key, address_of(request, settings))).number)

    @get("/{number:str}/file", guards=_OWN, summary="A certificate as a PDF")
    async def file(
        self, number: FromPath[str], actor: Me, certificates: Room, language: FromQuery[Language] = "zh"
    ) -> Response[bytes]:
        """For its owner, and for whoever may print it."""
        return attachment(await certificates.papers.file(actor, number, language))

    @get("/desk", guards=_PRINTS, summary="What can be printed")
    async def desk(
        self,
        actor: Me,
        certificates: Room,
        clock: NamedDependency[Clock],
        kind: FromQuery[Kind | None] = None,
        team: FromQuery[Code | None] = None,
        since: FromQuery[date | None] = None,
        before: FromQuery[date | None] = None,
    ) -> DeskOut:
        """Of the own teams for leads, of everybody for HR and operations; of the last 30 days unless said otherwise."""
        today = clock.now().date()
        kinds = KINDS if kind is None else (kind,)
        found = await certificates.papers.desk(
            actor, kinds, team, since or today - timedelta(days=30), before or today + timedelta(days=2)
        )
        return DeskOut([seen_out(one) for one in found[:_SHOWN]], len(found))

    @get("/preview", guards=_PRINTS, summary="What a certificate would look like")
    async def preview(
        self,
        actor: Me,
        certificates: Room,
        kind: FromQuery[Kind],
        ground: FromQuery[Ground],
        agent: FromQuery[Code | None] = None,
        team: FromQuery[Code | None] = None,
        language: FromQuery[Language] = "zh",
    ) -> Response[bytes]:
        """A picture marked as a sample; nothing is issued."""
        keys = await certificates.keys(actor, [KeyIn(kind, ground, agent, team)])
        picture = await certificates.papers.preview(actor, keys[0], language)
        return Response(picture, media_type="image/png")

    @post("/jobs", guards=_PRINTS, summary="Print many in one go")
    async def begin(
        self, data: JSONBody[JobIn], request: Request[Any, Any, Any], actor: Me, certificates: Room, settings: Conf
    ) -> JobOut:
        """They are signed one after the other; ask how far it has come."""
        keys = await certificates.keys(actor, data.items)
        return job_out(await certificates.jobs.begin(actor, keys, data.language, address_of(request, settings)))

    @get("/jobs", guards=_PRINTS, summary="One's own print jobs")
    async def jobs(self, actor: Me, certificates: Room) -> JobsOut:
        """The last ten."""
        return JobsOut([job_out(one) for one in await certificates.jobs.latest(actor)])

    @get("/jobs/{job_id:int}", guards=_PRINTS, summary="How far a print job has come")
    async def job(self, job_id: FromPath[int], actor: Me, certificates: Room) -> JobOut:
        """So many of so many."""
        return job_out(await certificates.jobs.job(actor, job_id))

    @get("/jobs/{job_id:int}/file", guards=_PRINTS, summary="All of them for the printer")
    async def pages(self, job_id: FromPath[int], actor: Me, certificates: Room) -> Response[bytes]:
        """One PDF, a page each."""
        return attachment(await certificates.jobs.file(actor, job_id))

    @post("/grants", guards=_GRANTS, summary="Honor somebody in words of one's own")
    async def give(self, data: JSONBody[GrantIn], actor: Me, certificates: Room) -> GrantOut:
        """For what no rule knows of."""
        return grant_out(await certificates.granted.give(actor, data))

    @post("/grants/{grant_id:int}/take-back", guards=_GRANTS, summary="Take it back", status_code=204)
    async def take_back(self, grant_id: FromPath[int], data: JSONBody[ReasonIn], actor: Me, certificates: Room) -> None:
        """With a reason; its certificate is withdrawn."""
        await certificates.granted.take_back(actor, grant_id, data.reason)


_JWT = "application/vc+jwt"
_JSON = "application/json"


class OpenBadgesController(Controller):
    """What anybody needs to check a badge, and the own ones to take along."""

    path = "/api/v1/open-badges"
    tags = ("certificates",)

    @get("/awards/{award_id:int}", guards=_OWN, summary="An own award as an Open Badge")
    async def take(
        self, award_id: FromPath[int], request: Request[Any, Any, Any], actor: Me, certificates: Room, settings: Conf
    ) -> Response[str]:
        """A signed token, version 3.0; always the same one."""
        number, text = await certificates.badges.take(actor, award_id, _here(request, settings))
        name = f'attachment; filename="{number}.jwt"'
        return Response(text, media_type=_JWT, headers={"content-disposition": name, "cache-control": "no-store"})

    @get("/issuer", guards=[public], summary="Who issues")
    async def issuer(
        self, request: Request[Any, Any, Any], certificates: Room, settings: Conf
    ) -> Response[dict[str, Any]]:
        """The centre's profile."""
        return Response(await certificates.badges.issuer(_here(request, settings)), media_type=_JSON)

    @get("/keys", guards=[public], summary="Public keys as JSON Web Keys")
    async def keys(self, certificates: Room) -> Response[dict[str, Any]]:
        """To be kept by whoever checks without this service."""
        found = await certificates.badges.public_keys()
        return Response({"keys": [key_as_json(public_half) for public_half in found.values()]}, media_type=_JSON)

    @get("/keys/{key:str}", guards=[public], summary="One public key")
    async def key(self, key: FromPath[str], certificates: Room) -> Response[dict[str, str]]:
        """Credentials name it by this address."""
        found = (await certificates.badges.public_keys()).get(key)
        if found is None:
            raise DomainError(NO_OPEN_BADGE, key=key[:40])
        return Response(key_as_json(found), media_type=_JSON)

    @get("/achievements/{code:str}/{version:int}/{tier:str}", guards=[public], summary="What can be earned")
    async def achievement(
        self,
        code: FromPath[str],
        version: FromPath[int],
        tier: FromPath[str],
        request: Request[Any, Any, Any],
        certificates: Room,
        settings: Conf,
    ) -> Response[dict[str, Any]]:
        """One version of a badge, in one tier."""
        found = await certificates.badges.achievement(_here(request, settings), code, version, tier)
        return Response(found, media_type=_JSON)

    @get("/achievements/{code:str}/{version:int}/{tier:str}/image.svg", guards=[public], summary="Its picture")
    async def image(
        self, code: FromPath[str], version: FromPath[int], tier: FromPath[str], certificates: Room
    ) -> Response[str]:
        """As the pages draw it."""
        symbol = await certificates.badges.symbol(code, version, tier)
        return Response(
            picture(symbol, tier), media_type="image/svg+xml", headers={"cache-control": "public, max-age=86400"}
        )

    @get("/credentials/{number:str}", guards=[public], summary="Whether a badge still stands")
    async def credential(self, number: FromPath[str], certificates: Room) -> dict[str, str]:
        """Valid or revoked, and nothing else: what it says is in its owner's hands."""
        return {"status": await certificates.badges.state(number[:40])}

    @get("/revoked", guards=[public], summary="Badges that were withdrawn")
    async def revoked(
        self, request: Request[Any, Any, Any], certificates: Room, settings: Conf
    ) -> Response[dict[str, Any]]:
        """Their numbers."""
        return Response(await certificates.badges.revoked(_here(request, settings)), media_type=_JSON)


def _here(request: Request[Any, Any, Any], settings: Settings) -> str:
    return address_of(request, settings).rstrip("/")


CONTROLLERS = (HonorCertificatesController, OpenBadgesController)
"""Of the room of certificates."""
