"""Freezes what is known of everybody a cycle may concern, in portions, and judges it by the criteria in force."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import asyncpg
import msgspec
import structlog
from msgspec import Struct

from career.evidence import Evidence, View
from career.exact import Ratio
from career.months import add_months
from career.readiness import Readiness, assess, assess_in_cycle, more_favourable
from career.review import ACCEPTANCE, STANDS_MONTHS, Candidacy
from career.versions import Version, judged_by
from server.db.pool import Connection
from server.ladder.cycles.cycle import CycleKept, SiteOf
from server.ladder.evidence.gathering import Person, gather

PORTION = 500
"""People judged between two commits."""
_LONGEST = 300
"""Characters of an error that are kept."""

_NOBODYS = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
"""What goes wrong with the database rather than with somebody's evidence, which is `asyncpg.DataError` alone."""

_log = structlog.get_logger(__name__)
_evidence = msgspec.json.Decoder(Evidence)
_readiness = msgspec.json.Decoder(Readiness)


class Judged(Struct, frozen=True, kw_only=True):
    """One person on the evidence of the cycle, for the step the cycle offers; of several the most favourable."""

    person: Person
    source: str
    target: str
    version: str
    evidence: Evidence
    readiness: Readiness
    order_values: tuple[Ratio | None, ...]
    open_criteria: int

    def candidacy(self, standing_until: date | None) -> Candidacy:
        """As it begins: nobody has done anything yet."""
        return Candidacy(
            person=f"agent:{self.person.code}",
            site=self.person.site,
            source=self.source,
            target=self.target,
            state=self.readiness.state,
            standing_until=standing_until,
        )


def encoded(kept: Evidence | Readiness) -> bytes:
    """What `decode_evidence` and `decode_readiness` read."""
    return msgspec.json.encode(kept)


def decode_evidence(body: bytes) -> Evidence:
    """What was frozen."""
    return _evidence.decode(body)


def decode_readiness(body: bytes) -> Readiness:
    """How it was judged then."""
    return _readiness.decode(body)


def accepted_before(cycle: CycleKept, site: SiteOf) -> datetime:
    """The instant from which evidence about people of a site comes too late."""
    return datetime.combine(cycle.as_of, datetime.min.time(), ZoneInfo(site.zone)) + ACCEPTANCE


async def scope(connection: Connection, cycle: CycleKept, after: int) -> list[tuple[int, str]]:
    """Who may be concerned, as (agent, site): with the centre, at one of the sites, at a level that a step starts from."""
    rows = await connection.fetch(
        "SELECT a.id, s.code FROM agent a JOIN site s ON s.id = a.site_id WHERE a.site_id = ANY($1::int[])"
        " AND a.level = ANY($2::text[]) AND a.hired < $3 AND (a.left_on IS NULL OR a.left_on > $3) AND a.id > $4"
        " ORDER BY a.id LIMIT $5",
        [site.id for site in cycle.sites],
        sorted({source for source, _ in cycle.steps}),
        cycle.as_of,
        after,
        PORTION,
    )
    return [(row["id"], row["code"]) for row in rows]


class Unjudged(Struct, frozen=True):
    """Somebody whose evidence could not be judged, and what went wrong, for whoever mends it."""

    agent_id: int
    error: str


