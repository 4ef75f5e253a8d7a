"""Whom a team's honors belong to besides the team: members with full credit for the week, month or season they are for."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

import asyncpg

from leaderboards.badges.history import Shared
from leaderboards.calendar import Window
from leaderboards.credit import Credit, attendance, credit
from leaderboards.teams import MembershipSpan
from server.contests.persons import persons
from server.db.pool import Connection
from server.people.roll import read_roll

_AROUND = timedelta(days=2)

# What only a correction could still change.
_HONORS = """
SELECT DISTINCT ON (m.agent_id, h.id) m.agent_id, h.honor, h.key, h.team_id, h.starts, h.ends
FROM unnest($1::int[]) AS asked(id) JOIN membership m ON m.agent_id = asked.id
JOIN honor h ON h.team_id = m.team_id AND h.withdrawn_at IS NULL AND h.final_at IS NOT NULL
  AND m.starts < h.ends + 2 AND (m.ends IS NULL OR m.ends > h.starts - 2)
ORDER BY m.agent_id, h.id"""


async def shared_of(connection: Connection, agent_ids: Sequence[int]) -> dict[int, list[Shared]]:
    """By agent, what the teams they were in are honored for, and whether they share it."""
    return await credited(connection, await connection.fetch(_HONORS, list(agent_ids)))


async def credited(connection: Connection, rows: Sequence[asyncpg.Record]) -> dict[int, list[Shared]]:
    """By agent, how honors of teams they were in are shared; a row for each agent and honor."""
    found: dict[int, list[Shared]] = {}
    for row, what in zip(rows, await credits_of(connection, rows), strict=True):
        on = row["ends"] - timedelta(days=1)
        found.setdefault(row["agent_id"], []).append(Shared(on, row["honor"], row["key"], what))
    return found


async def credits_of(connection: Connection, rows: Sequence[asyncpg.Record]) -> list[Credit]:
    """Row by row (`agent_id`, `team_id`, and the days [`starts`, `ends`)) whether the agent has full credit in the team."""
    if not rows:
        return []
    # Wide enough for every zone.
    first = datetime.combine(min(row["starts"] for row in rows), time(), UTC) - _AROUND
    last = datetime.combine(max(row["ends"] for row in rows), time(), UTC) + _AROUND
    found: list[Credit] = []
    ids = sorted({row["agent_id"] for row in rows})
    roll = await read_roll(connection, first, last, agent_ids=ids)
    people = persons(roll)
    spans: dict[int, dict[str, list[MembershipSpan]]] = {one: {} for one in ids}
    for one in roll.memberships:
        own = spans[one.agent_id].setdefault(f"t{one.team_id}", [])
        own.append(MembershipSpan(one.id, f"a{one.agent_id}", one.starts, one.ends, one.post))
    for row in rows:
        agent_id = row["agent_id"]
        calendar = roll.sites[roll.agents[agent_id].site_id].calendar
        window = Window(calendar.start_of(row["starts"]), calendar.start_of(row["ends"]))
        days = attendance(f"a{agent_id}", spans[agent_id], people[f"a{agent_id}"], calendar, window)
        found.append(credit(days).get(f"t{row['team_id']}", "contributed"))
    return found
