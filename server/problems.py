"""The edge: whatever is raised becomes an RFC 9457 problem with a stable code and a sentence in both languages."""

import asyncio
from typing import Any

import asyncpg
import msgspec
import structlog
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, ValidationException

from server.errors import (
    CHANGED_MEANWHILE,
    FORBIDDEN,
    INTERNAL,
    INVALID,
    NOT_SIGNED_IN,
    TOO_MANY,
    UNAVAILABLE,
    DomainError,
    declare,
    refusal_of,
    sentences,
)

_log = structlog.get_logger(__name__)

NO_ROUTE = declare("no_such_address", 404, en="There is nothing at this address.", zh="该地址不存在。")
WRONG_METHOD = declare(
    "wrong_method", 405, en="This address does not take {method}.", zh="该地址不支持 {method} 方法。"
)
TOO_LARGE = declare("too_large", 413, en="The request is too large.", zh="请求内容过大。")
REFUSED = declare("refused", 400, en="The request was refused: {why}", zh="请求被拒绝：{why}")

_BY_STATUS = {401: NOT_SIGNED_IN, 403: FORBIDDEN, 404: NO_ROUTE, 405: WRONG_METHOD, 413: TOO_LARGE, 429: TOO_MANY}

DATABASE_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InterfaceError,
    # Between a server's last word and the end of the connection the driver is in a state it calls an internal error.
    asyncpg.InternalClientError,
    asyncpg.TooManyConnectionsError,
    ConnectionError,
    asyncio.TimeoutError,
)
"""What reaching for a stopped, starting or overloaded database raises; the same command may succeed a moment later."""

Answer = Response[dict[str, Any]]


def problem(
    request: Request[Any, Any, Any], code: str, detail: dict[str, Any], headers: dict[str, str] | None = None
) -> Answer:
    """Answer with the declared status and words of `code`; `detail` is sent along as members of their own."""
    status = refusal_of(code).status
    messages = sentences(code, detail)
    prefers_chinese = request.headers.get("accept-language", "").lower().startswith("zh")
    content = {
        **{name: value for name, value in detail.items() if name not in _RESERVED},
        "type": f"/problems/{code}",
        "title": code.replace("_", " "),
        "status": status,
        "code": code,
        "detail": messages["zh" if prefers_chinese else "en"],
        "messages": messages,
        "instance": request.url.path,
        "request_id": request.scope.get("state", {}).get("request_id"),
    }
    return Response(content, status_code=status, media_type=MediaType.JSON, headers=_headers(detail, headers))


_RESERVED = frozenset({"type", "title", "status", "code", "detail", "messages", "instance", "request_id"})


def _headers(detail: dict[str, Any], extra: dict[str, str] | None) -> dict[str, str]:
    headers = {"content-type": "application/problem+json", **(extra or {})}
    if "seconds" in detail:
        headers["retry-after"] = str(detail["seconds"])
    return headers


def on_domain_error(request: Request[Any, Any, Any], error: DomainError) -> Answer:
    """An expected refusal, with its own words."""
    return problem(request, error.code, error.detail)


def on_http_exception(request: Request[Any, Any, Any], error: HTTPException) -> Answer:
    """What the framework refuses before a handler runs: unknown addresses, methods, shapes."""
    if isinstance(error, ValidationException):
        faults = [_fault(item) for item in error.extra] if isinstance(error.extra, list) else []
        why = "; ".join(f"{fault['key']}: {fault['message']}" for fault in faults) or error.detail
        return problem(request, INVALID, {"why": why, "faults": faults})
    code = _BY_STATUS.get(error.status_code)
    cause = error.__cause__
    if isinstance(cause, msgspec.ValidationError) and "$.data" in str(cause):
        # A field of the body that is called like a dependency: the framework takes it for a fault of ours.
        return on_unreadable(request, cause)
    if code is None and error.status_code >= 500:
        return on_exception(request, error)
    if code is None:
        return problem(request, REFUSED, {"why": error.detail})
    detail = {"method": request.method} if code == WRONG_METHOD else {}
    return problem(request, code, detail, dict(error.headers or {}))


def _fault(item: Any) -> dict[str, str]:
    return {"key": str(item.get("key", "")), "message": str(item.get("message", ""))}


def on_unreadable(request: Request[Any, Any, Any], error: msgspec.ValidationError) -> Answer:
    """A body that a handler decodes itself and that does not fit."""
    return problem(request, INVALID, {"why": str(error)})


def on_unstorable(request: Request[Any, Any, Any], error: asyncpg.DataError) -> Answer:
    """A number too large for where it belongs, or a character that no text may hold: nobody means these."""
    _log.warning("unstorable", error=repr(error), path=request.url.path)
    return problem(request, INVALID, {"why": "a number or a character in it cannot be kept"})


def on_database_away(request: Request[Any, Any, Any], error: Exception) -> Answer:
    """Nothing was stored: the sender may repeat the same request."""
    _log.warning("database_away", error=repr(error), path=request.url.path)
    return problem(request, UNAVAILABLE, {}, {"retry-after": "2"})


def on_conflict(request: Request[Any, Any, Any], error: Exception) -> Answer:
    """Two commands met and the database let one of them through: nothing of this one was stored."""
    _log.info("changed_meanwhile", error=repr(error), path=request.url.path)
    return problem(request, CHANGED_MEANWHILE, {})


def on_exception(request: Request[Any, Any, Any], error: Exception) -> Answer:
    """A defect: logged with its trace, told without it."""
    _log.error("internal_error", path=request.url.path, method=request.method, exc_info=error)
    return problem(request, INTERNAL, {})


HANDLERS: dict[Any, Any] = {
    DomainError: on_domain_error,
    HTTPException: on_http_exception,
    msgspec.ValidationError: on_unreadable,
    asyncpg.DataError: on_unstorable,
    asyncpg.SerializationError: on_conflict,
    asyncpg.DeadlockDetectedError: on_conflict,
    **dict.fromkeys(DATABASE_AWAY, on_database_away),
    Exception: on_exception,
}
