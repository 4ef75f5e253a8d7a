"""What must never make things worse: a better mark, an easier badge, leave, another order of the same facts, a day more."""

from datetime import timedelta
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from leaderboards.badges.awarding import Held, deserved, progress, reconcile
from leaderboards.badges.badge import Badge
from leaderboards.badges.counted import Milestone
from leaderboards.badges.history import History, Measured
from leaderboards.badges.measuring import Measure
from leaderboards.badges.performance import Over
from leaderboards.badges.standing import Tenure
from leaderboards.badges.streaks import Streak
from leaderboards.badges.tiers import Step
from leaderboards.badges.view import View
from leaderboards.exact import MICRO
from leaderboards.metrics import Tally
from leaderboards.teams import LeaveSpan
from tests.leaderboards.badges_lives import METRICS, fact, working_life
from tests.leaderboards.test_badges_against_oracle import CLEAN, SEEDS, THREE, badge

DAY = timedelta(days=1)
BOTH = (
    badge(Over("week", Measure("qa", sample=2)), (Step("bronze", "85"), Step("silver", "90"), Step("gold", "95"))),
    badge(Streak("day", CLEAN), THREE),
)


def held(one: Badge, view: View) -> list[Held]:
    return [Held(one.code, 1, found.ground, found.tier, found.on) for found in deserved([one], view)]


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, which=st.sampled_from(BOTH))
def test_a_better_mark_takes_no_award(seed: int, which: Badge) -> None:
    history, chance = working_life(seed), Random(seed)
    today = history.since + 60 * DAY
    was = held(which, View(history, METRICS, today))
    better = tuple(
        fact("qa", one.at, 100, one.tally.sum_weight // MICRO) if one.metric == "qa" and chance.random() < 0.3 else one
        for one in history.facts
    )
    assert not reconcile([which], View(replace(history, facts=better), METRICS, today), was).withdraw


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, at_least=st.integers(80, 98), easier=st.integers(0, 5))
def test_an_easier_badge_is_earned_at_least_as_often(seed: int, at_least: int, easier: int) -> None:
    history = working_life(seed)
    view = View(history, METRICS, history.since + 60 * DAY)

    def weeks(threshold: int) -> set[str]:
        rule = Over("week", Measure("qa", sample=1))
        return {found.ground for found in deserved([badge(rule, (Step("plain", str(threshold)),))], view)}

    assert weeks(at_least) <= weeks(at_least - easier)


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, ahead=st.integers(0, 50), length=st.integers(1, 9))
def test_leave_never_makes_a_day_bad(seed: int, ahead: int, length: int) -> None:
    history = working_life(seed)
    starts = history.since + ahead * DAY
    away = replace(history, leave=(*history.leave, LeaveSpan(starts, starts + length * DAY)))
    rule = Streak("day", CLEAN)

    def bad(of: History) -> set[str]:
        links = rule.links(View(of, METRICS, history.since + 60 * DAY))
        return {link.stretch.key for link in links if link.judged.standing == "bad"}

    assert bad(away) <= bad(history)


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, which=st.sampled_from(BOTH))
def test_the_order_and_the_slicing_of_facts_are_nobodys_business(seed: int, which: Badge) -> None:
    history, chance = working_life(seed), Random(seed)
    view = View(history, METRICS, history.since + 60 * DAY)
    merged: dict[tuple[Any, ...], Measured] = {}
    for one in history.facts:
        key = (one.metric, one.queue, one.at)
        total = Tally()
        for part in (merged.get(key), one):
            if part is not None:
                total.merge(part.tally)
        merged[key] = replace(one, tally=total)
    facts = list(merged.values())
    chance.shuffle(facts)
    again = View(replace(history, facts=tuple(facts)), METRICS, history.since + 60 * DAY)
    assert deserved([which], again) == deserved([which], view)


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_the_way_to_what_adds_up_is_never_longer_tomorrow(seed: int) -> None:
    history = working_life(seed)
    for one in (badge(Milestone("calls"), (Step("plain", "5000"),)), badge(Tenure(), (Step("plain", "12"),))):
        shares = []
        for ahead in range(0, 60, 3):
            way = progress([one], View(history, METRICS, history.since + ahead * DAY))
            assert way is not None
            shares.append(Fraction(*way.share))
        assert shares == sorted(shares)
        assert all(0 <= share <= 1 for share in shares)


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, which=st.sampled_from(BOTH), ahead=st.integers(1, 60))
def test_progress_is_a_share_of_the_way(seed: int, which: Badge, ahead: int) -> None:
    history = working_life(seed)
    way = progress([which], View(history, METRICS, history.since + ahead * DAY))
    if way is not None:
        assert 0 <= Fraction(*way.share) < 1
