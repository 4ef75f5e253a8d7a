"""A correction gives and takes exactly what it has to: every award lost has lost its own ground, every award kept still has it."""

from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from leaderboards.badges.awarding import Award, Changes, Held, deserved, reconcile, reconcile_all
from leaderboards.badges.badge import Badge, Kind, Limit
from leaderboards.badges.catalogue import CATALOGUE
from leaderboards.badges.counted import Milestone
from leaderboards.badges.history import History
from leaderboards.badges.measuring import Condition, Guard, Measure
from leaderboards.badges.performance import Over
from leaderboards.badges.standing import Place
from leaderboards.badges.streaks import Streak
from leaderboards.badges.tiers import Step
from leaderboards.badges.view import View
from leaderboards.teams import LeaveSpan
from tests.leaderboards.badges_lives import METRICS, eventful_life, fact, working_life
from tests.leaderboards.badges_oracle import Oracle, Stretch, stretches
from tests.leaderboards.test_badges_against_oracle import CLEAN, SEEDS, THREE, badge

DAY = timedelta(days=1)


def held(awards: Any, paid: bool = False) -> list[Held]:
    return [Held(one.badge, one.version, one.ground, one.tier, one.on, paid) for one in awards]


def after(was: list[Held], changes: Changes) -> list[Held]:
    gone = {one.held.ground for one in changes.withdraw}
    return [one for one in was if one.ground not in gone] + held(changes.give)


def corrected(history: History, seed: int) -> History:
    """Some facts turn out otherwise, some vanish, some come, and leave is entered late."""
    chance = Random(seed)
    facts = []
    for one in history.facts:
        luck = chance.random()
        if luck < 0.04:
            continue
        facts.append(fact(one.metric, one.at, 80 if one.metric == "qa" else 1) if luck < 0.1 else one)
    if chance.random() < 0.5:
        facts.append(fact("critical_errors", chance.choice(history.facts).at, 1))
    late = history.leave
    if chance.random() < 0.4:
        starts = history.since + chance.randrange(50) * DAY
        late = (*late, LeaveSpan(starts, starts + chance.randint(1, 5) * DAY))
    return replace(history, facts=tuple(facts), leave=late)


def row_holds(standings: list[tuple[Stretch, str]], ground: str, count: int) -> bool:
    """Whether, from where the row began, so many good ones come before the first bad one."""
    name = ground.partition(":")[2].rpartition("+")[0]
    start = next(i for i, (one, _) in enumerate(standings) if one[0] == name)
    asked = [standing for _, standing in standings[start:] if standing != "idle"]
    return asked[:count] == ["good"] * count


@settings(max_examples=50, deadline=None)
@given(seed=SEEDS, again=st.booleans())
def test_a_streak_is_withdrawn_exactly_when_its_row_does_not_stand(seed: int, again: bool) -> None:
    history = working_life(seed)
    today = history.since + 60 * DAY
    steps = (Step("plain", "3"),) if again else THREE
    rule = Streak("day", CLEAN, (Guard("complaints", at_most="0"),), again=again)
    versions = [badge(rule, steps)]
    was = held(deserved(versions, View(history, METRICS, today)))
    new = corrected(history, seed)
    changes = reconcile(versions, View(new, METRICS, today), was)
    oracle = Oracle(new, METRICS)
    standings = [(one, oracle.standing(one, rule.also, rule.guards, 0)) for one in stretches(new, "day", today)]
    lost = {one.ground for one in was if not row_holds(standings, one.ground, int(one.ground.rpartition("+")[2]))}
    assert {one.held.ground for one in changes.withdraw} == lost
    assert all(row_holds(standings, one.ground, int(one.ground.rpartition("+")[2])) for one in changes.give)
    settled_down(versions, View(new, METRICS, today), was, changes)


def settled_down(versions: list[Badge], view: View, was: list[Held], changes: Changes) -> None:
    """What is held afterwards needs nothing more, and nothing is held twice."""
    now = after(was, changes)
    assert reconcile(versions, view, now) == Changes()
    grounds = [one.ground for one in now]
    assert len(grounds) == len(set(grounds))


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, limited=st.booleans())
def test_a_period_is_withdrawn_exactly_when_its_tier_is_not_reached(seed: int, limited: bool) -> None:
    history = working_life(seed)
    today = history.since + 60 * DAY
    steps = (Step("bronze", "85"), Step("silver", "90"), Step("gold", "95"))
    rule = Over("week", Measure("qa", sample=2), (Condition(Measure("critical_errors"), at_most="0"),))
    versions = [badge(rule, steps, limit=Limit(2, "month") if limited else None)]
    was = held(deserved(versions, View(history, METRICS, today)))
    new = corrected(history, seed)
    changes = reconcile(versions, View(new, METRICS, today), was)
    oracle, at = Oracle(new, METRICS), {step.tier: int(step.at) for step in steps}
    weeks = {one[0]: one for one in stretches(new, "week", today)}
    for one in was:
        week = weeks[one.ground.split(":")[1]]
        value = oracle.value(rule.of, week)
        stands = oracle.standing(week, rule.also, (), 0) == "good" and value is not None and value >= at[one.tier]
        assert stands != (one.ground in {gone.held.ground for gone in changes.withdraw})
    settled_down(versions, View(new, METRICS, today), was, changes)


