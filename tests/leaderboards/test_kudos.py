"""Thanks between colleagues, badges given by people, and rest that no reward breaks: worked out by hand."""

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
from leaderboards.kudos import Kudos, KudosRules, left, may_thank, never_thanked
from leaderboards.rewards import rests
from leaderboards.teams import Shift
from tests.leaderboards.test_badges_against_oracle import badge

CHINA = Calendar("Asia/Shanghai")

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
