"""Who shares a team's place: half of one's planned days or more, an exact half with the later team."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboards.calendar import Calendar, week_window
from leaderboards.credit import Attendance, TeamDays, attendance, credit
from leaderboards.teams import LeaveSpan, MembershipSpan, Person, Shift

SHANGHAI = Calendar("Asia/Shanghai")
ZONE = ZoneInfo(SHANGHAI.zone)
MONDAY = date(2026, 1, 5)
WEEK = week_window(SHANGHAI, MONDAY)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=ZONE)


def shifts(*days: int) -> Person:
    return Person(roster=tuple(Shift(date(2026, 1, day), at(day, 9), at(day, 18)) for day in days))


def moved(on: datetime, person: Person) -> dict[str, str]:
    spans = {"t1": [MembershipSpan(1, "a1", LONG_AGO, on)], "t2": [MembershipSpan(2, "a1", on)]}
    return dict(credit(attendance("a1", spans, person, SHANGHAI, WEEK)))


def test_who_moves_on_thursday_shares_the_place_of_the_team_of_the_first_three_days() -> None:
    assert moved(at(8), Person()) == {"t1": "full", "t2": "contributed"}


def test_a_roster_decides_instead_of_the_calendar() -> None:
    # Planned on Monday, Thursday and Friday only: two of three days fall to the new team.
    assert moved(at(8), shifts(5, 8, 9)) == {"t1": "contributed", "t2": "full"}


def test_an_exact_half_goes_to_the_later_team() -> None:
    assert moved(at(8), shifts(6, 7, 8, 9)) == {"t1": "contributed", "t2": "full"}


def test_half_in_one_team_and_the_rest_in_none_stays_with_that_team() -> None:
    spans = {"t1": [MembershipSpan(1, "a1", LONG_AGO, at(8))]}
    assert credit(attendance("a1", spans, shifts(6, 7, 8, 9), SHANGHAI, WEEK)) == {"t1": "full"}


def test_leave_leaves_days_planned() -> None:
    # Two days of leave in the first team change nothing about whose member one was.
    person = Person(leave=(LeaveSpan(date(2026, 1, 5), date(2026, 1, 7)),))
    assert moved(at(8), person) == {"t1": "full", "t2": "contributed"}


@pytest.mark.parametrize(("hour", "team"), [(8, "t2"), (10, "t1")])
def test_the_shift_that_began_before_a_transfer_belongs_to_the_old_team(hour: int, team: str) -> None:
    assert moved(at(7, hour), shifts(7))[team] == "full"


def test_who_was_never_planned_contributed() -> None:
    assert moved(at(8), shifts(20)) == {
        "t1": "full",
        "t2": "contributed",
    }  # No shift this week: the calendar stands in.
    assert credit(Attendance("a1", 0, (TeamDays("t1", 0),))) == {"t1": "contributed"}


days = st.lists(st.integers(0, 4), max_size=4)
"""Per planned day nothing but its number matters; here how many fell into each of up to four teams."""


@given(days, st.integers(0, 4), st.randoms())
def test_nobody_is_credited_twice_and_nobody_with_half_is_left_out(in_teams: list[int], outside: int, rng) -> None:  # type: ignore[no-untyped-def]
    moment, teams = LONG_AGO, []
    for number, count in enumerate(in_teams):
        moment += timedelta(days=count)
        teams.append(TeamDays(f"t{number}", count, moment if count else None))
    planned = sum(in_teams) + outside
    found = credit(Attendance("a1", planned, tuple(teams)))
    full = [team for team, what in found.items() if what == "full"]
    shares = {one.team: Fraction(one.days, planned) if planned else Fraction(0) for one in teams}
    assert len(full) <= 1
    assert set(found) == set(shares)
    # The naive reading: more than half is credited; of those with exactly half, the one with the latest day.
    more = [team for team, share in shares.items() if share > Fraction(1, 2)]
    exact = [team for team, share in shares.items() if share == Fraction(1, 2)]
    assert full == (more or exact[-1:])
    rng.shuffle(teams)
    assert credit(Attendance("a1", planned, tuple(teams))) == found
