"""New versions of badges, checked before anybody can earn them, and who would have one."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime

from msgspec.structs import replace

from leaderboards.badges.awarding import deserved
from leaderboards.badges.badge import Badge
from leaderboards.badges.check import check
from leaderboards.badges.view import View
from leaderboards.badges.words import FAULTS
from leaderboards.metrics import Metric
from leaderboards.rules import Fault
from server.auth import audit
from server.auth.actor import Actor
from server.auth.persons import NEEDS_PERSON
from server.clock import Clock
from server.contests import directory
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.badges import catalogue
from server.honors.badges.bests import Best, beside, best_of, of_centre, settled_everywhere
from server.honors.badges.clockwork import everybody_due
from server.honors.badges.ports import Lives
from server.honors.badges.refusals import FAULTY, OTHER_CODE
from server.honors.badges.service import latest_today
from server.honors.badges.supplying import supply
from server.honors.badges.teams import supply_teams
from server.honors.badges.wire import FaultOut, PreviewOut, WouldHaveOut, WouldOut
from server.wire import Bilingual

_PAGE = 100
_BATCH = 20
"""People whose histories are in memory at once."""


class EditingService:
    """See the module. A version in force is never changed; the next one takes over from its day on."""

    def __init__(self, db: Database, clock: Clock, lives: Lives) -> None:
        self._db = db
        self._clock = clock
        self._lives = lives

    async def change(self, actor: Actor, code: str, badge: Badge) -> int:
        """Keep the next version of a badge, or the first of a new one; its number. Raises `badge_faulty`."""
        if actor.kind != "account":
            raise DomainError(NEEDS_PERSON)
        if badge.code != code:
            raise DomainError(OTHER_CODE, badge=code)
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.badges'))")
            _refuse_faulty(check(badge, await _metrics(connection), await latest_today(connection, now)))
            held = await catalogue.versions(connection, code)
            kept = replace(badge, version=max([one.version for one in held], default=0) + 1)
            await catalogue.add(connection, kept, actor.id, now)
            await everybody_due(connection)
            detail = {"version": kept.version, "effective": kept.effective.isoformat()}
            await audit.record(connection, actor, "badge.change", f"badge/{code}", detail)
        return kept.version

    async def preview(self, badge: Badge) -> PreviewOut:
        """Who would have it today, had it always been in force, and since when. Raises `badge_faulty`."""
        now, found, n = self._clock.now(), [], 0
        async with self._db.connection() as connection:
            _refuse_faulty(check(badge, await _metrics(connection)))
            rows = await connection.fetch(_SUBJECTS[badge.of], await latest_today(connection, now))
            always = replace(badge, effective=date(2000, 1, 1), ends=None)
            best = None
            if of_centre(always):
                day = await settled_everywhere(connection, always, now)
                best = Best(day, await best_of(connection, always, day, now))
            for first in range(0, len(rows), _BATCH):
                batch = rows[first : first + _BATCH]
                views = await self._views(connection, always, [row["id"] for row in batch], now)
                for row in batch:
                    n += 1
                    view = views[row["id"]]
                    shown = view if best is None else beside(view, always.code, best)
                    awards = await asyncio.to_thread(deserved, [always], shown)
                    if awards:
                        would = [WouldOut(one.tier, one.on, one.ground) for one in awards]
                        found.append(WouldHaveOut(row["code"], Bilingual(row["name_zh"], row["name_en"]), would))
        return PreviewOut(n, found[:_PAGE], len(found))

    async def _views(self, connection: Connection, badge: Badge, ids: list[int], now: datetime) -> Mapping[int, View]:
        needs = catalogue.needs_of([badge])
        if badge.of == "team":
            return (await supply_teams(connection, ids, needs, now)).views
        return (await supply(connection, ids, needs, self._lives, now)).views


_SUBJECTS = {
    "agent": "SELECT id, code, name_zh, name_en FROM agent WHERE hired <= $1 AND (left_on IS NULL OR left_on > $1) ORDER BY code",
    "team": "SELECT id, code, name_zh, name_en FROM team WHERE closed_on IS NULL OR closed_on > $1 ORDER BY code",
}


async def _metrics(connection: Connection) -> Mapping[str, Metric]:
    return {code: one.metric for code, one in (await directory.definitions(connection)).items()}


def _refuse_faulty(found: list[Fault]) -> None:
    if not found:
        return
    outs = [_fault_out(one) for one in found]
    first = outs[0].message
    raise DomainError(FAULTY, first=first.en, first_zh=first.zh, errors=outs)


def _fault_out(fault: Fault) -> FaultOut:
    zh, en = FAULTS[fault.code]
    return FaultOut(fault.code, fault.where, Bilingual(zh, en))
