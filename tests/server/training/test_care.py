"""Help is offered to the person first, and what is said in confidence stays between two."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from server.app import doors
from server.clock import SetClock
from tests.server.conftest import SignedIn
from tests.server.training.examining import fill, invite, later, open_paper, set_exam, sit

pytestmark = pytest.mark.usefixtures("centre")


@pytest.fixture
async def teacher(signed_in: SignedIn, sql: Any, clock: SetClock) -> httpx.AsyncClient:
    """Teaches A2's class and has set an exam for A2."""
    client = await signed_in("trainer")
    account = await sql.fetchval("SELECT max(id) FROM account")
    await sql.execute(
        "INSERT INTO training_class (code, name_zh, name_en, site_id, teacher_id, starts, stages, created_at)"
        " VALUES ('C1', '一班', 'Class 1', 1, $1, '2025-12-01', '[]', now())",
        account,
    )
    await sql.execute(
        "INSERT INTO trainee (class_id, agent_id, joined_on) SELECT 1, id, '2025-12-01' FROM agent WHERE code = 'A2'"
    )
    await fill(client, 20)
    await set_exam(client, questions=12)
    assert (await invite(client, "basics", ["A2"], clock.now().date().isoformat())).status_code == 200
    return client


@pytest.fixture
async def agent(teacher: httpx.AsyncClient, signed_in: SignedIn) -> httpx.AsyncClient:
    return await signed_in("agent", "A2")


async def offer(agent: httpx.AsyncClient) -> Any:
    return (await agent.get("/api/v1/care/offer")).json()["offer"]


async def due(teacher: httpx.AsyncClient) -> list[str]:
    return [one["code"] for one in (await teacher.get("/api/v1/care/due")).json()]


async def test_two_failures_in_a_row_offer_help_to_the_person_first(
    agent: httpx.AsyncClient, teacher: httpx.AsyncClient, signed_in: SignedIn, clock: SetClock, sql: Any, app: Any
) -> None:
    stranger = await signed_in("trainer")
    await sit(agent, correct=False)
    assert await offer(agent) is None
    light = await agent.post("/api/v1/exams/basics/sittings", json={"light": True})
    assert light.json()["code"] == "no_help_offered"
    await sit(agent, correct=False)
    found = await offer(agent)
    assert found is not None
    assert found["answer"] is None
    assert await due(teacher) == []
    await later(app, sql, clock, clock.now() + timedelta(days=1))
    assert (await teacher.get("/api/v1/care/due")).json() == [{"code": "A2", "name": {"zh": "李二", "en": "Li Er"}}]
    assert await due(stranger) == []
    assert (await stranger.post("/api/v1/care/due/A2/held")).status_code == 409
    await agent.put("/api/v1/care/offer", json={"answer": "no"})
    assert await due(teacher) == []
    await agent.put("/api/v1/care/offer", json={"answer": "talk"})
    assert await due(teacher) == ["A2"]
    assert (await teacher.post("/api/v1/care/due/A2/held")).status_code == 204
    assert await due(teacher) == []


async def test_lighter_papers_are_short_and_count_nowhere(
    agent: httpx.AsyncClient, teacher: httpx.AsyncClient, sql: Any, clock: SetClock
) -> None:
    await sit(agent, correct=False)
    await sit(agent, correct=False)
    paper = await open_paper(agent, light=True)
    assert len(paper["paper"]) == 6
    assert (await agent.post(f"/api/v1/sittings/{paper['id']}/submit")).status_code == 204
    assert len((await teacher.get("/api/v1/exams/basics/results")).json()["people"]) == 2
    assert [one["light"] for one in (await agent.get("/api/v1/exams/mine")).json()["results"]] == [True, False, False]
    assert await sql.fetchval("SELECT count(*) FROM training_archive") == 2


async def test_a_pass_ends_the_offer_and_so_do_ninety_days(
    agent: httpx.AsyncClient, teacher: httpx.AsyncClient, app: Any, clock: SetClock, sql: Any
) -> None:
    await sit(agent, correct=False)
    await sit(agent, correct=False)
    start = clock.now()
    await later(app, sql, clock, start + timedelta(days=90))
    assert await offer(agent) is None
    assert await due(teacher) == []
    await later(app, sql, clock, start + timedelta(days=91))
    await app.state.rooms.training.care.forget(clock.now())
    assert await sql.fetchval("SELECT count(*) FROM help_offer") == 0
    await later(app, sql, clock, start + timedelta(days=8))
    await sit(agent, correct=False)
    assert await offer(agent) is not None
    await later(app, sql, clock, start + timedelta(days=16))
    await sit(agent, correct=True)
    assert await sql.fetchval("SELECT count(*) FROM help_offer") == 0


async def test_a_talk_is_read_by_its_two_and_by_nobody_else(
    agent: httpx.AsyncClient, teacher: httpx.AsyncClient, app: Any, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    secret = "lavender-confidence"
    today = clock.now().date().isoformat()
    written = await teacher.post("/api/v1/care/talks", json={"agent": "A2", "on": today, "body": secret})
    assert written.status_code == 201
    assert [one["body"] for one in (await agent.get("/api/v1/care/talks")).json()] == [secret]
    assert secret in (await agent.get("/api/v1/agents/A2/export")).text
    assert secret not in (await teacher.get("/api/v1/agents/A2/export")).text
    everybody = [
        ("admin", None),
        ("hr", None),
        ("ops", None),
        ("lead", "A1"),
        ("analyst", None),
        ("trainer", None),
        ("agent", "A3"),
    ]
    talk = written.json()["id"]
    routes = [
        str(route.path)
        for route in doors().routes
        if hasattr(route, "route_handlers") and "{" not in str(route.path) and "GET" in getattr(route, "methods", ())
    ]
    assert "/api/v1/care/talks" in routes
    for role, who in everybody:
        other = await signed_in(role, who)
        for path in (*routes, "/api/v1/agents/A2/export", "/api/v1/agents/A2", "/api/v1/agents/A2/readiness"):
            answer = await other.get(path, params={"words": "lavender", "agent": "A2"})
            assert secret.encode() not in answer.content, (role, path)
        assert (await other.delete(f"/api/v1/care/talks/{talk}")).status_code in {403, 404}
    # The operator's export and the audit trail know nothing either.
    assert secret not in str(await app.state.rooms.people.privacy.export(None, "A2"))
    assert (
        await sql.fetchval("SELECT count(*) FROM audit WHERE action LIKE 'care%' OR detail::text LIKE '%lavender%'")
        == 0
    )
    refused = await (await signed_in("agent", "A3")).post(
        "/api/v1/care/talks", json={"agent": "A2", "on": today, "body": "x"}
    )
    assert refused.json()["code"] == "not_in_your_care"
    assert (await teacher.delete(f"/api/v1/care/talks/{talk}")).status_code == 204
