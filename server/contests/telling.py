"""Tells the rest of the service, through the outbox, that a contest changed."""

import msgspec

from server.db import outbox
from server.db.pool import Connection


async def tell(connection: Connection, contest_id: int) -> None:
    """Let scorers and hubs know, once this transaction is committed, that the contest changed."""
    await outbox.put(connection, "contests", msgspec.msgpack.encode({"contest": contest_id}))
