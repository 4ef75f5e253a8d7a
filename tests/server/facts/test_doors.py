"""The doors of this room over HTTP: who may use them, what they take, what they answer."""

import io
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from server.auth.roles import Permission, Role
from tests.server.conftest import client_of
from tests.server.facts.conftest import CENTRE, add_agent, fact

WithToken = Callable[..., Awaitable[httpx.AsyncClient]]
API = "/api/v1"


@pytest.fixture
async def with_token(app: Litestar, sql: Any) -> AsyncIterator[WithToken]:
    """Clients with tokens of a role, on the small centre."""
    await sql.execute(CENTRE)
    await add_agent(sql, "Becky", "T1")
    async with AsyncExitStack() as stack:

        async def make(role: Role, name: str = "pbx", *scopes: Permission) -> httpx.AsyncClient:
            secret, _ = await app.state.rooms.auth.tokens.create(None, name, role, frozenset(scopes), None)
            client = await stack.enter_async_context(client_of(app))
            client.headers["authorization"] = f"Bearer {secret}"
            return client

        yield make


async def test_facts_over_http(with_token: WithToken) -> None:
    pbx = await with_token(Role.OPS, "pbx", Permission.FACTS_WRITE)
    answer = await pbx.post(f"{API}/facts", json=[fact("a/1", 1), fact("b", 2, agent="Nobody")])
    assert answer.status_code == 200
    told = answer.json()
    assert {name: told[name] for name in ("received", "accepted", "superseding", "duplicate", "stale")} == {
        "received": 2, "accepted": 1, "superseding": 0, "duplicate": 0, "stale": 0
    }  # fmt: skip
    assert [(one["index"], one["id"], one["code"]) for one in told["rejected"]] == [(1, "b", "unknown_agent")]
    lines = b"\n".join(msgspec.json.encode(one) for one in (fact("a/1", 1), fact("c", 3)))
    answer = await pbx.post(f"{API}/facts?source=crm", content=lines, headers={"content-type": "application/x-ndjson"})
    assert answer.json()["accepted"] == 2  # another source: other ids
    assert (await pbx.get(f"{API}/facts/pbx/a%2F1")).status_code == 403
    reader = await with_token(Role.ADMIN, "reader")
    found = (await reader.get(f"{API}/facts/pbx/a%2F1")).json()["items"]
    assert [(one["revision"], one["agent"], one["team"], one["value"]) for one in found] == [(0, "Becky", "T1", "1")]
    day = {"from": "2026-03-04T00:00:00Z", "to": "2026-03-05T00:00:00Z"}
    page = (await reader.get(f"{API}/facts", params={"agent": "Becky", **day, "limit": 2})).json()
    assert (page["total"], page["next"], [one["source"] for one in page["items"]]) == (3, 2, ["crm", "pbx"])
    beyond = (await reader.get(f"{API}/facts", params={"team": "T1", **day, "offset": 9})).json()
    assert (beyond["total"], beyond["items"]) == (3, [])
    assert (await reader.get(f"{API}/facts/pbx/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "unreadable_body"),
        (b"{}", 400, "unreadable_body"),
        (b"[{", 400, "unreadable_body"),
        (b"[" + b"0," * 50_000 + b"0]", 413, "too_many_facts"),
        (b" " * 20_000_001, 413, None),
    ],
)
async def test_bodies_that_are_no_facts(content: bytes, status: int, code: str | None, with_token: WithToken) -> None:
    pbx = await with_token(Role.OPS)
    answer = await pbx.post(f"{API}/facts", content=content)
    assert (answer.status_code, code in {None, answer.json()["code"]}) == (status, True)


async def test_who_may_write_under_which_name(with_token: WithToken) -> None:
    analyst = await with_token(Role.ANALYST)
    assert (await analyst.post(f"{API}/facts", json=[])).status_code == 403
    agent = await with_token(Role.AGENT, "someone")
    assert (await agent.get(f"{API}/facts/pbx/a")).status_code == 404
    assert (await agent.get(f"{API}/quarantine")).status_code == 403
    ops = await with_token(Role.OPS, "console")
    await ops.post(f"{API}/facts?source=pbx", json=[fact("a", 1)])
    assert (await agent.get(f"{API}/facts/pbx/a")).status_code == 404


