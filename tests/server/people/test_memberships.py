"""Who is in which team when, through the doors and under pressure."""

import asyncio
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest

from tests.server.conftest import SignedIn


@pytest.fixture
async def hr(centre: None, signed_in: SignedIn) -> httpx.AsyncClient:
    """HR's browser."""
    return await signed_in("hr")


async def join(hr: httpx.AsyncClient, agent: str, team: str, starts: str, **more: Any) -> httpx.Response:
    return await hr.post(f"/api/v1/agents/{agent}/memberships", json={"team": team, "starts": starts, **more})


async def test_a_date_is_the_start_of_the_teams_business_day(hr: httpx.AsyncClient, sql: Any) -> None:
    await sql.execute("UPDATE site SET day_starts = '06:00' WHERE code = 'CD'")
    made = await join(hr, "A2", "T2", "2026-03-02", transfer=True)
    assert made.status_code == 201
    assert made.json()["starts"] == "2026-03-01T22:00:00Z"


async def test_an_agent_is_in_one_team_at_an_instant(hr: httpx.AsyncClient) -> None:
    refused = await join(hr, "A2", "T2", "2026-03-02")
    assert refused.status_code == 409
    problem = refused.json()
    assert (problem["code"], problem["team"], problem["starts"]) == ("membership_overlap", "T1", "2025-02-02T16:00:00Z")
    assert "T1" in problem["messages"]["en"]
    assert "T1" in problem["messages"]["zh"]


async def test_a_transfer_ends_the_open_membership_where_the_new_one_starts(hr: httpx.AsyncClient, sql: Any) -> None:
    await join(hr, "A2", "T2", "2026-03-02T09:00:00+08:00", transfer=True, post="deputy")
    spans = (await hr.get("/api/v1/agents/A2/memberships")).json()["items"]
    assert [(span["team"], span["starts"], span["ends"], span["post"]) for span in spans] == [
        ("T1", "2025-02-02T16:00:00Z", "2026-03-02T01:00:00Z", "member"),
        ("T2", "2026-03-02T01:00:00Z", None, "deputy"),
    ]
    payload = await sql.fetchval("SELECT payload FROM outbox WHERE topic = 'people' ORDER BY xid DESC LIMIT 1")
    assert msgspec.msgpack.decode(payload) == {"agents": [2], "teams": [1, 2]}
    trail = await sql.fetchrow("SELECT action, subject FROM audit ORDER BY id DESC LIMIT 1")
    assert tuple(trail) == ("membership.transfer", "agent/A2")


async def test_a_correction_is_noted_as_it_was_and_as_it_is(hr: httpx.AsyncClient, sql: Any) -> None:
    held = (await hr.get("/api/v1/agents/A2/memberships")).json()["items"][0]
    await hr.patch(f"/api/v1/memberships/{held['id']}", json={"ends": "2026-03-02", "post": "deputy"})
    assert msgspec.json.decode(await sql.fetchval("SELECT detail FROM audit ORDER BY id DESC LIMIT 1")) == {
        "before": {"ends": None, "post": "member"},
        "after": {"ends": "2026-03-01T16:00:00Z", "post": "deputy"},
    }


async def test_half_open_periods_touch_without_overlapping(hr: httpx.AsyncClient) -> None:
    ended = (await hr.get("/api/v1/agents/A2/memberships")).json()["items"][0]
    await hr.patch(f"/api/v1/memberships/{ended['id']}", json={"ends": "2026-03-02"})
    assert (await join(hr, "A2", "T2", "2026-03-01T15:59:59Z")).json()["code"] == "membership_overlap"
    assert (await join(hr, "A2", "T2", "2026-03-01T16:00:00Z")).status_code == 201


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"team": "T2", "starts": "2026-03-02", "ends": "2026-03-02"}, "bad_period"),
        ({"team": "T2", "starts": "2026-03-02T09:00:00"}, "bad_start"),
        ({"team": "T2", "starts": "2026-02-30"}, "bad_start"),
        ({"team": "T9", "starts": "2026-03-02"}, "no_such_team"),
        ({"team": "T2", "starts": "2026-03-02", "post": "king"}, "invalid"),
    ],
)
async def test_nonsense_is_refused_by_name(hr: httpx.AsyncClient, body: dict[str, Any], code: str) -> None:
    assert (await hr.post("/api/v1/agents/A2/memberships", json=body)).json()["code"] == code


async def test_nobody_joins_a_closed_team_beyond_its_last_day(hr: httpx.AsyncClient) -> None:
    team = {"name": {"zh": "启明", "en": "Venus"}, "site": "CD", "closed_on": "2026-03-05"}
    assert (await hr.put("/api/v1/teams/T2", json=team)).status_code == 200
    assert (await join(hr, "A2", "T2", "2026-03-02", transfer=True)).json()["code"] == "team_closed"
    assert (await join(hr, "A2", "T2", "2026-03-02", ends="2026-03-05", transfer=True)).status_code == 201


async def test_a_membership_that_never_was_is_taken_back(hr: httpx.AsyncClient, sql: Any) -> None:
    assert (await hr.delete("/api/v1/memberships/3")).status_code == 204
    assert (await hr.delete("/api/v1/memberships/3")).json()["code"] == "no_such_membership"
    assert await sql.fetchval("SELECT count(*) FROM membership WHERE agent_id = 3") == 0


async def test_of_two_transfers_at_once_neither_is_lost_and_nothing_overlaps(hr: httpx.AsyncClient, sql: Any) -> None:
    answers = await asyncio.gather(
        *(join(hr, "A2", f"T{1 + number % 2}", f"2026-03-{2 + number:02}", transfer=True) for number in range(8))
    )
    # Those that come after a later one find no open membership before them and are refused by name, never by accident.
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"membership_overlap"}
    made = sum(answer.status_code == 201 for answer in answers)
    assert await sql.fetchval("SELECT count(*) FROM membership WHERE agent_id = 2") == 1 + made
    assert await sql.fetchval("SELECT count(*) FROM membership WHERE agent_id = 2 AND ends IS NULL") == 1


async def test_the_database_itself_forbids_overlaps(centre: None, sql: Any) -> None:
    with pytest.raises(asyncpg.ExclusionViolationError):
        await sql.execute("INSERT INTO membership (agent_id, team_id, starts) VALUES (2, 2, '2026-01-01')")


async def test_a_new_lead_leads_at_once(hr: httpx.AsyncClient, signed_in: SignedIn) -> None:
    lead = await signed_in("lead", "A2")
    assert (await lead.get("/api/v1/agents/A3")).json()["personal"] is None
    await join(hr, "A2", "T2", "2026-03-02", transfer=True, post="lead")
    assert (await lead.get("/api/v1/agents/A3")).json()["personal"]["hired"] == "2025-03-03"


async def test_leaving_ends_what_is_open(hr: httpx.AsyncClient, sql: Any) -> None:
    await hr.post("/api/v1/agents/A2/employment", json={"starts": "2025-02-03", "fte": "0.5"})
    body = {"name": {"zh": "李二", "en": "Li Er"}, "site": "CD", "hired": "2025-02-03", "left_on": "2026-03-02"}
    assert (await hr.put("/api/v1/agents/A2", json=body)).status_code == 200
    membership = (await hr.get("/api/v1/agents/A2/memberships")).json()["items"][-1]
    assert membership["ends"] == "2026-03-01T16:00:00Z"
    assert (await hr.get("/api/v1/agents/A2/employment")).json()["items"][-1]["ends"] == "2026-03-02"
    listed = (await hr.get("/api/v1/agents")).json()
    assert [agent["code"] for agent in listed["items"]] == ["A1", "A3"]
