"""Fairness between unequal teams, shrinkage, conditions and guardrails, each on figures one can check in the head."""

from fractions import Fraction

import pytest
from msgspec.structs import replace

from leaderboards.metrics import Key, Metric, Tally
from leaderboards.race import Race, rank_contest
from leaderboards.ranking import Reason, Scored
from leaderboards.rules import (
    Best,
    Condition,
    Guardrail,
    MembersMean,
    PerScheduledHour,
    Rules,
    TeamRule,
    Term,
    TieBreaker,
    Total,
)
from leaderboards.teams import Field, Member, Participant
from tests.leaderboards.oracle import MICRO

METRICS = {
    "calls": Metric("calls", "sum", "higher", target=100 * MICRO),
    "complaints": Metric("complaints", "sum", "lower"),
    "qa": Metric("qa", "mean", "higher", target=100 * MICRO),
    "scheduled_hours": Metric("scheduled_hours", "sum", "higher"),
}
CALLS = Rules("points", (Term("calls"),))
QA = Rules("points", (Term("qa"),))
Facts = dict[str, dict[str, list[str]]]


def team(heads: int, *, code: str = "t1", first: int = 1) -> Participant:
    members = tuple(Member(f"a{n}", (f"m{n}",), Fraction(5)) for n in range(first, first + heads))
    return Participant(code, "team", members, (code,), working_days=5)


def totals(facts: Facts) -> dict[str, dict[Key, Tally]]:
    """Values by subject and metric; `91x10` is a value with the weight 10."""
    found: dict[str, dict[Key, Tally]] = {}
    for subject, metrics in facts.items():
        for metric, values in metrics.items():
            tally = found.setdefault(subject, {}).setdefault((metric, ""), Tally())
            for text in values:
                value, _, weight = text.partition("x")
                tally.add(int(Fraction(value) * MICRO), int(Fraction(weight or "1") * MICRO))
    return found


def scored(rules: Rules, participant: Participant, facts: Facts) -> Scored:
    race = Race(rules, METRICS)
    division = race.division(Field((participant,)), totals(facts))
    return race.score(participant, totals(facts), division)


def score(rules: Rules, participant: Participant, facts: Facts) -> Fraction | None:
    units = scored(rules, participant, facts).score
    return None if units is None else Fraction(units, 10_000)


def test_sums_are_per_head_and_means_are_pooled() -> None:
    facts: Facts = {
        "m1": {"calls": ["300"], "qa": ["90", "90", "90"]},
        "m2": {"calls": ["100"], "qa": ["70"]},
        "t1": {"calls": ["8"]},
    }
    assert score(CALLS, team(4), facts) == 102
    assert score(QA, team(4), facts) == 85, "pooled over all facts, not a mean of members' means"


def test_a_team_below_three_fte_is_not_ranked_and_the_floor_is_a_setting() -> None:
    small = scored(CALLS, team(2), {"m1": {"calls": ["10"]}})
    assert small.reasons == (Reason("below_min_fte"),)
    assert small.score == 5 * 10_000
    assert scored(replace(CALLS, min_fte="2"), team(2), {}).reasons == ()


def test_no_heads_is_no_data() -> None:
    found = scored(replace(CALLS, min_fte="0"), team(0), {"t1": {"calls": ["10"]}})
    assert (found.score, found.reasons) == (None, (Reason("no_data", "calls"),))


def test_totals_need_no_heads_and_team_facts_suffice() -> None:
    rules = replace(CALLS, team_rule=Total())
    assert scored(rules, team(0), {"t1": {"calls": ["10"]}}) == Scored("t1", 10 * 10_000)
    assert score(rules, team(4), {"m1": {"calls": ["10"]}, "t1": {"calls": ["1"]}}) == 11


def test_per_scheduled_hour() -> None:
    rules = replace(CALLS, team_rule=PerScheduledHour())
    facts: Facts = {
        "m1": {"calls": ["100"], "scheduled_hours": ["8", "4"]},
        "m2": {"calls": ["20"], "scheduled_hours": ["8"]},
    }
    assert score(rules, team(3), facts) == 6
    assert scored(rules, team(3), {"m1": {"calls": ["5"]}}).reasons == (Reason("no_data", "calls"),)


