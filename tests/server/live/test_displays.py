"""A wall is paired by a code that a lead confirms, can do nothing but watch its boards, and goes dark when it is revoked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
from httpx_ws import AsyncWebSocketSession, WebSocketDisconnect, aconnect_ws
from httpx_ws.transport import ASGIWebSocketTransport
from litestar import Litestar

from server.auth.gate import DISPLAY_COOKIE
from server.clock import SetClock
from server.live.commands import Follower, Picture, print_once
from server.settings import Settings
from tests.server.conftest import SignedIn, client_of
from tests.server.live.conftest import serving


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """One process without a scorer: its boards are computed."""
    return msgspec.structs.replace(settings, scorer=False, redis_url=None)


@pytest.fixture
async def contests(app: Litestar, sql: Any) -> None:
    """Two sites, three teams; contests 1 and 3 run in Chengdu, 2 in Berlin; A1 leads T1."""
    rules = '{"method": "points", "terms": [{"metric": "calls", "points": "1"}], "team_rule": {"kind": "total"}}'
    await app.state.rooms.facts.ensure_catalogue()
    await sql.execute(
        """
        INSERT INTO site (code, name_zh, name_en, zone) VALUES ('CD', '成都', 'Chengdu', 'Asia/Shanghai'),
            ('BE', '柏林', 'Berlin', 'Europe/Berlin');
        INSERT INTO team (code, site_id, name_zh, name_en) VALUES ('T1', 1, '破晓', 'Daybreak'), ('T2', 1, '启明', 'Venus'),
            ('T3', 1, '长庚', 'Vesper'), ('B1', 2, '柏林', 'Berlin');
        INSERT INTO agent (code, site_id, name_zh, name_en, hired) VALUES ('A1', 1, '王一', 'Wang Yi', '2025-01-06');
        INSERT INTO membership (agent_id, team_id, starts, post) VALUES (1, 1, '2025-01-05T16:00Z', 'lead');
        """
    )
    ops = await _token(app, sql, "ops")
    async with client_of(app, headers={"Authorization": f"Bearer {ops}"}) as client:
        for site, teams in (("CD", ["T1", "T2"]), ("BE", ["B1", "T3"]), ("CD", ["T2", "T3"])):
            answer = await client.post(
                "/api/v1/contests",
                json={
                    "template": "weekly_service",
                    "site": site,
                    "period": {"kind": "this_week"},
                    "teams": teams,
                    "rules": msgspec.json.decode(rules),
                },
            )
            assert answer.status_code == 201, answer.text


async def _token(app: Litestar, sql: Any, role: str) -> str:
    from server.auth.secrets import digest, new_api_token

    token = new_api_token()
    await sql.execute(
        "INSERT INTO api_token (name, token_hash, role, created_at) VALUES ($1, $2, $1, now())", role, digest(token)
    )
    return token


async def pair(app: Litestar, lead: httpx.AsyncClient, **said: Any) -> tuple[httpx.AsyncClient, int]:
    """The whole way: a wall asks, a lead confirms, the wall fetches its cookie."""
    wall = client_of(app)
    started = (await wall.post("/api/v1/displays/pairing")).json()
    assert (await wall.get(f"/api/v1/displays/pairing/{started['secret']}")).json() == {"state": "waiting"}
    confirmed = await lead.post(
        f"/api/v1/displays/pairing/{started['code']}/confirm", json={"name": "Hall", "site": "CD", **said}
    )
    assert confirmed.status_code == 201, confirmed.text
    answer = await wall.get(f"/api/v1/displays/pairing/{started['secret']}")
    assert answer.json() == {"state": "paired"}
    assert DISPLAY_COOKIE in wall.cookies
    return wall, int(confirmed.json()["id"])


@asynccontextmanager
async def watching(
    app: Litestar, who: httpx.AsyncClient, contest: int, query: str = "", **headers: str
) -> AsyncIterator[AsyncWebSocketSession]:
    """A board's socket in process, with the cookies of `who`."""
    cookies = "; ".join(f"{name}={value}" for name, value in who.cookies.items())
    async with httpx.AsyncClient(transport=ASGIWebSocketTransport(app), base_url="http://testserver") as client:
        address = f"http://testserver/api/v1/contests/{contest}/live?{query}"
        session: AsyncWebSocketSession
        async with aconnect_ws(
            address, client, headers={"cookie": cookies, "origin": "http://testserver", **headers}
        ) as session:
            yield session


