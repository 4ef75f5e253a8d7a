"""Collective honors follow from results in force: each given once, moved by a correction, the same when worked out again."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from msgspec.structs import replace

from leaderboards.ranking import Standing
from leaderboards.rules import Rules
from leaderboards.standings import Standings
from server.clock import SetClock
from server.contests import directory
from server.contests.planning.playing import definitions_for
from server.contests.store import as_json
from server.honors.collective.following import Following
from server.settings import Settings
from tests.server.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("centre")

MONDAY = date(2026, 1, 5)
WEEK = timedelta(weeks=1)


class World:
    """A site with six teams, a weekly and a monthly series, and results signed by hand."""

    def __init__(self, app: Litestar, sql: Any, clock: SetClock) -> None:
        self.sql = sql
        self.clock = clock
        self.rooms = app.state.rooms
        self.following: Following = app.state.rooms.honors.collective.following

    async def begin(self) -> None:
        """Four more teams, and the two series that play."""
        await self.sql.execute(
            "INSERT INTO team (code, site_id, name_zh, name_en) SELECT 'T' || n, 1, '班' || n, 'Team ' || n"
            " FROM generate_series(3, 6) n"
        )
        for template, cadence in (("weekly_service", "weekly"), ("monthly_scorecard", "monthly")):
            await self.sql.execute(
                "INSERT INTO series (template_id, site_id, title_zh, title_en, cadence, starts_on, created_at)"
                " SELECT id, 1, name_zh, name_en, jsonb_build_object('kind', $2::text), '2026-01-05', '2026-01-01Z'"
                " FROM template WHERE code = $1",
                template,
                cadence,
            )

    async def contest(self, series: int, first: date, after: date) -> int:
        """A round of a series among all six, revealed long ago."""
        starts = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(hours=8)
        ends = datetime(after.year, after.month, after.day, tzinfo=UTC) - timedelta(hours=8)
        number: int = await self.sql.fetchval(
            "INSERT INTO contest (series_id, series_first, series_after, template_id, site_id, title_zh, title_en, participants,"
            " period, zone, starts, ends, rules, metrics, created_at, launched_at) SELECT s.id, $2, $3, t.id, 1, '赛', 'Race',"
            " 'team', t.period, 'Asia/Shanghai', $4, $5, t.rules, '[]', $4, $4 FROM series s JOIN template t"
            " ON t.id = s.template_id WHERE s.id = $1 RETURNING id",
            series,
            first,
            after,
            starts,
            ends,
        )
        async with self.rooms.db.connection() as connection:
            rules = msgspec.json.decode(
                await self.sql.fetchval("SELECT rules::text FROM contest WHERE id = $1", number), type=Rules
            )
            metrics = as_json(definitions_for(rules, await directory.definitions(connection)))
        await self.sql.execute("UPDATE contest SET metrics = $2::jsonb WHERE id = $1", number, metrics)
        await self.sql.execute(
            "INSERT INTO contest_participant (contest_id, team_id) SELECT $1, id FROM team WHERE site_id = 1", number
        )
        return number

    async def sign(self, contest: int, *scores: float | None, revision: int = 1) -> None:
        """The scores of T1, T2 and so on; None was not ranked."""
        ranked = sorted({one for one in scores if one is not None}, reverse=True)
        rows = [
            Standing(
                f"t{n}",
                None if score is None else 1 + sum(other is not None and other > score for other in scores),
                None if score is None else int(score * 10_000),
                (),
                (),
            )
            for n, score in enumerate(scores, 1)
        ]
        assert ranked
        await self.sql.execute(
            "INSERT INTO contest_result (contest_id, revision, cutoff, signed_at, standings, sha256)"
            " VALUES ($1, $2, $3, $3, $4, '')",
            contest,
            revision,
            self.clock.now(),
            Standings(tuple(rows)).encode(),
        )

    async def week(self, number: int, *scores: float | None) -> int:
        """One more signed week."""
        contest = await self.contest(1, MONDAY + number * WEEK, MONDAY + (number + 1) * WEEK)
        await self.sign(contest, *scores)
        return contest

    async def work_out(self) -> int:
        return await self.following.work_out(self.clock.now())

    async def standing(self, honor: str) -> list[tuple[str, str, str]]:
        rows = await self.sql.fetch(
            "SELECT h.key, t.code, h.reason FROM honor h JOIN team t ON t.id = h.team_id"
            " WHERE h.honor = $1 AND h.withdrawn_at IS NULL ORDER BY h.key, t.code",
            honor,
        )
        return [tuple(row) for row in rows]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """What is over is signed by the tests alone, and honors are worked out when they say so."""
    return replace(settings, scorer=False)


@pytest.fixture
async def world(app: Litestar, sql: Any, clock: SetClock) -> World:
    clock.at = datetime(2026, 3, 9, 4, tzinfo=UTC)
    found = World(app, sql, clock)
    await found.begin()
    return found


async def test_the_banner_moves_and_a_correction_moves_it_with_a_dated_note(
    world: World, signed_in: SignedIn, sql: Any
) -> None:
    first = await world.week(0, 9, 8, 7, 6, 5, 4)
    await world.week(1, 8, 9, 7, 6, 5, 4)
    await world.week(2, 9, 9, 7, 6, 5, 4)
    await world.week(4, 9, 8, 7, 6, 5, 4)
    assert await world.work_out()
    told = await world.standing("red_banner")
    assert told[:5] == [
        ("2026-W02", "T1", "won"),
        ("2026-W03", "T2", "won"),
        ("2026-W04", "T2", "kept_joint"),
        ("2026-W05", "T2", "no_final"),
        ("2026-W06", "T1", "won"),
    ]
    assert await world.work_out() == 0
    before = {tuple(row) for row in await sql.fetch("SELECT honor, key, team_id, reason FROM honor")}
    # Worked out from nothing it comes to the same.
    await sql.execute("DELETE FROM honor")
    await world.work_out()
    assert {tuple(row) for row in await sql.fetch("SELECT honor, key, team_id, reason FROM honor")} == before
    # The first week is corrected: it was T3's.
    await world.sign(first, 7, 8, 9, 6, 5, 4, revision=2)
    assert await world.work_out() == 2
    assert (await world.standing("red_banner"))[0] == ("2026-W02", "T3", "won")
    agent = await signed_in("agent", "A2")
    answer = await agent.get("/api/v1/honors/banner", params={"site": "CD"})
    assert answer.status_code == 200, answer.text
    weeks = [one for one in answer.json()["weeks"] if one["key"] == "2026-W02"]
    assert [(one["team"]["code"], one["corrected"] and one["corrected"]["why"]["en"]) for one in weeks] == [
        ("T3", None),
        ("T1", "the result was corrected"),
    ]
    assert {one["team"]["code"]: one["weeks"] for one in answer.json()["holders"]}["T2"] == 3


async def test_a_month_honors_first_and_most_improved_and_shares_are_for_members(world: World, sql: Any) -> None:
    january = await world.contest(2, date(2026, 1, 1), date(2026, 2, 1))
    await world.sign(january, 80, 70, 60, 50, 40, None)
    february = await world.contest(2, date(2026, 2, 1), date(2026, 3, 1))
    await world.sign(february, 81, 75, 60, 50, 40, 90)
    await world.work_out()
    assert await world.standing("team_of_the_month") == [("2026-01", "T1", "first"), ("2026-02", "T6", "first")]
    # T6 has nothing to be compared with.
    assert await world.standing("most_improved_team") == [("2026-02", "T2", "improved")]
    due = await sql.fetch("SELECT DISTINCT agent_id FROM badge_due WHERE reason = 'honor' ORDER BY 1")
    assert [row["agent_id"] for row in due] == [1, 2, 3]


async def test_nothing_moves_before_the_reveal(world: World, sql: Any, clock: SetClock) -> None:
    await world.week(0, 9, 8, 7, 6, 5, 4)
    frozen = await world.contest(1, MONDAY + WEEK, MONDAY + 2 * WEEK)
    ends = await sql.fetchval("SELECT ends FROM contest WHERE id = $1", frozen)
    clock.at = ends + timedelta(hours=1)
    await sql.execute(
        "UPDATE contest SET freezes_at = ends - interval '4 hours', reveal_by = ends + interval '10 hours' WHERE id = $1",
        frozen,
    )
    await world.work_out()
    assert [one[0] for one in await world.standing("red_banner")] == ["2026-W02"]
    # Nobody has any fact, so everybody is level and the holder is among them.
    clock.at = ends + timedelta(hours=11)
    await world.work_out()
    told = await world.standing("red_banner")
    assert [one[:2] for one in told] == [("2026-W02", "T1"), ("2026-W03", "T1")]
    rows = await sql.fetch("SELECT key, revision, final_at FROM honor ORDER BY key")
    assert [(row["revision"], row["final_at"] is None) for row in rows] == [(1, False), (0, True)]


async def test_entries_of_before_hold_where_there_is_no_result(world: World, signed_in: SignedIn) -> None:
    ops = await signed_in("ops")
    body = {"honor": "red_banner", "key": "2025-W52", "team": "T4"}
    assert (await ops.post("/api/v1/honors/before", json=body)).status_code == 201
    assert (await ops.post("/api/v1/honors/before", json=body)).status_code == 409
    assert (await ops.post("/api/v1/honors/before", json=body | {"key": "2026-W12"})).status_code == 422
    assert (await ops.post("/api/v1/honors/before", json=body | {"key": "2025-W60"})).status_code == 422
    assert (await ops.post("/api/v1/honors/before", json=body | {"team": "nobody"})).status_code == 404
    await world.week(0, 9, 8, 7, 6, 5, 4)
    await world.work_out()
    told = await world.standing("red_banner")
    assert told[:3] == [
        ("2025-W52", "T4", "before_here"),
        ("2026-W01", "T4", "no_final"),
        ("2026-W02", "T1", "won"),
    ]
    answer = await ops.post("/api/v1/honors/before", json=body | {"key": "2026-W02"})
    assert answer.json()["code"] == "honors_has_result"
    lead = await signed_in("lead", "A1")
    assert (await lead.post("/api/v1/honors/before", json=body | {"key": "2025-W51"})).status_code == 403


async def test_rules_count_from_their_day_and_take_only_what_fits(
    world: World, signed_in: SignedIn, clock: SetClock
) -> None:
    await world.week(0, 9, 8, 7, 6, 5, 4)
    await world.work_out()
    hr = await signed_in("hr")
    found = (await hr.get("/api/v1/honors/rules")).json()
    assert {(one["honor"], *one["series"]) for one in found["played"]} == {
        ("red_banner", 1),
        ("team_of_the_month", 2),
        ("most_improved_team", 2),
    }
    wrong = found["rules"] | {"feeds": [{"honor": "red_banner", "site": "CD", "series": [2], "contests": []}]}
    answer = await hr.put("/api/v1/honors/rules", json=wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "honors_bad_feed")
    # No banner from today on; what was given stands.
    off = found["rules"] | {"feeds": [{"honor": "red_banner", "site": "CD"}]}
    assert (await hr.put("/api/v1/honors/rules", json=off)).status_code == 200
    later = await world.week(8, 1, 2, 3, 4, 5, 6)
    clock.at = datetime(2026, 3, 20, tzinfo=UTC)
    await world.work_out()
    told = await world.standing("red_banner")
    assert told[0] == ("2026-W02", "T1", "won")
    assert all(one[1] == "T1" for one in told)
    assert later


async def test_a_team_with_proven_gaming_has_none(world: World, sql: Any) -> None:
    january = await world.contest(2, date(2026, 1, 1), date(2026, 2, 1))
    await world.sign(january, 80, 70, 60, 50, 40, 30)
    await sql.execute(
        "INSERT INTO review_case (contest_id, agent_id, team_id, detector, evidence, opened_at, heard_at, statement, outcome,"
        " closed_at) VALUES ($1, 2, 1, 'burst', '{}', now(), now(), '', 'founded', now())",
        january,
    )
    await world.work_out()
    assert await world.standing("team_of_the_month") == []


WORKER = """
import asyncio, sys
from datetime import datetime
from server.db.pool import Database
from server.honors.collective.following import Following

