"""Swiss rounds: nobody meets again while avoidable, byes go round, who stands level meets."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from leaderboards.fixtures import Pairing
from leaderboards.matching import largest_matching
from leaderboards.swiss import Entrant, pair, rounds
from tests.leaderboards.league_oracle import fewest_repeats


def played(count: int, number: int, seed: int) -> list[list[Entrant]]:
    """The standings before each round of a tournament whose results a die decides."""
    random = Random(seed)
    standing = [Entrant(f"t{place}") for place in range(1, count + 1)]
    seen = []
    for _ in range(number):
        seen.append(standing)
        after = {one.id: one for one in standing}
        for pairing in pair(standing):
            home = after[pairing.home]
            if pairing.away is None:
                after[home.id] = Entrant(home.id, home.points + 3, home.home, home.met, home.byes + 1)
                continue
            away = after[pairing.away]
            ours, theirs = random.choice([(3, 0), (1, 1), (0, 3)])
            after[home.id] = Entrant(home.id, home.points + ours, home.home + 1, home.met | {away.id}, home.byes)
            after[away.id] = Entrant(away.id, away.points + theirs, away.home - 1, away.met | {home.id}, away.byes)
        standing = sorted(after.values(), key=lambda one: (-one.points, len(one.id), one.id))
    return seen


def test_the_first_round_folds_the_seeds() -> None:
    assert pair([Entrant(f"t{place}") for place in range(1, 7)]) == (
        Pairing("t1", "t4"),
        Pairing("t2", "t5"),
        Pairing("t3", "t6"),
    )


def test_an_odd_one_out_rests_lowest_first_and_only_once() -> None:
    standing = [Entrant("t1", 3), Entrant("t2", 1), Entrant("t3", 1, byes=1)]
    assert pair(standing) == (Pairing("t1", "t3"), Pairing("t2"))


def test_how_many_rounds_single_out_one() -> None:
    assert [rounds(count) for count in (1, 2, 3, 4, 5, 8, 9, 40)] == [0, 1, 2, 2, 3, 3, 4, 6]


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 8), st.integers(0, 10_000))
def test_repeats_are_as_few_as_any_pairing_has_even_when_all_have_met(count: int, seed: int) -> None:
    for standing in played(count, count + 2, seed):
        fixtures = pair(standing)
        met = {one.id: one.met for one in standing}
        resting = next((one.home for one in fixtures if one.away is None), None)
        repeats = sum(one.away is not None and one.away in met[one.home] for one in fixtures)
        assert repeats == fewest_repeats(standing, resting)
        assert sorted(side for one in fixtures for side in one.sides) == sorted(one.id for one in standing)


@settings(deadline=None, max_examples=15)
@given(st.integers(2, 40), st.integers(0, 10_000))
def test_in_a_usual_number_of_rounds_nobody_meets_again_and_nobody_rests_twice(count: int, seed: int) -> None:
    for standing in played(count, rounds(count), seed):
        met = {one.id: one.met for one in standing}
        fixtures = pair(standing)
        assert all(one.away is None or one.away not in met[one.home] for one in fixtures)
        assert all(one.byes == 0 for one in standing if Pairing(one.id) in fixtures)


@settings(deadline=None)
@given(st.integers(2, 9), st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8))))
def test_a_matching_is_as_large_as_can_be(count: int, edges: set[tuple[int, int]]) -> None:
    graph: dict[str, set[str]] = {str(one): set() for one in range(count)}
    for one, other in edges:
        if one != other and max(one, other) < count:
            graph[str(one)].add(str(other))
            graph[str(other)].add(str(one))
    found = largest_matching(graph)
    assert all(found[other] == one and other in graph[one] for one, other in found.items())
    assert len(found) // 2 == largest(graph, frozenset(graph))


def largest(graph: dict[str, set[str]], left: frozenset[str]) -> int:
    if not left:
        return 0
    one = min(left)
    rest = left - {one}
    return max([largest(graph, rest), *(1 + largest(graph, rest - {other}) for other in graph[one] & rest)])
