"""Carries an opening through in portions: after a crash it goes on where it was, and the cycle opens once all is frozen."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from career.acting import At, Nominate
from career.deciding import act
from career.review import Candidacy
from career.versions import Version
from server.auth import audit
from server.clock import Clock
from server.db.pool import Connection, Database
from server.ladder.criteria.store import versions as all_versions
from server.ladder.cycles import deeds, freezing, ranking, store, unjudged
from server.ladder.cycles.cycle import CycleKept, decode_candidacy, encode_candidacy
from server.ladder.cycles.deeds import NewDeed
from server.ladder.cycles.freezing import Judged
from server.ladder.cycles.who import SYSTEM
from server.supervise import each

_LOCK = 0x6563_0001
"""With the cycle's number the advisory lock of whoever works at it."""


class OpeningService:
    """See the module. Both kinds of work may be begun by any process; one at a time does it."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def follow(self, _: datetime) -> None:
        """Go on with every cycle that is being opened, take in late evidence where its time is over, and try again whom judging
        failed for."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                "SELECT id, phase FROM cycle WHERE (phase = 'draft' AND opening_at IS NOT NULL)"
                " OR (phase IN ('open', 'calibrating') AND (NOT complete AND evidence_until <= $1 OR EXISTS ("
                "SELECT FROM cycle_unjudged u WHERE u.cycle_id = cycle.id AND u.again_at <= $1))) ORDER BY id",
                self._clock.now(),
            )
        await each([row["id"] for row in rows], self.work_at)

    async def work_at(self, cycle_id: int) -> None:
        """Freeze, or take in, until nothing is left; at once back when another process is at it."""
        async with self._db.connection() as connection:
            if not await connection.fetchval("SELECT pg_try_advisory_lock($1, $2)", _LOCK, cycle_id):
                return
            try:
                known = await all_versions(connection)
                while await self._portion(connection, cycle_id, known):
                    pass
            finally:
                await connection.execute("SELECT pg_advisory_unlock($1, $2)", _LOCK, cycle_id)

    async def _portion(self, reading: Connection, cycle_id: int, known: Sequence[Version]) -> bool:
        """One portion of whatever is to be done; whether there may be more."""
        cycle = await store.find(reading, cycle_id)
        now = self._clock.now()
        if cycle.phase == "draft" and cycle.opening_at is not None:
            return await self._freeze(reading, cycle, known, now)
        if cycle.phase not in {"open", "calibrating"}:
            return False
        if not cycle.complete and now >= cycle.acceptance_ends():
            return await self._take_in(reading, cycle, known, now)
        return await self._try_again(reading, cycle, known, now)

    async def _freeze(self, reading: Connection, cycle: CycleKept, known: Sequence[Version], now: datetime) -> bool:
        people = await freezing.scope(reading, cycle, cycle.opening_after)
        opened = cycle.today(cycle.opening_at or now)
        judged, failed = await freezing.judge(reading, cycle, people, known, opened, now, {})
        standing = await freezing.standing(reading, cycle, [one.person.id for one in judged])
        async with self._db.transaction() as connection:
            there = await store.find(connection, cycle.id, lock=True)
            if there.phase != "draft" or there.opening_at != cycle.opening_at:
                return False
            if not people:
                await self._open(connection, there, now)
                return False
            await _add(connection, there, judged, standing, now)
            await unjudged.note(connection, there.id, failed, now)
            await connection.execute(
                "UPDATE cycle SET opening_after = $2, opening_done = opening_done + $3 WHERE id = $1",
                cycle.id,
                people[-1][0],
                len(people),
            )
        return True

    async def _open(self, connection: Connection, cycle: CycleKept, now: datetime) -> None:
        """The last portion: the cycle is open, and the system has nominated whom its rule names."""
        on = cycle.today(cycle.opening_at or now)
        await connection.execute(
            "INSERT INTO cycle_deed (cycle_id, do_what, body, at, on_day, phase, by_account, by_agent, by_roles)"
            " SELECT $1, 'move', '{\"to\": \"open\"}', $2, $3, 'draft', a.id, a.agent_id, '{hr}' FROM account a WHERE a.id = $4",
            cycle.id,
            cycle.opening_at,
            on,
            cycle.opening_by,
        )
        await connection.execute(
            "INSERT INTO cycle_deed (cycle_id, agent_id, do_what, at, on_day, phase, by_roles)"
            " SELECT $1, agent_id, 'nominate', $2, $3, 'open', '{system}' FROM cycle_candidate"
            " WHERE cycle_id = $1 AND nominated ORDER BY agent_id",
            cycle.id,
            now,
            on,
        )
        until = cycle.acceptance_ends()
        await connection.execute(
            "UPDATE cycle SET phase = 'open', opened = $2, evidence_until = $3, complete = $4, opening_after = 0,"
            " version = version + 1 WHERE id = $1",
            cycle.id,
            on,
            until,
            # Every portion has to have been read after that instant.
            cycle.opening_at is not None and cycle.opening_at >= until,
        )
        await audit.record(connection, None, "cycle.open", cycle.subject, {"people": cycle.opening_done})

    async def _take_in(self, reading: Connection, cycle: CycleKept, known: Sequence[Version], now: datetime) -> bool:
        """Judge anew those whose evidence was completed in time; before anything is decided, so nobody decides on less."""
        rows = await reading.fetch(
            "SELECT k.agent_id, s.code, k.source, k.target FROM cycle_candidate k JOIN site s ON s.id = k.site_id"
            " WHERE k.cycle_id = $1 AND k.agent_id > $2 ORDER BY k.agent_id LIMIT $3",
            cycle.id,
            cycle.opening_after,
            freezing.PORTION,
        )
        people = [(row["agent_id"], row["code"]) for row in rows]
        ways = {row["agent_id"]: (row["source"], row["target"]) for row in rows}
        judged, failed = await freezing.judge(reading, cycle, people, known, cycle.opened or cycle.as_of, now, ways)
        async with self._db.transaction() as connection:
            there = await store.find(connection, cycle.id, lock=True)
            if there.complete or there.phase not in {"open", "calibrating"}:
                return False
            if people:
                await _replace(connection, there, judged, now)
                await unjudged.note(connection, there.id, failed, now)
                await connection.execute("UPDATE cycle SET opening_after = $2 WHERE id = $1", cycle.id, people[-1][0])
                return True
            await connection.execute("UPDATE cycle SET complete = true, version = version + 1 WHERE id = $1", cycle.id)
            await _say_taken_in(connection, there, now)
        return False

    async def _try_again(self, reading: Connection, cycle: CycleKept, known: Sequence[Version], now: datetime) -> bool:
        """Judge whom judging failed for, as they would have been then; the system nominates as it did at the opening."""
        people, ways = await unjudged.due(reading, cycle.id, now)
        if not people:
            return False
        judged, failed = await freezing.judge(reading, cycle, people, known, cycle.opened or cycle.as_of, now, ways)
        new = [one for one in judged if one.person.id not in ways]
        standing = await freezing.standing(reading, cycle, [one.person.id for one in new])
        async with self._db.transaction() as connection:
            there = await store.find(connection, cycle.id, lock=True)
            if there.phase not in {"open", "calibrating"}:
                return False
            named = await _add(connection, there, new, standing, now)
            then = there.today(there.opening_at or now)
            nominated = [NewDeed(one, "nominate", {}) for one in named]
            await deeds.write(connection, there.id, "open", None, nominated, at=now, on=then)
            await _replace(connection, there, [one for one in judged if one.person.id in ways], now)
            await unjudged.settle(
                connection, there.id, {agent for agent, _ in people} - {one.agent_id for one in failed}
            )
            await unjudged.note(connection, there.id, failed, now)
            if judged:
                await audit.record(connection, None, "cycle.try_again", there.subject, {"judged": len(judged)})
                if there.phase == "calibrating":
                    await ranking.rank(connection, there, there.today(now))
        return True


