"""Says on the walls of a site that somebody, who shows it to everybody, or a team has just earned a badge."""

import asyncio
from datetime import timedelta

import asyncpg
import msgspec

from leaderboards.badges.badge import Badge
from leaderboards.badges.counted import Training
from server.clock import Clock
from server.db import outbox
from server.db.pool import Connection, Database
from server.honors.badges import catalogue
from server.honors.badges.settling import TOPIC, Told
from server.honors.collective.following import TOPIC as HONORS
from server.honors.collective.following import Told as Honored
from server.honors.collective.telling import SYMBOLS, name_of
from server.honors.walls import ON_WALLS
from server.live.hub import Hub
from server.live.messages import BadgeOut, frame
from server.wire import Bilingual, Named

_EVERY = 1.0
"""Seconds between two looks at what was given."""
_FRESH = timedelta(days=10)
"""What lies further back was only worked out late; the longest wait for facts is a week."""

_WHO = f"""
SELECT a.code, a.name_zh, a.name_en, a.site_id, w.on_day, t.code AS team, t.name_zh AS team_zh, t.name_en AS team_en
FROM award w JOIN agent a ON a.id = w.agent_id LEFT JOIN award_pref p ON p.agent_id = a.id
LEFT JOIN membership m ON m.agent_id = a.id AND m.starts <= $1 AND (m.ends IS NULL OR m.ends > $1)
LEFT JOIN team t ON t.id = m.team_id
WHERE w.id = $2 AND w.withdrawn_at IS NULL AND w.on_day >= $3 AND {ON_WALLS}"""

_WHICH_TEAM = """
SELECT t.code, t.name_zh, t.name_en, t.site_id, w.on_day, NULL AS team FROM award w JOIN team t ON t.id = w.team_id
WHERE w.id = $2 AND w.withdrawn_at IS NULL AND w.on_day >= $3 AND $1::timestamptz IS NOT NULL"""

_WHICH_HONOR = """
SELECT h.honor, h.site_id, h.starts, t.code, t.name_zh, t.name_en FROM honor h JOIN team t ON t.id = h.team_id
WHERE h.id = $1 AND h.withdrawn_at IS NULL AND h.ends >= $2 AND h.reason NOT IN ('kept', 'kept_joint', 'no_final', 'before_here')"""


class Moments:
    """See the module. Every process follows by itself and tells the walls it holds; what nobody saw is not said again."""

    def __init__(self, db: Database, clock: Clock, hub: Hub) -> None:
        self._db = db
        self._clock = clock
        self._hub = hub
        self._position: outbox.Position | None = None

    async def run(self) -> None:
        """Follow from now on for as long as the process lives."""
        while True:
            await self.follow()
            await asyncio.sleep(_EVERY)

    async def follow(self) -> None:
        """Say what was given since the last look; at the first look nothing."""
        async with self._db.connection() as connection:
            # Taken first: whatever lies below it is seen by the read that follows, and never has to be read past again.
            head = await outbox.head(connection)
            if self._position is None:
                self._position = head
                return
            rows = await outbox.read(connection, self._position, [TOPIC, HONORS])
            self._position = max([head, *(row.position for row in rows)]) if len(rows) < _MANY else rows[-1].position
            for row in rows if self._hub.on_walls() else ():
                if row.topic == HONORS:
                    await self._say_honor(connection, _honored.decode(row.payload))
                else:
                    await self._say(connection, _told.decode(row.payload))

    async def _say(self, connection: Connection, told: Told) -> None:
        now = self._clock.now()
        versions = {one.version: one for one in await catalogue.versions(connection, told.badge)}
        badge = versions.get(told.version)
        # What was learnt, and so what somebody scored as a trainee, is nobody's on a wall.
        if told.withdrawn or badge is None or isinstance(badge.rule, Training):
            return
        who = _WHO if told.of == "agent" else _WHICH_TEAM
        row = await connection.fetchrow(who, now, told.award, (now - _FRESH).date())
        if row is None:
            return
        await self._tell(connection, row["site_id"], _news(badge, told, row))

    async def _say_honor(self, connection: Connection, told: Honored) -> None:
        """That the banner moved, or that a month or a season has its team; not that it stays."""
        row = await connection.fetchrow(_WHICH_HONOR, told.honor, (self._clock.now() - _FRESH).date())
        if row is not None and not told.withdrawn:
            team = Named(row["code"], Bilingual(row["name_zh"], row["name_en"]))
            name, symbol = name_of(row["honor"]), SYMBOLS[row["honor"]]
            news = BadgeOut(
                of="team",
                badge=row["honor"],
                name=name,
                symbol=symbol,
                tier="plain",
                agent=team,
                team=None,
                on=row["starts"],
            )
            await self._tell(connection, row["site_id"], news)

    async def _tell(self, connection: Connection, site_id: int, news: BadgeOut) -> None:
        contests = await connection.fetch(
            "SELECT c.id FROM unnest($1::int[]) AS shown(id) JOIN contest c ON c.id = shown.id WHERE c.site_id = $2",
            self._hub.on_walls(),
            site_id,
        )
        self._hub.say_on_walls({one["id"] for one in contests}, frame(news))


_MANY = 500
"""As many messages as one read of the outbox brings at most."""
_honored = msgspec.msgpack.Decoder(Honored)
_told = msgspec.msgpack.Decoder(Told)


def _news(badge: Badge, told: Told, row: asyncpg.Record) -> BadgeOut:
    # A team that earned one stands where a person would.
    team = None if row["team"] is None else Named(row["team"], Bilingual(row["team_zh"], row["team_en"]))
    return BadgeOut(
        of=told.of,
        badge=badge.code,
        name=Bilingual(badge.zh, badge.en),
        symbol=badge.symbol,
        tier=told.tier,
        agent=Named(row["code"], Bilingual(row["name_zh"], row["name_en"])),
        team=team,
        on=row["on_day"],
    )
