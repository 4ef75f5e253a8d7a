"""Random months with transfers, leave, corrections and moved facts: every sheet equals one worked out naively, and counting
as facts come gives the same bytes as counting once at the end."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from career.exact import published as rounded
from server.ladder.scorecards.counting import count_month
from server.ladder.scorecards.measuring import read_sites
from server.ladder.scorecards.rules import in_force
from server.people.changes import announce
from tests.server.ladder.scorecards.conftest import JUNE, Centre

SHANGHAI = ZoneInfo("Asia/Shanghai")
CURVES = {
    "qa": (30, 80, 88, 95), "csat": (15, 80, 85, 90), "fcr": (15, 70, 75, 80), "volume": (15, 80, 100, 110),
    "adherence": (10, 90, 93, 95), "training_score": (10, 80, 85, 95),
}  # fmt: skip
LEAD_CURVES = {"service_level": (15, 70, 80, 90), "attendance": (15, 95, 98, 100)}


def curve(value: Fraction, floor: int, target: int, stretch: int) -> Fraction:
    """The three points, as the domain says it."""
    if value >= stretch:
        return Fraction(100)
    if value >= target:
        return 90 + 10 * (value - target) / (stretch - target)
    return max(Fraction(0), 60 + 30 * (value - floor) / (target - floor))


def weighted(parts: list[tuple[int, Fraction]]) -> Fraction:
    """A weighted mean."""
    return sum((weight * value for weight, value in parts), Fraction(0)) / sum(weight for weight, _ in parts)


class World:
    """What was sent, and who was where, as a naive reader keeps it."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.facts: dict[str, dict[str, Any]] = {}
        self.teams: dict[str, list[tuple[datetime, str]]] = {}
        self.leave: list[tuple[str, date, date]] = []

    def team_at(self, agent: str, at: datetime) -> str:
        """The last team begun at or before an instant."""
        return [team for starts, team in self.teams[agent] if starts <= at][-1]

    def half_days(self, agent: str) -> dict[str, int]:
        """Worked half days of June by team: Mondays to Fridays from midnight in Chengdu, less whole days of leave."""
        found: dict[str, int] = {}
        for number in range(1, 31):
            day = date(2026, 6, number)
            away = any(who == agent and starts <= day < ends for who, starts, ends in self.leave)
            if day.weekday() < 5 and not away:
                team = self.team_at(agent, datetime(2026, 6, number, tzinfo=SHANGHAI))
                found[team] = found.get(team, 0) + 2
        return found

    def of_june(self, **wanted: str) -> list[dict[str, Any]]:
        """Facts that count and say so."""
        kept = [fact for fact in self.facts.values() if fact["value"] is not None]
        inside = [one for one in kept if datetime.fromisoformat(one["at"]).astimezone(SHANGHAI).month == 6]
        return [one for one in inside if all(one.get(name) == value for name, value in wanted.items())]

    def mean(self, facts: list[dict[str, Any]]) -> Fraction | None:
        """By weight."""
        if not facts:
            return None
        weights = sum(Fraction(one["weight"]) for one in facts)
        return sum((Fraction(one["weight"]) * Fraction(one["value"]) for one in facts), Fraction(0)) / weights

    def score_of(self, agent: str) -> int | None:
        """An agent's sheet by the rules that ship."""
        parts: list[tuple[int, Fraction]] = []
        for metric, (weight, *steps) in CURVES.items():
            value = self.mean(self.of_june(agent=agent, metric=metric))
            if value is not None:
                parts.append((weight, curve(value, *steps)))
        band = self.band(agent)
        if band is not None:
            parts.append((5, band))
        if sum(weight for weight, _ in parts) < 60:
            return None
        exact = weighted(parts)
        points = rounded((exact.numerator, exact.denominator))
        qa = self.mean(self.of_june(agent=agent, metric="qa"))
        errors = sum(Fraction(one["value"]) for one in self.of_june(agent=agent, metric="critical_errors"))
        return min(points, 79_000_000) if (qa is not None and qa < 80) or errors >= 1 else points

    def band(self, agent: str) -> Fraction | None:
        """Handle time beside the queues' medians, pooled by calls."""
        parts = []
        for queue in ("billing", "tech"):
            means = {
                other: self.mean(self.of_june(agent=other, metric="handle_time", queue=queue)) for other in self.teams
            }
            known = [value for value in means.values() if value is not None]
            own = means[agent]
            if own is not None and len(known) >= 5:
                off = abs(own - median(known)) / median(known) * 100
                calls = sum(
                    Fraction(one["weight"]) for one in self.of_june(agent=agent, metric="handle_time", queue=queue)
                )
                parts.append((calls, max(Fraction(0), min(Fraction(100), 100 * (45 - off) / 30))))
        return sum((a * b for a, b in parts), Fraction(0)) / sum(a for a, _ in parts) if parts else None

    def lead_score(self, team: str, scores: dict[str, int | None]) -> int | None:
        """A lead's sheet over the agents' published scores."""
        members = [
            (days[team], Fraction(score, 1_000_000))
            for agent, score in scores.items()
            if score is not None and team in (days := self.half_days(agent))
        ]
        parts: list[tuple[int, Fraction]] = [(70, weighted(members))] if members else []
        own = {
            "service_level": self.of_june(team=team, metric="service_level"),
            "attendance": [
                one
                for one in self.of_june(metric="attendance")
                if self.team_at(one["agent"], datetime.fromisoformat(one["at"])) == team
            ],
        }
        for metric, (weight, *steps) in LEAD_CURVES.items():
            value = self.mean(own[metric])
            if value is not None:
                parts.append((weight, curve(value, *steps)))
        if sum(weight for weight, _ in parts) < 60:
            return None
        exact = weighted(parts)
        return rounded((exact.numerator, exact.denominator))


