"""The standard sentences: written by hand for what ships, and different for whatever asks something different."""

from typing import Any

import msgspec
import pytest

from career.criteria import (
    AnyOf,
    AtMost,
    Badge,
    Cases,
    Coaching,
    Contests,
    Courses,
    Education,
    Endorsement,
    Exam,
    Gates,
    HeldPost,
    Kind,
    LowestMonth,
    Manual,
    Mentoring,
    MetricOver,
    MonthsAtLeast,
    Skills,
    Tenure,
    TestCalls,
    TimeInLevel,
    TrainingHours,
)
from career.defaults import DEFAULTS
from career.names import Names
from career.sentences import sentence

WRITTEN: list[tuple[Kind, str, str]] = [
    (Tenure(6), "在职满 6 个月", "6 months with the centre"),
    (TimeInLevel(1), "任现级别满 1 个月", "1 month in the present level"),
    (HeldPost("deputy", 3), "担任副班组长满 3 个月", "3 months as deputy lead"),
    (
        MetricOver("qa", 4, at_least="88.0"),
        "质检均值 ≥ 88（近 4 个月，月均不少于 4 次）",
        "QA mean ≥ 88 over the last 4 months, at least 4 a month on average",
    ),
    (
        MonthsAtLeast(3, 4, "85"),
        "近 4 个月中有 3 个月月度评分卡 ≥ 85",
        "Monthly scorecard ≥ 85 in 3 of the last 4 months",
    ),
    (LowestMonth("qa", 4, "75"), "近 4 个月没有一个月的质检低于 75", "QA: no month below 75 in the last 4 months"),
    (AtMost("complaints", 6, "2"), "近 6 个月有责投诉 ≤ 2", "Upheld complaints ≤ 2 in the last 6 months"),
    (AtMost("complaints", 6, "0"), "近 6 个月无有责投诉", "Upheld complaints: none in the last 6 months"),
    (
        Exam("senior", "90", 24),
        "高级考试 ≥ 90 分（成绩 24 个月内有效）",
        "Senior exam ≥ 90, result valid for 24 months",
    ),
    (TestCalls(4, 5, "85"), "近 5 次拨测有 4 次 ≥ 85 分", "4 of the last 5 test calls ≥ 85"),
    (TrainingHours("40"), "近 12 个月培训学时 ≥ 40", "Training hours ≥ 40 in the last 12 months"),
    (
        Courses(3),
        "完成培训计划中的全部课程，每门 ≥ 3 次练习",
        "The whole training plan completed, ≥ 3 practice records a course",
    ),
    (Skills(3, ("escalations",)), "具备技能：升级来电，另有 3 项", "Skills: escalations, and 3 more"),
    (Gates(), "上岗培训的四个关口全部通过", "All four onboarding gates passed"),
    (Contests("ran"), "任现级别以来组织竞赛 ≥ 1 场", "Ran 1 contest in the present level"),
    (
        Contests("took_part", 2, months=6, in_level=False),
        "近 6 个月参加竞赛 ≥ 2 场（本班次未开展竞赛则不作要求）",
        "Took part in 2 contests in the last 6 months; not asked where no contest was offered in the shift",
    ),
    (
        AnyOf((Contests("podium"), Mentoring(2))),
        "达成任意一项：任现级别以来竞赛登台 ≥ 1 次；任现级别以来完成带教 ≥ 2 人（本班次未开展竞赛则不作要求）",
        (
            "Any one of: 1 podium place in contests in the present level; 2 trainees mentored to the end in the present"
            " level; not asked where no contest was offered in the shift"
        ),
    ),
]

