"""Awards: given once whoever works them out and whenever it is killed, and a correction takes exactly what lost its ground."""

import asyncio
import os
import signal
import subprocess
import sys
from random import Random
from typing import Any

import httpx
import pytest
from litestar import Litestar

from leaderboards.badges.catalogue import CATALOGUE
from server.clock import SetClock
from server.honors.badges.clockwork import BadgeClockwork, everybody_due
from tests.server.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("centre")

WORKER = """
import asyncio, sys
from server.clock import SetClock
from server.db.pool import Database
from server.honors.badges.clockwork import BadgeClockwork
from server.honors.badges.ports import nothing
from datetime import datetime

async def work():
    async with Database(sys.argv[1], connections=2).open() as database:
        clockwork = BadgeClockwork(database, SetClock(datetime.fromisoformat(sys.argv[2])), nothing)
        while await clockwork.handful():
            pass

asyncio.run(work())
"""


@pytest.fixture
def clockwork(app: Litestar) -> BadgeClockwork:
    found: BadgeClockwork = app.state.rooms.honors.clockwork
    return found


async def settle(clockwork: BadgeClockwork, sql: Any) -> None:
    """Everybody, as after a night."""
    await everybody_due(sql)
    while await clockwork.handful():
        pass


async def standing(sql: Any, agent: str) -> set[tuple[str, str]]:
    rows = await sql.fetch(
        "SELECT w.badge, w.ground FROM award w JOIN agent a ON a.id = w.agent_id"
        " WHERE a.code = $1 AND w.withdrawn_at IS NULL",
        agent,
    )
    return {(row["badge"], row["ground"]) for row in rows}


async def judge(ops: httpx.AsyncClient, *values: str, revision: int = 0) -> None:
    """A2's quality in January: an evaluation a week."""
    days = (7, 14, 21, 28)
    facts = [
        {"id": f"qa-{day}", "agent": "A2", "metric": "qa", "value": value, "at": f"2026-01-{day:02d}T10:00:00+08:00"}
        | {"revision": revision}
        for day, value in zip(days, values, strict=True)
    ]
    # From December on something is known of A2.
    facts.append({"id": "first", "agent": "A2", "metric": "calls", "value": "30", "at": "2025-12-29T10:00:00+08:00"})
    answer = await ops.post("/api/v1/facts", json=facts)
    assert answer.status_code < 300, answer.text
    assert not answer.json()["rejected"], answer.text


async def test_what_ships_is_there_once(app: Litestar, sql: Any) -> None:
    await app.state.rooms.honors.prepare()
    await app.state.rooms.honors.prepare()
    assert await sql.fetchval("SELECT count(*) FROM badge_version") == len(CATALOGUE)


async def test_a_correction_takes_exactly_what_lost_its_ground(
    signed_in: SignedIn, clockwork: BadgeClockwork, sql: Any
) -> None:
    ops = await signed_in("ops")
    await judge(ops, "96", "96", "96", "96")
    await settle(clockwork, sql)
    before = await standing(sql, "A2")
    assert {("one_year", "months:12"), ("qa_95", "month:2026-01:bronze")} <= before
    given = await sql.fetchval("SELECT count(*) FROM award")
    assert await sql.fetchval("SELECT count(*) FROM outbox WHERE topic = 'awards'") == given
    await settle(clockwork, sql)
    assert await sql.fetchval("SELECT count(*) FROM award") == given
    # Still a good week, but no longer a month of 95.
    await judge(ops, "96", "96", "96", "86", revision=1)
    await settle(clockwork, sql)
    assert before - await standing(sql, "A2") == {("qa_95", "month:2026-01:bronze")}
    agent = await signed_in("agent", "A2")
    mine = (await agent.get("/api/v1/awards/mine")).json()["items"]
    lost = [one for one in mine if one["withdrawn"]]
    assert [(one["badge"], one["seen"], one["withdrawn"]["reason"]["en"]) for one in lost] == [
        ("qa_95", False, "Below what it takes")
    ]
    # Corrected back, it is given again.
    await judge(ops, "96", "96", "96", "97", revision=2)
    await settle(clockwork, sql)
    assert await standing(sql, "A2") == before


