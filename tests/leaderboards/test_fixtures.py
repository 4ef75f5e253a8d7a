"""Round-robins are complete, fair and balanced for any number of participants; groups are even and filled like a snake."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboards.fixtures import Pairing, by_seed, groups, round_robin


def named(count: int) -> list[str]:
    return [f"t{number}" for number in range(1, count + 1)]


@pytest.mark.parametrize("count", range(2, 41))
@pytest.mark.parametrize("legs", [1, 2, 3])
def test_every_pair_once_a_leg_nobody_twice_in_a_round_and_sides_in_balance(count: int, legs: int) -> None:
    teams = named(count)
    rounds = round_robin(teams, legs)
    a_leg = count - 1 if count % 2 == 0 else count
    assert len(rounds) == a_leg * legs
    for leg in range(legs):
        met = [pairing.sides for one in rounds[leg * a_leg : (leg + 1) * a_leg] for pairing in one if pairing.away]
        assert sorted(tuple(sorted(pair)) for pair in met) == sorted(
            tuple(sorted(pair)) for pair in combinations(teams, 2)
        )
    for one in rounds:
        assert sorted(side for pairing in one for side in pairing.sides) == sorted(teams)
        assert sum(pairing.away is None for pairing in one) == count % 2
    home: Counter[str] = Counter(pairing.home for one in rounds for pairing in one if pairing.away is not None)
    away: Counter[str] = Counter(pairing.away for one in rounds for pairing in one if pairing.away is not None)
    assert all(abs(home[team] - away[team]) <= 1 for team in teams)
    rests = Counter(pairing.home for one in rounds for pairing in one if pairing.away is None)
    assert all(rests[team] == (legs if count % 2 else 0) for team in teams)


def test_the_second_leg_swaps_the_sides() -> None:
    first, second = round_robin(named(2), 2)
    assert (first, second) == ((Pairing("t2", "t1"),), (Pairing("t1", "t2"),))


def test_one_alone_meets_nobody() -> None:
    assert round_robin(["t1"]) == ()


def test_seeds_come_first_and_the_others_keep_their_order() -> None:
    assert by_seed(["t1", "t2", "t3", "t4"], {"t3": 1, "t2": 2}) == ("t3", "t2", "t1", "t4")


def test_groups_of_four_are_filled_like_a_snake() -> None:
    assert groups(named(8), 4) == (("t1", "t4", "t5", "t8"), ("t2", "t3", "t6", "t7"))


@given(st.integers(2, 60), st.integers(3, 8))
def test_groups_hold_everybody_once_and_are_as_even_as_can_be(count: int, size: int) -> None:
    found = groups(named(count), size)
    assert sorted(one for group in found for one in group) == sorted(named(count))
    sizes = [len(group) for group in found]
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) >= min(3, count)
    # Larger than asked only where a smaller group would have been left with two.
    assert max(sizes) <= size or count // (len(found) + 1) < 3
