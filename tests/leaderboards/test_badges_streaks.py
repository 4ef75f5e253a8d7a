"""Rows of good days worked out by hand: weekends, holidays, leave, nights of the changing clock, corrections."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from leaderboards.badges.awarding import Held, deserved, progress, reconcile
from leaderboards.badges.measuring import Condition, Measure
from leaderboards.badges.streaks import Streak
from leaderboards.badges.tiers import Step
from leaderboards.badges.view import View
from leaderboards.calendar import Calendar
from leaderboards.teams import LeaveSpan, Shift
from tests.leaderboards.badges_lives import METRICS, days, earned, fact, life, noon, on
from tests.leaderboards.test_badges_against_oracle import badge

FAULTLESS = (Condition(Measure("qa", sample=1), at_least="85"), Condition(Measure("critical_errors"), at_most="0"))


def test_a_row_of_days_over_weekend_national_holiday_and_leave() -> None:
    # Thu 24 and Fri 25 September, a weekend, Mon 28 to Wed 30, seven days of holiday, Thu 8 and Fri 9 October on leave, Sat 10 is
    # worked in exchange: good days are 24, 25, 28, 29, 30 September and 10 October, six in a row although 17 days lie between.
    good = [date(2026, 9, day) for day in (24, 25, 28, 29, 30)] + [date(2026, 10, 10)]
    leave = (LeaveSpan(date(2026, 10, 8), date(2026, 10, 10)),)
    one = badge(Streak("day", FAULTLESS), (Step("plain", "6"),))
    own = life(since=date(2026, 9, 24), facts=on(*good), leave=leave)
    (award,) = deserved([one], View(own, METRICS, date(2026, 10, 12)))
    assert (award.ground, award.on) == ("day:2026-09-24+6", date(2026, 10, 10))
    # Without the leave nobody looked at 8 and 9 October either: no data neither breaks nor extends.
    assert earned(one, replace(own, leave=()), date(2026, 10, 12)) == ["day:2026-09-24+6"]
    # A critical error on Sunday 27, when nobody had asked for anything, breaks nothing; one on Monday 28 does.
    sunday = (*own.facts, fact("critical_errors", noon(date(2026, 9, 27)), 1))
    assert earned(one, replace(own, facts=sunday), date(2026, 10, 12)) == ["day:2026-09-24+6"]
    monday = (*own.facts, fact("critical_errors", noon(date(2026, 9, 28)), 1))
    assert earned(one, replace(own, facts=monday), date(2026, 10, 12)) == []


def test_a_good_day_off_does_not_make_a_row_longer() -> None:
    # Friday and, of one's own accord, Saturday: the row is one long.
    own = life(facts=on(date(2026, 9, 11), date(2026, 9, 12)))
    assert earned(badge(Streak("day", FAULTLESS), (Step("plain", "2"),)), own, date(2026, 9, 14)) == []


def test_approved_leave_is_no_absence() -> None:
    # The planning system reports an absence on Tuesday 8 September; the leave for it is approved (entered) later.
    one = badge(Streak("month", (Condition(Measure("absences"), at_most="0"),), min_days=10))
    own = life(facts=(fact("absences", noon(date(2026, 9, 8)), 1),))
    assert earned(one, own, date(2026, 10, 1)) == []
    ill = replace(own, leave=(LeaveSpan(date(2026, 9, 7), date(2026, 9, 10)),))
    assert earned(one, ill, date(2026, 10, 1)) == ["month:2026-09+1"]
    # A month wholly on leave neither breaks nor extends: September and November make two.
    away = replace(ill, leave=(*ill.leave, LeaveSpan(date(2026, 10, 1), date(2026, 11, 1))))
    two = replace(one, steps=(Step("plain", "2"),))
    assert earned(two, away, date(2026, 12, 1)) == ["month:2026-09+2"]


def test_a_half_day_of_leave_excuses_its_half() -> None:
    # A shift from 09:00 to 17:00; leave in the morning; a late arrival is recorded at 09:00, another fact at 14:00 says on time.
    day = date(2026, 9, 8)
    shift = Shift(day, datetime(2026, 9, 8, 1, tzinfo=UTC), datetime(2026, 9, 8, 9, tzinfo=UTC))
    facts = (fact("attendance", shift.starts, 0), fact("attendance", shift.starts + timedelta(hours=5), 100))
    one = badge(Streak("shift", (Condition(Measure("attendance", sample=1), at_least="100"),)))
    own = life(facts=facts, roster=(shift,), leave=(LeaveSpan(day, day + timedelta(days=1), "morning"),))
    assert earned(one, own, date(2026, 9, 9)) == ["shift:2026-09-08+1"]
    assert earned(one, replace(own, leave=()), date(2026, 9, 9)) == []


@pytest.mark.parametrize(
    ("starts", "ends", "night"),
    [
        # Spring: 22:00 winter time to 06:00 summer time is seven hours; the business day begins at 00:00.
        (datetime(2026, 3, 28, 21, tzinfo=UTC), datetime(2026, 3, 29, 4, tzinfo=UTC), date(2026, 3, 28)),
        # Autumn: 22:00 summer time to 06:00 winter time is nine hours; 02:30 comes twice.
        (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 5, tzinfo=UTC), date(2026, 10, 24)),
    ],
)
def test_a_night_shift_over_the_change_of_the_clock_is_one_shift_of_one_day(
    starts: datetime, ends: datetime, night: date
) -> None:
    berlin = Calendar("Europe/Berlin")
    before = Shift(night - timedelta(days=1), starts - timedelta(days=1), ends - timedelta(days=1))
    shifts = (before, Shift(night, starts, ends))
    facts = tuple(fact("qa", shift.starts + timedelta(hours=hour), 90) for shift in shifts for hour in range(7))
    own = life(calendar=berlin, since=before.day, roster=shifts, facts=facts)
    view = View(own, METRICS, night + timedelta(days=3))
    # All seven hours count for the evening's day, none for the Sunday, on which nobody was planned.
    per_day: dict[date, int] = {}
    for day, tally in view.daily("qa"):
        per_day[day] = per_day.get(day, 0) + tally.n
    assert per_day == {before.day: 7, night: 7}
    for unit in ("day", "shift"):
        rule = Streak(unit, FAULTLESS)
        assert earned(badge(rule, (Step("plain", "2"),)), own, night + timedelta(days=3)) == [f"{unit}:{before.day}+2"]
    # An error at the hour that comes twice (or is skipped) breaks that night, and the night before still stands alone.
    late = replace(own, facts=(*facts, fact("critical_errors", starts + timedelta(hours=4), 1)))
    assert earned(badge(Streak("shift", FAULTLESS)), late, night + timedelta(days=3)) == [f"shift:{before.day}+1"]


def test_a_roster_that_asks_for_the_weekend() -> None:
    # Planned Wednesday to Sunday: Monday and Tuesday off are no gap, Saturday and Sunday count.
    week = [date(2026, 9, day) for day in (2, 3, 4, 5, 6, 9, 10)]
    roster = tuple(Shift(day, noon(day) - timedelta(hours=3), noon(day) + timedelta(hours=5)) for day in week)
    own = life(facts=on(*week), roster=roster)
    one = badge(Streak("day", FAULTLESS), (Step("plain", "7"),))
    assert earned(one, own, date(2026, 9, 11)) == ["day:2026-09-02+7"]


def test_a_thin_week_does_not_count_but_an_error_in_it_does() -> None:
    # Week 37 (7 to 11 September) with leave on four days: one day of three asked for. Weeks 36 and 38 are good.
    weeks = [date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 3), date(2026, 9, 14), date(2026, 9, 15)]
    own = life(since=date(2026, 8, 31), facts=on(*weeks), leave=(LeaveSpan(date(2026, 9, 7), date(2026, 9, 11)),))
    one = badge(Streak("week", FAULTLESS, min_days=3), (Step("plain", "2"),))
    assert earned(one, own, date(2026, 9, 21)) == ["week:2026-W36+2"]
    error = replace(own, facts=(*own.facts, fact("critical_errors", noon(date(2026, 9, 11)), 1)))
    assert earned(one, error, date(2026, 9, 21)) == []


def test_a_row_that_turns_out_to_have_begun_earlier_is_not_given_twice() -> None:
    # Given for 8 to 10 September; then Monday 7, once below, is corrected to 90: the row is 7 to 10, told from the 7th it would be
    # another ground. The award stands, nothing is given besides.
    good = days(date(2026, 9, 8), 3)
    one = badge(Streak("day", FAULTLESS), (Step("plain", "3"),))
    own = life(since=date(2026, 9, 7), facts=(*on(date(2026, 9, 7), qa=70), *on(*good)))
    today = date(2026, 9, 11)
    held = [Held("b", 1, a.ground, a.tier, a.on) for a in deserved([one], View(own, METRICS, today))]
    assert [h.ground for h in held] == ["day:2026-09-08+3"]
    better = replace(own, facts=on(date(2026, 9, 7), *good))
    assert not reconcile([one], View(better, METRICS, today), held)
    # The same day entered as leave: idle, nothing changes either.
    away = replace(own, leave=(LeaveSpan(date(2026, 9, 7), date(2026, 9, 8)),))
    assert not reconcile([one], View(away, METRICS, today), held)


def test_what_begins_again_uses_up_its_days() -> None:
    # Seven good days from Monday 7: three and three are two awards; the seventh waits for two more.
    good = [*days(date(2026, 9, 7), 5), date(2026, 9, 14), date(2026, 9, 15)]
    one = badge(Streak("day", FAULTLESS, again=True), (Step("plain", "3"),))
    own = life(since=date(2026, 9, 7), facts=on(*good))
    assert earned(one, own, date(2026, 9, 16)) == ["day:2026-09-07+3", "day:2026-09-10+3"]
    ahead = progress([one], View(own, METRICS, date(2026, 9, 16)))
    assert ahead is not None
    assert (ahead.value, ahead.threshold, ahead.share, ahead.since) == (
        (1, 1),
        (3_000_000, 1_000_000),
        (1_000_000, 3_000_000),
        date(2026, 9, 15),
    )


def test_what_begins_again_goes_on_after_what_is_held() -> None:
    # Held: Tuesday 8 to Thursday 10. Monday 7 turns out good after all; Friday, Monday, Tuesday are good too. Counted from the 7th
    # the next three would be 10, 11, 14; but the 10th is used up, so it is 11, 14, 15, and the 7th stays alone.
    held = [Held("b", 1, "day:2026-09-08+3", "plain", date(2026, 9, 10))]
    good = [*days(date(2026, 9, 7), 5), date(2026, 9, 14), date(2026, 9, 15)]
    one = badge(Streak("day", FAULTLESS, again=True), (Step("plain", "3"),))
    own = life(since=date(2026, 9, 7), facts=on(*good))
    changes = reconcile([one], View(own, METRICS, date(2026, 9, 16)), held)
    assert changes.withdraw == ()
    assert [found.ground for found in changes.give] == ["day:2026-09-11+3"]
