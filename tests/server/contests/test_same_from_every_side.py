"""Standings are one function of what was received: rollups, revisions, a scorer's memory and a naive count agree to the byte."""

import contextlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboards.exact import parse_decimal
from leaderboards.metrics import Key, Subject, Tally
from leaderboards.race import rank_contest
from server.contests.contest import Contest
from server.contests.scoring.evidence import one_snapshot, read_field, tallies_as_received, true_evidence
from server.errors import DomainError
from server.people.memberships import NewMembership
from tests.server.contests.conftest import OPS, Watching, World

STARTS = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
METRICS = ("calls", "qa", "peak", "latest")
RULES: dict[str, Any] = {
    "method": "points",
    "terms": [
        {"metric": "calls", "points": "0.125"},
        {"metric": "qa", "missing": "zero"},
        {"metric": "peak", "points": "3", "missing": "zero"},
        {"metric": "latest", "points": "0.7", "missing": "zero"},
    ],
    "min_fte": "1",
    "shrinkage": "2",
    "guardrails": [{"metric": "qa", "floor": "40"}],
    "tie_breakers": [{"metric": "qa", "direction": "higher"}],
}
AGENTS = [f"A{team}{number}" for team in (1, 2, 3) for number in (2, 3)]

instants = st.builds(
    lambda hours, odd: STARTS + timedelta(hours=hours, microseconds=odd),
    st.integers(-3, 24 * 7 + 3),
    st.sampled_from([0, -1, 1]),
)
contents = st.fixed_dictionaries(
    {
        "agent": st.sampled_from(AGENTS),
        "metric": st.sampled_from(METRICS),
        "value": st.one_of(st.none(), st.decimals(0, 100, places=2).map(str)),
        "at": instants,
        "weight": st.sampled_from(["1", "0.5", "3"]),
        "queue": st.sampled_from([None, "sales"]),
    }
)
sends = st.tuples(st.just("send"), st.integers(0, 7), st.integers(0, 3), contents)
moves = st.tuples(st.just("move"), st.sampled_from(AGENTS), st.sampled_from(["T1", "T2", "T3", "T4"]), instants)
# Mostly short steps, and some that pass a cutoff (72 h after the end; 7 days for none in a weekly contest).
waits = st.tuples(st.just("wait"), st.sampled_from([1, 60, 3600, 30 * 3600, 72 * 3600]))
ticks = st.tuples(st.just("tick"))


BEGINNINGS = (timedelta(hours=-1), timedelta(hours=23, minutes=59), timedelta(hours=71, minutes=59))
"""Before the end of the window, and right before each of the two cutoffs."""


@dataclass
class Ledger:
    """The naive side: every accepted revision with the instant it was received."""

    revisions: dict[str, dict[int, tuple[dict[str, Any], datetime]]] = field(default_factory=dict)

    def counted(self, contest: Contest, now: datetime) -> list[dict[str, Any]]:
        cutoffs = {used.metric.code: contest.cutoffs[used.metric_id] for used in contest.metrics}
        found = []
        for held in self.revisions.values():
            eligible = [revision for revision, (fact, at) in held.items() if at < cutoffs[fact["metric"]] and at <= now]
            if eligible:
                fact, _ = held[max(eligible)]
                if fact["value"] is not None and contest.starts <= fact["at"] < contest.ends:
                    found.append(fact)
        return found


async def naive_tallies(world: World, facts: list[dict[str, Any]]) -> dict[Subject, dict[Key, Tally]]:
    spans = await world.sql.fetch("SELECT m.*, a.code FROM membership m JOIN agent a ON a.id = m.agent_id")
    tallies: dict[Subject, dict[Key, Tally]] = {}
    for fact in facts:
        own = [span for span in spans if span["code"] == fact["agent"]]
        inside = [
            span for span in own if span["starts"] <= fact["at"] and (span["ends"] is None or fact["at"] < span["ends"])
        ]
        subject = f"m{inside[0]['id']}" if inside else f"a{own[0]['agent_id']}"
        tally = tallies.setdefault(subject, {}).setdefault((fact["metric"], fact["queue"] or ""), Tally())
        value, weight = (parse_decimal(fact[name]) for name in ("value", "weight"))
        tally.add(
            value, weight, (fact["at"] - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1), fact["id"]
        )
    return tallies


async def afresh(world: World) -> None:
    await world.sql.execute("TRUNCATE fact, fact_superseded, rollup, outbox, quarantine, contest, rank_history CASCADE")
    await world.sql.execute("DELETE FROM membership")
    await world.sql.execute(
        "INSERT INTO membership (agent_id, team_id, starts, post) SELECT id, substr(code, 2, 1)::int, '2020-01-01',"
        " CASE WHEN code LIKE '%1' THEN 'lead' ELSE 'member' END FROM agent"
    )


async def compare(world: World, watching: Watching, ledger: Ledger, contest: Contest) -> None:
    await watching.tick()
    now = world.clock.at
    async with world.db.transaction() as connection:
        await one_snapshot(connection)
        by_tables = (await true_evidence(connection, contest, now)).standings.encode()
        division = await read_field(connection, contest)
        received = await tallies_as_received(connection, contest, now)
    by_revisions = rank_contest(contest.rules, contest.by_code, division, received).encode()
    counted = await naive_tallies(world, ledger.counted(contest, now))
    naive = rank_contest(contest.rules, contest.by_code, division, counted).encode()
    assert naive == by_revisions == by_tables == watching.encoded(contest.id)
    fresh = await world.contests.board(contest.id)
    shown = watching.boards[contest.id][2]
    assert shown.rows == fresh.rows
    assert shown.contest == fresh.contest


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    began=st.sampled_from(BEGINNINGS),
    steps=st.lists(st.one_of(sends, sends, sends, moves, waits, ticks), min_size=8, max_size=30),
)
async def test_every_way_of_counting_agrees(
    world: World, watching: Watching, began: timedelta, steps: list[tuple[Any, ...]]
) -> None:
    await afresh(world)
    world.clock.at = STARTS
    # A lateness that passes while the others still wait.
    await world.sql.execute("UPDATE metric SET lateness_minutes = 1440 WHERE code = 'peak'")
    contest = await world.launch(RULES)
    world.clock.at = contest.ends + began
    ledger = Ledger()
    await watching.start()
    for step in steps:
        if step[0] == "send":
            await send(world, ledger, *step[1:])
        elif step[0] == "move":
            await move(world, *step[1:])
        elif step[0] == "wait":
            world.clock.at += timedelta(seconds=step[1])
        else:
            await compare(world, watching, ledger, contest)
    await compare(world, watching, ledger, contest)