DIFFERENT: list[tuple[Kind, dict[str, list[Any]]]] = [
    (Tenure(6), {"months": [7]}),
    (TimeInLevel(6), {"months": [7]}),
    (HeldPost("deputy", 3), {"post": ["lead"], "months": [4]}),
    (
        MetricOver("qa", 4, at_least="88"),
        {"metric": ["fcr"], "months": [5], "at_least": ["89"], "per_month": [0, 5], "basis": ["own", "calendar"]},
    ),
    (MetricOver("qa", 4, at_most="88"), {"at_most": ["9"]}),
    (
        MonthsAtLeast(3, 4, "85"),
        {"k": [2, 4], "months": [5], "at_least": ["86"], "metric": ["qa"], "basis": ["scorecard", "calendar"]},
    ),
    (
        LowestMonth("qa", 4, "75"),
        {"metric": ["fcr"], "months": [5], "at_least": ["76"], "basis": ["own", "calendar"]},
    ),
    (
        AtMost("complaints", 6, "2"),
        {"metric": ["qa"], "months": [7], "at_most": ["0", "1"], "basis": ["own", "scorecard"]},
    ),
    (Exam("senior", "90"), {"exam": ["junior"], "at_least": ["91"], "valid_months": [12]}),
    (TestCalls(4, 5, "85"), {"k": [3], "n": [6], "at_least": ["86"]}),
    (TrainingHours("40"), {"hours": ["41"], "months": [6], "metric": ["drills"]}),
    (Courses(), {"practice": [1, 3], "courses": [("a", "b")], "at_least": [2], "ever": [True]}),
    (Skills(2), {"at_least": [3], "named": [("en",), ("en", "fr")]}),
    (Gates(), {"stages": [("study",)]}),
    (
        Contests("took_part"),
        {"honor": ["podium", "improvement_award", "ran"], "at_least": [2], "months": [6], "in_level": [False]},
    ),
    (Cases(), {"part": ["defended"], "at_least": [2], "in_level": [False]}),
    (Badge("star"), {"badge": ["sun"], "at_least": [2], "months": [6], "in_level": [True]}),
    (Mentoring(), {"at_least": [2], "in_level": [False]}),
    (Coaching(), {"at_least": [2], "in_level": [False]}),
    (Endorsement(), {"at_least": [2], "role": ["lead"], "months": [6]}),
    (Education({"bachelor": "3"}), {"bonus": [{"bachelor": "4"}, {"master": "3"}]}),
    (Manual("bearing"), {"about": ["voice"], "months": [6], "in_level": [False]}),
]
UNSAID = {"floor"}
"""The floor only says where a progress bar begins."""


@pytest.mark.parametrize(("criterion", "zh", "en"), WRITTEN, ids=lambda one: type(one).__name__)
def test_reads_as_written(criterion: Kind, zh: str, en: str) -> None:
    assert sentence(criterion) == (zh, en)


@pytest.mark.parametrize(("criterion", "changes"), DIFFERENT, ids=lambda one: type(one).__name__)
def test_whatever_asks_something_different_reads_differently(criterion: Kind, changes: dict[str, list[Any]]) -> None:
    variants = [
        msgspec.structs.replace(criterion, **{name: value}) for name, values in changes.items() for value in values
    ]
    for language in (0, 1):
        said = [sentence(one)[language] for one in (criterion, *variants)]
        assert len(set(said)) == len(said)


def test_no_field_of_any_kind_goes_unsaid() -> None:
    tried: dict[type, set[str]] = {}
    for criterion, changes in DIFFERENT:
        tried.setdefault(type(criterion), set()).update(changes)
    for kind in msgspec.inspect.multi_type_info([Kind])[0].types:  # type: ignore[attr-defined]
        if kind.cls is not AnyOf:
            assert tried[kind.cls] == {field.name for field in kind.fields} - UNSAID


def test_every_shipped_criterion_has_words_for_all_its_codes() -> None:
    for step in DEFAULTS.steps:
        for one in step.asked:
            zh, en = sentence(one.criterion)
            assert "_" not in zh + en
            assert not zh.isascii()
            assert en.isascii() or "≥" in en or "≤" in en


def test_a_centres_own_names_go_before_the_codes() -> None:
    names = Names(metrics={"qa": ("神秘顾客", "Mystery calls")}, skills={"vip": ("贵宾", "VIP")})
    assert sentence(LowestMonth("qa", 2, "75"), names)[1] == "Mystery calls: no month below 75 in the last 2 months"
    assert sentence(Skills(0, ("vip", "x")), names) == ("具备技能：贵宾、x", "Skills: VIP, x")


def test_an_unfinished_draft_can_be_read() -> None:
    assert sentence(MetricOver("qa", 4)) == (
        "质检均值 ≤ …（近 4 个月，月均不少于 4 次）",
        "QA mean ≤ … over the last 4 months, at least 4 a month on average",
    )
    assert sentence(Education({})) == ("学历加分：…", "Education bonus: …")
