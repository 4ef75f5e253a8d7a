"""Keeps the ranks at every full hour and at the start of every business day, from which boards tell who moved."""

from datetime import datetime, timedelta

import msgspec

from leaderboards.calendar import Calendar
from server.contests.showing.boards import Ranks
from server.db.pool import Connection

_ranks = msgspec.json.Decoder(dict[str, int | None])


def day_start(calendar: Calendar, now: datetime) -> datetime:
    """When the business day of this instant began."""
    return calendar.start_of(calendar.business_day(now))


def marks_between(calendar: Calendar, before: datetime, now: datetime) -> list[datetime]:
    """The newest full hour and the newest start of a day in (before, now]; older ones were missed and stay unknown."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    return sorted({mark for mark in (hour, day_start(calendar, now)) if before < mark <= now})


async def keep(connection: Connection, contest_id: int, at: datetime, ranks: Ranks) -> None:
    """Note the ranks at an instant; what is already noted for it stays."""
    await connection.execute(
        "INSERT INTO rank_history (contest_id, at, ranks) VALUES ($1, $2, $3::jsonb) ON CONFLICT (contest_id, at) DO NOTHING",
        contest_id,
        at,
        msgspec.json.encode(ranks).decode(),
    )


async def ranks_at(connection: Connection, contest_id: int, at: datetime) -> dict[str, int | None] | None:
    """The newest ranks noted at or before an instant, but not more than a day earlier; None where there are none."""
    found = await connection.fetchval(
        "SELECT ranks FROM rank_history WHERE contest_id = $1 AND at <= $2 AND at > $3 ORDER BY at DESC LIMIT 1",
        contest_id,
        at,
        at - timedelta(days=1),
    )
    return None if found is None else _ranks.decode(found)


async def all_of(
    connection: Connection, contest_id: int, *, before: datetime | None = None
) -> list[tuple[datetime, dict[str, int | None]]]:
    """Everything noted of a contest (before an instant), oldest first."""
    rows = await connection.fetch(
        "SELECT at, ranks FROM rank_history WHERE contest_id = $1 AND ($2::timestamptz IS NULL OR at < $2) ORDER BY at",
        contest_id,
        before,
    )
    return [(row["at"], _ranks.decode(row["ranks"])) for row in rows]
