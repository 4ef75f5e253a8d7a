"""Puts scored participants in order: score, then tie-breakers, then a shared rank; who is not qualified comes after all."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from leaderboards.rules import TieBreaker
from leaderboards.teams import by_id


class Reason(Struct, frozen=True, gc=False):
    """Why a participant is not ranked: `no_data`, `below_min_fte`, `too_few_members` or `condition`, and the metric if any."""

    code: str
    metric: str = ""


class Scored(Struct, frozen=True, gc=False):
    """A participant's score in ten-thousandths and its exact tie-break values; with any reason it is not ranked."""

    participant: str
    score: int | None
    ties: tuple[Fraction | None, ...] = ()
    reasons: tuple[Reason, ...] = ()
    division: str = ""


class Standing(Struct, frozen=True, gc=False):
    """One participant's place in its division. `score` counts ten-thousandths; who has reasons has no rank, though there
    may be a score."""

    participant: str
    rank: int | None
    score: int | None
    ties: tuple[Fraction | None, ...] = ()
    reasons: tuple[Reason, ...] = ()
    division: str = ""


TieKey = tuple[tuple[bool, int, Fraction], ...]
_NOTHING = Fraction(0)
_GRAIN = 10**12


def rank(scored: Iterable[Scored], tie_breakers: Sequence[TieBreaker]) -> tuple[Standing, ...]:
    """Ranks 1, 2, 2, 4 within each division, divisions in the order of their codes. Who is level shares the rank and is
    listed by id; the unranked follow, by id as well."""
    everybody = list(scored)
    divisions = {one.division for one in everybody}
    if len(divisions) < 2:
        return tuple(_ranked(everybody, tie_breakers))
    apart = [[one for one in everybody if one.division == division] for division in sorted(divisions)]
    return tuple([standing for alike in apart for standing in _ranked(alike, tie_breakers)])


def _ranked(scored: Iterable[Scored], tie_breakers: Sequence[TieBreaker]) -> list[Standing]:
    signs = [-1 if tie_breaker.direction == "higher" else 1 for tie_breaker in tie_breakers]
    ranked, unranked = [], []
    for one in scored:
        if one.score is None or one.reasons:
            unranked.append(one)
        else:
            # Tuples compare from the left: tie-breakers only where scores are level, and ids are never level.
            name = one.participant
            ranked.append((-one.score, _tie_key(one, signs) if signs else (), len(name), name, one))
    ranked.sort()
    standings = []
    place, level = 0, None
    for position, (score, ties, _, name, one) in enumerate(ranked, start=1):
        if (score, ties) != level:
            place, level = position, (score, ties)
        standings.append(Standing(name, place, one.score, one.ties, one.reasons, one.division))
    unranked.sort(key=lambda one: by_id(one.participant))
    standings += [Standing(one.participant, None, one.score, one.ties, one.reasons, one.division) for one in unranked]
    return standings


def _tie_key(one: Scored, signs: list[int]) -> TieKey:
    """Smaller is better, and no data comes last whichever way is good.

    The integer in front is a coarse look at the same fraction: it settles nearly every comparison at a tenth of the price.
    """
    key = []
    for tie, sign in zip(one.ties, signs, strict=True):
        if tie is None:
            key.append((True, 0, _NOTHING))
        else:
            signed = tie if sign > 0 else -tie
            key.append((False, signed.numerator * _GRAIN // signed.denominator, signed))
    return tuple(key)
