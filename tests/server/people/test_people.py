"""Places, agents and their dated data, through the doors; and who sees what of them."""

from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.clock import SetClock
from tests.server.conftest import SignedIn


@pytest.fixture
async def hr(centre: None, signed_in: SignedIn) -> httpx.AsyncClient:
    """HR's browser."""
    return await signed_in("hr")


async def test_sites_queues_and_teams_are_made_shown_and_changed(hr: httpx.AsyncClient) -> None:
    name = {"zh": "柏林", "en": "Berlin"}
    site = {"code": "B2", "name": name, "zone": "Europe/Berlin", "day_starts": "06:00"}
    assert (await hr.post("/api/v1/sites", json=site)).json() == site
    assert (await hr.post("/api/v1/sites", json=site)).json()["code"] == "code_taken"
    assert (await hr.put("/api/v1/sites/B2", json={"name": name, "zone": "UTC"})).json()["zone"] == "UTC"
    assert (await hr.put("/api/v1/sites/B9", json={"name": name, "zone": "UTC"})).json()["code"] == "no_such_site"
    assert (await hr.put("/api/v1/sites/B2", json={"name": name, "zone": "CEST"})).json()["code"] == "bad_zone"
    team = {"code": "T9", "name": name, "site": "B2"}
    assert (await hr.post("/api/v1/teams", json=team)).json() == {**team, "closed_on": None}
    assert (await hr.post("/api/v1/teams", json={**team, "site": "B9", "code": "T8"})).json()["code"] == "no_such_site"
    assert [found["code"] for found in (await hr.get("/api/v1/teams?site=B2")).json()["items"]] == ["T9"]
    moved = {"name": name, "site": "B2"}
    assert (await hr.put("/api/v1/teams/T1", json=moved)).json()["code"] == "team_keeps_site"
    queue = {"code": "vip", "name": {"zh": "贵宾", "en": "VIP"}}
    assert (await hr.post("/api/v1/queues", json=queue)).status_code == 201
    assert (await hr.put("/api/v1/queues/vip", json={"name": name})).json()["name"] == name
    assert len((await hr.get("/api/v1/queues")).json()["items"]) == 2


async def test_a_calendar_is_replaced_as_a_whole(hr: httpx.AsyncClient, sql: Any) -> None:
    holiday = {"day": "2026-10-01", "kind": "holiday", "name": {"zh": "国庆节", "en": "National Day"}}
    worked = {"day": "2026-09-27", "kind": "workday", "name": {"zh": "调休", "en": ""}}
    await hr.put("/api/v1/sites/CD/calendar", json={"days": [worked]})
    answer = await hr.put("/api/v1/sites/CD/calendar", json={"days": [holiday, worked]})
    assert answer.json()["items"] == [worked, holiday]
    assert await sql.fetchval("SELECT count(*) FROM outbox WHERE topic = 'people'") == 2


async def test_an_agent_with_skills_and_terms(hr: httpx.AsyncClient) -> None:
    body = {"code": "A7", "name": {"zh": "赵七", "en": "Zhao Qi"}, "site": "CD", "hired": "2026-01-05", "level": "初级"}
    made = (await hr.post("/api/v1/agents", json=body)).json()
    assert (made["personal"]["level"], made["personal"]["fte"], made["team"]) == ("junior", "1", None)
    assert (await hr.post("/api/v1/agents", json={**body, "code": "A8", "level": "wizard"})).json()[
        "code"
    ] == "bad_level"
    left = {**body, "code": "A8", "left_on": "2026-01-04"}
    assert (await hr.post("/api/v1/agents", json=left)).json()["code"] == "left_before_hired"
    skills = {"skills": [{"queue": "billing", "since": "2026-02-01"}]}
    assert (await hr.put("/api/v1/agents/A7/skills", json=skills)).json()["items"] == skills["skills"]
    half = {"starts": "2026-02-01", "fte": "0.5", "contract": "part_time", "producing": False}
    assert (await hr.post("/api/v1/agents/A7/employment", json=half)).json()["fte"] == "0.5"
    full = await hr.post("/api/v1/agents/A7/employment", json={"starts": "2026-03-01"})
    spans = (await hr.get("/api/v1/agents/A7/employment")).json()["items"]
    assert [(span["starts"], span["ends"]) for span in spans] == [
        ("2026-02-01", "2026-03-01"),
        ("2026-03-01", None),
    ]
    passing = await hr.post("/api/v1/agents/A7/employment", json={"starts": "2026-03-05", "ends": "2026-04-01"})
    assert passing.json()["code"] == "employment_overlap", "a passing change must not end what holds for good"
    clash = await hr.post("/api/v1/agents/A7/employment", json={"starts": "2026-01-01", "ends": "2026-02-02"})
    assert (clash.json()["code"], clash.json()["starts"]) == ("employment_overlap", "2026-02-01")
    assert (await hr.post("/api/v1/agents/A7/employment", json={**half, "fte": "1.6"})).json()["code"] == "bad_fte"
    assert (await hr.delete(f"/api/v1/employment/{full.json()['id']}")).status_code == 204
    shown = (await hr.get("/api/v1/agents?q=zhao")).json()["items"][0]["personal"]
    assert shown["skills"] == skills["skills"]


