"""Running totals, ranges, decimal texts and cutoffs."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboards.exact import MICRO, format_micro, format_score, parse_decimal, round_score
from leaderboards.metrics import Metric, Tally, cutoff

micros = st.integers(-(10**18) + 1, 10**18 - 1)
weights = st.integers(1, 10**12 - 1)
facts = st.lists(st.tuples(micros, weights, st.integers(0, 3), st.text("ab", max_size=2)), max_size=20)


def counted(entries: list[tuple[int, int, int, str]]) -> Tally:
    tally = Tally()
    for value, weight, at, fact_id in entries:
        tally.add(value, weight, at, fact_id)
    return tally


@given(facts, st.randoms(use_true_random=False), st.integers(0, 20))
def test_a_tally_is_the_same_in_any_order_and_batching(
    entries: list[tuple[int, int, int, str]], chance: Random, cut: int
) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)
    halves = counted(shuffled[:cut])
    halves.merge(counted(shuffled[cut:]))
    assert halves == counted(entries)


@given(facts, facts)
def test_what_is_taken_away_leaves_sums_and_means_as_if_it_had_never_been(
    kept: list[tuple[int, int, int, str]], superseded: list[tuple[int, int, int, str]]
) -> None:
    tally = counted([*superseded, *kept])
    for value, weight, _, _ in superseded:
        tally.take(value, weight)
    assert tally.value("sum") == counted(kept).value("sum")
    assert tally.value("mean") == counted(kept).value("mean")
    assert tally.n == len(kept)


def test_a_smallest_fact_that_was_taken_away_is_not_guessed() -> None:
    tally = counted([(1, MICRO, 0, "a"), (2, MICRO, 0, "b")])
    tally.take(1)
    with pytest.raises(ValueError, match="counted anew"):
        tally.value("min")
    tally.take(2)
    assert tally.value("min") is None


def test_how_facts_combine() -> None:
    tally = counted([(3 * MICRO, MICRO, 5, "b"), (9 * MICRO, 2 * MICRO, 5, "c"), (1 * MICRO, MICRO, 4, "z")])
    assert tally.value("sum") == 13
    assert tally.value("mean") == Fraction(3 + 18 + 1, 4)
    assert tally.value("min") == 1
    assert tally.value("max") == 9
    assert tally.value("last") == 9, "the latest instant, then the greatest id"


def test_no_data_is_not_zero_but_a_sum_without_facts_is() -> None:
    assert Tally().value("sum") == 0
    assert [Tally().value(combine) for combine in ("mean", "min", "max", "last")] == [None] * 4


def test_sums_of_many_small_decimals_are_exact() -> None:
    tally = Tally()
    for _ in range(10):
        tally.add(parse_decimal("0.1"))
    assert tally.value("sum") == 1


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "1_000", "1e4", "+1", ".5", "5.", "1.1234567", "1234567890123", "", "１", "1\n"]
)
def test_only_plain_decimals_are_read(text: str) -> None:
    with pytest.raises(ValueError, match="not a plain decimal"):
        parse_decimal(text)


@given(micros)
def test_decimal_text_and_micro_units_are_the_same_amount(micro: int) -> None:
    assert parse_decimal(format_micro(micro)) == micro
    assert Fraction(format_micro(micro, 2)) == Fraction(micro, MICRO)


def test_content_compares_numerically() -> None:
    assert parse_decimal("1") == parse_decimal("1.00") == MICRO
    assert format_micro(1_500_000) == "1.5"
    assert format_micro(-500_000, 2) == "-0.50"


@pytest.mark.parametrize(
    ("exact", "score"),
    [
        ("0.00005", 0),
        ("0.00015", 2),
        ("97.14685", 971468),
        ("97.146850000001", 971469),
        ("-0.00005", 0),
        ("-0.00015", -2),
    ],
)
def test_a_score_is_rounded_half_to_even(exact: str, score: int) -> None:
    assert round_score(*Fraction(exact).as_integer_ratio()) == score


@given(st.fractions())
def test_rounding_is_that_of_fractions(exact: Fraction) -> None:
    assert round_score(*exact.as_integer_ratio()) == round(exact * 10_000)


def test_a_score_as_text() -> None:
    assert [format_score(score) for score in (971468, 0, -5, 1_200_000)] == ["97.1468", "0.0000", "-0.0005", "120.0000"]


def test_the_valid_range_includes_its_ends() -> None:
    percent = Metric("qa", "mean", "higher", low=0, high=100 * MICRO)
    assert percent.admits(0)
    assert percent.admits(100 * MICRO)
    assert not percent.admits(-1)
    assert not percent.admits(100 * MICRO + 1)
    assert Metric("calls", "sum", "higher").admits(-(10**17))


def test_lateness_is_three_days_and_longer_for_quality_in_a_month() -> None:
    end = datetime(2026, 2, 1, tzinfo=UTC)
    calls = Metric("calls", "sum", "higher")
    qa = Metric("qa", "mean", "higher", monthly_lateness_minutes=7 * 24 * 60)
    assert cutoff(calls, end, "week") == cutoff(calls, end, "month") == end + timedelta(hours=72)
    assert cutoff(qa, end, "week") == end + timedelta(hours=72)
    assert cutoff(qa, end, "month") == end + timedelta(days=7)
