"""A duel: two sides, each of one or of a group, and the gap between their scores decides; a small gap is a draw."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from leaderboards.exact import SCORE_UNITS, format_score, parse_decimal
from leaderboards.feed import Name
from leaderboards.plays import DuelPlay
from leaderboards.ranking import Scored, Standing
from leaderboards.teams import Participant, by_id

_MICRO_PER_UNIT = 1_000_000 // SCORE_UNITS


class SideResult(Struct, frozen=True):
    """One side: who is on it, its score as text (None while it is not qualified), and its name where it is a group."""

    participants: tuple[str, ...]
    score: str | None
    name: Name | None = None


class DuelResult(Struct, frozen=True, tag_field="format", tag="duel"):
    """`gap` is the first side's score less the second's; `winner` is the side, 0 a draw, None while neither can be ranked.

    A side that is not qualified loses by walkover, and there is no gap.
    """

    sides: tuple[SideResult, SideResult]
    gap: str | None
    winner: int | None
    draw_margin: str


def duel(
    play: DuelPlay, scored: Sequence[Scored], sides: Sequence[Sequence[Participant]], rows: Sequence[Standing]
) -> tuple[tuple[Standing, ...], DuelResult]:
    """The places and the result. Everybody on a side shares its place: 1 and 2, or 1 both in a draw."""
    scores = [None if side.reasons else side.score for side in scored]
    winner, gap = judge(scores[0], scores[1], play.draw_margin)
    named = [tuple(sorted([one.id for one in side], key=by_id)) for side in sides]
    first, second = [
        SideResult(names, None if score is None else format_score(score), called)
        for names, score, called in zip(named, scores, play.names or (None, None), strict=True)
    ]
    result = DuelResult((first, second), None if gap is None else format_score(gap), winner, play.draw_margin)
    places = {}
    for number, (names, score, side) in enumerate(zip(named, scores, scored, strict=True), start=1):
        rank = None if score is None else 1 if winner in {0, number} else 2
        for name in names:
            places[name] = rank, side.reasons
    ordered = sorted(rows, key=lambda row: (places[row.participant][0] or 3, -(row.score or 0), by_id(row.participant)))
    settled = [replace(row, rank=places[row.participant][0], reasons=places[row.participant][1]) for row in ordered]
    return tuple(settled), result


def judge(first: int | None, second: int | None, draw_margin: str) -> tuple[int | None, int | None]:
    """The winning side and the gap, in ten-thousandths; equal scores are a draw whatever the margin."""
    if first is None or second is None:
        return (None if first is None and second is None else 1 if second is None else 2), None
    gap = first - second
    if gap == 0 or abs(gap) * _MICRO_PER_UNIT < parse_decimal(draw_margin):
        return 0, gap
    return (1 if gap > 0 else 2), gap
