"""Windows over real clock changes, worked days with holidays, weeks of a month, and the phases of a contest."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from leaderboards.calendar import (
    Calendar,
    Phase,
    Times,
    Window,
    day_window,
    freeze_of,
    iso_weeks_of_month,
    month_window,
    morning_after,
    phase,
    week_window,
)

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York"]
STARTS = [time(0), time(2, 30), time(6)]
"""02:30 does not exist in Berlin and New York on one day a year, and exists twice on another."""

instants = st.integers(0, 4 * 365 * 86400).map(lambda s: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=s))


def local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day_starts", STARTS)
@given(at=instants)
def test_every_instant_has_one_business_day(zone: str, day_starts: time, at: datetime) -> None:
    calendar = Calendar(zone, day_starts)
    day = calendar.business_day(at)
    assert calendar.start_of(day) <= at < calendar.start_of(day + timedelta(days=1))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 25), 167),  # clocks go forward on Sunday 29 March
        ("Europe/Berlin", date(2026, 10, 19), 169),  # and back on Sunday 25 October
        ("America/New_York", date(2026, 3, 8), 167),
        ("America/New_York", date(2026, 11, 1), 169),
        ("Asia/Shanghai", date(2026, 3, 29), 168),
    ],
)
def test_a_week_runs_from_monday_to_monday_by_the_wall_clock(zone: str, day: date, hours: int) -> None:
    window = week_window(Calendar(zone), day)
    assert window.ends - window.starts == timedelta(hours=hours)
    assert local(window.starts, zone).time() == local(window.ends, zone).time() == time(0)
    assert local(window.starts, zone).weekday() == local(window.ends, zone).weekday() == 0


def test_a_month_ends_where_the_next_begins() -> None:
    berlin = Calendar("Europe/Berlin")
    march = month_window(berlin, date(2026, 3, 31))
    assert march == Window(datetime(2026, 2, 28, 23, tzinfo=UTC), datetime(2026, 3, 31, 22, tzinfo=UTC))
    february = month_window(berlin, date(2028, 2, 29))
    assert len(berlin.days(february)) == 29
    december = month_window(berlin, date(2026, 12, 1))
    assert local(december.ends, "Europe/Berlin").isoformat() == "2027-01-01T00:00:00"


def test_the_night_shift_belongs_to_the_day_before() -> None:
    calendar = Calendar("Asia/Shanghai", time(6))
    zone = ZoneInfo("Asia/Shanghai")
    assert calendar.business_day(datetime(2026, 1, 6, 5, 59, tzinfo=zone)) == date(2026, 1, 5)
    assert calendar.business_day(datetime(2026, 1, 6, 6, 0, tzinfo=zone)) == date(2026, 1, 6)


def test_holidays_and_makeup_workdays() -> None:
    # National Day 2026 in China: 1–7 October off, Sunday 20 September and Saturday 10 October worked in exchange.
    calendar = Calendar(
        "Asia/Shanghai",
        holidays=frozenset(date(2026, 10, day) for day in range(1, 8)),
        workdays=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
    )
    week = week_window(calendar, date(2026, 10, 10))
    assert calendar.working_days(week) == [date(2026, 10, 8), date(2026, 10, 9), date(2026, 10, 10)]
    assert [day.day for day in calendar.working_days(week_window(calendar, date(2026, 9, 30)))] == [28, 29, 30]


def test_a_sprint_counts_the_days_it_touches_and_on_a_holiday_those_too() -> None:
    calendar = Calendar("Asia/Shanghai", holidays=frozenset({date(2026, 10, 1)}))
    zone = ZoneInfo("Asia/Shanghai")
    on_friday = Window(datetime(2026, 10, 2, 9, tzinfo=zone), datetime(2026, 10, 2, 12, tzinfo=zone))
    on_the_holiday = Window(datetime(2026, 10, 1, 9, tzinfo=zone), datetime(2026, 10, 1, 12, tzinfo=zone))
    over_night = Window(datetime(2026, 10, 1, 22, tzinfo=zone), datetime(2026, 10, 2, 4, tzinfo=zone))
    assert calendar.working_days(on_friday) == [date(2026, 10, 2)]
    assert calendar.working_days(on_the_holiday) == [date(2026, 10, 1)]
    assert calendar.working_days(over_night) == [date(2026, 10, 2)]


def test_an_end_at_midnight_does_not_touch_the_next_day() -> None:
    calendar = Calendar("Europe/Berlin")
    window = day_window(calendar, date(2026, 10, 24), date(2026, 10, 26))
    assert calendar.days(window) == [date(2026, 10, 24), date(2026, 10, 25)]


def test_a_months_weeks_are_those_whose_thursday_lies_in_it() -> None:
    assert iso_weeks_of_month(2026, 1) == [date(2025, 12, 29), *(date(2026, 1, day) for day in (5, 12, 19, 26))]
    assert iso_weeks_of_month(2026, 2)[0] == date(2026, 2, 2)
    weeks = [monday for month in range(1, 13) for monday in iso_weeks_of_month(2026, month)]
    assert weeks == [date(2025, 12, 29) + timedelta(days=7 * n) for n in range(53)]


START, END = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 12, tzinfo=UTC)
CUTOFF = END + timedelta(hours=72)
LAUNCHED = START - timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (LAUNCHED - timedelta(microseconds=1), "draft"),
        (LAUNCHED, "scheduled"),
        (START - timedelta(microseconds=1), "scheduled"),
        (START, "running"),
        (END - timedelta(microseconds=1), "running"),
        (END, "provisional"),
        (CUTOFF - timedelta(microseconds=1), "provisional"),
        (CUTOFF, "final"),
    ],
)
def test_the_clock_alone_moves_a_contest_on(now: datetime, expected: Phase) -> None:
    assert phase(Times(START, END, CUTOFF, launched=LAUNCHED), now) == expected


FREEZE, REVEAL_BY = END - timedelta(hours=4), END + timedelta(hours=10)
FROZEN = Times(START, END, CUTOFF, launched=LAUNCHED, freezes=FREEZE, reveal_by=REVEAL_BY)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (FREEZE - MOMENT, "running"),
        (FREEZE, "frozen"),
        (END, "frozen"),
        (REVEAL_BY - MOMENT, "frozen"),
        (REVEAL_BY, "provisional"),
        (CUTOFF, "final"),
    ],
)
def test_a_board_is_frozen_across_the_end_until_the_reveal(now: datetime, expected: Phase) -> None:
    assert phase(FROZEN, now) == expected


def test_whoever_reveals_ends_the_freeze_before_the_clock_does() -> None:
    revealed = replace(FROZEN, revealed=END + timedelta(hours=1))
    assert phase(revealed, END + timedelta(hours=1) - MOMENT) == "frozen"
    assert phase(revealed, END + timedelta(hours=1)) == "provisional"


def test_nothing_is_final_before_it_was_revealed() -> None:
    after_the_holidays = replace(FROZEN, reveal_by=CUTOFF + timedelta(days=3))
    assert phase(after_the_holidays, CUTOFF + timedelta(days=2)) == "frozen"
    assert phase(after_the_holidays, CUTOFF + timedelta(days=3)) == "final"


@pytest.mark.parametrize(
    ("ends", "reveals"),
    [
        # A week ends with the night to Monday; the morning meeting is that Monday's.
        ("2026-09-14T00:00+08:00", "2026-09-14T10:00+08:00"),
        # National Day week: the next day anybody works is the 8th.
        ("2026-10-01T00:00+08:00", "2026-10-08T10:00+08:00"),
        # The Saturday after it is a make-up workday, the Sunday is not.
        ("2026-10-09T18:00+08:00", "2026-10-10T10:00+08:00"),
        ("2026-10-10T18:00+08:00", "2026-10-12T10:00+08:00"),
        # A sprint that ends during a day is revealed on the next, not on the same morning.
        ("2026-09-15T09:00+08:00", "2026-09-16T10:00+08:00"),
    ],
)
def test_the_clock_reveals_in_time_for_the_next_working_mornings_meeting(ends: str, reveals: str) -> None:
    calendar = Calendar(
        "Asia/Shanghai",
        holidays=frozenset(date(2026, 10, day) for day in range(1, 8)),
        workdays=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
    )
    assert morning_after(calendar, datetime.fromisoformat(ends)) == datetime.fromisoformat(reveals)


def test_the_morning_of_a_business_day_that_begins_in_the_evening_is_the_next_dates() -> None:
    calendar = Calendar("Asia/Shanghai", day_starts=time(22))
    week = week_window(calendar, date(2026, 9, 14))
    assert morning_after(calendar, week.ends) == datetime.fromisoformat("2026-09-22T10:00+08:00")


@given(
    instants,
    st.sampled_from([*ZONES, "Australia/Lord_Howe"]),
    st.times(),
    st.frozensets(st.dates(date(2024, 1, 1), date(2029, 1, 1)), max_size=9),
    st.integers(1, 44640),
)
def test_a_freeze_lies_in_the_window_and_is_revealed_on_a_worked_morning_after_it(
    ends: datetime, zone: str, day_starts: time, holidays: frozenset[date], minutes: int
) -> None:
    calendar = Calendar(zone, day_starts, holidays)
    window = Window(ends - timedelta(days=7), ends)
    freeze = freeze_of(calendar, window, timedelta(minutes=minutes))
    assert freeze is not None
    assert window.starts <= freeze.freezes < window.ends < freeze.reveal_by
    assert calendar.is_worked(calendar.business_day(freeze.reveal_by))
    assert local(freeze.reveal_by, zone).time() == time(10)
    days = calendar.days(Window(window.ends, freeze.reveal_by))
    assert not any(calendar.is_worked(day) for day in days[1:-1]), "no working day in between goes without its reveal"
    assert freeze_of(calendar, window, timedelta(0)) is None


def test_a_draft_stays_a_draft_and_a_cancelled_contest_cancelled() -> None:
    assert phase(Times(START, END, CUTOFF), END) == "draft"
    cancelled = Times(START, END, CUTOFF, launched=LAUNCHED, cancelled=START)
    assert phase(cancelled, LAUNCHED) == "scheduled"
    assert phase(cancelled, CUTOFF) == "cancelled"
