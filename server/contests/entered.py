"""Who takes part in a contest: entered, seeded, put into divisions and on sides, and withdrawn."""

from datetime import datetime

import msgspec

from server.contests.contest import Contest
from server.db.pool import Connection


async def reenter(connection: Connection, contest: Contest) -> None:
    """Replace the participants; a team that withdrew stays on record as such unless it is named again."""
    await connection.execute(
        "DELETE FROM contest_participant WHERE contest_id = $1 AND (withdrawn_at IS NULL OR team_id = ANY($2::int[]))",
        contest.id,
        list(contest.team_ids),
    )
    await enter(connection, contest.id, contest.team_ids, contest.agent_ids)
    await seed(connection, contest.id, contest.seeds)
    await place(connection, contest.id, contest.divisions, contest.sides)


async def place(connection: Connection, contest_id: int, divisions: dict[str, str], sides: dict[str, int]) -> None:
    """Put the entrants into these divisions and on these sides, and all others into none."""
    await connection.execute(
        """
        UPDATE contest_participant p SET division = coalesce($2::jsonb->>entrant.id, ''),
               side = coalesce(($3::jsonb->>entrant.id)::int, 0)
        FROM (SELECT id AS row_id, CASE WHEN team_id IS NULL THEN 'a' || agent_id ELSE 't' || team_id END AS id
              FROM contest_participant WHERE contest_id = $1) entrant
        WHERE p.id = entrant.row_id
        """,
        contest_id,
        msgspec.json.encode(divisions).decode(),
        msgspec.json.encode(sides).decode(),
    )


async def seed(connection: Connection, contest_id: int, seeds: dict[str, int]) -> None:
    """Say who stands where in the draw; who is not named keeps what it has."""
    await connection.executemany(
        "UPDATE contest_participant SET seed = $3 WHERE contest_id = $1"
        " AND $2 = CASE WHEN team_id IS NULL THEN 'a' || agent_id ELSE 't' || team_id END",
        [(contest_id, entrant, place) for entrant, place in sorted(seeds.items())],
    )


async def withdraw(connection: Connection, contest_id: int, team_id: int, at: datetime) -> None:
    """Take a team out; it stays on record as withdrawn."""
    await connection.execute(
        "UPDATE contest_participant SET withdrawn_at = $3 WHERE contest_id = $1 AND team_id = $2",
        contest_id,
        team_id,
        at,
    )
    await connection.execute("UPDATE contest SET version = version + 1 WHERE id = $1", contest_id)


async def enter(connection: Connection, contest_id: int, teams: tuple[int, ...], agents: tuple[int, ...]) -> None:
    """Let these take part; nobody of them does yet."""
    await connection.execute(
        """
        INSERT INTO contest_participant (contest_id, team_id, agent_id)
        SELECT $1::int, id, NULL::int FROM unnest($2::int[]) AS id UNION ALL SELECT $1, NULL, id FROM unnest($3::int[]) AS id
        """,
        contest_id,
        list(teams),
        list(agents),
    )
