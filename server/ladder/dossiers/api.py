"""The doors to dossiers, certificates, and the counter where anybody may check them."""

from typing import Annotated, Any, Literal

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct

from server.auth.actor import Actor
from server.auth.guards import public, requires
from server.auth.roles import Permission
from server.ladder.dossiers.checking import LARGEST_FILE, Checked, PublicKey
from server.ladder.dossiers.printing import Locale
from server.ladder.dossiers.wire import (
    BatchIn,
    BatchOut,
    DocumentOut,
    DocumentPage,
    DossierIn,
    batch_out,
    document_out,
)
from server.ladder.service import LadderService
from server.reports.handing import attachment
from server.settings import Settings
from server.wire import Page, page_of

Me = NamedDependency[Actor]
Ladder = NamedDependency[LadderService]
Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]

# HR and administrators everybody's; everybody in a career the own, from the notice on.
_CONCERNED = requires(Permission.DOSSIERS_READ, Permission.CYCLES_OWN)


class DossiersController(Controller):
    """Dossiers: signed, kept, handed out as workbook and PDF."""

    path = "/api/v1/dossiers"
    tags = ("dossiers",)

    @get(guards=[_CONCERNED], summary="Dossiers that were signed")
    async def dossiers(
        self,
        actor: Me,
        ladder: Ladder,
        agent: FromQuery[str | None] = None,
        cycle: FromQuery[int | None] = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Page[DocumentOut]:
        """Everybody's for HR and administrators, one's own from the notice on."""
        found, total = await ladder.dossiers.listed(actor, "dossier", agent, cycle, offset, limit)
        return page_of([document_out(one) for one in found], total, offset)

    @post(guards=[_CONCERNED], summary="Put a dossier together and sign it")
    async def issue(
        self,
        data: JSONBody[DossierIn],
        request: Request[Any, Any, Any],
        actor: Me,
        ladder: Ladder,
        settings: NamedDependency[Settings],
    ) -> DocumentPage:
        """Of a candidate of a cycle, or of an agent as of a day; one that would say the same is not signed twice."""
        address = address_of(request, settings)
        kept, document = await ladder.dossiers.issue(actor, data.agent, data.cycle, data.as_of, address)
        return DocumentPage(about=document_out(kept), document=document)

    @get("/{number:str}", guards=[_CONCERNED], summary="One dossier")
    async def dossier(self, number: FromPath[str], actor: Me, ladder: Ladder) -> DocumentPage:
        """Everything that was signed."""
        kept, document = await ladder.dossiers.shown(actor, "dossier", number)
        return DocumentPage(about=document_out(kept), document=document)

    @get("/{number:str}/file", guards=[_CONCERNED], summary="A dossier as a workbook or PDF")
    async def file(
        self,
        number: FromPath[str],
        actor: Me,
        ladder: Ladder,
        form: FromQuery[Literal["xlsx", "pdf"]] = "xlsx",
        locale: FromQuery[Locale] = "zh",
    ) -> Response[bytes]:
        """Either can be checked by anybody later."""
        return attachment(await ladder.dossiers.file(actor, "dossier", number, form, locale))


class CertificatesController(Controller):
    """Certificates for the promoted."""

    path = "/api/v1/certificates"
    tags = ("dossiers",)

    @get(guards=[_CONCERNED], summary="Certificates that were signed")
    async def certificates(
        self,
        actor: Me,
        ladder: Ladder,
        agent: FromQuery[str | None] = None,
        cycle: FromQuery[int | None] = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Page[DocumentOut]:
        """Everybody's for HR and administrators, else one's own."""
        found, total = await ladder.dossiers.listed(actor, "certificate", agent, cycle, offset, limit)
        return page_of([document_out(one) for one in found], total, offset)

    @get("/{number:str}/file", guards=[_CONCERNED], summary="A certificate as a PDF")
    async def file(self, number: FromPath[str], actor: Me, ladder: Ladder) -> Response[bytes]:
        """In both languages, for print."""
        return attachment(await ladder.dossiers.file(actor, "certificate", number, "pdf", "zh"))

    @post("/batches", guards=[requires(Permission.CYCLES_RUN)], summary="Make all certificates of a cycle")
    async def begin(
        self,
        data: JSONBody[BatchIn],
        request: Request[Any, Any, Any],
        actor: Me,
        ladder: Ladder,
        settings: NamedDependency[Settings],
    ) -> BatchOut:
        """They are made one after the other; ask how far it has come."""
        return batch_out(await ladder.certificates.begin(actor, data.cycle, address_of(request, settings)))

    @get("/batches/{batch_id:int}", guards=[requires(Permission.CYCLES_RUN)], summary="How far a batch has come")
    async def batch(self, batch_id: FromPath[int], ladder: Ladder) -> BatchOut:
        """So many of so many."""
        return batch_out(await ladder.certificates.batch(batch_id))

    @get(
        "/batches/{batch_id:int}/file", guards=[requires(Permission.CYCLES_RUN)], summary="All of them for the printer"
    )
    async def pages(self, batch_id: FromPath[int], actor: Me, ladder: Ladder) -> Response[bytes]:
        """One PDF, a page each."""
        return attachment(await ladder.certificates.pages(actor, batch_id))


class Keys(Struct):
    """A list that is always whole."""

    items: list[PublicKey]


class VerifyController(Controller):
    """Whether something is what the centre signed; for anybody, without an account."""

    path = "/api/v1/verify"
    tags = ("dossiers",)

    @get("/keys", guards=[public], summary="Public keys")
    async def keys(self, ladder: Ladder) -> Keys:
        """To check signatures without asking here."""
        return Keys(await ladder.checking.keys())

    @get("/{number:str}", guards=[public], summary="Check a number")
    async def number(self, number: FromPath[str], request: Request[Any, Any, Any], ladder: Ladder) -> Checked:
        """Genuine or unknown."""
        return await ladder.checking.number(number, _from(request))

    @post(
        guards=[public],
        status_code=200,
        request_max_body_size=LARGEST_FILE,
        summary="Check a workbook or PDF (the body)",
    )
    async def file(self, request: Request[Any, Any, Any], ladder: Ladder) -> Checked:
        """Genuine or changed, for a workbook with the first changed cell. The file is not kept."""
        return await ladder.checking.file(await request.body(), _from(request))


def address_of(request: Request[Any, Any, Any], settings: Settings) -> str:
    """Where people reach this service."""
    return settings.public_url or str(request.base_url)


def _from(request: Request[Any, Any, Any]) -> str:
    return request.client.host if request.client else "unknown"


CONTROLLERS = (DossiersController, CertificatesController, VerifyController)
