"""The bracket of a cup: who meets whom, who goes on, and which place everybody reached."""

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from leaderboards.fixtures import Pairing, Round

By = Literal["bye", "score", "tie_breaker", "walkover", "seed"]


class Mark(Struct, frozen=True, gc=False):
    """What a participant did in a round: its score in ten-thousandths and its rank there, which knows the tie-breakers.

    Without a rank it did not qualify, though there may be a score.
    """

    score: int | None = None
    rank: int | None = None

    @property
    def qualified(self) -> int | None:
        """The score, where it counts."""
        return None if self.rank is None else self.score


NOTHING = Mark()


class Decision(Struct, frozen=True):
    """Who goes on, and what decided it."""

    winner: str
    by: By


def first_round(seeded: Sequence[str]) -> Round:
    """The standard bracket: the best two can meet only in the final, the best four only in the semi-finals, and so on.

    The missing participants are the weakest ones, so the best seeds have the byes.
    """
    order = _order(len(seeded))
    slots = [seeded[seed] if seed < len(seeded) else None for seed in order]
    pairs = zip(slots[::2], slots[1::2], strict=True) if len(slots) > 1 else ()
    return tuple(Pairing(better, other) for better, other in pairs if better is not None)


def seeds_of(first: Sequence[Pairing]) -> tuple[str, ...]:
    """The seeding that a first round was drawn from, read back from its ties in bracket order."""
    sides = [side for tie in first for side in (tie.home, tie.away)]
    by_seed = dict(zip(_order(len(sides)), sides, strict=True))
    return tuple(side for _, side in sorted(by_seed.items()) if side is not None)


def _order(count: int) -> list[int]:
    """Seeds from 0 in the order of the bracket's slots, as many as the next power of two."""
    order = [0]
    while len(order) < count:
        size = 2 * len(order)
        order = [seed for one in order for seed in (one, size - 1 - one)]
    return order


def rounds(participants: int) -> int:
    """How many rounds it takes to a single winner."""
    return max(participants - 1, 0).bit_length()


def decide(tie: Pairing, marks: Mapping[str, Mark], seeded: Sequence[str]) -> Decision:
    """Score, then the round's tie-breakers (its rank tells), then the better seed. Who did not qualify loses by walkover."""
    if tie.away is None:
        return Decision(tie.home, "bye")
    home, away = marks.get(tie.home, NOTHING), marks.get(tie.away, NOTHING)
    if home.rank is None and away.rank is not None:
        return Decision(tie.away, "walkover")
    if away.rank is None and home.rank is not None:
        return Decision(tie.home, "walkover")
    if home.rank is None or away.rank is None or home.rank == away.rank:
        return Decision(min(tie.home, tie.away, key=seeded.index), "seed")
    winner = tie.home if home.rank < away.rank else tie.away
    return Decision(winner, "tie_breaker" if home.score == away.score else "score")


def loser(tie: Pairing, winner: str) -> str | None:
    """Who is out; nobody after a bye."""
    return next((side for side in tie.sides if side != winner), None)


def next_round(winners: Sequence[str], seeded: Sequence[str]) -> Round:
    """Winners of neighbouring ties meet; the better seed is at home."""
    pairs = zip(winners[::2], winners[1::2], strict=True)
    return tuple(Pairing(*sorted(pair, key=seeded.index)) for pair in pairs)


def places(
    seeded: Sequence[str],
    ties: Sequence[Sequence[tuple[Pairing, str | None]]],
    third: tuple[Pairing, str | None] | None,
) -> dict[str, int]:
    """Which place everybody reached: who went out in the same round shares the place, who is still in shares the best.

    `ties` holds the rounds, each with its ties in bracket order and their winners (None while open); `third` is the match
    of those who lost the semi-finals.
    """
    reached: dict[str, int] = {}
    inside = list(seeded)
    for played in ties:
        out = [gone for tie, winner in played if winner is not None and (gone := loser(tie, winner)) is not None]
        inside = [one for one in inside if one not in out]
        # Open ties may still put as many out: who is out already does not rise when they do.
        survivors = len(inside) - sum(winner is None for _, winner in played)
        for one in out:
            reached[one] = survivors + 1
    for one in inside:
        reached[one] = 1
    if third is not None and third[1] is not None:
        reached[third[1]] = 3
        fourth = loser(third[0], third[1])
        if fourth is not None:
            reached[fourth] = 4
    return reached