async def test_half_days_of_leave_share_a_day_and_whole_ones_do_not(hr: httpx.AsyncClient) -> None:
    day = {"starts": "2026-03-02", "ends": "2026-03-03"}
    morning = await hr.post("/api/v1/agents/A2/leave", json={**day, "part": "morning", "kind": "sick"})
    assert morning.status_code == 201
    assert (await hr.post("/api/v1/agents/A2/leave", json={**day, "part": "afternoon"})).status_code == 201
    assert (await hr.post("/api/v1/agents/A2/leave", json=day)).json()["code"] == "leave_overlap"
    moved = {**day, "starts": "2026-03-01", "part": "morning"}
    changed = await hr.put(f"/api/v1/leave/{morning.json()['id']}", json=moved)
    assert (changed.json()["starts"], changed.json()["kind"]) == ("2026-03-01", "sick")
    assert (await hr.delete(f"/api/v1/leave/{morning.json()['id']}")).status_code == 204


async def test_the_kind_of_leave_is_for_hr_alone(hr: httpx.AsyncClient, signed_in: SignedIn) -> None:
    leave = {"starts": "2026-03-02", "ends": "2026-03-03", "kind": "sick"}
    assert (await hr.post("/api/v1/agents/A2/leave", json=leave)).json()["kind"] == "sick"
    for role, agent in (("admin", None), ("ops", None), ("lead", "A1"), ("agent", "A2")):
        client = await signed_in(role, agent)
        found = (await client.get("/api/v1/agents/A2/leave")).json()["items"]
        assert [list(item) for item in found] == [["id", "agent", "starts", "ends", "part"]], role


async def test_personal_data_is_seen_by_those_it_concerns(hr: httpx.AsyncClient, signed_in: SignedIn) -> None:
    lead, analyst, agent = await signed_in("lead", "A1"), await signed_in("analyst"), await signed_in("agent", "A2")
    seen = {
        name: {
            item["code"]: item["personal"] is not None for item in (await client.get("/api/v1/agents")).json()["items"]
        }
        for name, client in (("hr", hr), ("lead", lead), ("analyst", analyst), ("agent", agent))
    }
    assert seen == {
        "hr": {"A1": True, "A2": True, "A3": True},
        "lead": {"A1": True, "A2": True, "A3": False},
        "analyst": {"A1": False, "A2": False, "A3": False},
        "agent": {"A2": True},
    }
    for part in ("memberships", "employment", "leave", "skills", "roster?from=2026-03-01&to=2026-03-02", "export"):
        assert (await lead.get(f"/api/v1/agents/A2/{part}")).status_code == 200, part
        assert (await lead.get(f"/api/v1/agents/A3/{part}")).status_code == 403, part
        assert (await lead.get(f"/api/v1/agents/A9/{part}")).status_code == 403, part
        assert (await agent.get(f"/api/v1/agents/A2/{part}")).status_code == 200, part
        assert (await agent.get(f"/api/v1/agents/A1/{part}")).status_code == 403, part
        assert (await analyst.get(f"/api/v1/agents/A2/{part}")).status_code == 403, part
        assert (await hr.get(f"/api/v1/agents/A9/{part}")).json()["code"] == "no_such_agent", part
    assert (await agent.get("/api/v1/agents/A1")).status_code == 403
    assert (await agent.get("/api/v1/agents/A9")).status_code == 403


