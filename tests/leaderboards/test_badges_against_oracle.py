"""Every kind of badge rule against a slow and obvious second opinion, on random histories."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from leaderboards.badges.awarding import deserved
from leaderboards.badges.badge import PLAIN, Badge, Kind, Limit
from leaderboards.badges.counted import Deeds, Milestone, Participation, TeamResult, Training
from leaderboards.badges.measuring import Condition, Guard, Measure
from leaderboards.badges.performance import Improvement, Over
from leaderboards.badges.periods import add_months, key_of
from leaderboards.badges.records import Record
from leaderboards.badges.standing import Given, Level, Place, Tenure
from leaderboards.badges.streaks import Streak
from leaderboards.badges.tiers import Step
from leaderboards.badges.view import View
from leaderboards.exact import MICRO
from tests.leaderboards.badges_lives import METRICS, eventful_life, working_life
from tests.leaderboards.badges_oracle import Oracle, rows, stretches

DAY = timedelta(days=1)
SEEDS = st.integers(0, 10**6)
THREE = (Step("bronze", "2"), Step("silver", "3"), Step("gold", "6"))
CLEAN = (Condition(Measure("qa", sample=1), at_least="85"), Condition(Measure("critical_errors"), at_most="0"))
NO_COMPLAINT = (Guard("complaints", at_most="0"),)
Told = set[tuple[str, str, date]]


def badge(rule: Kind, steps: tuple[Step, ...] = PLAIN, code: str = "b", **rest: Any) -> Badge:
    return Badge(code=code, zh="徽章", en="Badge", praise_zh="好", praise_en="Good", symbol="star", rule=rule, steps=steps, **rest)  # fmt: skip


def told(found: Iterable[Any]) -> Told:
    return {(one.ground, one.tier, one.on) for one in found}


@pytest.mark.parametrize("unit", ["day", "shift", "week"])
@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_streaks(unit: Any, seed: int) -> None:
    history = working_life(seed)
    settled = history.since + 52 * DAY
    rule = Streak(unit, CLEAN, NO_COMPLAINT, min_days=2 if unit == "week" else 0)
    oracle = Oracle(history, METRICS)
    standings = [
        (one, oracle.standing(one, rule.also, rule.guards, rule.min_days)) for one in stretches(history, unit, settled)
    ]
    expected = {
        (f"{unit}:{row[0][0]}+{step.at}", step.tier, row[int(step.at) - 1][1][-1])
        for row in rows(standings)
        for step in THREE
        if len(row) >= int(step.at)
    }
    view = View(history, METRICS, settled + 8 * DAY, settled)
    assert told(deserved([badge(rule, THREE)], view)) == expected


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_a_streak_that_begins_again(seed: int) -> None:
    history = working_life(seed)
    settled = history.since + 52 * DAY
    rule = Streak("day", CLEAN, NO_COMPLAINT, again=True)
    oracle = Oracle(history, METRICS)
    standings = [(one, oracle.standing(one, rule.also, rule.guards, 0)) for one in stretches(history, "day", settled)]
    expected = {
        (f"day:{row[place][0]}+3", "plain", row[place + 2][1][0])
        for row in rows(standings)
        for place in range(0, len(row) - 2, 3)
    }
    view = View(history, METRICS, settled, settled)
    assert told(deserved([badge(rule, (Step("plain", "3"),))], view)) == expected


@pytest.mark.parametrize("unit", ["day", "week", "month"])
@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, per_day=st.booleans())
def test_a_metric_over_a_period(unit: Any, seed: int, per_day: bool) -> None:
    history = working_life(seed)
    settled = history.since + 70 * DAY
    of = Measure("calls", ("", "escalations"), True) if per_day else Measure("qa", sample=3)
    steps = (Step("bronze", "5"), Step("gold", "12")) if per_day else (Step("bronze", "88"), Step("gold", "92.5"))
    rule = Over(unit, of, (CLEAN[1],), NO_COMPLAINT, 1)
    oracle, expected = Oracle(history, METRICS), set()
    for one in stretches(history, unit, settled):
        value = oracle.value(of, one)
        reached = [step for step in steps if value is not None and value >= Fraction(step.at)]
        if reached and oracle.standing(one, rule.also, rule.guards, 1) == "good":
            expected.add((f"{unit}:{one[0]}:{reached[-1].tier}", reached[-1].tier, one[1][-1]))
    assert told(deserved([badge(rule, steps)], View(history, METRICS, settled))) == expected


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, gain=st.sampled_from(["units", "percent"]))
def test_improvement_on_oneself(seed: int, gain: Any) -> None:
    history = working_life(seed)
    settled = history.since + 60 * DAY
    of, steps = Measure("qa", sample=2), (Step("bronze", "1"), Step("silver", "2.5"))
    rule = Improvement("week", of, (CLEAN[1],), (), 1, back=4, least_back=2, gain=gain)
    oracle, weeks, expected = Oracle(history, METRICS), stretches(history, "week", settled), set()
    for place, one in enumerate(weeks):
        past = [
            week
            for week in weeks[max(0, place - 4) : place]
            if oracle.standing(week, (), (), 1) == "good" and oracle.value(of, week) is not None
        ]
        value = oracle.value(of, one)
        if len(past) < 2 or value is None or oracle.standing(one, rule.also, (), 1) != "good":
            continue
        # Pooled over all facts of those weeks, not a mean of means.
        before = oracle.value(Measure("qa"), ("", [day for week in past for day in week[1]], None))
        assert before is not None
        better = value - before if gain == "units" else (value - before) / before * 100
        reached = [step for step in steps if better >= Fraction(step.at)]
        if reached:
            expected.add((f"week:{one[0]}:{reached[-1].tier}", reached[-1].tier, one[1][-1]))
    assert told(deserved([badge(rule, steps)], View(history, METRICS, settled))) == expected


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, scope=st.sampled_from(["personal", "centre"]))
def test_records(seed: int, scope: Any) -> None:
    history, chance = working_life(seed), Random(seed)
    settled = history.since + 60 * DAY
    rule = Record("week", Measure("qa", sample=2), (CLEAN[1],), (), 1, scope=scope, least_before=2)
    oracle, weeks, expected = Oracle(history, METRICS), stretches(history, "week", settled), set()
    own = {
        one[1][0]: value
        for one in weeks
        if oracle.standing(one, rule.also, (), 1) == "good" and (value := oracle.value(rule.of, one)) is not None
    }
    # The centre's best is never worse than one's own, and known for some weeks before one came.
    centre = {day: max(value, Fraction(chance.choice((0, 90, 95)))) for day, value in own.items()}
    centre |= {weeks[0][1][0] - 7 * back * DAY: Fraction(chance.randint(85, 94)) for back in (1, 2)}
    compared = own if scope == "personal" else centre
    for one in weeks:
        first = one[1][0]
        before = [value for day, value in compared.items() if day < first]
        if first in own and len(before) >= 2 and own[first] > max(before) and own[first] >= compared[first]:
            expected.add((f"week:{one[0]}:plain", "plain", one[1][-1]))
    ratios = {day: value.as_integer_ratio() for day, value in centre.items()}
    view = View(replace(history, centre={"b": ratios}), METRICS, settled)
    assert told(deserved([badge(rule, (Step("plain", "0"),))], view)) == expected


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, live=st.booleans(), within=st.sampled_from(["ever", "month"]))
def test_milestones(seed: int, live: bool, within: Any) -> None:
    history = working_life(seed)
    settled, today = history.since + 30 * DAY, history.since + 41 * DAY
    steps = (Step("bronze", "100"), Step("silver", "250"), Step("gold", "700"))
    oracle, totals, expected = Oracle(history, METRICS), Counter[str](), set()
    for ahead in range(42 if live else 30):
        day = history.since + ahead * DAY
        key = key_of(within, day)
        before = totals[key]
        totals[key] += int(oracle.value(Measure("calls"), (f"{day}", [day], None)) or 0)
        reached = [step for step in steps if before < int(step.at) <= totals[key]]
        expected |= {(f"{key}:{step.at}", step.tier, day) for step in reached}
    found = deserved(
        [badge(Milestone("calls", within=within), steps, live=live)], View(history, METRICS, today, settled)
    )
    assert told(found) == expected


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS)
def test_milestones_leave_out_months_in_which_a_guard_is_broken(seed: int) -> None:
    history = working_life(seed, days=90)
    settled = history.since + 90 * DAY
    oracle, total, expected = Oracle(history, METRICS), 0, set()
    months: dict[str, list[date]] = {}
    for ahead in range(-31, 91):
        day = history.since + ahead * DAY
        months.setdefault(f"{day:%Y-%m}", []).append(day)
    for days in months.values():
        if (days[-1] + DAY).day != 1 or days[-1] >= settled or days[-1] < history.since:
            continue
        complaints = oracle.value(Measure("complaints"), ("", days, None)) or 0
        before, amount = total, int(oracle.value(Measure("calls"), ("", days, None)) or 0)
        total += amount if complaints <= 1 else 0
        expected |= {(f"ever:{at}", "plain", days[-1]) for at in (400,) if before < at <= total}
    rule = Milestone("calls", guards=(Guard("complaints", at_most="1"),))
    assert told(deserved([badge(rule, (Step("plain", "400"),))], View(history, METRICS, settled))) == expected


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, behind=st.booleans())
def test_places(seed: int, behind: bool) -> None:
    history = eventful_life(seed)
    today = history.since + 600 * DAY
    steps = (Step("bronze", "3"), Step("silver", "2"), Step("gold", "1"))
    expected = set()
    for one in history.contests:
        worth = {1: "gold", 2: "silver", 3: "bronze"}.get(one.rank or 0)
        in_time = one.ended <= today and one.final and one.credit == "full" and one.period in {"week", "month"}
        upper = one.rank is not None and (one.rank == 1 or one.rank <= one.ranked / 2)
        was_low = one.halfway is not None and one.halfway > one.ranked / 2
        if worth and in_time and upper and one.ranked >= 4 and (was_low or not behind):
            expected.add((f"contest:{one.id}:{worth}", worth, one.ended))
    rule = Place(periods=("week", "month"), from_behind=behind)
    assert told(deserved([badge(rule, steps)], View(history, METRICS, today))) == expected


def nth(days: Iterable[date], within: Any, thresholds: tuple[Step, ...] = THREE) -> Told:
    """In every season, the tiers on the day of the second, third and sixth."""
    seasons: dict[str, list[date]] = {}
    for day in sorted(days):
        seasons.setdefault(key_of(within, day), []).append(day)
    return {
        (f"{key}:{step.at}", step.tier, found[int(step.at) - 1])
        for key, found in seasons.items()
        for step in thresholds
        if len(found) >= int(step.at)
    }


WITHIN = st.sampled_from(["ever", "month", "quarter", "half_year", "year"])


@settings(max_examples=80, deadline=None)
@given(seed=SEEDS, within=WITHIN)
def test_what_is_counted(seed: int, within: Any) -> None:
    history = eventful_life(seed)
    today = history.since + 600 * DAY
    view = View(history, METRICS, today)

    def found(rule: Kind) -> Told:
        return told(deserved([badge(rule, THREE)], view))

    joined = [c.ended for c in history.contests if c.final and c.credit == "full" and c.ended <= today]
    assert found(Participation(within=within)) == nth(joined, within)
    assert found(Deeds("case_given", within=within)) == nth(
        [deed.on for deed in history.deeds["case_given"] if deed.on <= today], within
    )
    # Of a week that is told twice the later telling counts.
    banners = {one.key: one.on for one in history.shared}
    assert found(TeamResult(("red_banner",), within=within)) == nth(
        [day for day in banners.values() if day <= today], within
    )
    exams: dict[tuple[str, str], date] = {}
    for one in sorted(history.learnt, key=lambda one: one.on):
        if one.what == "exam" and one.mark is not None and one.mark >= 85 * MICRO and one.on <= today:
            exams.setdefault((key_of(within, one.on), one.code), one.on)
    assert found(Training("exam", at_least="85", within=within)) == nth(exams.values(), within)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_fair_play_is_known_when_the_season_is_over(seed: int) -> None:
    history = eventful_life(seed)
    settled = history.since + 600 * DAY
    joined = [c.ended for c in history.contests if c.final and c.credit == "full"]
    spoiled = {key_of("half_year", day) for day in history.findings}
    expected = {
        one
        for one in nth(joined, "half_year", (Step("plain", "2"),))
        if one[0].split(":")[0] not in spoiled and key_of("half_year", one[2]) != key_of("half_year", settled)
        and one[2] < settled
    }  # fmt: skip
    rule = Participation(within="half_year", clean=True)
    assert told(deserved([badge(rule, (Step("plain", "2"),))], View(history, METRICS, settled))) == expected


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, days=st.integers(0, 2000))
def test_tenure_levels_and_what_people_give(seed: int, days: int) -> None:
    history = eventful_life(seed)
    today = history.since + days * DAY
    view = View(history, METRICS, today)
    years = (Step("bronze", "12"), Step("silver", "36"))
    assert told(deserved([badge(Tenure(), years)], view)) == {
        (f"months:{step.at}", step.tier, add_months(history.since, int(step.at)))
        for step in years
        if add_months(history.since, int(step.at)) <= today
    }
    ranks = (Step("bronze", "1"), Step("silver", "2"), Step("gold", "4"))
    tier = {"junior": "bronze", "intermediate": "silver", "senior": "silver", "expert": "gold"}
    assert told(deserved([badge(Level(("junior", "intermediate", "senior", "expert")), ranks)], view)) == {
        (f"level:{one.level}", tier[one.level], one.since) for one in history.levels if one.since <= today
    }
    assert told(deserved([badge(Given(("lead",)), code="assist")], view)) == {
        (f"grant:{one.id}", "plain", one.on) for one in history.grants if one.badge == "assist" and one.on <= today
    }


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, times=st.integers(1, 3), per=st.sampled_from(["ever", "month", "quarter"]))
def test_a_limit_takes_the_earliest_of_each_season(seed: int, times: int, per: Any) -> None:
    history = working_life(seed)
    view = View(history, METRICS, history.since + 60 * DAY)
    rule, steps = Over("day", Measure("qa", sample=1)), (Step("bronze", "85"), Step("gold", "95"))
    every = deserved([badge(rule, steps)], view)
    counted: Counter[tuple[str, str]] = Counter()
    expected = []
    for one in every:
        counted[one.tier, key_of(per, one.on)] += 1
        if counted[one.tier, key_of(per, one.on)] <= times:
            expected.append(one)
    assert list(deserved([badge(rule, steps, limit=Limit(times, per))], view)) == expected
