"""27,565 real employees as agents and facts of the service: one run over all of them equals a naive recomputation, row by row."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import msgspec
import pytest

from career.evidence import View
from career.months import add_months
from career.readiness import assess
from server.auth.service import AuthService
from server.clock import SetClock
from server.db.pool import Database
from server.facts import attribution
from server.facts.service import FactsService
from server.ladder.evidence.gathering import gather
from server.ladder.evidence.needs import needs_of
from server.ladder.records.record import Attended, Badge, NewRecord
from server.ladder.records.service import RecordsService
from server.people.book import PeopleBook
from server.people.imports.service import ImportService
from tests.career.test_real_promotion import AS_OF, CRITERIA, EMPLOYEES, naive, rows

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not EMPLOYEES.exists(), reason=f"the real employees are not at {EMPLOYEES.name} beside the checkout"
    ),
]

METRICS = {
    "rating": "previous_year_rating",
    "kpi_met": "KPIs_met _greaterthan_80percent",
    "training_score": "avg_training_score",
}
JUNE = "2026-06-15T10:00:00+08:00"


@pytest.fixture
def clock() -> SetClock:
    """The morning of the as-of date."""
    return SetClock(datetime(2026, 7, 1, 2, tzinfo=UTC))


async def pour(database: Database, clock: SetClock, known: list[dict[str, str]]) -> None:
    """Employees through the import of people, what was measured through the intake, trainings and awards as records."""
    people = ImportService(database, attribution, AuthService(database, clock, PeopleBook()))
    facts_room = FactsService(database, clock)
    await facts_room.ensure_catalogue()
    await people.take(None, "sites", b"code,name_zh,name_en,zone\nHQ,HQ,HQ,Asia/Shanghai\n")
    lines = ["code,site,name_zh,name_en,hired,level"]
    for row in known:
        hired = add_months(AS_OF, -12 * int(row["length_of_service"]))
        lines.append(f"E{row['employee_id']},HQ,E,E,{hired},junior")
    outcome = await people.take(None, "agents", "\n".join(lines).encode())
    assert (outcome.created, outcome.refused) == (len(known), 0)
    everything = facts(known)
    while part := list(islice(everything, 10_000)):
        receipt = await facts_room.take("hr", msgspec.json.encode(part))
        assert receipt.accepted == len(part)
    async with database.transaction() as unit:
        ids = {row["code"]: row["id"] for row in await unit.fetch("SELECT code, id FROM agent")}
        await RecordsService(database, clock).enter(unit, None, list(records(known, ids)))


def facts(known: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    for row in known:
        for metric, column in METRICS.items():
            if row[column]:
                name = f"{metric}-{row['employee_id']}"
                yield {
                    "id": name,
                    "agent": f"E{row['employee_id']}",
                    "metric": metric,
                    "value": row[column],
                    "at": JUNE,
                }


def records(known: list[dict[str, str]], ids: dict[str, int]) -> Iterator[NewRecord]:
    day = date(2026, 6, 1)
    for row in known:
        agent = ids[f"E{row['employee_id']}"]
        for number in range(int(row["no_of_trainings"])):
            yield NewRecord(agent, day, Attended(f"course_{number}"), source="training")
        if row["awards_won"] == "1":
            yield NewRecord(agent, day, Badge("award"), source="import")


async def test_every_employee(database: Database, clock: SetClock, sql: Any) -> None:
    known = rows()
    for code in METRICS:
        await sql.execute(
            "INSERT INTO metric (code, name_zh, name_en, combine, good) VALUES ($1, $1, $1, 'mean', 'higher')"
            " ON CONFLICT (code) DO NOTHING",
            code,
        )
    await pour(database, clock, known)
    step = CRITERIA.step("junior", "intermediate")
    assert step is not None
    expected = {f"E{row['employee_id']}": naive(row) for row in known}
    found: Counter[str] = Counter()
    async with database.connection() as connection:
        async for person, evidence in gather(connection, None, as_of=AS_OF, needs=needs_of([CRITERIA])):
            readiness = assess(step, View(evidence, AS_OF))
            statuses = {one.code: verdict.status for one, verdict in zip(step.enabled, readiness.verdicts, strict=True)}
            assert statuses == expected[person.code], person.code
            found[readiness.state] += 1
            found["unrated"] += statuses["rating"] == "no_data"
            found["all"] += 1
    # 2,080 have no rating: that is no data, not 0, and none of them is ready.
    assert (found["all"], found["unrated"]) == (27_565, 2_080)
    assert found["ready"] == sum(set(one.values()) == {"met"} for one in expected.values()) > 0
