"""Pairs those who stand level, round by round, so that few rounds single out the best of many."""

from collections.abc import Mapping, Sequence, Set

from msgspec import Struct

from leaderboards.fixtures import Pairing, Round
from leaderboards.matching import largest_matching


class Entrant(Struct, frozen=True):
    """Somebody to be paired; `home` is how much more often it was at home than away."""

    id: str
    points: int = 0
    home: int = 0
    met: frozenset[str] = frozenset()
    byes: int = 0


def rounds(participants: int) -> int:
    """How many rounds single out one winner among so many."""
    return max(participants - 1, 0).bit_length()


def pair(standing: Sequence[Entrant]) -> Round:
    """The next round for entrants in the order of the table, seeds deciding among equals.

    Nobody meets anybody again while that can be avoided for everybody together; the fewest repeats where it cannot. An odd one out has
    a bye: the lowest of those with the fewest byes that leaves the others without repeats. From the top down everybody gets
    the nearest opponent by points, within equal points the one half a group away: first meets middle.
    """
    by_id = {one.id: one for one in standing}
    everybody = [one.id for one in standing]
    resting = _resting(standing) if len(standing) % 2 else None
    ids = [one for one in everybody if one != resting]
    fresh = {one: (frozenset(ids) - by_id[one].met) - {one} for one in ids}
    pairings = [_sides(by_id[one], by_id[other]) for one, other in _pairs(ids, fresh, by_id)]
    return (*pairings, *([Pairing(resting)] if resting is not None else []))


def _resting(standing: Sequence[Entrant]) -> str:
    fewest = min(one.byes for one in standing)
    candidates = [one.id for one in reversed(standing) if one.byes == fewest]
    sizes = []
    for candidate in candidates:
        rest = frozenset(one.id for one in standing) - {candidate}
        paired = len(largest_matching({one.id: rest - one.met - {one.id} for one in standing if one.id in rest}))
        if paired == len(rest):
            return candidate
        sizes.append(paired)
    return candidates[sizes.index(max(sizes))]


def _pairs(ids: list[str], fresh: Mapping[str, Set[str]], by_id: Mapping[str, Entrant]) -> list[tuple[str, str]]:
    """Greedy from the top; every step keeps as many fresh pairs possible as there could be at all."""
    left, pairs = list(ids), []
    possible = len(largest_matching(fresh)) // 2
    while left:
        one = left[0]
        found = next(
            other
            for other in _nearest(one, left, by_id)
            if (other in fresh[one]) + _possible(left, fresh, one, other) == possible
        )
        possible -= found in fresh[one]
        pairs.append((one, found))
        left = [rest for rest in left if rest not in (one, found)]
    return pairs


def _possible(left: Sequence[str], fresh: Mapping[str, Set[str]], one: str, other: str) -> int:
    """How many fresh pairs the others can still make among themselves."""
    rest = frozenset(left) - {one, other}
    return len(largest_matching({third: fresh[third] & rest for third in left if third in rest})) // 2


def _nearest(one: str, left: Sequence[str], by_id: Mapping[str, Entrant]) -> list[str]:
    """Everybody else who is left, the most suitable opponent first."""
    points = by_id[one].points
    level = [other for other in left if by_id[other].points == points]
    middle = len(level) // 2
    others = [other for other in left if other != one]

    def unsuited(other: str) -> tuple[int, int, int]:
        gap = abs(by_id[other].points - points)
        place = left.index(other)
        return (gap, abs(place - middle), -place) if gap == 0 else (gap, place, 0)

    return sorted(others, key=unsuited)


def _sides(one: Entrant, other: Entrant) -> Pairing:
    """At home is who has been there less; the better placed where that is equal."""
    return Pairing(other.id, one.id) if other.home < one.home else Pairing(one.id, other.id)
