"""Gives each request its id, its line in the log and its place in the metrics."""

import re
import secrets
from functools import lru_cache
from time import perf_counter

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Counter, Gauge, Histogram

_log = structlog.get_logger(__name__)

_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_ACCEPTABLE = re.compile(rb"[A-Za-z0-9._-]{1,64}")

_REQUESTS = Counter("echelon_http_requests", "Answered requests.", ["method", "route", "status"])
_SECONDS = Histogram(
    "echelon_http_request_seconds",
    "Time from a request's head to the end of its answer.",
    ["method", "route"],
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
_SOCKETS = Gauge("echelon_open_sockets", "Board sockets open in this process.")

_SLOW = 0.5
"""Seconds from which a successful read gets a line too; the others are only counted, thousands of lines say nothing."""


class NumberedRequests:
    """Middleware around the whole application.

    A caller's `X-Request-Id` is kept when it is harmless to log; the answer carries the id either way, and
    `scope["state"]["request_id"]` holds it for problems and the audit.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        number = _number(scope)
        scope.setdefault("state", {})["request_id"] = number
        # Never unbound: the server runs each request in a task, and so in a context, of its own.
        structlog.contextvars.bind_contextvars(request_id=number)
        if scope["type"] == ScopeType.WEBSOCKET:
            with _SOCKETS.track_inprogress():
                await self.app(scope, receive, send)
        else:
            await self._answer(scope, receive, send, number)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, number: str) -> None:
        began, status = perf_counter(), 500

        async def send_with_number(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", number.encode())]
            await send(message)

        try:
            await self.app(scope, receive, send_with_number)
        finally:
            _note(scope, status, perf_counter() - began)


def _number(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _ACCEPTABLE.fullmatch(value):
            return value.decode()
    return secrets.token_hex(8)


def _note(scope: Scope, status: int, seconds: float) -> None:
    method = str(scope.get("method", ""))
    counted, timed = _series(method, _route(scope), status)
    counted.inc()
    timed.observe(seconds)
    if method not in _READS or status >= 400 or seconds > _SLOW:
        _log.info("request", method=method, path=scope["path"], status=status, ms=round(seconds * 1000, 1))


@lru_cache(maxsize=4096)
def _series(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """The two series of an answer; finding them by their labels costs more than counting."""
    return _REQUESTS.labels(method, route, str(status)), _SECONDS.labels(method, route)


def _route(scope: Scope) -> str:
    """The route's template, so that ids in addresses do not make a new series each."""
    template = scope.get("path_template")
    return str(template) if template else "unrouted"
