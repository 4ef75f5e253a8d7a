"""The order where places are short: ready first, then the stated criteria, level people side by side, contests never."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from career.criteria import Contests, Exam, Tenure
from career.exact import Ratio
from career.places import Placed, in_order
from career.readiness import Readiness, State
from career.review import Candidacy
from career.verdict import Verdict
from career.versions import Asked, OrderKey, Step

DAY = date(2026, 7, 20)
STEP = Step(
    "intermediate",
    "senior",
    (
        Asked("exam", "考试", "Exam", Exam("senior", "90")),
        Asked("off", "停用", "Off", Tenure(1), enabled=False),
        Asked("tenure", "在职", "Tenure", Tenure(18)),
        Asked("contests", "竞赛", "Contests", Contests("podium"), role="weighted"),
    ),
    (OrderKey("exam"), OrderKey("tenure", "lower")),
)


def candidate(person: str, state: State = "ready", standing: date | None = None) -> Candidacy:
    return Candidacy(person, "s1", "intermediate", "senior", state, standing_until=standing)


def with_values(exam: int | None, tenure: int, contests: int = 0) -> Readiness:
    def verdict(value: Ratio | None) -> Verdict:
        return Verdict("met", "reached", value)

    return Readiness(
        "ready", (1, 1), (verdict(None if exam is None else (exam, 1)), verdict((tenure, 1)), verdict((contests, 1)))
    )


def placed(places: int, *people: tuple[Candidacy, Readiness]) -> list[Placed]:
    candidates = [one for one, _ in people]
    return in_order(STEP, candidates, {one.person: readiness for one, readiness in people}, places, DAY)


def test_the_order() -> None:
    found = placed(
        3,
        (candidate("late"), with_values(95, 30)),
        (candidate("best"), with_values(98, 40)),
        (candidate("early"), with_values(95, 20)),
        (candidate("untested"), with_values(None, 10)),
        (candidate("unready", "nearly"), with_values(100, 10)),
        (candidate("standing", "developing", date(2027, 1, 1)), with_values(96, 10)),
    )
    assert [(one.person, one.rank, one.within) for one in found] == [
        ("best", 1, True),
        ("standing", 2, True),
        ("early", 3, True),
        ("late", 4, False),
        ("untested", 5, False),
        ("unready", 6, False),
    ]


def test_the_last_place_among_level_people_is_for_people_to_give() -> None:
    level = with_values(95, 20)
    found = placed(2, (candidate("c"), with_values(99, 20)), (candidate("b"), level), (candidate("a"), level))
    assert [(one.person, one.rank, one.within, one.tied) for one in found] == [
        ("c", 1, True, False),
        ("a", 2, False, True),
        ("b", 2, False, True),
    ]
    assert all(one.within for one in placed(3, (candidate("b"), level), (candidate("a"), level)))


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"), st.tuples(st.none() | st.integers(80, 84), st.integers(10, 14), st.integers(0, 9))
    ),
    st.integers(0, 8),
    st.randoms(use_true_random=False),
)
def test_against_a_plain_sort(people: dict[str, tuple[int | None, int, int]], places: int, random: object) -> None:
    listed = [(candidate(person), with_values(*values)) for person, values in people.items()]
    random.shuffle(listed)  # type: ignore[attr-defined]
    found = placed(places, *listed)
    key = {person: (exam is None, -(exam or 0), tenure) for person, (exam, tenure, _) in people.items()}
    assert [one.person for one in found] == sorted(people, key=lambda person: (key[person], person))
    for one in found:
        assert one.rank == 1 + sum(other < key[one.person] for other in key.values())
        # Contests are in the values, and make no difference.
        not_behind = sum(other <= key[one.person] for other in key.values())
        assert one.within == (not_behind <= places)
        assert one.tied == (one.rank <= places < not_behind)
