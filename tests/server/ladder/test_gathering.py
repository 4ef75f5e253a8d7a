"""What is gathered of many people at once is what one finds out about each of them one fact at a time."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from litestar import Litestar

from career.evidence import Evidence
from server.ladder.evidence.gathering import Person, gather
from tests.server.ladder.naive import evidence_of

pytestmark = pytest.mark.usefixtures("centre")

AS_OF = date(2026, 3, 1)
METRICS = ["complaints", "critical_errors", "qa", "training_hours"]


async def gathered(app: Litestar, agent_ids: list[int] | None, **options: Any) -> list[tuple[Person, Evidence]]:
    async with app.state.rooms.db.transaction() as connection:
        return [one async for one in gather(connection, agent_ids, **{"as_of": AS_OF, **options})]


async def _facts(app: Litestar, clock: Any, rng: random.Random, at: datetime) -> None:
    """Facts and higher revisions of them through the intake, received at the instant."""
    clock.at = at
    facts = []
    for number in range(rng.randrange(300), 400):
        when = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randrange(400 * 1440))
        metric = rng.choice(METRICS)
        whole = rng.randrange(1, 24) if metric == "training_hours" else rng.randrange(0, 100)
        facts.append(
            {
                "id": f"f{number}",
                "agent": f"A{rng.randrange(1, 4)}",
                "metric": metric,
                "value": None
                if rng.random() < 0.1
                else f"{whole}.{rng.randrange(10)}"
                if metric == "qa"
                else str(whole),
                "weight": str(rng.randrange(1, 4)),
                "at": min(when, at).isoformat(),
                "revision": at.day,
            }
        )
    taken = await app.state.rooms.facts.take("qa", msgspec.json.encode(facts))
    assert not taken.rejected


async def _people(sql: Any, rng: random.Random) -> None:
    """Leave, rosters for some months, a site of another zone, a transfer, and people hired in the middle of a month."""
    await sql.execute("UPDATE site SET day_starts = '04:00' WHERE code = 'BE'")
    await sql.execute(
        "UPDATE agent SET hired = $1 WHERE code = 'A3'", date(2025, rng.randrange(1, 12), rng.randrange(2, 28))
    )
    await sql.execute("INSERT INTO team (code, site_id, name_zh, name_en) VALUES ('T3', 2, '柏', 'B')")
    moved = datetime(2025, rng.randrange(4, 12), rng.randrange(1, 28), tzinfo=UTC)
    await sql.execute("UPDATE membership SET ends = $1 WHERE agent_id = 2", moved)
    await sql.execute(
        "INSERT INTO membership (agent_id, team_id, starts, post) VALUES (2, 3, $1, 'deputy')",
        moved + timedelta(days=3),
    )
    await sql.execute("INSERT INTO skill (agent_id, queue_id, since) VALUES (2, 1, '2025-06-01')")
    await sql.execute(
        "INSERT INTO calendar_day (site_id, day, kind) VALUES (1, '2025-10-01', 'holiday'), (1, '2025-10-11', 'workday')"
    )
    day = date(2025, 1, 1)
    while day < AS_OF:
        for agent in (1, 2, 3):
            if rng.random() < 0.01:
                part = rng.choice(["whole", "morning", "afternoon"])
                ends = day + timedelta(days=rng.randrange(1, 20))
                await sql.execute(
                    "INSERT INTO leave (agent_id, starts, ends, part, kind) VALUES ($1, $2, $3, $4, 'x') ON CONFLICT DO NOTHING",
                    agent, day, ends, part,
                )  # fmt: skip
            if agent != 3 and day.month % 3 == agent and rng.random() < 0.7:
                for hour in rng.sample([6, 14], rng.choice([1, 1, 2])):
                    starts = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
                    await sql.execute(
                        "INSERT INTO roster (agent_id, day, starts, ends) VALUES ($1, $2, $3, $4)",
                        agent, day, starts, starts + timedelta(hours=4),
                    )  # fmt: skip
        day += timedelta(days=1)


@pytest.mark.parametrize("seed", range(3))
async def test_gathering_equals_finding_out_one_by_one(app: Litestar, sql: Any, clock: Any, seed: int) -> None:
    rng = random.Random(seed)
    await _people(sql, rng)
    for day in (1, 5, 9):
        await _facts(app, clock, rng, datetime(2026, 3, day, 12, tzinfo=UTC))
    for month in range(2025 * 12, 2026 * 12 + 2):
        for revision in range(rng.randrange(3)):
            await sql.execute(
                "INSERT INTO scorecard (tier, subject_id, month, revision, site_id, score, half_days, carried_over, published_at,"
                " ground, sheet) VALUES ('agent', $1, $2, $3, 1, $4, $5, $6, $7, 'carried_over', '')",
                rng.randrange(1, 4), month, revision + 1, rng.choice([None, rng.randrange(10**8)]), rng.choice([None, 30]),
                rng.random() < 0.5, datetime(2026, 3, 3 + 4 * revision, tzinfo=UTC),
            )  # fmt: skip
    for cut in (None, datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 7, tzinfo=UTC)):
        everybody = await gathered(app, None, accepted_before=cut)
        assert [person.code for person, _ in everybody] == ["A1", "A2", "A3"]
        for person, found in everybody:
            expected = await evidence_of(sql, person.code, AS_OF, METRICS, 24, cut)
            assert found == expected
        (alone,) = await gathered(app, [2], accepted_before=cut)
        assert alone == everybody[1]
