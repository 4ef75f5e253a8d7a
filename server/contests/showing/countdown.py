"""What walls look forward to: the contests of their site that begin next."""

from datetime import datetime, timedelta

from msgspec import Struct

from server.clock import Clock
from server.contests.searching import Search, search
from server.db.pool import Database
from server.wire import Bilingual

_AHEAD = timedelta(days=7)
_MOST = 3


class AheadOut(Struct):
    """A contest that has not begun."""

    id: int
    title: Bilingual
    skill: Bilingual
    starts: datetime
    zone: str
    teams: int


class CountdownOut(Struct):
    """The next contests, the first one first."""

    contests: list[AheadOut]


class Countdown:
    """A scene; see `server.live.ports.Scene`."""

    kind = "countdown"
    name = Bilingual("即将开始的竞赛", "Contests to come")

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def show(self, site_id: int, team_id: int | None) -> CountdownOut | None:  # noqa: ARG002 - a scene's shape
        """The next few of the coming week."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            found, _ = await search(connection, Search(now=now, state="scheduled", site_id=site_id), 0, 200)
        ahead = sorted((one for one in found if one.starts <= now + _AHEAD), key=lambda one: (one.starts, one.id))
        if not ahead:
            return None
        return CountdownOut(
            [AheadOut(one.id, one.title, one.skill, one.starts, one.zone, len(one.team_ids)) for one in ahead[:_MOST]]
        )
