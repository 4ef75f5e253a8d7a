"""Says of a cycle where it stands and what is left to do, in numbers that differ by who asks."""

from datetime import datetime

from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.ladder.cycles import store, unjudged
from server.ladder.cycles.asked_wire import StepIn
from server.ladder.cycles.cycle import CycleKept
from server.ladder.cycles.moving import phases_ahead, places_of
from server.ladder.cycles.reading import seen_cycle, sites_of
from server.ladder.cycles.who import Viewer, viewer_of
from server.ladder.cycles.wire import Counted, CycleOut, Opening, PlaceOut
from server.wire import Named


class OverviewService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def every(self, actor: Actor) -> list[CycleOut]:
        """All cycles somebody may know of, the latest first."""
        async with self._db.connection() as connection:
            viewer = await viewer_of(connection, actor)
            found = await store.every(connection, drafts=viewer.runs)
            return [await self._out(connection, viewer, cycle) for cycle in found]

    async def one(self, actor: Actor, cycle_id: int) -> CycleOut:
        """One cycle. Raises `no_such_cycle`."""
        async with self._db.connection() as connection:
            viewer = await viewer_of(connection, actor)
            return await self._out(connection, viewer, await seen_cycle(connection, viewer, cycle_id))

    async def _out(self, connection: Connection, viewer: Viewer, cycle: CycleKept) -> CycleOut:
        now = self._clock.now()
        held = await store.taken(connection, cycle.id, hidden_from=viewer.who) if viewer.desk else {}
        failed, first = await unjudged.seen(connection, cycle.id, viewer.who) if viewer.desk else (0, None)
        named = sites_of(cycle)
        opening = cycle.phase == "draft" and cycle.opening_at is not None
        position = await connection.fetchval(
            "SELECT coalesce(max(id), 0) FROM cycle_deed WHERE cycle_id = $1", cycle.id
        )
        return CycleOut(
            id=cycle.id,
            code=cycle.code,
            name=cycle.name,
            phase=cycle.phase,
            as_of=cycle.as_of,
            effective=cycle.effective,
            opened=cycle.opened,
            noticed=cycle.noticed,
            appeals_end=cycle.appeals_end,
            appeal_days=cycle.appeal_days,
            evidence_until=cycle.evidence_until,
            complete=cycle.complete,
            sites=list(named.values()),
            steps=[StepIn(source, target) for source, target in cycle.steps],
            nominates=cycle.nominates,
            opening=Opening(cycle.opening_done, cycle.opening_of or 0) if opening else None,
            places=_places(cycle, named, held) if viewer.desk else None,
            counted=await self._counted(connection, viewer, cycle, failed) if viewer.desk else None,
            unjudged=first,
            own=None if viewer.desk else await _own(connection, viewer, cycle, now),
            may=_may(viewer, cycle),
            # How far the trail has come tells how much is being decided.
            position=position if viewer.desk else 0,
        )

    async def _counted(self, connection: Connection, viewer: Viewer, cycle: CycleKept, failed: int) -> Counted:
        row = await connection.fetchrow(_COUNTED, cycle.id, viewer.who)
        # Less those whose files are hidden: beside the list the sums would tell what was decided about them.
        decided = await connection.fetch(
            "SELECT k.decision, count(*) AS n FROM cycle_candidate k JOIN agent a ON a.id = k.agent_id WHERE k.cycle_id = $1"
            f" AND k.decided AND NOT k.withdrawn AND {store.SHOWN} GROUP BY k.decision ORDER BY k.decision",
            cycle.id,
            viewer.who,
        )
        return Counted(decided={one["decision"]: one["n"] for one in decided}, unjudged=failed, **dict(row))


_COUNTED = f"""
SELECT count(*) AS people,
    count(*) FILTER (WHERE k.nominated AND NOT k.withdrawn) AS candidates,
    count(*) FILTER (WHERE k.nominated AND NOT k.withdrawn AND NOT ($2 = ANY(k.cleared)) AND NOT ($2 = ANY(k.conflicted))) AS undeclared,
    count(*) FILTER (WHERE k.nominated AND NOT k.withdrawn AND k.supports + k.opposes = 0) AS unrecommended,
    count(*) FILTER (WHERE k.nominated AND NOT k.withdrawn AND k.decision IS NULL) AS undecided,
    count(*) FILTER (WHERE k.nominated AND NOT k.withdrawn AND k.decision IS NOT NULL AND NOT k.decided) AS proposed,
    count(*) FILTER (WHERE k.nominated AND NOT k.withdrawn AND k.decision IS NOT NULL AND NOT k.decided AND k.proposer <> $2
                     AND NOT ($2 = ANY(k.conflicted))) AS mine_to_confirm,
    count(*) FILTER (WHERE k.appeal = 'open') AS appeals_open,
    count(*) FILTER (WHERE k.appeal = 'upheld' AND NOT k.decided) AS reopened,
    count(*) FILTER (WHERE {store.SHOWN} AND k.decided AND k.decision = 'promote' AND NOT k.withdrawn AND NOT EXISTS (
        SELECT FROM cycle_deed d WHERE d.cycle_id = k.cycle_id AND d.agent_id = k.agent_id
          AND d.do_what IN ('take_effect', 'lapse'))) AS waiting_effect,
    count(*) FILTER (WHERE {store.SHOWN} AND EXISTS (SELECT FROM cycle_deed d WHERE d.cycle_id = k.cycle_id
        AND d.agent_id = k.agent_id AND d.do_what = 'lapse')) AS lapsed
FROM cycle_candidate k JOIN agent a ON a.id = k.agent_id WHERE k.cycle_id = $1"""


def _places(cycle: CycleKept, named: dict[str, Named], held: dict[tuple[str, str], int]) -> list[PlaceOut]:
    return [
        PlaceOut(named[one.site], one.level, one.number, held.get((one.site, one.level), 0)) for one in places_of(cycle)
    ]


async def _own(connection: Connection, viewer: Viewer, cycle: CycleKept, now: datetime) -> int:
    found: int = await connection.fetchval(
        "SELECT count(*) FROM cycle_candidate k JOIN membership m ON m.agent_id = k.agent_id AND m.starts <= $1"
        " AND (m.ends IS NULL OR m.ends > $1) WHERE k.cycle_id = $2 AND m.team_id = ANY($3::int[]) AND k.nominated"
        " AND NOT k.withdrawn AND k.agent_id <> $4",
        now,
        cycle.id,
        viewer.teams,
        viewer.actor.agent_id or 0,
    )
    return found


def _may(viewer: Viewer, cycle: CycleKept) -> list[str]:
    if not viewer.runs:
        return []
    if cycle.phase == "draft" and cycle.opening_at is not None:
        return ["cancelled"]
    found: list[str] = list(phases_ahead(cycle))
    if cycle.phase == "draft":
        found.append("edit")
    if cycle.phase in {"open", "calibrating", "deciding"}:
        found.append("places")
    if cycle.told:
        found.append("export")
    return found
