"""Recognises who is behind a request: turns a cookie or a bearer token into an actor, and remembers it for seconds."""

from collections import OrderedDict
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Literal, NamedTuple

from litestar.types import ASGIApp, Receive, Scope, Send

from server.auth.actor import Actor, DisplayScope
from server.auth.ports import AgentBook
from server.auth.roles import Permission, Role
from server.auth.secrets import digest
from server.clock import Clock
from server.db.pool import Connection, Database

SESSION_COOKIE = "echelon_session"
DISPLAY_COOKIE = "echelon_display"
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=30)

_REMEMBERED = 5.0
"""Seconds for which another process may still let somebody in after a logout or a change of role here."""
_NOTED = timedelta(minutes=1)
"""How old the note of the last use may get before it is written again."""

Kind = Literal["session", "bearer", "display"]


class _Known(NamedTuple):
    actor: Actor
    until: datetime | None
    look_again: float


class Gate:
    """Looks tokens up. One per process; `forget` whatever a command here has changed."""

    def __init__(self, db: Database, clock: Clock, book: AgentBook, *, remembered: int = 20_000) -> None:
        self._db = db
        self._clock = clock
        self._book = book
        self._size = remembered
        self._known: OrderedDict[tuple[Kind, bytes], _Known] = OrderedDict()

    async def identify(self, kind: Kind, token: str) -> Actor | None:
        """The actor behind a token, or None when it is unknown, expired, revoked or its account disabled."""
        key = (kind, digest(token))
        now = self._clock.now()
        known = self._known.get(key)
        if known is None or known.look_again < monotonic():
            async with self._db.connection() as connection:
                known = await self._look_up(connection, kind, key[1], now)
            if known is None:
                self._known.pop(key, None)
                return None
            self._known[key] = known
            if len(self._known) > self._size:
                self._known.popitem(last=False)
        return known.actor if known.until is None or now < known.until else None

    def forget(self) -> None:
        """Look everybody up again at their next request: after a logout, a changed role, a revoked token, a transfer."""
        self._known.clear()

    async def _look_up(self, connection: Connection, kind: Kind, token_hash: bytes, now: datetime) -> _Known | None:
        if kind == "session":
            return await self._session(connection, token_hash, now)
        if kind == "bearer":
            return await self._api_token(connection, token_hash, now)
        return await self._display(connection, token_hash, now)

    async def _session(self, connection: Connection, token_hash: bytes, now: datetime) -> _Known | None:
        row = await connection.fetchrow(
            "SELECT s.seen_at, s.expires_at, a.id, a.name, a.role, a.locale, a.agent_id FROM session s"
            " JOIN account a ON a.id = s.account_id"
            " WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND a.disabled_at IS NULL",
            token_hash,
            now,
            now - IDLE,
        )
        if row is None:
            return None
        seen_at: datetime = row["seen_at"]
        if now - seen_at > _NOTED:
            await connection.execute("UPDATE session SET seen_at = $2 WHERE token_hash = $1", token_hash, now)
            seen_at = now
        led: frozenset[int] = frozenset()
        if row["agent_id"] is not None:
            led = (await self._book.person(connection, row["agent_id"], now)).led_team_ids
        actor = Actor(
            kind="account",
            id=row["id"],
            name=row["name"],
            role=Role(row["role"]),
            locale=row["locale"],
            agent_id=row["agent_id"],
            own_teams=led,
        )
        return self._remember(actor, min(row["expires_at"], seen_at + IDLE))

    async def _api_token(self, connection: Connection, token_hash: bytes, now: datetime) -> _Known | None:
        row = await connection.fetchrow(
            "SELECT id, name, role, scopes, expires_at, last_used_at FROM api_token"
            " WHERE token_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)",
            token_hash,
            now,
        )
        if row is None:
            return None
        if row["last_used_at"] is None or now - row["last_used_at"] > _NOTED:
            await connection.execute("UPDATE api_token SET last_used_at = $2 WHERE id = $1", row["id"], now)
        scopes = frozenset(Permission(scope) for scope in row["scopes"])
        actor = Actor(kind="token", id=row["id"], name=row["name"], role=Role(row["role"]), scopes=scopes)
        return self._remember(actor, row["expires_at"])

    async def _display(self, connection: Connection, token_hash: bytes, now: datetime) -> _Known | None:
        row = await connection.fetchrow(
            "SELECT id, name, site_id, team_id, contest_ids, locale, seen_at FROM display"
            " WHERE token_hash = $1 AND revoked_at IS NULL",
            token_hash,
        )
        if row is None:
            return None
        if row["seen_at"] is None or now - row["seen_at"] > _NOTED:
            await connection.execute("UPDATE display SET seen_at = $2 WHERE id = $1", row["id"], now)
        scope = DisplayScope(row["site_id"], row["team_id"], tuple(row["contest_ids"]))
        actor = Actor(
            kind="display", id=row["id"], name=row["name"], role=Role.DISPLAY, locale=row["locale"], display=scope
        )
        return self._remember(actor, None)

    @staticmethod
    def _remember(actor: Actor, until: datetime | None) -> _Known:
        return _Known(actor, until, monotonic() + _REMEMBERED)


class RecogniseActor:
    """Middleware that puts the actor into `scope["user"]` and how it was proven (`cookie`, `header`) into `scope["auth"]`.

    It judges nothing: that is for the guards. A request without any proof costs no look-up.
    """

    def __init__(self, app: ASGIApp, gate: Gate, public_url: str | None = None) -> None:
        self.app = app
        self._gate = gate
        self._public_url = public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        actor, proof = await self._recognise(scope)
        scope["user"] = actor
        scope["auth"] = proof
        if self._public_url:
            scope.setdefault("state", {})["public_url"] = self._public_url
        await self.app(scope, receive, send)

    async def _recognise(self, scope: Any) -> tuple[Actor | None, str | None]:
        cookies: bytes = b""
        for name, value in scope["headers"]:
            if name == b"authorization":
                # A header is meant: a wrong one is not silently replaced by a cookie lying about.
                scheme, _, token = value.decode("latin-1").partition(" ")
                if scheme.lower() != "bearer":
                    return None, None
                return await self._gate.identify("bearer", token.strip()), "header"
            if name == b"cookie":
                cookies += value + b";"
        if cookies:
            found = cookie_values(cookies)
            if token := found.get(SESSION_COOKIE):
                actor = await self._gate.identify("session", token)
                if actor is not None:
                    return actor, "cookie"
            if token := found.get(DISPLAY_COOKIE):
                return await self._gate.identify("display", token), "cookie"
        return None, None


def cookie_values(header: bytes) -> dict[str, str]:
    """The cookies of a `Cookie` header; of two with one name the first counts, which is the more specific one."""
    found: dict[str, str] = {}
    for part in header.decode("latin-1").split(";"):
        name, _, value = part.strip().partition("=")
        found.setdefault(name, value.strip('"'))
    return found
