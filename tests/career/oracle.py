"""The criteria of time, months, exams and hours once more, the slow and obvious way: fractions, days, no sharing."""

from datetime import date, timedelta
from fractions import Fraction

from career.evidence import Evidence, MonthFacts
from career.exact import MICRO
from career.months import month_of

Judged = tuple[str, Fraction | None]
"""Status and value."""


def plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(number, day.day))
        except ValueError:
            continue
    raise AssertionError


def level_start(evidence: Evidence, as_of: date) -> date | None:
    return max((held.since for held in evidence.levels if held.since < as_of), default=None)


def complete_months_in_level(evidence: Evidence, as_of: date, how_many: int) -> list[date]:
    """First days of the complete calendar months before the as-of date and within the level, newest first."""
    start = level_start(evidence, as_of)
    found: list[date] = []
    day = as_of.replace(day=1)
    for _ in range(how_many):
        day = (day - timedelta(days=1)).replace(day=1)
        if start is None or day < start:
            break
        found.append(day)
    return found


def facts_of(evidence: Evidence, month: date) -> MonthFacts | None:
    return evidence.months.get(month_of(month))


def usable(evidence: Evidence, month: date, metric: str) -> bool:
    facts = facts_of(evidence, month)
    if facts is None or (facts.half_days is not None and Fraction(facts.half_days, 2) < 10):
        return False
    return facts.score is not None if metric == "scorecard" else metric in facts.samples


def window(evidence: Evidence, as_of: date, length: int, metric: str) -> list[date]:
    """The usable months, empty where fewer than `length` were found in twice as many."""
    looked = complete_months_in_level(evidence, as_of, 2 * length)
    return [month for month in looked if usable(evidence, month, metric)][:length]


def mean(evidence: Evidence, months: list[date], metric: str) -> Fraction | None:
    total, weight = Fraction(0), Fraction(0)
    for month in months:
        facts = facts_of(evidence, month)
        if facts is not None and metric in facts.samples:
            total += Fraction(facts.samples[metric].sum_weighted, MICRO * MICRO)
            weight += Fraction(facts.samples[metric].sum_weight, MICRO)
    return total / weight if weight else None


def judge_mean(evidence: Evidence, as_of: date, metric: str, length: int, least: Fraction, per_month: int) -> Judged:
    months = window(evidence, as_of, length, "scorecard")
    value = mean(evidence, months, metric)
    n = sum(
        facts.samples[metric].n for month in months if (facts := facts_of(evidence, month)) and metric in facts.samples
    )
    if value is None or len(months) < length or n < per_month * length:
        return "no_data", value
    return "met" if value >= least else "not_met", value


def judge_good_months(evidence: Evidence, as_of: date, k: int, length: int, least: Fraction) -> Judged:
    months = window(evidence, as_of, length, "scorecard")
    scores = [Fraction((facts_of(evidence, month) or MonthFacts()).score or 0, MICRO) for month in months]
    good = Fraction(sum(score >= least for score in scores))
    if len(months) < length:
        return "no_data", good if months else None
    return "met" if good >= k else "not_met", good


def judge_lowest(evidence: Evidence, as_of: date, metric: str, length: int, least: Fraction) -> Judged:
    months = window(evidence, as_of, length, "scorecard")
    found = [value for month in months if (value := mean(evidence, [month], metric)) is not None]
    if not found or len(months) < length:
        return "no_data", min(found, default=None)
    return "met" if min(found) >= least else "not_met", min(found)


def judge_sum_at_most(evidence: Evidence, as_of: date, metric: str, length: int, most: Fraction) -> Judged:
    months = complete_months_in_level(evidence, as_of, length)
    if not months:
        return "no_data", None
    total = Fraction(0)
    for month in months:
        facts = facts_of(evidence, month)
        if facts is not None and metric in facts.samples:
            total += Fraction(facts.samples[metric].sum_value, MICRO)
    return "met" if total <= most else "not_met", total


def judge_tenure(evidence: Evidence, as_of: date, months: int) -> str:
    return "met" if plus_months(evidence.hired, months) <= as_of else "not_met"


def judge_exam(evidence: Evidence, as_of: date, exam: str, least: Fraction, valid: int) -> Judged:
    taken = [result for result in evidence.exams.get(exam, ()) if result.on < as_of]
    counting = [Fraction(result.value, MICRO) for result in taken if plus_months(result.on, valid) >= as_of]
    if not counting:
        return "not_met" if taken else "no_data", None
    return "met" if max(counting) >= least else "not_met", max(counting)
