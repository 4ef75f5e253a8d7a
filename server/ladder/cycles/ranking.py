"""Puts the candidates for the same places in the order of the stated keys; contests never are among these."""

from collections import defaultdict
from datetime import date

from career.exact import ONE
from career.places import Placed, in_order
from career.readiness import Readiness
from career.verdict import Verdict
from career.versions import Step, Version, in_force
from server.db.pool import Connection
from server.ladder.criteria.store import versions
from server.ladder.cycles import store
from server.ladder.cycles.cycle import CycleKept
from server.ladder.cycles.store import Ordered


async def rank(connection: Connection, cycle: CycleKept, on: date) -> None:
    """Write down where every candidate stands; the caller has locked the cycle."""
    known = in_force(await versions(connection), cycle.opened or on)
    groups: dict[tuple[str, str, str], list[Ordered]] = defaultdict(list)
    for one in await store.ordered(connection, cycle.id):
        groups[one.site, one.candidacy.source, one.target].append(one)
    rows: list[tuple[int, int, int, bool, bool]] = []
    for (site, source, target), group in groups.items():
        agent_of = {one.candidacy.person: one.agent_id for one in group}
        places = cycle.rule().places_of(site, target)
        rows += [
            (cycle.id, agent_of[one.person], one.rank, one.within, one.tied)
            for one in _placed(known, source, target, group, places, on)
        ]
    await connection.executemany(
        "UPDATE cycle_candidate SET rank = $3, within = $4, tied = $5 WHERE cycle_id = $1 AND agent_id = $2", rows
    )


def _placed(
    version: Version | None, source: str, target: str, group: list[Ordered], places: int, on: date
) -> list[Placed]:
    step = (version.step(source, target) if version else None) or Step(source, target, ())
    readiness = {one.candidacy.person: _as_judged(step, one) for one in group}
    return in_order(step, [one.candidacy for one in group], readiness, places, on)


def _as_judged(step: Step, one: Ordered) -> Readiness:
    """What was judged, as far as the order asks: the values of its keys, each where its criterion stands."""
    values = {key.by: value for key, value in zip(step.order, one.values, strict=False)}
    verdicts = tuple(Verdict("no_data", "none_recorded", values.get(asked.code)) for asked in step.enabled)
    return Readiness(one.candidacy.state, ONE, verdicts)