async def judge(
    connection: Connection,
    cycle: CycleKept,
    people: Sequence[tuple[int, str]],
    versions: Sequence[Version],
    opened: date,
    now: datetime,
    ways: Mapping[int, tuple[str, str]],
) -> tuple[list[Judged], list[Unjudged]]:
    """Everybody among `people` who can take one of the steps, on what is known of them; `ways` is the one step of those whose
    step is known already. Where judging fails, the half it fails in is judged in halves, down to whom it fails for.
    """
    try:
        return await _judge_all(connection, cycle, people, versions, opened, now, ways), []
    except Exception as error:
        if isinstance(error, _NOBODYS) and not isinstance(error, asyncpg.DataError):
            raise
        if len(people) == 1:
            agent_id = people[0][0]
            _log.warning("candidate_not_judged", cycle=cycle.code, agent_id=agent_id, exc_info=error)
            return [], [Unjudged(agent_id, f"{type(error).__name__}: {error}"[:_LONGEST])]
    judged, unjudged = [], []
    for half in (people[: len(people) // 2], people[len(people) // 2 :]):
        found, failed = await judge(connection, cycle, half, versions, opened, now, ways)
        judged += found
        unjudged += failed
    return judged, unjudged


async def _judge_all(
    connection: Connection,
    cycle: CycleKept,
    people: Sequence[tuple[int, str]],
    versions: Sequence[Version],
    opened: date,
    now: datetime,
    ways: Mapping[int, tuple[str, str]],
) -> list[Judged]:
    """As long as evidence may still come nothing is cut off: all there is was accepted in time."""
    found: list[Judged] = []
    for site in cycle.sites:
        ids = [agent_id for agent_id, code in people if code == site.code]
        if not ids:
            continue
        until = accepted_before(cycle, site)
        cut = until if until <= now else None
        async for person, evidence in gather(connection, ids, as_of=cycle.as_of, accepted_before=cut):
            steps = (ways[person.id],) if person.id in ways else cycle.steps
            judged = _judge(View(evidence, cycle.as_of), person, steps, versions, opened)
            if judged is not None:
                found.append(judged)
    return found


def _judge(
    view: View, person: Person, steps: Sequence[tuple[str, str]], versions: Sequence[Version], opened: date
) -> Judged | None:
    if view.held is None:
        return None
    best: tuple[str, Version, Readiness] | None = None
    for source, target in steps:
        if source != view.held.level:
            continue
        found = assess_in_cycle(versions, source, target, view, opened)
        if found is not None and (best is None or more_favourable(found[1], best[2])):
            best = target, *found
    if best is None:
        return None
    target, version, readiness = best
    return Judged(
        person=person,
        source=view.held.level,
        target=target,
        version=version.code,
        evidence=view.evidence,
        readiness=readiness,
        order_values=_order_values(versions, view, (view.held.level, target), opened),
        open_criteria=_open(version, view.held.level, target, readiness),
    )


def _order_values(
    versions: Sequence[Version], view: View, way: tuple[str, str], opened: date
) -> tuple[Ratio | None, ...]:
    """The values of the order's keys, for everybody by the version in force, so that they can be compared."""
    step = judged_by(versions, opened)[0].step(*way)
    if step is None or not step.order:
        return ()
    verdicts = assess(step, view).verdicts
    values = {asked.code: verdict.value for asked, verdict in zip(step.enabled, verdicts, strict=True)}
    return tuple(values.get(key.by) for key in step.order)


def _open(version: Version, source: str, target: str, readiness: Readiness) -> int:
    """How many required criteria are not met."""
    step = version.step(source, target)
    if step is None:
        return 0
    asked = zip(step.enabled, readiness.verdicts, strict=True)
    return sum(one.role == "required" and verdict.asked and not verdict.met for one, verdict in asked)


_STANDING = f"""
SELECT DISTINCT ON (k.agent_id, k.target) k.agent_id, k.target, d.on_day
FROM cycle_candidate k JOIN cycle c ON c.id = k.cycle_id
JOIN cycle_deed d ON d.cycle_id = k.cycle_id AND d.agent_id = k.agent_id AND d.do_what = 'confirm'
WHERE k.agent_id = ANY($1::int[]) AND k.cycle_id <> $2 AND k.decided AND k.decision = 'ready_without_place'
  AND c.phase IN ('noticed', 'closed') AND d.on_day > $3::date - interval '{STANDS_MONTHS + 1} months'
ORDER BY k.agent_id, k.target, d.id DESC"""


async def standing(connection: Connection, cycle: CycleKept, agent_ids: Sequence[int]) -> dict[tuple[int, str], date]:
    """Until when who was found ready without a place before still stands as ready, by agent and level."""
    rows = await connection.fetch(_STANDING, agent_ids, cycle.id, cycle.as_of)
    return {(row["agent_id"], row["target"]): add_months(row["on_day"], STANDS_MONTHS) for row in rows}
