"""A sitting keeps every answer, the server's clock closes it, and it is marked once."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from career.refusal import Refusal
from career.training.bank import Item, Question
from career.training.sitting import Sitting
from career.training.sitting import save as rule_save
from server.clock import SetClock
from tests.server.conftest import SignedIn
from tests.server.training.examining import fill, invite, open_paper, right, save, set_exam, sit

pytestmark = pytest.mark.usefixtures("centre")


@pytest.fixture
async def trainer(signed_in: SignedIn) -> httpx.AsyncClient:
    """With a bank of eight questions."""
    client = await signed_in("trainer")
    await fill(client, 8)
    return client


@pytest.fixture
async def agent(signed_in: SignedIn, trainer: httpx.AsyncClient, clock: SetClock) -> httpx.AsyncClient:
    """A2, invited to `basics` for today."""
    await set_exam(trainer)
    answer = await invite(trainer, "basics", ["A2"], clock.now().date().isoformat())
    assert answer.status_code == 200, answer.text
    return await signed_in("agent", "A2")


async def results(agent: httpx.AsyncClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await agent.get("/api/v1/exams/mine")).json()["results"]
    return found


async def test_the_paper_tells_no_right_answer_and_comes_back_the_same(
    agent: httpx.AsyncClient, clock: SetClock
) -> None:
    paper = await open_paper(agent)
    assert "right" not in str(paper)
    assert len(paper["paper"]) == 4
    assert (await save(agent, paper["id"], (paper["paper"][0]["code"], [2], 1))).status_code == 200
    clock.at += timedelta(minutes=5)
    again = await open_paper(agent)
    assert {**again, "now": None} == {
        **paper,
        "now": None,
        "answers": {paper["paper"][0]["code"]: [2]},
        "numbers": {paper["paper"][0]["code"]: 1},
    }


async def test_late_and_doubled_saves_and_submissions_change_nothing(
    agent: httpx.AsyncClient, clock: SetClock, sql: Any
) -> None:
    paper = await open_paper(agent)
    code, other = (one["code"] for one in paper["paper"][:2])
    assert (await save(agent, paper["id"], (code, right(code), 7))).status_code == 200
    assert (await save(agent, paper["id"], (code, [9], 7))).status_code == 200
    assert (await save(agent, paper["id"], (code, [8], 3))).status_code == 200
    unknown = await save(agent, paper["id"], ("elsewhere", [0], 8))
    assert unknown.json()["code"] == "question_not_on_paper"
    for _ in range(2):
        assert (await agent.post(f"/api/v1/sittings/{paper['id']}/submit")).status_code == 204
    late = await save(agent, paper["id"], (other, right(other), 9))
    assert (late.status_code, late.json()["code"]) == (409, "handed_in")
    found = await results(agent)
    assert [one["score"] for one in found] == ["25"]
    assert (
        await sql.fetchval("SELECT count(*) FROM promised_facts") + await sql.fetchval("SELECT count(*) FROM fact") == 1
    )


async def test_the_clock_closes_at_the_end_with_what_was_saved(
    agent: httpx.AsyncClient, app: Any, clock: SetClock
) -> None:
    paper = await open_paper(agent)
    given_now = [(one["code"], right(one["code"]), 1) for one in paper["paper"]]
    clock.at += timedelta(minutes=30, microseconds=-1)
    assert (await save(agent, paper["id"], *given_now[:3])).status_code == 200
    clock.at += timedelta(microseconds=1)
    late = await save(agent, paper["id"], given_now[3])
    assert (late.status_code, late.json()["code"]) == (409, "time_over")
    sittings = app.state.rooms.training.sittings
    marked = await asyncio.gather(sittings.close_due(clock.now()), sittings.close_due(clock.now()))
    assert max(marked) <= 1
    assert [(one["score"], one["passed"]) for one in await results(agent)] == [("75", False)]
    assert (await agent.post(f"/api/v1/sittings/{paper['id']}/submit")).status_code == 204
    assert [one["score"] for one in await results(agent)] == ["75"]


async def test_saves_and_hand_ins_at_once_lose_no_acknowledged_answer(agent: httpx.AsyncClient) -> None:
    paper = await open_paper(agent)
    given_now = [(one["code"], right(one["code"]), 1) for one in paper["paper"]]
    *answers, handed = await asyncio.gather(
        *(save(agent, paper["id"], one) for one in given_now * 3), agent.post(f"/api/v1/sittings/{paper['id']}/submit")
    )
    assert handed.status_code == 204
    taken = {code for (code, _, _), answer in zip(given_now * 3, answers, strict=True) if answer.status_code == 200}
    assert (await results(agent))[0]["score"] == str(25 * len(taken))


async def test_nobody_writes_or_reads_somebody_elses_paper(
    agent: httpx.AsyncClient, trainer: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    paper = await open_paper(agent)
    for role, who in (("agent", "A3"), ("lead", "A1"), ("trainer", None), ("hr", None), ("admin", None), ("ops", None)):
        other = await signed_in(role, who)
        assert (await other.get(f"/api/v1/sittings/{paper['id']}")).status_code in {403, 404}
        assert (await save(other, paper["id"], (paper["paper"][0]["code"], [0], 99))).status_code in {403, 404}
        assert (await other.post(f"/api/v1/sittings/{paper['id']}/submit")).status_code in {403, 404}
        assert (await other.post("/api/v1/exams/basics/sittings", json={})).status_code == 403
    assert (await open_paper(agent))["handed_in"] is None


async def test_marks_become_facts_records_and_archive_only_where_they_count(
    agent: httpx.AsyncClient, trainer: httpx.AsyncClient, app: Any, sql: Any, clock: SetClock
) -> None:
    from server.facts.promising import Promised
    from server.training.exams.reading import results as read

    await set_exam(trainer, "practice", counting=False)
    assert (await invite(trainer, "practice", ["A2"], clock.now().date().isoformat())).status_code == 200
    await sit(agent, "practice", correct=True)
    sitting = await sit(agent, correct=True)
    rooms = app.state.rooms
    await Promised(rooms.db, rooms.facts).keep()
    facts = await sql.fetch(
        "SELECT f.fact_id FROM fact f JOIN metric m ON m.id = f.metric_id WHERE m.code = 'training_score'"
    )
    assert [row["fact_id"] for row in facts] == [f"exam:basics:{sitting}"]
    async with rooms.db.connection() as connection:
        found = await read(connection, None)
        assert [(one.exam, one.value) for one in found] == [("basics", 100_000_000)]
        assert await read(connection, [found[0].agent_id], accepted_before=clock.now()) == []
    assert await sql.fetchval("SELECT title_en FROM training_archive") == "Exam passed: Basics"


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    saves=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 6), st.integers(0, 31)), max_size=12)
)
async def test_what_is_kept_is_what_the_rule_book_keeps(
    agent: httpx.AsyncClient, clock: SetClock, sql: Any, saves: list[tuple[int, int, int, int]]
) -> None:
    start = clock.now()
    await sql.execute("DELETE FROM exam_sitting")
    paper = await open_paper(agent)
    codes = [one["code"] for one in paper["paper"]]
    items = tuple([Item(Question(code=code, topic="billing", zh="", en="", asks=None)) for code in codes])  # type: ignore[arg-type]
    sitting = Sitting(items, start, 30, start + timedelta(days=80))
    for place, choice, number, minute in sorted(saves, key=lambda one: one[3]):
        clock.at = start + timedelta(minutes=minute)
        ruled = rule_save(sitting, codes[place], (choice,), number, clock.at)
        answered = await save(agent, paper["id"], (codes[place], [choice], number))
        assert (answered.status_code == 200) == (not isinstance(ruled, Refusal))
        sitting = sitting if isinstance(ruled, Refusal) else ruled
    clock.at = start
    kept = (await agent.get(f"/api/v1/sittings/{paper['id']}")).json()
    assert kept["answers"] == {code: list(answer) for code, answer in sitting.answers.items()}
    assert kept["numbers"] == sitting.saved
