"""A frozen contest tells nobody anything new: every route and socket as everybody, while the truth moves on.

The walk takes its routes from the application itself, so one that is added later is walked too.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

import httpx
import msgspec
import pytest
from httpx_ws import aconnect_ws
from httpx_ws.transport import ASGIWebSocketTransport
from litestar import Litestar
from litestar.routes import HTTPRoute
from msgspec.structs import replace

from server.app import create_app
from server.auth.gate import DISPLAY_COOKIE, LONGEST, SESSION_COOKIE
from server.auth.secrets import digest, new_token
from server.contests.contest import Contest
from server.contests.reveal import kept
from server.contests.scoring.evidence import evidence_at_freeze
from server.people.memberships import NewMembership
from server.settings import Settings
from tests.server.conftest import client_of, living
from tests.server.contests.conftest import OPS, World

PEOPLE = {"lead": "A11", "agent": "A12", "hr": None, "analyst": None, "trainer": None, "ops": None, "display": None}
"""Who walks, and which agent they are: A11 leads T1, A12 is in it."""
JUST_BEFORE = timedelta(seconds=5)
GROWING = re.compile(
    r"^/api/v1/(facts|quarantine|audit|agents|teams|leave|rosters|schema)|^/(health|metrics|assets)|/credit$"
)
"""Routes that show facts, people and entries of their own (or who was in which team) and no standing; searched, not compared."""


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
    async with AsyncExitStack() as stack:
        running = msgspec.structs.replace(settings, scorer=True, tick_ms=20)
        app = await stack.enter_async_context(living(create_app(running, world.clock)))
        clients = {}
        for role, agent in PEOPLE.items():
            client = client_of(app, headers={"cookie": await _cookie(world, role, agent)})
            clients[role] = await stack.enter_async_context(client)
        ready = Frozen(app, world, contest, clients)
        await until(lambda: _head(ready, "phase"), "running")
        assert contest.freezes_at is not None
        world.clock.at = contest.freezes_at + timedelta(seconds=3)
        await until(lambda: _head(ready, "phase"), "frozen")
        await until(lambda: world.sql.fetchval("SELECT count(*) FROM contest_freeze"), 1)
        yield ready


async def _cookie(world: World, role: str, agent: str | None) -> str:
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
        " VALUES ($1, '', $1, (SELECT id FROM agent WHERE code = $2), $1, $3) RETURNING id)"
        " INSERT INTO session SELECT $4, id, $3, $3, $5 FROM new",
        role,
        agent,
        now,
        digest(token),
        now + LONGEST,
    )
    return f"{SESSION_COOKIE}={token}"


async def until(look: Any, wanted: Any) -> None:
    """Wait until looking finds what is wanted."""
    async with asyncio.timeout(60):
        while await look() != wanted:
            await asyncio.sleep(0.02)


async def _head(frozen: Frozen, name: str) -> Any:
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


def routes(app: Litestar) -> list[str]:
    """The address of every GET route, with something that is there in the place of each parameter."""
    there = {"contest_id": "1", "participant": "t1", "revision": "1", "team": "T1", "series_id": "1", "case_id": "1"}
    found = []
    for route in app.routes:
        if isinstance(route, HTTPRoute) and any("GET" in handler.http_methods for handler in route.route_handlers):
            path = route.path.replace("/agents/{code:str}", "/agents/A12").replace("/teams/{code:str}", "/teams/T1")
            found.append(re.sub(r"\{(\w+):\w+\}", lambda part: there.get(part[1], "nothing"), path))
    return sorted(set(found))


async def walk(frozen: Frozen, only: str = "/") -> dict[tuple[str, str], tuple[int, Any]]:
    """What everybody is answered on every route below `only`; of participants that of each."""
    paths = [path for path in routes(frozen.app) if path.startswith(only)]
    paths = [path for path in paths if not path.endswith(("/restricted", "/reveal", "/reveal/presenters"))]
    paths += [path.replace("/t1", f"/t{team}") for path in paths if "/t1" in path for team in (2, 3)]
    found = {}
    for who, client in frozen.clients.items():
        for path in paths:
            answer = await client.get(path)
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


async def test_no_route_tells_anybody_more_than_the_freeze(frozen: Frozen) -> None:
    before = await walk(frozen)
    public = {row["score"] for row in before["hr", "/api/v1/contests/1/standings"][1]["items"]}
    assert public == {"1000.0000", "666.6667", "333.3333"}
    hidden = said(await move(frozen), public)
    frozen.world.clock.at += timedelta(hours=1)
    after = await walk(frozen)
    changed = {f"{who} {path}" for (who, path), answer in after.items() if answer != before[who, path]}
    assert {line for line in changed if not GROWING.search(line.split(" ")[1])} == set()
    told = {f"{who} {path}" for (who, path), (_, body) in after.items() if hidden.search(json.dumps(body))}
    assert told == set()


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


async def test_no_socket_tells_anybody_more_than_the_freeze_and_the_restricted_one_moves(frozen: Frozen) -> None:
    views = {"lead": ["wall", "top", "full"], "agent": ["wall"], "analyst": ["full"], "hr": ["full"], "ops": ["full"]}
    async with AsyncExitStack() as stack:
        sockets = {}
        for who, asked in {**views, "display": ["wall"]}.items():
            for view in asked:
                path = f"http://testserver/api/v1/contests/{frozen.contest.id}/live?view={view}"
                sockets[who, view] = await stack.enter_async_context(watched(frozen, who, path))
        truth_path = f"http://testserver/api/v1/contests/{frozen.contest.id}/restricted/live"
        truth = await stack.enter_async_context(watched(frozen, "ops", truth_path))
        assert truth[0]["board"]["contest"]["restricted"]
        hidden = said(await move(frozen), set())
        await until(lambda: _said_by(truth, hidden), True)
        told = [message for messages in sockets.values() for message in messages[1:] if message["type"] != "beat"]
        assert told == []
        for (who, _), (first, *_) in sockets.items():
            assert first["board"]["contest"]["phase"] == "frozen", who
            assert not first["board"]["contest"]["restricted"]
            assert not hidden.search(json.dumps(first["board"]["rows"])), who


async def _said_by(messages: list[dict[str, Any]], hidden: re.Pattern[str]) -> bool:
    return any(hidden.search(json.dumps(message)) for message in messages[1:])


async def test_only_operations_and_the_presenter_get_to_the_truth(frozen: Frozen) -> None:
    base = f"/api/v1/contests/{frozen.contest.id}"
    for who in PEOPLE:
        for path in (f"{base}/restricted", f"{base}/why/t1?restricted=true", f"{base}/why/t1/facts?restricted=true"):
            assert (await frozen.clients[who].get(path)).status_code == (200 if who == "ops" else 403), (who, path)
    why = (await frozen.clients["ops"].get(f"{base}/why/t3?restricted=true")).json()["why"]
    assert why["score"] == "333.3333"
    # The lead of T1 presents, but plays: the truth could be made use of until the end.
    account = await frozen.world.sql.fetchval("SELECT id FROM account WHERE login = 'lead'")
    named = await frozen.clients["ops"].put(f"{base}/reveal/presenter", json={"account": account})
    assert named.status_code == 200, named.text
    assert (await frozen.clients["lead"].get(f"{base}/restricted")).status_code == 403
    frozen.world.clock.at = frozen.contest.ends
    assert (await frozen.clients["lead"].get(f"{base}/restricted")).status_code == 200
    assert (await frozen.clients["agent"].get(f"{base}/restricted")).status_code == 403


async def test_nobody_gets_the_truth_by_the_number_of_its_feed(frozen: Frozen) -> None:
    hidden = said(await move(frozen), set())
    paths = [path.replace("/contests/1", "/contests/-1") for path in routes(frozen.app) if "/contests/1" in path]
    passed = [
        f"{who} {path}"
        for who, client in frozen.clients.items()
        for path in paths
        if (await client.get(path)).status_code not in {403, 404}
    ]
    assert passed == []
    for who, view in {"lead": "wall", "agent": "wall", "display": "wall", "hr": "full", "ops": "full"}.items():
        path = f"http://testserver/api/v1/contests/-1/live?view={view}"
        async with watched(frozen, who, path) as messages:
            assert messages[0] == {"type": "bye", "code": "not_found"}, who
            assert not hidden.search(json.dumps(messages)), who


async def test_the_fairness_check_replays_nothing_that_is_frozen(frozen: Frozen) -> None:
    await move(frozen)
    contest, clock = frozen.contest, frozen.world.clock
    asked = {"template": "weekly_service", "site": "SH", "teams": ["T1", "T2", "T3"]}
    now = clock.at
    running = {"kind": "hours", "starts": now.isoformat(), "ends": (now + timedelta(days=7)).isoformat()}
    for who, period in (("lead", running), ("lead", {"kind": "next_week"}), ("ops", running)):
        assert await _replayed_until(frozen.clients[who], {**asked, "period": period}) <= (
            now if who == "ops" else contest.starts
        )
    clock.at = contest.ends + timedelta(hours=1)
    this_week = {**asked, "period": {"kind": "this_week"}}
    assert await _replayed_until(frozen.clients["lead"], this_week) == contest.starts
    assert await _replayed_until(frozen.clients["ops"], this_week) == contest.ends
    await frozen.world.sql.execute("UPDATE contest SET revealed_at = $1", clock.at)
    assert await _replayed_until(frozen.clients["lead"], this_week) == contest.ends


async def _replayed_until(client: httpx.AsyncClient, asked: dict[str, Any]) -> datetime:
    answer = await client.post("/api/v1/contests/fairness?rounds=3", json=asked)
    assert answer.status_code == 200, answer.text
    rounds = json.loads(answer.text.splitlines()[-1])["report"]["rounds"]
    return max(datetime.fromisoformat(one["ends"]) for one in rounds)


async def test_a_restart_shows_what_was_kept(frozen: Frozen, settings: Settings) -> None:
    before = (await frozen.clients["hr"].get("/api/v1/contests/1/standings")).json()["items"]
    truth = await move(frozen)
    again = create_app(settings, frozen.world.clock)
    async with living(again):
        board = await again.state.rooms.contests.board(frozen.contest.id)
        assert [(row.code, row.score) for row in board.rows] == [(row["code"], row["score"]) for row in before]
        restricted = await again.state.rooms.contests.board(-frozen.contest.id)
        assert {row.code: row.score for row in restricted.rows} == truth


async def test_what_is_received_at_the_freeze_is_too_late_for_the_public(world: World) -> None:
    contest = await world.launch()
    assert contest.freezes_at is not None
    at = contest.freezes_at
    microsecond = timedelta(microseconds=1)
    await world.send(world.fact("A12", "calls", 400, "2026-03-04T09:00:00+08:00"), received=at - microsecond)
    await world.send(world.fact("A22", "calls", 4000, "2026-03-04T09:00:00+08:00"), received=at)
    world.clock.at = at - microsecond
    assert (await world.standing(contest.id))["T2"] == (1, "1333.3333")
    world.clock.at = at
    assert await world.standing(contest.id) == {"T1": (1, "133.3333"), "T2": (2, "0.0000"), "T3": (2, "0.0000")}


async def test_history_of_ranks_stops_at_the_freeze_and_goes_on_at_the_reveal(frozen: Frozen) -> None:
    world, contest = frozen.world, frozen.contest
    await move(frozen)
    assert contest.freezes_at is not None
    hour = contest.freezes_at.replace(minute=0) + timedelta(hours=1)
    world.clock.at = hour + timedelta(seconds=1)
    await until(lambda: _noted(world, hour), 1)
    listed = await world.contests.reading.history(OPS, contest.id)
    assert [noted for noted in listed if noted.at >= contest.freezes_at] == []
    assert contest.reveal_by is not None
    world.clock.at = contest.reveal_by
    assert hour in [noted.at for noted in await world.contests.reading.history(OPS, contest.id)]
    await until(lambda: _head(frozen, "phase"), "provisional")


async def _noted(world: World, at: datetime) -> Any:
    return await world.sql.fetchval("SELECT count(*) FROM rank_history WHERE at = $1", at)


@pytest.mark.parametrize("template", ["weekly_service", "improvement_cup"])
async def test_what_is_kept_is_read_back_as_it_was(world: World, template: str) -> None:
    rules = {
        "method": "improvement" if template == "improvement_cup" else "attainment",
        "terms": [{"metric": "qa", "target": "90"}, {"metric": "calls", "target": "100"}],
        "min_fte": "1",
    }
    contest = await world.launch(rules)
    old = [
        world.fact(agent, metric, value, f"2026-{day}T10:00:00+08:00")
        for agent in ("A12", "A22")
        for day in ("01-14", "01-21", "01-28", "02-04", "03-03")
        for metric, value in (("qa", 88.125), ("calls", 999_999_999_999))
    ]
    await world.send(*old)
    at = contest.freezes_at
    assert at is not None
    async with world.db.transaction() as connection:
        known = await evidence_at_freeze(connection, contest, at)
        await kept.write(connection, contest.id, known)
        found = await kept.read(connection, contest.id)
    assert found is not None
    assert replace(found, kept_at=None) == known
    if template == "improvement_cup":
        assert any(member.past for one in found.field.participants for member in one.members)
