"""Judges any number of people for every step that is open to them, in one pass."""

import asyncio
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from career.evidence import View
from career.exact import MICRO
from career.readiness import STATES, Readiness, State, assess, more_favourable, sealed
from career.versions import Step, Version, judged_by
from server.db.pool import Connection
from server.ladder.criteria import store as criteria
from server.ladder.evidence.gathering import Person, gather
from server.ladder.evidence.needs import needs_of

TRAINEE = "trainee"
_BREATH = 50
"""People judged before others get a turn."""


class Judged(Struct, frozen=True):
    """One person and one step, without the verdicts in full: ten thousand of them are kept."""

    person: Person
    level: str
    target: str
    state: State
    score: tuple[int, int]
    met: int
    required: int
    open: tuple[tuple[str, str], ...]
    outside: tuple[int, int]
    """The score for people who may not read what learning came to; of others than trainees the same."""

    @property
    def rank(self) -> tuple[int, int]:
        """For the order on a screen, by millionths; what decides is compared exactly."""
        return STATES.index(self.state), self.score[0] * MICRO // self.score[1]


class Round(Struct, frozen=True):
    """Everybody asked about, as of a day, by the criteria in force on it."""

    as_of: date
    version: str
    judged: tuple[Judged, ...]


async def judge(connection: Connection, agent_ids: Sequence[int] | None, as_of: date) -> Round:
    """All steps that somebody's level opens. Whoever holds a level from which no step leads is not among them."""
    versions = await criteria.versions(connection)
    judging = judged_by(versions, as_of)
    found: list[Judged] = []
    count = 0
    async for person, evidence in gather(connection, agent_ids, as_of=as_of, needs=needs_of(versions)):
        view = View(evidence, as_of)
        for step, readiness in steps_of(judging, view, person):
            found.append(_judged(person, step, readiness))
        count += 1
        if count % _BREATH == 0:
            await asyncio.sleep(0)
    return Round(as_of, judging[0].code if judging else "", tuple(found))


def steps_of(judging: Sequence[Version], view: View, person: Person) -> list[tuple[Step, Readiness]]:
    """Each step from the level held, by the version that is more favourable among those that count."""
    level = person.level if view.held is None else view.held.level
    best: dict[str, tuple[Step, Readiness]] = {}
    for version in judging:
        for step in version.steps_from(level):
            readiness = assess(step, view)
            known = best.get(step.target)
            if known is None or more_favourable(readiness, known[1]):
                best[step.target] = step, readiness
    return list(best.values())


def _judged(person: Person, step: Step, readiness: Readiness) -> Judged:
    missing: list[tuple[str, str]] = []
    met = required = 0
    for one, verdict in zip(step.enabled, readiness.verdicts, strict=True):
        if one.role == "required" and verdict.asked:
            required += 1
            if verdict.met:
                met += 1
            else:
                missing.append((one.zh, one.en))
    outside = sealed(step, readiness).score if step.source == TRAINEE else readiness.score
    return Judged(
        person, step.source, step.target, readiness.state, readiness.score, met, required, tuple(missing), outside
    )
