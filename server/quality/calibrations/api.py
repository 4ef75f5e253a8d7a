"""The doors to calibration sessions."""

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.clock import Clock
from server.quality.calibrations.export import session_book
from server.quality.calibrations.wire import CloseIn, GiveIn, SessionDetailOut, SessionIn, Sessions, session_out
from server.quality.service import QualityService
from server.reports.handing import WORKBOOK, File, attachment

Me = NamedDependency[Actor]
Quality = NamedDependency[QualityService]

_JOINS = requires(Permission.QUALITY_EVALUATE, Permission.QUALITY_MANAGE)
_KEEPS = requires(Permission.QUALITY_MANAGE)


class CalibrationsController(Controller):
    """Several evaluators judge one call apart from each other, then compare. No agent is named and no score changes."""

    path = "/api/v1/qa/calibrations"
    tags = ("quality",)

    @get(guards=[_JOINS], summary="Calibration sessions")
    async def all(self, quality: Quality) -> Sessions:
        """Open ones first."""
        return Sessions([session_out(one) for one in await quality.calibrations.all()])

    @post(guards=[_KEEPS], summary="Open a calibration session")
    async def open(self, data: JSONBody[SessionIn], actor: Me, quality: Quality) -> SessionDetailOut:
        """About one call, on the version of a form that is in force today."""
        return await quality.calibrations.open(actor, data)

    @get("/{session_id:int}", guards=[_JOINS], summary="A calibration session")
    async def one(self, session_id: FromPath[int], actor: Me, quality: Quality) -> SessionDetailOut:
        """One's own marks until it is closed; then everybody's beside the reference."""
        return await quality.calibrations.one(actor, session_id)

    @get("/{session_id:int}/export.xlsx", guards=[_JOINS], summary="A calibration as a workbook", media_type=WORKBOOK)
    async def export(
        self, session_id: FromPath[int], actor: Me, quality: Quality, clock: NamedDependency[Clock]
    ) -> Response[bytes]:
        """Points as the page shows them to whoever asks."""
        session = await quality.calibrations.one(actor, session_id)
        return attachment(File(f"calibration-{session_id}.xlsx", session_book(session, actor.locale, clock.now())))

    @post(
        "/{session_id:int}/marks",
        status_code=200,
        guards=[requires(Permission.QUALITY_EVALUATE)],
        summary="Judge the call of a session",
    )
    async def give(
        self, session_id: FromPath[int], data: JSONBody[GiveIn], actor: Me, quality: Quality
    ) -> SessionDetailOut:
        """Apart from the others; once more replaces what one gave."""
        return await quality.calibrations.give(actor, session_id, data)

    @post("/{session_id:int}/close", status_code=200, guards=[_KEEPS], summary="Close a session with the reference")
    async def close(
        self, session_id: FromPath[int], data: JSONBody[CloseIn], actor: Me, quality: Quality
    ) -> SessionDetailOut:
        """After at least two judged the call."""
        return await quality.calibrations.close(actor, session_id, data)


CONTROLLERS = (CalibrationsController,)
