"""Every difference between two versions is told once, in both languages, and none that is not there."""

from msgspec.structs import replace

from career.changes import Change, compare
from career.criteria import Exam, MetricOver, Tenure
from career.defaults import DEFAULTS
from career.versions import Asked, OrderKey, Step, Version

STEP = Step(
    "junior",
    "intermediate",
    (
        Asked("tenure", "在职时间", "Time", Tenure(6)),
        Asked("qa", "质检", "QA", MetricOver("qa", 4, at_least="88", floor="80")),
        Asked("exam", "考试", "Exam", Exam("intermediate", "85")),
    ),
    (OrderKey("qa"),),
)
OLD = Version("old", DEFAULTS.effective, (STEP,))


def told(*steps: Step) -> list[Change]:
    return compare(OLD, replace(OLD, code="new", steps=steps))


def with_asked(place: int, **changes: object) -> Step:
    asked = list(STEP.asked)
    asked[place] = replace(asked[place], **changes)
    return replace(STEP, asked=tuple(asked))


def test_the_same_has_no_changes_whatever_order_it_is_written_in() -> None:
    assert told(STEP) == []
    assert told(replace(STEP, asked=STEP.asked[::-1])) == []
    assert compare(DEFAULTS, DEFAULTS) == []


def test_what_a_criterion_asks_is_told_in_its_sentences() -> None:
    (change,) = told(with_asked(0, criterion=Tenure(9)))
    assert (change.what, change.code, change.name) == ("asks", "tenure", ("在职时间", "Time"))
    assert change.before == ("在职满 6 个月", "6 months with the centre")
    assert change.after == ("在职满 9 个月", "9 months with the centre")


def test_where_a_bar_begins_is_told_as_that() -> None:
    (change,) = told(with_asked(1, criterion=MetricOver("qa", 4, at_least="88", floor="70")))
    assert (change.what, change.before, change.after) == ("progress", ("80", "80"), ("70", "70"))


def test_role_weight_and_name_are_told_apart() -> None:
    changes = told(with_asked(2, role="weighted", weight="2", en="Test"))
    assert [change.what for change in changes] == ["role", "weight", "name"]
    assert changes[0].after == ("计分", "weighted")


def test_switching_off_removes_and_switching_on_adds() -> None:
    (change,) = told(with_asked(2, enabled=False))
    assert (change.what, change.code, change.after) == ("removed", "exam", None)
    (back,) = compare(replace(OLD, steps=(with_asked(2, enabled=False),)), OLD)
    assert (back.what, back.code, back.before) == ("added", "exam", None)


def test_steps_and_their_order_are_told() -> None:
    other = replace(STEP, source="intermediate", target="senior")
    added, removed = told(other)
    assert (added.what, added.name, added.after) == (
        "step_added",
        ("中级 → 高级", "Intermediate → Senior"),
        ("3 项标准", "3 criteria"),
    )
    assert (removed.what, removed.before) == ("step_removed", ("3 项标准", "3 criteria"))
    (order,) = told(replace(STEP, order=(OrderKey("tenure", "lower"), OrderKey("qa"))))
    assert (order.before, order.after) == (("质检", "QA"), ("在职时间（低者优先）、质检", "Time (lower first), QA"))
    (none,) = told(replace(STEP, order=()))
    assert none.after == ("无", "nothing")
