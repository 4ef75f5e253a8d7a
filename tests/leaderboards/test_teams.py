"""How large a team is: days, shifts, posts, employment, leave and transfers."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboards.calendar import Calendar, Window, week_window
from leaderboards.teams import (
    EmploymentSpan,
    LeavePart,
    LeaveSpan,
    Member,
    MembershipSpan,
    Participant,
    Person,
    Post,
    Shift,
    agent_participant,
    headcount,
    team_participant,
)

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar("Asia/Shanghai")
MONDAY = date(2026, 1, 5)
WEEK = week_window(CALENDAR, MONDAY)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A wall-clock instant in Shanghai in January 2026."""
    return datetime(2026, 1, day, hour, minute, tzinfo=ZONE)


def member(
    *spans: MembershipSpan, person: Person | None = None, window: Window = WEEK, calendar: Calendar = CALENDAR
) -> Member:
    (found,) = team_participant("t1", spans, {"a1": person or Person()}, calendar, window).members
    return found


def always(post: Post = "member") -> MembershipSpan:
    return MembershipSpan(1, "a1", LONG_AGO, None, post)


def shift(day: int, starts: int = 9, hours: int = 8) -> Shift:
    return Shift(date(2026, 1, day), at(day, starts), at(day, starts) + timedelta(hours=hours))


def test_a_full_week_is_one_head_with_or_without_a_roster() -> None:
    assert member(always()).fte_days == 5
    roster = tuple(shift(day) for day in range(5, 10))
    assert member(always(), person=Person(roster=roster)).fte_days == 5


def test_the_roster_says_which_days_count_and_two_shifts_of_a_day_are_one_day() -> None:
    roster = (shift(5), shift(10), shift(11, 8, 4), shift(11, 14, 4))
    assert member(always(), person=Person(roster=roster)).fte_days == 3


def test_a_roster_outside_the_window_is_no_roster_of_it() -> None:
    assert member(always(), person=Person(roster=(shift(3), shift(12)))).fte_days == 5


@pytest.mark.parametrize(
    ("leave", "fte_days"),
    [
        ([(5, 7, "whole")], 3),
        ([(5, 7, "morning")], 4),
        ([(5, 6, "morning"), (5, 6, "afternoon")], 4),
        ([(5, 6, "whole"), (5, 6, "morning")], 4),
        ([(10, 12, "whole")], 5),  # a weekend takes nothing
        ([(1, 31, "whole")], 0),
    ],
)
def test_leave_takes_days_and_halves(leave: list[tuple[int, int, LeavePart]], fte_days: int) -> None:
    spans = tuple(LeaveSpan(date(2026, 1, starts), date(2026, 1, ends), part) for starts, ends, part in leave)
    assert member(always(), person=Person(leave=spans)).fte_days == fte_days


def test_employment_changes_within_a_week() -> None:
    employment = (
        EmploymentSpan(date(2025, 1, 1), date(2026, 1, 6), fte=Fraction(1, 2)),
        EmploymentSpan(date(2026, 1, 6), date(2026, 1, 8)),
        EmploymentSpan(date(2026, 1, 8), date(2026, 1, 9), producing=False),
    )
    # Half on Monday, one on Tuesday and Wednesday, a course on Thursday, gone from Friday.
    assert member(always(), person=Person(employment=employment)).fte_days == Fraction(5, 2)


def test_leads_and_trainees_who_do_not_yet_produce_are_no_heads_deputies_are() -> None:
    trainee = Person(employment=(EmploymentSpan(date(2026, 1, 1), producing=False),))
    for nobody in (member(always("lead")), member(always(), person=trainee)):
        assert nobody.fte_days == 0
        assert not nobody.counted
    assert member(always("deputy")).fte_days == 5
    assert member(always("deputy")).counted


def test_a_member_on_leave_all_week_is_counted_as_nobody_but_is_a_member() -> None:
    away = member(always(), person=Person(leave=(LeaveSpan(date(2026, 1, 1), date(2026, 2, 1)),)))
    assert away.fte_days == 0
    assert away.counted
    assert away.share == 1