async def test_the_quarantine_over_http(with_token: WithToken) -> None:
    ops = await with_token(Role.OPS)
    await ops.post(f"{API}/facts", json=[fact("a", "x"), fact("b", "y"), fact("c", "z")])
    page = (await ops.get(f"{API}/quarantine", params={"state": "open", "limit": 2})).json()
    assert (page["total"], page["next"]) == (3, 2)
    first, second = (one["id"] for one in page["items"])
    assert (await ops.put(f"{API}/quarantine/{first}", json={"payload": fact("a", 1)})).json()["state"] == "replayed"
    assert (await ops.post(f"{API}/quarantine/{second}/discard")).json()["state"] == "discarded"
    assert (await ops.post(f"{API}/quarantine/replay", json={"all": True})).json() == {
        "tried": 1, "accepted": 0, "superseding": 0, "duplicate": 0, "stale": 0, "still_refused": 1
    }  # fmt: skip
    assert (await ops.get(f"{API}/quarantine/{second}")).json()["state"] == "discarded"
    assert (await ops.get(f"{API}/quarantine/999")).status_code == 404


async def test_the_catalogue_over_http(with_token: WithToken, sql: Any) -> None:
    ops = await with_token(Role.OPS)
    shipped = {one["code"]: one for one in (await ops.get(f"{API}/metrics")).json()["items"]}
    assert len(shipped) == 26
    assert (shipped["qa"]["floor"], shipped["qa"]["target"], shipped["qa"]["stretch"]) == ("80", "88", "95")
    assert (shipped["qa"]["lateness_minutes"], shipped["qa"]["monthly_lateness_minutes"]) == (4320, 10080)
    assert shipped["handle_time"]["band"] == {"low": "255", "high": "345", "tolerance": "90"}
    assert {shipped[code]["good"] for code in ("short_calls", "transfers")} == {"lower"}
    new = {
        "code": "solved",
        "name": {"zh": "解题", "en": "Solved"},
        "combine": "sum",
        "good": "higher",
        "subject": "team",
    }
    assert (await ops.post(f"{API}/metrics", json=new)).status_code == 201
    assert (await ops.post(f"{API}/metrics", json=new)).json()["code"] == "taken"
    changed = {name: value for name, value in shipped["calls"].items() if name != "code"}
    await ops.post(f"{API}/facts", json=[fact("a", 150)])
    assert (await ops.put(f"{API}/metrics/calls", json=changed | {"combine": "mean"})).json()["code"] == "metric_in_use"
    assert (await ops.put(f"{API}/metrics/calls", json=changed | {"floor": "9", "target": "8"})).json()[
        "code"
    ] == "bad_metric"
    bands = {"sales": {"low": "100", "high": "200", "tolerance": "50"}}
    kept = (await ops.put(f"{API}/metrics/calls", json=changed | {"high": "100", "bands": bands})).json()
    assert (kept["high"], kept["bands"]) == ("100", bands)
    noted = await sql.fetchval("SELECT detail FROM audit WHERE action = 'metric.change' ORDER BY id DESC LIMIT 1")
    assert msgspec.json.decode(noted) == {
        "before": {"high": None, "bands": {}},
        "after": {"high": "100", "bands": bands},
    }
    # The new range holds from the very next fact on.
    assert (await ops.post(f"{API}/facts", json=[fact("b", 150)])).json()["rejected"][0]["code"] == "out_of_range"
    reader = await with_token(Role.ANALYST, "eyes")
    assert (await reader.post(f"{API}/metrics", json=new | {"code": "other"})).status_code == 403


async def test_a_file_over_http(with_token: WithToken) -> None:
    ops = await with_token(Role.OPS)
    spec = {
        "source": "crm", "agent": {"column": "who"}, "at": {"instant": "when"},
        "facts": [{"id": "{id}", "metric": "calls", "value": {"column": "n"}}],
    }  # fmt: skip
    saved = await ops.put(f"{API}/mappings/crm", json={"name": {"zh": "工单", "en": "Tickets"}, "spec": spec})
    assert saved.json()["spec"] == spec
    assert [one["code"] for one in (await ops.get(f"{API}/mappings")).json()["items"]] == ["calls-2021q1", "crm"]
    file = b"id,who,when,n\n1,Becky,2026-03-03T09:00Z,4\n2,Becky,2026-03-03T09:00Z,\n"
    for dry_run, facts in ((True, 0), (False, 1)):
        upload = {"file": ("tickets.csv", io.BytesIO(file), "text/csv")}
        answer = await ops.post(f"{API}/import/facts", params={"mapping": "crm", "dry_run": dry_run}, files=upload)
        told = answer.json()
        assert (told["rows"], told["accepted"], told["error_count"]) == (2, 1, 1)
        assert (told["errors"][0]["row"], told["errors"][0]["code"]) == (3, "empty_value")
        page = await ops.get(
            f"{API}/facts", params={"agent": "Becky", "from": "2026-03-03T00:00:00Z", "to": "2026-03-04T00:00:00Z"}
        )
        assert page.json()["total"] == facts
