"""What refused facts said, once somebody has looked after them: taken in after all, or not needed."""

from datetime import UTC, date, datetime, time
from typing import Final

from server.db.pool import Database

_SETTLED = "resolved_at < $1 AND payload <> ''"


class SettledRefusals:
    """See `server.retention.Kept`. The digest stays: what was not needed is still not taken when it is sent again."""

    kind: Final = "refused_facts"

    def __init__(self, db: Database) -> None:
        self._db = db

    async def due(self, before: date) -> tuple[int, date | None]:
        """Refused facts that were settled by then and can still be read."""
        async with self._db.connection() as connection:
            row = await connection.fetchrow(
                f"SELECT count(*), min(resolved_at) FROM quarantine WHERE {_SETTLED}", _start(before)
            )
        return row[0], row[1].date() if row[1] else None

    async def forget(self, before: date) -> int:
        """Blank what they said."""
        async with self._db.transaction() as connection:
            status: str = await connection.execute(
                f"UPDATE quarantine SET payload = '', detail = '{{}}' WHERE {_SETTLED}", _start(before)
            )
        return int(status.rsplit(maxsplit=1)[-1])


def _start(day: date) -> datetime:
    return datetime.combine(day, time(0), UTC)
