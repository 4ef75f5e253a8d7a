"""The test bed itself: each test sees a migrated database that no other test has touched."""

import asyncpg
import pytest

from server.db.migrate import pending_migrations
from server.db.pool import Database


@pytest.mark.parametrize("turn", [1, 2])
async def test_a_database_is_clean_for_every_test(turn: int, sql: "asyncpg.Connection[asyncpg.Record]") -> None:
    await sql.execute("CREATE TABLE left_behind (turn int)")
    await sql.execute("INSERT INTO left_behind VALUES ($1)", turn)
    assert [row["turn"] for row in await sql.fetch("SELECT turn FROM left_behind")] == [turn]


async def test_every_migration_has_run(database_url: str) -> None:
    assert await pending_migrations(database_url) == []


async def test_the_open_database_takes_part_in_transactions(database: Database) -> None:
    async def fail_halfway() -> None:
        async with database.transaction() as unit:
            await unit.execute("CREATE TABLE undone (id int)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_halfway()
    async with database.connection() as plain:
        assert await plain.fetchval("SELECT to_regclass('undone')") is None
