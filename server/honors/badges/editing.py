"""New versions of badges, checked before anybody can earn them, and who would have one."""

import asyncio
from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from leaderboards.badges.awarding import deserved
from leaderboards.badges.badge import Badge
from leaderboards.badges.check import check
from leaderboards.badges.records import Record
from leaderboards.badges.words import FAULTS
from leaderboards.metrics import Metric
from leaderboards.rules import Fault
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.contests import directory
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.honors.badges import catalogue
from server.honors.badges.clockwork import everybody_due
from server.honors.badges.ports import Lives
from server.honors.badges.refusals import FAULTY, NEEDS_PERSON, NOT_YET, OTHER_CODE
from server.honors.badges.service import latest_today
from server.honors.badges.supplying import supply
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
            _refuse_faulty(check(badge, await _metrics(connection), await latest_today(connection, now)), badge)
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
            _refuse_faulty(check(badge, await _metrics(connection)), badge)
            today = await latest_today(connection, now)
            rows = await connection.fetch(
                "SELECT id, code, name_zh, name_en FROM agent WHERE hired <= $1 AND (left_on IS NULL OR left_on > $1)"
                " ORDER BY code",
                today,
            )
            always = replace(badge, effective=date(2000, 1, 1), ends=None)
            needs = catalogue.needs_of([always])
            for first in range(0, len(rows), _BATCH):
                batch = rows[first : first + _BATCH]
                known = await supply(connection, [row["id"] for row in batch], needs, self._lives, now)
                for row in batch:
                    n += 1
                    awards = await asyncio.to_thread(deserved, [always], known.views[row["id"]])
                    if awards:
                        would = [WouldOut(one.tier, one.on, one.ground) for one in awards]
                        found.append(WouldHaveOut(row["code"], Bilingual(row["name_zh"], row["name_en"]), would))
        return PreviewOut(n, found[:_PAGE], len(found))


async def _metrics(connection: Connection) -> Mapping[str, Metric]:
    return {code: one.metric for code, one in (await directory.definitions(connection)).items()}


def _refuse_faulty(found: list[Fault], badge: Badge) -> None:
    faults = [*found, *_not_yet(badge)]
    if not faults:
        return
    outs = [_fault_out(one) for one in faults]
    first = outs[0].message
    raise DomainError(FAULTY, first=first.en, first_zh=first.zh, errors=outs)


def _not_yet(badge: Badge) -> list[Fault]:
    if badge.of == "team":
        return [Fault("not_yet", "of")]
    if isinstance(badge.rule, Record) and badge.rule.scope == "centre":
        return [Fault("not_yet", "scope")]
    return []


def _fault_out(fault: Fault) -> FaultOut:
    zh, en = NOT_YET if fault.code == "not_yet" else FAULTS[fault.code]
    return FaultOut(fault.code, fault.where, Bilingual(zh, en))
