"""Rounds that treated all alike are not accused, one that did not is seen, and no group of few gives anybody away."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from career.fairness import Passed, by_chance, shares
from career.trying import REST


def people(site: str, n: int, promoted: int, ready: int | None = None) -> list[Passed]:
    """`n` people of a site, the first of them promoted; ready and put forward as many, unless more are said to be ready."""
    fit = promoted if ready is None else ready
    return [Passed({"site": site}, k < fit, k < fit, k < promoted) for k in range(n)]


def test_a_difference_that_chance_does_not_explain_is_worth_a_look() -> None:
    sites = {one.group: one for one in shares(people("CD", 60, 30) + people("BE", 40, 8, ready=20))["site"]}
    assert (sites["BE"].people, sites["BE"].ready, sites["BE"].nominated, sites["BE"].promoted) == (40, 20, 20, 8)
    assert sites["BE"].ratio == Fraction(8, 40) / Fraction(30, 60) == Fraction(2, 5)
    assert sites["BE"].look
    assert (sites["CD"].ratio, sites["CD"].look) == (Fraction(5, 2), False)


def test_few_people_accuse_nobody() -> None:
    # One of six against three of six: half the rate, and likely enough by chance.
    sites = shares(people("CD", 6, 3) + people("BE", 6, 1))["site"]
    assert [(one.group, one.look) for one in sites] == [("BE", False), ("CD", False)]
    assert by_chance(6, 1, 12, 4) > Fraction(1, 20)


def test_where_nobody_else_was_promoted_there_is_nothing_to_compare() -> None:
    sites = shares(people("CD", 9, 2) + people("BE", 9, 0))["site"]
    assert {one.group: one.ratio for one in sites} == {"BE": Fraction(0), "CD": None}


def test_groups_of_few_are_put_together() -> None:
    found = shares(people("A", 20, 5) + people("B", 3, 0) + people("C", 4, 1))["site"]
    assert [(one.group, one.people, one.promoted) for one in found] == [("A", 20, 5), (REST, 7, 1)]
    assert shares(people("A", 4, 1)) == {}


@given(st.integers(1, 7), st.integers(0, 6), st.data())
def test_chance_is_what_counting_every_draw_gives(group: int, others: int, data: st.DataObject) -> None:
    everybody = group + others
    drawn = data.draw(st.integers(0, everybody))
    most = data.draw(st.integers(0, min(group, drawn)))
    draws = [sum(one < group for one in draw) for draw in combinations(range(everybody), drawn)]
    assert by_chance(group, most, everybody, drawn) == Fraction(sum(one <= most for one in draws), len(draws))
