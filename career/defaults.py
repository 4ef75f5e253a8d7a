"""The criteria that ship: one version for both tracks, which a centre edits and replaces with versions of its own.

Names say what is looked at, never how much of it: a threshold that HR changes would belie its own name. `sentences` say that.
"""

from datetime import date

from career.criteria import (
    AnyOf,
    AtMost,
    Cases,
    Coaching,
    Contests,
    Courses,
    Education,
    Exam,
    Gates,
    HeldPost,
    Kind,
    LowestMonth,
    Mentoring,
    MetricOver,
    MonthsAtLeast,
    Skills,
    Tenure,
    TestCalls,
    TimeInLevel,
    TrainingHours,
)
from career.versions import Asked, OrderKey, Step, Version

ESCALATIONS = "escalations"
"""The queue code that stands for escalated calls; a centre puts its own in the criterion."""


def _asked(code: str, zh: str, en: str, criterion: Kind) -> Asked:
    return Asked(code, zh, en, criterion)


def _weighted(code: str, zh: str, en: str, criterion: Kind) -> Asked:
    return Asked(code, zh, en, criterion, role="weighted")


def _scorecard(k: int, months: int, at_least: str) -> Asked:
    return _asked("scorecard", "月度评分卡", "Monthly scorecard", MonthsAtLeast(k, months, at_least))


def _qa_mean(months: int, at_least: str) -> Asked:
    return _asked("qa_mean", "质检均分", "QA mean", MetricOver("qa", months, at_least=at_least, floor="80"))


def _complaints(at_most: str) -> Asked:
    return _asked("complaints", "有责投诉", "Upheld complaints", AtMost("complaints", 6, at_most))


def _exam(code: str, zh: str, en: str, at_least: str) -> Asked:
    return _asked("exam", zh, en, Exam(code, at_least))


EDUCATION = Asked(
    "education",
    "学历加分",
    "Education bonus",
    Education({"college": "1", "bachelor": "3", "master": "5"}),
    role="bonus",
    enabled=False,
)

ORDER = (OrderKey("scorecard"), OrderKey("qa_mean"), OrderKey("exam"), OrderKey("tenure"))
"""More good months first, then the better QA mean, the better exam, the longer service."""

TO_JUNIOR = Step(
    "trainee",
    "junior",
    (
        _asked("gates", "上岗关口", "Onboarding gates", Gates()),
        _asked(
            "test_calls",
            "拨测",
            "Test calls",
            TestCalls(4, 5, "85"),
        ),
        _exam("junior", "初级考试", "Junior exam", "80"),
        _asked("training", "培训计划", "Training plan", Courses()),
        _asked("skills", "技能", "Skills", Skills(1)),
        EDUCATION,
    ),
    (OrderKey("test_calls"), OrderKey("exam")),
)

TO_INTERMEDIATE = Step(
    "junior",
    "intermediate",
    (
        _asked("tenure", "在职时间", "Time with the centre", Tenure(6)),
        _scorecard(3, 4, "85"),
        _qa_mean(4, "88"),
        _asked("qa_lowest", "质检单月底线", "Lowest QA month", LowestMonth("qa", 4, "75")),
        _exam("intermediate", "中级考试", "Intermediate exam", "85"),
        _asked("training", "培训学时", "Training hours", TrainingHours("40")),
        _asked("practice", "课程练习", "Course practice", Courses(practice=3)),
        _asked("skills", "技能", "Skills", Skills(2)),
        _weighted("contests", "参加竞赛", "Taking part in contests", Contests("took_part", 2)),
        _complaints("2"),
        EDUCATION,
    ),
    ORDER,
)

TO_SENIOR = Step(
    "intermediate",
    "senior",
    (
        _asked("tenure", "在职时间", "Time with the centre", Tenure(18)),
        _asked("time_in_level", "任级时间", "Time in the level", TimeInLevel(9)),
        _scorecard(5, 6, "90"),
        _qa_mean(6, "92"),
        _asked(
            "critical_errors",
            "致命差错",
            "Critical errors",
            AtMost("critical_errors", 6, "0", basis="scorecard"),
        ),
        _exam("senior", "高级考试", "Senior exam", "90"),
        _asked("case_defended", "案例答辩", "Case defence", Cases("defended")),
        _asked("training", "培训学时", "Training hours", TrainingHours("40")),
        _asked("practice", "课程练习", "Course practice", Courses(practice=3)),
        _asked("mentoring", "带教", "Mentoring", Mentoring()),
        _asked("skills", "技能与升级来电", "Skills and escalations", Skills(3, (ESCALATIONS,))),
        _weighted(
            "contests",
            "竞赛与分享",
            "Contests and sharing",
            AnyOf((Contests("podium"), Contests("improvement_award"), Cases("given"), Mentoring())),
        ),
        _complaints("1"),
        EDUCATION,
    ),
    ORDER,
)

TO_TEAM_LEAD = Step(
    "senior",
    "team_lead",
    (
        _asked("tenure", "在职时间", "Time with the centre", Tenure(24)),
        _scorecard(6, 6, "90"),
        _qa_mean(6, "92"),
        _exam("management", "管理考试", "Management exam", "85"),
        _asked("deputy", "副班组长轮岗", "Deputy rotation", HeldPost("deputy", 3)),
        _asked("coaching", "辅导日志", "Coaching log", Coaching()),
        _weighted("contests", "组织竞赛", "Running contests", Contests("ran")),
        _complaints("0"),
        EDUCATION,
    ),
    ORDER,
)

DEFAULTS = Version(
    "default-1",
    date(2000, 1, 1),
    (TO_JUNIOR, TO_INTERMEDIATE, TO_SENIOR, TO_TEAM_LEAD),
    "随产品提供的默认标准 · The criteria that ship with the product",
)
"""In force until a centre adopts a version of its own. Expert and supervisor ask what a centre writes for them."""
