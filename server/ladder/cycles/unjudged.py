"""Whom the program failed to judge in a review: kept beside the candidates, shown to who decides, and tried again."""

from collections.abc import Collection, Sequence
from datetime import datetime

from server.db.pool import Connection
from server.ladder.cycles import freezing
from server.ladder.cycles.freezing import Unjudged
from server.ladder.cycles.store import SHOWN
from server.ladder.cycles.wire import UnjudgedOut
from server.wire import Bilingual, Named

_MOST_SHOWN = 100

# A minute later, then two, and so on up to ten.
_NOTE = """
INSERT INTO cycle_unjudged AS u (cycle_id, agent_id, error, since, again_at)
SELECT $1, given.agent_id, given.error, $2, $2::timestamptz + interval '1 minute'
FROM unnest($3::int[], $4::text[]) AS given (agent_id, error)
ON CONFLICT (cycle_id, agent_id) DO UPDATE SET error = EXCLUDED.error, tries = u.tries + 1,
    again_at = $2::timestamptz + least(u.tries + 1, 10) * interval '1 minute'"""


async def note(connection: Connection, cycle_id: int, failed: Sequence[Unjudged], now: datetime) -> None:
    """Keep whom judging has failed for, and when it is tried again."""
    if failed:
        await connection.execute(_NOTE, cycle_id, now, [one.agent_id for one in failed], [one.error for one in failed])


async def settle(connection: Connection, cycle_id: int, agent_ids: Collection[int]) -> None:
    """Forget that judging had failed for them."""
    await connection.execute(
        "DELETE FROM cycle_unjudged u USING unnest($2::int[]) AS done (id) WHERE u.cycle_id = $1 AND u.agent_id = done.id",
        cycle_id,
        list(agent_ids),
    )


async def due(
    connection: Connection, cycle_id: int, now: datetime
) -> tuple[list[tuple[int, str]], dict[int, tuple[str, str]]]:
    """Who is to be tried again, as (agent, site), and the step of those who are candidates already."""
    rows = await connection.fetch(
        "SELECT u.agent_id, s.code, k.source, k.target FROM cycle_unjudged u JOIN agent a ON a.id = u.agent_id"
        " LEFT JOIN cycle_candidate k ON k.cycle_id = u.cycle_id AND k.agent_id = u.agent_id"
        " JOIN site s ON s.id = coalesce(k.site_id, a.site_id)"
        " WHERE u.cycle_id = $1 AND u.again_at <= $2 ORDER BY u.agent_id LIMIT $3",
        cycle_id,
        now,
        freezing.PORTION,
    )
    ways = {row["agent_id"]: (row["source"], row["target"]) for row in rows if row["source"] is not None}
    return [(row["agent_id"], row["code"]) for row in rows], ways


_SEEN = f"""
FROM cycle_unjudged u JOIN agent a ON a.id = u.agent_id JOIN site s ON s.id = a.site_id
LEFT JOIN cycle_candidate k ON k.cycle_id = u.cycle_id AND k.agent_id = u.agent_id
WHERE u.cycle_id = $1 AND (k.agent_id IS NULL OR {SHOWN})"""


async def seen(connection: Connection, cycle_id: int, who: str) -> tuple[int, list[UnjudgedOut]]:
    """How many they are, and the first of them by code, less those whose files are hidden from somebody."""
    rows = await connection.fetch(
        "SELECT a.code, a.name_zh, a.name_en, s.code AS site, s.name_zh AS site_zh, s.name_en AS site_en, u.error, u.since,"
        f" u.again_at, k.agent_id IS NOT NULL AS listed, count(*) OVER () AS n {_SEEN} ORDER BY a.code LIMIT {_MOST_SHOWN}",
        cycle_id,
        who,
    )
    found = [
        UnjudgedOut(
            agent=Named(row["code"], Bilingual(row["name_zh"], row["name_en"])),
            site=Named(row["site"], Bilingual(row["site_zh"], row["site_en"])),
            listed=row["listed"],
            error=row["error"],
            since=row["since"],
            again_at=row["again_at"],
        )
        for row in rows
    ]
    return (rows[0]["n"] if rows else 0), found
