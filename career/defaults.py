"""The criteria that ship: one version for both tracks, which a centre edits and replaces with versions of its own."""

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
    zh = f"近 {months} 个月月度评分卡有 {k} 个月不低于 {at_least} 分"
    en = f"Monthly scorecard at least {at_least} in {k} of the last {months} months"
    return _asked("scorecard", zh, en, MonthsAtLeast(k, months, at_least))


def _qa_mean(months: int, at_least: str) -> Asked:
    zh, en = f"同期质检均分不低于 {at_least} 分", f"QA mean at least {at_least} over the same months"
    return _asked("qa_mean", zh, en, MetricOver("qa", months, at_least=at_least, floor="80"))


def _complaints(at_most: str) -> Asked:
    zh = f"近 6 个月有责投诉不超过 {at_most} 件" if at_most != "0" else "近 6 个月无有责投诉"
    en = (
        f"Upheld complaints in the last 6 months: at most {at_most}"
        if at_most != "0"
        else "No upheld complaint in 6 months"
    )
    return _asked("complaints", zh, en, AtMost("complaints", 6, at_most))


def _exam(code: str, zh: str, en: str, at_least: str) -> Asked:
    return _asked("exam", f"{zh}不低于 {at_least} 分", f"{en}: at least {at_least}", Exam(code, at_least))


EDUCATION = Asked(
    "education",
    "学历加分（默认不启用）",
    "Education bonus (off by default)",
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
        _asked("gates", "四个上岗关口全部通过", "All four onboarding gates passed", Gates()),
        _asked(
            "test_calls",
            "近 5 次拨测有 4 次不低于 85 分",
            "Test calls at least 85 in 4 of the last 5",
            TestCalls(4, 5, "85"),
        ),
        _exam("junior", "初级考试", "Junior exam", "80"),
        _asked("training", "完成全部培训计划", "The whole training plan", Courses()),
        _asked("skills", "具备 1 项技能", "One skill", Skills(1)),
        EDUCATION,
    ),
    (OrderKey("test_calls"), OrderKey("exam")),
)

TO_INTERMEDIATE = Step(
    "junior",
    "intermediate",
    (
        _asked("tenure", "在职满 6 个月", "6 months with the centre", Tenure(6)),
        _scorecard(3, 4, "85"),
        _qa_mean(4, "88"),
        _asked("qa_lowest", "同期没有任何一个月质检低于 75 分", "No month's QA below 75", LowestMonth("qa", 4, "75")),
        _exam("intermediate", "中级考试", "Intermediate exam", "85"),
        _asked("training", "近一年培训满 40 学时", "40 hours of training in a year", TrainingHours("40")),
        _asked("practice", "每门课程有 3 次练习记录", "3 practice records a course", Courses(practice=3)),
        _asked("skills", "具备 2 项技能", "Two skills", Skills(2)),
        _weighted("contests", "参加过 2 场竞赛", "Took part in 2 contests", Contests("took_part", 2)),
        _complaints("2"),
        EDUCATION,
    ),
    ORDER,
)

TO_SENIOR = Step(
    "intermediate",
    "senior",
    (
        _asked("tenure", "在职满 18 个月", "18 months with the centre", Tenure(18)),
        _asked("time_in_level", "现任级别满 9 个月", "9 months in the level", TimeInLevel(9)),
        _scorecard(5, 6, "90"),
        _qa_mean(6, "92"),
        _asked(
            "critical_errors",
            "同期无致命差错",
            "No critical error over the same months",
            AtMost("critical_errors", 6, "0", basis="scorecard"),
        ),
        _exam("senior", "高级考试", "Senior exam", "90"),
        _asked("case_defended", "完成 1 次案例答辩", "A case defended", Cases("defended")),
        _asked("training", "近一年培训满 40 学时", "40 hours of training in a year", TrainingHours("40")),
        _asked("practice", "每门课程有 3 次练习记录", "3 practice records a course", Courses(practice=3)),
        _asked("mentoring", "带教过 1 名学员", "Mentored one trainee", Mentoring()),
        _asked("skills", "具备 3 项技能并能处理升级来电", "Three skills and escalations", Skills(3, (ESCALATIONS,))),
        _weighted(
            "contests",
            "竞赛登台、获进步奖、提供典型案例或担任导师",
            "A podium, an improvement award, a case given, or mentoring",
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
        _asked("tenure", "在职满 24 个月", "24 months with the centre", Tenure(24)),
        _scorecard(6, 6, "90"),
        _qa_mean(6, "92"),
        _exam("management", "管理考试", "Management exam", "85"),
        _asked("deputy", "担任副班组长满 3 个月", "3 months as deputy lead", HeldPost("deputy", 3)),
        _asked("coaching", "有辅导记录", "A coaching log", Coaching()),
        _weighted("contests", "组织过 1 场竞赛", "Ran one contest", Contests("ran")),
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
