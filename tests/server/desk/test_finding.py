"""Search by every role: each finds what its role opens, and nobody more than the lists would show."""

import re
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server import initials
from server.auth.roles import Role
from tests.server.conftest import SignedIn


async def found(client: httpx.AsyncClient, text: str) -> set[tuple[str, str]]:
    """Kinds and keys of what somebody finds."""
    answer = await client.get("/api/v1/search", params={"q": text})
    assert answer.status_code == 200, answer.text
    return {(one["kind"], one["key"]) for one in answer.json()["items"]}


@pytest.fixture
async def things(centre: None, app: Litestar, sql: Any) -> None:
    """Two people and a team that are called dawn."""
    await sql.execute(
        """
        UPDATE agent SET name_zh = '林晨曦', name_en = 'Lin Dawn' WHERE code IN ('A2', 'A3');
        UPDATE team SET name_zh = '晨曦组', name_en = 'Dawn' WHERE code = 'T2';
        """
    )


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DISPLAY}))
async def test_everybody_finds_what_the_role_opens(things: None, signed_in: SignedIn, role: str) -> None:
    client = await signed_in(role, {"lead": "A1", "agent": "A2"}.get(role))
    seen = await found(client, "dawn")
    agents = {key for kind, key in seen if kind == "agent"}
    if role == "assessor":
        assert await found(client, "a") == set()
        return
    assert agents == ({"A2"} if role == "agent" else {"A2", "A3"})
    assert ("team", "T2") in seen
    kinds = {kind for kind, _ in await found(client, "e")}
    assert ("template" in kinds) == (role != "agent")
    assert "metric" in kinds
    assert "badge" in kinds
    assert "exam" not in kinds


async def test_whose_personal_data_is_near_is_told(things: None, signed_in: SignedIn) -> None:
    lead = await signed_in("lead", "A1")
    near = {one["key"]: one["close"] for one in (await lead.get("/api/v1/search?q=lin")).json()["items"]}
    assert near == {"A2": True, "A3": False}


@pytest.mark.parametrize("text", ["lcx", "LCX", "cx", "晨曦", "dawn", "LIN D", "  lin   dawn ", "A2"])
async def test_a_name_is_found_however_it_is_typed(things: None, signed_in: SignedIn, text: str) -> None:
    assert ("agent", "A2") in await found(await signed_in("hr"), text)


@pytest.mark.parametrize("text", ["", "   ", "%", "%_%", "[", "(", "\\", "'--", "lcxx", "x" * 200, "💥", "$1"])
async def test_signs_are_only_signs(things: None, signed_in: SignedIn, text: str) -> None:
    assert await found(await signed_in("hr"), text) == set()


async def test_too_much_and_unprintable_are_refused(
    centre: None, signed_in: SignedIn, client: httpx.AsyncClient
) -> None:
    hr = await signed_in("hr")
    assert (await hr.get("/api/v1/search", params={"q": "x" * 201})).status_code == 400
    assert (await hr.get("/api/v1/search", params={"q": "a\0b"})).status_code == 400
    assert (await client.get("/api/v1/search?q=a")).status_code == 401


async def test_a_contest_is_found_by_title_and_a_draft_by_who_may_know_it(things: None, signed_in: SignedIn) -> None:
    ops, lead = await signed_in("ops"), await signed_in("lead", "A1")
    body = {
        "template": "weekly_service",
        "site": "CD",
        "period": {"kind": "this_week"},
        "title": {"zh": "晨曦杯", "en": "Cup of dawn"},
        "all": True,
        "freeze_minutes": 0,
    }
    made = (await ops.post("/api/v1/contests", json=body)).json()["id"]
    assert ("contest", str(made)) in await found(lead, "cxb")
    assert ("contest", str(made)) in await found(lead, "of dawn")
    assert ("contest", str(made)) not in await found(lead, "of dusk")


async def test_series_and_cases_are_found_by_who_may_read_them(things: None, signed_in: SignedIn, sql: Any) -> None:
    lead, agent = await signed_in("lead", "A1"), await signed_in("agent", "A2")
    series = await sql.fetchval(
        "INSERT INTO series (template_id, site_id, title_zh, title_en, cadence, starts_on, created_at)"
        " SELECT min(id), 1, '晨曦周赛', 'Dawn every week', '{\"kind\": \"weekly\"}', '2026-01-05', '2026-01-01Z'"
        " FROM template WHERE code = 'weekly_service' RETURNING id"
    )
    await sql.execute(
        "INSERT INTO qa_case (title, summary, kind, tags, consent, anonymised, given_on, added_by, added_at)"
        " SELECT 'A call at dawn', 'Calm', 'model', '{calm}', true, true, '2026-01-05', min(id), '2026-01-05Z' FROM account"
    )
    for client in (lead, agent):
        seen = await found(client, "dawn")
        assert ("series", str(series)) in seen
        assert ("case", "A call at dawn") in seen
    assert ("series", str(series)) in await found(lead, "cxzs")


def test_initials_read_names_in_their_several_ways() -> None:
    assert initials.pattern("l") is None
    assert initials.pattern("l1") is None
    assert initials.pattern("i5") is None
    for typed, name in (
        ("syf", "单一凡"),
        ("zj", "曾静"),
        ("oy", "欧阳"),
        ("xm", "厦门"),
        ("cq", "重庆"),
        ("wt", "王婷"),
    ):
        assert re.search(initials.pattern(typed) or "!", name), name
