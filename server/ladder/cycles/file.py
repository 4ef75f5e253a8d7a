"""One candidate's file: the frozen evidence, how it was judged, what was done, and what came of it."""

from collections.abc import Mapping
from datetime import datetime

import asyncpg
from msgspec import Struct
from msgspec.structs import replace

from career.evidence import Evidence
from career.exact import Ratio, format_ratio
from career.names import Names
from career.readiness import Readiness, sealed
from career.review import Candidacy, Decision
from career.sentences import sentence
from career.versions import Step, Version
from career.words import REASONS
from server.db.pool import Connection
from server.errors import DomainError
from server.ladder.criteria.naming import said
from server.ladder.criteria.store import versions
from server.ladder.cycles import deeds, store
from server.ladder.cycles.cycle import CycleKept
from server.ladder.cycles.deeds import DeedKept
from server.ladder.cycles.freezing import decode_evidence, decode_readiness
from server.ladder.cycles.refusals import NO_CANDIDATE
from server.ladder.cycles.store import Candidate
from server.ladder.cycles.wire import VerdictOut
from server.ladder.readiness.judging import TRAINEE
from server.wire import Bilingual


class CandidateFile(Struct, frozen=True, kw_only=True):
    """Everything that is kept of one candidate in one cycle; who may see it is for the caller to judge."""

    cycle: CycleKept
    candidate: Candidate
    version: str
    step: Step
    frozen_at: datetime
    accepted_before: datetime
    evidence: Evidence
    readiness: Readiness
    deeds: tuple[DeedKept, ...]

    @property
    def candidacy(self) -> Candidacy:
        """The fold of the deeds."""
        return self.candidate.candidacy

    @property
    def decision(self) -> Decision | None:
        """Confirmed or, without `confirmed_by`, only proposed."""
        return self.candidacy.decision

    @property
    def names(self) -> dict[str, str]:
        """The names of those who did something, by their keys."""
        return {deed.who: deed.name for deed in self.deeds}


async def read_file(connection: Connection, cycle: CycleKept, code: str, now: datetime) -> CandidateFile:
    """The file of an agent's code. Raises `no_such_candidate`."""
    found = [one for one in await store.candidates(connection, cycle.id, [code], now) if one.code == code]
    if not found or cycle.opened is None:
        raise DomainError(NO_CANDIDATE, key=code)
    return (await files(connection, cycle, found))[0]


async def files(connection: Connection, cycle: CycleKept, candidates: list[Candidate]) -> list[CandidateFile]:
    """The files of candidates, in their order."""
    ids = [one.agent_id for one in candidates]
    rows = await connection.fetch(
        "SELECT f.* FROM cycle_freeze f JOIN cycle_candidate k ON k.cycle_id = f.cycle_id AND k.agent_id = f.agent_id"
        " AND k.frozen = f.number WHERE f.cycle_id = $1 AND f.agent_id = ANY($2::int[])",
        cycle.id,
        ids,
    )
    frozen = {row["agent_id"]: row for row in rows}
    known = {version.code: version for version in await versions(connection)}
    found = []
    for one in candidates:
        # Frozen evidence of somebody erased is gone.
        if one.agent_id in frozen:
            trail = await deeds.of_candidate(connection, cycle.id, one.agent_id)
            found.append(_file(cycle, one, frozen[one.agent_id], known, trail))
    return found


def _file(
    cycle: CycleKept, one: Candidate, row: asyncpg.Record, known: Mapping[str, Version], trail: list[DeedKept]
) -> CandidateFile:
    version = known.get(row["version"])
    step = version.step(one.source, one.target) if version else None
    return CandidateFile(
        cycle=cycle,
        candidate=one,
        version=row["version"],
        step=step or Step(one.source, one.target, ()),
        frozen_at=row["frozen_at"],
        accepted_before=row["accepted_before"],
        evidence=decode_evidence(row["evidence"]),
        readiness=decode_readiness(row["readiness"]),
        deeds=tuple(trail),
    )


def verdicts_of(file: CandidateFile, names: Names) -> list[VerdictOut]:
    """The verdicts as people read them."""
    return [
        VerdictOut(
            code=asked.code,
            name=Bilingual(zh=asked.zh, en=asked.en),
            sentence=said(sentence(asked.criterion, names)),
            role=asked.role,
            status=verdict.status,
            reason=said(REASONS.get(verdict.reason, (verdict.reason, verdict.reason))),
            value=_amount(verdict.value),
            threshold=_amount(verdict.threshold),
            progress=_percent(verdict.progress),
            asked=verdict.asked,
            evidence=list(verdict.evidence),
        )
        for asked, verdict in zip(file.step.enabled, file.readiness.verdicts, strict=False)
    ]


def from_outside(file: CandidateFile) -> CandidateFile:
    """As somebody reads it who may not know what a trainee's learning came to."""
    if file.candidate.source != TRAINEE:
        return file
    return replace(file, readiness=sealed(file.step, file.readiness))


def _amount(value: Ratio | None) -> str | None:
    return None if value is None else format_ratio(value, 2)


def _percent(progress: Ratio) -> int:
    """Rounded down: nobody reads 100 before it is reached."""
    return progress[0] * 100 // progress[1]
