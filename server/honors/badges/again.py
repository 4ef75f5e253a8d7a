"""Looks again at those whom a late or corrected fact concerns as soon as it is known, rather than with the next business day."""

from collections.abc import Collection
from datetime import date, timedelta

from server.clock import Clock
from server.contests import directory
from server.db import outbox
from server.db.outbox import Position
from server.db.pool import Connection, Database
from server.facts.changes import decode_told
from server.honors.badges import catalogue
from server.honors.badges.supplying import lateness

_READER = "badges"
_SOME = 100
"""Messages at once: each holds thousands of facts at most."""


async def settle_again(connection: Connection, agents: Collection[int], days: Collection[date]) -> None:
    """Let the awards of these agents, and of the teams they were in on these days, be judged anew once this is committed.

    For whoever corrects what was settled: facts of days that still wait for late ones are judged in time by themselves.
    """
    ids = sorted(set(agents))
    await connection.execute(
        "INSERT INTO badge_due (agent_id, reason) SELECT id, 'corrected' FROM unnest($1::int[]) AS asked(id)", ids
    )
    await connection.execute(
        "INSERT INTO badge_due (team_id, reason) SELECT DISTINCT m.team_id, 'corrected' FROM unnest($1::int[]) AS asked(id)"
        " CROSS JOIN unnest($2::date[]) AS on_day(day) JOIN membership m ON m.agent_id = asked.id"
        " AND m.starts < on_day.day + 2 AND (m.ends IS NULL OR m.ends > on_day.day - 1)",
        ids,
        sorted(set(days)),
    )
    # Whoever's record it was may not hold any more, and somebody else's may.
    await connection.execute("UPDATE badge_best SET day = NULL")
    await connection.execute("UPDATE honor_asked SET n = n + 1")


class LateFacts:
    """Follows facts in the order of their commits; any number of processes, one at a time, none twice."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def follow(self) -> int:
        """Ask for those whom facts since the last look concern; how many agents they were."""
        found = 0
        async with self._db.transaction() as connection:
            position = await _position(connection)
            if position is None:
                return 0
            settled = self._clock.now() - await _patience(connection)
            # Taken first: whatever lies below it is seen by the read that follows, and never has to be read past again.
            head = await outbox.head(connection)
            rows = await outbox.read(connection, position, ["facts"], _SOME)
            concerned: dict[int, set[date]] = {}
            for row in rows:
                told = decode_told(row.payload)
                for agent_id, day in told.before(settled):
                    concerned.setdefault(agent_id, set()).add(day)
            if concerned:
                await settle_again(connection, concerned, {day for days in concerned.values() for day in days})
                found = len(concerned)
            await _keep(connection, rows[-1].position if len(rows) == _SOME else max(head, position))
        return found


async def _position(connection: Connection) -> Position | None:
    """How far all processes together have come; None while another one is at it. At the first look nothing lies behind."""
    row = await connection.fetchrow(
        "SELECT xid::text::bigint AS xid, seq FROM outbox_reader WHERE reader = $1 FOR UPDATE SKIP LOCKED", _READER
    )
    if row is not None:
        return Position(row["xid"], row["seq"])
    head = await outbox.head(connection)
    await connection.execute(
        "INSERT INTO outbox_reader (reader, xid, seq) VALUES ($1, $2::text::xid8, $3) ON CONFLICT DO NOTHING",
        _READER,
        str(head.xid),
        head.seq,
    )
    return None


async def _keep(connection: Connection, position: Position) -> None:
    await connection.execute(
        "UPDATE outbox_reader SET xid = $2::text::xid8, seq = $3 WHERE reader = $1",
        _READER,
        str(position.xid),
        position.seq,
    )


async def _patience(connection: Connection) -> timedelta:
    """How long what any badge leans on may be late."""
    needed = catalogue.needs_of(await catalogue.versions(connection)).metrics
    known = await directory.definitions(connection)
    return lateness([one.metric for code, one in known.items() if code in needed])
