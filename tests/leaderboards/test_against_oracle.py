"""Random contests over random facts: the running totals and integer arithmetic agree with the naive recomputation."""

from collections import Counter
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from leaderboards.check import check
from leaderboards.metrics import Band, Metric, Tally
from leaderboards.race import Race, rank_contest
from leaderboards.rules import (
    Best,
    Condition,
    Guardrail,
    MembersMean,
    PerHead,
    PerScheduledHour,
    Rules,
    TeamRule,
    Term,
    TieBreaker,
    Total,
)
from leaderboards.teams import Field, Member, Participant
from tests.leaderboards import oracle
from tests.leaderboards.oracle import MICRO, Fact, tallied

METRICS = {
    metric.code: metric
    for metric in (
        Metric("calls", "sum", "higher", target=40 * MICRO, floor=20 * MICRO, stretch=60 * MICRO),
        Metric("complaints", "sum", "lower", target=2 * MICRO, floor=5 * MICRO, stretch=1 * MICRO),
        Metric("qa", "mean", "higher", target=90 * MICRO, floor=80 * MICRO, stretch=95 * MICRO),
        Metric("handle", "mean", "band", band=Band(20 * MICRO, 30 * MICRO, 10 * MICRO)),
        Metric(
            "handle_by_queue",
            "mean",
            "band",
            band=Band(20 * MICRO, 30 * MICRO, 10 * MICRO),
            bands={"vip": Band(40 * MICRO, 50 * MICRO, 20 * MICRO), "night": Band(0, 10 * MICRO, 0)},
        ),
        Metric("worst", "min", "higher", target=50 * MICRO),
        Metric("best", "max", "higher", target=50 * MICRO),
        Metric("state", "last", "higher", target=50 * MICRO),
        Metric("scheduled_hours", "sum", "higher", target=40 * MICRO),
    )
}
CODES = sorted(METRICS)

TEAM_RULES: list[TeamRule] = [PerHead(), Total(), PerScheduledHour(), MembersMean(), Best(1), Best(2)]

chances = st.integers(0, 2**32).map(Random)
"""A seed, because dense contests find more than the small ones that shrinking likes."""


def some_rules(chance: Random) -> Rules:
    def plain(below: int) -> str:
        return f"{chance.randrange(1, below)}.{chance.randrange(100):02d}"

    def some() -> list[str]:
        return chance.sample(CODES, chance.choice([0, 0, 0, 1, 2]))

    terms = tuple(
        Term(
            code,
            points=plain(50),
            weight=plain(50),
            missing=chance.choice(["no_data", "zero", "skip", "skip"]),
            curve=chance.choice(["ratio", "three_point"]) if code in {"calls", "complaints", "qa"} else "ratio",
            floor=chance.choice(["0", "0", "10.5"]),
            cap=chance.choice(["120", "100", "99.999999"]),
        )
        for code in chance.sample(CODES, chance.randrange(1, 5))
    )
    return Rules(
        method=chance.choice(["points", "attainment"]),
        terms=terms,
        team_rule=chance.choice(TEAM_RULES),
        min_fte=chance.choice(["0", "1", "2.5"]),
        shrinkage=chance.choice([None, None, "2.5"]),
        qualifying=tuple(Condition(code, at_least=plain(9), per_fte=chance.random() < 0.5) for code in some())
        + tuple(Condition(code, at_most=plain(99)) for code in some()),
        guardrails=tuple(Guardrail(code, plain(20)) for code in some()),
        tie_breakers=tuple(TieBreaker(code, chance.choice(["higher", "lower"])) for code in some()),
    )


def some_contest(chance: Random) -> tuple[Field, list[Fact]]:
    participants, subjects = [], ["m7", "a7"]
    for team in range(chance.randrange(1, 6)):
        members = tuple(
            Member(
                f"a{team}{n}",
                (f"m{team}{n}", f"m9{team}{n}"),
                fte_days=Fraction(chance.randrange(11), 2),
                counted=chance.random() < 0.9,
                share=Fraction(chance.choice([0, 1, 2, 3, 5, 5, 5]), 5),
            )
            for n in range(chance.randrange(6))
        )
        subjects += [subject for member in members for subject in member.subjects] + [f"t{team}"]
        participants.append(Participant(f"t{team}", "team", members, (f"t{team}",), working_days=5))
    alone = Member("a7", ("m7", "a7"), fte_days=Fraction(5))
    participants.append(Participant("a7", "agent", (alone,), working_days=5))
    few = chance.random() < 0.3  # few different values make level scores and level tie-breakers
    facts = [
        Fact(
            subject=chance.choice(subjects),
            metric=chance.choice(CODES),
            value=Fraction(chance.choice([0, 40, 90]) if few else Fraction(chance.randrange(100_000), 1000)),
            weight=Fraction(1) if few else Fraction(chance.randrange(1, 5000), 1000),
            queue=chance.choice(["", "", "vip", "night", "other"]),
            at=chance.randrange(10),
            id=str(n),
        )
        for n in range(chance.choice([0, 20, 100, 200]))
    ]
    return Field(tuple(participants)), facts


@settings(max_examples=400, deadline=None)
@given(chances)
def test_the_standings_are_what_the_naive_recomputation_gives(chance: Random) -> None:
    rules, (field, facts) = some_rules(chance), some_contest(chance)
    assert check(rules, METRICS) == []
    standings = rank_contest(rules, METRICS, field, tallied(facts))
    found = [(row.participant, row.rank, row.score) for row in standings.rows]
    assert found == oracle.standings(rules, METRICS, field, facts)


@settings(max_examples=100, deadline=None)
@given(chances)
def test_order_batches_and_incremental_scoring_make_no_difference(chance: Random) -> None:
    rules, (field, facts) = some_rules(chance), some_contest(chance)
    once = rank_contest(rules, METRICS, field, tallied(facts)).encode()
    shuffled = list(facts)
    chance.shuffle(shuffled)
    cut = chance.randint(0, len(shuffled))
    merged = tallied(shuffled[:cut])
    for subject, totals in tallied(shuffled[cut:]).items():
        for key, tally in totals.items():
            merged.setdefault(subject, {}).setdefault(key, Tally()).merge(tally)
    assert rank_contest(rules, METRICS, field, merged).encode() == once
    race = Race(rules, METRICS)
    division = race.division(field, merged)
    alone = [race.score(participant, merged, division) for participant in reversed(field.participants)]
    assert race.rank(alone).encode() == once


def test_the_random_contests_are_worth_comparing() -> None:
    """Guards the generator: without ranked, level and unqualified participants the comparison above would prove little."""
    seen: Counter[str] = Counter()
    for seed in range(100):
        chance = Random(seed)
        rules, (field, facts) = some_rules(chance), some_contest(chance)
        rows = rank_contest(rules, METRICS, field, tallied(facts)).rows
        ranks = [row.rank for row in rows if row.rank is not None]
        seen["ranked"] += len(ranks)
        seen["level"] += len(ranks) - len(set(ranks))
        seen.update(reason.code for row in rows for reason in row.reasons)
    assert seen["ranked"] > 100
    assert seen["level"] > 5
    assert min(seen[code] for code in ("no_data", "below_min_fte", "too_few_members", "condition")) > 10
