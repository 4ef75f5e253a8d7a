"""A room's own facts: with its commit or not at all, once whatever is killed, in revisions like anybody's."""

from datetime import UTC, datetime

import pytest

from server.db.pool import Database
from server.facts.promising import Promise, Promised, promise
from server.facts.service import FactsService

AT = datetime(2026, 3, 4, 1, tzinfo=UTC)


def qa(value: str | None, revision: int = 0, name: str = "evaluation:1") -> Promise:
    return Promise(name, "Becky", "qa", AT, value, revision)


async def values(database: Database) -> list[tuple[str, int, int | None]]:
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT fact_id, revision, value FROM fact ORDER BY fact_id")
    return [tuple(row) for row in rows]


async def promised(database: Database, *facts: Promise, then_fail: bool = False) -> None:
    async with database.transaction() as connection:
        await promise(connection, "quality", facts)
        if then_fail:
            raise ZeroDivisionError


async def test_with_the_commit_or_not_at_all(database: Database, facts: FactsService) -> None:
    keeper = Promised(database, facts)
    with pytest.raises(ZeroDivisionError):
        await promised(database, qa("88"), then_fail=True)
    assert await keeper.keep() == 0
    await promised(database, qa("88"), qa("91.5", name="evaluation:2"))
    assert await keeper.keep() == 1
    assert await values(database) == [("evaluation:1", 0, 88_000_000), ("evaluation:2", 0, 91_500_000)]
    assert await keeper.keep() == 0


async def test_later_revisions_supersede_and_take_back(database: Database, facts: FactsService) -> None:
    keeper = Promised(database, facts)
    await promised(database, qa("88"))
    await promised(database, qa("90", 1))
    await promised(database, qa(None, 2))
    assert await keeper.keep() == 3
    assert await values(database) == [("evaluation:1", 2, None)]


async def test_killed_between_taking_in_and_crossing_out(
    database: Database, facts: FactsService, monkeypatch: pytest.MonkeyPatch
) -> None:
    await promised(database, qa("88"))
    keeper = Promised(database, facts)
    transaction = database.transaction
    calls = 0

    def dying(*given: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls > 1:  # the first holds the facts, the second would cross the promise out
            raise ConnectionResetError
        return transaction(*given, **named)

    monkeypatch.setattr(database, "transaction", dying)
    with pytest.raises(ConnectionResetError):
        await keeper.keep()
    monkeypatch.undo()
    assert await values(database) == [("evaluation:1", 0, 88_000_000)]
    assert await keeper.keep() == 1
    assert await values(database) == [("evaluation:1", 0, 88_000_000)]


async def test_what_nobody_knows_waits_in_the_quarantine(database: Database, facts: FactsService) -> None:
    await promised(database, Promise("evaluation:3", "Nobody", "qa", AT, "88"), qa("88"))
    assert await Promised(database, facts).keep() == 1
    assert await values(database) == [("evaluation:1", 0, 88_000_000)]
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM quarantine") == 1