async def work():
    async with Database(sys.argv[1], connections=2).open() as database:
        following = Following(database)
        while True:
            await following.work_out(datetime.fromisoformat(sys.argv[2]))

asyncio.run(work())
"""


async def test_killed_in_the_middle_each_honor_is_there_once(world: World, sql: Any, database_url: str) -> None:
    for week in range(8):
        await world.week(week, *(9 if team == week % 6 else 1 for team in range(6)))
    workers = [
        subprocess.Popen([sys.executable, "-c", WORKER, database_url, world.clock.at.isoformat()]) for _ in range(2)
    ]
    try:
        async with asyncio.timeout(60):
            while not await sql.fetchval("SELECT count(*) FROM honor"):
                await asyncio.sleep(0.01)
    finally:
        for worker in workers:
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
    await world.work_out()
    rows = await sql.fetch("SELECT key, count(*) AS n FROM honor GROUP BY key ORDER BY key")
    assert [row["n"] for row in rows] == [1] * 9
    assert await sql.fetchval("SELECT count(*) FROM outbox WHERE topic = 'honors'") == 9


async def test_a_month_without_a_complaint_until_one_comes_late(
    world: World, signed_in: SignedIn, sql: Any, app: Litestar
) -> None:
    ops = await signed_in("ops")
    await ops.put(
        "/api/v1/honors/rules",
        json={"honors": [{"kind": "zero_complaint_team", "least_contacts": 100, "least_days": 5}]},
    )
    await sql.execute("UPDATE honor_rules SET made_at = '2025-01-01Z'")

    async def tell(number: str, agent: str, metric: str, value: str) -> None:
        fact = {"id": number, "agent": agent, "metric": metric, "value": value, "at": "2026-01-14T10:00:00+08:00"}
        answer = await ops.post("/api/v1/facts", json=[fact])
        assert answer.json()["rejected"] == [], answer.text

    await tell("c2", "A2", "calls", "900")
    await tell("c3", "A3", "calls", "90")
    await world.work_out()
    # Nothing says that complaints were on record at all.
    assert await world.standing("zero_complaint_team") == []
    await tell("x3", "A3", "complaints", "1")
    await world.following.work_out(world.clock.now())
    await sql.execute("UPDATE honor_asked SET n = n + 1")
    await world.work_out()
    assert await world.standing("zero_complaint_team") == [("2026-01", "T1", "earned")]
    late = app.state.rooms.honors.clockwork.late
    await late.follow()
    await tell("x2", "A2", "complaints", "1")
    await late.follow()
    await world.work_out()
    assert await world.standing("zero_complaint_team") == []
    assert await sql.fetchval("SELECT why FROM honor WHERE honor = 'zero_complaint_team'") == "facts_corrected"
