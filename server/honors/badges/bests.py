"""Records of the centre: the best of everybody, period by period, worked out before anybody is judged by it."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from leaderboards.badges.badge import Badge
from leaderboards.badges.records import Record, bests, values
from leaderboards.badges.view import View
from leaderboards.exact import Ratio
from server.clock import Clock
from server.contests import directory
from server.db.pool import Connection, Database
from server.honors.badges import catalogue
from server.honors.badges.ports import nothing
from server.honors.badges.supplying import lateness, supply
from server.honors.badges.teams import supply_teams

_BATCH = 20
"""Histories in memory at once."""


class Best(NamedTuple):
    """The best of each period by its first day, as far as every site is done."""

    day: date
    bests: Mapping[date, Ratio]


def of_centre(badge: Badge) -> bool:
    """Whether nobody can be judged without everybody."""
    return isinstance(badge.rule, Record) and badge.rule.scope == "centre"


class CentreRecords:
    """See the module. Once a business day, and after a correction; whoever is first does it for all processes."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def refresh(self) -> int:
        """Bring what is behind up to the present; how many badges that were."""
        now, done = self._clock.now(), 0
        async with self._db.connection() as connection:
            newest = [own[-1] for own in catalogue.by_code(await catalogue.versions(connection)).values()]
            wanted = [one for one in newest if of_centre(one)]
            if not wanted:
                return 0
            days = {one.code: await settled_everywhere(connection, one, now) for one in wanted}
            rows = await connection.fetch("SELECT badge, version, day FROM badge_best")
        known = {(row["badge"], row["version"]): row["day"] for row in rows}
        for badge in wanted:
            day = days[badge.code]
            if known.get((badge.code, badge.version)) != day:
                async with self._db.connection() as connection:
                    found = await best_of(connection, badge, day, now)
                async with self._db.transaction() as connection:
                    await _keep(connection, badge, Best(day, found))
                done += 1
        return done


async def read_bests(connection: Connection) -> Mapping[str, Best]:
    """By badge, of the newest version; what is being worked out anew is not there."""
    rows = await connection.fetch(
        "SELECT DISTINCT ON (badge) badge, day, bests::text AS bests FROM badge_best ORDER BY badge, version DESC"
    )
    return {row["badge"]: Best(row["day"], _decode(row["bests"])) for row in rows if row["day"] is not None}


async def best_of(connection: Connection, badge: Badge, day: date, now: datetime) -> dict[date, Ratio]:
    """Out of the values of everybody, also of those who have left, of what was over by a day."""
    table = "agent" if badge.of == "agent" else "team"
    ids = [row["id"] for row in await connection.fetch(f"SELECT id FROM {table} ORDER BY id")]
    everybody: list[Mapping[date, Ratio]] = []
    for first in range(0, len(ids), _BATCH):
        needs, batch = catalogue.needs_of([badge]), ids[first : first + _BATCH]
        if badge.of == "team":
            known = await supply_teams(connection, batch, needs, now)
        else:
            known = await supply(connection, batch, needs, nothing, now)
        views = [beside(view, badge.code, Best(day, {})) for view in known.views.values()]
        everybody += await asyncio.to_thread(_values, badge, views)
    rule = badge.rule
    return bests(rule, everybody) if isinstance(rule, Record) else {}


def beside(view: View, badge: str, best: Best) -> View:
    """The same beside the best of everybody: nothing is settled that another site still waits for."""
    history = replace(view.history, centre={badge: best.bests})
    return View(history, view.metrics, view.today, min(best.day, view.settled))


async def settled_everywhere(connection: Connection, badge: Badge, now: datetime) -> date:
    """The first day for which a fact that a badge leans on may still come in time, at whichever site."""
    ids = [row["id"] for row in await connection.fetch("SELECT id FROM site")]
    known = await directory.definitions(connection)
    waits = lateness([known[code].metric for code in catalogue.needs_of([badge]).metrics if code in known])
    sites = await directory.sites(connection, ids=ids)
    return min([one.calendar.business_day(now - waits) for one in sites], default=now.date())


def _values(badge: Badge, views: Sequence[View]) -> list[Mapping[date, Ratio]]:
    rule = badge.rule
    return [values(rule, view.of(badge.code, live=False)) for view in views] if isinstance(rule, Record) else []


async def _keep(connection: Connection, badge: Badge, best: Best) -> None:
    """And let everybody be judged by it anew once it is another, or was not known for a while: whose records they are now is
    not known before."""
    before = await connection.fetchrow(
        "SELECT day, bests::text AS bests FROM badge_best WHERE badge = $1 AND version = $2 FOR UPDATE",
        badge.code,
        badge.version,
    )
    body = {first.isoformat(): str(Fraction(*ratio)) for first, ratio in sorted(best.bests.items())}
    await connection.execute(
        "INSERT INTO badge_best (badge, version, day, bests) VALUES ($1, $2, $3, $4::jsonb)"
        " ON CONFLICT (badge, version) DO UPDATE SET day = EXCLUDED.day, bests = EXCLUDED.bests",
        badge.code,
        badge.version,
        best.day,
        msgspec.json.encode(body).decode(),
    )
    known = {} if before is None else None if before["day"] is None else _decode(before["bests"])
    if known == best.bests:
        return
    column, table = ("team_id", "team") if badge.of == "team" else ("agent_id", "agent")
    await connection.execute(f"INSERT INTO badge_due ({column}, reason) SELECT id, 'record' FROM {table} ORDER BY id")


def _decode(body: str) -> dict[date, Ratio]:
    found = msgspec.json.decode(body, type=dict[date, str])
    return {first: Fraction(text).as_integer_ratio() for first, text in found.items()}
