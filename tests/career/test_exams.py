"""Papers, sittings, retakes and load: the same seed the same paper, nothing late or repeated changes anything."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.exact import MICRO
from career.refusal import Refusal
from career.training.bank import (
    Answer,
    Blueprint,
    Item,
    Number,
    Option,
    Order,
    Part,
    Question,
    Several,
    Single,
    check,
    draw,
    mark,
)
from career.training.load import LoadGuard, lighter, may_schedule, offer
from career.training.sitting import Retakes, Sitting, may_sit, save, submit

T0 = datetime(2026, 5, 4, 1, 0, tzinfo=UTC)
DAY = date(2026, 5, 4)
FOUR = tuple(Option(f"选项{n}", f"Option {n}") for n in range(4))


def single(code: str, topic: str = "billing", points: str = "1") -> Question:
    return Question(code, topic, "问", "Ask", Single(FOUR, 1), points)


BANK = [single(f"b{n}") for n in range(20)] + [single(f"n{n}", "network") for n in range(10)]
EXAM = Blueprint((Part("billing", 10), Part("network", 5)))


def paper_of(seed: str = "a1:1") -> tuple[Item, ...]:
    found = draw(BANK, EXAM, seed)
    assert not isinstance(found, Refusal)
    return found


def test_a_paper_is_drawn_by_topic_and_seed() -> None:
    paper = paper_of()
    assert Counter(item.question.topic for item in paper) == {"billing": 10, "network": 5}
    assert len({item.question.code for item in paper}) == 15
    assert paper == paper_of()
    assert draw(list(reversed(BANK)), EXAM, "a1:1") == paper
    assert paper != paper_of("a2:1")
    assert draw(BANK, Blueprint((Part("law", 1),)), "x") == Refusal("too_few_questions", "law")


def test_an_order_is_never_shown_solved() -> None:
    steps = Question("s", "process", "排序", "Sort", Order(FOUR[:2], (0, 1)))
    for n in range(40):
        for shuffle in (True, False):
            paper = draw([steps], Blueprint((Part("process", 1),), shuffle=shuffle), f"{n}")
            assert isinstance(paper, tuple)
            assert paper[0].shown == (1, 0)


@pytest.mark.parametrize(
    ("asks", "answer", "share"),
    [
        (Single(FOUR, 1), (1,), (1, 1)),
        (Single(FOUR, 1), (0,), (0, 1)),
        (Single(FOUR, 1), (1, 0), (0, 1)),
        (Several(FOUR, (0, 2)), (2, 0), (1, 1)),
        (Several(FOUR, (0, 2)), (0,), (0, 1)),
        (Several(FOUR, (0, 2), partly=True), (0,), (1, 2)),
        (Several(FOUR, (0, 2), partly=True), (0, 1), (0, 2)),
        (Several(FOUR, (0, 2), partly=True), (0, 1, 3), (0, 2)),
        (Several(FOUR, (0, 2), partly=True), "0", (0, 1)),
        (Order(FOUR, (3, 1, 0, 2)), (3, 1, 0, 2), (1, 1)),
        (Order(FOUR, (3, 1, 0, 2)), (1, 3, 0, 2), (0, 1)),
        (Number("20", "0.5"), "20.5", (1, 1)),
        (Number("20", "0.5"), "20.500001", (0, 1)),
        (Number("20"), "zwanzig", (0, 1)),
        (Number("20"), (20,), (0, 1)),
    ],
)
def test_what_an_answer_is_worth(
    asks: Single | Several | Order | Number, answer: Answer, share: tuple[int, int]
) -> None:
    assert asks.share(answer) == share


def test_a_mark_by_hand() -> None:
    # Points 1, 2 and 3; right, half right, not answered: (1 + 2 × 1/2 + 0) ÷ 6 = 33.3333 %.
    items = [
        Item(single("a", points="1")),
        Item(Question("b", "t", "问", "Ask", Several(FOUR, (0, 2), partly=True), "2")),
        Item(single("c", points="3")),
    ]
    marked = mark(items, {"a": (1,), "b": (0,)}, "33.3333")
    assert marked.score == 33_333_300
    assert marked.passed
    assert not mark(items, {"a": (1,), "b": (0,)}, "33.3334").passed


def test_faults_are_named() -> None:
    bad = [single("a"), single("a"), Question("b", "t", "问", "Ask", Single(FOUR, 9)), single("c", points="0")]
    found = {(fault.code, fault.where) for fault in check(bad, Blueprint((Part("t", 60), Part("t", 50)), passes="0"))}
    assert found == {
        ("right_not_there", "questions.b"),
        ("not_positive", "questions.c.points"),
        ("code_twice", "questions"),
        ("exam_too_long", "parts"),
        ("bad_amount", "passes"),
        ("code_twice", "parts"),
    }
    assert check(BANK, EXAM) == []


def sitting(minutes: int = 30, closes: timedelta = timedelta(hours=8)) -> Sitting:
    return Sitting(paper_of(), T0, minutes, T0 + closes)


def test_time_is_the_servers() -> None:
    one = sitting()
    code = one.paper[0].question.code
    assert one.ends == T0 + timedelta(minutes=30)
    assert sitting(closes=timedelta(minutes=10)).ends == T0 + timedelta(minutes=10)
    last = save(one, code, (1,), 1, one.ends - timedelta(microseconds=1))
    assert isinstance(last, Sitting)
    assert save(one, code, (1,), 1, one.ends) == Refusal("time_over")
    assert save(one, code, (1,), 1, T0 - timedelta(seconds=1)) == Refusal("not_open_yet")
    assert save(one, "other", (1,), 1, T0) == Refusal("unknown_question", "other")
    assert one.over(one.ends)
    assert not one.over(one.ends - timedelta(seconds=1))
    assert submit(one, one.ends + timedelta(hours=1)).submitted == one.ends


Saves = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 5)), max_size=12)


@given(Saves, st.randoms(use_true_random=False))
def test_repeated_and_late_saves_change_nothing(saves: list[tuple[int, int, int]], random: object) -> None:
    """Whatever order a browser's numbered saves arrive in, and however often, the highest number of each question counts."""
    one = sitting()
    codes = [item.question.code for item in one.paper]
    numbered = {(question, number): option for question, option, number in saves}
    arriving = [(q, option, n) for (q, n), option in numbered.items()] * 2
    random.shuffle(arriving)  # type: ignore[attr-defined]
    for question, option, number in arriving:
        after = save(one, codes[question], (option,), number, T0)
        assert isinstance(after, Sitting)
        one = after
    best = {codes[q]: (numbered[q, n],) for q, n in sorted(numbered)}
    assert one.answers == best
    done = submit(one, T0 + timedelta(minutes=1))
    assert submit(done, T0 + timedelta(minutes=9)) == done
    assert save(done, codes[0], (3,), 99, T0 + timedelta(minutes=2)) == Refusal("handed_in")


