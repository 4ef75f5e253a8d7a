"""People who left long ago are erased, as by hand."""

from datetime import date
from typing import Final

from server.db.pool import Database
from server.errors import DomainError
from server.people.privacy import PrivacyService

_AT_ONCE = 50
"""So many in one round; the others have theirs."""
_GONE = "left_on < $1 AND code NOT LIKE 'erased-%'"


class LeftPeople:
    """See `server.retention.Kept`."""

    kind: Final = "left_people"

    def __init__(self, db: Database, privacy: PrivacyService) -> None:
        self._db = db
        self._privacy = privacy

    async def due(self, before: date) -> tuple[int, date | None]:
        """People who had left by then and still have a name."""
        async with self._db.connection() as connection:
            row = await connection.fetchrow(f"SELECT count(*), min(left_on) FROM agent WHERE {_GONE}", before)
        return row[0], row[1]

    async def forget(self, before: date) -> int:
        """Erase them, the longest gone first."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                f"SELECT code FROM agent WHERE {_GONE} ORDER BY left_on, id LIMIT {_AT_ONCE}", before
            )
        gone = 0
        for row in rows:
            try:
                await self._privacy.erase(None, row["code"])
                gone += 1
            except DomainError:
                # Erased or back at work since the list was made.
                continue
        return gone
