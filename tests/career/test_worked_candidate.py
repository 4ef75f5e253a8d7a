"""One candidate worked out by hand, criterion by criterion, and the same from the program.

Hired on 31 December 2025 straight into the junior level; on leave from 10 March to 20 April; monthly scorecards March 91,
April 86, May none, June 87; QA March 95, April 90, June 84, 85, 86, 87; judged for intermediate as of 15 July 2026.
"""

from datetime import date
from fractions import Fraction

import pytest
from msgspec.structs import replace

from career.criteria import LowestMonth, MetricOver, MonthsAtLeast
from career.defaults import TO_INTERMEDIATE
from career.evidence import Evidence, MonthFacts
from career.forecast import outlook
from career.months import Leave, month_text, parse_month, worked_half_days
from career.readiness import assess
from career.verdict import Verdict
from tests.career.people import AS_OF, exact, month, months, person, view, weekdays

HIRED = date(2025, 12, 31)
LEAVE = Leave(date(2026, 3, 10), date(2026, 4, 21))
"""Up to and including 20 April, a Monday; spans are half-open."""
BROUGHT = months(
    m2026_01=month(),
    m2026_02=month(),
    m2026_03=month(91, qa=(95,)),
    m2026_04=month(86, qa=(90,)),
    m2026_05=month(),
    m2026_06=month(87, qa=(84, 85, 86, 87)),
)


def candidate(*leave: Leave) -> Evidence:
    """The candidate, the worked days counted from Monday to Friday less leave."""
    worked = worked_half_days(weekdays(HIRED, AS_OF), leave)
    facts = {at: MonthFacts(worked[at], one.score, one.samples) for at, one in BROUGHT.items()}
    return person(HIRED, "junior", months=facts)


def verdicts(evidence: Evidence) -> dict[str, Verdict]:
    readiness = assess(TO_INTERMEDIATE, view(evidence))
    return {one.code: verdict for one, verdict in zip(TO_INTERMEDIATE.enabled, readiness.verdicts, strict=True)}


def test_the_worked_days() -> None:
    # March: 2, 3, 4, 5, 6 and 9, then leave: 6 days. April: leave until Monday the 20th, then 21–24 and 27–30: 8 days.
    # May has 21 weekdays, June 22, January 22, February 20; of December the 31st, of July 1–3, 6–10, 13–14.
    worked = worked_half_days(weekdays(HIRED, AS_OF), [LEAVE])
    days = {month_text(at): Fraction(half, 2) for at, half in worked.items()}
    assert days == {
        "2025-12": 1,
        "2026-01": 22,
        "2026-02": 20,
        "2026-03": 6,
        "2026-04": 8,
        "2026-05": 21,
        "2026-06": 22,
        "2026-07": 10,
    }


def test_tenure() -> None:
    # 31 December + 6 months: June has 30 days, so the month's end, 30 June. The six weeks of leave change nothing.
    # By 15 July: 6 whole months until 30 June, then 15 of the 31 days until 31 July.
    found = verdicts(candidate(LEAVE))["tenure"]
    assert (found.status, found.reason, found.since) == ("met", "long_enough", date(2026, 6, 30))
    assert exact(found.value) == 6 + Fraction(15, 31)
    assert exact(found.progress) == 1
    assert verdicts(candidate())["tenure"] == found


def test_scorecard() -> None:
    # Asked: at least 85 in 3 of the last 4 months. Complete months before 15 July, newest first, at most 8:
    #   June 87 counts · May without data · April 8 days, thin · March 6 days, thin · February, January without data ·
    #   December is not wholly in the level, so the window ends there.
    # One usable month where four are asked: no data, though June itself was good.
    found = verdicts(candidate(LEAVE))["scorecard"]
    assert (found.status, found.reason) == ("no_data", "too_few_months")
    assert (exact(found.value), exact(found.threshold), exact(found.progress)) == (1, 3, 0)
    assert found.window is not None
    assert found.evidence == ("month:2026-06",)
    assert [(month_text(at), why) for at, why in found.window.skipped] == [
        ("2026-05", "no_data"),
        ("2026-04", "thin"),
        ("2026-03", "thin"),
        ("2026-02", "no_data"),
        ("2026-01", "no_data"),
    ]


