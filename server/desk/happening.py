"""The news of the one who asks: what happened to the own person, and how much of it is new."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from server.auth.actor import Actor
from server.clock import Clock
from server.contests.news import NEWS as CONTESTS
from server.db.pool import Database
from server.honors.news import NEWS as HONORS
from server.ladder.news import NEWS as LADDER
from server.news import Event, told
from server.quality.news import NEWS as QUALITY
from server.training.news import NEWS as TRAINING

KEPT = timedelta(days=60)
"""Older news is history, which has pages of its own."""
MOST = 100
_QUERIES: Sequence[str] = (*HONORS, *TRAINING, *QUALITY, *CONTESTS, *LADDER)


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
        """Of one's own person; whoever is no agent has none."""
        if actor.agent_id is None:
            return News([], 0)
        now = self._clock.now()
        async with self._db.connection() as connection:
            found = (await told(connection, _QUERIES, actor.agent_id, now - KEPT, now))[:MOST]
            until: datetime | None = await connection.fetchval(
                "SELECT at FROM news_read WHERE account_id = $1", actor.id
            )
        return News(found, sum(until is None or one.at > until for one in found))

    async def read(self, actor: Actor) -> None:
        """Note that everything up to now was read."""
        query = "INSERT INTO news_read VALUES ($1, $2) ON CONFLICT (account_id) DO UPDATE SET at = EXCLUDED.at"
        async with self._db.connection() as connection:
            await connection.execute(query, actor.id, self._clock.now())