async def _add(
    connection: Connection,
    cycle: CycleKept,
    judged: Sequence[Judged],
    standing: dict[tuple[int, str], date],
    now: datetime,
) -> list[int]:
    """Keep a portion of the people with their evidence; those whom the cycle nominates by itself, which are returned, are
    nominated."""
    sites = {site.code: site for site in cycle.sites}
    on = cycle.today(cycle.opening_at or now)
    rows, frozen, named = [], [], []
    for one in judged:
        site = sites[one.person.site]
        begun = one.candidacy(standing.get((one.person.id, one.target)))
        candidacy = _nominated(cycle, begun, on)
        rows.append(
            (
                *(cycle.id, one.person.id, site.id, one.source, one.target, candidacy.state, one.open_criteria),
                msgspec.json.encode(one.order_values).decode(),
                candidacy.standing_until,
                encode_candidacy(candidacy),
                bool(candidacy.nominations),
            )
        )
        frozen.append(_frozen(cycle, one, 1, now))
        if candidacy.nominations:
            named.append(one.person.id)
    await connection.executemany(
        "INSERT INTO cycle_candidate (cycle_id, agent_id, site_id, source, target, state, open_criteria, order_values,"
        " standing_until, candidacy, nominated) VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11)",
        rows,
    )
    await connection.executemany(_INSERT_FROZEN, frozen)
    return named


