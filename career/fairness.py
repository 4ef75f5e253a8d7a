"""Whether promotion rounds came out alike for groups of people: how many of each were ready, put forward and promoted, and where a
difference is larger than chance explains.

A group is worth a look when its rate of promotion is under four fifths of everybody else's (the rule of thumb of the Uniform
Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D) and a result as low as its own would come about by chance in fewer
than one of twenty draws (the lower tail of the hypergeometric distribution: Fisher's exact test, one-sided). It says where to look,
not what is there.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import comb

from msgspec import Struct

from career.trying import Rate, pass_rates

FOUR_FIFTHS = Fraction(4, 5)
CHANCE = Fraction(1, 20)


class Passed(Struct, frozen=True):
    """How far one person came in one round, and the groups the person was in then."""

    groups: Mapping[str, str]
    ready: bool
    nominated: bool
    promoted: bool


class Share(Struct, frozen=True):
    """Of `people` in a group so many came so far. `ratio` is its rate of promotion over that of all others; None where they had none."""

    group: str
    people: int
    ready: int
    nominated: int
    promoted: int
    ratio: Fraction | None
    look: bool


def shares(passed: Iterable[Passed]) -> dict[str, tuple[Share, ...]]:
    """By dimension the groups, the largest first; those under five are put together as `career.trying.pass_rates` does."""
    everybody = list(passed)
    people = Counter[str](one for person in everybody for one in person.groups)
    promoted = Counter[str](one for person in everybody if person.promoted for one in person.groups)
    ready, nominated, moved = (
        pass_rates((person.groups, getattr(person, step)) for person in everybody)
        for step in ("ready", "nominated", "promoted")
    )
    return {
        dimension: tuple(
            _share(*rates, (people[dimension], promoted[dimension]))
            for rates in zip(ready[dimension], nominated[dimension], moved[dimension], strict=True)
        )
        for dimension in ready
    }


def _share(ready: Rate, nominated: Rate, promoted: Rate, of: tuple[int, int]) -> Share:
    people, up = promoted.people, promoted.ready
    others, others_up = of[0] - people, of[1] - up
    ratio = Fraction(up, people) / Fraction(others_up, others) if others_up else None
    low = ratio is not None and ratio < FOUR_FIFTHS and by_chance(people, up, *of) < CHANCE
    return Share(promoted.group, people, ready.ready, nominated.ready, up, ratio, low)


def by_chance(people: int, promoted: int, all_people: int, all_promoted: int) -> Fraction:
    """How often a group of `people` would have at most `promoted` among them, were the promoted drawn from all alike."""
    ways = sum(comb(people, k) * comb(all_people - people, all_promoted - k) for k in range(promoted + 1))
    return Fraction(ways, comb(all_people, all_promoted))
