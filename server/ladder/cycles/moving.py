"""What HR does with a cycle as a whole: draft it, open it, move it on, change its places."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from career.refusal import Refusal
from career.review import Phase, Places
from career.review import move as rule_move
from career.versions import judged_by
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import NOT_FOUND, TAKEN, DomainError
from server.ladder.criteria.store import versions
from server.ladder.cycles import deeds, ranking, store
from server.ladder.cycles.asked_wire import CycleIn, MoveIn, PlaceIn, StepIn
from server.ladder.cycles.cycle import CycleKept
from server.ladder.cycles.deeds import NewDeed
from server.ladder.cycles.refusals import (
    AS_OF_AHEAD,
    BAD_PLACE,
    EFFECTIVE_EARLY,
    EVIDENCE_COMING,
    NO_STEP,
    NOT_A_DRAFT,
    OPENING,
    PLACES_TAKEN,
    refuse,
)
from server.ladder.cycles.who import Viewer, person_of
from server.people.reach import within_reach


class MovingService:
    """See the module. No phase follows from the clock: people move a cycle."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def draft(self, actor: Actor, given: CycleIn) -> int:
        """A new draft; its number."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            viewer = await person_of(connection, actor)
            sites = await _judge(connection, given, now.date())
            found = await connection.fetchval(
                "INSERT INTO cycle (code, name_zh, name_en, as_of, effective, site_ids, steps, nominates, appeal_days, created_by,"
                " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11)"
                " ON CONFLICT (code) DO NOTHING RETURNING id",
                given.code,
                *_columns(given, sites),
                actor.id,
                now,
            )
            if found is None:
                raise DomainError(TAKEN, what="cycle", key=given.code)
            cycle_id: int = found
            await _put_places(connection, cycle_id, given.places, sites)
            await self._note(connection, viewer, await store.find(connection, cycle_id), "draft", _said(given))
        return cycle_id

    async def edit(self, actor: Actor, cycle_id: int, given: CycleIn) -> None:
        """A draft as it is to be. Raises `cycle_not_a_draft`, `cycle_opening`."""
        async with self._db.transaction() as connection:
            viewer = await person_of(connection, actor)
            cycle = await store.find(connection, cycle_id, lock=True)
            if cycle.phase != "draft":
                raise DomainError(NOT_A_DRAFT)
            if cycle.opening_at is not None:
                raise DomainError(OPENING)
            sites = await _judge(connection, given, self._clock.now().date())
            other = await connection.fetchval("SELECT id FROM cycle WHERE code = $1 AND id <> $2", given.code, cycle_id)
            if other is not None:
                raise DomainError(TAKEN, what="cycle", key=given.code)
            await connection.execute(
                "UPDATE cycle SET code = $2, name_zh = $3, name_en = $4, as_of = $5, effective = $6, site_ids = $7, steps = $8::jsonb,"
                " nominates = $9, appeal_days = $10, version = version + 1 WHERE id = $1",
                cycle_id,
                given.code,
                *_columns(given, sites),
            )
            await _put_places(connection, cycle_id, given.places, sites)
            await self._note(connection, viewer, cycle, "edit", _said(given))

    async def places(self, actor: Actor, cycle_id: int, given: Sequence[PlaceIn]) -> None:
        """Other numbers of places, until notice is given; never fewer than are proposed or decided."""
        async with self._db.transaction() as connection:
            viewer = await person_of(connection, actor)
            cycle = await store.find(connection, cycle_id, lock=True)
            if cycle.phase not in {"draft", "open", "calibrating", "deciding"}:
                refuse(Refusal("phase_over", cycle.phase))
            sites = {site.code: site.id for site in cycle.sites}
            _judge_places(given, set(sites), {target for _, target in cycle.steps})
            numbers = {(one.site, one.level): one.number for one in given}
            for (site, level), held in (await store.taken(connection, cycle_id)).items():
                if numbers.get((site, level), 0) < held:
                    raise DomainError(PLACES_TAKEN, taken=held, site=site, level=level)
            await _put_places(connection, cycle_id, given, sites)
            after = await store.find(connection, cycle_id)
            if cycle.phase in {"calibrating", "deciding"}:
                await ranking.rank(connection, after, cycle.today(self._clock.now()))
            await self._note(connection, viewer, cycle, "places", {"places": msgspec.to_builtins(list(given))})

    async def move(self, actor: Actor, cycle_id: int, given: MoveIn) -> None:
        """The next phase. Opening only begins here: the evidence is frozen in portions, and then the cycle is open."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            viewer = await person_of(connection, actor)
            cycle = await store.find(connection, cycle_id, lock=True)
            if cycle.opening_at is not None and cycle.phase == "draft" and given.to != "cancelled":
                raise DomainError(OPENING)
            _judge_days(cycle, given, now)
            everybody = await store.candidates(connection, cycle_id, None, now)
            on = cycle.today(now)
            found = rule_move(
                cycle.rule(),
                given.to,
                viewer.reviewer,
                on,
                [one.candidacy for one in everybody],
                given.effective or cycle.effective,
            )
            if isinstance(found, Refusal):
                refuse(found)
            if given.to == "open":
                await self._begin(connection, actor, cycle, now)
                return
            await connection.execute(
                "UPDATE cycle SET phase = $2, noticed = $3, effective = $4, opening_at = CASE WHEN $2 = 'cancelled' AND opened IS NULL"
                " THEN NULL ELSE opening_at END, version = version + 1 WHERE id = $1",
                cycle_id,
                found.phase,
                found.noticed,
                found.effective or cycle.effective,
            )
            if given.to == "calibrating":
                await ranking.rank(connection, cycle, on)
            body: dict[str, Any] = {"to": given.to}
            if given.to == "noticed":
                body["effective"] = (found.effective or cycle.effective).isoformat()
            await self._note(connection, viewer, cycle, "move", body)

    async def _begin(self, connection: Connection, actor: Actor, cycle: CycleKept, now: datetime) -> None:
        of: int = await connection.fetchval(
            "SELECT count(*) FROM agent a WHERE a.site_id = ANY($1::int[]) AND a.level = ANY($2::text[]) AND a.hired < $3"
            " AND (a.left_on IS NULL OR a.left_on > $3)",
            [site.id for site in cycle.sites],
            [source for source, _ in cycle.steps],
            cycle.as_of,
        )
        await connection.execute(
            "UPDATE cycle SET opening_at = $2, opening_by = $3, opening_of = $4, opening_done = 0, opening_after = 0,"
            " version = version + 1 WHERE id = $1",
            cycle.id,
            now,
            actor.id,
            of,
        )
        await audit.record(connection, actor, "cycle.begin_opening", cycle.subject, {"people": of})

    async def _note(
        self, connection: Connection, viewer: Viewer, cycle: CycleKept, do: str, body: dict[str, Any]
    ) -> None:
        """Write what was done to the whole cycle into its trail and the audit."""
        now = self._clock.now()
        await deeds.write(
            connection, cycle.id, cycle.phase, viewer, [NewDeed(None, do, body)], at=now, on=cycle.today(now)
        )
        await audit.record(connection, viewer.actor, f"cycle.{do}", f"cycle/{cycle.id}", {"to": body.get("to")})


