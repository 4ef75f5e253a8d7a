"""What people and teams of a site earned in the last days, for its walls: badge by badge, the newest first."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from leaderboards.badges.badge import Badge
from leaderboards.badges.counted import Training
from leaderboards.badges.tiers import TIERS
from server.clock import Clock
from server.contests import directory
from server.db.pool import Database
from server.honors.badges import catalogue
from server.honors.walls import ON_WALLS, Whose
from server.wire import Bilingual, Named

DAYS = 7
MOST_BADGES, MOST_NAMED = 8, 4
_TOLD = timedelta(days=DAYS + 1)
"""What lies further back was told then; an import of the past is no news."""

_AWARDS = f"""
SELECT * FROM (
SELECT w.badge, w.version, w.tier, w.on_day, 'agent' AS of, a.code, a.name_zh, a.name_en
FROM award w JOIN agent a ON a.id = w.agent_id LEFT JOIN award_pref p ON p.agent_id = a.id
WHERE w.given_at > $2 AND w.given_at <= $1 AND w.on_day > $3 AND w.withdrawn_at IS NULL AND a.site_id = $4 AND {ON_WALLS}
UNION ALL
SELECT w.badge, w.version, w.tier, w.on_day, 'team', t.code, t.name_zh, t.name_en
FROM award w JOIN team t ON t.id = w.team_id
WHERE w.given_at > $2 AND w.given_at <= $1 AND w.on_day > $3 AND w.withdrawn_at IS NULL AND t.site_id = $4
) AS earned ORDER BY on_day DESC, md5(badge || code || on_day::text)"""
"""Of many on one day it is not always the same few who are named."""


class Earned(Struct):
    """A badge in a tier, by whom; `more` others are counted."""

    name: Bilingual
    symbol: str
    tier: str
    on: date
    who: list[Whose]
    more: int


class RecentOut(Struct):
    """What a wall display shows of the last days."""

    site: Named
    days: int
    badges: list[Earned]


class RecentBadges:
    """See `server.live.ports.Scene`."""

    kind = "badges"
    name = Bilingual("最新徽章", "New badges")

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def show(self, site_id: int, team_id: int | None) -> RecentOut | None:  # noqa: ARG002 - the same on all walls of a site
        """Of those who show theirs to everybody. What was learnt is never said."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            site = (await directory.sites(connection, ids=[site_id]))[0]
            since = site.calendar.business_day(now) - timedelta(days=DAYS)
            rows = await connection.fetch(_AWARDS, now, now - _TOLD, since, site_id)
            versions = {(one.code, one.version): one for one in await catalogue.versions(connection)} if rows else {}
        earned = earned_of((versions[row["badge"], row["version"]], row) for row in rows)
        return RecentOut(site.named, DAYS, earned) if earned else None


def earned_of(awards: Iterable[tuple[Badge, Any]]) -> list[Earned]:
    """Badge by badge and tier by tier, in the order in which they come; the rarer tier first among those of a day."""
    found: dict[tuple[str, str], Earned] = {}
    named: dict[tuple[str, str], set[str]] = {}
    for badge, row in awards:
        if isinstance(badge.rule, Training):
            continue
        key = badge.code, row["tier"]
        one = found.setdefault(
            key, Earned(Bilingual(badge.zh, badge.en), badge.symbol, row["tier"], row["on_day"], [], 0)
        )
        if row["code"] in named.setdefault(key, set()):
            continue
        named[key].add(row["code"])
        if len(one.who) < MOST_NAMED:
            one.who.append(Whose(row["of"], row["code"], Bilingual(row["name_zh"], row["name_en"])))
        else:
            one.more += 1
    order = sorted(found.values(), key=lambda one: (-one.on.toordinal(), -TIERS.index(one.tier), one.symbol))
    return order[:MOST_BADGES]
