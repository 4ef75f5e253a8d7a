"""Rules on trial give what a contest of that week would have given, and name every fault while somebody types."""

from datetime import timedelta
from typing import Any

from tests.server.contests.conftest import SignedIn, World

RULES: dict[str, Any] = {"method": "points", "terms": [{"metric": "calls"}], "min_fte": "1"}


async def test_last_week_under_these_rules(world: World, signed_in: SignedIn) -> None:
    last_week = world.clock.at - timedelta(days=7)
    await world.send(
        *(world.fact(f"A{team}2", "calls", team * 4, last_week) for team in (1, 2, 3)),
        world.fact("A12", "calls", 400, world.clock.at),
    )
    ops = await signed_in("ops")
    asked = {"site": "SH", "participants": "team", "period": "week", "rules": RULES}
    answer = await ops.post("/api/v1/rules/trial", json=asked)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["window"]["starts"] == "2026-02-22T16:00:00Z"
    # The same as a contest over that week: four members, one of whom leads and is no headcount.
    contest = await world.launch(period={"kind": "week", "on": last_week.date()}, teams=["T1", "T2", "T3", "T4"])
    real = await world.standing(contest.id)
    assert {row["code"]: (row["rank"], row["score"]) for row in found["rows"]} == real
    assert [row["code"] for row in found["rows"]][:3] == ["T3", "T2", "T1"]
    assert await world.sql.fetchval("SELECT count(*) FROM contest") == 1


async def test_faults_as_one_types(world: World, signed_in: SignedIn) -> None:
    ops = await signed_in("ops")
    rules = {**RULES, "terms": [{"metric": "calls"}, {"metric": "smiles"}], "tie_breakers": []}
    answer = await ops.post("/api/v1/rules/check", json={"rules": rules})
    assert answer.json()["items"] == [{"code": "unknown_metric", "where": "terms.1.metric", "word": "smiles"}]
    play = {"format": "goal", "target": "-1"}
    answer = await ops.post("/api/v1/rules/check", json={"rules": RULES, "play": play})
    assert [fault["where"] for fault in answer.json()["items"]] == ["play.target"]
    template = {
        "code": "odd",
        "name": {"zh": "怪", "en": "Odd"},
        "participants": "team",
        "period": "week",
        "rules": RULES,
        "play": play,
    }
    refused = await ops.post("/api/v1/templates", json=template)
    assert (refused.status_code, refused.json()["code"]) == (422, "rules_faulty")


async def test_only_who_writes_templates_tries_rules(signed_in: SignedIn) -> None:
    lead = await signed_in("lead", "A11")
    for path in ("check", "trial"):
        assert (await lead.post(f"/api/v1/rules/{path}", json={})).status_code == 403
