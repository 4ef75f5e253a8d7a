"""Draws fair fixtures for any number of participants: round-robin legs, groups, and the order of a seeded list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

Stage = Literal["table", "cup", "third", "decider"]
"""What a fixture is for: the table, a tie of a bracket, its match for the third place, a shared place at a line."""


class Pairing(Struct, frozen=True, order=True):
    """Who meets whom; without `away` the participant has a bye."""

    home: str
    away: str | None = None

    @property
    def sides(self) -> tuple[str, ...]:
        """One or two participants."""
        return (self.home,) if self.away is None else (self.home, self.away)


Round = tuple[Pairing, ...]


def by_seed(entrants: Iterable[str], seeds: Mapping[str, int]) -> tuple[str, ...]:
    """Best seed first; who has none comes after those who have, in the order given."""
    known = list(entrants)
    return tuple(sorted(known, key=lambda one: (one not in seeds, seeds.get(one, 0), known.index(one))))


def round_robin(entrants: Sequence[str], legs: int = 1) -> tuple[Round, ...]:
    """Every pair once a leg, nobody twice in a round; a leg's sides are those of the one before, swapped.

    An odd number leaves one out in each round. Home and away differ by at most one for everybody (de Werra's canonical
    order, 1981: one stands still while the others walk round the table).
    """
    leg = _leg(entrants)
    return tuple(_swapped(one) if number % 2 else one for number in range(legs) for one in leg)


def _leg(entrants: Sequence[str]) -> tuple[Round, ...]:
    count = len(entrants)
    if count < 2:
        return ()
    # Those who walk are an odd number; where everybody walks, who would meet the one standing still has a bye.
    walkers = count if count % 2 else count - 1
    still = None if count % 2 else entrants[-1]
    return tuple(_round(entrants[:walkers], still, turn) for turn in range(walkers))


def _round(walkers: Sequence[str], still: str | None, turn: int) -> Round:
    size = len(walkers)
    alone = walkers[turn]
    # The one who stands still is at home every other round.
    pairings = [Pairing(still, alone) if still is not None and turn % 2 == 0 else Pairing(alone, still)]
    for step in range(1, size // 2 + 1):
        ahead, behind = walkers[(turn + step) % size], walkers[(turn - step) % size]
        # Each walker is ahead once and behind once at every distance: odd ones at home ahead, even ones at home behind.
        pairings.append(Pairing(ahead, behind) if step % 2 else Pairing(behind, ahead))
    return tuple(pairings)


def _swapped(fixtures: Round) -> Round:
    return tuple(one if one.away is None else Pairing(one.away, one.home) for one in fixtures)


def groups(seeded: Sequence[str], size: int) -> tuple[tuple[str, ...], ...]:
    """Groups of at most `size`, as even as can be and none under three, filled like a snake so that each is as strong.

    Five participants, who would make a group of two, stay together.
    """
    count = min(-(-len(seeded) // size), max(1, len(seeded) // 3))
    filled: list[list[str]] = [[] for _ in range(count)]
    for place, one in enumerate(seeded):
        row, column = divmod(place, count)
        filled[count - 1 - column if row % 2 else column].append(one)
    return tuple(tuple(group) for group in filled)