def test_quality() -> None:
    # The same months: June alone. (84 + 85 + 86 + 87) / 4 = 342 / 4 = 85.5, shown, but one month of four is no data.
    found = verdicts(candidate(LEAVE))
    assert (found["qa_mean"].status, found["qa_mean"].reason) == ("no_data", "too_few_months")
    assert exact(found["qa_mean"].value) == Fraction(171, 2)
    assert (found["qa_lowest"].status, exact(found["qa_lowest"].value)) == ("no_data", Fraction(171, 2))


def test_the_rest() -> None:
    # No exam taken: no data. No hours: 0 of 40. No course on the plan: no data. No skill: 0 of 2.
    # No contest was offered: not asked. No complaint in the six complete months January to June: kept.
    found = verdicts(candidate(LEAVE))
    assert (found["exam"].status, found["exam"].reason) == ("no_data", "not_taken")
    assert (found["training"].status, exact(found["training"].value)) == ("not_met", 0)
    assert (found["practice"].status, found["practice"].reason) == ("no_data", "no_courses")
    assert (found["skills"].status, exact(found["skills"].value)) == ("not_met", 0)
    assert (found["contests"].asked, found["contests"].reason) == (False, "none_offered")
    assert (found["complaints"].status, exact(found["complaints"].value), exact(found["complaints"].progress)) == (
        "met",
        0,
        1,
    )
    assert len(found["complaints"].evidence) == 6


def test_all_together() -> None:
    # Nine are asked with weight 1 each; tenure and complaints are met, all others stand at 0: 2 / 9, developing.
    readiness = assess(TO_INTERMEDIATE, view(candidate(LEAVE)))
    assert readiness.state == "developing"
    assert exact(readiness.score) == Fraction(2, 9)


def test_what_lies_ahead() -> None:
    # The scorecard needs four usable months: June, and July, August, September if each is worked and at least 85.
    # Then, on 1 October, four are there and at least three are good. QA and the exam have no honest date, so the whole has none.
    evidence = view(candidate(LEAVE))
    found = outlook(TO_INTERMEDIATE, evidence, assess(TO_INTERMEDIATE, evidence))
    by_code = dict(zip([one.code for one in TO_INTERMEDIATE.enabled], found.ahead, strict=True))
    scorecard = by_code["scorecard"]
    assert scorecard is not None
    assert (scorecard.on, scorecard.assumption, scorecard.months) == (date(2026, 10, 1), "every_month_reaches", 3)
    assert by_code["qa_mean"] is None
    assert found.on is None


def test_a_mean_is_taken_over_evaluations() -> None:
    # Had there been no leave, March and April would have been worked, and a window of three months is June, April, March
    # (May without data is passed over). Over the six evaluations: (84+85+86+87+90+95) / 6 = 527 / 6 = 87.83, below 88;
    # the mean of the three monthly means, (85.5 + 90 + 95) / 3 = 90.17, would have been above. Two a month are enough here.
    # Progress from 80: (527/6 − 80) / 8 = 47 / 48. The lowest month is June with 85.5.
    evidence = view(candidate())
    mean = MetricOver("qa", 3, at_least="88", floor="80", per_month=2).judge(evidence)
    assert (mean.status, mean.reason) == ("not_met", "below")
    assert exact(mean.value) == Fraction(527, 6)
    assert exact(mean.progress) == Fraction(47, 48)
    assert mean.evidence == ("month:2026-06", "month:2026-04", "month:2026-03")
    # With the four a month that are asked by default, 6 evaluations are fewer than 12.
    assert MetricOver("qa", 3, at_least="88").judge(evidence).reason == "too_few_evaluations"
    lowest = LowestMonth("qa", 3, "85").judge(evidence)
    assert (lowest.status, exact(lowest.value)) == ("met", Fraction(171, 2))
    # 91, 86 and 87 are all at least 85.
    good = MonthsAtLeast(3, 3, "85").judge(evidence)
    assert (good.status, exact(good.value)) == ("met", 3)


@pytest.mark.parametrize(("length", "found"), [(1, "2026-06"), (2, None)])
def test_twice_the_length_and_no_further(length: int, found: str | None) -> None:
    # One month: June. Two months look at four: June, May (no data), April and March (thin): one usable, so no data,
    # although a February scorecard lies one month further back.
    evidence = candidate(LEAVE)
    facts = {**evidence.months, parse_month("2026-02"): MonthFacts(40, 90_000_000)}
    judged = MonthsAtLeast(1, length, "85").judge(view(replace(evidence, months=facts)))
    assert judged.status == ("met" if found else "no_data")
