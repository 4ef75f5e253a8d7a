"""Lets promotions begin on their day: each exactly once, however often it is tried and wherever it is cut off."""

from datetime import datetime

import asyncpg
import structlog

from server.auth import audit
from server.clock import Clock
from server.db.pool import Connection, Database
from server.ladder.cycles import deeds, store
from server.ladder.cycles.cycle import CycleKept
from server.ladder.cycles.deeds import NewDeed
from server.ladder.records.service import RecordsService
from server.supervise import each

PORTION = 100
"""Promotions between two commits."""

_log = structlog.get_logger(__name__)

_DUE = """
SELECT k.agent_id, k.source, k.target, a.level, a.left_on FROM cycle_candidate k JOIN agent a ON a.id = k.agent_id
WHERE k.cycle_id = $1 AND k.decided AND k.decision = 'promote' AND NOT k.withdrawn
  AND NOT EXISTS (SELECT FROM cycle_deed d WHERE d.cycle_id = k.cycle_id AND d.agent_id = k.agent_id
                  AND d.do_what IN ('take_effect', 'lapse'))
ORDER BY k.agent_id LIMIT $2"""


class TakingEffect:
    """See the module. The deed and the level are written together, and the trail takes the deed only once."""

    def __init__(self, db: Database, clock: Clock, records: RecordsService) -> None:
        self._db = db
        self._clock = clock
        self._records = records

    async def follow(self, _: datetime) -> None:
        """Begin every promotion whose day has come. One of a successful appeal begins on the cycle's own day too, so that
        nobody loses by the wait."""
        now = self._clock.now()
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                "SELECT c.id FROM cycle c WHERE c.phase IN ('noticed', 'closed') AND c.effective <= $1::date + 1 AND EXISTS ("
                " SELECT FROM cycle_candidate k WHERE k.cycle_id = c.id AND k.decided AND k.decision = 'promote'"
                " AND NOT k.withdrawn AND NOT EXISTS (SELECT FROM cycle_deed d WHERE d.cycle_id = k.cycle_id"
                " AND d.agent_id = k.agent_id AND d.do_what IN ('take_effect', 'lapse'))) ORDER BY c.id",
                now.date(),
            )
        await each([row["id"] for row in rows], self._begin_all)

    async def _begin_all(self, cycle_id: int) -> None:
        while await self._portion(cycle_id, self._clock.now()):
            pass

    async def _portion(self, cycle_id: int, now: datetime) -> bool:
        async with self._db.transaction() as connection:
            cycle = await store.find(connection, cycle_id, lock=True)
            if cycle.effective > cycle.today(now):
                return False
            rows = await connection.fetch(_DUE, cycle_id, PORTION)
            begun = 0
            for row in rows:
                begun += await self._begin(connection, cycle, row, now)
            if rows:
                detail = {"n": begun, "lapsed": len(rows) - begun}
                await audit.record(connection, None, "cycle.take_effect", cycle.subject, detail)
        return len(rows) == PORTION

    async def _begin(self, connection: Connection, cycle: CycleKept, row: asyncpg.Record, now: datetime) -> bool:
        """Begin one promotion; False where it lapsed, because the person has left or holds another level by now."""
        lapsed = None
        if row["left_on"] is not None and row["left_on"] <= cycle.effective:
            lapsed = "left"
        elif row["level"] not in {row["source"], row["target"]}:
            lapsed = "level_changed"
        agent_id: int = row["agent_id"]
        if lapsed is None and row["level"] == row["source"]:
            await self._records.begin_level(
                connection,
                agent_id=agent_id,
                level=row["target"],
                since=cycle.effective,
                ground=f"cycle:{cycle.code}",
                by=None,
            )
        deed = NewDeed(agent_id, "lapse", {"why": lapsed}) if lapsed else NewDeed(agent_id, "take_effect", {})
        await deeds.write(connection, cycle.id, cycle.phase, None, [deed], at=now, on=cycle.today(now))
        if lapsed:
            _log.warning("promotion_lapsed", cycle=cycle.id, agent=agent_id, why=lapsed)
        return lapsed is None
