"""Accounts, API tokens and the audit trail, through the doors."""

import json
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from litestar import Litestar

from server.auth.roles import Permission, Role
from server.clock import SetClock
from tests.server.conftest import SignedIn


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


async def test_an_administrator_creates_changes_and_disables_accounts(
    centre: None, signed_in: SignedIn, client: httpx.AsyncClient
) -> None:
    admin = await signed_in("admin")
    body = {"login": "A2", "name": "李二", "role": "agent", "password": "long enough", "agent": "A2"}
    made = await admin.post("/api/v1/accounts", json=body)
    assert made.status_code == 201
    assert (made.json()["login"], made.json()["agent"]) == ("a2", "A2")
    assert "password" not in made.text
    assert (await admin.post("/api/v1/accounts", json=body)).json()["code"] == "taken"
    signed = await client.post("/api/v1/session", json={"login": "a2", "password": "long enough"})
    account = signed.json()["account"]
    assert account["agent"] == {"code": "A2", "name": {"zh": "李二", "en": "Li Er"}}
    assert [team["code"] for team in account["teams"]] == ["T1"]
    disabled = await admin.patch(f"/api/v1/accounts/{account['id']}", json={"disabled": True})
    assert disabled.json()["disabled_at"] is not None
    assert (await client.get("/api/v1/session")).status_code == 401
    found = (await admin.get("/api/v1/accounts?q=a2")).json()
    assert [item["login"] for item in found["items"]] == ["a2"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": "agent"}, "account_needs_agent"),
        ({"agent": "A9"}, "account_agent_unknown"),
        ({"login": "has space"}, "bad_login"),
        ({"password": "short"}, "weak_password"),
        ({"surprise": 1}, "invalid"),
        ({"role": "display"}, "invalid"),
    ],
)
async def test_accounts_that_make_no_sense_are_refused(
    centre: None, signed_in: SignedIn, change: dict[str, Any], code: str
) -> None:
    admin = await signed_in("admin")
    body = {"login": "new", "name": "New", "role": "ops", "password": "long enough", **change}
    assert (await admin.post("/api/v1/accounts", json=body)).json()["code"] == code


async def test_the_last_administrator_stays(centre: None, signed_in: SignedIn) -> None:
    admin = await signed_in("admin")
    own = (await admin.get("/api/v1/session")).json()["account"]["id"]
    refused = await admin.patch(f"/api/v1/accounts/{own}", json={"disabled": True})
    assert (refused.status_code, refused.json()["code"]) == (409, "last_admin")
    assert (await admin.get("/api/v1/session")).status_code == 200
    await signed_in("admin")
    assert (await admin.patch(f"/api/v1/accounts/{own}", json={"role": "ops"})).status_code == 200


async def test_a_token_opens_what_its_scopes_say_until_it_is_revoked(
    centre: None, signed_in: SignedIn, client: httpx.AsyncClient, sql: Any
) -> None:
    admin = await signed_in("admin")
    body = {"name": "rosters", "role": "ops", "scopes": ["people.read"]}
    made = (await admin.post("/api/v1/tokens", json=body)).json()
    secret = made["token"]
    assert secret.startswith("ech_")
    assert secret.encode() not in await sql.fetchval("SELECT token_hash FROM api_token")
    assert (await client.get("/api/v1/teams", headers=bearer(secret))).status_code == 200
    queue = {"code": "q", "name": {"zh": "q", "en": "q"}}
    denied = await client.post("/api/v1/queues", json=queue, headers=bearer(secret))
    assert (denied.status_code, denied.json()["code"]) == (403, "forbidden")
    assert "token" not in (await admin.get("/api/v1/tokens")).json()["items"][0]
    assert (await admin.delete(f"/api/v1/tokens/{made['stored']['id']}")).status_code == 204
    assert (await client.get("/api/v1/teams", headers=bearer(secret))).status_code == 401


async def test_a_token_without_scopes_may_do_all_of_its_role(app: Litestar, client: httpx.AsyncClient) -> None:
    secret, _ = await app.state.rooms.auth.tokens.create(None, "ops", Role.OPS)
    queue = {"code": "q", "name": {"zh": "q", "en": "q"}}
    assert (await client.post("/api/v1/queues", json=queue, headers=bearer(secret))).status_code == 201
    # A header is meant by a program: what other site its user has open does not matter.
    elsewhere = {**bearer(secret), "origin": "http://evil.example"}
    assert (await client.put("/api/v1/queues/q", json={"name": queue["name"]}, headers=elsewhere)).status_code == 200


async def test_a_token_expires(app: Litestar, client: httpx.AsyncClient, clock: SetClock) -> None:
    end = clock.now() + timedelta(days=1)
    secret, _ = await app.state.rooms.auth.tokens.create(None, "ops", Role.OPS, expires_at=end)
    assert (await client.get("/api/v1/teams", headers=bearer(secret))).status_code == 200
    clock.at = end
    assert (await client.get("/api/v1/teams", headers=bearer(secret))).status_code == 401


async def test_a_scoped_token_makes_no_wider_one(app: Litestar, client: httpx.AsyncClient) -> None:
    scopes = frozenset({Permission.TOKENS_MANAGE})
    secret, _ = await app.state.rooms.auth.tokens.create(None, "keeper", Role.ADMIN, scopes)
    wide = await client.post("/api/v1/tokens", json={"name": "x", "role": "admin"}, headers=bearer(secret))
    assert wide.status_code == 403
    body = {"name": "x", "role": "admin", "scopes": ["tokens.manage"]}
    assert (await client.post("/api/v1/tokens", json=body, headers=bearer(secret))).status_code == 201


async def test_scopes_are_checked(centre: None, signed_in: SignedIn) -> None:
    admin = await signed_in("admin")
    unknown = await admin.post("/api/v1/tokens", json={"name": "x", "role": "ops", "scopes": ["everything"]})
    assert unknown.json()["code"] == "unknown_scope"
    beyond = await admin.post("/api/v1/tokens", json={"name": "x", "role": "agent", "scopes": ["facts.write"]})
    assert beyond.json()["code"] == "scope_beyond_role"


async def test_a_wrong_header_is_not_replaced_by_a_cookie(centre: None, signed_in: SignedIn) -> None:
    admin = await signed_in("admin")
    assert (await admin.get("/api/v1/teams", headers=bearer("ech_wrong"))).status_code == 401
    assert (await admin.get("/api/v1/teams", headers={"authorization": "Basic YTpi"})).status_code == 401


async def test_every_change_is_in_the_trail_which_nobody_can_change(
    centre: None, signed_in: SignedIn, sql: Any
) -> None:
    admin = await signed_in("admin")
    await admin.post("/api/v1/tokens", json={"name": "x", "role": "ops"})
    entry = (await admin.get("/api/v1/audit?action=token.")).json()["items"][0]
    assert (entry["action"], entry["subject"], entry["actor_kind"]) == ("token.create", "token/1", "account")
    assert "ech_" not in json.dumps(entry)
    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await sql.execute("DELETE FROM audit")
