"""The order of candidates where places are short: by the stated criteria of the step, never by contests."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cmp_to_key

from msgspec import Struct

from career.exact import Ratio
from career.readiness import Readiness
from career.review import Candidacy, is_ready
from career.versions import Step


class Placed(Struct, frozen=True):
    """Where somebody comes in the order; level candidates share a rank (1, 2, 2, 4).

    `within` says that the place is safe whatever two people decide about those who are level; `tied` that the last place
    falls among level ones, and people have to say. It is advice.
    """

    person: str
    rank: int
    within: bool
    tied: bool


def in_order(
    step: Step, candidates: Sequence[Candidacy], readiness: Mapping[str, Readiness], places: int, on: date
) -> list[Placed]:
    """Who is ready (or still stands as ready) comes first, then by the keys of the step in turn; no data comes last.

    Only who is ready is ever *within*. Those level in everything are listed by their id, and share the rank.
    """
    keys = [(_value_at(step, key.by), 1 if key.best == "higher" else -1) for key in step.order]

    def values(one: Candidacy) -> list[Ratio | None]:
        verdicts = readiness[one.person].verdicts if one.person in readiness else ()
        return [verdicts[at].value if at is not None and at < len(verdicts) else None for at, _ in keys]

    def compare(one: tuple[bool, list[Ratio | None]], other: tuple[bool, list[Ratio | None]]) -> int:
        if one[0] != other[0]:
            return -1 if one[0] else 1
        for mine, theirs, (_, sign) in zip(one[1], other[1], keys, strict=True):
            if found := _better(mine, theirs, sign):
                return found
        return 0

    known = {one.person: (is_ready(one, on), values(one)) for one in candidates}
    order = sorted(known, key=lambda person: (cmp_to_key(compare)(known[person]), person))
    ranks: list[int] = []
    for i, person in enumerate(order):
        level = i > 0 and compare(known[order[i - 1]], known[person]) == 0
        ranks.append(ranks[-1] if level else i + 1)
    sharing = Counter(ranks)
    placed = []
    for person, rank in zip(order, ranks, strict=True):
        last_of_rank = rank + sharing[rank] - 1
        ready = known[person][0]
        placed.append(Placed(person, rank, ready and last_of_rank <= places, ready and rank <= places < last_of_rank))
    return placed


def _value_at(step: Step, code: str) -> int | None:
    return next((at for at, one in enumerate(step.enabled) if one.code == code), None)


def _better(mine: Ratio | None, theirs: Ratio | None, sign: int) -> int:
    """Negative when mine comes first."""
    if mine is None or theirs is None:
        return (mine is None) - (theirs is None)
    gap = sign * (theirs[0] * mine[1] - mine[0] * theirs[1])
    return (gap > 0) - (gap < 0)