async def refused(app: Litestar, who: httpx.AsyncClient, contest: int, **headers: str) -> int:
    """The code with which the handshake itself is refused."""
    codes: list[int] = []
    try:
        async with watching(app, who, contest, **headers):
            pass
    except* WebSocketDisconnect as group:
        codes += [error.code for error in group.exceptions if isinstance(error, WebSocketDisconnect)]
    return codes[0]


async def told(session: AsyncWebSocketSession) -> dict[str, Any]:
    """The next message."""
    found: dict[str, Any] = await asyncio.wait_for(session.receive_json(), 10)
    return found


@pytest.mark.usefixtures("contests")
async def test_a_wall_is_paired_and_watches(app: Litestar, signed_in: SignedIn, sql: Any) -> None:
    lead = await signed_in("lead", "A1")
    wall, display = await pair(app, lead, team="T1")
    me = (await wall.get("/api/v1/displays/me")).json()
    assert (me["name"], me["site"]["code"], me["team"]["code"]) == ("Hall", "CD", "T1")
    assert sorted(one["id"] for one in me["contests"]) == [1, 3], "whatever is on at its site"
    async with watching(app, wall, 1) as session:
        snapshot = await told(session)
        assert snapshot["type"] == "snapshot"
        assert snapshot["board"]["view"] == "wall"
        assert "t1" in [row["id"] for row in snapshot["board"]["rows"]], "its own team is named"
    assert await sql.fetchval("SELECT count(*) FROM audit WHERE action = 'display.confirm'") == 1
    assert await sql.fetchval("SELECT seen_at IS NOT NULL FROM display WHERE id = $1", display)
    listed = (await lead.get("/api/v1/displays")).json()
    assert [one["name"] for one in listed["items"]] == ["Hall"]
    assert "token" not in str(listed)


@pytest.mark.usefixtures("contests")
async def test_a_wall_may_do_nothing_else(app: Litestar, signed_in: SignedIn) -> None:
    wall, _ = await pair(app, await signed_in("lead", "A1"))
    for path in ("/agents", "/contests", "/facts", "/displays", "/audit", "/tokens"):
        assert (await wall.get(f"/api/v1{path}")).status_code in {403, 404, 405}, path
    for contest, query in ((1, "view=full"), (1, "view=top"), (2, ""), (1, "team=T2"), (99, "")):
        async with watching(app, wall, contest, query) as session:
            bye = await told(session)
            assert bye["type"] == "bye", (contest, query)
            assert bye["code"] in {"forbidden", "not_found"}


@pytest.mark.usefixtures("contests")
async def test_a_wall_paired_for_a_contest_shows_that_one_alone(app: Litestar, signed_in: SignedIn) -> None:
    wall, _ = await pair(app, await signed_in("lead", "A1"), contests=[3])
    assert (await wall.get("/api/v1/displays/me")).json()["contests"] == [{"id": 3}]
    async with watching(app, wall, 3) as session:
        assert (await told(session))["type"] == "snapshot"
    async with watching(app, wall, 1) as session:
        assert (await told(session))["code"] == "forbidden"


@pytest.mark.usefixtures("contests")
async def test_a_revoked_wall_goes_dark(app: Litestar, signed_in: SignedIn, sql: Any) -> None:
    lead = await signed_in("lead", "A1")
    wall, display = await pair(app, lead)
    async with watching(app, wall, 1) as session:
        await told(session)
        assert (await lead.delete(f"/api/v1/displays/{display}")).status_code == 204
        assert await told(session) == {"type": "bye", "code": "forbidden"}
        with pytest.raises(WebSocketDisconnect) as closed:
            await asyncio.wait_for(session.receive_json(), 10)
        assert closed.value.code == 4403
    assert (await wall.get("/api/v1/displays/me")).status_code == 401
    assert await refused(app, wall, 1) == 4401
    assert await sql.fetchval("SELECT count(*) FROM audit WHERE action = 'display.revoke'") == 1


@pytest.mark.usefixtures("contests")
async def test_an_ended_session_ends_its_sockets(app: Litestar, signed_in: SignedIn) -> None:
    lead, other = await signed_in("lead", "A1"), await signed_in("ops")
    async with watching(app, lead, 1, "view=full") as leads, watching(app, other, 1, "view=full") as others:
        await told(leads)
        await told(others)
        assert (await lead.delete("/api/v1/session")).status_code == 204
        await app.state.rooms.sockets.recheck()
        assert await told(leads) == {"type": "bye", "code": "forbidden"}
        await others.send_json({"ack": 0})
    assert not app.state.rooms.hub.viewers


