"""Badges of teams and records of the centre: judged by what everybody did, and judged anew as soon as a late fact is known."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import httpx
import pytest
from litestar import Litestar
from msgspec.structs import replace

from leaderboards.badges.badge import Badge, encode
from leaderboards.badges.measuring import Measure
from leaderboards.badges.performance import Over
from leaderboards.badges.periods import span_of
from leaderboards.badges.records import Record
from leaderboards.badges.tiers import Step
from leaderboards.badges.view import Stretch
from server.honors.badges import catalogue
from server.honors.badges.clockwork import BadgeClockwork, everybody_due
from server.honors.badges.teams import supply_teams
from tests.server.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("centre")

_NAMES: dict[str, Any] = {"zh": "试", "en": "Trial", "praise_zh": "好。", "praise_en": "Well done.", "symbol": "star"}
TEAM = Badge(
    code="team_trial", of="team", rule=Over("month", Measure("qa", sample=4)), steps=(Step("gold", "90"),), **_NAMES
)
RECORD = Badge(
    code="record_trial",
    rule=Record("month", Measure("qa", sample=2), scope="centre", least_before=1),
    steps=(Step("plain", "0"),),
    **_NAMES,
)


@pytest.fixture
def clockwork(app: Litestar) -> BadgeClockwork:
    found: BadgeClockwork = app.state.rooms.honors.clockwork
    found.resting = True
    return found


async def ship(sql: Any, *badges: Badge) -> None:
    for one in badges:
        await sql.execute(
            "INSERT INTO badge_version (code, version, body, made_at) VALUES ($1, 1, $2::jsonb, '2025-01-01Z')",
            one.code,
            encode(one).decode(),
        )


async def judge(ops: httpx.AsyncClient, agent: str, month: str, value: str, *, n: int = 4, revision: int = 0) -> None:
    """So many evaluations of one agent in a month."""
    facts = [
        {"id": f"{agent}-{month}-{day}", "agent": agent, "metric": "qa", "value": value, "revision": revision}
        | {"at": f"{month}-{day:02d}T10:00:00+08:00"}
        for day in range(5, 5 + n)
    ]
    answer = await ops.post("/api/v1/facts", json=facts)
    assert answer.status_code < 300, answer.text
    assert not answer.json()["rejected"], answer.text


async def done(clockwork: BadgeClockwork) -> None:
    while await clockwork.handful():
        pass


async def holders(sql: Any, badge: str) -> list[tuple[str, str]]:
    rows = await sql.fetch(
        "SELECT coalesce(a.code, t.code) AS code, w.ground FROM award w LEFT JOIN agent a ON a.id = w.agent_id"
        " LEFT JOIN team t ON t.id = w.team_id WHERE w.badge = $1 AND w.withdrawn_at IS NULL ORDER BY 1, 2",
        badge,
    )
    return [(row["code"], row["ground"]) for row in rows]


async def test_a_team_earns_a_badge_and_a_late_fact_takes_it_at_once(
    signed_in: SignedIn, clockwork: BadgeClockwork, sql: Any
) -> None:
    await ship(sql, TEAM)
    ops = await signed_in("ops")
    # The month before it is known from the first fact on.
    await judge(ops, "A2", "2025-12", "80")
    await judge(ops, "A2", "2026-01", "95")
    await judge(ops, "A3", "2026-01", "85")
    await everybody_due(sql)
    await done(clockwork)
    assert await holders(sql, "team_trial") == [("T1", "month:2026-01:gold")]
    agent = await signed_in("agent", "A3")
    shelf = (await agent.get("/api/v1/teams/T1/awards")).json()["items"]
    assert [(one["badge"], one["agent"]["code"], one["value"]) for one in shelf] == [("team_trial", "T1", None)]
    assert (await agent.get(f"/api/v1/awards/{shelf[0]['id']}")).status_code == 404
    member = await signed_in("agent", "A2")
    assert (await member.get(f"/api/v1/awards/{shelf[0]['id']}")).json()["value"] == "95"
    found = (await member.get("/api/v1/badges/team_trial/holders")).json()["items"]
    assert [one["agent"]["code"] for one in found] == ["T1"]
    # Nobody's own shelf holds it.
    assert all(one["badge"] != "team_trial" for one in (await member.get("/api/v1/awards/mine")).json()["items"])
    assert await clockwork.late.follow() == 0
    await judge(ops, "A2", "2026-01", "60", revision=1)
    assert await clockwork.late.follow() == 1
    await done(clockwork)
    assert await holders(sql, "team_trial") == []
    assert await sql.fetchval("SELECT reason FROM award WHERE badge = 'team_trial'") == "not_reached"
    assert await clockwork.late.follow() == 0


async def test_a_record_of_the_centre_is_one_persons_until_a_correction(
    signed_in: SignedIn, clockwork: BadgeClockwork, sql: Any
) -> None:
    await ship(sql, RECORD)
    ops = await signed_in("ops")
    for agent, values in (("A2", ("80", "81", "92")), ("A3", ("82", "80", "95"))):
        for month, value in zip(("2025-11", "2025-12", "2026-01"), values, strict=True):
            await judge(ops, agent, month, value)
    await everybody_due(sql)
    await done(clockwork)
    # Of November not every day is known; December has nothing before it; in January both beat it, and one of them the other.
    assert await holders(sql, "record_trial") == [("A3", "month:2026-01:plain")]
    await clockwork.late.follow()
    await judge(ops, "A3", "2026-01", "90", revision=1)
    await clockwork.late.follow()
    await done(clockwork)
    assert await holders(sql, "record_trial") == [("A2", "month:2026-01:plain")]
    given = await sql.fetchval("SELECT count(*) FROM award")
    await everybody_due(sql)
    await done(clockwork)
    assert await sql.fetchval("SELECT count(*) FROM award") == given


async def test_both_are_tried_before_they_are_kept(signed_in: SignedIn, sql: Any) -> None:
    ops = await signed_in("ops")
    # December is the first month that is known whole.
    for month, value in (("2025-11", "70"), ("2025-12", "80"), ("2026-01", "95")):
        await judge(ops, "A2", month, value)
    for one, subject in ((TEAM, "T1"), (RECORD, "A2")):
        body = encode(one)
        answer = await ops.post("/api/v1/badges/preview", content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 200, answer.text
        assert [found["agent"] for found in answer.json()["items"]] == [subject]
    kept = await ops.put(
        "/api/v1/badges/team_trial",
        content=encode(replace(TEAM, effective=date(2027, 1, 1))),
        headers={"content-type": "application/json"},
    )
    assert kept.status_code == 200, kept.text


async def test_a_team_is_known_by_what_members_did_while_they_were_in_it(
    app: Litestar, signed_in: SignedIn, sql: Any
) -> None:
    """Random calls and marks of three people, one of whom changes teams, against a naive look at each fact by itself."""
    chance, ops = Random(7), await signed_in("ops")
    moved = datetime(2026, 1, 15, 16, tzinfo=UTC)
    await sql.execute("UPDATE membership SET ends = $1 WHERE agent_id = 2", moved)
    await sql.execute("INSERT INTO membership (agent_id, team_id, starts) VALUES (2, 2, $1)", moved)
    facts, expected = [], Counter[tuple[str, str, str]]()
    for number in range(200):
        agent = chance.choice(("A1", "A2", "A3"))
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(50 * 24 * 60))
        metric, value = chance.choice((("calls", chance.randint(1, 9)), ("qa", chance.randint(60, 100))))
        facts.append({"id": f"r{number}", "agent": agent, "metric": metric, "value": str(value), "at": at.isoformat()})
        team = "T1" if agent == "A1" or (agent == "A2" and at < moved) else "T2"
        month = (at + timedelta(hours=8)).strftime("%Y-%m")
        expected[team, metric, month] += value
    answer = await ops.post("/api/v1/facts", json=facts)
    assert not answer.json()["rejected"], answer.text
    needs = catalogue.needs_of([TEAM, replace(TEAM, rule=Over("month", Measure("calls")))])
    async with app.state.rooms.db.connection() as connection:
        views = (await supply_teams(connection, [1, 2], needs, app.state.rooms.clock.now())).views
    found = Counter[tuple[str, str, str]]()
    for number, view in views.items():
        for metric in ("calls", "qa"):
            for first in (date(2026, 1, 1), date(2026, 2, 1)):
                key = f"{first:%Y-%m}"
                total = view.tally(metric, Stretch(key, span_of("month", first))).sum_value
                found[f"T{number}", metric, key] = total // 1_000_000
    assert +found == +expected
    # Working days of the site stand in for the roster; a lead counts for no headcount.
    assert set(views[1].history.person_days.values()) == {1_000_000}
    assert max(views[1].history.person_days) == date(2026, 1, 15)
    assert views[2].history.person_days[date(2026, 1, 16)] == 2_000_000
