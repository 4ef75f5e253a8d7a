"""Receipt instants held fixed, any order, repetition, batching and interleaving with transfers gives the same totals.

Every example is held against a naive oracle as well: a fold over all revisions, one at a time, in plain Python.
"""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboards.metrics import Tally
from server.clock import SetClock
from server.db.pool import Database
from server.facts.reading import Selection, Totals, load_totals, load_totals_as_received
from server.facts.service import FactsService
from tests.server.facts.conftest import rollups, transfer

START = datetime(2026, 3, 1, 20, tzinfo=UTC)
"""04:00 in Shanghai, where a business day starts there."""
AGENTS = ("Becky", "Joe", "Stewart")
METRICS = ("calls", "qa", "peak", "latest")
LATENESS = timedelta(hours=72)


class Revision(NamedTuple):
    id: str
    revision: int
    agent: str
    metric: str
    queue: str | None
    at: datetime
    value: int | None
    weight: int
    received: datetime

    def wire(self) -> dict[str, Any]:
        given = {
            "id": self.id,
            "revision": self.revision,
            "agent": self.agent,
            "metric": self.metric,
            "weight": self.weight,
        }
        return given | {"queue": self.queue, "at": self.at.isoformat(), "value": self.value}


class Move(NamedTuple):
    agent: str
    team: str | None
    at: datetime


# Instants crowd at the edges: of business days in both zones, of the window, of the cutoff.
instants = st.builds(
    lambda hours, nudge: START + timedelta(hours=hours, microseconds=nudge),
    st.sampled_from([0, 0, 3, 24, 24, 27, 48, 60]),
    st.sampled_from([-1, 0]),
)
# Receipts crowd around the window's cutoff; they are drawn as distances from it.
receipts = st.sampled_from(
    [timedelta(hours=hours, microseconds=us) for hours, us in ((-10, 0), (0, -1), (0, 0), (50, 0))]
).map(lambda distance: START + distance)
revisions = st.lists(
    st.builds(
        Revision,
        id=st.sampled_from("xyz"),
        revision=st.integers(0, 4),
        agent=st.sampled_from(AGENTS),
        metric=st.sampled_from(METRICS),
        queue=st.sampled_from([None, "sales"]),
        at=instants,
        value=st.sampled_from([7, 50, None, 0, 100]),
        weight=st.integers(1, 3),
        received=receipts,
    ),
    min_size=1,
    max_size=14,
    unique_by=lambda one: (one.id, one.revision),
)
moves = st.lists(
    st.builds(
        Move,
        st.sampled_from(AGENTS[:3]),
        st.sampled_from(["T1", "T2", "T3", None]),
        st.sampled_from([START, START + timedelta(hours=24)]),
    ),
    max_size=3,
).map(lambda found: sorted(found, key=lambda move: move.at))


async def reset(sql: Any) -> None:
    await sql.execute(
        "TRUNCATE fact, fact_superseded, rollup, quarantine, outbox, membership RESTART IDENTITY;"
        " INSERT INTO membership (agent_id, team_id, starts) SELECT a.id, t.id, '2020-01-01T00:00Z'"
        " FROM (VALUES ('Becky', 'T1'), ('Joe', 'T3')) v(agent, team)"
        " JOIN agent a ON a.code = v.agent JOIN team t ON t.code = v.team ORDER BY a.id"
    )


class Desk:
    """Sends facts with given receipts and moves agents."""

    def __init__(self, facts: FactsService, database: Database, clock: SetClock) -> None:
        self.facts, self.database, self.clock = facts, database, clock

    async def send(self, group: list[Revision]) -> None:
        self.clock.at = group[0].received
        receipt = await self.facts.take("pbx", msgspec.json.encode([one.wire() for one in group]))
        assert not receipt.rejected

    async def move(self, one: Move) -> None:
        await transfer(self.database, self.facts, one.agent, one.team, one.at)

    async def totals(self, window: tuple[datetime, datetime]) -> tuple[Totals, Totals]:
        async with self.database.connection() as connection:
            metric_ids = await connection.fetch("SELECT id FROM metric WHERE code = ANY($1::text[])", list(METRICS))
            chosen = Selection(starts=window[0], ends=window[1], metric_ids=tuple(row["id"] for row in metric_ids))
            now = await load_totals(connection, chosen)
            as_of = window[1] + LATENESS + timedelta(hours=60)
            return now, await load_totals_as_received(connection, chosen, {}, as_of)


