"""The news of the one who asks: what happened to the own person or is due in the own keeping, and how much of it is new."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.contests.news import NEWS as CONTESTS
from server.db.pool import Database
from server.honors.news import KEEPERS as TITLES
from server.honors.news import NEWS as HONORS
from server.ladder.news import NEWS as LADDER
from server.news import Event, told
from server.quality.news import NEWS as QUALITY
from server.training.news import NEWS as TRAINING

KEPT = timedelta(days=60)
"""Older news is history, which has pages of its own."""
MOST = 100
_QUERIES: Sequence[str] = (*HONORS, *TRAINING, *QUALITY, *CONTESTS, *LADDER)
_KEEPERS: Mapping[Permission, Sequence[str]] = {Permission.HONORS_MANAGE: TITLES}


class News(Struct):
    """The newest first; the first `unread` of them are new."""

    items: list[Event]
    unread: int


class NewsService:
    """Nothing is pushed to anybody: who is not at work is not called by it."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def mine(self, actor: Actor) -> News:
        """Of one's own person, which not everybody is, and of what one keeps."""
        now, found = self._clock.now(), list[Event]()
        kept = [query for permission, queries in _KEEPERS.items() if actor.may(permission) for query in queries]
        async with self._db.connection() as connection:
            if actor.agent_id is not None:
                found = await told(connection, _QUERIES, now - KEPT, now, actor.agent_id)
            found += await told(connection, kept, now - KEPT, now)
            found = sorted(found, key=lambda one: one.at, reverse=True)[:MOST]
            until: datetime | None = await connection.fetchval(
                "SELECT at FROM news_read WHERE account_id = $1", actor.id
            )
        return News(found, sum(until is None or one.at > until for one in found))

    async def read(self, actor: Actor) -> None:
        """Note that everything up to now was read."""
        query = "INSERT INTO news_read VALUES ($1, $2) ON CONFLICT (account_id) DO UPDATE SET at = EXCLUDED.at"
        async with self._db.connection() as connection:
            await connection.execute(query, actor.id, self._clock.now())
