"""Criteria tried on the past before they are adopted: who would have been ready, by group, and nothing about small groups."""

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

SMALLEST_GROUP = 5
"""No statistical report covers fewer people."""
REST = ""
"""The group of all that are too small to be named."""


class Rate(Struct, frozen=True):
    """Of `people` in a group so many would have been ready."""

    group: str
    people: int
    ready: int


def pass_rates(tried: Iterable[tuple[Mapping[str, str], bool]]) -> dict[str, tuple[Rate, ...]]:
    """By dimension (site, shift, tenure, contract …) the rates of its groups, the largest first.

    Each person comes as the groups it belongs to and whether it would have been ready. Groups under five are put together; where
    they are still too few, the smallest of the others joins them, because a single missing group could be worked out
    from the total. A dimension that says nothing then (fewer than five people in all) is left out.
    """
    people: dict[str, Counter[str]] = {}
    ready: dict[str, Counter[str]] = {}
    for groups, is_ready in tried:
        for dimension, group in groups.items():
            people.setdefault(dimension, Counter())[group] += 1
            ready.setdefault(dimension, Counter())[group] += is_ready
    found = {dimension: _rates(counts, ready[dimension]) for dimension, counts in people.items()}
    return {dimension: rates for dimension, rates in found.items() if rates}


def _rates(people: Counter[str], ready: Counter[str]) -> tuple[Rate, ...]:
    order = sorted(people, key=lambda group: (-people[group], group))
    named = [group for group in order if people[group] >= SMALLEST_GROUP and group != REST]
    rest = [group for group in order if group not in named]
    while named and rest and sum(people[group] for group in rest) < SMALLEST_GROUP:
        rest.append(named.pop())
    if sum(people.values()) < SMALLEST_GROUP:
        return ()
    rates = [Rate(group, people[group], ready[group]) for group in named]
    if rest:
        rates.append(Rate(REST, sum(people[group] for group in rest), sum(ready[group] for group in rest)))
    return tuple(rates)
