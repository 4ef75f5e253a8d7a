"""Reads and writes the fixtures of seasons, and finds the rounds they are played in."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from leaderboards.season import Fixture
from server.contests import store
from server.contests.contest import Contest
from server.db.pool import Connection


async def fixtures(connection: Connection, contest_id: int) -> tuple[Fixture, ...]:
    """All fixtures of a season, by round and slot."""
    rows = await connection.fetch(
        "SELECT round, stage, pool, slot, home, away, winner FROM fixture WHERE contest_id = $1"
        " ORDER BY round, pool, stage, slot",
        contest_id,
    )
    return tuple(Fixture(**row) for row in rows)


async def add_fixtures(connection: Connection, contest_id: int, drawn: Iterable[Fixture]) -> None:
    """Keep what was drawn."""
    await connection.executemany(
        "INSERT INTO fixture (contest_id, round, stage, pool, slot, home, away) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [(contest_id, one.round, one.stage, one.pool, one.slot, one.home, one.away) for one in drawn],
    )


async def let_stand(connection: Connection, contest_id: int, decided: Iterable[tuple[Fixture, str]]) -> None:
    """Keep who went on from these ties, because something was built on it."""
    await connection.executemany(
        "UPDATE fixture SET winner = $6 WHERE contest_id = $1 AND round = $2 AND stage = $3 AND pool = $4 AND slot = $5",
        [(contest_id, one.round, one.stage, one.pool, one.slot, winner) for one, winner in decided],
    )


async def rounds(connection: Connection, contest_id: int) -> list[Contest]:
    """The contests that are a season's rounds, in order."""
    rows = await connection.fetch("SELECT id FROM contest WHERE parent_id = $1", contest_id)
    found = await store.many(connection, [row["id"] for row in rows])
    return sorted(found, key=lambda one: one.round or 0)


async def seasons_of(connection: Connection, contest_ids: Iterable[int]) -> set[int]:
    """The seasons among these contests, and those of which they are rounds."""
    rows = await connection.fetch(
        "SELECT coalesce(parent_id, id) AS id FROM contest"
        " WHERE id = ANY($1::int[]) AND (parent_id IS NOT NULL OR format IN ('league', 'cup'))",
        list(contest_ids),
    )
    return {row["id"] for row in rows}


async def going_on(connection: Connection) -> list[int]:
    """Launched seasons to look after: not signed, or called off with rounds that are not, or signed before a round was
    corrected."""
    rows = await connection.fetch(
        """
        SELECT c.id FROM contest c
        LEFT JOIN season s ON s.contest_id = c.id
        WHERE c.format IN ('league', 'cup') AND c.launched_at IS NOT NULL AND CASE
            WHEN c.cancelled_at IS NOT NULL THEN EXISTS (
                SELECT FROM contest d WHERE d.parent_id = c.id AND d.cancelled_at IS NULL
                  AND NOT EXISTS (SELECT FROM contest_result r WHERE r.contest_id = d.id))
            WHEN s.signed_at IS NOT NULL THEN EXISTS (
                SELECT FROM contest d JOIN contest_result r ON r.contest_id = d.id
                WHERE d.parent_id = c.id AND r.signed_at > s.signed_at)
            ELSE true END
        ORDER BY c.id
        """
    )
    return [row["id"] for row in rows]


async def drawn_version(connection: Connection, contest_id: int) -> int | None:
    """The version of the season that its fixtures were drawn from; None before the first draw."""
    version: int | None = await connection.fetchval(
        "SELECT drawn_version FROM season WHERE contest_id = $1", contest_id
    )
    return version


async def note_draw(connection: Connection, contest: Contest, now: datetime) -> None:
    """Remember what the fixtures were drawn from."""
    await connection.execute(
        "INSERT INTO season (contest_id, drawn_version, drawn_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (contest_id) DO UPDATE SET drawn_version = EXCLUDED.drawn_version, drawn_at = EXCLUDED.drawn_at",
        contest.id,
        contest.version,
        now,
    )


async def note_signed(connection: Connection, contest_id: int, now: datetime) -> None:
    """Remember up to when the results of rounds are in the season's."""
    await connection.execute("UPDATE season SET signed_at = $2 WHERE contest_id = $1", contest_id, now)


async def undo_draw(connection: Connection, contest_id: int, rounds_made: Sequence[Contest]) -> None:
    """Forget fixtures and rounds of a season that has not begun."""
    await connection.execute("DELETE FROM fixture WHERE contest_id = $1", contest_id)
    await connection.execute("DELETE FROM contest WHERE id = ANY($1::int[])", [one.id for one in rounds_made])


async def extend(connection: Connection, contest_id: int, ends: datetime) -> None:
    """Let a season last until its newest round does."""
    await connection.execute("UPDATE contest SET ends = $2 WHERE id = $1 AND ends < $2", contest_id, ends)