async def test_who_left_is_listed_only_where_asked_and_only_for_those_who_may_know(
    hr: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    body = {"name": {"zh": "李二", "en": "Li Er"}, "site": "CD", "hired": "2025-02-03", "left_on": "2026-03-02"}
    assert (await hr.put("/api/v1/agents/A2", json=body)).status_code == 200

    async def listed(client: httpx.AsyncClient, path: str) -> list[str]:
        return [one["code"] for one in (await client.get(path)).json()["items"]]

    assert await listed(hr, "/api/v1/agents") == ["A1", "A3"]
    assert await listed(hr, "/api/v1/agents?gone=true") == ["A1", "A2", "A3"]
    for role in ("lead", "analyst"):
        assert await listed(await signed_in(role, "A1"), "/api/v1/agents?gone=true") == ["A1", "A3"], role


async def test_shifts_are_written_in_the_sites_time_and_count_for_their_business_day(
    hr: httpx.AsyncClient, sql: Any
) -> None:
    await sql.execute("UPDATE site SET day_starts = '06:00' WHERE code = 'CD'")
    shifts = [
        {"day": "2026-03-02", "starts": "22:00", "ends": "07:00"},
        {"day": "2026-03-03", "starts": "22:00", "ends": "02:00"},
        {"day": "2026-03-03", "starts": "03:00", "ends": "05:00"},
    ]
    body = {"from": "2026-03-02", "to": "2026-03-09", "shifts": shifts}
    planned = await hr.put("/api/v1/agents/A2/roster", json=body)
    assert planned.json()["items"] == [
        {"day": "2026-03-02", "starts": "2026-03-02T14:00:00Z", "ends": "2026-03-02T23:00:00Z"},
        {"day": "2026-03-03", "starts": "2026-03-03T14:00:00Z", "ends": "2026-03-03T18:00:00Z"},
        {"day": "2026-03-03", "starts": "2026-03-03T19:00:00Z", "ends": "2026-03-03T21:00:00Z"},
    ]
    beside = {
        "from": "2026-03-01",
        "to": "2026-03-02",
        "shifts": [{"day": "2026-03-01", "starts": "06:00", "ends": "05:00"}],
    }
    assert (await hr.put("/api/v1/agents/A2/roster", json=beside)).status_code == 200
    overlap = {**body, "shifts": [*shifts, {"day": "2026-03-02", "starts": "21:00", "ends": "22:01"}]}
    assert (await hr.put("/api/v1/agents/A2/roster", json=overlap)).json()["code"] == "shift_overlap"
    outside = {**body, "to": "2026-03-03"}
    assert (await hr.put("/api/v1/agents/A2/roster", json=outside)).json()["code"] == "shift_outside"
    free = await hr.put("/api/v1/agents/A2/roster", json={**body, "shifts": []})
    assert free.json()["items"] == []
    assert await sql.fetchval("SELECT count(*) FROM roster") == 1


async def test_a_clock_change_makes_a_night_shift_shorter(hr: httpx.AsyncClient) -> None:
    await hr.post(
        "/api/v1/agents", json={"code": "B1", "name": {"zh": "b", "en": "b"}, "site": "BE", "hired": "2026-01-01"}
    )
    night = {"day": "2026-03-28", "starts": "22:00", "ends": "06:00"}
    planned = await hr.put(
        "/api/v1/agents/B1/roster", json={"from": "2026-03-28", "to": "2026-03-29", "shifts": [night]}
    )
    shift = planned.json()["items"][0]
    assert (shift["starts"], shift["ends"]) == ("2026-03-28T21:00:00Z", "2026-03-29T04:00:00Z")


async def test_an_export_holds_everything_and_erasing_leaves_no_name(
    hr: httpx.AsyncClient, signed_in: SignedIn, app: Litestar, clock: SetClock, sql: Any
) -> None:
    own = await signed_in("agent", "A2")
    await hr.post("/api/v1/agents/A2/leave", json={"starts": "2026-03-02", "ends": "2026-03-03", "kind": "sick"})
    export = (await own.get("/api/v1/agents/A2/export")).json()
    assert export["agent"]["name_zh"] == "李二"
    assert export["leave"][0]["kind"] == "sick"
    assert export["accounts"][0]["role"] == "agent"
    assert export["memberships"][0]["team"] == "T1"
    assert (await hr.post("/api/v1/agents/A2/erase")).json()["code"] == "still_employed"
    body = {"name": {"zh": "李二", "en": "Li Er"}, "site": "CD", "hired": "2025-02-03", "left_on": "2026-03-02"}
    await hr.put("/api/v1/agents/A2", json=body)
    assert (await hr.post("/api/v1/agents/A2/erase")).json() == {"code": "erased-2"}
    assert (await own.get("/api/v1/session")).status_code == 401
    for table in ("agent", "account", "leave", "membership", "audit"):
        text = str(await sql.fetch(f"SELECT * FROM {table} WHERE NOT ({table}::text LIKE '%hr1%')"))
        assert "李二" not in text, table
        assert "Li Er" not in text, table
        assert "sick" not in text, table
    assert await sql.fetchval("SELECT count(*) FROM membership WHERE agent_id = 2") == 1


@pytest.mark.parametrize("role", ["ops", "admin"])
async def test_a_late_correction_of_the_zone_moves_the_facts_days(
    centre: None, signed_in: SignedIn, sql: Any, role: str
) -> None:
    client = await signed_in(role)
    await sql.execute(
        "INSERT INTO fact VALUES (1, 'f', 0, 1, 2, 1, 2, 0, '2026-03-02', '2026-03-01T20:00Z', 1, 1000000, now())"
    )
    body = {"name": {"zh": "成都", "en": "Chengdu"}, "zone": "Asia/Shanghai", "day_starts": "06:00"}
    assert (await client.put("/api/v1/sites/CD", json=body)).status_code == 200
    assert str(await sql.fetchval("SELECT day FROM fact")) == "2026-03-01"