def _random_fact(world: World, centre: Centre) -> dict[str, Any]:
    dice = world.dice
    metric = dice.choice(
        [*CURVES, "qa", "handle_time", "handle_time", "critical_errors", "attendance", "service_level"]
    )
    low, high = {"handle_time": (200, 420), "critical_errors": (0, 0), "volume": (70, 130)}.get(metric, (72, 100))
    at = datetime(2026, 6, 1, tzinfo=SHANGHAI) + timedelta(minutes=dice.randrange(-600, 30 * 1440 + 600))
    value = 1 if metric == "critical_errors" else Fraction(dice.randrange(low * 10, high * 10 + 1), 10)
    fact = centre.fact("", metric, float(value), at=at.isoformat(), weight=str(dice.choice((1, 1, 3))))
    del fact["agent"]
    if metric == "service_level":
        return {**fact, "team": dice.choice(("T1", "T2"))}
    fact["agent"] = dice.choice(sorted(world.teams))
    return {**fact, "queue": dice.choice(("billing", "billing", "tech"))} if metric == "handle_time" else fact


async def _send(world: World, centre: Centre, number: int) -> None:
    facts = [_random_fact(world, centre) for _ in range(number)]
    # Some are corrected: another value, another agent, another month, or taken back.
    for held in world.dice.sample(sorted(world.facts), min(len(world.facts), number // 6)):
        old = world.facts[held]
        new = {**old, "revision": old.get("revision", 0) + 1}
        how = world.dice.randrange(4)
        if how == 0:
            new["value"] = None
        elif how == 1 and "agent" in old:
            new["agent"] = world.dice.choice(sorted(world.teams))
        elif how == 2:
            new["at"] = "2026-05-20T09:00:00+08:00"
        elif old["metric"] != "critical_errors":
            new["value"] = str(world.dice.randrange(75, 100))
        facts.append(new)
    await centre.send(*facts)
    world.facts |= {fact["id"]: fact for fact in facts}


async def _move_people(world: World, centre: Centre) -> None:
    agent = world.dice.choice([one for one in sorted(world.teams) if len(world.teams[one]) == 1])
    at = datetime(2026, 6, world.dice.randrange(2, 29), world.dice.choice((0, 5, 12)), tzinfo=SHANGHAI)
    team = "T2" if world.teams[agent][0][1] == "T1" else "T1"
    await centre.transfer(agent, team, at.astimezone(UTC))
    world.teams[agent].append((at, team))
    away = world.dice.choice(sorted(world.teams))
    starts = date(2026, 6, world.dice.randrange(1, 25))
    if not any(who == away for who, _, _ in world.leave):
        world.leave.append((away, starts, starts + timedelta(days=4)))
        async with centre.db.transaction() as unit:
            await unit.execute(
                "INSERT INTO leave (agent_id, starts, ends, kind) VALUES ($1, $2, $3, 'x')",
                await centre.agent(away),
                starts,
                starts + timedelta(days=4),
            )
            await announce(unit, [await centre.agent(away)])
    async with centre.db.transaction() as unit:
        await announce(unit, [await centre.agent(agent)])


@pytest.mark.parametrize("seed", range(4))
async def test_every_sheet_equals_the_oracles(centre: Centre, seed: int) -> None:
    world = World(seed)
    begun = datetime(2025, 1, 1, tzinfo=UTC)
    world.teams = {f"A{team}{n}": [(begun, f"T{team}")] for team in (1, 2) for n in range(2, 7)}
    await centre.cards.following.hear()
    for _ in range(3):
        await _send(world, centre, 90)
        await _move_people(world, centre)
        await centre.settle()
    ids = {await centre.agent(agent): agent for agent in world.teams}
    latest = {row["subject_id"]: row for row in await centre.held() if row["month"] == JUNE}
    scores = {agent: latest[id_]["score"] if id_ in latest else None for id_, agent in ids.items()}
    assert scores == {agent: world.score_of(agent) for agent in world.teams}
    shares = {agent: latest[id_]["half_days"] for id_, agent in ids.items() if id_ in latest}
    assert shares == {agent: sum(world.half_days(agent).values()) for agent in shares}
    leads = {row["subject_id"]: row["score"] for row in await centre.held("lead") if row["month"] == JUNE}
    assert leads == {number: world.lead_score(f"T{number}", scores) for number in (1, 2)}
    await _rebuilt_equals(centre)


async def _rebuilt_equals(centre: Centre) -> None:
    """Counted once more from everything, each month gives the bytes of its latest revisions, and nothing is written."""
    for month in (JUNE - 1, JUNE):
        async with centre.db.connection() as connection:
            rules = {tier: one.rules for tier, one in (await in_force(connection, month)).items()}
            cards = (await count_month(connection, await read_sites(connection), 1, month, rules)).cards
        for tier, fresh in cards.items():
            held = {row["subject_id"]: row for row in await centre.held(tier) if row["month"] == month}
            wanted = {card.subject: (card.score, card.half_days, card.encode()) for card in fresh}
            found = {id_: (held[id_]["score"], held[id_]["half_days"], held[id_]["sheet"]) for id_ in wanted}
            assert found == wanted
        assert (await centre.publish(month)).corrected == 0
