"""The stages in which a result is revealed: from the last named place up to the first, and nobody who is not named on a wall."""

from collections.abc import Iterable
from itertools import groupby

from msgspec.structs import replace

from leaderboards.audience import top_view
from leaderboards.feed import Board, Ceremony, Row, Stage


def stages(board: Board) -> tuple[Stage, ...]:
    """The places a ceremony shows one after the other, the first place last; who shares a rank appears together.

    They are the places that everybody sees at the top of the board, so at most half of all and nobody in the lower half:
    who has lost is never staged. Divisions follow one another, each up to its own winner.
    """
    named = top_view(board, board.contest.top_n).rows
    groups = [(place, tuple(group)) for place, group in groupby(named, key=_place)]
    return tuple(Stage(place, tuple(_on_stage(rows)), division) for (division, place), rows in reversed(groups))


def ceremony(all_stages: tuple[Stage, ...], step: int) -> Ceremony:
    """What the ceremony has shown after so many steps; before the first nothing but that it has begun."""
    shown = min(max(step, 0), len(all_stages))
    return Ceremony(step=shown, steps=len(all_stages), stages=all_stages[:shown])


def _place(row: Row) -> tuple[str, int]:
    # Only ranked rows are named at the top.
    return row.division or "", row.rank or 0


def _on_stage(rows: Iterable[Row]) -> Iterable[Row]:
    """A place, a name and a score; how somebody moved that day is no matter here."""
    return [replace(row, moved=None, reasons=()) for row in rows]