async def send(world: World, ledger: Ledger, number: int, revision: int, content: dict[str, Any]) -> None:
    fact_id = f"f{number}"
    held = ledger.revisions.setdefault(fact_id, {})
    if content["at"] > world.clock.at + timedelta(minutes=5):
        return
    sent = {**content, "id": fact_id, "revision": revision, "at": content["at"].isoformat()}
    if sent["queue"] is None:
        del sent["queue"]
    if revision in held:
        # Anything else under a known revision is a conflict, which the first accepted survives.
        await world.facts.take("test", json.dumps([sent]).encode())
        return
    await world.send(sent)
    held[revision] = {**content, "id": fact_id}, world.clock.at


async def move(world: World, agent: str, team: str, at: datetime) -> None:
    with contextlib.suppress(DomainError):
        await world.people.memberships.add(None, agent, NewMembership(team=team, starts=at.isoformat(), transfer=True))


@pytest.mark.parametrize(("late_by", "counts"), [(timedelta(microseconds=-1), True), (timedelta(0), False)])
async def test_one_microsecond_decides_whether_a_fact_is_late(world: World, late_by: timedelta, counts: bool) -> None:
    contest = await world.launch()
    await world.send(world.fact("A22", "calls", 3, STARTS, id="early"))
    cutoff = contest.ends + timedelta(hours=72)
    world.clock.at = cutoff + timedelta(seconds=1)
    await world.send(world.fact("A12", "calls", 30, STARTS, id="late"), received=cutoff + late_by)
    standing = await world.standing(contest.id)
    assert standing["T1"] == ((1, "10.0000") if counts else (2, "0.0000"))


async def test_what_came_too_late_is_listed_with_what_counts_instead(world: World) -> None:
    contest = await world.launch()
    await world.send(world.fact("A12", "calls", 30, STARTS, id="x"))
    cutoff = contest.ends + timedelta(hours=72)
    world.clock.at = cutoff
    await world.send(
        world.fact("A12", "calls", 60, STARTS, id="x", revision=1), world.fact("A22", "calls", 9, STARTS, id="y")
    )
    late, total = await world.contests.behind.late(OPS, contest.id, 0, 50)
    assert total == 2
    assert [(one.id, one.value, one.counted_revision, one.counted_value) for one in late] == [
        ("x", "60", 0, "30"),
        ("y", "9", None, None),
    ]
    assert {one.cutoff for one in late} == {cutoff}
    assert (await world.standing(contest.id))["T1"] == (1, "10.0000")


LATER = {
    "a revision takes back what one that came too late had left standing": [
        (timedelta(hours=25), {"revision": 1, "metric": "peak", "value": None}),
        (timedelta(hours=26), {"revision": 2, "metric": "calls", "value": None}),
    ],
    "an older revision stands in for one that came too late": [
        (timedelta(hours=25), {"revision": 2, "metric": "peak", "value": None}),
        (timedelta(hours=26), {"revision": 1, "metric": "calls", "value": "60"}),
    ],
    "an older revision takes back what one that came too late had left standing": [
        (timedelta(hours=25), {"revision": 2, "metric": "peak", "value": None}),
        (timedelta(hours=26), {"revision": 1, "metric": "calls", "value": None}),
    ],
    "what came too late turns out to have come in time": [
        (timedelta(hours=72), {"revision": 1, "metric": "calls", "value": "60"}),
        (timedelta(hours=71), {"revision": 1, "metric": "calls", "value": "60"}),
    ],
    "what was superseded too late turns out to have come in time": [
        (timedelta(hours=72), {"revision": 1, "metric": "calls", "value": "60"}),
        (timedelta(hours=73), {"revision": 2, "metric": "calls", "value": None}),
        (timedelta(hours=71), {"revision": 1, "metric": "calls", "value": "60"}),
    ],
}


@pytest.mark.parametrize("later", LATER.values(), ids=LATER.keys())
async def test_past_a_cutoff_the_memory_hears_of_revisions_that_are_not_the_newest(
    world: World, watching: Watching, later: list[tuple[timedelta, dict[str, Any]]]
) -> None:
    await world.sql.execute("UPDATE metric SET lateness_minutes = 1440 WHERE code = 'peak'")
    world.clock.at = STARTS
    contest = await world.launch(RULES)
    await watching.start()
    await world.send(world.fact("A12", "calls", "30", STARTS, id="x"))
    shown = []
    for after, content in later:
        received = contest.ends + after
        world.clock.at = max(world.clock.at, received)
        await world.send({"id": "x", "agent": "A12", "at": STARTS.isoformat(), **content}, received=received)
        await watching.tick()
        async with world.db.transaction() as connection:
            assert (
                watching.encoded(contest.id)
                == (await true_evidence(connection, contest, world.clock.at)).standings.encode()
            )
        shown.append(watching.encoded(contest.id))
    assert shown[-1] != shown[-2]
