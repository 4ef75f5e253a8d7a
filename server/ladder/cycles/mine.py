"""What the person concerned reads: the own candidacies, and decisions only once notice was given."""

from zoneinfo import ZoneInfo

from career.names import Names
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.ladder.criteria.naming import read_words
from server.ladder.cycles import showing, store
from server.ladder.cycles.acting import may_do
from server.ladder.cycles.cycle import CycleKept
from server.ladder.cycles.file import CandidateFile, files, verdicts_of
from server.ladder.cycles.who import Viewer, viewer_of
from server.ladder.cycles.wire import MineOut

_OWN = {"nominate", "withdraw", "appeal"}


class MineService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def mine(self, actor: Actor) -> list[MineOut]:
        """The own candidacies, the latest first, and the cycles in which one may still nominate oneself."""
        if actor.agent_id is None:
            return []
        async with self._db.connection() as connection:
            viewer = await viewer_of(connection, actor)
            names = (await read_words(connection)).names
            rows = await connection.fetch(
                "SELECT c.id, a.code FROM cycle c JOIN cycle_candidate k ON k.cycle_id = c.id JOIN agent a ON a.id = k.agent_id"
                " WHERE k.agent_id = $1 AND c.opened IS NOT NULL AND (k.nominated OR c.phase = 'open')"
                " ORDER BY c.as_of DESC, c.id DESC",
                actor.agent_id,
            )
            found = []
            for row in rows:
                cycle = await store.find(connection, row["id"])
                found += await self._of(connection, viewer, cycle, row["code"], names)
        return found

    async def _of(
        self, connection: Connection, viewer: Viewer, cycle: CycleKept, code: str, names: Names
    ) -> list[MineOut]:
        candidates = await store.candidates(connection, cycle.id, [code], self._clock.now())
        return [self._out(viewer, cycle, file, names) for file in await files(connection, cycle, candidates)]

    def _out(self, viewer: Viewer, cycle: CycleKept, file: CandidateFile, names: Names) -> MineOut:
        one = file.candidate
        found = one.candidacy
        on = self._clock.now().astimezone(ZoneInfo(one.zone)).date()
        told = cycle.told and found.decided
        return MineOut(
            id=cycle.id,
            name=cycle.name,
            phase=cycle.phase,
            as_of=cycle.as_of,
            noticed=cycle.noticed,
            effective=cycle.effective if told and found.decision and found.decision.kind == "promote" else None,
            appeals_end=cycle.appeals_end,
            source=one.source,
            target=one.target,
            state=found.state,
            nominated=[nomination.kind for nomination in found.nominations],
            withdrawn=found.withdrawn,
            verdicts=verdicts_of(file, names),
            decision=showing.decision_out(one, None) if told else None,
            reopened=cycle.told and found.appeal is not None and found.appeal.outcome == "upheld" and not found.decided,
            appeal=showing.appeal_out(one, None),
            may=[name for name in may_do(cycle.rule(), one, viewer, on) if name in _OWN],
        )
