"""Adds to every answer the headers that keep a browser from being turned against its user."""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from server.pages import CONTENT_SECURITY_POLICY

_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
]
_FOREVER = (b"cache-control", b"public, max-age=31536000, immutable")
_NEVER = (b"cache-control", b"no-store")


class SafeHeaders:
    """Middleware around the whole application; says `no-store` for the API unless the answer says otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        path = scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", ()), *_ALWAYS]
                if not any(name == b"cache-control" for name, _ in headers):
                    if path.startswith("/assets/"):
                        headers.append(_FOREVER)
                    elif path.startswith("/api/"):
                        headers.append(_NEVER)
                message["headers"] = headers
            await send(message)

        await self.app(scope, receive, send_with_headers)
