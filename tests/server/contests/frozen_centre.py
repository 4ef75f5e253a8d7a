"""A frozen contest in a whole application, everybody's way in, and walks over everything it answers.

The walk takes its routes from the application itself, so one that is added later is walked too.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any, NamedTuple, cast

import httpx
import msgspec
import pytest
from httpx_ws import aconnect_ws
from httpx_ws.transport import ASGIWebSocketTransport
from litestar import Litestar
from litestar.routes import HTTPRoute

from server.app import create_app, doors
from server.auth.gate import DISPLAY_COOKIE, LONGEST, SESSION_COOKIE
from server.auth.secrets import digest, new_token
from server.contests.contest import Contest
from server.honors.badges.clockwork import everybody_due
from server.people.memberships import NewMembership
from server.settings import Settings
from tests.server.conftest import client_of, living
from tests.server.contests.conftest import World

PEOPLE = {"lead": "A11", "agent": "A12", "hr": None, "analyst": None, "trainer": None, "ops": None, "display": None}
"""Who walks, and which agent they are: A11 leads T1, A12 is in it."""
JUST_BEFORE = timedelta(seconds=5)
GROWING = re.compile(
    r"^/api/v1/(facts|quarantine|audit|agents|teams|leave|rosters|schema|readiness|kudos|rewards|upkeep|honor-certificates/desk)|^/(health|metrics|assets)|/credit$"
    r"|\.xlsx$"
)
"""Routes that show facts, people, awards for facts and entries of their own (or who was in which team) and no standing, and workbooks,
which say when they were made; searched, not compared."""


class Frozen(NamedTuple):
    """A contest three seconds into its freeze, in an application whose scorer runs, and everybody's way in."""

    app: Litestar
    world: World
    contest: Contest
    clients: dict[str, httpx.AsyncClient]


@pytest.fixture
async def frozen(world: World, settings: Settings) -> AsyncIterator[Frozen]:
    """T1 leads T2 and T3 at the freeze."""
    contest = await world.launch()
    await world.send(
        world.fact("A12", "calls", 2970, "2026-03-04T09:00:00+08:00"),
        world.fact("A13", "calls", 30, "2026-03-04T09:00:00+08:00"),
        world.fact("A22", "calls", 2000, "2026-03-04T09:00:00+08:00"),
        world.fact("A32", "calls", 1000, "2026-03-04T09:00:00+08:00", id="early"),
    )
    assert contest.freezes_at is not None
    world.clock.at = contest.freezes_at - JUST_BEFORE
    async with frozen_app(world, settings, contest) as ready:
        yield ready


@asynccontextmanager
async def frozen_app(world: World, settings: Settings, contest: Contest) -> AsyncIterator[Frozen]:
    """An application whose scorer runs, from just before the freeze until three seconds into it."""
    async with scoring_app(world, settings, contest) as ready:
        assert contest.freezes_at is not None
        world.clock.at = contest.freezes_at + timedelta(seconds=3)
        await until(lambda: head(ready, "phase"), "frozen")
        await until(
            lambda: world.sql.fetchval("SELECT count(*) FROM contest_freeze WHERE contest_id = $1", contest.id), 1
        )
        yield ready


@asynccontextmanager
async def scoring_app(world: World, settings: Settings, contest: Contest) -> AsyncIterator[Frozen]:
    """An application whose scorer runs and shows the contest, which is on."""
    async with AsyncExitStack() as stack:
        running = msgspec.structs.replace(settings, scorer=True, tick_ms=20)
        app = await stack.enter_async_context(living(create_app(running, world.clock)))
        clients = {}
        for role, agent in PEOPLE.items():
            client = client_of(app, headers={"cookie": await cookie_of(world, role, agent)})
            clients[role] = await stack.enter_async_context(client)
        ready = Frozen(app, world, contest, clients)
        await until(lambda: head(ready, "phase"), "running")
        yield ready


async def cookie_of(world: World, role: str, agent: str | None, login: str | None = None) -> str:
    """The cookie of a new account, or of a wall in the area of T1."""
    token, now = new_token(), world.clock.now()
    if role == "display":
        await world.sql.execute(
            "INSERT INTO display (name, token_hash, site_id, team_id, confirmed_at) VALUES ('wall', $1, 1, 1, $2)",
            digest(token),
            now,
        )
        return f"{DISPLAY_COOKIE}={token}"
    await world.sql.execute(
        "WITH new AS (INSERT INTO account (login, password_hash, role, agent_id, name, created_at)"
        " VALUES ($6, '', $1, (SELECT id FROM agent WHERE code = $2), $6, $3) RETURNING id)"
        " INSERT INTO session SELECT $4, id, $3, $3, $5 FROM new",
        role,
        agent,
        now,
        digest(token),
        now + LONGEST,
        login or role,
    )
    return f"{SESSION_COOKIE}={token}"


async def signed_in_as(frozen: Frozen, login: str, role: str, agent: str | None) -> tuple[int, httpx.AsyncClient]:
    """Another account and its way in, which ends with the test's application."""
    cookie = await cookie_of(frozen.world, role, agent, login)
    account: int = await frozen.world.sql.fetchval("SELECT id FROM account WHERE login = $1", login)
    frozen.clients[login] = client_of(frozen.app, headers={"cookie": cookie})
    return account, frozen.clients[login]


