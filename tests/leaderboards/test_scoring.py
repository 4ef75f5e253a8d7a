"""How a value becomes an attainment and a score: targets, bands, the three-point curve, clamps, missing data."""

from fractions import Fraction

import pytest
from msgspec.structs import replace

from leaderboards.classics import quality_index, together, training_index, volume_index
from leaderboards.metrics import Band, Good, Key, Metric, Tally
from leaderboards.race import Race
from leaderboards.ranking import Reason, Scored
from leaderboards.rules import Rules, Term, TieBreaker
from leaderboards.teams import Member, Participant
from tests.leaderboards.oracle import MICRO

AGENT = Participant("a1", "agent", (Member("a1", ("m1",)),), working_days=5)


def micro(text: str) -> int:
    return int(Fraction(text) * MICRO)


def metric(code: str, good: Good = "higher") -> Metric:
    """Floor 80, target 90, stretch 95; where lower is better 120, 100, 90."""
    three = ("120", "100", "90") if good == "lower" else ("80", "90", "95")
    floor, target, stretch = (micro(text) for text in three)
    return Metric(
        code, "mean", good, floor=floor, target=target, stretch=stretch, band=Band(micro("10"), micro("20"), micro("5"))
    )


METRICS = {
    **{code: metric(code) for code in ("qa", "csat")},
    "handle": metric("handle", "band"),
    "wait": metric("wait", "lower"),
    "calls": Metric("calls", "sum", "higher", target=micro("5000")),
    "complaints_handled": Metric("complaints_handled", "sum", "lower"),
    "complaints": Metric("complaints", "sum", "lower"),
    "monitoring": Metric("monitoring", "mean", "higher"),
    "test_call": Metric("test_call", "mean", "higher"),
    "training_score": Metric("training_score", "mean", "higher"),
    "training_absences": Metric("training_absences", "sum", "lower"),
}


def scored(rules: Rules, **values: str) -> Scored:
    totals: dict[Key, Tally] = {}
    for code, text in values.items():
        totals.setdefault((code, ""), Tally()).add(micro(text))
    return Race(rules, METRICS).score(AGENT, {"m1": totals})


def attained(term: Term, value: str) -> Fraction:
    score = scored(Rules("attainment", (term,)), **{term.metric: value}).score
    assert score is not None
    return Fraction(score, 10_000)


@pytest.mark.parametrize(
    ("code", "value", "percent"),
    [
        ("qa", "90", "100"),
        ("qa", "45", "50"),
        ("qa", "99", "110"),
        ("qa", "200", "120"),  # the default cap
        ("qa", "-1", "0"),  # the default floor
        ("wait", "100", "100"),
        ("wait", "200", "50"),
        ("wait", "80", "120"),
        ("wait", "0", "120"),  # nothing at all gives the cap
        ("handle", "10", "100"),
        ("handle", "20", "100"),
        ("handle", "9", "80"),
        ("handle", "22.5", "50"),
        ("handle", "25", "0"),  # the tolerance's edge
        ("handle", "40", "0"),
    ],
)
def test_attainment(code: str, value: str, percent: str) -> None:
    assert attained(Term(code), value) == Fraction(percent)


def test_a_term_has_its_own_floor_and_cap() -> None:
    assert attained(Term("qa", floor="30", cap="105"), "0") == 30
    assert attained(Term("qa", floor="30", cap="105"), "100") == 105
    assert attained(Term("wait", cap="150"), "0") == 150


def test_a_terms_target_stands_in_for_the_metrics_own() -> None:
    assert attained(Term("qa", target="100"), "90") == 90


def test_a_target_of_no_complaints() -> None:
    assert attained(Term("wait", target="0"), "0") == 120
    assert attained(Term("wait", target="0"), "1") == 0


@pytest.mark.parametrize(
    ("code", "value", "percent"),
    [
        ("qa", "80", "60"),
        ("qa", "85", "75"),
        ("qa", "90", "90"),
        ("qa", "92.5", "95"),
        ("qa", "95", "100"),
        ("qa", "99", "100"),
        ("qa", "70", "30"),  # the lower slope goes on below the floor
        ("qa", "60", "0"),
        ("qa", "10", "0"),
        ("wait", "120", "60"),
        ("wait", "110", "75"),
        ("wait", "100", "90"),
        ("wait", "95", "95"),
        ("wait", "50", "100"),
        ("wait", "140", "30"),
        ("wait", "170", "0"),
    ],
)
def test_the_three_point_curve(code: str, value: str, percent: str) -> None:
    assert attained(Term(code, curve="three_point"), value) == Fraction(percent)


def test_bands_by_queue_are_judged_apart_and_pooled_by_weight() -> None:
    bands = {"vip": Band(micro("30"), micro("40"), micro("10"))}
    metrics = {"handle": replace(METRICS["handle"], bands=bands)}
    totals = {("handle", "vip"): Tally(), ("handle", "day"): Tally()}
    totals["handle", "vip"].add(micro("45"), micro("3"))  # 5 outside of 10: 50 %
    totals["handle", "day"].add(micro("15"), micro("1"))  # inside the metric's own band: 100 %
    found = Race(Rules("attainment", (Term("handle"),)), metrics).score(AGENT, {"m1": totals})
    assert found.score == (3 * 50 + 100) * 10_000 // 4


