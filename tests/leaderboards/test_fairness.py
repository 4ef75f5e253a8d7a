"""Past windows told again: who would have won, how concentrated that is, and what the warnings take for a cause."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderboards.chance import agreement, fewer_winners_by_chance, luck
from leaderboards.fairness import Played, Report, Trait, check
from leaderboards.ranking import Reason, Scored, rank
from leaderboards.rules import PerHead, Rules, Term, Total
from leaderboards.standings import Standings

RULES = Rules(method="points", terms=(Term(metric="calls"),))
START = datetime(2026, 1, 5, tzinfo=UTC)


def played(week: int, scores: dict[str, int | None]) -> Played:
    """A week in which everybody has this score in whole points; None is not ranked."""
    scored = [
        Scored(who, None, (), (Reason("no_data", "calls"),)) if score is None else Scored(who, score * 10_000)
        for who, score in scores.items()
    ]
    starts = START + timedelta(weeks=week)
    return Played(starts, starts + timedelta(weeks=1), Standings(rank(scored, ())))


def history(teams: int, weeks: int, score: "dict[str, float]", noise: float, seed: str) -> list[Played]:
    chance = Random(seed)
    return [
        played(
            week, {f"t{i}": round(1000 + score.get(f"t{i}", 0) + chance.gauss(0, noise)) for i in range(1, teams + 1)}
        )
        for week in range(weeks)
    ]


def codes(report: Report) -> list[str]:
    return [warning.code for warning in report.warnings]


@settings(deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_the_chance_of_few_winners_is_what_counting_all_histories_gives(
    n: int, rounds: int, data: st.DataObject
) -> None:
    winners = data.draw(st.integers(1, min(n, rounds)))
    all_ = list(product(range(n), repeat=rounds))
    few = sum(len(set(history_)) <= winners for history_ in all_)
    assert fewer_winners_by_chance(n, rounds, winners) == pytest.approx(few / len(all_))


def test_agreement_is_kendalls() -> None:
    assert agreement([[1, 2, 3, 4]] * 5) == pytest.approx(1.0)
    assert agreement([[1, 2, 3, 4], [4, 3, 2, 1]]) == pytest.approx(0.0)
    assert agreement([[1, 2, 3]]) is None
    assert agreement([[1, 1, 3], [1, 1, 3]]) == pytest.approx(1.0)


def test_who_wins_by_how_much_and_how_often() -> None:
    weeks = [
        played(0, {"t1": 90, "t2": 80, "t3": None}),
        played(1, {"t1": 90, "t2": 90, "t3": 70}),
        played(2, {"t1": 10, "t2": 20, "t3": 30}),
        played(3, {"t1": None, "t2": None, "t3": None}),
    ]
    report = check(RULES, "team", weeks, {})
    assert [(one.winners, one.score, one.margin, one.ranked) for one in report.rounds] == [
        (("t1",), "90.0000", "10.0000", 2),
        (("t1", "t2"), "90.0000", "20.0000", 3),
        (("t3",), "30.0000", "10.0000", 3),
        ((), None, None, 0),
    ]
    wins = {record.participant: (record.wins, record.ranked) for record in report.records}
    assert wins == {"t1": (2, 3), "t2": (1, 3), "t3": (1, 2)}
    assert report.concentration is not None
    assert (report.concentration.winners, report.concentration.most_wins) == (3, 2)


def test_level_teams_raise_no_alarm_about_winners() -> None:
    alarms = sum(
        "same_few_win" in codes(check(RULES, "team", history(10, 8, {}, 50, f"level {i}"), {})) for i in range(200)
    )
    # The warning is set at 5 %; the number of winners is a whole number, so it comes out below.
    assert alarms <= 200 * 0.07


def test_the_same_few_are_noticed_and_something_is_advised() -> None:
    report = check(RULES, "team", history(10, 8, {"t1": 500, "t2": 480}, 30, "two"), {})
    (warning,) = [one for one in report.warnings if one.code == "same_few_win"]
    assert warning.advice[0] == "improvement"
    assert report.concentration is not None
    assert report.concentration.winners <= 2 < report.concentration.expected_winners


def test_an_order_that_never_changes_is_noticed_even_where_winners_alternate() -> None:
    report = check(RULES, "team", history(8, 6, {f"t{i}": 100 * i for i in range(1, 9)}, 60, "fixed"), {})
    assert "order_is_fixed" in codes(report) or "same_few_win" in codes(report)
    assert report.concentration is not None
    assert (report.concentration.agreement or 0) > 3 * report.concentration.agreement_by_chance


@pytest.mark.parametrize(
    ("rule", "value", "first"),
    [(Total(), "large", "per_head"), (PerHead(), "small", "shrinkage"), (PerHead(), "large", "divisions")],
)
def test_what_size_decides_is_named_with_its_remedy(rule: Total | PerHead, value: str, first: str) -> None:
    rules = Rules(method="points", terms=(Term(metric="calls"),), team_rule=rule)
    traits: dict[str, dict[Trait, str]] = {f"t{i}": {"size": value if i <= 4 else "medium"} for i in range(1, 13)}
    report = check(rules, "team", history(12, 8, dict.fromkeys(["t1", "t2", "t3", "t4"], 200.0), 60, "size"), traits)
    (warning,) = [one for one in report.warnings if one.code == "trait_decides"]
    assert (warning.trait, warning.value, warning.advice[0]) == ("size", value, first)
    group = next(one for one in report.groups if one.value == value)
    assert group.wins > group.expected_wins


def test_wins_and_expected_wins_add_up_to_the_weeks() -> None:
    traits: dict[str, dict[Trait, str]] = {f"t{i}": {"shift": "early" if i % 2 else "late"} for i in range(1, 9)}
    report = check(RULES, "team", history(8, 8, {}, 40, "sum"), traits)
    assert sum(group.wins for group in report.groups) == pytest.approx(8)
    assert sum(group.expected_wins for group in report.groups) == pytest.approx(8)


def test_no_group_of_agents_is_smaller_than_five() -> None:
    weeks = [
        Played(one.starts, one.ends, Standings(tuple(one.standings.rows))) for one in history(12, 4, {}, 50, "agents")
    ]
    traits: dict[str, dict[Trait, str]] = {f"t{i}": {"tenure": "new" if i <= 4 else "settled"} for i in range(1, 13)}
    report = check(RULES, "agent", weeks, traits)
    assert [(group.value, group.participants) for group in report.groups] == [("settled", 8)]
    assert report.hidden_groups == 1
    assert Counter(group.value for group in check(RULES, "team", weeks, traits).groups) == {"new": 1, "settled": 1}


def test_two_weeks_are_no_history_and_nobody_is_accused() -> None:
    report = check(RULES, "team", history(6, 2, {"t1": 900}, 10, "short"), {})
    assert codes(report) == ["too_little_history"]
    empty = check(RULES, "team", [played(0, {"t1": None, "t2": None})], {})
    assert (codes(empty), empty.concentration, empty.records) == (["too_little_history"], None, ())


def test_conditions_that_keep_many_out_are_noticed() -> None:
    weeks = [played(week, {"t1": 10 + week % 2, "t2": 10, "t3": None, "t4": None}) for week in range(6)]
    assert "often_unranked" in codes(check(RULES, "team", weeks, {}))


def test_luck_separates_groups_only_with_enough_on_both_sides() -> None:
    assert luck([0.1, 0.2], [0.8, 0.9, 1.0]) == 1.0
    assert luck([0.0, 0.1, 0.2, 0.3], [0.6, 0.7, 0.8, 0.9]) < 0.05
    assert luck([0.1, 0.5, 0.9], [0.1, 0.5, 0.9]) == pytest.approx(1.0)