async def awarded(frozen: Frozen) -> None:
    """Let everybody have every badge that is due, so that none comes while somebody walks."""
    await everybody_due(frozen.world.sql)
    while await frozen.world.sql.fetchval("SELECT count(*) FROM badge_due"):
        await frozen.app.state.rooms.honors.clockwork.handful()


async def until(look: Any, wanted: Any) -> None:
    """Wait until looking finds what is wanted."""
    async with asyncio.timeout(60):
        while await look() != wanted:
            await asyncio.sleep(0.02)


async def head(frozen: Frozen, name: str) -> Any:
    answer = await frozen.clients["display"].get(f"/api/v1/contests/{frozen.contest.id}/standings")
    return answer.json()["contest"][name]


async def _truth(frozen: Frozen) -> dict[str, str]:
    answer = await frozen.clients["ops"].get(f"/api/v1/contests/{frozen.contest.id}/restricted")
    assert answer.status_code == 200, answer.text
    return {row["code"]: row["score"] for row in answer.json()["items"]}


async def move(frozen: Frozen) -> dict[str, str]:
    """Let everything happen that could move a standing after a freeze; the true scores, all of which are others then."""
    world, before = frozen.world, await _truth(frozen)
    await world.send(
        world.fact("A32", "calls", 7777, "2026-03-04T09:30:00+08:00"),
        world.fact("A22", "calls", 555, "2026-03-05T09:30:00+08:00"),
        world.fact("A12", "calls", 1, "2026-03-05T09:30:00+08:00"),
        world.fact("A32", "calls", 1500, "2026-03-04T09:00:00+08:00", id="early", revision=1),
    )
    # Back-dated: A13 was in T2 all week, and A14 on leave.
    await world.people.memberships.add(
        None, "A13", NewMembership(team="T2", starts="2026-03-02T00:00:00+08:00", transfer=True)
    )
    await world.sql.execute(
        "INSERT INTO leave (agent_id, starts, ends, kind) SELECT id, '2026-03-02', '2026-03-07', 'annual' FROM agent"
        " WHERE code = 'A14'"
    )
    frozen.app.state.rooms.contests.scorer.memory.people_changed([2, 3, 4], [1, 2])

    board = await world.contests.board(-frozen.contest.id)
    truth = {row.code: row.score for row in board.rows}
    assert all(truth[code] != score for code, score in before.items())
    await until(lambda: _truth(frozen), truth)
    return await _truth(frozen)


DESCRIPTION = "/api/v1/schema"
"""All routes in the framework's words: long, and nothing of the centre."""


def routes() -> list[str]:
    """The address of every GET route, with something that is there in the place of each parameter."""
    there = {"contest_id": "1", "participant": "t1", "revision": "1", "team": "T1", "series_id": "1", "case_id": "1"}
    found = []
    for route in doors().routes:
        if isinstance(route, HTTPRoute) and any("GET" in handler.http_methods for handler in route.route_handlers):
            if route.path.startswith(DESCRIPTION):
                continue
            path = route.path.replace("/agents/{code:str}", "/agents/A12").replace("/teams/{code:str}", "/teams/T1")
            found.append(re.sub(r"\{(\w+):\w+\}", lambda part: there.get(part[1], "nothing"), path))
    return sorted(set(found))


async def walk(
    frozen: Frozen, only: str = "/", contest_id: int = 1, people: Iterable[str] = PEOPLE
) -> dict[tuple[str, str], tuple[int, Any]]:
    """What these people are answered on every route below `only`; of participants that of each."""
    paths = [path for path in routes() if path.startswith(only)]
    paths = [path.replace("/contests/1", f"/contests/{contest_id}") for path in paths]
    paths = [path for path in paths if not path.endswith(("/restricted", "/reveal", "/reveal/presenters"))]
    paths += [path.replace("/t1", f"/t{team}") for path in paths if "/t1" in path for team in (2, 3)]
    found = {}
    for who in people:
        for path in paths:
            answer = await frozen.clients[who].get(path)
            assert answer.status_code < 500, (who, path, answer.text)
            body: Any = answer.text
            if "json" in answer.headers.get("content-type", ""):
                body = answer.json()
                if isinstance(body, dict):
                    body.pop("request_id", None)
            found[who, path] = answer.status_code, body
    return found


def said(scores: dict[str, str], known: set[str]) -> re.Pattern[str]:
    """Finds a true score in any text; with fewer decimals too, as pages may show it."""
    hidden = {score for score in scores.values() if score not in known}
    return re.compile("|".join(rf"(?<![\d.]){re.escape(score[:-3])}\d*" for score in hidden))


@asynccontextmanager
async def watched(frozen: Frozen, who: str, path: str) -> AsyncIterator[list[dict[str, Any]]]:
    """The messages of a socket as they come."""
    messages: list[dict[str, Any]] = []
    transport: Any = ASGIWebSocketTransport(app=cast("Any", frozen.app))
    async with (
        httpx.AsyncClient(transport=transport, headers=frozen.clients[who].headers) as client,
        cast("Any", aconnect_ws(path, client)) as socket,
    ):

        async def read() -> None:
            while True:
                messages.append(json.loads(await socket.receive_text()))
                await socket.send_text(json.dumps({"ack": messages[-1].get("seq", 0)}))

        reading = asyncio.create_task(read())
        try:
            async with asyncio.timeout(60):
                while not messages:
                    await asyncio.sleep(0.01)
            yield messages
        finally:
            reading.cancel()
