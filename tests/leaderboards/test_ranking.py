"""The order of a board: score, tie-breakers, shared ranks, and what cannot be ranked."""

from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from leaderboards.ranking import Reason, Scored, rank
from leaderboards.rules import TieBreaker
from leaderboards.standings import Standings

QA, WAIT = TieBreaker("qa", "higher"), TieBreaker("wait", "lower")
ties = st.none() | st.integers(0, 2).map(Fraction)
rows = st.lists(
    st.builds(
        Scored,
        participant=st.integers(1, 99).map(lambda n: f"t{n}"),
        score=st.none() | st.integers(0, 3),
        ties=st.tuples(ties, ties),
        reasons=st.sampled_from([(), (), (Reason("condition", "qa"),)]),
    ),
    unique_by=lambda row: row.participant,
)


def places(*scored: Scored, breakers: tuple[TieBreaker, ...] = ()) -> list[tuple[str, int | None]]:
    return [(row.participant, row.rank) for row in rank(scored, breakers)]


def test_level_participants_share_the_rank_and_the_next_is_skipped() -> None:
    scored = [Scored("t4", 1), Scored("t12", 5), Scored("t3", 5), Scored("t1", 9)]
    assert places(*scored) == [("t1", 1), ("t3", 2), ("t12", 2), ("t4", 4)]


def test_tie_breakers_in_turn_each_with_its_direction() -> None:
    def level(code: str, qa: str, wait: str) -> Scored:
        return Scored(code, 5, (Fraction(qa), Fraction(wait)))

    scored = [level("t1", "90", "3"), level("t2", "91", "9"), level("t3", "90", "2"), level("t4", "90", "3")]
    assert places(*scored, breakers=(QA, WAIT)) == [("t2", 1), ("t3", 2), ("t1", 3), ("t4", 3)]


def test_tie_breaks_are_exact_beyond_what_a_board_shows() -> None:
    third, nearly = Fraction(1, 3), Fraction(333_333, 1_000_000)
    assert places(Scored("t1", 5, (nearly,)), Scored("t2", 5, (third,)), breakers=(QA,)) == [("t2", 1), ("t1", 2)]


def test_no_data_comes_last_in_a_tie_break_whichever_way_is_good() -> None:
    zero, nothing = Scored("t2", 5, (Fraction(0),)), Scored("t1", 5, (None,))
    for breaker in (QA, WAIT):
        assert places(nothing, zero, breakers=(breaker,)) == [("t2", 1), ("t1", 2)]
    assert places(nothing, Scored("t3", 5, (None,)), breakers=(QA,)) == [("t1", 1), ("t3", 1)]


def test_who_is_not_qualified_comes_after_all_by_number_whatever_the_score() -> None:
    unmet = (Reason("condition", "qa"),)
    scored = [
        Scored("t12", 99, reasons=unmet),
        Scored("t3", None, reasons=(Reason("no_data", "qa"),)),
        Scored("t50", 1),
    ]
    assert places(*scored) == [("t50", 1), ("t3", None), ("t12", None)]


@given(rows, st.randoms(use_true_random=False))
def test_ranking_is_a_total_preorder_that_knows_no_order_of_arrival(scored: list[Scored], chance: Random) -> None:
    shuffled = list(scored)
    chance.shuffle(shuffled)
    standings = rank(scored, (QA, WAIT))
    assert standings == rank(shuffled, (QA, WAIT))
    assert sorted(row.participant for row in standings) == sorted(row.participant for row in scored)
    ranked = [row for row in standings if row.rank is not None]
    assert all(row.rank is None for row in standings[len(ranked) :])
    for position, row in enumerate(ranked, start=1):
        level = [other for other in ranked if (other.score, other.ties) == (row.score, row.ties)]
        assert {other.rank for other in level} == {row.rank}
        assert row.rank is not None
        assert row.rank <= position < row.rank + len(level)


def test_canonical_bytes_hold_exact_fractions() -> None:
    reasons = (Reason("no_data", "qa"),)
    scored = [Scored("t2", None, (None,), reasons), Scored("t1", 971_468, (Fraction(4, 6),))]
    assert Standings(rank(scored, (QA,))).encode() == (
        b'{"rows":[{"participant":"t1","rank":1,"score":"97.1468","ties":["2/3"],"reasons":[]},'
        b'{"participant":"t2","rank":null,"score":null,"ties":[null],"reasons":[{"code":"no_data","metric":"qa"}]}]}'
    )
