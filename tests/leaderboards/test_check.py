"""Rules as data: what decodes, what is refused before anybody plays by it, and where the form shows the fault."""

import msgspec
import pytest

from leaderboards.check import check
from leaderboards.classics import quality_index, training_index, volume_index
from leaderboards.metrics import Band, Metric
from leaderboards.rules import Condition, Fault, Guardrail, PerScheduledHour, Rules, Term, TieBreaker
from tests.leaderboards.oracle import MICRO

METRICS = {
    "calls": Metric("calls", "sum", "higher", target=0),
    "qa": Metric("qa", "mean", "higher", floor=80 * MICRO, target=90 * MICRO, stretch=95 * MICRO),
    "wait": Metric("wait", "mean", "lower", floor=90 * MICRO, target=60 * MICRO, stretch=90 * MICRO),
    "handle": Metric("handle", "mean", "band", band=Band(0, MICRO, MICRO)),
    "mood": Metric("mood", "mean", "band"),
    "talk": Metric("talk", "mean", "lower"),
}


def attainment(term: Term) -> Rules:
    return Rules("attainment", (term,))


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        (Rules("points"), Fault("no_terms", "terms")),
        (Rules("points", (Term("qa"),), formula="qa"), Fault("formula_unused", "formula")),
        (Rules("points", (Term("nps"),)), Fault("unknown_metric", "terms.0.metric", "nps")),
        (Rules("points", (Term("qa"), Term("qa"))), Fault("metric_twice", "terms.1.metric", "qa")),
        (Rules("points", (Term("qa", points="1\n"),)), Fault("bad_amount", "terms.0.points", "1\n")),
        (attainment(Term("qa", weight="0")), Fault("weight_not_positive", "terms.0.weight", "0")),
        (attainment(Term("qa", floor="9", cap="8")), Fault("floor_above_cap", "terms.0.floor", "9")),
        (attainment(Term("calls")), Fault("target_not_positive", "terms.0.target", "calls")),
        (attainment(Term("wait", target="-1")), Fault("target_not_positive", "terms.0.target", "wait")),
        (attainment(Term("talk")), Fault("no_target", "terms.0.target", "talk")),
        (attainment(Term("mood")), Fault("no_band", "terms.0.metric", "mood")),
        (attainment(Term("handle", curve="three_point")), Fault("curve_on_band", "terms.0.curve", "handle")),
        (attainment(Term("wait", curve="three_point")), Fault("curve_needs_points", "terms.0.curve", "wait")),
        (attainment(Term("qa", target="95", curve="three_point")), Fault("curve_needs_points", "terms.0.curve", "qa")),
        (Rules("formula"), Fault("formula_empty", "formula")),
        (Rules("formula", formula="qa + nps"), Fault("formula_unknown_name", "formula", "nps")),
        (Rules("formula", formula="qa / target_handle"), Fault("formula_unknown_name", "formula", "target_handle")),
        (Rules("formula", formula="1 + headcount"), Fault("no_terms", "formula")),
        (
            Rules("points", (Term("qa"),), qualifying=(Condition("nps", at_least="1"),)),
            Fault("unknown_metric", "qualifying.0.metric", "nps"),
        ),
        (
            Rules("points", (Term("qa"),), qualifying=(Condition("qa"),)),
            Fault("empty_condition", "qualifying.0", "qa"),
        ),
        (
            Rules("points", (Term("qa"),), guardrails=(Guardrail("nps", "1"),)),
            Fault("unknown_metric", "guardrails.0.metric", "nps"),
        ),
        (
            Rules("points", (Term("qa"),), tie_breakers=(TieBreaker("nps", "lower"),)),
            Fault("unknown_metric", "tie_breakers.0.metric", "nps"),
        ),
        (
            Rules("points", (Term("qa"),), team_rule=PerScheduledHour()),
            Fault("unknown_metric", "team_rule", "scheduled_hours"),
        ),
        (Rules("points", (Term("qa"),), shrinkage="-1"), Fault("negative", "shrinkage", "-1")),
        (Rules("points", (Term("qa"),), min_fte="-1"), Fault("negative", "min_fte", "-1")),
    ],
)
def test_a_fault_says_what_and_where(rules: Rules, fault: Fault) -> None:
    assert check(rules, METRICS) == [fault]


def test_all_faults_come_together() -> None:
    rules = Rules("attainment", (Term("qa", weight="0"), Term("nps")), tie_breakers=(TieBreaker("csat", "higher"),))
    assert [fault.code for fault in check(rules, METRICS)] == [
        "unknown_metric",
        "weight_not_positive",
        "unknown_metric",
    ]


def test_the_classics_need_only_their_metrics() -> None:
    assert check(volume_index(), METRICS) == [Fault("formula_unknown_name", "formula", "complaints_handled")]
    needed = (
        "calls",
        "complaints_handled",
        "monitoring",
        "test_call",
        "complaints",
        "training_score",
        "training_absences",
    )
    metrics = {code: Metric(code, "mean", "higher") for code in needed}
    for rules in (volume_index(), quality_index(), training_index(), volume_index(clamp=None, credit_complaints=True)):
        assert check(rules, metrics) == []


def test_rules_are_the_same_after_a_journey_through_json() -> None:
    rules = Rules("attainment", (Term("qa", target="90"),), team_rule=PerScheduledHour(), shrinkage="2.5")
    text = msgspec.json.encode(rules)
    assert msgspec.json.decode(text, type=Rules) == rules
    assert b'"cap":"120"' in text, "what is stored says everything, so that a later default changes no old contest"
    assert b'"team_rule":{"kind":"per_scheduled_hour"}' in text


@pytest.mark.parametrize(
    "text",
    [
        '{"method":"points","term":[]}',
        '{"method":"luck"}',
        '{"method":"points","terms":[{"metric":"QA"}]}',
        '{"method":"points","terms":[{"metric":"qa","points":1.5}]}',
        '{"method":"points","terms":[{"metric":"qa","points":"1e5"}]}',
        '{"method":"points","team_rule":{"kind":"best","n":0}}',
        '{"method":"points","team_rule":{"kind":"luckiest"}}',
        '{"method":"points","top_n":0}',
    ],
)
def test_other_shapes_do_not_decode(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text, type=Rules)