def test_a_day_belongs_to_the_team_in_which_its_shift_began() -> None:
    until_thursday_noon = MembershipSpan(1, "a1", LONG_AGO, at(8, 12))
    from_thursday_noon = MembershipSpan(2, "a1", at(8, 12))
    roster = Person(roster=tuple(shift(day) for day in range(5, 10)))
    assert member(until_thursday_noon, person=roster).fte_days == 4
    assert member(from_thursday_noon, person=roster).fte_days == 1
    late = Person(roster=tuple(shift(day, starts=12) for day in range(5, 10)))
    assert member(until_thursday_noon, person=late).fte_days == 3
    assert member(from_thursday_noon, person=late).fte_days == 2


def test_without_a_roster_the_start_of_the_business_day_decides() -> None:
    calendar = Calendar("Asia/Shanghai", day_starts=time(6))
    week = week_window(calendar, MONDAY)
    assert member(MembershipSpan(1, "a1", LONG_AGO, at(8, 6)), calendar=calendar, window=week).fte_days == 3
    assert member(MembershipSpan(1, "a1", LONG_AGO, at(8, 6, 1)), calendar=calendar, window=week).fte_days == 4


def test_who_left_and_came_back_is_one_member_with_all_facts() -> None:
    both = member(MembershipSpan(9, "a1", LONG_AGO, at(6)), MembershipSpan(4, "a1", at(9)))
    assert both.subjects == ("m9", "m4")
    assert both.fte_days == 2
    assert both.share == Fraction(1 + 3, 7)


def test_a_member_who_only_touches_the_window_is_none() -> None:
    spans = [MembershipSpan(1, "a1", LONG_AGO, WEEK.starts), MembershipSpan(2, "a2", WEEK.ends)]
    assert team_participant("t1", spans, {}, CALENDAR, WEEK).members == ()


def test_a_sprint_counts_who_is_planned_in_its_hours() -> None:
    sprint = Window(at(7, 14), at(7, 16))
    assert member(always(), person=Person(roster=(shift(7, 8, 6),)), window=sprint).fte_days == 0
    assert member(always(), person=Person(roster=(shift(7, 9, 8),)), window=sprint).fte_days == 1


def test_members_are_in_the_order_of_their_numbers() -> None:
    spans = [MembershipSpan(n, f"a{n}", LONG_AGO) for n in (12, 3, 100)]
    team = team_participant("t1", spans, {}, CALENDAR, WEEK)
    assert [member.agent for member in team.members] == ["a3", "a12", "a100"]
    assert team.own_subjects == ("t1",)


def test_an_agent_takes_part_with_all_its_facts_in_whatever_post() -> None:
    spans = [MembershipSpan(1, "a1", LONG_AGO, at(8), "lead"), MembershipSpan(2, "a1", at(9))]
    agent = agent_participant("a1", spans, Person(), CALENDAR, WEEK)
    (alone,) = agent.members
    assert alone.subjects == ("m1", "m2", "a1")
    assert alone.counted
    assert agent.kind == "agent"


def test_nobody_and_no_days_are_no_heads() -> None:
    assert headcount(Participant("t1", "team")) == 0
    assert headcount(team_participant("t1", [], {}, CALENDAR, WEEK)) == 0


@given(st.lists(st.integers(0, 7 * 24), min_size=1, max_size=4, unique=True), st.booleans())
def test_transfers_neither_lose_nor_double_a_day(hours: list[int], rostered: bool) -> None:
    """However often somebody changes team in a week, the parts add up to the whole."""
    cuts = [LONG_AGO, *(WEEK.starts + timedelta(hours=hour) for hour in sorted(hours)), WEEK.ends + timedelta(days=9)]
    roster = tuple(shift(day, 22, 8) for day in range(4, 13)) if rostered else ()
    person = Person(roster=roster, leave=(LeaveSpan(date(2026, 1, 6), date(2026, 1, 7), "morning"),))
    whole = member(always(), person=person)
    parts = [
        team_participant("t1", [MembershipSpan(n, "a1", starts, ends)], {"a1": person}, CALENDAR, WEEK)
        for n, (starts, ends) in enumerate(pairwise(cuts))
    ]
    members = [part for team in parts for part in team.members]
    assert sum(part.fte_days for part in members) == whole.fte_days
    assert sum(part.share for part in members) == 1
