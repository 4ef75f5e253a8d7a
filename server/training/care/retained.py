"""Notes of private talks are deleted when they are old."""

from datetime import date
from typing import Final

from server.db.pool import Database


class PrivateTalks:
    """See `server.retention.Kept`."""

    kind: Final = "private_talks"

    def __init__(self, db: Database) -> None:
        self._db = db

    async def due(self, before: date) -> tuple[int, date | None]:
        """Notes of talks held before then; nobody learns of whom."""
        async with self._db.connection() as connection:
            row = await connection.fetchrow("SELECT count(*), min(on_day) FROM private_talk WHERE on_day < $1", before)
        return row[0], row[1]

    async def forget(self, before: date) -> int:
        """Delete them, for both who can read them."""
        async with self._db.transaction() as connection:
            status: str = await connection.execute("DELETE FROM private_talk WHERE on_day < $1", before)
        return int(status.rsplit(maxsplit=1)[-1])