def _judge_days(cycle: CycleKept, given: MoveIn, now: datetime) -> None:
    today = cycle.today(now)
    within_reach(given.effective or cycle.effective)
    if given.to == "open" and cycle.as_of > today:
        raise DomainError(AS_OF_AHEAD, day=cycle.as_of)
    if given.to == "deciding" and cycle.phase == "calibrating" and not cycle.complete:
        raise DomainError(EVIDENCE_COMING, until=cycle.evidence_until)
    if given.to == "noticed" and (given.effective or cycle.effective) < today:
        raise DomainError(EFFECTIVE_EARLY, day=today)


async def _judge(connection: Connection, given: CycleIn, today: date) -> dict[str, int]:
    """The sites of a draft that can be opened. Raises on unknown sites, steps that no criteria know, places outside it."""
    within_reach(given.as_of), within_reach(given.effective)
    sites = await store.site_ids(connection, given.sites)
    for code in given.sites:
        if code not in sites:
            raise DomainError(NOT_FOUND, what="site", key=code)
    adopted = await versions(connection)
    # People are judged by what is in force when it opens, which is neither before today nor before the as-of date.
    known = judged_by(adopted, max(given.as_of, today)) or tuple(adopted)
    for step in given.steps:
        if not any(version.step(step.source, step.target) for version in known):
            raise DomainError(NO_STEP, source=step.source, target=step.target)
    _judge_places(given.places, set(sites), {step.target for step in given.steps})
    return sites


def _judge_places(places: Sequence[PlaceIn], sites: set[str], levels: set[str]) -> None:
    for one in places:
        if one.site not in sites or one.level not in levels:
            raise DomainError(BAD_PLACE, site=one.site, level=one.level)


def _columns(given: CycleIn, sites: dict[str, int]) -> tuple[object, ...]:
    return (
        given.name.zh,
        given.name.en,
        given.as_of,
        given.effective,
        sorted(set(sites.values())),
        _steps(given.steps),
        given.nominates,
        given.appeal_days,
    )


def _steps(steps: Sequence[StepIn]) -> str:
    return msgspec.json.encode([[one.source, one.target] for one in dict.fromkeys(steps)]).decode()


async def _put_places(connection: Connection, cycle_id: int, places: Sequence[PlaceIn], sites: dict[str, int]) -> None:
    await connection.execute("DELETE FROM cycle_place WHERE cycle_id = $1", cycle_id)
    numbers = {(one.site, one.level): one.number for one in places}
    await connection.executemany(
        "INSERT INTO cycle_place VALUES ($1, $2, $3, $4)",
        [(cycle_id, sites[site], level, number) for (site, level), number in numbers.items()],
    )


def _said(given: CycleIn) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(given)
    return found


def places_of(cycle: CycleKept) -> list[Places]:
    """Every pair of site and level the cycle decides about, with its number; none given is none."""
    rule = cycle.rule()
    pairs: list[tuple[str, str]] = [(site.code, target) for site in cycle.sites for target in levels_of(cycle)]
    return [Places(site, level, rule.places_of(site, level)) for site, level in pairs]


def levels_of(cycle: CycleKept) -> list[str]:
    """The levels to which the cycle may promote, in the order of its steps."""
    return list(dict.fromkeys(target for _, target in cycle.steps))


def phases_ahead(cycle: CycleKept) -> list[Phase]:
    """Where HR may move it, were everything done."""
    ways: dict[Phase, list[Phase]] = {
        "draft": ["open", "cancelled"],
        "open": ["calibrating", "cancelled"],
        "calibrating": ["deciding", "cancelled"],
        "deciding": ["noticed", "calibrating", "cancelled"],
        "noticed": ["closed"],
    }
    return ways.get(cycle.phase, [])
