"""Calendar months at their ends, and windows against a naive walk day by day."""

import calendar
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.months import (
    Leave,
    add_months,
    first_complete,
    first_day,
    last_complete,
    month_of,
    month_text,
    months_between,
    parse_month,
    plain_window,
    worked_half_days,
)

DAYS = st.dates(date(1990, 1, 1), date(2080, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        ("2025-12-31", 6, "2026-06-30"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-11-15", 2, "2027-01-15"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_adding_months_at_month_ends(day: str, months: int, due: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(due)


@given(DAYS, st.integers(-200, 200))
def test_adding_months_against_the_calendar(day: date, months: int) -> None:
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        year, month = (year + 1, 1) if month == 13 else (year - 1, 12) if month == 0 else (year, month)
    last = calendar.monthrange(year, month)[1]
    assert add_months(day, months) == date(year, month, min(day.day, last))


@given(DAYS, st.integers(1, 120))
def test_a_span_of_months_is_full_on_its_day_and_not_before(start: date, months: int) -> None:
    due = add_months(start, months)
    assert Fraction(*months_between(start, due)) == months
    # Two start days may share one due day (30 and 31 January both come to 28 February); the day before is never enough.
    assert Fraction(*months_between(start, due - timedelta(days=1))) < months


@given(DAYS, st.integers(0, 3000), st.integers(0, 60))
def test_time_passes_forwards(start: date, days: int, more: int) -> None:
    earlier, later = start + timedelta(days=days), start + timedelta(days=days + more)
    assert Fraction(*months_between(start, earlier)) <= Fraction(*months_between(start, later))


@given(DAYS)
def test_complete_months(day: date) -> None:
    last, first = last_complete(day), first_complete(day)
    assert first_day(last + 1) <= day < first_day(last + 2)
    assert first_day(first - 1) < day <= first_day(first)
    assert parse_month(month_text(last)) == last == month_of(first_day(last))


def test_a_month_in_words() -> None:
    assert month_text(month_of(date(2026, 6, 9))) == "2026-06"
    for wrong in ("2026-6", "2026-13", "2026-06-01", "june"):
        with pytest.raises(ValueError, match=r"."):
            parse_month(wrong)


def test_a_plain_window_ends_where_the_level_began() -> None:
    june = parse_month("2026-06")
    assert plain_window(june, june - 10, 3).months == (june, june - 1, june - 2)
    short = plain_window(june, june - 1, 3)
    assert (short.months, short.full) == ((june, june - 1), False)
    assert plain_window(june, june + 1, 3).months == ()


def test_half_days_of_leave_add_up() -> None:
    week = [date(2026, 6, 1) + timedelta(days=n) for n in range(5)]
    morning, afternoon = Leave(week[0], week[2], half=True), Leave(week[1], week[3], half=True)
    # Monday loses half, Tuesday both halves, Wednesday half; Thursday and Friday are whole: 1 + 0 + 1 + 2 + 2.
    assert worked_half_days(week, [morning, afternoon]) == {parse_month("2026-06"): 6}
    assert worked_half_days(week, [Leave(week[0], week[4]), morning]) == {parse_month("2026-06"): 2}
