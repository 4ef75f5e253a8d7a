"""One's own path: the whole ladder from day one, honest about what is missing, and nobody else's."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.server.conftest import SignedIn
from tests.server.ladder.test_criteria import drafted, form, later
from tests.server.training.examining import fill, invite, set_exam, sit
from tests.server.training.examining import later as later_at

pytestmark = pytest.mark.usefixtures("centre")


async def path_of(signed_in: SignedIn, agent: str = "A2", role: str = "agent") -> dict[str, Any]:
    answer = await (await signed_in(role, agent)).get("/api/v1/me/path")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def verdict(path: dict[str, Any], code: str, step: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in path["next"][step]["verdicts"] if one["code"] == code)
    return found


async def test_a_new_trainee_sees_the_whole_ladder(signed_in: SignedIn, sql: Any) -> None:
    await sql.execute(
        "UPDATE agent SET level = 'trainee', level_since = '2026-03-02', hired = '2026-03-02' WHERE code = 'A2'"
    )
    path = await path_of(signed_in)
    assert path["level"]["code"] == "trainee"
    professional, management = path["tracks"]
    assert [rung["place"] for rung in professional["rungs"]] == ["here", "ahead", "ahead", "ahead", "ahead"]
    assert {rung["place"] for rung in management["rungs"]} == {"ahead"}
    assert [(step["source"]["code"], step["target"]["code"]) for step in path["ladder"]][-1] == ("senior", "team_lead")
    (step,) = path["next"]
    assert (step["state"], step["met"], step["required"]) == ("developing", 0, 5)
    gates = verdict(path, "gates")
    assert (gates["value"], gates["threshold"], gates["missing"]["en"]) == ("0", "4", "4 to go")
    assert all(one["helps"] for one in step["verdicts"] if one["asked"] and one["status"] != "met")


async def test_time_has_a_date_and_an_assumption(signed_in: SignedIn, sql: Any) -> None:
    await sql.execute(
        "UPDATE agent SET level = 'junior', level_since = '2025-12-31', hired = '2025-12-31' WHERE code = 'A2'"
    )
    path = await path_of(signed_in)
    tenure = verdict(path, "tenure")
    assert tenure["ahead"] == {"on": "2026-06-30", "assumption": {"zh": "如果继续在职", "en": "if employment goes on"}}
    assert tenure["missing"]["zh"].startswith("还差 3.9")
    assert path["next"][0]["on"] is None, "an exam nobody signed up for has no date"
    scorecard = verdict(path, "scorecard")
    assert (scorecard["status"], scorecard["months"]) == ("no_data", [])
    assert [one["month"] for one in scorecard["skipped"]] == ["2026-02", "2026-01"]
    assert verdict(path, "contests")["asked"] is False


async def test_thin_months_are_explained(signed_in: SignedIn, sql: Any) -> None:
    await sql.execute("UPDATE agent SET level = 'junior', level_since = '2025-06-01' WHERE code = 'A2'")
    await sql.execute(
        "INSERT INTO leave (agent_id, starts, ends, part, kind) VALUES (2, '2026-02-04', '2026-03-01', 'whole', 'sick')"
    )
    path = await path_of(signed_in)
    skipped = {one["month"]: one for one in verdict(path, "scorecard")["skipped"]}
    assert skipped["2026-02"]["why"] == "thin"
    assert skipped["2026-02"]["text"] == {"zh": "出勤 2 天，不足 10 天", "en": "2 worked days, under 10"}
    assert "sick" not in str(path)


async def test_the_more_favourable_version_counts_for_six_months(signed_in: SignedIn, sql: Any, clock: Any) -> None:
    await sql.execute("UPDATE agent SET level = 'junior', level_since = '2025-06-01' WHERE code = 'A2'")
    hr = await signed_in("hr")
    version = await drafted(hr)
    sent = form(version)
    sent["steps"][1]["asked"][0]["criterion"]["months"] = 40
    sent["steps"] = [sent["steps"][1]]
    await hr.put("/api/v1/criteria/spring", json=sent)
    body = {"revision": 2, "effective": "2026-04-01", "note": "Longer service"}
    assert (await hr.post("/api/v1/criteria/spring/adopt", json=body)).status_code == 200

    agent = await signed_in("agent", "A2")
    path = (await agent.get("/api/v1/me/path")).json()
    (coming,) = path["coming"]
    assert (coming["code"], coming["note"]) == ("spring", "Longer service")
    (change,) = coming["changes"]
    assert change["after"] == {"zh": "在职满 40 个月", "en": "40 months with the centre"}

    agent = await later(signed_in, sql, clock, 9, 29)
    path = (await agent.get("/api/v1/me/path")).json()
    assert path["criteria"] == "spring"
    counted = [(one["code"], one["until"], one["counts"]) for one in path["next"][0]["versions"]]
    assert counted == [("spring", None, False), ("default-1", "2026-10-01", True)]
    assert verdict(path, "tenure")["status"] == "met"
    agent = await later(signed_in, sql, clock, 10, 1)
    path = (await agent.get("/api/v1/me/path")).json()
    assert [one["code"] for one in path["next"][0]["versions"]] == ["spring"]
    assert verdict(path, "tenure")["status"] == "not_met"


async def test_seniors_see_both_tracks_and_leads_their_own(signed_in: SignedIn, sql: Any) -> None:
    await sql.execute("UPDATE agent SET level = 'senior', level_since = '2025-06-01'")
    path = await path_of(signed_in, "A1", "lead")
    assert path["agent"]["code"] == "A1"
    assert [step["target"]["code"] for step in path["next"]] == ["team_lead"]
    assert verdict(path, "contests")["helps"]
    await sql.execute("UPDATE agent SET level = 'supervisor', level_since = $1", date(2025, 9, 1))
    path = await path_of(signed_in, "A1", "lead")
    assert path["next"] == []
    professional, management = [[rung["place"] for rung in track["rungs"]] for track in path["tracks"]]
    assert professional == ["passed", "passed", "passed", "passed", "ahead"]
    assert management == ["passed", "passed", "here"]


async def test_an_account_without_an_agent_has_no_path(signed_in: SignedIn) -> None:
    answer = await (await signed_in("lead")).get("/api/v1/me/path")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_path")


async def test_an_open_exam_says_when_it_can_be_taken_next(signed_in: SignedIn, sql: Any, clock: Any, app: Any) -> None:
    await sql.execute("UPDATE agent SET level = 'junior', level_since = '2025-06-01' WHERE code = 'A2'")
    agent, trainer = await signed_in("agent", "A2"), await signed_in("trainer")

    async def hint() -> tuple[str, str | None]:
        path = (await agent.get("/api/v1/me/path")).json()
        first = verdict(path, "exam")["helps"][0]
        return first["text"]["en"], first["to"]

    assert await hint() == ("Sign up with your trainer for the next intermediate exam", None)
    await fill(trainer, 8)
    await set_exam(trainer, "intermediate", opens="2026-03-09T00:00:00Z", closes="2026-04-01T16:00:00Z", days_between=7)
    assert await hint() == (
        "The next exam “Basics” is open from 9 March 2026 until 1 April 2026: ask your trainer to invite you",
        None,
    )
    assert (await invite(trainer, "intermediate", ["A2"], "2026-03-12")).is_success
    assert await hint() == ("Your exam “Basics” is planned for 12 March 2026", "/my-exams")
    await later_at(app, sql, clock, datetime(2026, 3, 13, 4, tzinfo=UTC))
    assert await hint() == ("You can take the exam “Basics” now, until 1 April 2026", "/my-exams")
    await sit(agent, "intermediate", correct=False)
    assert await hint() == ("You can take the exam “Basics” from 20 March 2026 until 1 April 2026", "/my-exams")
    # To others it would tell that one was failed.
    lead = await signed_in("lead", "A1")
    assert "20 March" not in (await lead.get("/api/v1/agents/A2/readiness")).text
    await later_at(app, sql, clock, datetime(2026, 3, 27, 4, tzinfo=UTC))
    await sit(agent, "intermediate", correct=False)
    assert await hint() == ("Sign up with your trainer for the next exam “Basics”", None)
