"""A small centre for the tests of facts: two sites in different zones, three teams, eight agents, two queues."""

from datetime import datetime
from typing import Any

import asyncpg
import msgspec
import pytest

from server.clock import SetClock
from server.db.pool import Database
from server.facts.receipts import Receipt
from server.facts.service import FactsService

Sql = asyncpg.Connection
NAMES = ("Becky", "Dan", "Diane", "Greg", "Jim", "Joe", "Martha", "Stewart")

CENTRE = """
INSERT INTO site (code, name_zh, name_en, zone, day_starts) VALUES
    ('SH', '上海', 'Shanghai', 'Asia/Shanghai', '04:00'), ('ZH', '苏黎世', 'Zurich', 'Europe/Zurich', '00:00');
INSERT INTO queue (code, name_zh, name_en) VALUES ('sales', '销售', 'Sales'), ('care', '客服', 'Care');
INSERT INTO team (code, site_id, name_zh, name_en)
    SELECT t.code, site.id, t.code, t.code FROM (VALUES ('T1', 'SH'), ('T2', 'SH'), ('T3', 'ZH')) t(code, site)
    JOIN site ON site.code = t.site;
"""


@pytest.fixture
async def facts(database: Database, clock: SetClock) -> FactsService:
    """The facts service on a database with the small centre and the shipped catalogue."""
    service = FactsService(database, clock)
    async with database.transaction() as connection:
        await connection.execute(CENTRE)
        for number, name in enumerate(NAMES):
            team = ("T1", "T1", "T1", "T2", "T2", "T3", "T3", None)[number]
            await add_agent(connection, name, team)
    await service.ensure_catalogue()
    return service


async def add_agent(connection: Any, code: str, team: str | None = None) -> int:
    """An agent in a team since 2020, or in none."""
    agent_id = await connection.fetchval(
        "INSERT INTO agent (code, site_id, name_zh, name_en, hired)"
        " SELECT $1, coalesce((SELECT site_id FROM team WHERE code = $2), (SELECT id FROM site WHERE code = 'SH')), $1, $1,"
        " '2020-01-01' RETURNING id",
        code,
        team,
    )
    if team is not None:
        await connection.execute(
            "INSERT INTO membership (agent_id, team_id, starts) SELECT $1, id, '2020-01-01T00:00Z' FROM team WHERE code = $2",
            agent_id,
            team,
        )
    return int(agent_id)


async def transfer(database: Database, facts: FactsService, agent: str, team: str | None, at: datetime) -> None:
    """Move an agent from an instant on, as the people room does it: lock, memberships, facts, one transaction."""
    async with database.transaction() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.memberships'))")
        agent_id = await connection.fetchval("SELECT id FROM agent WHERE code = $1", agent)
        await connection.execute("DELETE FROM membership WHERE agent_id = $1 AND starts >= $2", agent_id, at)
        await connection.execute(
            "UPDATE membership SET ends = $2 WHERE agent_id = $1 AND (ends IS NULL OR ends > $2)", agent_id, at
        )
        if team is not None:
            await connection.execute(
                "INSERT INTO membership (agent_id, team_id, starts) SELECT $1, id, $3 FROM team WHERE code = $2",
                agent_id,
                team,
                at,
            )
        await facts.reattribute(connection, [agent_id])


def fact(id_: str, value: Any, **rest: Any) -> dict[str, Any]:
    """A fact of Becky's calls on the tests' morning, unless told otherwise."""
    return {"id": id_, "agent": "Becky", "metric": "calls", "value": value, "at": "2026-03-04T09:00:00+08:00", **rest}


def body(*facts: dict[str, Any]) -> bytes:
    """A request of facts."""
    return msgspec.json.encode(list(facts))


def counts(receipt: Receipt) -> dict[str, int]:
    """The counts of a receipt that are not zero."""
    found = msgspec.to_builtins(receipt)
    found["rejected"] = len(receipt.rejected)
    return {name: count for name, count in found.items() if count}


ROLLUPS = """
SELECT membership_id, metric_id, day, agent_id, team_id, queue_id, n, sum_value, sum_weight, sum_weighted
FROM rollup ORDER BY 1, 2, 3, 4, 5, 6"""


async def rollups(connection: Any) -> list[tuple[Any, ...]]:
    """All rollups in order of their key."""
    return [tuple(row) for row in await connection.fetch(ROLLUPS)]
