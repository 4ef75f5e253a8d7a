"""Puts scored participants in order: score, then tie-breakers, then a shared rank; who is not qualified comes after all."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from leaderboards.rules import TieBreaker
from leaderboards.teams import by_id


class Reason(Struct, frozen=True):
    """Why a participant is not ranked: `no_data`, `below_min_fte`, `too_few_members` or `condition`, and the metric if any."""

    code: str
    metric: str = ""


class Scored(Struct, frozen=True):
    """A participant's score in ten-thousandths and its exact tie-break values; with any reason it is not ranked."""

    participant: str
    score: int | None
    ties: tuple[Fraction | None, ...] = ()
    reasons: tuple[Reason, ...] = ()


class Standing(Struct, frozen=True):
    """One participant's place. `score` counts ten-thousandths; who has reasons has no rank, though there may be a score."""

    participant: str
    rank: int | None
    score: int | None
    ties: tuple[Fraction | None, ...] = ()
    reasons: tuple[Reason, ...] = ()


TieKey = tuple[tuple[bool, Fraction], ...]
_NOTHING = Fraction(0)


def rank(scored: Iterable[Scored], tie_breakers: Sequence[TieBreaker]) -> tuple[Standing, ...]:
    """Ranks 1, 2, 2, 4. Who is level shares the rank and is listed by id; the unranked follow, by id as well."""
    signs = [-1 if tie_breaker.direction == "higher" else 1 for tie_breaker in tie_breakers]
    ranked: list[tuple[int, TieKey, tuple[int, str], Scored]] = []
    unranked = []
    for one in scored:
        if one.score is None or one.reasons:
            unranked.append(one)
        else:
            ranked.append((-one.score, _tie_key(one, signs), by_id(one.participant), one))
    # Comparing tuples looks at tie-breakers only where scores are level, and ids are never level.
    ranked.sort(key=lambda entry: entry[:3])
    standings = []
    place, level = 0, None
    for position, (score, ties, _, one) in enumerate(ranked, start=1):
        if (score, ties) != level:
            place, level = position, (score, ties)
        standings.append(Standing(one.participant, place, one.score, one.ties, one.reasons))
    unranked.sort(key=lambda one: by_id(one.participant))
    standings += [Standing(one.participant, None, one.score, one.ties, one.reasons) for one in unranked]
    return tuple(standings)


def _tie_key(one: Scored, signs: list[int]) -> TieKey:
    """Smaller is better, and no data comes last whichever way is good."""
    return tuple(
        [(True, _NOTHING) if tie is None else (False, tie * sign) for tie, sign in zip(one.ties, signs, strict=True)]
    )