def test_retakes() -> None:
    policy = Retakes(attempts=2, days_between=7)
    assert may_sit([], policy, DAY) is None
    assert may_sit([(DAY, False)], policy, DAY + timedelta(days=6)) == Refusal("retake_later", "2026-05-11")
    assert may_sit([(DAY, False)], policy, DAY + timedelta(days=7)) is None
    assert may_sit([(DAY, True)], policy, DAY + timedelta(days=70)) == Refusal("passed_already")
    twice = [(DAY, False), (DAY + timedelta(days=7), False)]
    assert may_sit(twice, policy, DAY + timedelta(days=70)) == Refusal("no_attempt_left", "2")


@given(st.lists(st.integers(0, 30), max_size=14))
def test_the_load_guard_holds_in_every_seven_days(asked: list[int]) -> None:
    guard = LoadGuard(exams_a_week=2, questions=15)
    planned: list[date] = []
    for offset in asked:
        day = DAY + timedelta(days=offset)
        refused = may_schedule(guard, planned, day, 15)
        # Naive: every stretch of seven days that would hold the new one.
        with_it = [*planned, day]
        full = any(
            sum(start <= one < start + timedelta(days=7) for one in with_it) > 2
            for start in (day - timedelta(days=back) for back in range(7))
        )
        assert (refused is not None) == full
        if refused is None:
            planned.append(day)
    assert may_schedule(guard, [], DAY, 16) == Refusal("exam_too_long", "15")


def test_help_is_offered_after_two_failures_in_a_row() -> None:
    def days(*passed: bool) -> list[tuple[date, bool]]:
        return [(DAY + timedelta(days=n), one) for n, one in enumerate(passed)]

    assert offer(days(False), DAY + timedelta(days=5)) is None
    assert offer(days(False, True, False), DAY + timedelta(days=5)) is None
    stands = offer(days(False, False, False), DAY + timedelta(days=5))
    assert stands is not None
    assert stands.since == DAY + timedelta(days=1)
    assert stands.talk_due(DAY + timedelta(days=5))
    assert offer(days(False, False, True), DAY + timedelta(days=5)) is None
    assert offer(days(False, False), DAY + timedelta(days=90)) is not None
    assert offer(days(False, False), DAY + timedelta(days=91)) is None
    assert offer(days(False, False), DAY) is None


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_lighter_is_never_nothing(questions: list[int]) -> None:
    heavy = Blueprint(tuple(Part(f"t{n}", many) for n, many in enumerate(questions)))
    light = lighter(heavy)
    assert [part.topic for part in light.parts] == [part.topic for part in heavy.parts]
    assert all(1 <= after.questions <= before.questions for before, after in zip(heavy.parts, light.parts, strict=True))
    assert light.questions >= min(5, heavy.questions)
    assert light.questions <= max(5, sum(max(1, many // 2) for many in questions))


def test_neighbours_see_other_papers() -> None:
    papers = [tuple(item.question.code for item in paper_of(f"a{n}:1")) for n in range(30)]
    assert all(one != other for one, other in pairwise(papers))
    assert mark(paper_of(), {item.question.code: (1,) for item in paper_of()}, "80").score == 100 * MICRO
