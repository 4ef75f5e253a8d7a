"""Exams are taken at work: in a planned shift, else by the site's days and hours, unless a trainer has said why not."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.clock import SetClock
from tests.server.conftest import SignedIn
from tests.server.training.examining import fill, invite, later, open_paper, set_exam

pytestmark = pytest.mark.usefixtures("centre")

TODAY = "2026-03-04"


@pytest.fixture
async def trainer(signed_in: SignedIn) -> httpx.AsyncClient:
    """With a bank and an exam of half an hour."""
    client = await signed_in("trainer")
    await fill(client, 8)
    await set_exam(client)
    return client


async def plan(sql: Any, day: str, starts: str, hours: int) -> None:
    """A shift of A2, in Shanghai's time."""
    begins = datetime.fromisoformat(f"{starts}+08:00")
    await sql.execute(
        "INSERT INTO roster (agent_id, day, starts, ends) VALUES (2, $1, $2, $3)",
        date.fromisoformat(day), begins, begins + timedelta(hours=hours),
    )  # fmt: skip


async def test_a_night_shift_opens_it_and_the_refusal_says_when(
    app: Litestar, trainer: httpx.AsyncClient, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    await plan(sql, "2026-03-04", "2026-03-04T22:00", 8)
    assert (await invite(trainer, "basics", ["A2"], TODAY)).status_code == 200
    agent = await signed_in("agent", "A2")
    refused = (await agent.post("/api/v1/exams/basics/sittings", json={})).json()
    assert (refused["code"], refused["word"]) == ("exam_outside_work", "2026-03-04 22:00")
    (mine,) = (await agent.get("/api/v1/exams/mine")).json()["exams"]
    assert mine["no"] == "outside_work"
    assert datetime.fromisoformat(mine["no_word"]) == datetime(2026, 3, 4, 14, tzinfo=UTC)
    # Twenty minutes before its end half an hour does not fit any more, and nothing is planned after it in this week.
    await later(app, sql, clock, datetime(2026, 3, 4, 21, 40, tzinfo=UTC))
    refused = (await agent.post("/api/v1/exams/basics/sittings", json={})).json()
    assert (refused["code"], refused["word"]) == ("exam_outside_work", "2026-03-09 08:00")
    await later(app, sql, clock, datetime(2026, 3, 4, 20, tzinfo=UTC))
    paper = await open_paper(agent)
    # Once open it can be come back to, and its end is its own.
    await sql.execute("DELETE FROM roster")
    assert (await open_paper(agent))["id"] == paper["id"]


async def test_days_off_and_leave_are_no_days_for_exams(
    trainer: httpx.AsyncClient, signed_in: SignedIn, sql: Any
) -> None:
    off = (await invite(trainer, "basics", ["A2"], "2026-03-07")).json()
    assert (off["code"], off["key"], off["word"]) == ("exam_day_off", "A2", "2026-03-09 08:00")
    await sql.execute("INSERT INTO leave (agent_id, starts, ends, kind) VALUES (2, '2026-03-04', '2026-03-06', 'x')")
    assert (await invite(trainer, "basics", ["A2"], TODAY)).json()["word"] == "2026-03-06 08:00"
    await sql.execute("UPDATE leave SET part = 'afternoon'")
    assert (await invite(trainer, "basics", ["A2"], TODAY)).status_code == 200
    await sql.execute("UPDATE leave SET part = 'morning'")
    agent = await signed_in("agent", "A2")
    refused = (await agent.post("/api/v1/exams/basics/sittings", json={})).json()
    assert refused["word"] == "2026-03-04 14:00"
    # Nobody plans an exam for somebody who is leaving.
    await sql.execute("DELETE FROM leave; UPDATE agent SET left_on = '2026-03-05' WHERE id = 2")
    gone = await invite(trainer, "basics", ["A2"], "2026-03-06")
    assert gone.json()["code"] == "exam_day_off_unknown"


async def test_a_trainer_allows_another_time_with_a_reason(
    app: Litestar, trainer: httpx.AsyncClient, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    agent, reason = await signed_in("agent", "A2"), "Came in for the training evening."
    await later(app, sql, clock, datetime(2026, 3, 4, 14, tzinfo=UTC))
    assert (await invite(trainer, "basics", ["A2"], "2026-03-05")).status_code == 200
    assert (await agent.post("/api/v1/exams/basics/sittings", json={})).json()["code"] == "exam_outside_work"
    wanted = {"agents": ["A2"], "on": TODAY, "any_time": reason}
    assert (
        await trainer.post("/api/v1/exams/basics/invitations", json={**wanted, "any_time": "  "})
    ).status_code == 400
    assert (await agent.post("/api/v1/exams/basics/invitations", json=wanted)).status_code == 403
    assert (await trainer.post("/api/v1/exams/basics/invitations", json=wanted)).status_code == 200
    assert (await trainer.get("/api/v1/exams/basics")).json()["invited"][0]["any_time"] == reason
    (mine,) = (await agent.get("/api/v1/exams/mine")).json()["exams"]
    assert (mine["no"], mine["any_time"]) == (None, reason)
    await open_paper(agent)
    said = await sql.fetchval(
        "SELECT detail ->> 'any_time' FROM audit WHERE action = 'exam.invite' ORDER BY id DESC LIMIT 1"
    )
    assert said == reason


async def test_hours_without_a_roster_are_the_centres(
    trainer: httpx.AsyncClient, signed_in: SignedIn, sql: Any
) -> None:
    assert (await trainer.get("/api/v1/exams/hours")).json() == {"starts": "08:00", "ends": "20:00"}
    assert (await invite(trainer, "basics", ["A2"], TODAY)).status_code == 200
    later_hours = {"starts": "12:00", "ends": "20:00"}
    assert (await trainer.put("/api/v1/exams/hours", json=later_hours)).json() == later_hours
    agent = await signed_in("agent", "A2")
    refused = (await agent.post("/api/v1/exams/basics/sittings", json={})).json()
    assert refused["word"] == "2026-03-04 12:00"
    same = {"starts": "12:00", "ends": "12:00"}
    assert (await trainer.put("/api/v1/exams/hours", json=same)).json()["code"] == "exam_no_hours"
    assert (await trainer.put("/api/v1/exams/hours", json={"starts": "8", "ends": "20:00"})).status_code == 400
    await trainer.put("/api/v1/exams/hours", json={"starts": "06:00", "ends": "02:00"})
    await open_paper(agent)
    assert await sql.fetchval("SELECT count(*) FROM audit WHERE action = 'exam.hours'") == 2
