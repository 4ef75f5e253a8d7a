"""What a launch would warn of is told before it, and changes nothing; a board that begins during a freeze is one such thing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.server.contests.conftest import SignedIn, World

SUNDAY_EVENING = datetime(2026, 3, 8, 12, 30, tzinfo=UTC)
"""20:30 in Shanghai: the week's contest is frozen since 20:00."""


def sprint(metric: str = "calls", begins: str = "2026-03-08T12:30:00Z", ends: str = "2026-03-08T14:30:00Z") -> Any:
    return {
        "template": "satisfaction_sprint",
        "site": "SH",
        "period": {"kind": "hours", "starts": begins, "ends": ends},
        "teams": ["T1", "T2"],
        "rules": {"method": "points", "terms": [{"metric": metric}], "min_fte": "1"},
    }


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (sprint(), ["starts_still"]),
        (sprint("qa"), []),
        # Its own freeze has begun with it: nobody would see it move.
        (sprint("qa") | {"freeze_minutes": 120}, ["starts_frozen"]),
        # On Monday at nine the week is not revealed yet, but its days are none of the sprint's.
        (sprint(begins="2026-03-09T01:00:00Z", ends="2026-03-09T03:00:00Z"), []),
    ],
)
async def test_a_sprint_that_would_stand_still_says_so_before(
    world: World, signed_in: SignedIn, asked: Any, codes: list[str]
) -> None:
    await world.launch()
    world.clock.at = SUNDAY_EVENING
    ops = await signed_in("ops")
    told = await ops.post("/api/v1/contests/outlook", json=asked)
    assert told.status_code == 200, told.text
    assert [one["code"] for one in told.json()["warnings"]] == codes
    assert await world.sql.fetchval("SELECT count(*) FROM contest") == 1
    launched = await ops.post("/api/v1/contests", json=asked)
    assert launched.status_code == 201, launched.text
    assert launched.json()["warnings"] == told.json()["warnings"]
    for one in told.json()["warnings"]:
        assert "9 Mar, 10:00" in one["messages"]["en"]
        assert "3月9日 10:00" in one["messages"]["zh"]


async def test_a_team_whose_score_would_be_one_trainees_result_is_named(world: World, signed_in: SignedIn) -> None:
    ops = await signed_in("ops")
    asked = sprint("training_score", "2026-03-04T02:00:00Z", "2026-03-04T06:00:00Z")

    async def warned(body: Any) -> list[Any]:
        told = await ops.post("/api/v1/contests/outlook", json=body)
        assert told.status_code == 200, told.text
        return [one for one in told.json()["warnings"] if one["code"] == "lone_trainee"]

    await world.sql.execute("UPDATE agent SET level = 'junior'")
    assert await warned(asked) == []
    await world.sql.execute("UPDATE agent SET level = 'trainee' WHERE code = 'A11'")
    (one,) = await warned(asked)
    query = "SELECT team.name_zh, team.name_en FROM team JOIN membership m ON m.team_id = team.id JOIN agent a ON a.id = m.agent_id"
    name = await world.sql.fetchrow(f"{query} WHERE a.code = 'A11'")
    assert name["name_en"] in one["messages"]["en"]
    assert name["name_zh"] in one["messages"]["zh"]
    assert await warned(asked | {"rules": {**asked["rules"], "terms": [{"metric": "qa"}]}}) == []
    await world.sql.execute("UPDATE agent SET level = 'trainee' WHERE code = 'A12'")
    assert await warned(asked) == []


async def test_a_warning_stays_short_however_many_contests_there_are(world: World, signed_in: SignedIn) -> None:
    for number in range(7):
        await world.launch(title={"zh": f"第{number}场", "en": f"Contest {number}"})
    ops = await signed_in("ops")
    asked = sprint("qa", begins="2026-03-04T02:00:00Z", ends="2026-03-04T06:00:00Z")
    (one,) = (await ops.post("/api/v1/contests/outlook", json=asked)).json()["warnings"]
    assert len(one["clash"]["contests"]) == 8
    assert one["messages"]["en"].endswith("Contest 4, 3 more contests.")
    assert one["messages"]["zh"].endswith("第4场等 8 场。")


async def test_what_could_not_be_launched_has_no_outlook(world: World, signed_in: SignedIn) -> None:
    lead = await signed_in("lead", "A21")
    refused = await lead.post("/api/v1/contests/outlook", json=sprint())
    assert refused.status_code in {403, 422}
    assert (await lead.post("/api/v1/contests/outlook", json=sprint() | {"teams": ["T1"]})).status_code >= 400


@pytest.mark.parametrize(
    ("week", "hours", "ends", "freezes", "reveals"),
    [
        ("2026-03-25", 167, "2026-03-29T22:00:00Z", "2026-03-29T18:00:00Z", "2026-03-30T08:00:00Z"),
        ("2026-10-21", 169, "2026-10-25T23:00:00Z", "2026-10-25T19:00:00Z", "2026-10-26T09:00:00Z"),
    ],
)
async def test_a_week_in_which_the_clock_changes_freezes_and_reveals_by_the_wall_clock(
    world: World, signed_in: SignedIn, week: str, hours: int, ends: str, freezes: str, reveals: str
) -> None:
    ops = await signed_in("ops")
    asked = {
        "template": "weekly_service",
        "site": "BE",
        "period": {"kind": "week", "on": week},
        "teams": ["B1", "B2"],
    }
    made = (await ops.post("/api/v1/contests", json=asked)).json()
    lasts = datetime.fromisoformat(made["ends"]) - datetime.fromisoformat(made["starts"])
    assert (lasts.total_seconds(), made["ends"]) == (hours * 3600, ends)
    assert (made["freezes_at"], made["reveal_by"]) == (freezes, reveals)


async def test_the_hour_that_comes_twice_is_an_hour(world: World, signed_in: SignedIn) -> None:
    ops = await signed_in("ops")
    twice = sprint(begins="2026-10-25T02:30:00+02:00", ends="2026-10-25T02:30:00+01:00") | {
        "site": "BE",
        "teams": ["B1", "B2"],
        "freeze_minutes": 30,
    }
    made = (await ops.post("/api/v1/contests", json=twice)).json()
    assert (made["starts"], made["ends"]) == ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")
    assert made["freezes_at"] == "2026-10-25T01:00:00Z"
    # An instant that the clock skips is one all the same; a time without a zone is none.
    skipped = twice | sprint(begins="2026-03-29T02:30:00+01:00", ends="2026-03-29T02:45:00+01:00") | {"site": "BE"}
    made = (await ops.post("/api/v1/contests", json=skipped | {"teams": ["B1", "B2"]})).json()
    assert (made["starts"], made["ends"]) == ("2026-03-29T01:30:00Z", "2026-03-29T01:45:00Z")
    naive = sprint(begins="2026-10-25T02:30:00", ends="2026-10-25T04:30:00")
    assert 400 <= (await ops.post("/api/v1/contests", json=naive)).status_code < 500
    backwards = sprint(begins="2026-10-25T02:30:00+01:00", ends="2026-10-25T02:30:00+02:00")
    assert 400 <= (await ops.post("/api/v1/contests", json=backwards)).status_code < 500