@pytest.mark.parametrize("rule", [MembersMean(), Best(3)])
def test_members_own_scores_are_weighted_by_fte(rule: TeamRule) -> None:
    half = Member("a9", ("m9",), Fraction(5, 2))
    mixed = replace(team(2), members=(*team(2).members, half))
    facts: Facts = {"m1": {"calls": ["60"]}, "m2": {"calls": ["40"]}, "m9": {"calls": ["50"]}}
    # The half-timer's 50 calls are 100 per FTE, and weigh half: (60 + 40 + 100/2) / 2.5.
    rules = replace(CALLS, team_rule=rule, min_fte="0")
    assert score(rules, mixed, facts) == 60


def test_who_was_there_for_less_than_two_fifths_is_not_asked() -> None:
    short = Member("a9", ("m9",), Fraction(1), share=Fraction(39, 100))
    enough = replace(short, share=Fraction(2, 5))
    facts: Facts = {"m1": {"calls": ["50"]}, "m9": {"calls": ["20"]}}
    rules = replace(CALLS, team_rule=MembersMean(), min_fte="0")
    assert score(rules, replace(team(1), members=(*team(1).members, short)), facts) == 50
    assert score(rules, replace(team(1), members=(*team(1).members, enough)), facts) == Fraction("58.3333")


def test_the_best_n() -> None:
    rules = replace(QA, team_rule=Best(2))
    facts: Facts = {"m1": {"qa": ["90"]}, "m2": {"qa": ["60"]}, "m3": {"qa": ["80"]}, "m4": {}}
    assert score(rules, team(4), facts) == 85
    too_few = scored(replace(QA, team_rule=Best(4)), team(4), facts)
    assert (too_few.score, too_few.reasons) == (None, (Reason("too_few_members"),)), (
        "who has no data is none of the best"
    )


def test_nobody_with_a_score_is_no_data() -> None:
    assert scored(replace(QA, team_rule=MembersMean()), team(4), {}).reasons == (Reason("no_data"),)


def test_an_agents_sums_stand_as_they_are() -> None:
    agent = Participant("a1", "agent", (Member("a1", ("m1", "m2", "a1"), Fraction(2)),), working_days=5)
    facts: Facts = {"m1": {"calls": ["10"]}, "m2": {"calls": ["5"]}, "a1": {"calls": ["1"]}, "t1": {"calls": ["99"]}}
    assert scored(CALLS, agent, facts) == Scored("a1", 16 * 10_000)
    assert scored(replace(CALLS, team_rule=MembersMean()), agent, facts) == Scored("a1", 16 * 10_000)


def test_shrinkage_draws_small_samples_toward_the_division() -> None:
    few, many, tiny = team(3), team(3, code="t2", first=11), team(1, code="t3", first=21)
    facts = totals(
        {"m1": {"qa": ["100x2"]}, "m11": {"qa": ["80x18"]}, "m21": {"qa": ["40x10"]}},
    )
    # μ over all three, the unqualified one included: (200 + 1440 + 400) / 30 = 68.
    standings = rank_contest(replace(QA, shrinkage="10"), METRICS, Field((few, many, tiny)), facts)
    found = {row.participant: row.score for row in standings.rows}
    assert found["t1"] == round(Fraction(200 + 680, 12) * 10_000)
    assert found["t2"] == round(Fraction(1440 + 680, 28) * 10_000)
    assert [row.participant for row in standings.rows] == ["t2", "t1", "t3"]
    plain = rank_contest(QA, METRICS, Field((few, many, tiny)), facts)
    assert [row.participant for row in plain.rows] == ["t1", "t2", "t3"]


def test_shrinkage_gives_nobody_data() -> None:
    rules = replace(QA, shrinkage="10")
    standings = rank_contest(
        rules, METRICS, Field((team(3), team(3, code="t2", first=11))), totals({"m1": {"qa": ["90"]}})
    )
    assert standings.rows[-1].reasons == (Reason("no_data", "qa"),)


