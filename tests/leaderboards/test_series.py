"""Rounds of series over years of real clock changes, beside an oracle that walks through the hours one by one."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboards.calendar import Calendar, Window
from leaderboards.series import (
    Cadence,
    Daily,
    Hours,
    Monthly,
    Pause,
    Plan,
    Round,
    Weekly,
    due,
    label,
    rounds,
    spans,
)

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York"]
STARTS = [time(0), time(2, 30), time(6)]
"""02:30 does not exist in Berlin and New York on one day a year, and exists twice on another."""
ALL_DAYS = (1, 2, 3, 4, 5, 6, 7)
FIRST, LAST = date(2026, 1, 5), date(2027, 1, 4)

NATIONAL_DAY = frozenset(date(2026, 10, day) for day in range(1, 8))
EXCHANGED = frozenset({date(2026, 9, 20), date(2026, 10, 10)})


def until(plan: Plan, calendar: Calendar, end: datetime) -> list[Round]:
    return list(itertools.takewhile(lambda one: one.window.starts < end, rounds(plan, calendar)))


# ── a year, hour by hour ────────────────────────────────────────────────────────────────────────────────────────────────


def business_day(at: datetime, calendar: Calendar) -> date:
    """As somebody with a clock on the wall would say: the day whose beginning has been passed."""
    local = at.astimezone(ZoneInfo(calendar.zone)).date()
    began = datetime.combine(local, calendar.day_starts, ZoneInfo(calendar.zone)).astimezone(UTC)
    return local if began <= at else local - timedelta(days=1)


def naive_key(cadence: Cadence, day: date) -> object:
    """Which round of a cadence without gaps a business day belongs to."""
    match cadence:
        case Weekly(every=1):
            return day.isocalendar()[:2]
        case Weekly():
            return (day - date(2026, 1, 5)).days // 14
        case Monthly():
            return day.year, day.month
        case _:
            return day


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day_starts", STARTS)
@pytest.mark.parametrize(
    "cadence", [Weekly(), Weekly(every=2, lasts=2), Monthly(), Daily(ALL_DAYS)], ids=["week", "two", "month", "day"]
)
def test_a_year_has_no_gap_and_no_overlap(zone: str, day_starts: time, cadence: Cadence) -> None:
    calendar = Calendar(zone, day_starts)
    starts_on = FIRST if isinstance(cadence, Weekly) else date(2026, 1, 1)
    found = until(Plan(cadence=cadence, starts_on=starts_on), calendar, calendar.start_of(LAST))
    assert all(one.window.ends == two.window.starts for one, two in itertools.pairwise(found))
    at, number = found[0].window.starts, 0
    keys: dict[object, int] = {}
    # Half an hour beside the full ones, so that a change at 02:30 falls between two looks.
    while at < found[-1].window.ends:
        if at >= found[number].window.ends:
            number += 1
        assert found[number].window.starts <= at < found[number].window.ends
        key = naive_key(cadence, business_day(at, calendar))
        assert keys.setdefault(key, number) == number
        at += timedelta(minutes=30)
    assert len(keys) == len(found)


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("Asia/Shanghai", {168}), ("Europe/Berlin", {167, 168, 169}), ("America/New_York", {167, 168, 169})],
)
def test_weeks_last_an_hour_less_in_spring_and_an_hour_more_in_autumn(zone: str, hours: set[int]) -> None:
    calendar = Calendar(zone)
    found = until(Plan(cadence=Weekly(), starts_on=FIRST), calendar, calendar.start_of(LAST))
    lengths = [(one.window.ends - one.window.starts) / timedelta(hours=1) for one in found]
    assert len(found) == 52
    assert set(lengths) == hours
    assert all(lengths.count(odd) <= 1 for odd in (167, 169))


def test_months_end_where_the_next_begin() -> None:
    found = until(
        Plan(cadence=Monthly(), starts_on=date(2028, 1, 31)),
        Calendar("Europe/Berlin"),
        datetime(2029, 1, 1, tzinfo=UTC),
    )
    days = [(one.span.after - one.span.first).days for one in found]
    assert days == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31]


# ── which days ──────────────────────────────────────────────────────────────────────────────────────────────────────────

plans = st.builds(
    Plan,
    cadence=st.one_of(
        st.builds(Weekly, every=st.integers(1, 4), lasts=st.integers(1, 4)),
        st.builds(Monthly, every=st.integers(1, 4)),
        st.builds(Daily, st.lists(st.integers(1, 7), min_size=1, unique=True).map(tuple), st.booleans()),
        st.builds(
            Hours,
            begins=st.times(),
            until=st.times(),
            weekdays=st.lists(st.integers(1, 7), min_size=1, unique=True).map(tuple),
            makeup=st.booleans(),
        ),
    ),
    starts_on=st.dates(date(2026, 1, 1), date(2026, 6, 30)),
    on_holidays=st.booleans(),
    pauses=st.lists(
        st.builds(
            lambda starts, days: Pause(starts, starts + timedelta(days=days)),
            st.dates(date(2026, 1, 1), date(2027, 1, 1)),
            st.integers(1, 60),
        ),
        max_size=3,
    ).map(tuple),
)
calendars = st.builds(
    Calendar, st.sampled_from(ZONES), st.sampled_from(STARTS), st.just(NATIONAL_DAY), st.just(EXCHANGED)
)


def naive_days(plan: Plan, calendar: Calendar, first: date, last: date) -> Iterator[date]:
    """Every day on which a round begins, told from each day by itself."""
    for ahead in range((last - first).days):
        day = first + timedelta(days=ahead)
        match plan.cadence:
            case Weekly(every=every, lasts=lasts):
                monday = plan.starts_on - timedelta(days=plan.starts_on.weekday())
                begins, length = (day - monday).days % (7 * every) == 0, 7 * min(lasts, every)
            case Monthly(every=every):
                months = (day.year - plan.starts_on.year) * 12 + day.month - plan.starts_on.month
                begins, length = day.day == 1 and months % every == 0, 28
            case Daily(weekdays=weekdays, makeup=makeup) | Hours(weekdays=weekdays, makeup=makeup):
                exchanged = makeup and day in calendar.workdays
                usual = day.isoweekday() in weekdays and (plan.on_holidays or day not in calendar.holidays)
                if exchanged or usual:
                    yield from [] if _paused(plan, day) else [day]
                continue
        worked = any(calendar.is_worked(day + timedelta(days=n)) for n in range(length))
        if begins and (worked or plan.on_holidays) and not _paused(plan, day):
            yield day


def _paused(plan: Plan, day: date) -> bool:
    return any(pause.starts <= day < (pause.ends or date.max) for pause in plan.pauses)


@given(plan=plans, calendar=calendars)
def test_rounds_are_played_on_the_days_an_oracle_names(plan: Plan, calendar: Calendar) -> None:
    end = date(2027, 2, 1)
    found = [span.first for span in itertools.takewhile(lambda span: span.first < end, spans(plan, calendar))]
    first = found[0] if found else plan.starts_on
    assert first >= plan.starts_on - timedelta(days=31)
    assert found == list(naive_days(plan, calendar, min(first, plan.starts_on), end))


@given(plan=plans, calendar=calendars)
def test_windows_never_overlap(plan: Plan, calendar: Calendar) -> None:
    found = until(plan, calendar, datetime(2027, 2, 1, tzinfo=UTC))
    assert all(one.window.starts < one.window.ends for one in found)
    assert all(one.window.ends <= two.window.starts for one, two in itertools.pairwise(found))


def test_golden_week_is_skipped_and_its_makeup_days_are_played() -> None:
    calendar = Calendar("Asia/Shanghai", time(0), NATIONAL_DAY, EXCHANGED)
    plan = Plan(cadence=Daily(), starts_on=date(2026, 9, 18), ends_on=date(2026, 10, 13))
    days = [span.first.isoformat()[5:] for span in spans(plan, calendar)]
    expected = "09-18 09-20 09-21 09-22 09-23 09-24 09-25 09-28 09-29 09-30 10-08 10-09 10-10 10-12"
    assert days == expected.split()
    every_day = Plan(
        cadence=Daily(makeup=False), starts_on=date(2026, 9, 28), ends_on=date(2026, 10, 13), on_holidays=True
    )
    assert len(list(spans(every_day, calendar))) == 11


def test_a_week_without_a_worked_day_is_left_out_unless_asked_for() -> None:
    holidays = frozenset(date(2026, 2, 16) + timedelta(days=n) for n in range(7))
    calendar = Calendar("Asia/Shanghai", holidays=holidays)
    plan = Plan(cadence=Weekly(), starts_on=date(2026, 2, 9), ends_on=date(2026, 3, 2))
    assert [span.first.day for span in spans(plan, calendar)] == [9, 23]
    played = Plan(cadence=Weekly(), starts_on=date(2026, 2, 9), ends_on=date(2026, 3, 2), on_holidays=True)
    assert [span.first.day for span in spans(played, calendar)] == [9, 16, 23]


def test_every_two_weeks_keeps_its_beat_over_a_pause() -> None:
    plan = Plan(
        cadence=Weekly(every=2),
        starts_on=date(2026, 1, 7),
        ends_on=date(2026, 4, 1),
        pauses=(Pause(date(2026, 2, 1), date(2026, 2, 10)),),
    )
    assert [span.first.isoformat() for span in spans(plan, Calendar("Asia/Shanghai"))] == [
        *("2026-01-05", "2026-01-19", "2026-02-16", "2026-03-02", "2026-03-16", "2026-03-30"),
    ]


def test_a_series_paused_for_good_has_no_rounds_and_comes_to_an_end() -> None:
    plan = Plan(cadence=Daily(), starts_on=date(2026, 1, 7), pauses=(Pause(date(2026, 1, 1)),))
    assert list(spans(plan, Calendar("Asia/Shanghai"))) == []


# ── sprints ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def local(window: Window, zone: str) -> tuple[str, str]:
    starts, ends = (at.astimezone(ZoneInfo(zone)).strftime("%d %H:%M") for at in (window.starts, window.ends))
    return starts, ends


def test_a_sprint_of_the_night_shift_lies_on_the_next_calendar_day() -> None:
    calendar = Calendar("Asia/Shanghai", time(6))
    late = Plan(cadence=Hours(begins=time(22), until=time(2)), starts_on=date(2026, 1, 5))
    small = Plan(cadence=Hours(begins=time(2), until=time(4)), starts_on=date(2026, 1, 5))
    assert local(next(rounds(late, calendar)).window, "Asia/Shanghai") == ("05 22:00", "06 02:00")
    assert local(next(rounds(small, calendar)).window, "Asia/Shanghai") == ("06 02:00", "06 04:00")


def test_a_sprint_whose_hours_the_clock_skips_is_shorter_or_not_played() -> None:
    # New York springs forward on Sunday 8 March 2026: 02:00 becomes 03:00.
    calendar = Calendar("America/New_York")

    def sprints(begins: time, until_: time) -> list[Round]:
        cadence = Hours(begins=begins, until=until_, weekdays=ALL_DAYS)
        plan = Plan(cadence=cadence, starts_on=date(2026, 3, 7), ends_on=date(2026, 3, 10))
        return list(rounds(plan, calendar))

    shorter = [(one.window.ends - one.window.starts).seconds // 3600 for one in sprints(time(1), time(4))]
    assert shorter == [3, 2, 3]
    assert [one.span.first.day for one in sprints(time(2, 30), time(3))] == [7, 9]


# ── what is due ─────────────────────────────────────────────────────────────────────────────────────────────────────────

SHANGHAI = Calendar("Asia/Shanghai")


def test_the_running_and_the_next_exist_and_nothing_twice() -> None:
    plan, now = Plan(cadence=Weekly(), starts_on=date(2026, 3, 4)), datetime(2026, 3, 4, 2, tzinfo=UTC)
    made = due(plan, SHANGHAI, None, None, now)
    assert [one.window.starts for one in made] == [
        datetime(2026, 3, 1, 16, tzinfo=UTC),
        datetime(2026, 3, 8, 16, tzinfo=UTC),
    ]
    assert due(plan, SHANGHAI, made[-1], None, now) == []
    # At the very instant the next one starts, the one after it is due.
    following = due(plan, SHANGHAI, made[-1], None, made[-1].window.starts)
    assert [one.span.first for one in following] == [date(2026, 3, 16)]


@given(plan=plans, calendar=calendars, looks=st.lists(st.integers(0, 400 * 24), min_size=1, max_size=8))
def test_looking_often_or_seldom_makes_the_same_rounds(plan: Plan, calendar: Calendar, looks: list[int]) -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    made: list[Round] = []
    for look in sorted(looks):
        made += due(plan, calendar, made[-1] if made else None, None, begin + timedelta(hours=look))
    assert made == due(plan, calendar, None, None, begin + timedelta(hours=max(looks)))


def test_an_edit_holds_from_the_next_round_on() -> None:
    weekly = Plan(cadence=Weekly(), starts_on=date(2026, 3, 2))
    now = datetime(2026, 3, 4, 2, tzinfo=UTC)
    running = due(weekly, SHANGHAI, None, None, now)[0]
    daily = Plan(cadence=Daily(), starts_on=date(2026, 3, 2))
    # The week that has begun is played to its end; days follow it.
    assert [one.span.first for one in due(daily, SHANGHAI, running, now, now)] == [date(2026, 3, 9)]
    # With nothing running, no round that has begun already is made any more: today's would be half over.
    assert [one.span.first for one in due(daily, SHANGHAI, None, now, now)] == [date(2026, 3, 5)]


@pytest.mark.parametrize("moved_to", [time(0), time(3), time(6), time(23)])
@pytest.mark.parametrize("cadence", [Weekly(), Monthly(), Daily(ALL_DAYS)])
def test_a_moved_start_of_the_day_leaves_no_gap_and_no_overlap(moved_to: time, cadence: Cadence) -> None:
    plan = Plan(cadence=cadence, starts_on=date(2026, 2, 23))
    before = next(rounds(plan, Calendar("America/New_York", time(4))))
    calendar = Calendar("America/New_York", moved_to)
    after = next(rounds(plan, calendar, before))
    assert after.window.starts == before.window.ends
    assert after.window.ends == calendar.start_of(after.span.after)


def test_rounds_are_told_apart_by_their_labels() -> None:
    cases: list[tuple[Cadence, str]] = [
        (Weekly(), "2026-W10"),
        (Weekly(every=3, lasts=2), "2026-W10–W11"),
        (Monthly(), "2026-03"),
        (Daily(), "2026-03-04"),
    ]
    for cadence, expected in cases:
        assert label(cadence, next(spans(Plan(cadence=cadence, starts_on=date(2026, 3, 4)), SHANGHAI))) == expected
