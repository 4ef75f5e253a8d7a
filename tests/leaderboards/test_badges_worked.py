"""Badges worked out by hand: tiers, corrections, limits, versions, progress."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from leaderboards.badges.awarding import Held, deserved, progress, reconcile, tiers_held
from leaderboards.badges.badge import Limit, decode, encode, in_force
from leaderboards.badges.base import Lost
from leaderboards.badges.counted import Milestone
from leaderboards.badges.history import Contest, Grant, History
from leaderboards.badges.measuring import Condition, Guard, Measure
from leaderboards.badges.performance import Improvement, Over
from leaderboards.badges.periods import first_of, key_of
from leaderboards.badges.records import Record, bests, values
from leaderboards.badges.standing import Given, Place, Tenure
from leaderboards.badges.streaks import Streak
from leaderboards.badges.tiers import Step
from leaderboards.badges.view import View
from tests.leaderboards.badges_lives import METRICS, days, earned, fact, life, noon, on
from tests.leaderboards.test_badges_against_oracle import badge

FAULTLESS = (Condition(Measure("qa", sample=1), at_least="85"), Condition(Measure("critical_errors"), at_most="0"))


def test_a_month_is_awarded_when_its_late_facts_are_over_and_in_its_highest_tier() -> None:
    # Four evaluations of 94, 96, 98, 100: (94+96+98+100) ÷ 4 = 97, exactly silver.
    facts = tuple(fact("qa", noon(date(2026, 9, day)), value) for day, value in ((2, 94), (9, 96), (16, 98), (23, 100)))
    one = badge(
        Over("month", Measure("qa", sample=4), min_days=10),
        (Step("bronze", "95"), Step("silver", "97"), Step("gold", "98.5")),
    )
    own = life(facts=facts)
    assert earned(one, own, date(2026, 10, 9), date(2026, 9, 30)) == []
    (award,) = deserved([one], View(own, METRICS, date(2026, 10, 9), date(2026, 10, 2)))
    assert (award.ground, award.on, award.value) == (
        "month:2026-09:silver",
        date(2026, 9, 30),
        (388 * 10**12, 4 * 10**12),
    )
    assert award.refs == ("facts:qa:month:2026-09",)
    # A fact short of the sample is no data, not a failure.
    assert earned(one, replace(own, facts=facts[:3]), date(2026, 10, 9)) == []


def test_a_correction_takes_what_lost_its_ground_and_says_why() -> None:
    # Two good months in silver; then one evaluation of September turns out 80: mean 92.5, below bronze.
    one = badge(Over("month", Measure("qa", sample=1)), (Step("bronze", "95"), Step("silver", "97")))
    own = life(
        since=date(2026, 7, 31), facts=(*on(date(2026, 8, 3), qa=98), *on(date(2026, 9, 3), date(2026, 9, 4), qa=98))
    )
    today = date(2026, 10, 8)
    held = [Held("b", 1, a.ground, a.tier, a.on) for a in deserved([one], View(own, METRICS, today))]
    assert [h.ground for h in held] == ["month:2026-08:silver", "month:2026-09:silver"]
    worse = replace(own, facts=(*own.facts[:2], *on(date(2026, 9, 4), qa=80)))
    changes = reconcile([one], View(worse, METRICS, today), held)
    assert [(w.held.ground, w.reason) for w in changes.withdraw] == [("month:2026-09:silver", "not_reached")]
    assert changes.give == ()
    # Had it turned out 94, September would be (98+94) ÷ 2 = 96: silver goes, bronze comes, August is not touched.
    less = replace(own, facts=(*own.facts[:2], *on(date(2026, 9, 4), qa=94)))
    changes = reconcile([one], View(less, METRICS, today), held)
    assert [w.held.ground for w in changes.withdraw] == ["month:2026-09:silver"]
    assert [a.ground for a in changes.give] == ["month:2026-09:bronze"]


def test_a_correction_for_the_better_takes_nothing() -> None:
    # Bronze for September; an evaluation rises, the month is worth silver: silver comes besides, a shelf shows the higher.
    one = badge(Over("month", Measure("qa", sample=1)), (Step("bronze", "95"), Step("silver", "97")))
    bronze = Held("b", 1, "month:2026-09:bronze", "bronze", date(2026, 9, 30))
    own = life(facts=on(date(2026, 9, 3), qa=99))
    changes = reconcile([one], View(own, METRICS, date(2026, 10, 8)), [bronze])
    assert changes.withdraw == ()
    assert [a.ground for a in changes.give] == ["month:2026-09:silver"]
    silver = Held("b", 1, "month:2026-09:silver", "silver", date(2026, 9, 30))
    assert tiers_held([bronze, silver]) == {"month:2026-09": "silver"}


def test_improvement_is_over_the_pooled_past_and_needs_a_floor() -> None:
    # June 80, July 82 and 84, August none: pooled (80+82+84) ÷ 3 = 82. September 88: better by 6, silver (5), not gold (8).
    marks = ((6, 80), (7, 82), (7, 84), (9, 88))
    facts = tuple(fact("qa", noon(date(2026, month, 2 + place)), value) for place, (month, value) in enumerate(marks))
    rule = Improvement("month", Measure("qa"), (Condition(Measure("qa"), at_least="85"),), back=3, least_back=2)
    one = badge(rule, (Step("bronze", "3"), Step("silver", "5"), Step("gold", "8")))
    own = life(since=date(2026, 5, 1), facts=facts)
    assert earned(one, own, date(2026, 10, 1)) == ["month:2026-09:silver"]
    high = replace(rule, also=(Condition(Measure("qa"), at_least="90"),))
    assert earned(replace(one, rule=high), own, date(2026, 10, 1)) == []


def test_records_of_ones_own_and_of_the_centre() -> None:
    # By month 90, 92, 91, 94, 94: with two before, the record is 92; 91 is none, 94 is, 94 again is not better.
    facts = tuple(fact("fcr", noon(date(2026, 4 + n, 6)), v) for n, v in enumerate((90, 92, 91, 94, 94)))
    own = life(since=date(2026, 4, 1), facts=facts)
    mine = Record("month", Measure("fcr"), least_before=2)
    one = badge(mine, (Step("plain", "0"),))
    assert earned(one, own, date(2026, 10, 1)) == ["month:2026-07:plain"]
    # Somebody else had 95 in June: July's 94 is no record of the centre.
    other = {date(2026, 6, 1): (95, 1)}
    centre = replace(mine, scope="centre")
    everybody = bests(centre, [values(centre, View(own, METRICS, date(2026, 10, 1))), other])
    assert everybody[date(2026, 6, 1)] == (95, 1)
    assert earned(replace(one, rule=centre), replace(own, centre={"b": everybody}), date(2026, 10, 1)) == []


def contest(**rest: Any) -> Contest:
    base: dict[str, Any] = {"id": "7", "ended": date(2026, 9, 30), "period": "month", "participants": "team"}
    return Contest(**{**base, "method": "attainment", "rank": 1, "ranked": 8, **rest})


def test_places_change_hands_with_the_result() -> None:
    one = badge(Place(periods=("month",)), (Step("bronze", "3"), Step("silver", "2"), Step("gold", "1")))
    today = date(2026, 10, 8)
    held = [Held("b", 1, "contest:7:gold", "gold", date(2026, 9, 30))]

    def lost(**rest: Any) -> str | None:
        changes = reconcile([one], View(life(contests=(contest(**rest),)), METRICS, today), held)
        return changes.withdraw[0].reason if changes.withdraw else None

    assert earned(one, life(contests=(contest(),)), today) == ["contest:7:gold"]
    assert lost() is None
    assert lost(rank=2) == "place_lost"
    assert lost(credit="contributed") == "not_credited"
    assert lost(final=False) == "not_over"
    # Of eight three are within the better half, of five only two, of three nobody is on a podium of four.
    assert earned(one, life(contests=(contest(rank=3),)), today) == ["contest:7:bronze"]
    assert earned(one, life(contests=(contest(rank=3, ranked=5),)), today) == []
    assert lost(ranked=3) == "too_few_ranked"
    assert reconcile([one], View(life(), METRICS, today), held).withdraw[0].reason == "record_gone"


def test_limits_count_what_is_held() -> None:
    # Once a quarter: August is held, September waits; when August falls, September takes its place.
    one = badge(Over("month", Measure("qa", sample=1)), (Step("plain", "95"),), limit=Limit(1, "quarter"))
    own = life(since=date(2026, 7, 31), facts=on(date(2026, 8, 3), date(2026, 9, 3), qa=98))
    today = date(2026, 10, 8)
    held = [Held("b", 1, "month:2026-08:plain", "plain", date(2026, 8, 31))]
    assert earned(one, own, today) == ["month:2026-08:plain"]
    assert not reconcile([one], View(own, METRICS, today), held)
    changes = reconcile([one], View(replace(own, facts=own.facts[1:]), METRICS, today), held)
    assert [w.held.ground for w in changes.withdraw] == ["month:2026-08:plain"]
    assert [a.ground for a in changes.give] == ["month:2026-09:plain"]
    assert progress([one], View(own, METRICS, date(2026, 9, 15)), held) is None


def test_a_new_version_looks_back_only_where_what_was_reached_lasts() -> None:
    # 120 calls by March. The badge asks 100 from the start, and from June 110: who has 120 is not given the tier twice, and a
    # badge that is new in June is given to whoever already has it.
    facts = (fact("calls", noon(date(2026, 3, 2)), 120),)
    own = life(since=date(2026, 1, 1), facts=facts)
    first = badge(Milestone("calls"), (Step("bronze", "100"),))
    second = replace(first, version=2, effective=date(2026, 6, 1), steps=(Step("bronze", "110"),))
    assert earned(first, own, date(2026, 7, 1)) == ["ever:100"]
    both = deserved([first, second], View(own, METRICS, date(2026, 7, 1)))
    assert [(a.version, a.ground) for a in both] == [(1, "ever:100")]
    assert earned(second, own, date(2026, 7, 1)) == ["ever:110"]
    # A good week before the badge existed is not awarded.
    week = badge(Over("week", Measure("calls")), (Step("plain", "100"),), effective=date(2026, 6, 1))
    assert earned(week, own, date(2026, 7, 1)) == []
    assert in_force([first, second], date(2026, 5, 31)) == first
    assert in_force([first, replace(second, ends=date(2026, 7, 1))], date(2026, 7, 1)) is None


def test_first_call_is_live() -> None:
    own = life(facts=(fact("calls", noon(date(2026, 9, 1)), 3),))
    first = badge(Milestone("calls"), live=True)
    assert earned(first, own, date(2026, 9, 1), date(2026, 8, 20)) == ["ever:1"]
    assert earned(replace(first, live=False), own, date(2026, 9, 1), date(2026, 8, 20)) == []


def test_progress_of_months_with_the_centre() -> None:
    # Hired on 31 December; after February's end two months: 2 of 12. A 31st + 2 months falls on 28 February.
    ahead = progress(
        [badge(Tenure(), (Step("plain", "12"),))], View(life(since=date(2025, 12, 31)), METRICS, date(2026, 2, 28))
    )
    assert ahead is not None
    assert ahead.value[0] == 2 * ahead.value[1]


def test_progress_of_a_running_month_is_that_of_what_is_furthest_off() -> None:
    # Wednesday 9 September: seven of ten days are worked, two of four evaluations are there, mean 96 of 95 (97 for silver).
    rule = Over("month", Measure("qa", sample=4), (Condition(Measure("critical_errors"), at_most="0"),), min_days=10)
    one = badge(rule, (Step("bronze", "95"), Step("silver", "97")))
    own = life(facts=on(date(2026, 9, 2), date(2026, 9, 3), qa=96))

    def way(of: History, day: int) -> tuple[str, Fraction] | None:
        found = progress([one], View(of, METRICS, date(2026, 9, day)))
        return None if found is None else (found.tier, Fraction(*found.share))

    assert way(own, 9) == ("bronze", Fraction(2, 4))
    enough = replace(own, facts=on(*days(date(2026, 9, 1), 4), qa=96))
    assert way(enough, 9) == ("bronze", Fraction(7, 10))
    # With days and sample together bronze is as good as had; silver is 96/97 away.
    assert way(enough, 14) == ("silver", Fraction(96, 97))
    assert way(replace(own, facts=on(*days(date(2026, 9, 1), 4), qa=98)), 14) is None
    spoiled = replace(enough, facts=(*enough.facts, fact("critical_errors", noon(date(2026, 9, 8)), 1)))
    assert way(spoiled, 9) is None
    assert way(replace(own, facts=()), 9) is None


def test_teams_are_measured_by_the_day_worked() -> None:
    # 300 calls on 5 days with 4.0 FTE-days each: 300 ÷ 20 = 15 a day.
    week = days(date(2026, 9, 7), 5)
    team = life(
        subject="t3",
        facts=tuple(fact("calls", noon(day), 60) for day in week),
        person_days=dict.fromkeys(week, 4_000_000),
    )
    rule = Over("week", Measure("calls", per_day=True), guards=(Guard("qa", at_least="85"),), min_days=15)
    one = badge(rule, (Step("plain", "15"),), of="team")
    assert earned(one, team, date(2026, 9, 14)) == ["week:2026-W37:plain"]
    assert earned(replace(one, steps=(Step("plain", "15.01"),)), team, date(2026, 9, 14)) == []
    assert earned(replace(one, of="agent"), team, date(2026, 9, 14)) == []


def test_grants_are_taken_back_with_the_grant() -> None:
    one = badge(Given(("lead",)), code="assist")
    grant = Grant(id="5", badge="assist", on=date(2026, 9, 2), tier="plain", by="a9")
    today = date(2026, 9, 3)
    assert earned(one, life(grants=(grant,)), today) == ["grant:5"]
    held = [Held("assist", 1, "grant:5", "plain", date(2026, 9, 2))]
    assert reconcile([one], View(life(), METRICS, today), held).withdraw[0].reason == "taken_back"


def test_names_of_stretches() -> None:
    # 1 January 2027 is a Friday and lies in week 53 of 2026.
    assert key_of("week", date(2027, 1, 1)) == "2026-W53"
    assert first_of("week", "2026-W53") == date(2026, 12, 28)
    assert (key_of("half_year", date(2026, 7, 1)), first_of("half_year", "2026-H2")) == ("2026-H2", date(2026, 7, 1))
    assert (key_of("quarter", date(2026, 12, 31)), first_of("quarter", "2026-Q4")) == ("2026-Q4", date(2026, 10, 1))
    for unit, key in (("week", "2026-W60"), ("month", "2026-13"), ("quarter", "2026-Q5"), ("day", "tomorrow")):
        with pytest.raises(ValueError):  # noqa: PT011 - whichever part is wrong
            first_of(unit, key)  # type: ignore[arg-type]


def test_a_badge_is_data() -> None:
    one = badge(Streak("week", FAULTLESS), (Step("bronze", "1"), Step("gold", "12")), limit=Limit(2, "year"))
    assert decode(encode(one)) == one
    with pytest.raises(Exception, match="unknown field"):
        decode(encode(one).replace(b'"live"', b'"alive"'))


def test_a_ground_no_rule_would_write_is_lost() -> None:
    view = View(life(), METRICS, date(2026, 10, 1))
    rules: list[tuple[Any, str]] = [
        (Over("month", Measure("qa")), "week:2026-W10:plain"),
        (Over("month", Measure("qa")), "month:2026-44:plain"),
        (Streak("day", FAULTLESS), "day:2026-09-07+9"),
        (Milestone("calls"), "ever:5"),
    ]
    for rule, ground in rules:
        assert rule.find(view, (Step("plain", "1"),), ground) == Lost("rule_changed")