def test_shrinkage_of_members_scores_weighs_their_fte() -> None:
    rules = replace(QA, shrinkage="1", team_rule=MembersMean(), min_fte="0")
    field = Field((team(1), team(3, code="t2", first=11)))
    facts = totals({"m1": {"qa": ["100"]}, **{f"m{n}": {"qa": ["80"]} for n in (11, 12, 13)}})
    # μ = (100 + 3 × 80) / 4 = 85; (100 + 85) / 2 and (240 + 85) / 4.
    found = {row.participant: row.score for row in rank_contest(rules, METRICS, field, facts).rows}
    assert found == {"t1": 925_000, "t2": 812_500}


def test_tie_breakers_and_conditions_see_values_before_shrinkage() -> None:
    rules = replace(
        QA, shrinkage="10", tie_breakers=(TieBreaker("qa", "higher"),), qualifying=(Condition("qa", at_least="95"),)
    )
    field = Field((team(3), team(3, code="t2", first=11)))
    standings = rank_contest(rules, METRICS, field, totals({"m1": {"qa": ["100"]}, "m11": {"qa": ["50"]}}))
    assert standings.rows[0].ties == (Fraction(100),)
    assert standings.rows[0].reasons == ()


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (Condition("calls", at_least="40"), True),
        (Condition("calls", at_least="40.000001"), False),
        (Condition("calls", at_least="10", per_fte=True), True),
        (Condition("calls", at_least="10.1", per_fte=True), False),
        (Condition("complaints", at_most="0"), True),  # no critical error: a sum without facts is 0
        (Condition("qa", at_least="80"), False),  # no data shows nothing
    ],
)
def test_conditions(condition: Condition, met: bool) -> None:
    found = scored(replace(CALLS, qualifying=(condition,)), team(4), {"m1": {"calls": ["40"]}})
    assert found.reasons == (() if met else (Reason("condition", condition.metric),))
    assert found.score == 10 * 10_000


def test_one_critical_error_is_one_too_many() -> None:
    rules = replace(CALLS, qualifying=(Condition("complaints", at_most="0"),))
    assert scored(rules, team(4), {"m1": {"complaints": ["1"]}}).reasons == (Reason("condition", "complaints"),)


def test_per_fte_conditions_hold_an_agent_to_its_plain_sum() -> None:
    agent = Participant("a1", "agent", (Member("a1", ("m1",), Fraction(1)),), working_days=5)
    rules = replace(CALLS, qualifying=(Condition("calls", at_least="40", per_fte=True),))
    assert scored(rules, agent, {"m1": {"calls": ["39"]}}).reasons == (Reason("condition", "calls"),)
    assert scored(rules, agent, {"m1": {"calls": ["40"]}}).reasons == ()


def test_a_guardrail_leaves_out_the_volume_of_a_member_below_it() -> None:
    rules = Rules(
        "points",
        (Term("calls"), Term("complaints", points="-10"), Term("qa", points="0.01")),
        team_rule=Total(),
        guardrails=(Guardrail("qa", "80"),),
    )
    facts: Facts = {
        "m1": {"calls": ["100"], "qa": ["80"]},  # at the floor, not below
        "m2": {"calls": ["500"], "complaints": ["2"], "qa": ["100", "50"]},  # 75 over the window
        "m3": {"calls": ["30"]},  # no data passes
        "t1": {"calls": ["7"]},  # the team's own facts belong to no member
    }
    # Calls 137; complaints and the QA scores of m2 stay: −20 and 230 / 3 / 100.
    assert score(rules, team(3), facts) == Fraction("117.7667")


def test_a_guardrail_holds_an_agent_as_its_own_member() -> None:
    agent = Participant("a1", "agent", (Member("a1", ("m1", "m2")),), working_days=5)
    rules = replace(CALLS, guardrails=(Guardrail("qa", "80"),))
    assert score(rules, agent, {"m1": {"calls": ["10"], "qa": ["60"]}, "m2": {"calls": ["5"]}}) == 0


def test_facts_of_leads_count_though_they_are_no_heads() -> None:
    lead = Member("a9", ("m9",), Fraction(0), counted=False)
    led = replace(team(4), members=(*team(4).members, lead))
    assert score(CALLS, led, {"m9": {"calls": ["8"]}}) == 2