def test_a_queue_without_any_band_is_not_judged() -> None:
    bands = {"vip": Band(micro("30"), micro("40"), micro("10"))}
    metrics = {"handle": replace(METRICS["handle"], band=None, bands=bands)}
    race = Race(Rules("attainment", (Term("handle"),)), metrics)
    totals = {("handle", "day"): Tally()}
    totals["handle", "day"].add(micro("15"))
    assert race.score(AGENT, {"m1": totals}).reasons == (Reason("no_data", "handle"),)
    totals["handle", "vip"] = Tally()
    totals["handle", "vip"].add(micro("35"))
    assert race.score(AGENT, {"m1": totals}).score == 100 * 10_000


def test_points() -> None:
    rules = Rules("points", (Term("calls", points="0.5"), Term("complaints", points="-10")))
    assert scored(rules, calls="101", complaints="2").score == 305_000


def test_attainment_is_weighted() -> None:
    rules = Rules("attainment", (Term("qa", weight="30"), Term("wait", weight="10")))
    assert scored(rules, qa="90", wait="200").score == Fraction(30 * 100 + 10 * 50, 40) * 10_000


def test_no_data_is_not_zero() -> None:
    rules = Rules("attainment", (Term("qa", weight="1"), Term("csat", weight="3")))
    without = scored(rules, qa="90")
    assert (without.score, without.reasons) == (None, (Reason("no_data", "csat"),))
    zero = replace(rules, terms=(rules.terms[0], Term("csat", weight="3", missing="zero")))
    assert scored(zero, qa="90").score == 25 * 10_000
    skip = replace(rules, terms=(rules.terms[0], Term("csat", weight="3", missing="skip")))
    assert scored(skip, qa="90").score == 100 * 10_000


def test_zero_for_missing_data_earns_nothing_even_where_lower_is_better() -> None:
    assert scored(Rules("attainment", (Term("wait", missing="zero"),))).score == 0


def test_a_sum_without_facts_is_zero() -> None:
    assert scored(Rules("points", (Term("calls"),))).score == 0


def test_when_all_is_skipped_there_is_no_score() -> None:
    nothing = scored(Rules("attainment", (Term("qa", missing="skip"), Term("csat", missing="skip"))))
    assert nothing.score is None
    assert {reason.code for reason in nothing.reasons} == {"no_data"}


def test_a_score_is_rounded_once_at_the_end() -> None:
    # Thirds of thirds: rounding each attainment first would give 33.3332.
    rules = Rules("attainment", (Term("qa", target="270"), Term("csat", target="270")))
    assert scored(rules, qa="90", csat="90").score == 333_333


def test_tie_break_values_are_exact() -> None:
    rules = Rules("points", (Term("calls"),), tie_breakers=(TieBreaker("qa", "higher"), TieBreaker("csat", "higher")))
    assert scored(rules, qa="90.000001").ties == (Fraction("90.000001"), None)


def test_the_classic_formulas() -> None:
    assert scored(volume_index(), calls="5000", complaints_handled="500").score == 90 * 10_000
    quality = scored(quality_index(), monitoring="90", test_call="86", complaints="2")
    assert quality.score == 85 * 10_000
    assert scored(training_index(), training_score="92", training_absences="1").score == 87 * 10_000


def test_the_classic_formulas_are_settings_all_through() -> None:
    owned = volume_index(unit_target="4500", credit_complaints=True)
    assert scored(owned, calls="4000", complaints_handled="500").score == 100 * 10_000
    alone = scored(quality_index("2.5"), monitoring="90", complaints="2")
    assert alone.score == 85 * 10_000, "without test calls monitoring stands alone"
    without = scored(quality_index(), test_call="86")
    assert without.reasons == (Reason("no_data", "monitoring"),), "and test calls do not stand alone"
    assert scored(training_index(), training_score="10", training_absences="9").score == 0
    assert scored(training_index(clamp=None), training_score="10", training_absences="9").score == -35 * 10_000
    assert scored(volume_index(clamp=("0", "100")), calls="9000").score == 100 * 10_000
    assert scored(volume_index(), calls="9000").score == 120 * 10_000


def test_the_indices_add_up_each_within_its_own_clamp() -> None:
    rules = together(volume_index(), quality_index(), training_index())
    facts = {"calls": "9000", "monitoring": "90", "complaints": "2", "training_score": "10", "training_absences": "9"}
    assert scored(rules, **facts).score == (120 + 87 + 0) * 10_000


def test_a_formula_reads_zero_where_its_term_says_so() -> None:
    rules = Rules("formula", (Term("qa", missing="zero"),), formula="qa + calls")
    assert scored(rules, calls="3").score == 3 * 10_000
    assert scored(replace(rules, terms=()), calls="3").reasons == (Reason("no_data", "qa"),)


def test_a_formula_that_divides_by_nothing_has_no_data() -> None:
    rules = Rules("formula", formula="100 / calls")
    assert scored(rules) == Scored("a1", None, (), (Reason("no_data"),))


def test_a_formula_reads_targets_the_terms_own_first() -> None:
    rules = Rules("formula", formula="calls / target_calls * 100")
    assert scored(rules, calls="500").score == 10 * 10_000
    assert scored(replace(rules, terms=(Term("calls", target="1000"),)), calls="500").score == 50 * 10_000