RULES: list[tuple[Kind, tuple[Step, ...]]] = [
    (Streak("week", CLEAN), THREE),
    (Streak("day", CLEAN, again=True), (Step("plain", "4"),)),
    (Over("week", Measure("qa", sample=1)), (Step("bronze", "88"), Step("gold", "92"))),
    (Milestone("calls"), (Step("bronze", "100"), Step("silver", "500"))),
    (Place(), (Step("bronze", "3"), Step("gold", "1"))),
]


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, which=st.integers(0, len(RULES) - 1), limited=st.booleans())
def test_day_by_day_comes_to_the_same_as_looking_back_once(seed: int, which: int, limited: bool) -> None:
    history = working_life(seed)
    history = replace(history, contests=eventful_life(seed).contests)
    rule, steps = RULES[which]
    versions = [badge(rule, steps, limit=Limit(1, "month") if limited else None)]
    held_now: list[Held] = []
    given_in_all: list[Award] = []
    for ahead in range(0, 66, 5):
        today = history.since + ahead * DAY
        changes = reconcile(versions, View(history, METRICS, today + 3 * DAY, today), held_now)
        assert not changes.withdraw
        given_in_all += changes.give
        held_now += held(changes.give)
    last = View(history, METRICS, history.since + 68 * DAY, history.since + 65 * DAY)
    assert sorted(given_in_all, key=str) == sorted(deserved(versions, last), key=str)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_the_whole_catalogue_settles_down(seed: int) -> None:
    history = replace(eventful_life(seed), facts=working_life(seed).facts)
    view = View(history, METRICS, history.since + 700 * DAY)
    every = [
        one
        for code in {badge.code for badge in CATALOGUE}
        for one in held(deserved([badge for badge in CATALOGUE if badge.code == code], view))
    ]
    assert reconcile_all(CATALOGUE, view, every) == {}
    assert sum(len(one.give) for one in reconcile_all(CATALOGUE, view, ()).values()) == len(every)


def test_what_was_paid_for_is_kept_and_only_told_apart() -> None:
    history = working_life(3)
    today = history.since + 60 * DAY
    versions = [badge(Over("week", Measure("qa", sample=1)), (Step("bronze", "80"),))]
    was = held(deserved(versions, View(history, METRICS, today)), paid=True)
    assert was
    nothing = replace(history, facts=())
    changes = reconcile(versions, View(nothing, METRICS, today), was)
    assert not changes.withdraw
    assert [one.held for one in changes.kept] == was
    assert {one.reason for one in changes.kept} == {"no_data"}


def test_nothing_is_said_against_awards_older_than_the_data() -> None:
    history = working_life(3)
    today = history.since + 60 * DAY
    versions = [badge(Over("week", Measure("qa", sample=1)), (Step("bronze", "80"),))]
    was = held(deserved(versions, View(history, METRICS, today)))
    known_from = history.since + 30 * DAY
    late = replace(
        history, known_from=known_from, facts=tuple(one for one in history.facts if one.at.date() > known_from + DAY)
    )
    assert not reconcile(versions, View(late, METRICS, today), was).withdraw


def test_an_award_is_judged_by_the_version_it_was_given_by() -> None:
    history = working_life(5)
    today = history.since + 60 * DAY
    easy = badge(Over("week", Measure("qa", sample=1)), (Step("bronze", "80"),))
    hard = replace(easy, version=2, steps=(Step("bronze", "99.5"),), effective=history.since + 30 * DAY)
    was = held(deserved([easy], View(history, METRICS, today)))
    changes = reconcile([easy, hard], View(history, METRICS, today), was)
    assert not changes.withdraw
    assert not changes.give
    # Of a badge with two versions each week is held against the one in force on its last day.
    both = deserved([easy, hard], View(history, METRICS, today))
    assert both
    assert all(one.version == 1 and one.on < hard.effective for one in both)
    assert {one.ground for one in both} == {one.ground for one in was if one.on < hard.effective}
