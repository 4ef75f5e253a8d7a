"""Collective honors, thanks, badges given by people and rest: worked out by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from leaderboards.badges.badge import Limit
from leaderboards.badges.counted import Deeds
from leaderboards.badges.standing import Given
from leaderboards.calendar import Calendar
from leaderboards.granting import Caps, Granted, Grantor, Wish, may_grant
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
from leaderboards.kudos import Kudos, KudosRules, left, may_thank, never_thanked
from leaderboards.rewards import rests
from leaderboards.teams import Shift
from tests.leaderboards.test_badges_against_oracle import badge

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


# ── thanks ──────────────────────────────────────────────────────────────────────────────────────────────────────────

RULES = KudosRules()
PEERS = {f"a{n}": None for n in range(1, 20)}
AT = datetime(2026, 3, 20, 4, tzinfo=UTC)


def thanks(giver: str, receiver: str, at: datetime = AT, value: str = "teamwork", **rest: Any) -> Kudos:
    return Kudos(giver=giver, receiver=receiver, value=value, at=at, **rest)


def refused(log: list[Kudos], one: Kudos) -> str | None:
    refusal = may_thank(RULES, log, one, CHINA, PEERS)
    return refusal.code if refusal else None


def test_thanks() -> None:
    assert refused([], thanks("a1", "a2")) is None
    assert refused([], thanks("a1", "a1")) == "to_oneself"
    assert refused([], thanks("a1", "a99")) == "not_a_colleague"
    assert refused([], thanks("a1", "a2", value="speed")) == "unknown_value"
    # Thanked by a2 on the 13th at noon: a1 may return it from the 20th at noon on, others may thank a2 at once.
    got = [thanks("a2", "a1", AT - timedelta(days=7) + timedelta(seconds=1))]
    assert refused(got, thanks("a1", "a2")) == "straight_back"
    assert refused(got, thanks("a1", "a2", AT + timedelta(seconds=1))) is None
    assert refused(got, thanks("a1", "a3")) is None
    assert refused(got, thanks("a2", "a1")) is None
    # What was taken back asks for no return.
    assert refused([replace(got[0], taken_back=True)], thanks("a1", "a2")) is None


def test_five_a_month_by_the_sites_calendar() -> None:
    # 1 April 00:00 in China is 31 March 16:00 UTC.
    log = [thanks("a1", f"a{n}") for n in (2, 3, 4, 5)] + [thanks("a1", "a6", taken_back=True)]
    last, first = datetime(2026, 3, 31, 15, 59, tzinfo=UTC), datetime(2026, 3, 31, 16, tzinfo=UTC)
    assert left(RULES, log[:4], "a1", CHINA, last) == 1
    assert refused(log, thanks("a1", "a7", last)) == "cap_reached"
    assert refused(log, thanks("a1", "a7", first)) is None
    assert refused(log, thanks("a2", "a7", last)) is None


def test_who_is_never_thanked() -> None:
    # a1 was thanked 90 days ago (still within), a2 91 days ago, a3's thanks were taken back, a4 came 29 days ago.
    on = date(2026, 6, 30)
    noon = datetime(2026, 6, 30, 4, tzinfo=UTC)
    log = [
        thanks("a9", "a1", noon - timedelta(days=90)),
        thanks("a9", "a2", noon - timedelta(days=91)),
        thanks("a9", "a3", noon, taken_back=True),
    ]
    since = {"a1": date(2025, 1, 1), "a2": date(2025, 1, 1), "a3": date(2025, 1, 1), "a4": on - timedelta(days=29)}
    assert never_thanked(log, since, on, CHINA) == ("a2", "a3")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(0, 60)), max_size=40))
def test_however_people_thank_the_rules_hold(wishes: list[tuple[int, int, int]]) -> None:
    log: list[Kudos] = []
    for giver, receiver, day in sorted(wishes, key=lambda one: one[2]):
        one = thanks(f"a{giver}", f"a{receiver}", datetime(2026, 3, 1, 4, tzinfo=UTC) + timedelta(days=day))
        if may_thank(RULES, log, one, CHINA, PEERS) is None:
            log.append(one)
    for one in log:
        assert one.giver != one.receiver
        assert sum(o.giver == one.giver and o.at.month == one.at.month for o in log) <= 5
        back = [
            o for o in log if (o.giver, o.receiver) == (one.receiver, one.giver) and o.at >= one.at and o is not one
        ]
        assert all(o.at - one.at >= timedelta(days=7) or log.index(o) < log.index(one) for o in back)


# ── given by people ─────────────────────────────────────────────────────────────────────────────────────────────────

ASSIST = badge(Given(("lead", "ops"), per_month=2), code="assist", limit=Limit(2, "year"))
LEAD = Grantor(
    id="a9", roles=frozenset({"lead"}), people=frozenset({"a1", "a2", "a3", "a4", "a9"}), teams=frozenset({"t1"})
)


def wish(**rest: Any) -> Wish:
    return Wish(**{"to": "a1", "tier": "plain", "on": date(2026, 3, 20), "reason": "替同事顶了夜班", **rest})


def gave(to: str, on: date = date(2026, 3, 5), **rest: Any) -> Granted:
    return Granted(**{"badge": "assist", "tier": "plain", "by": "a9", "to": to, "on": on, **rest})


@pytest.mark.parametrize(
    ("one", "who", "log", "code"),
    [
        (wish(), LEAD, [], None),
        (wish(tier="gold"), LEAD, [], "unknown_tier"),
        (wish(to="t2"), LEAD, [], "wrong_subject"),
        (wish(to="a9"), LEAD, [], "to_oneself"),
        (wish(to="a7"), LEAD, [], "not_your_people"),
        (wish(to="a7"), replace(LEAD, people=None), [], None),
        (wish(reason="  好   样 的 "), LEAD, [], "reason_too_short"),
        (wish(), replace(LEAD, roles=frozenset({"agent"})), [], "not_your_role"),
        (wish(), LEAD, [gave("a1")], "same_person_again"),
        (wish(), LEAD, [gave("a1", taken_back=True)], None),
        # Two a month of this badge, a mistake included; another month or another lead's are not counted.
        (wish(), LEAD, [gave("a2"), gave("a3", taken_back=True)], "cap_reached"),
        (wish(), LEAD, [gave("a2", date(2026, 2, 28)), gave("a3", by="a8"), gave("a4")], None),
        # Four a month of any kind for a lead.
        (wish(), LEAD, [gave("a2", badge=f"b{n}") for n in range(4)], "cap_reached"),
        (wish(), replace(LEAD, roles=frozenset({"lead", "ops"})), [gave("a2", badge=f"b{n}") for n in range(4)], None),
        # Two a year for the receiver, whoever gives.
        (wish(), LEAD, [gave("a1", date(2026, 1, 5), by="a8"), gave("a1", date(2026, 2, 5), by="a7")], "season_full"),
        (wish(), LEAD, [gave("a1", date(2025, 12, 5), by="a8"), gave("a1", date(2026, 2, 5), by="a7")], None),
    ],
)  # fmt: skip
def test_who_may_give_what(one: Wish, who: Grantor, log: list[Granted], code: str | None) -> None:
    refusal = may_grant(ASSIST, one, who, log)
    assert (refusal.code if refusal else None) == code


def test_what_cannot_be_given() -> None:
    refusal = may_grant(badge(Deeds("case_given")), wish(), LEAD, [])
    assert refusal is not None
    assert refusal.code == "not_given_by_people"
    ended = replace(ASSIST, ends=date(2026, 3, 20))
    refusal = may_grant(ended, wish(), LEAD, [], Caps())
    assert refusal is not None
    assert refusal.code == "not_in_force"
    team = replace(ASSIST, of="team")
    refusal = may_grant(team, wish(to="t1"), replace(LEAD, people=None), [])
    assert refusal is not None
    assert refusal.code == "to_oneself"


def test_rest_is_counted_in_real_hours() -> None:
    # Ends at 22:00 on 28 March in Berlin (21:00 UTC); the clock jumps at night. 08:00 summer time is 06:00 UTC: nine hours of rest,
    # though the wall says ten. 10:00 is eleven by the wall's twelve.
    late = Shift(date(2026, 3, 28), datetime(2026, 3, 28, 13, tzinfo=UTC), datetime(2026, 3, 28, 21, tzinfo=UTC))

    def on_sunday(hour: int) -> str | None:
        starts = datetime(2026, 3, 29, hour - 2, tzinfo=UTC)
        refusal = rests([late], Shift(date(2026, 3, 29), starts, starts + timedelta(hours=8)))
        return refusal.word if refusal else None

    assert on_sunday(8) == "2026-03-28"
    assert on_sunday(9) == "2026-03-28"
    assert on_sunday(10) is None
    assert rests([late], late) is not None
