"""Points given or taken by hand move scores before ranking, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboards.adjusting import adjusted, parse_points
from leaderboards.ranking import Reason, Scored, rank


@pytest.mark.parametrize(("text", "units"), [("1", 10_000), ("-0.0001", -1), ("+2", None), ("12.3456", 123_456)])
def test_points_are_read_exactly(text: str, units: int | None) -> None:
    if units is None:
        with pytest.raises(ValueError, match="decimal"):
            parse_points(text)
    else:
        assert parse_points(text) == units


@pytest.mark.parametrize("text", ["0", "0.00001", "-0.0", "1e3", ""])
def test_nothing_and_what_no_score_can_show_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"decimal|show"):
        parse_points(text)


def test_an_adjustment_turns_the_order() -> None:
    scored = [Scored("t1", 971_468), Scored("t2", 980_394)]
    assert [row.participant for row in rank(adjusted(scored, {"t2": -10_000}), ())] == ["t1", "t2"]


def test_who_has_no_score_gets_none_by_hand() -> None:
    one = Scored("t1", None, (), (Reason("no_data", "qa"),))
    assert list(adjusted([one], {"t1": 50_000})) == [one]


scores = st.dictionaries(st.sampled_from([f"t{n}" for n in range(6)]), st.integers(-(10**7), 10**7))


@given(scores, st.dictionaries(st.sampled_from([f"t{n}" for n in range(6)]), st.integers(-(10**6), 10**6)))
def test_taking_back_what_was_given_restores_everything(points: dict[str, int], amounts: dict[str, int]) -> None:
    before = [Scored(participant, score) for participant, score in points.items()]
    back = adjusted(adjusted(before, amounts), {participant: -amount for participant, amount in amounts.items()})
    assert list(back) == before