async def test_a_signed_contest_gives_a_place_and_its_next_revision_takes_it(
    clockwork: BadgeClockwork, sql: Any
) -> None:
    await sql.execute(
        """
        INSERT INTO template (code, name_zh, name_en, participants, period, rules)
            VALUES ('t', '月赛', 'Month', 'team', 'month', '{"method": "points"}');
        INSERT INTO contest (template_id, site_id, title_zh, title_en, participants, period, zone, starts, ends, rules, created_at)
            VALUES (1, 1, '月赛', 'Month', 'team', 'month', 'Asia/Shanghai', '2026-01-31T16:00Z', '2026-02-28T16:00Z',
                    '{"method": "points"}', '2026-01-20Z');
        """
    )
    await sql.execute("DELETE FROM badge_due")
    sign = "INSERT INTO contest_deeds VALUES (1, $1, '2026-02-28', '2026-03-03Z', NULL)"
    deed = "INSERT INTO contest_deed VALUES (1, $1, 2, true, $2, false, $3, 8)"
    await sql.execute(sign, 1)
    await sql.execute(deed, 1, True, 2)
    assert [row["agent_id"] for row in await sql.fetch("SELECT agent_id FROM badge_due")] == [2]
    assert await clockwork.handful() == 1
    assert ("podium", "contest:1:silver") in await standing(sql, "A2")
    await sql.execute(sign, 2)
    await sql.execute(deed, 2, False, 5)
    assert await clockwork.handful() == 1
    assert not [one for one in await standing(sql, "A2") if one[0] == "podium"]
    assert await sql.fetchval("SELECT reason FROM award WHERE badge = 'podium'") == "place_lost"
    assert await clockwork.handful() == 0


async def test_whoever_is_looked_at_first_is_not_congratulated_on_years(
    signed_in: SignedIn, clockwork: BadgeClockwork, clock: SetClock, sql: Any
) -> None:
    await sql.execute("UPDATE agent SET hired = '2022-03-10' WHERE code = 'A2'")
    await settle(clockwork, sql)
    agent = await signed_in("agent", "A2")

    async def seen() -> dict[str, bool]:
        return {one["badge"]: one["seen"] for one in (await agent.get("/api/v1/awards/mine")).json()["items"]}

    assert await seen() == {"one_year": True, "three_years": True}
    await sql.execute("UPDATE agent SET hired = '2021-02-10' WHERE code = 'A2'")
    await settle(clockwork, sql)
    assert await seen() == {"one_year": True, "three_years": True, "five_years": False}


async def test_everybody_is_due_once_a_business_day(clockwork: BadgeClockwork, clock: SetClock, sql: Any) -> None:
    await sql.execute("DELETE FROM badge_due")
    assert await clockwork.put_due(clock.now()) == 5  # three people, two teams
    assert await clockwork.put_due(clock.now()) == 0
    # Midnight in Shanghai.
    assert await clockwork.put_due(clock.now().replace(hour=15, minute=59)) == 0
    assert await clockwork.put_due(clock.now().replace(hour=16)) == 5


async def test_killed_and_raced_each_award_is_there_exactly_once(
    app: Litestar, clockwork: BadgeClockwork, clock: SetClock, database_url: str, sql: Any
) -> None:
    people = int(os.environ.get("ECHELON_AWARDED", "120"))
    kills = sorted(Random(people).sample(range(people // 10, people * 9 // 10), min(9, people // 50)))
    await sql.execute(
        "INSERT INTO agent (code, site_id, name_zh, name_en, hired)"
        " SELECT 'K' || n, 1, '客服', 'Agent', '2022-12-01' FROM generate_series(1, $1::int) n",
        people,
    )
    await sql.execute("DELETE FROM badge_due")
    await everybody_due(sql)

    async def given() -> int:
        found: int = await sql.fetchval("SELECT count(*) FROM award WHERE badge = 'one_year'")
        return found

    for reached in kills:
        worker = subprocess.Popen([sys.executable, "-c", WORKER, database_url, clock.now().isoformat()])
        async with asyncio.timeout(60):
            while await given() < reached:
                assert worker.poll() is None
                await asyncio.sleep(0.01)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(10)
        assert await given() < people
    rooms = app.state.rooms
    other = BadgeClockwork(rooms.db, clock, rooms.honors.clockwork._lives)

    async def finish(one: BadgeClockwork) -> None:
        while await one.handful():
            pass

    await asyncio.gather(finish(clockwork), finish(other))
    await settle(clockwork, sql)
    rows = await sql.fetch("SELECT agent_id, badge, count(*) AS n FROM award GROUP BY 1, 2")
    assert {row["n"] for row in rows} == {1}
    assert await given() == people + 3
    assert await sql.fetchval("SELECT count(*) FROM outbox WHERE topic = 'awards'") == len(rows)
    assert await sql.fetchval("SELECT count(*) FROM badge_due") == 0
