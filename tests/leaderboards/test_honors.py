"""Collective honors worked out by hand: the banner, honors of a month, titles from outside."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from leaderboards.calendar import Calendar
from leaderboards.honors import (
    BannerWeek,
    Holding,
    Honored,
    MostImprovedTeam,
    SeasonChampion,
    TeamOfTheMonth,
    TeamRow,
    Title,
    WeeklyFinal,
    ZeroComplaintTeam,
    amended,
    banner,
    holdings,
    honored,
    title_state,
)

WEEK = timedelta(weeks=1)
MONDAY = date(2026, 3, 2)
CHINA = Calendar("Asia/Shanghai")


def final(number: int, *first: str, **improvement: int) -> WeeklyFinal:
    return WeeklyFinal(
        MONDAY + number * WEEK, first, {team: (gain, 1) for team, gain in improvement.items()}, f"c{number}"
    )


def told(weeks: tuple[BannerWeek, ...]) -> list[tuple[str | None, str]]:
    return [(one.holder, one.reason) for one in weeks]


def test_the_banner_goes_from_week_to_week() -> None:
    finals = [
        final(0, "t1"),
        final(1, "t1"),
        # Joint first, the holder among them: it stays, whatever they improved by.
        final(2, "t2", "t1", t2=9),
        # Joint first without the holder: to the larger improvement.
        final(3, "t3", "t2", t2=4, t3=5),
        # Week 4 was cancelled: it stays. Week 5: nobody qualified: it stays.
        final(5),
        # Level in everything: t2 never held it, t1 did for three weeks.
        final(6, "t1", "t2", t1=2, t2=2),
        # t4 and t5 never held it and nothing is known of their improvement: in the order of names.
        final(7, "t5", "t4"),
    ]
    weeks = banner(finals, MONDAY + 8 * WEEK)
    assert told(weeks) == [
        ("t1", "won"),
        ("t1", "kept"),
        ("t1", "kept_joint"),
        ("t3", "larger_improvement"),
        ("t3", "no_final"),
        ("t3", "no_final"),
        ("t2", "held_less"),
        ("t4", "held_less"),
    ]
    assert holdings(weeks) == (
        Holding("t1", MONDAY, 3),
        Holding("t3", MONDAY + 3 * WEEK, 3),
        Holding("t2", MONDAY + 6 * WEEK, 1),
        Holding("t4", MONDAY + 7 * WEEK, 1),
    )


def test_a_corrected_final_moves_the_banner_and_what_hung_on_it() -> None:
    # Week 0 turns out to be t2's; week 1, joint with t1, then stays with t2 instead of t1.
    before = banner([final(0, "t1"), final(1, "t1", "t2")], MONDAY + 2 * WEEK)
    after = banner([final(0, "t2"), final(1, "t1", "t2")], MONDAY + 2 * WEEK)
    assert told(before) == [("t1", "won"), ("t1", "kept_joint")]
    assert told(after) == [("t2", "won"), ("t2", "kept_joint")]


def test_a_team_that_is_gone_holds_nothing() -> None:
    weeks = banner([final(0, "t1")], MONDAY + 3 * WEEK, {"t1": MONDAY + 2 * WEEK})
    assert [one.holder for one in weeks] == ["t1", "t1", None]
    assert holdings(weeks) == (Holding("t1", MONDAY, 2),)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(["t1", "t2", "t3"]), max_size=3, unique=True),
            st.dictionaries(st.sampled_from(["t1", "t2", "t3"]), st.integers(-3, 3)),
        ),
        max_size=12,
    )
)
def test_the_banner_is_always_with_a_winner_or_where_it_was(drawn: list[tuple[list[str], dict[str, int]]]) -> None:
    finals = [final(number, *first, **gains) for number, (first, gains) in enumerate(drawn)]
    weeks = banner(finals, MONDAY + len(drawn) * WEEK)
    holder = None
    for (first, gains), week in zip(drawn, weeks, strict=True):
        if not first or holder in first:
            assert week.holder == holder
        else:
            assert week.holder in first
            assert gains.get(week.holder or "", 0) == max(gains.get(team, 0) for team in first)
        holder = week.holder
    assert sum(one.weeks for one in holdings(weeks)) == sum(week.holder is not None for week in weeks)
    # The order in which results came in is nobody's business, and later weeks change nothing before them.
    assert banner(reversed(finals), MONDAY + len(drawn) * WEEK) == weeks
    assert banner(finals[:-1], MONDAY + (len(drawn) - 1) * WEEK) == weeks[:-1]


def row(team: str, **rest: Any) -> TeamRow:
    return TeamRow(team=team, **rest)


def test_honors_of_a_month() -> None:
    rows = [
        row("t1", rank=1, improvement=(1, 2), contacts=5000, person_days=200_000_000, complaints=2),
        row("t2", rank=1, improvement=(3, 1), contacts=1000, person_days=60_000_000),
        row("t3", rank=3, improvement=(6, 2), contacts=999, person_days=60_000_000),
        row("t4", rank=4, improvement=(9, 1), contacts=5000, person_days=200_000_000, gaming_found=True),
        row("t5", improvement=(-1, 1), contacts=5000, person_days=59_999_999),
    ]
    # Level at the top: both. Who gamed has no part in anything; who hardly worked had no chance of a complaint.
    assert TeamOfTheMonth().winners(rows) == ("t1", "t2")
    assert ZeroComplaintTeam().winners(rows) == ("t2",)
    # 3 and 6/2 are the same improvement; t4's 9 does not count, so four are compared.
    assert MostImprovedTeam().winners(rows) == ("t2", "t3")
    assert MostImprovedTeam(at_least="3.01").winners(rows) == ()
    assert MostImprovedTeam().winners(rows[1:]) == ()
    # With the winner gone for gaming, second is still second.
    cheated = [row("t1", rank=1, gaming_found=True), *(row(f"t{n}", rank=n) for n in (2, 3, 4))]
    assert SeasonChampion().winners(cheated) == ()
    assert SeasonChampion().winners(cheated[1:]) == ()


def test_a_correction_amends_exactly_what_changed() -> None:
    before = honored(TeamOfTheMonth(least_ranked=2), "2026-03", [row("t1", rank=1), row("t2", rank=1)])
    after = honored(TeamOfTheMonth(least_ranked=2), "2026-03", [row("t1", rank=1), row("t2", rank=2)])
    assert amended(before, after) == ((), (Honored("team_of_the_month", "2026-03", "t2"),))
    assert amended(before, before) == ((), ())


def test_titles_need_proof_and_end() -> None:
    title = Title(
        zh="青年文明号",
        en="Youth Civilisation Unit",
        issuer="团市委",
        issued=date(2026, 1, 1),
        expires=date(2027, 1, 1),
        proof="d1",
    )
    assert title_state(replace(title, proof=""), date(2026, 2, 1)) == "unproven"
    states = {
        date(2025, 12, 31): "to_come",
        date(2026, 1, 1): "valid",
        date(2026, 11, 2): "valid",
        date(2026, 11, 3): "valid",
    }
    assert {day: title_state(title, day) for day in states} == states | {
        date(2026, 11, 2): "ends_soon",
        date(2026, 11, 3): "ends_soon",
    }
    assert title_state(title, date(2026, 12, 31)) == "ends_soon"
    assert title_state(title, date(2027, 1, 1)) == "expired"
    assert title_state(replace(title, expires=None), date(2050, 1, 1)) == "valid"
