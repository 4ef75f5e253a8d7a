"""The guards on every route and socket: who may pass, judged before anything of the request is read or looked up."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.exceptions import WebSocketException
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Scope

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.errors import FORBIDDEN, NOT_SIGNED_IN, DomainError, declare

CROSS_SITE = declare("cross_site", 403, en="This request came from another site.", zh="该请求来自其他网站，已拒绝。")

Connected = ASGIConnection[Any, Any, Any, Any]
# Coroutines, although none of them waits: the framework runs plain functions in a thread, which cost ten times the check.
Guard = Callable[[Connected, BaseRouteHandler], Awaitable[None]]

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_SOCKET_CODES = {NOT_SIGNED_IN: 4401, FORBIDDEN: 4403, CROSS_SITE: 4403}


def requires(*permissions: Permission) -> Guard:
    """A guard that lets pass who has **one** of these permissions: 401 for nobody, 403 for everybody else."""
    if not permissions:
        raise ValueError("name at least one permission, or say signed_in or public")

    async def guard(connection: Connected, _: BaseRouteHandler) -> None:
        actor = _proven(connection)
        if not any(actor.may(permission) for permission in permissions):
            raise _refusal(connection, FORBIDDEN)

    guard.permissions = permissions  # type: ignore[attr-defined]  # read by the test that walks all routes
    return guard


async def signed_in(connection: Connected, _: BaseRouteHandler) -> None:
    """A guard that lets pass every account, whatever its role: for what concerns only one's own session."""
    if _proven(connection).kind != "account":
        raise _refusal(connection, FORBIDDEN)


async def paired(connection: Connected, _: BaseRouteHandler) -> None:
    """A guard that lets pass paired displays alone: for what a display asks and says about itself."""
    if _proven(connection).kind != "display":
        raise _refusal(connection, FORBIDDEN)


async def public(connection: Connected, _: BaseRouteHandler) -> None:
    """A guard that lets everybody pass, but nobody's browser on behalf of another site."""
    if _is_cross_site(connection):
        raise _refusal(connection, CROSS_SITE)


def provide_actor(scope: Scope) -> Actor:
    """The actor behind a guarded request or socket, for handlers that ask for `actor`."""
    actor = scope.get("user")
    if not isinstance(actor, Actor):
        raise DomainError(NOT_SIGNED_IN)
    return actor


def _proven(connection: Connected) -> Actor:
    actor = connection.scope.get("user")
    if not isinstance(actor, Actor):
        raise _refusal(connection, NOT_SIGNED_IN)
    # A header is put there by a program on purpose; only a cookie travels without its owner's doing.
    if connection.scope.get("auth") == "cookie" and _is_cross_site(connection):
        raise _refusal(connection, CROSS_SITE)
    return actor


def _is_cross_site(connection: Connected) -> bool:
    """Whether a browser says that a changing request or a socket comes from elsewhere.

    Browsers send `Origin` with every one of these, and most `Sec-Fetch-Site`; where both are absent no browser is at work
    and there is nobody to be deceived.
    """
    scope = connection.scope
    if scope["type"] == ScopeType.HTTP and scope["method"] in _SAFE:
        return False
    headers = connection.headers
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}
    found = urlsplit(origin)
    if not found.netloc:
        return True
    public_url: str | None = scope.get("state", {}).get("public_url")
    allowed = {headers.get("host", "").lower()}
    if public_url:
        allowed.add(urlsplit(public_url).netloc.lower())
    return found.netloc.lower() not in allowed


def _refusal(connection: Connected, code: str) -> Exception:
    if connection.scope["type"] == ScopeType.WEBSOCKET:
        # Before the handshake is accepted this is answered as 403; the reason is for logs.
        return WebSocketException(code=_SOCKET_CODES[code], detail=code)
    return DomainError(code)
