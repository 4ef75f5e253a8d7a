"""Walks every route and socket of the application as everybody, and compares who passes with the tables in `who_passes`.

Passing means getting as far as being told that something is not there or cannot be read; being refused means 401 for nobody
and 403 for everybody else, before anything of the request is looked at.
"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest
from litestar import Litestar
from litestar.handlers import WebsocketRouteHandler
from litestar.routes import HTTPRoute, WebSocketRoute

from server.app import doors
from server.auth.gate import DISPLAY_COOKIE, LONGEST, SESSION_COOKIE
from server.auth.roles import Permission, Role
from server.auth.secrets import digest, new_token
from tests.server.auth.who_passes import careers, contests, earned, facts, people, quality, service, training
from tests.server.auth.who_passes.everybody import ACCOUNTS, DISPLAY, NOBODY, SCOPED
from tests.server.conftest import client_of

# Who passes, area by area. A route that is missing there fails the walk, and so does a line without a route.
TABLES = (
    careers.ROUTES,
    contests.ROUTES,
    earned.ROUTES,
    facts.ROUTES,
    people.ROUTES,
    quality.ROUTES,
    service.ROUTES,
    training.ROUTES,
)
MATRIX = {door: who for table in TABLES for door, who in table.items()}

_WITHOUT_GUARD = "/api/v1/schema"
"""The framework's own description of all routes; it holds nothing of the centre."""


class Door(NamedTuple):
    """One handler at one address."""

    method: str
    template: str
    handler: Any

    @property
    def name(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def path(self) -> str:
        """The address of something that is not there, except for agent A2."""
        own = self.template.replace("/agents/{code:str}", "/agents/A2")
        return re.sub(r"\{\w+:int\}", "999999", re.sub(r"\{\w+:(str|path)\}", "nothing", own))


def entrances() -> Iterator[Door]:
    for route in doors().routes:
        if isinstance(route, WebSocketRoute):
            yield Door("WEBSOCKET", route.path, route.route_handler)
        elif isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in handler.http_methods - {"OPTIONS"}:
                    yield Door(method, route.path, handler)
        else:
            pytest.fail(f"{route.path} is mounted without guards of ours")


@pytest.fixture
async def proofs(app: Litestar, centre: None, sql: Any) -> dict[str, dict[str, str]]:
    """The headers that prove to be each of EVERYBODY."""
    now = app.state.rooms.clock.now()
    found: dict[str, dict[str, str]] = {NOBODY: {}}
    for role in sorted(ACCOUNTS):
        token = new_token()
        await sql.execute(
            "WITH new AS (INSERT INTO account (login, password_hash, role, agent_id, name, created_at)"
            " VALUES ($1, '', $1, $2, $1, $3) RETURNING id) INSERT INTO session SELECT $4, id, $3, $3, $5 FROM new",
            role,
            {"lead": 1, "agent": 2}.get(role),
            now,
            digest(token),
            now + LONGEST,
        )
        found[role] = {"cookie": f"{SESSION_COOKIE}={token}"}
    display = new_token()
    await sql.execute(
        "INSERT INTO display (name, token_hash, site_id, confirmed_at) VALUES ('wall', $1, 1, $2)", digest(display), now
    )
    found[DISPLAY] = {"cookie": f"{DISPLAY_COOKIE}={display}"}
    secret, _ = await app.state.rooms.auth.tokens.create(None, "scoped", Role.OPS, frozenset({Permission.PEOPLE_READ}))
    found[SCOPED] = {"authorization": f"Bearer {secret}"}
    return found


async def socket_status(app: Litestar, path: str, headers: dict[str, str]) -> int:
    """401 or 403 when the handshake is refused as such, 200 when it is accepted or refused for another reason."""
    sent: asyncio.Queue[Any] = asyncio.Queue()
    asked: asyncio.Queue[Any] = asyncio.Queue()
    asked.put_nowait({"type": "websocket.connect"})
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"testserver"), *((name.encode(), value.encode()) for name, value in headers.items())],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "subprotocols": [],
        "state": {},
        "extensions": {},
    }
    talk = asyncio.create_task(app(scope, asked.get, sent.put))  # type: ignore[arg-type]
    first = await asyncio.wait_for(sent.get(), 10)
    asked.put_nowait({"type": "websocket.disconnect", "code": 1001})
    talk.cancel()
    await asyncio.gather(talk, return_exceptions=True)
    if first["type"] == "websocket.close":
        return {4401: 401, 4403: 403}.get(first["code"], 200)
    return 200


def test_the_matrix_names_every_route_and_no_other() -> None:
    assert sorted(door.name for door in entrances()) == sorted(door for table in TABLES for door in table)


def test_every_handler_has_a_guard() -> None:
    bare = [
        door.name
        for door in entrances()
        if not door.handler.resolve_guards() and not door.template.startswith(_WITHOUT_GUARD)
    ]
    assert bare == []


async def test_who_passes_is_who_should(app: Litestar, proofs: dict[str, dict[str, str]]) -> None:
    every = sorted(entrances(), key=lambda door: (door.name == "DELETE /api/v1/session", door.name))
    wrong = []
    # Signing out comes last: afterwards the proof is worth nothing.
    for who, proof in sorted(proofs.items()):
        async with client_of(app, headers={**proof, "content-type": "application/json"}) as client:
            for door in every:
                status = await knock(app, door, client, proof)
                refused = 401 if who == NOBODY else 403
                if who in MATRIX.get(door.name, frozenset()):
                    right = status not in {401, 403} and (status < 500 or status == 503)
                else:
                    right = status == refused
                if not right:
                    wrong.append(f"{door.name} as {who}: {status}")
    assert "\n".join(wrong) == ""


async def knock(app: Litestar, door: Door, client: httpx.AsyncClient, proof: dict[str, str]) -> int:
    """The status that a request with nothing useful in it is answered with."""
    if isinstance(door.handler, WebsocketRouteHandler):
        return await socket_status(app, door.path, proof)
    body = b"" if door.method in {"GET", "HEAD", "DELETE"} else b"{}"
    return (await client.request(door.method, door.path, content=body)).status_code
