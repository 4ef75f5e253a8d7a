"""Detectors find what is odd against the own past and everybody else, and leave honest people alone."""

from random import Random

import pytest

from leaderboards.gaming import SIGNS, Sample, Series, suspicions


def floor(chance: Random, people: int = 40, *, rate: float = 0.06, periods: int = 8, calls: int = 300) -> list[Series]:
    """An honest floor: everybody has an own level, every week a little luck."""

    def week(level: float) -> Sample:
        return Sample(sum([chance.random() < level for _ in range(calls)]), calls)

    found = []
    for person in range(people):
        level = rate * chance.uniform(0.7, 1.4)
        found.append(Series(f"a{person}", tuple([week(level) for _ in range(periods)]), week(level)))
    return found


def with_seen(people: list[Series], agent: str, amount: float, exposure: float = 300) -> list[Series]:
    return [Series(one.agent, one.usual, Sample(amount, exposure)) if one.agent == agent else one for one in people]


@pytest.mark.parametrize("measure", ["transfers", "short_calls", "surveys", "ending"])
def test_honest_people_are_hardly_ever_asked(measure: str) -> None:
    asked = looked = 0
    for turn in range(25):
        people = floor(Random(f"{measure} {turn}"))
        looked += len(people)
        asked += len(suspicions(measure, SIGNS[measure], people))
    assert asked / looked < 0.005


@pytest.mark.parametrize(
    ("measure", "amount"), [("transfers", 120), ("short_calls", 120), ("surveys", 0), ("ending", 150)]
)
def test_who_changed_far_more_than_anybody_is_found(measure: str, amount: int) -> None:
    found = 0
    for turn in range(20):
        people = with_seen(floor(Random(f"found {measure} {turn}"), rate=0.1), "a7", amount)
        told = suspicions(measure, SIGNS[measure], people)
        found += any(one.agent == "a7" for one in told)
    assert found >= 15


def test_a_bad_day_for_everybody_is_nobodys_doing() -> None:
    people = [
        Series(one.agent, one.usual, Sample(one.seen.amount * 4, one.seen.exposure)) for one in floor(Random("storm"))
    ]
    assert suspicions("transfers", SIGNS["transfers"], people) == []


def test_who_always_worked_like_that_is_not_asked() -> None:
    people = floor(Random("always"))
    odd = Series("a99", tuple([Sample(90, 300)] * 8), Sample(92, 300))
    assert suspicions("transfers", SIGNS["transfers"], [*people, odd]) == []


def test_little_past_few_calls_or_few_people_give_no_question() -> None:
    people = floor(Random("few"))
    usual = people[7].usual
    few_weeks = [*people[:7], Series("a7", usual[:5], Sample(200, 300)), *people[8:]]
    few_calls = with_seen(people, "a7", 15, 15)
    assert "a7" not in {one.agent for one in suspicions("transfers", SIGNS["transfers"], few_weeks)}
    assert "a7" not in {one.agent for one in suspicions("transfers", SIGNS["transfers"], few_calls)}
    assert suspicions("transfers", SIGNS["transfers"], with_seen(people[:4], "a1", 200)) == []


def test_shorter_handle_time_is_odd_and_longer_is_not() -> None:
    chance = Random("handle")
    people = [
        Series(f"a{i}", tuple([Sample(300 * chance.gauss(300, 8), 300) for _ in range(8)]), Sample(300 * 300, 300))
        for i in range(20)
    ]
    shorter = suspicions("handle_time", SIGNS["handle_time"], with_seen(people, "a3", 300 * 90))
    assert [(one.agent, one.detector) for one in shorter] == [("a3", "short_calls")]
    assert suspicions("handle_time", SIGNS["handle_time"], with_seen(people, "a3", 300 * 600)) == []


def test_what_usually_never_happens_is_odd_by_a_distance_that_can_be_read() -> None:
    people = [Series(f"a{i}", tuple([Sample(0, 300)] * 8), Sample(0, 300)) for i in range(20)]
    (one,) = suspicions("short_calls", SIGNS["short_calls"], with_seen(people, "a3", 60))
    assert (one.agent, one.usual, one.seen) == ("a3", 0, 0.2)
    assert 10 < one.own < 50
    assert suspicions("short_calls", SIGNS["short_calls"], with_seen(people, "a3", 12)) == []
