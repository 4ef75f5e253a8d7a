"""A programming contest's log as team facts through the doors gives the official order."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.conftest import real_data
from tests.server.contests.conftest import SignedIn, World

BEGAN = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
METRICS = (("solved", "sum", "higher"), ("penalty", "sum", "lower"), ("last_solution", "max", "lower"))
RULES = {
    "method": "points",
    "terms": [{"metric": "solved"}],
    "team_rule": {"kind": "total"},
    "tie_breakers": [
        {"metric": "penalty", "direction": "lower"},
        {"metric": "last_solution", "direction": "lower"},
    ],
}


def runs_of(session: ET.Element, team: str) -> Iterator[dict[str, Any]]:
    """Three facts for every accepted problem; a rejected run before it costs 20 minutes, a compile error nothing."""
    for problem in session.iter("problem"):
        rejected = 0
        for run in problem.iter("run"):
            if run.get("accepted") == "yes":
                passed = int(run.get("time", "0"))
                at = (BEGAN + timedelta(milliseconds=passed)).isoformat()
                values = (("solved", 1), ("penalty", passed // 60_000 + 20 * rejected), ("last_solution", passed))
                for metric, value in values:
                    fact_id = f"{run.get('run-id')}/{metric}"
                    yield {"id": fact_id, "team": team, "metric": metric, "value": value, "at": at}
                break
            rejected += run.get("outcome") != "compilation-error"


@pytest.mark.real
async def test_the_official_order_of_a_real_contest(world: World, signed_in: SignedIn) -> None:
    path = real_data() / "icpc" / "nerc-2020-21-standings.xml"
    if not path.is_file():
        pytest.skip("the real contest's log is not beside the checkout")
    sessions = list(ET.parse(path).getroot().iter("session"))
    codes = [session.get("alias", "") for session in sessions]
    assert len(codes) > 40
    # Founded in reverse, so that the order cannot come from where a team stands in a table.
    for code in reversed(codes):
        await world.sql.execute(
            "INSERT INTO team (code, site_id, name_zh, name_en) SELECT $1, id, $1, $1 FROM site WHERE code = 'SH'", code
        )
    for code, combine, good in METRICS:
        await world.sql.execute(
            "INSERT INTO metric (code, name_zh, name_en, subject, combine, good) VALUES ($1, $1, $1, 'team', $2, $3)",
            code,
            combine,
            good,
        )
    ops = await signed_in("ops")
    world.clock.at = BEGAN
    window = {"kind": "hours", "starts": BEGAN.isoformat(), "ends": (BEGAN + timedelta(hours=5)).isoformat()}
    asked = {"template": "satisfaction_sprint", "site": "SH", "period": window, "teams": codes, "rules": RULES}
    contest = (await ops.post("/api/v1/contests", json=asked)).json()
    world.clock.at = BEGAN + timedelta(hours=5)
    facts = [fact for session, code in zip(sessions, codes, strict=True) for fact in runs_of(session, code)]
    receipt = await ops.post("/api/v1/facts?source=judge", json=facts)
    assert (receipt.status_code, receipt.json()["accepted"]) == (200, len(facts))
    rows: list[dict[str, Any]] = []
    while len(rows) < len(codes):
        page = await ops.get(f"/api/v1/contests/{contest['id']}/standings?offset={len(rows)}&limit=200")
        rows += page.json()["items"]
    official = {
        code: tuple(int(session.get(name, "0")) for name in ("solved", "penalty", "time"))
        for code, session in zip(codes, sessions, strict=True)
    }
    # Who is level in everything shares a place and has no order among equals; all others stand exactly where they should.
    assert [official[row["code"]] for row in rows] == list(official.values())
    for row in rows:
        solved, penalty, time = official[row["code"]]
        ahead = sum((-s, p, t) < (-solved, penalty, time) for s, p, t in official.values())
        assert (row["rank"], row["score"]) == (ahead + 1, f"{solved}.0000")
