"""The interval is honest, the quantile is the table's, and a change is measured in the way that is good."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboards.calendar import Window
from leaderboards.metrics import Band, Metric, Tally
from leaderboards.race import Race
from leaderboards.rules import Rules, Term
from leaderboards.student import difference, distribution, estimate, quantile
from leaderboards.teaching import Change, baseline, better, changes, due, effects, look, values
from leaderboards.teams import Member, Participant

MICRO = 1_000_000
ENDS = datetime(2026, 3, 9, tzinfo=UTC)
WEEK = Window(ENDS - timedelta(days=7), ENDS)
METRICS = {
    "qa": Metric(code="qa", combine="mean", good="higher", target=90 * MICRO),
    "complaints": Metric(code="complaints", combine="sum", good="lower", target=MICRO),
    "handle_time": Metric(
        code="handle_time", combine="mean", good="band", band=Band(255 * MICRO, 345 * MICRO, 90 * MICRO)
    ),
}
RACE = Race(Rules(method="attainment", terms=tuple(Term(metric=code) for code in METRICS)), METRICS)

# Two-sided 95 % points as every printed table of t has them, and some one-sided ones further out.
TABLE = [
    (1, 0.975, 12.7062), (2, 0.975, 4.3027), (4, 0.975, 2.7764), (9, 0.975, 2.2622), (29, 0.975, 2.0452),
    (120, 0.975, 1.9799), (5, 0.95, 2.0150), (10, 0.995, 3.1693), (3, 0.9995, 12.9240), (1000, 0.975, 1.9623),
]  # fmt: skip


@pytest.mark.parametrize(("freedom", "p", "point"), TABLE)
def test_the_quantile_is_the_one_of_the_tables(freedom: int, p: float, point: float) -> None:
    assert quantile(p, freedom) == pytest.approx(point, abs=6e-5)


@given(st.integers(1, 400), st.floats(0.001, 0.999))
def test_the_distribution_undoes_the_quantile_and_is_symmetric(freedom: int, p: float) -> None:
    point = quantile(p, freedom)
    assert distribution(point, freedom) == pytest.approx(p, abs=1e-9)
    assert distribution(-point, freedom) == pytest.approx(1 - p, abs=1e-9)


def test_with_one_degree_it_is_cauchys_whose_quantile_is_a_tangent() -> None:
    from math import pi, tan

    for p in (0.6, 0.75, 0.9, 0.99):
        assert quantile(p, 1) == pytest.approx(tan(pi * (p - 0.5)), rel=1e-9)


def test_too_few_are_called_too_few() -> None:
    assert estimate([1.0, 2.0, 3.0, 4.0]) is None
    told = estimate([1.0, 2.0, 3.0, 4.0, 5.0])
    assert told is not None
    assert (told.n, told.mean) == (5, 3.0)


@given(st.lists(st.floats(-1e3, 1e3), min_size=5, max_size=40))
def test_the_interval_is_the_textbooks(found: list[float]) -> None:
    told = estimate(found)
    assert told is not None
    half = quantile(0.975, len(found) - 1) * stdev(found) / len(found) ** 0.5
    assert told.mean == pytest.approx(mean(found), abs=1e-6)
    assert told.high - told.mean == pytest.approx(half, abs=1e-6)
    assert told.mean - told.low == pytest.approx(half, abs=1e-6)


@pytest.mark.parametrize(("effect", "size"), [(0.0, 6), (2.0, 6), (-1.5, 12), (0.0, 20), (3.0, 20)])
def test_the_interval_covers_the_truth_in_about_95_of_100_histories(effect: float, size: int) -> None:
    chance = Random(f"{effect} {size}")
    covered = 0
    for _ in range(1000):
        before = {f"t{i}": {"qa": chance.gauss(85, 4)} for i in range(size)}
        after = {one: {"qa": own["qa"] + effect + chance.gauss(0, 3)} for one, own in before.items()}
        told = effects(0, changes(1, METRICS, before, after))[0].estimate
        assert told is not None
        covered += told.low <= effect <= told.high
    # Of 1,000 tries at 95 % the count has a standard deviation of 6.9.
    assert 925 <= covered <= 975


def test_who_plays_every_week_counts_once() -> None:
    often = [Change(contest, "t1", "qa", 80.0, 5.0) for contest in range(50)]
    others = [Change(1, f"t{i}", "qa", 80.0, 0.0) for i in range(2, 6)]
    told = effects(0, [*often, *others])[0]
    assert (told.n, told.contests) == (5, 50)
    assert told.estimate is not None
    assert told.estimate.mean == 1.0


def test_better_is_what_is_good() -> None:
    assert better(METRICS["qa"], 80, 84) == 4
    assert better(METRICS["complaints"], 3, 1) == 2
    assert better(METRICS["handle_time"], 20, 5) == 15


def test_values_are_per_day_and_a_band_tells_its_distance() -> None:
    def tally(value: int, n: int = 1) -> Tally:
        found = Tally()
        for _ in range(n):
            found.add(value * MICRO)
        return found

    member = Member("a1", ("m1",), fte_days=Fraction(5))
    totals = {"m1": {("qa", ""): tally(84), ("complaints", ""): tally(1, 3), ("handle_time", ""): tally(365)}}
    assert values(RACE, Participant("t1", "team", (member,), working_days=5), totals) == {
        "complaints": 0.6,
        "handle_time": 20.0,
        "qa": 84.0,
    }
    nobody = Participant("t2", "team", (), working_days=5)
    assert values(RACE, nobody, totals) == {}


def test_where_is_looked_and_when_it_can_be_known() -> None:
    assert baseline(WEEK) == Window(WEEK.starts - timedelta(weeks=8), WEEK.starts)
    assert look(WEEK, 0) == WEEK
    assert look(WEEK, 2) == Window(ENDS, ENDS + timedelta(weeks=2))
    assert look(WEEK, 8) == Window(ENDS + timedelta(weeks=6), ENDS + timedelta(weeks=8))
    cutoff = ENDS + timedelta(days=3)
    assert due(WEEK, cutoff, 0) == cutoff
    assert due(WEEK, cutoff, 4) == ENDS + timedelta(weeks=4, days=3)


def test_the_interval_of_a_difference_covers_the_effect() -> None:
    """A course of known effect, 1,000 generated histories with unequal spreads: covered in about 95 of 100, and zero where there is none."""
    random = Random(7)
    for effect in (0.0, 3.0):
        covered = 0
        for _ in range(1_000):
            taught = [random.gauss(1.5 + effect, 6) for _ in range(12)]
            others = [random.gauss(1.5, 3) for _ in range(30)]
            found = difference(taught, others)
            assert found is not None
            covered += found.low <= effect <= found.high
        assert 930 <= covered <= 970


def test_a_difference_needs_five_on_either_side() -> None:
    assert difference([1.0] * 4, [0.0] * 9) is None
    assert difference([1.0] * 9, [0.0] * 4) is None
    same = difference([1.0] * 5, [0.5] * 6)
    assert same is not None
    assert (same.n, same.mean, same.low, same.high) == (5, 0.5, 0.5, 0.5)
