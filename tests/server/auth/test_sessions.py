"""Signing in and out, through the doors."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.auth.accounts import NewAccount
from server.auth.gate import SESSION_COOKIE
from server.auth.roles import Role
from server.clock import SetClock
from tests.server.conftest import client_of

PASSWORD = "correct horse"


@pytest.fixture
async def account(app: Litestar) -> Any:
    """An operations manager `ops` with PASSWORD."""
    new = NewAccount(login="Ops", name="Zhou Lan", role=Role.OPS, password=PASSWORD)
    return await app.state.rooms.auth.accounts.create(None, new)


async def sign_in(client: httpx.AsyncClient, login: str = "ops", password: str = PASSWORD) -> httpx.Response:
    return await client.post("/api/v1/session", json={"login": login, "password": password})


async def test_signing_in_shows_who_one_is_and_sets_a_careful_cookie(client: httpx.AsyncClient, account: Any) -> None:
    answer = await sign_in(client, " OPS ")
    assert answer.status_code == 201
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    shown = (await client.get("/api/v1/session")).json()["account"]
    assert (shown["login"], shown["role"], shown["agent"], shown["teams"]) == ("ops", "ops", None, [])
    assert "contests.manage" in shown["permissions"]
    assert "tokens.manage" not in shown["permissions"]


async def test_the_stored_session_is_not_the_cookie(client: httpx.AsyncClient, account: Any, sql: Any) -> None:
    await sign_in(client)
    stored = await sql.fetchval("SELECT token_hash FROM session")
    assert client.cookies[SESSION_COOKIE].encode() not in stored
    assert len(stored) == 32


async def test_unknown_wrong_and_disabled_are_told_alike(
    client: httpx.AsyncClient, account: Any, app: Litestar, sql: Any
) -> None:
    unknown, wrong = await sign_in(client, "nobody"), await sign_in(client, password="wrong")
    await sql.execute("UPDATE account SET disabled_at = now()")
    disabled = await sign_in(client)
    answers = [answer.json() for answer in (unknown, wrong, disabled)]
    for answer in answers:
        answer.pop("request_id")
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["code"] == "wrong_login"
    assert unknown.status_code == 401


async def test_signing_in_never_adopts_an_id_and_ends_the_former_session(
    client: httpx.AsyncClient, account: Any, sql: Any
) -> None:
    client.cookies.set(SESSION_COOKIE, "chosen-by-an-attacker")
    await sign_in(client)
    tokens = [cookie.value for cookie in client.cookies.jar if cookie.value != "chosen-by-an-attacker"]
    assert len(tokens) == 1
    first = tokens[0]
    client.cookies.clear()
    client.cookies.set(SESSION_COOKIE, first or "")
    again = await sign_in(client)
    assert again.status_code == 201
    assert again.cookies[SESSION_COOKIE] != first
    assert await sql.fetchval("SELECT count(*) FROM session") == 1


async def test_after_signing_out_the_cookie_opens_nothing(client: httpx.AsyncClient, account: Any) -> None:
    await sign_in(client)
    token = client.cookies[SESSION_COOKIE]
    assert (await client.get("/api/v1/session")).status_code == 200
    assert (await client.delete("/api/v1/session")).status_code == 204
    answer = await client.get("/api/v1/session", headers={"cookie": f"{SESSION_COOKIE}={token}"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in"


@pytest.mark.parametrize(("steps", "status"), [([11, 11, 11], 200), ([13], 401), ([11] * 66, 401)])
async def test_a_session_ends_after_12_idle_hours_and_after_30_days_at_most(
    client: httpx.AsyncClient, account: Any, clock: SetClock, app: Litestar, steps: list[int], status: int
) -> None:
    await sign_in(client)
    for hours in steps:
        clock.at += timedelta(hours=hours)
        app.state.rooms.auth.gate.forget()
        answer = await client.get("/api/v1/session")
    assert answer.status_code == status


async def test_a_remembered_session_ends_on_time_without_being_looked_up_again(
    client: httpx.AsyncClient, account: Any, clock: SetClock
) -> None:
    await sign_in(client)
    assert (await client.get("/api/v1/session")).status_code == 200
    clock.at += timedelta(hours=12)
    assert (await client.get("/api/v1/session")).status_code == 401


async def test_a_new_password_ends_the_other_sessions(client: httpx.AsyncClient, account: Any, app: Litestar) -> None:
    await sign_in(client)
    async with client_of(app) as elsewhere:
        await sign_in(elsewhere)
        assert (await elsewhere.get("/api/v1/session")).status_code == 200
        refused = await client.put("/api/v1/session/password", json={"present": "nope", "wanted": "another one"})
        assert (refused.status_code, refused.json()["code"]) == (403, "wrong_password")
        weak = await client.put("/api/v1/session/password", json={"present": PASSWORD, "wanted": "short"})
        assert (weak.status_code, weak.json()["code"]) == (400, "weak_password")
        changed = await client.put("/api/v1/session/password", json={"present": PASSWORD, "wanted": "another one"})
        assert changed.status_code == 204
        assert (await elsewhere.get("/api/v1/session")).status_code == 401
    assert (await client.get("/api/v1/session")).status_code == 200


async def test_guessing_is_slowed_and_honest_sign_ins_are_not(client: httpx.AsyncClient, account: Any) -> None:
    for _ in range(12):
        assert (await sign_in(client)).status_code == 201
    answers = await asyncio.gather(*(sign_in(client, password=f"guess {number}") for number in range(11)))
    assert sorted(answer.status_code for answer in answers) == [401] * 10 + [429]
    limited = next(answer for answer in answers if answer.status_code == 429)
    assert int(limited.headers["retry-after"]) > 0
    assert (await sign_in(client)).status_code == 429, "the right password is no way around the limit"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://testserver"}, 200),
        ({"origin": "http://TESTSERVER", "sec-fetch-site": "same-origin"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://testserver.evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
    ],
)
async def test_another_site_cannot_act_through_a_browser(
    client: httpx.AsyncClient, account: Any, headers: dict[str, str], status: int
) -> None:
    await sign_in(client)
    answer = await client.patch("/api/v1/session", json={"locale": "en"}, headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "cross_site"
    assert (await client.get("/api/v1/session", headers=headers)).status_code == 200, "reading is never refused for it"


async def test_another_site_cannot_sign_a_browser_in(client: httpx.AsyncClient, account: Any) -> None:
    answer = await client.post(
        "/api/v1/session", json={"login": "ops", "password": PASSWORD}, headers={"origin": "http://evil.example"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
