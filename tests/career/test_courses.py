"""A course is complete only with its practice records, and on the day the last of them was approved."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from career.refusal import Refusal
from career.training.courses import (
    Completion,
    Course,
    CourseItem,
    PracticeRecord,
    approve,
    attendance,
    check,
    completion,
    feedback,
)

DAY = date(2026, 5, 4)
COURSE = Course(
    "billing",
    "账单",
    "Billing",
    (
        CourseItem("read", "link", "读", "Read"),
        CourseItem("see", "session", "看", "See"),
        CourseItem("more", "file", "延伸", "More", needed=False),
    ),
    {"exercise": 2, "role_play": 1},
)


def done(kind: str, on: int, approved: int | None = None) -> PracticeRecord:
    return PracticeRecord(
        kind,  # type: ignore[arg-type]
        DAY + timedelta(days=on),
        None if approved is None else "mentor",
        None if approved is None else DAY + timedelta(days=approved),
    )


def test_one_lesson_much_practice() -> None:
    seen = {"read": DAY, "see": DAY + timedelta(days=1)}
    assert completion(COURSE, {}, []) == Completion(None, ("read", "see"), {"exercise": 2, "role_play": 1})
    unapproved = [done("exercise", 2), done("exercise", 3, 3), done("role_play", 4, 5)]
    assert completion(COURSE, seen, unapproved) == Completion(None, (), {"exercise": 1})
    # The second exercise is approved on the 8th day: that day it is complete; a third one later changes nothing.
    records = [done("exercise", 2, 8), done("exercise", 3, 3), done("role_play", 4, 5), done("exercise", 9, 20)]
    assert completion(COURSE, seen, records) == Completion(DAY + timedelta(days=8), (), {})


@given(st.lists(st.tuples(st.sampled_from(["exercise", "role_play"]), st.integers(0, 9), st.booleans()), max_size=8))
def test_more_practice_never_delays(records: list[tuple[str, int, bool]]) -> None:
    seen = {"read": DAY, "see": DAY}
    made = [done(kind, on, on if approved else None) for kind, on, approved in records]
    days = []
    for n in range(len(made) + 1):
        complete = completion(COURSE, seen, made[:n]).complete
        days.append(complete or date.max)
    assert days == sorted(days, reverse=True)


def test_nobody_approves_oneself() -> None:
    record = done("exercise", 2)
    assert approve(record, "a1", "a1", DAY) == Refusal("own_case")
    assert approve(record, "a1", "m1", DAY) == Refusal("before_practice", "2026-05-06")
    approved = approve(record, "a1", "m1", DAY + timedelta(days=2))
    assert isinstance(approved, PracticeRecord)
    assert approve(approved, "a1", "m2", DAY + timedelta(days=3)) == Refusal("approved_already")


def test_faults() -> None:
    twice = Course("x", "课", "X", (CourseItem("a", "link", "一", "A", needed=False),) * 2, {"homework": 0})
    assert [fault.code for fault in check(twice)] == ["code_twice", "asks_nothing", "no_practice"]
    assert check(COURSE) == []


def test_feedback_of_few_is_not_shown() -> None:
    assert feedback([5, 4, 5, 3]) is None
    assert feedback([5, 4, 5, 3, 4]) == (21, 5)
    assert attendance(4, 3) == (300, 4)
    assert attendance(0, 0) == (0, 1)
