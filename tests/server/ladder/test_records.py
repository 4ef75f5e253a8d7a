"""What is on record: entered, withdrawn, and the history of levels that follows people data."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest
from litestar import Litestar

from server.ladder.records.record import Exam, NewRecord
from server.ladder.service import LadderService
from tests.server.conftest import SignedIn

pytestmark = pytest.mark.usefixtures("centre")

_HISTORY = """
SELECT r.on_day, r.body ->> 'level' AS level FROM career_record r
WHERE r.agent_id = $1 AND r.kind = 'level' AND NOT EXISTS (SELECT FROM career_record w WHERE w.withdraws = r.id)
ORDER BY r.on_day, r.id"""


async def history(sql: Any, agent_id: int) -> list[tuple[str, str]]:
    return [(str(row["on_day"]), row["level"]) for row in await sql.fetch(_HISTORY, agent_id)]


@pytest.fixture
def ladder(app: Litestar) -> LadderService:
    ladder: LadderService = app.state.rooms.ladder
    return ladder


async def test_every_agent_begins_with_a_level(sql: Any) -> None:
    assert await history(sql, 2) == [("2025-02-03", "trainee")]


async def test_people_data_that_changes_goes_on_the_history(sql: Any) -> None:
    await sql.execute("UPDATE agent SET level = 'junior', level_since = '2025-05-01' WHERE id = 2")
    # The date was wrong: the history says what is right, and keeps what it said before.
    await sql.execute("UPDATE agent SET level_since = '2025-04-01' WHERE id = 2")
    await sql.execute("UPDATE agent SET name_en = 'Li' WHERE id = 2")
    assert await history(sql, 2) == [("2025-02-03", "trainee"), ("2025-04-01", "junior")]


async def test_a_level_begins_on_its_day(app: Litestar, sql: Any, ladder: LadderService, clock: Any) -> None:
    clock.at = datetime(2026, 3, 10, 8, tzinfo=UTC)
    async with app.state.rooms.db.transaction() as unit:
        for level, since in [("junior", date(2026, 3, 1)), ("intermediate", date(2026, 4, 1))]:
            await ladder.records.begin_level(unit, agent_id=2, level=level, since=since, ground="", by=None)
    assert await sql.fetchval("SELECT level FROM agent WHERE id = 2") == "junior"
    clock.at = datetime(2026, 4, 2, tzinfo=UTC)
    assert await ladder.records.apply_due_levels(clock.now()) == [2]
    assert await ladder.records.apply_due_levels(clock.now()) == []
    row = await sql.fetchrow("SELECT level, level_since FROM agent WHERE id = 2")
    assert tuple(row) == ("intermediate", date(2026, 4, 1))
    assert len(await history(sql, 2)) == 3


async def test_the_same_name_changes_nothing(app: Litestar, sql: Any, ladder: LadderService) -> None:
    exam = NewRecord(2, date(2026, 1, 5), Exam("junior", "86"), source="training", ref="E-1")
    async with app.state.rooms.db.transaction() as unit:
        first, again = await ladder.records.enter(unit, None, [exam, exam])
        (later,) = await ladder.records.enter(unit, None, [exam])
        other, nameless = await ladder.records.enter(
            unit,
            None,
            [NewRecord(2, date(2026, 1, 6), Exam("junior", "90")), NewRecord(2, date(2026, 1, 6), Exam("x", "1"))],
        )
    assert first == again == later
    assert await sql.fetchval("SELECT count(*) FROM career_record WHERE kind = 'exam'") == 3
    assert other != nameless


async def test_the_same_balances_from_two_hands_at_once_are_taken_once(signed_in: SignedIn, sql: Any) -> None:
    one, other = await signed_in("hr"), await signed_in("hr")
    file = {"file": ("x.csv", b"agent,month,score\nA2,2025-11,80\nA3,2025-11,85\n")}
    answers = await asyncio.gather(*(who.post("/api/v1/import/career/scorecards", files=file) for who in (one, other)))
    assert [answer.status_code for answer in answers] == [200, 200]
    kept = await sql.fetch("SELECT subject_id, revision, score FROM scorecard ORDER BY subject_id")
    assert [tuple(row) for row in kept] == [(2, 1, 80_000_000), (3, 1, 85_000_000)]
