"""The door that is passed most: a page of standings, with as little as possible between a request and its bytes."""

from collections.abc import Callable
from typing import Annotated

from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response.base import ASGIResponse
from litestar.types import HTTPResponseBodyEvent, HTTPResponseStartEvent, Receive, Scope, Send

from server.auth.guards import provide_actor, requires
from server.auth.roles import Permission
from server.contests.service import ContestsService
from server.contests.showing.pages import StandingsOut

Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]


class _AsItIs(HTTPRouteHandler):
    """The framework copies a handler for every guard it asks; ours never look at it, and a copy costs a fifth of a page."""

    def __copy__(self) -> "_AsItIs":
        return self


class _EncodedPage(ASGIResponse):
    """Bytes that are sent as they are; the framework's own answer takes its headers apart and together again."""

    def __init__(self, body: bytes) -> None:
        self._start: HTTPResponseStartEvent = {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())],
        }
        self._body: HTTPResponseBodyEvent = {"type": "http.response.body", "body": body, "more_body": False}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - an application's shape
        """Send it."""
        await send(self._start)
        await send(self._body)


def standings_route(contests_of: Callable[[Scope], ContestsService]) -> HTTPRouteHandler:
    """The route that is read most. It fetches its service from the scope instead of asking for it: resolving dependencies
    costs several times what an encoded page does."""

    @_AsItIs(
        "/api/v1/contests/{contest_id:int}/standings",
        http_method=HttpMethod.GET,
        guards=[requires(Permission.BOARDS_WALL, Permission.BOARDS_FULL)],
        summary="Standings",
        tags=["standings"],
        name="standings",
        responses={200: ResponseSpec(data_container=StandingsOut, description="The slice", generate_examples=False)},
    )
    async def standings(
        contest_id: FromPath[int], scope: Scope, offset: Offset = 0, limit: Limit = 50, q: FromQuery[str] = ""
    ) -> ASGIResponse:
        """A slice of what the asking role may see; `epoch` and `seq` are the position from which a socket continues."""
        return _EncodedPage(await contests_of(scope).standings_page(provide_actor(scope), contest_id, offset, limit, q))

    return standings