@pytest.mark.usefixtures("contests")
async def test_agents_see_walls_only_and_strangers_nothing(app: Litestar, signed_in: SignedIn) -> None:
    agent = await signed_in("agent", "A1")
    async with watching(app, agent, 1) as session:
        assert (await told(session))["board"]["view"] == "wall"
    for query in ("view=full", "view=top", "view=nonsense", "team=T1"):
        async with watching(app, agent, 1, query) as session:
            assert (await told(session))["type"] == "bye"
    assert await refused(app, client_of(app), 1) == 4401
    assert await refused(app, agent, 1, origin="http://evil.example") == 4403


@pytest.mark.usefixtures("contests")
async def test_pairing_refuses_what_is_wrong(app: Litestar, signed_in: SignedIn, clock: SetClock) -> None:
    lead, agent, wall = await signed_in("lead", "A1"), await signed_in("agent", "A1"), client_of(app)
    started = (await wall.post("/api/v1/displays/pairing")).json()

    async def confirm(who: httpx.AsyncClient, code: str = started["code"], **said: Any) -> httpx.Response:
        return await who.post(f"/api/v1/displays/pairing/{code}/confirm", json={"name": "Hall", "site": "CD", **said})

    assert (await confirm(agent)).status_code == 403
    assert (await confirm(client_of(app))).status_code == 401
    assert (await confirm(lead, "000 000 0")).json()["code"] == "no_pairing"
    assert (await confirm(lead, site="XX")).status_code in {400, 404}
    assert (await confirm(lead, team="T2")).status_code == 403, "not a team of this lead"
    assert (await confirm(lead, team="B1")).json()["code"] == "team_elsewhere"
    assert (await confirm(lead, contests=[99])).status_code == 404
    assert (await wall.get("/api/v1/displays/pairing/guessed")).json()["code"] == "no_pairing"
    assert (await confirm(lead, started["code"].replace(" ", ""))).status_code == 201
    assert (await confirm(lead)).json()["code"] == "already_paired"
    late = (await wall.post("/api/v1/displays/pairing")).json()
    clock.at += timedelta(minutes=11)
    assert (await confirm(lead, late["code"])).json()["code"] == "no_pairing"
    assert (await wall.get(f"/api/v1/displays/pairing/{late['secret']}")).status_code == 404


@pytest.mark.usefixtures("contests")
async def test_an_answer_lost_on_the_way_costs_nothing(app: Litestar, signed_in: SignedIn) -> None:
    lead, wall = await signed_in("lead", "A1"), client_of(app)
    started = (await wall.post("/api/v1/displays/pairing")).json()
    await lead.post(f"/api/v1/displays/pairing/{started['code']}/confirm", json={"name": "Hall", "site": "CD"})
    await wall.get(f"/api/v1/displays/pairing/{started['secret']}")
    lost = wall.cookies[DISPLAY_COOKIE]
    await wall.get(f"/api/v1/displays/pairing/{started['secret']}")
    assert (await wall.get("/api/v1/displays/me")).status_code == 200
    async with client_of(app) as thief:
        thief.cookies.set(DISPLAY_COOKIE, lost)
        assert (await thief.get("/api/v1/displays/me")).status_code == 401


@pytest.mark.usefixtures("contests")
async def test_a_board_is_printed_in_the_terminal(app: Litestar, sql: Any, capsys: pytest.CaptureFixture[str]) -> None:
    token = await _token(app, sql, "analyst")
    async with serving(app) as port:
        follower = Follower(f"http://127.0.0.1:{port}", 1, token, "full", Picture("zh"))
        assert await print_once(follower) == 0
        assert "破晓" in capsys.readouterr().out
        for contest, secret in ((99, token), (1, "ech_wrong")):
            refused_one = Follower(f"http://127.0.0.1:{port}", contest, secret, "full", Picture("en"))
            assert await print_once(refused_one) == 1


async def test_asking_to_be_paired_is_limited(app: Litestar) -> None:
    async with client_of(app) as wall:
        answers = [(await wall.post("/api/v1/displays/pairing")).status_code for _ in range(31)]
    assert answers[:30] == [201] * 30
    assert answers[30] == 429
