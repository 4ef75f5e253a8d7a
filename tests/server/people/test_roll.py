"""The roll of a window: whom it names, what it fills, and which days are worked."""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from server.db.pool import Database
from server.people.roll import Roll, read_roll

STARTS, ENDS = datetime(2026, 3, 1, 16, tzinfo=UTC), datetime(2026, 3, 8, 16, tzinfo=UTC)
"""A week in Shanghai."""


@pytest.fixture
async def filled(database: Database, sql: Any) -> Database:
    """Agent 1 leads team 1; agent 2 moves from team 1 to team 2 on the Wednesday; agent 3 left before the week."""
    await sql.execute(
        """
        INSERT INTO site (code, name_zh, name_en, zone) VALUES ('CD', '成都', 'Chengdu', 'Asia/Shanghai');
        INSERT INTO calendar_day (site_id, day, kind) VALUES (1, '2026-03-03', 'holiday'), (1, '2026-03-07', 'workday');
        INSERT INTO team (code, site_id, name_zh, name_en) VALUES ('T1', 1, '一', 'One'), ('T2', 1, '二', 'Two');
        INSERT INTO agent (code, site_id, name_zh, name_en, hired)
            SELECT 'A' || n, 1, 'a', 'a', '2025-01-01' FROM generate_series(1, 3) n;
        INSERT INTO membership (agent_id, team_id, starts, ends, post) VALUES (1, 1, '2025-01-01', NULL, 'lead'),
            (2, 1, '2025-01-01', '2026-03-04', 'member'), (2, 2, '2026-03-04', NULL, 'member'),
            (3, 1, '2025-01-01', '2026-03-01T16:00Z', 'member');
        INSERT INTO employment (agent_id, starts, ends, fte) VALUES (2, '2026-03-04', '2026-03-05', 0.5);
        INSERT INTO leave (agent_id, starts, ends, part, kind) VALUES (2, '2026-03-05', '2026-03-06', 'morning', 'sick');
        INSERT INTO roster (agent_id, day, starts, ends) VALUES
            (2, '2026-03-05', '2026-03-05T01:00Z', '2026-03-05T04:00Z'), (2, '2026-03-05', '2026-03-05T05:00Z', '2026-03-05T09:00Z'),
            (2, '2026-03-09', '2026-03-08T16:00Z', '2026-03-09T01:00Z');
        """
    )
    return database


async def roll_of(database: Database, **whom: list[int]) -> Roll:
    async with database.transaction() as unit:
        return await read_roll(unit, STARTS, ENDS, **whom)


async def test_a_teams_roll_has_those_who_were_in_it_and_only_their_time_there(filled: Database) -> None:
    roll = await roll_of(filled, team_ids=[1])
    assert [(span.agent_id, span.team_id, span.post) for span in roll.memberships] == [(1, 1, "lead"), (2, 1, "member")]
    assert sorted(roll.agents) == [1, 2]
    both = await roll_of(filled, agent_ids=[2])
    assert [span.team_id for span in both.memberships] == [1, 2]


async def test_the_worked_days_follow_the_sites_calendar(filled: Database) -> None:
    roll = await roll_of(filled, team_ids=[1])
    assert [day.day for day in roll.sites[1].working_days] == [2, 4, 5, 6, 7]


async def test_employment_has_no_gap(filled: Database) -> None:
    roll = await roll_of(filled, agent_ids=[2])
    spans = [(span.starts, span.ends, span.fte) for span in roll.employment]
    assert spans[1] == (date(2026, 3, 4), date(2026, 3, 5), Fraction(1, 2))
    assert [fte for _, _, fte in spans] == [1, Fraction(1, 2), 1]
    assert spans[0][1] == date(2026, 3, 4)
    assert spans[2][0] == date(2026, 3, 5)


async def test_split_shifts_are_one_day_and_the_next_weeks_shift_is_not_in(filled: Database) -> None:
    roll = await roll_of(filled, agent_ids=[1, 2])
    assert [(day.agent_id, day.day, day.starts.hour, day.ends.hour) for day in roll.roster] == [
        (2, date(2026, 3, 5), 1, 9)
    ]
    assert roll.rostered == {2}
    assert [(span.agent_id, span.part) for span in roll.leave] == [(2, "morning")]