def scrambled(found: list[Revision], transfers: list[Move], chance: Random) -> list[list[Revision] | Move]:
    """The same facts shuffled, some sent again, cut into requests of one receipt each, transfers strewn in between."""
    sent = found + [one for one in found if chance.random() < 0.4]
    chance.shuffle(sent)
    groups: list[list[Revision]] = []
    for one in sent:
        if groups and groups[-1][0].received == one.received and chance.random() < 0.8:
            groups[-1].append(one)
        else:
            groups.append([one])
    steps: list[list[Revision] | Move] = list(groups)
    places = sorted(chance.randrange(len(steps) + 1) for _ in transfers)
    for place, one_move in reversed(list(zip(places, transfers, strict=True))):
        steps.insert(place, one_move)
    return steps


async def oracle(
    sql: Any, counted: list[Revision], window: tuple[datetime, datetime]
) -> dict[tuple[str, int, int], Tally]:
    agents = {row["code"]: row["id"] for row in await sql.fetch("SELECT id, code FROM agent")}
    metrics = {row["code"]: row["id"] for row in await sql.fetch("SELECT id, code FROM metric")}
    memberships = await sql.fetch("SELECT id, agent_id, starts, ends FROM membership")
    totals: dict[tuple[str, int, int], Tally] = {}
    for one in counted:
        if one.value is None or not window[0] <= one.at < window[1]:
            continue
        subject = f"a{agents[one.agent]}"
        for row in memberships:
            if (
                row["agent_id"] == agents[one.agent]
                and row["starts"] <= one.at
                and (row["ends"] is None or one.at < row["ends"])
            ):
                subject = f"m{row['id']}"
        key = (subject, metrics[one.metric], 1 if one.queue else 0)
        at_us = (one.at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        totals.setdefault(key, Tally()).add(one.value * 1_000_000, one.weight * 1_000_000, at_us, one.id)
    return totals


def told(totals: dict[tuple[str, int, int], Tally], combine: dict[int, Any]) -> dict[tuple[str, int, int], Any]:
    """What each total comes to, exactly; the extremes only where they are what counts."""
    return {
        key: (tally.n, tally.sum_value, tally.sum_weight, tally.sum_weighted, tally.ratio(combine[key[1]]))
        for key, tally in totals.items()
    }


def highest(found: list[Revision]) -> list[Revision]:
    best: dict[str, Revision] = {}
    for one in found:
        if one.id not in best or best[one.id].revision < one.revision:
            best[one.id] = one
    return list(best.values())


windows = st.sampled_from([(0, 48), (0, 60), (3, 51), (-1, 24), (23, 27), (1, 2)])


@given(found=revisions, transfers=moves, hours=windows, seed=st.integers(0, 2**32))
@settings(
    max_examples=40, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
async def test_the_same_totals_whatever_the_order(
    found: list[Revision],
    transfers: list[Move],
    hours: tuple[int, int],
    seed: int,
    facts: FactsService,
    database: Database,
    clock: SetClock,
    sql: Any,
) -> None:
    if not await sql.fetchval("SELECT EXISTS (SELECT FROM metric WHERE code = 'peak')"):
        await sql.execute(
            "INSERT INTO metric (code, name_zh, name_en, combine, good) VALUES"
            " ('peak', 'p', 'p', 'max', 'higher'), ('latest', 'l', 'l', 'last', 'higher')"
        )
    desk = Desk(facts, database, clock)
    facts.metrics._book.forget_metrics()
    combine = {row["id"]: row["combine"] for row in await sql.fetch("SELECT id, combine FROM metric")}
    window = (START + timedelta(hours=hours[0]), START + timedelta(hours=hours[1]))
    cutoff = window[1] + LATENESS
    found = [one._replace(received=cutoff + (one.received - START)) for one in found]

    await reset(sql)
    for one_move in transfers:
        await desk.move(one_move)
    for one in sorted(found):
        await desk.send([one])
    plain = (await rollups(sql), *(told(totals, combine) for totals in await desk.totals(window)))

    expected_now = told(await oracle(sql, highest(found), window), combine)
    in_time = [one for one in found if one.received < cutoff]
    expected_received = told(await oracle(sql, highest(in_time), window), combine)
    assert plain[1] == expected_now
    assert plain[2] == expected_received

    await reset(sql)
    for step in scrambled(found, transfers, Random(seed)):
        if isinstance(step, Move):
            await desk.move(step)
        else:
            await desk.send(step)
    mixed = (await rollups(sql), *(told(totals, combine) for totals in await desk.totals(window)))
    assert mixed == plain
    rebuilt = await facts.rebuild(check_only=True)
    assert (rebuilt.misplaced, rebuilt.differing) == (0, 0)


@pytest.mark.parametrize(("early_us", "counts"), [(1, True), (0, False)])
async def test_a_receipt_across_the_cutoff(
    early_us: int, counts: bool, facts: FactsService, database: Database, clock: SetClock, sql: Any
) -> None:
    """One microsecond before the cutoff counts, the cutoff itself does not; a later correction leaves it as it is."""
    window = (START, START + timedelta(hours=24))
    desk = Desk(facts, database, clock)
    cutoff = window[1] + LATENESS
    one = Revision("x", 0, "Becky", "calls", None, START, 7, 1, cutoff - timedelta(microseconds=early_us))
    await desk.send([one])
    await desk.send([one._replace(revision=1, value=9, received=cutoff + timedelta(hours=1))])
    now, received = await desk.totals(window)
    assert [tally.sum_value for tally in now.values()] == [9_000_000]
    assert [tally.sum_value for tally in received.values()] == ([7_000_000] if counts else [])


async def test_a_late_move_to_another_metric_is_judged_by_that_metrics_lateness(
    facts: FactsService, database: Database, clock: SetClock, sql: Any
) -> None:
    await sql.execute("UPDATE metric SET lateness_minutes = 60 * 24 * 30 WHERE code = 'absences'")
    window = (START, START + timedelta(hours=24))
    desk = Desk(facts, database, clock)
    one = Revision("x", 0, "Becky", "calls", None, START, 7, 1, START + timedelta(hours=30))
    await desk.send([one])
    await desk.send([one._replace(revision=1, metric="absences", received=START + timedelta(hours=150))])
    _, received = await desk.totals(window)
    assert received == {}


async def test_a_rebuild_mends_what_was_broken_and_finds_nothing_afterwards(
    facts: FactsService, clock: SetClock, database: Database, sql: Any
) -> None:
    desk = Desk(facts, database, clock)
    await desk.send(
        [Revision(f"f{i}", 0, "Becky", "calls", None, START + timedelta(hours=i), 1, 1, clock.at) for i in range(9)]
    )
    before = await rollups(sql)
    await sql.execute("UPDATE rollup SET n = n + 1; UPDATE fact SET day = day - 1 WHERE fact_id = 'f3'")
    checked = await facts.rebuild(check_only=True)
    # The misplaced fact is taken from a day that never counted it, so that day's rollup is wrong as well.
    assert (checked.facts, checked.misplaced, checked.differing) == (9, 1, 2)
    assert await rollups(sql) != before
    await facts.rebuild()
    assert await rollups(sql) == before
    assert (await facts.rebuild())[2:] == (0, 0)
