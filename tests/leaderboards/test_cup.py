"""Cups: the standard bracket with byes for the best seeds, what decides a level tie, and the places reached."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboards.cup import Decision, Mark, decide, first_round, loser, next_round, places, rounds
from leaderboards.fixtures import Pairing


def seeded(count: int) -> list[str]:
    return [f"t{place}" for place in range(1, count + 1)]


def test_eight_meet_in_the_standard_order() -> None:
    assert first_round(seeded(8)) == (
        Pairing("t1", "t8"),
        Pairing("t4", "t5"),
        Pairing("t2", "t7"),
        Pairing("t3", "t6"),
    )


def test_the_best_seeds_have_the_byes() -> None:
    assert first_round(seeded(5)) == (Pairing("t1"), Pairing("t4", "t5"), Pairing("t2"), Pairing("t3"))


def played(count: int) -> tuple[list[list[tuple[Pairing, str | None]]], list[str]]:
    """A cup in which the better seed always wins, round by round, and its survivors in the end."""
    field, fixtures, history = seeded(count), first_round(seeded(count)), []
    while True:
        ties: list[tuple[Pairing, str | None]] = [(tie, min(tie.sides, key=field.index)) for tie in fixtures]
        history.append(ties)
        winners = [winner for _, winner in ties if winner is not None]
        if len(winners) == 1:
            return history, winners
        fixtures = next_round(winners, field)


@pytest.mark.parametrize("count", range(2, 41))
def test_better_seeds_meet_only_as_late_as_they_can(count: int) -> None:
    history, winners = played(count)
    assert winners == ["t1"]
    assert len(history) == rounds(count)
    first = history[0]
    assert [tie.home for tie, _ in first if tie.away is None] == [
        tie.home for tie, _ in first if seeded(count).index(tie.home) < 2 ** rounds(count) - count
    ]
    last: dict[tuple[str, str], int] = {}
    for number, ties in enumerate(history):
        for tie, _ in ties:
            if tie.away is not None:
                last[tie.home, tie.away] = number
    for one, other in combinations(seeded(min(count, 4))[:2], 2):
        assert last[one, other] == rounds(count) - 1


@given(st.integers(2, 40))
def test_everybody_reaches_a_place_and_as_many_stand_above_as_it_says(count: int) -> None:
    history, _ = played(count)
    reached = places(seeded(count), history, None)
    assert sorted(reached) == sorted(seeded(count))
    for one, place in reached.items():
        assert place == 1 + sum(other < place for other in reached.values()), one


def test_a_third_place_is_played_for_and_an_open_tie_leaves_both_in() -> None:
    field = seeded(4)
    semi: list[tuple[Pairing, str | None]] = [(Pairing("t1", "t4"), "t1"), (Pairing("t2", "t3"), None)]
    assert places(field, [semi], None) == {"t1": 1, "t2": 1, "t3": 1, "t4": 3}
    semi[1] = Pairing("t2", "t3"), "t3"
    final: list[tuple[Pairing, str | None]] = [(Pairing("t1", "t3"), "t3")]
    assert places(field, [semi, final], (Pairing("t2", "t4"), "t2")) == {"t3": 1, "t1": 2, "t2": 3, "t4": 4}


TIE = Pairing("t2", "t1")


@pytest.mark.parametrize(
    ("home", "away", "expected"),
    [
        (Mark(90, 1), Mark(80, 2), Decision("t2", "score")),
        (Mark(90, 2), Mark(90, 1), Decision("t1", "tie_breaker")),
        (Mark(90, 1), Mark(90, 1), Decision("t1", "seed")),
        (Mark(99, None), Mark(10, 9), Decision("t1", "walkover")),
        (Mark(10, 9), Mark(None, None), Decision("t2", "walkover")),
        (Mark(), Mark(), Decision("t1", "seed")),
    ],
)
def test_what_decides_a_tie(home: Mark, away: Mark, expected: Decision) -> None:
    assert decide(TIE, {"t2": home, "t1": away}, ["t1", "t2"]) == expected


def test_a_bye_goes_on_and_nobody_is_out() -> None:
    assert decide(Pairing("t1"), {}, ["t1"]) == Decision("t1", "bye")
    assert loser(Pairing("t1"), "t1") is None
