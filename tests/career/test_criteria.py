"""Each kind of criterion by example: its boundary, what it makes of nothing, and what its verdict says."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from career.criteria import (
    AnyOf,
    AtMost,
    Badge,
    Cases,
    Coaching,
    Contests,
    Courses,
    Criterion,
    Education,
    Endorsement,
    Exam,
    Gates,
    HeldPost,
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
from career.evidence import (
    CourseRecord,
    Deed,
    Endorsed,
    Evidence,
    GateMark,
    LevelHeld,
    Mark,
    MonthFacts,
    PostHeld,
    Result,
)
from career.months import parse_month
from career.onboarding import STAGES
from career.verdict import Verdict
from tests.career.people import AS_OF, exact, micro, month, months, person, sample, view

JUNE, MAY = parse_month("2026-06"), parse_month("2026-05")
MARCH = date(2026, 3, 2)


def judge(criterion: Criterion, evidence: Evidence | None = None, as_of: date = AS_OF, **known: Any) -> Verdict:
    return criterion.judge(view(evidence or person(**known), as_of))


def said(verdict: Verdict) -> tuple[str, str, Any]:
    return verdict.status, verdict.reason, exact(verdict.value)


def back(*facts: MonthFacts) -> dict[int, MonthFacts]:
    """Months from June backwards."""
    return {JUNE - n: one for n, one in enumerate(facts)}


def test_tenure_to_the_day() -> None:
    hired = person(hired=date(2026, 1, 16))
    assert said(judge(Tenure(6), hired, date(2026, 7, 16)))[:2] == ("met", "long_enough")
    # 16 January to 15 July: five whole months until 16 June, then 29 of the 30 days until 16 July.
    late = judge(Tenure(6), hired, date(2026, 7, 15))
    assert said(late) == ("not_met", "not_long_enough", 5 + Fraction(29, 30))
    assert exact(late.progress) == Fraction(179, 180)
    assert late.since is None
    assert said(judge(Tenure(6), hired, date(2026, 1, 16))) == ("no_data", "not_hired_yet", None)


def test_time_in_level_starts_with_the_level_held() -> None:
    levels = (LevelHeld("junior", date(2024, 1, 15)), LevelHeld("intermediate", date(2025, 10, 31)))
    evidence = Evidence("a1", date(2024, 1, 15), levels)
    assert said(judge(TimeInLevel(9), evidence, date(2026, 7, 30)))[0] == "not_met"
    assert judge(TimeInLevel(9), evidence, date(2026, 7, 31)).since == date(2026, 7, 31)
    assert said(judge(TimeInLevel(1), Evidence("a1", AS_OF, ()))) == ("no_data", "no_level", None)


def test_a_post_in_two_stretches() -> None:
    held = (PostHeld("deputy", date(2025, 1, 31), date(2025, 2, 28)), PostHeld("deputy", date(2026, 5, 15)))
    # 31 January + 1 month is 28 February: one month; 15 May to 15 July: two.
    assert said(judge(HeldPost("deputy", 3), posts=held)) == ("met", "long_enough", 3)
    assert said(judge(HeldPost("deputy", 4), posts=held)) == ("not_met", "not_long_enough", 3)
    assert said(judge(HeldPost("trainer", 1), posts=held)) == ("not_met", "never_held", 0)


def test_months_in_level_only() -> None:
    facts = back(*(month(90) for _ in range(6)))
    promoted = person(since=date(2026, 3, 2), months=facts)
    # The level began on 2 March, so March is not wholly in it: April, May, June.
    assert said(judge(MonthsAtLeast(3, 3, "85"), promoted)) == ("met", "reached", 3)
    assert said(judge(MonthsAtLeast(3, 4, "85"), promoted)) == ("no_data", "too_few_months", 3)
    assert said(judge(MonthsAtLeast(3, 4, "85"), person(since=date(2026, 3, 1), months=facts)))[0] == "met"


def test_good_months() -> None:
    facts = back(month(84), month(85), month("84.9999"), month(86), month(99))
    verdict = judge(MonthsAtLeast(3, 4, "85"), months=facts)
    assert said(verdict) == ("not_met", "too_few_good_months", 2)
    assert exact(verdict.progress) == Fraction(2, 3)


def test_ten_worked_days_are_enough_and_unknown_ones_too() -> None:
    facts = back(month(90, 19), month(91, 20), month(92, None))
    verdict = judge(MonthsAtLeast(2, 2, "85"), months=facts)
    assert verdict.window is not None
    assert verdict.window.months == (MAY, MAY - 1)
    assert verdict.window.skipped == ((JUNE, "thin"),)


def test_a_mean_weighs_every_evaluation() -> None:
    facts = back(month(90, qa=(100,)), month(90, qa=(80, 80, 80)))
    assert exact(judge(MetricOver("qa", 2, at_least="85", per_month=2), months=facts).value) == 85
    assert said(judge(MetricOver("qa", 2, at_least="85", per_month=2), months=facts))[0] == "met"
    assert said(judge(MetricOver("qa", 2, at_least="85", per_month=3), months=facts))[:2] == (
        "no_data",
        "too_few_evaluations",
    )
    assert said(judge(MetricOver("csat", 2, at_least="85"), months=facts)) == ("no_data", "none_recorded", None)


def test_an_upper_bound_is_kept_or_not() -> None:
    facts = back(month(90, wait=(60, 62)))
    assert said(judge(MetricOver("wait", 1, at_most="61", per_month=1), months=facts)) == ("met", "within_limit", 61)
    over = judge(MetricOver("wait", 1, at_most="60", per_month=1), months=facts)
    assert (over.status, exact(over.progress)) == ("not_met", 0)


def test_the_same_months_or_a_metrics_own() -> None:
    # No scorecard in June: the same months begin with May; QA's own months begin with June.
    facts = back(month(None, qa=(100,)), month(90, qa=(80,)))
    assert exact(judge(MetricOver("qa", 1, at_least="85", per_month=1), months=facts).value) == 80
    assert exact(judge(MetricOver("qa", 1, at_least="85", per_month=1, basis="own"), months=facts).value) == 100


def test_the_lowest_month() -> None:
    facts = back(month(90, qa=(74, 76)), month(90, qa=(74, 75)), month(90, qa=(99,)))
    verdict = judge(LowestMonth("qa", 3, "75"), months=facts)
    assert (verdict.status, exact(verdict.value), exact(verdict.progress)) == ("not_met", Fraction(149, 2), 0)
    assert judge(LowestMonth("qa", 1, "75"), months=facts).status == "met"


def test_a_limit_overlooks_no_month() -> None:
    facts = back(month(), month(90, 2, complaints=(2,)), month(), month(), month(), month(), month(90, complaints=(5,)))
    # Two complaints in a May of one worked day; the five of December lie before the six months.
    assert said(judge(AtMost("complaints", 6, "2"), months=facts)) == ("met", "within_limit", 2)
    over = judge(AtMost("complaints", 6, "1"), months=facts)
    assert (over.status, over.reason, exact(over.progress)) == ("not_met", "over_limit", 0)
    assert judge(AtMost("complaints", 6, "0")).status == "met"
    new = person(since=date(2026, 6, 2), months=facts)
    assert said(judge(AtMost("complaints", 6, "0"), new)) == ("no_data", "no_complete_month", None)


def test_a_limit_over_the_same_months_as_the_scorecard() -> None:
    facts = back(month(90), month(None, critical_errors=(1,)), month(90))
    assert judge(AtMost("critical_errors", 2, "0", basis="scorecard"), months=facts).status == "met"
    assert judge(AtMost("critical_errors", 2, "0"), months=facts).status == "not_met"
    assert judge(AtMost("critical_errors", 3, "0", basis="scorecard"), months=facts).status == "no_data"


def test_an_exam_is_valid_to_the_day() -> None:
    exams = {"senior": (Result(date(2025, 7, 15), micro(91), "e1"), Result(date(2026, 1, 5), micro(80), "e2"))}
    # Valid for 12 months: on 15 July 2026 the 91 still counts, on the 16th only the 80 is left.
    last = judge(Exam("senior", "90", valid_months=12), exams=exams)
    assert (said(last), last.evidence) == (("met", "reached", 91), ("e1",))
    after = judge(Exam("senior", "90", valid_months=12, floor="70"), person(exams=exams), date(2026, 7, 16))
    assert (said(after), exact(after.progress)) == (("not_met", "below", 80), Fraction(1, 2))
    assert said(judge(Exam("senior", "90", valid_months=1), exams=exams)) == ("not_met", "expired", None)
    assert said(judge(Exam("junior", "90"), exams=exams)) == ("no_data", "not_taken", None)


def test_test_calls() -> None:
    calls = tuple([Result(date(2026, 6, day), micro(mark)) for day, mark in enumerate((50, 85, 90, 84, 86, 99), 1)])
    assert said(judge(TestCalls(4, 5, "85"), test_calls=calls)) == ("met", "reached", 4)
    assert said(judge(TestCalls(5, 5, "85"), test_calls=calls)) == ("not_met", "too_few_good_calls", 4)
    assert said(judge(TestCalls(4, 7, "85"), test_calls=calls)) == ("no_data", "too_few_test_calls", 4)


def test_training_hours_reach_back_over_thin_months() -> None:
    facts = back(
        month(training_hours=(3,)),
        month(None, 4, training_hours=(2,)),
        month(training_hours=(5,)),
        month(training_hours=(9,)),
    )
    # Two months: June and April, May being thin; its two hours count as well.
    assert said(judge(TrainingHours("10", 2), months=facts)) == ("met", "reached", 10)
    short = judge(TrainingHours("16", 2), months=facts)
    assert (said(short), exact(short.progress)) == (("not_met", "too_few_hours", 10), Fraction(5, 8))
    assert said(judge(TrainingHours("1"))) == ("not_met", "too_few_hours", 0)


def test_a_course_is_complete_with_its_practice() -> None:
    def course(code: str, n: int, attended: date | None = MARCH) -> CourseRecord:
        return CourseRecord(code, MARCH, attended, (date(2026, 4, 1),) * n)

    plan = (course("a", 3), course("b", 2), course("c", 3, None))
    assert said(judge(Courses(practice=3), courses=plan)) == ("not_met", "courses_open", 1)
    assert said(judge(Courses(), courses=plan)) == ("not_met", "courses_open", 2)
    assert said(judge(Courses(practice=3, at_least=1), courses=plan)) == ("met", "reached", 1)
    assert said(judge(Courses(courses=("a", "b")), courses=plan)) == ("met", "reached", 2)
    assert said(judge(Courses(courses=("a", "z")), courses=plan)) == ("not_met", "courses_open", 1)
    assert said(judge(Courses())) == ("no_data", "no_courses", None)
    # A plan from before the present level is settled, unless asked for.
    assert said(judge(Courses(), person(since=date(2026, 4, 1), courses=plan)))[0] == "no_data"
    assert said(judge(Courses(ever=True), person(since=date(2026, 4, 1), courses=plan)))[2] == 2


def test_named_skills_come_on_top() -> None:
    held = {"a": MARCH, "b": MARCH, "c": MARCH, "d": MARCH}
    assert said(judge(Skills(3), skills=held)) == ("met", "reached", 3)
    verdict = judge(Skills(3, ("escalations",)), skills=held)
    assert (said(verdict), exact(verdict.progress)) == (("not_met", "skills_missing", 3), Fraction(3, 4))
    assert judge(Skills(3, ("d",)), skills=held).status == "met"
    assert judge(Skills(1), skills={"a": AS_OF}).status == "not_met"


def test_gates() -> None:
    marks = tuple([GateMark(date(2026, 4, day), stage, "pass") for day, stage in enumerate(STAGES, 1)])
    assert said(judge(Gates(), gates=marks)) == ("met", "reached", 4)
    held = (*marks[:2], GateMark(date(2026, 4, 9), STAGES[2], "hold"))
    assert said(judge(Gates(), gates=held)) == ("not_met", "gates_open", 2)
    assert said(judge(Gates(), gates=(*held, GateMark(date(2026, 4, 20), STAGES[2], "exit")))) == (
        "not_met",
        "gate_failed",
        2,
    )


def test_contests_are_asked_only_where_they_were_offered() -> None:
    one, two = (Deed(MARCH),), (Deed(MARCH), Deed(date(2026, 4, 1)))
    assert said(judge(Contests("took_part", 2))) == ("met", "none_offered", None)
    assert judge(Contests("took_part", 2)).asked is False
    assert said(judge(Contests("took_part", 2), contests={"offered": two, "took_part": one})) == (
        "not_met",
        "too_few",
        1,
    )
    assert said(judge(Contests("took_part", 2), contests={"offered": two, "took_part": two})) == ("met", "reached", 2)
    # Offered before the present level only: not asked in this one.
    assert judge(Contests("podium"), person(since=date(2026, 5, 1), contests={"offered": two})).asked is False
    # Running a contest is nobody's offer.
    assert said(judge(Contests("ran"))) == ("not_met", "too_few", 0)
    assert said(judge(Contests("took_part", months=4), contests={"offered": two, "took_part": one}))[0] == "not_met"


def test_any_of() -> None:
    choice = AnyOf((Contests("podium"), Cases(), Mentoring(2)))
    offered = {"offered": (Deed(MARCH),)}
    assert judge(choice).asked is False
    assert said(judge(choice, deeds={"case_given": (Deed(MARCH, "c1"),)})) == ("met", "one_of", 1)
    nearest = judge(choice, contests=offered, deeds={"mentored": (Deed(MARCH),)})
    assert (nearest.status, nearest.reason, exact(nearest.progress)) == ("not_met", "none_of", Fraction(1, 2))
    assert [part.status for part in nearest.parts] == ["not_met", "not_met", "not_met"]
    assert judge(AnyOf((Exam("a", "1"), Exam("b", "1")))).status == "no_data"
    ahead = AnyOf((Tenure(48), Tenure(36))).ahead(view(person()))
    assert ahead is not None
    assert ahead.on == date(2027, 1, 15)


def test_deeds_badges_and_marks() -> None:
    evidence = person(
        since=date(2026, 3, 1),
        deeds={"case_defended": (Deed(MARCH),), "coached": (Deed(date(2026, 2, 28)), Deed(MARCH))},
        badges={"star": (Deed(date(2024, 5, 1)), Deed(MARCH))},
        marks={"fit": (Mark(MARCH, met=False, by="x", reason="not yet"), Mark(MARCH, met=True, by="x", reason="now"))},
    )
    assert judge(Cases("defended"), evidence).status == "met"
    assert said(judge(Coaching(2), evidence)) == ("not_met", "too_few", 1)
    assert said(judge(Badge("star", 2), evidence)) == ("met", "reached", 2)
    assert said(judge(Badge("star", 2, in_level=True), evidence)) == ("not_met", "too_few", 1)
    assert said(judge(Manual("fit"), evidence)) == ("met", "judged_met", 1)
    assert said(judge(Manual("other"), evidence)) == ("no_data", "not_judged", None)


def test_endorsements_count_people() -> None:
    given = tuple(
        [Endorsed(MARCH, by, role) for by, role in (("x", "lead"), ("x", "lead"), ("y", "trainer"), ("a1", "lead"))]
    )
    assert said(judge(Endorsement(2), endorsements=given)) == ("met", "reached", 2)
    assert said(judge(Endorsement(2, role="lead"), endorsements=given)) == ("not_met", "too_few", 1)


def test_education_is_a_capped_bonus() -> None:
    asked = Education({"bachelor": "3", "doctor": "5"})
    assert said(judge(asked)) == ("no_data", "no_bonus", None)
    verdict = judge(asked, education={"bachelor": (Deed(MARCH),), "other": (Deed(MARCH),)})
    assert (verdict.status, exact(verdict.value), exact(verdict.progress)) == ("met", 3, Fraction(3, 5))
    assert exact(judge(Education({"doctor": "50"}), education={"doctor": (Deed(MARCH),)}).value) == 5


@pytest.mark.parametrize(
    ("values", "trend"),
    [
        ((95, 90, 85, 80), "up"),  # 92.5 against 82.5
        ((80, 85, 90, 95), "down"),
        ((90, 10, 90), "steady"),  # the middle month belongs to neither half
        ((90, "89.2"), "steady"),  # within one per cent
        ((90,), None),
    ],
)
def test_trend(values: tuple[int | str, ...], trend: str | None) -> None:
    evidence = view(person(months=back(*(month(value) for value in values))))
    assert MonthsAtLeast(1, len(values), "85").trend(evidence) == trend


def test_months_by_text_are_the_months_meant() -> None:
    assert months(m2026_06=month(1)) == {JUNE: month(1)}
    assert sample(1, 2).sum_value == micro(3)
