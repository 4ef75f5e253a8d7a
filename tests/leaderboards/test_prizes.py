"""Prizes: what of them cannot be won, what a place is worth, and what a correction does to who holds them."""

from hypothesis import given
from hypothesis import strategies as st

from leaderboards.prizes import Prize, at_most, check_prizes, move, won

PODIUM = (Prize(1, 100), Prize(2, 50), Prize(1, 300, "budget"))


def test_a_place_is_worth_what_is_named_for_it() -> None:
    assert [won(PODIUM, "members", rank) for rank in (1, 2, 3, None)] == [100, 50, 0, 0]
    assert won(PODIUM, "budget", 1) == 300


def test_faults_are_told_with_their_place() -> None:
    twice = [Prize(1, 10), Prize(1, 20)]
    assert [(one.code, one.where) for one in check_prizes(twice, "team", "race")] == [("place_twice", "prizes.1.place")]
    assert [one.code for one in check_prizes(PODIUM, "agent", "race")] == ["no_budget"]
    assert [one.code for one in check_prizes(PODIUM, "team", "goal")] == ["one_place"]
    assert not list(check_prizes(PODIUM, "team", "race"))


def test_at_most_counts_the_largest_first_and_every_division() -> None:
    assert at_most(PODIUM, [3, 12, 8], 0, "race") == 12 * 100 + 8 * 50 + 300
    assert at_most(PODIUM, [3, 12, 8, 5], 2, "race") == 20 * 100 + 8 * 50 + 600
    assert at_most((Prize(1, 10), Prize(1, 100, "budget")), [3, 12], 0, "goal") == 15 * 10 + 200
    assert at_most(PODIUM, [], 0, "race") == 0


def test_less_is_taken_back_whole_unless_it_was_spent() -> None:
    assert move(100, 100, 0) == ("nothing", 0)
    assert move(100, 0, 0) == ("give", 100)
    assert move(100, 50, 0) == ("give", 50)
    assert move(50, 100, 100) == ("take", 50)
    assert move(0, 100, 99) == ("keep", 0)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 1000))
def test_nobody_ends_below_what_is_due_nor_is_debited_what_is_spent(due: int, held: int, free: int) -> None:
    what, amount = move(due, held, free)
    after = (0 if what == "take" else held) + amount
    assert after >= due
    assert after == due or (what == "keep" and free < held)
    assert free - (held if what == "take" else 0) >= 0
