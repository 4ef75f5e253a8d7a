"""Working time is what walking every quarter of an hour by the clock on the wall gives, night shifts and clock changes included."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboards.calendar import Calendar
from server.people.rostered import ONE_ROSTER, Employed, Hours, Span, room, working_time

QUARTER = timedelta(minutes=15)
MONDAY = date(2026, 3, 2)
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
# Around the clock changes of spring and autumn in these zones, and far from any.
FIRST = st.sampled_from([date(2026, 3, 5), date(2026, 3, 26), date(2026, 4, 2), date(2026, 10, 22), date(2026, 6, 10)])


def instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def shift(day: date, starts: time, hours: int, zone: str) -> Span:
    begins = instant(day, starts, zone)
    return Span(begins, begins + timedelta(hours=hours))


@st.composite
def weeks(draw: st.DrawFn) -> tuple[str, date, dict[date, list[Span]], dict[date, set[str]]]:
    """Two weeks of day, late and night shifts, some days off, some leave; or nothing planned at all."""
    zone, first = draw(ZONES), draw(FIRST)
    days = [first + timedelta(days=n) for n in range(14)]
    shifts: dict[date, list[Span]] = {}
    for day in days if draw(st.booleans()) else []:
        if draw(st.integers(0, 3)):
            starts = draw(st.sampled_from([time(6), time(8, 30), time(14), time(22), time(23, 45)]))
            shifts[day] = [shift(day, starts, draw(st.integers(2, 9)), zone)]
    leave = {day: draw(st.sampled_from([{"whole"}, {"morning"}, {"afternoon"}, {"morning", "afternoon"}]))
             for day in days if not draw(st.integers(0, 5))}  # fmt: skip
    return zone, first, shifts, leave


def taken(spans: list[Span], at: datetime, parts: set[str]) -> bool:
    """Whether an instant of a day's plan is on leave."""
    middle = spans[0].starts + (spans[-1].ends - spans[0].starts) / 2
    return bool(parts) and ("whole" in parts or ("morning" if at < middle else "afternoon") in parts)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(weeks(), st.integers(1, 40))
def test_every_quarter_of_an_hour(
    planned: tuple[str, date, dict[date, list[Span]], dict[date, set[str]]], quarters: int
) -> None:
    zone, first, shifts, leave = planned
    calendar, hours = Calendar(zone), Hours(time(9), time(17))
    days = [first + timedelta(days=n) for n in range(14)]
    found = working_time(days, shifts, leave, calendar, hours, Employed(first + timedelta(days=1)))
    assert all(one.ends < other.starts for one, other in pairwise(found))
    by_roster = {day - timedelta(days=day.weekday()) for day in shifts}

    def at_work(at: datetime) -> bool:
        for day in days[1:]:
            monday = day - timedelta(days=day.weekday())
            inside = bool(shifts) and min(shifts) < day < max(shifts)
            spans = shifts.get(day, [])
            if monday not in by_roster and not inside and day.weekday() < 5:
                spans = [Span(instant(day, hours.starts, zone), instant(day, hours.ends, zone))]
            if any(one.starts <= at < one.ends for one in spans) and not taken(spans, at, leave.get(day, set())):
                return True
        return False

    begin = instant(first, time(0), zone)
    seen = {begin + QUARTER * n: at_work(begin + QUARTER * n) for n in range(96 * 16)}
    for at, there in seen.items():
        assert there == any(one.starts <= at < one.ends for one in found), at

    # The next time with room enough: nothing before it would do, and it does.
    after = begin + timedelta(days=3, hours=5)
    lasting = QUARTER * quarters
    fits = room(found, after, lasting)
    edges = sorted({after, *(one.starts for one in found if one.starts > after)})
    naive = next((at for at in edges if any(one.starts <= at and at + lasting <= one.ends for one in found)), None)
    assert fits == naive


def test_a_night_in_which_the_clock_changes_is_an_hour_shorter_or_longer() -> None:
    spring, autumn = date(2026, 3, 28), date(2026, 10, 24)
    lengths = []
    for day in (spring, autumn):
        night = Span(
            instant(day, time(22), "Europe/Berlin"), instant(day + timedelta(days=1), time(6), "Europe/Berlin")
        )
        (found,) = working_time(
            [day], {day: [night]}, {}, Calendar("Europe/Berlin"), Hours(), Employed(date(2020, 1, 1))
        )
        lengths.append((found.ends - found.starts) / timedelta(hours=1))
    assert lengths == [7, 9]


def test_what_lies_between_two_shifts_is_off_and_what_nobody_planned_goes_by_the_site() -> None:
    zone, hired = "Asia/Shanghai", Employed(date(2020, 1, 1))
    calendar = Calendar(zone, holidays=frozenset({MONDAY + timedelta(days=29)}))
    last = MONDAY + timedelta(days=14)
    shifts = {day: [shift(day, time(8), 8, zone)] for day in (MONDAY, last)}
    days = [MONDAY + timedelta(days=n) for n in range(31)]
    worked = {
        one.starts.astimezone(ZoneInfo(zone)).date() for one in working_time(days, shifts, {}, calendar, Hours(), hired)
    }
    # A fortnight without a shift lies within one roster; after its last week come the site's working days but the holiday.
    usual = {day for day in days[21:] if day.weekday() < 5} - {MONDAY + timedelta(days=29)}
    assert worked == {MONDAY, last} | usual
    far = {MONDAY: shifts[MONDAY], MONDAY + ONE_ROSTER + timedelta(days=4): shifts[last]}
    apart = working_time(days, far, {}, calendar, Hours(), hired)
    assert {one.starts.astimezone(ZoneInfo(zone)).date() for one in apart} > {MONDAY, MONDAY + timedelta(days=7)}
    assert working_time(days, shifts, {}, calendar, Hours(), Employed(MONDAY, MONDAY)) == ()
