"""What those who learn say of it: feedback and surveys, told only when enough have spoken."""

from datetime import timedelta
from typing import Any

from server.clock import SetClock
from server.reports.grid import read_book
from tests.server.conftest import SignedIn
from tests.server.training.coursing import V1, made, refusal, said


async def crowd(sql: Any, n: int) -> list[str]:
    """So many more agents in team T1."""
    codes = [f"C{i:02d}" for i in range(n)]
    await sql.execute(
        "INSERT INTO agent (code, site_id, name_zh, name_en, hired) SELECT c, 1, c, c, '2025-01-06' FROM unnest($1::text[]) c",
        codes,
    )
    await sql.execute(
        "INSERT INTO membership (agent_id, team_id, starts) SELECT id, 1, '2025-01-06' FROM agent WHERE code LIKE 'C%'"
    )
    return codes


async def test_feedback_is_told_five_at_a_time(centre: None, signed_in: SignedIn, sql: Any) -> None:
    trainer = await signed_in("trainer")
    await made(trainer)
    codes = await crowd(sql, 7)
    await trainer.post(f"{V1}/plans", json={"course": "calm-voice", "agents": codes})
    told = []
    for place, code in enumerate(codes):
        one = await signed_in("agent", code)
        stars = {"stars": 5 if place < 4 else 1}
        assert (await one.post(f"{V1}/courses/calm-voice/feedback", json=stars)).status_code == 204
        assert refusal(await one.post(f"{V1}/courses/calm-voice/feedback", json=stars)) == (409, "feedback_given")
        found = (await trainer.get(f"{V1}/courses/calm-voice/effect")).json()["feedback"]
        told.append((found["n"], found["mean"]))
    # The sixth and seventh voices cannot be worked out from two looks.
    assert told == [(0, None)] * 4 + [(5, "4.2")] * 3


async def test_a_survey_tells_counts_once_closed_and_from_five_on(
    centre: None, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    trainer, lead = await signed_in("trainer"), await signed_in("lead", "A1")
    await made(trainer)
    codes = await crowd(sql, 5)
    wanted = {
        "title": said("一季度需求", "Needs in Q1"),
        "team": "T1",
        "closes": "2026-03-10T00:00:00Z",
        "topics": [
            {"title": said("情绪", "Upset customers"), "course": "calm-voice"},
            {"title": said("系统", "The systems")},
        ],
    }
    numbers = []
    for _ in range(2):
        answer = await trainer.post(f"{V1}/surveys", json=wanted)
        assert answer.status_code == 201, answer.text
        numbers.append(answer.json()["id"])
    full, thin = numbers
    for code in codes:
        one = await signed_in("agent", code)
        given = {"topics": [0], "wish": "more role play" if code == "C00" else ""}
        assert (await one.post(f"{V1}/surveys/{full}/answer", json=given)).status_code == 204
        assert refusal(await one.post(f"{V1}/surveys/{full}/answer", json=given)) == (409, "survey_answered")
        if code != "C04":
            await one.post(f"{V1}/surveys/{thin}/answer", json={"topics": [0, 1]})
        assert all(topic["asked"] is None for topic in (await one.get(f"{V1}/surveys")).json()["items"][0]["topics"])
    stranger = await signed_in("agent", "A3")
    assert (await stranger.get(f"{V1}/surveys")).json()["items"] == []
    # Open: nothing yet, not even how many.
    for client in (trainer, lead):
        for survey in (await client.get(f"{V1}/surveys")).json()["items"]:
            assert (survey["told"], survey["answers"], survey["wishes"]) == (False, None, [])
    clock.at += timedelta(minutes=1)
    for number in numbers:
        assert (await trainer.post(f"{V1}/surveys/{number}/close")).status_code == 200
    for client in (trainer, lead):
        found = {one["id"]: one for one in (await client.get(f"{V1}/surveys")).json()["items"]}
        assert ([t["asked"] for t in found[full]["topics"]], found[full]["answers"]) == ([5, 0], 5)
        assert (found[full]["wishes"], found[full]["topics"][0]["course"]["code"]) == (["more role play"], "calm-voice")
        assert (found[thin]["told"], found[thin]["answers"]) == (False, None)
    for number, told in ((full, 5), (thin, "")):
        answer = await trainer.get(f"{V1}/surveys/{number}/export.xlsx")
        assert read_book(answer.content)[0][1][1][1] == told