_INSERT_FROZEN = (
    "INSERT INTO cycle_freeze (cycle_id, agent_id, number, frozen_at, accepted_before, version, evidence, readiness)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
)


def _frozen(cycle: CycleKept, one: Judged, number: int, now: datetime) -> tuple[object, ...]:
    site = next(site for site in cycle.sites if site.code == one.person.site)
    until = min(now, freezing.accepted_before(cycle, site))
    return (
        *(cycle.id, one.person.id, number, now, until, one.version),
        freezing.encoded(one.evidence),
        freezing.encoded(one.readiness),
    )


def _nominated(cycle: CycleKept, candidacy: Candidacy, on: date) -> Candidacy:
    """With the system's nomination, if the cycle's rule asks for it: ready ones, or nearly ready ones too."""
    wanted = {"ready": {"ready"}, "nearly": {"ready", "nearly"}, "nobody": set[str]()}[cycle.nominates]
    stands = candidacy.standing_until is not None and on < candidacy.standing_until and candidacy.state != "blocked"
    if candidacy.state not in wanted and not (stands and wanted):
        return candidacy
    after = act(At(replace(cycle.rule(), phase="open"), candidacy, SYSTEM, on), Nominate())
    return after if isinstance(after, Candidacy) else candidacy


async def _replace(connection: Connection, cycle: CycleKept, judged: Sequence[Judged], now: datetime) -> None:
    """Keep the completed evidence beside the first, and say so in the trail of each whose evidence changed."""
    ids = [one.person.id for one in judged]
    before = {
        row["agent_id"]: row
        for row in await connection.fetch(
            "SELECT k.agent_id, k.candidacy, f.evidence FROM cycle_candidate k JOIN cycle_freeze f"
            " ON f.cycle_id = k.cycle_id AND f.agent_id = k.agent_id AND f.number = 1"
            " WHERE k.cycle_id = $1 AND k.agent_id = ANY($2::int[]) AND k.frozen = 1",
            cycle.id,
            ids,
        )
    }
    on = cycle.today(now)
    written: list[NewDeed] = []
    kept: list[tuple[int, Candidacy]] = []
    changed: list[Judged] = []
    for one in judged:
        row = before.get(one.person.id)
        if row is None or freezing.decode_evidence(row["evidence"]) == one.evidence:
            continue
        changed.append(one)
        was = decode_candidacy(row["candidacy"])
        found = replace(was, state=one.readiness.state)
        body = {"state": one.readiness.state, "was": was.state, "freeze": 2}
        written.append(NewDeed(one.person.id, "refreeze", body))
        if cycle.phase == "open" and not was.nominations and was.withdrawn is None:
            found = _nominated(cycle, found, on)
            if found.nominations:
                written.append(NewDeed(one.person.id, "nominate", {}))
        kept.append((one.person.id, found))
    await connection.executemany(_INSERT_FROZEN, [_frozen(cycle, one, 2, now) for one in changed])
    await connection.executemany(
        "UPDATE cycle_candidate SET frozen = 2, open_criteria = $3, order_values = $4::jsonb"
        " WHERE cycle_id = $1 AND agent_id = $2",
        [
            (cycle.id, one.person.id, one.open_criteria, msgspec.json.encode(one.order_values).decode())
            for one in changed
        ],
    )
    await deeds.write(connection, cycle.id, cycle.phase, None, written, at=now, on=on)
    await store.keep(connection, cycle.id, kept, {})


async def _say_taken_in(connection: Connection, cycle: CycleKept, now: datetime) -> None:
    n: int = await connection.fetchval(
        "SELECT count(*) FROM cycle_candidate WHERE cycle_id = $1 AND frozen = 2", cycle.id
    )
    on = cycle.today(now)
    await deeds.write(
        connection, cycle.id, cycle.phase, None, [NewDeed(None, "complete", {"changed": n})], at=now, on=on
    )
    if cycle.phase == "calibrating":
        await ranking.rank(connection, cycle, on)
    await audit.record(connection, None, "cycle.complete", cycle.subject, {"changed": n})
