"""What has to follow a commit, written in its transaction and read in an order in which nothing is ever skipped."""

from typing import NamedTuple

from server.db.pool import Connection


class Position(NamedTuple):
    """How far a reader has come: all rows up to and including (xid, seq)."""

    xid: int
    seq: int


START = Position(0, 0)


class OutboxRow(NamedTuple):
    """One message; `payload` is whatever its topic promises."""

    xid: int
    seq: int
    topic: str
    payload: bytes

    @property
    def position(self) -> Position:
        return Position(self.xid, self.seq)


async def put(connection: Connection, topic: str, payload: bytes) -> None:
    """Add a message to the caller's transaction."""
    await connection.execute("INSERT INTO outbox (topic, payload) VALUES ($1, $2)", topic, payload)


async def read(connection: Connection, after: Position, topics: list[str], limit: int = 500) -> list[OutboxRow]:
    """The next messages in order of transaction, below the oldest transaction still running.

    A transaction that took its number early and commits late therefore holds its successors back rather than being missed;
    a long transaction anywhere in the cluster delays readers, so none may stay open.
    """
    rows = await connection.fetch(
        """
        SELECT xid::text::bigint AS xid, seq, topic, payload FROM outbox
        WHERE (xid, seq) > ($1::text::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
          AND topic = ANY($3::text[])
        ORDER BY xid, seq LIMIT $4
        """,
        str(after.xid),
        after.seq,
        topics,
        limit,
    )
    return [OutboxRow(row["xid"], row["seq"], row["topic"], row["payload"]) for row in rows]


async def head(connection: Connection) -> Position:
    """A position to follow from after loading state in the same REPEATABLE READ transaction.

    Transactions below the snapshot's xmin are all in the snapshot. Those at or above it may be in it or not; a reader that
    starts here sees them again, so it must load with `loaded_in` and skip what the snapshot already held.
    """
    xmin = await connection.fetchval("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    return Position(int(xmin) - 1, 2**63 - 1)


class Snapshot(NamedTuple):
    """Which transactions a loaded state contains."""

    xmin: int
    xmax: int
    running: frozenset[int]

    def holds(self, xid: int) -> bool:
        """Whether the effects of transaction `xid` (committed by now) were visible when the state was loaded."""
        return xid < self.xmin or (xid < self.xmax and xid not in self.running)


async def loaded_in(connection: Connection) -> Snapshot:
    """The snapshot of the caller's REPEATABLE READ transaction, to tell afterwards which messages it already contains."""
    text: str = await connection.fetchval("SELECT pg_current_snapshot()::text")
    xmin, xmax, running = text.split(":")
    return Snapshot(int(xmin), int(xmax), frozenset(int(xid) for xid in running.split(",") if xid))


async def trim(connection: Connection, before_hours: int = 24) -> int:
    """Delete messages older than the given hours; readers reload from the tables when they were away for longer."""
    status = await connection.execute(
        "DELETE FROM outbox WHERE created_at < clock_timestamp() - make_interval(hours => $1)", before_hours
    )
    return int(status.split()[-1])
