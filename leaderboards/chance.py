"""What luck alone would give: how few different winners, how much two orders agree, how far two groups lie apart.

Reports are made of these, never scores, so doubles are good enough where counting does not do.
"""

from collections import Counter
from collections.abc import Sequence
from math import comb, erfc, sqrt

FEWEST = 3
"""Of fewer on either side nothing is told."""


def fewer_winners_by_chance(participants: int, rounds: int, winners: int) -> float:
    """P(at most so many different winners) when every round is won by one of `participants` by luck alone.

    The classical occupancy distribution, exactly: ways to hand `rounds` wins to exactly d of n, summed over d.
    """
    ways: int = sum([comb(participants, d) * _onto(rounds, d) for d in range(1, winners + 1)])
    orders: int = participants**rounds
    return ways / orders


def _onto(rounds: int, winners: int) -> int:
    """In how many ways every one of the winners wins at least once."""
    return sum([(-1) ** out * comb(winners, out) * (winners - out) ** rounds for out in range(winners)])


def agreement(places: Sequence[Sequence[float]]) -> float | None:
    """Kendall's W of several orders of the same participants; None with fewer than two of either."""
    rounds, size = len(places), len(places[0]) if places else 0
    if rounds < 2 or size < 2:
        return None
    ranks = [mean_ranks(order) for order in places]
    sums = [sum([order[i] for order in ranks]) for i in range(size)]
    middle = rounds * (size + 1) / 2
    ties = sum([_ties(order) for order in ranks])
    whole = rounds * rounds * (size**3 - size) - rounds * ties
    return 12 * sum([(total - middle) ** 2 for total in sums]) / whole if whole else None


def mean_ranks(order: Sequence[float]) -> list[float]:
    """Ranks from 1, equals sharing the mean of theirs."""
    below = Counter(order)
    start, rank_of = 1, {}
    for value in sorted(below):
        rank_of[value] = start + (below[value] - 1) / 2
        start += below[value]
    return [rank_of[value] for value in order]


def _ties(ranks: Sequence[float]) -> int:
    return sum([count**3 - count for count in Counter(ranks).values()])


def luck(inside: Sequence[float], others: Sequence[float]) -> float:
    """How often luck alone puts one group this far from the other (rank sums, two-sided, normal approximation).

    1 with fewer than `FEWEST` on either side: nothing can be told from so few.
    """
    n, m = len(inside), len(others)
    if min(n, m) < FEWEST:
        return 1.0
    ranks = mean_ranks([*inside, *others])
    ties = _ties([*inside, *others]) / ((n + m) * (n + m - 1))
    spread = sqrt(n * m / 12 * (n + m + 1 - ties))
    return erfc(abs(sum(ranks[:n]) - n * (n + m + 1) / 2) / spread / sqrt(2)) if spread else 1.0
