"""The honest date: only where time or steady months alone are missing, and always with what it assumes."""

from datetime import date

from career.criteria import AtMost, Exam, HeldPost, MonthsAtLeast, Tenure
from career.evidence import DisciplinaryCase, Evidence, MonthFacts, PostHeld, Result
from career.forecast import Outlook, outlook
from career.months import parse_month
from career.readiness import assess
from career.versions import Asked, Step
from tests.career.people import micro, month, person, view

JUNE = parse_month("2026-06")
TENURE = Asked("tenure", "在职", "Tenure", Tenure(36))
SCORECARD = Asked("scorecard", "评分卡", "Scorecard", MonthsAtLeast(3, 4, "85"))
EXAM = Asked("exam", "考试", "Exam", Exam("senior", "90"))


def ahead(evidence: Evidence, *asked: Asked) -> Outlook:
    step, seen = Step("junior", "intermediate", asked), view(evidence)
    return outlook(step, seen, assess(step, seen))


def scored(*scores: int) -> dict[int, MonthFacts]:
    return {JUNE - n: month(score) for n, score in enumerate(scores)}


def test_the_latest_of_all_dates_and_every_assumption() -> None:
    # Hired 15 January 2024: 36 months on 15 January 2027. Scorecards 90, 80, 80, 80: two more good months make three of
    # four (July, August, June and May), known on 1 September.
    evidence = person(months=scored(90, 80, 80, 80))
    found = ahead(evidence, TENURE, SCORECARD)
    assert [one and one.on for one in found.ahead] == [date(2027, 1, 15), date(2026, 9, 1)]
    assert (found.on, found.assumptions) == (date(2027, 1, 15), ("every_month_reaches", "stays"))


def test_what_is_met_has_no_date_and_needs_none() -> None:
    found = ahead(person(months=scored(90, 90, 90, 90)), TENURE, SCORECARD)
    assert found.ahead[1] is None
    assert found.on == date(2027, 1, 15)


def test_an_exam_has_no_honest_date_and_so_neither_has_the_whole() -> None:
    found = ahead(person(), TENURE, EXAM)
    assert found.ahead[0] is not None
    assert (found.ahead[1], found.on, found.assumptions) == (None, None, ())
    passed = person(exams={"senior": (Result(date(2026, 5, 1), micro(95)),)})
    assert ahead(passed, TENURE, EXAM).on == date(2027, 1, 15)


def test_complaints_leave_the_window() -> None:
    # One in March, six months: still counted on 1 September (March to August), no more on 1 October.
    evidence = person(months={JUNE - n: month(90, complaints=(1,) if n == 3 else (0,)) for n in range(8)})
    found = ahead(evidence, Asked("complaints", "投诉", "Complaints", AtMost("complaints", 6, "0")))
    assert (found.on, found.assumptions) == (date(2026, 10, 1), ("nothing_new",))


def test_a_post_still_held() -> None:
    asked = Asked("deputy", "副班组长", "Deputy", HeldPost("deputy", 3))
    held = person(posts=(PostHeld("deputy", date(2026, 5, 31)),))
    assert ahead(held, asked).on == date(2026, 8, 31)
    given_up = person(posts=(PostHeld("deputy", date(2026, 5, 31), date(2026, 7, 1)),))
    assert ahead(given_up, asked).on is None


def test_nothing_is_promised_while_blocked() -> None:
    found = ahead(person(disciplinary=(DisciplinaryCase(date(2026, 7, 1)),)), TENURE)
    assert (found.ahead, found.on) == ((None,), None)
