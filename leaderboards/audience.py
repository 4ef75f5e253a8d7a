"""Who may see whose name on a board: nobody is shamed, by the server's policy and not by the screen's courtesy."""

from collections.abc import Collection, Iterable

from msgspec import UNSET, Struct
from msgspec.structs import replace

from leaderboards.feed import Board, DuelScene, GoalScene, Row, TakingPart
from leaderboards.season import Fixture

NEIGHBOURS = 2
"""How many places above its own an agent is shown."""


class OwnView(Struct, frozen=True):
    """What an agent sees of itself or its team: the place, and who stands next above. The reasons are its own to read."""

    row: Row
    neighbours: tuple[Row, ...]
    total: int


def wall_view(board: Board, own_team: str | None = None, top_n: int = 5) -> Board:
    """For walls and everybody who passes by: the top, the wall's own team if it has one, all others by name as taking part.

    Never more than half of the participants are placed. Who shares a rank is shown together or not at all.
    """
    named = placed(board.rows, top_n)
    if own_team is not None:
        named.add(own_team)
    return _shown(board, "wall", named)


def top_view(board: Board, top_n: int = 5) -> Board:
    """The same for people signed in: the top only."""
    return _shown(board, "top", placed(board.rows, top_n))


def full_view(board: Board, reasons_of: Collection[str] | None = None) -> Board:
    """Every place, for operations, leads and coaches; reasons only of participants one may read them of (None: of all), and
    private results of the same alone: of the others one sees that they take part. Sealed ones are the participant's alone."""
    shown, others = [], []
    for row in board.rows:
        allowed = reasons_of is None or row.id in reasons_of or row.team in reasons_of
        if row.sealed or (row.private and not allowed):
            others.append(TakingPart(row.id, row.name, row.code))
        else:
            shown.append(_with_reasons(row, allowed))
    shown = _behind_seen(board, shown, {one.id for one in others})
    return replace(board, view="full", rows=tuple(shown), taking_part=_by_name(others), scene=_scene(board, others))


def own_view(board: Board, participant: str) -> OwnView | None:
    """The participant's own row and the neighbours above it in its division; None for who does not take part. From the full
    board only. What a table counts of a neighbour goes with a place that everybody sees, since it tells how fixtures went."""
    own = next((row for row in board.rows if row.id == participant), None)
    if own is None:
        return None
    among = [row for row in board.rows if row.division == own.division]
    above = [
        row
        for row in among
        if own.rank is not None and row.rank is not None and row.rank < own.rank and not row.private
    ]
    seen = placed(board.rows, board.contest.top_n)
    neighbours = [_with_reasons(row, False) for row in above[-NEIGHBOURS:]]
    neighbours = [row if row.id in seen else replace(row, table=UNSET) for row in neighbours]
    private = {row.id for row in board.rows if row.private and row.id != own.id}
    (own,) = _behind_seen(board, [own], private)
    return OwnView(row=own, neighbours=tuple(_behind_seen(board, neighbours, private)), total=len(among))


def placed(board: Iterable[Row], top_n: int) -> set[str]:
    """Whom everybody sees with a place: the ranks up to `top_n` of each division, in whole groups of equals, as long as they are
    at most half of all in it. Private results are nobody's to see."""
    divisions: dict[str, list[Row]] = {}
    for row in board:
        divisions.setdefault(row.division or "", []).append(row)
    return {row.id for rows in divisions.values() for row in _top_of(rows, top_n) if not row.private}


def told(fixture: Fixture, seen: Collection[str], hidden: Collection[str]) -> bool:
    """Whether how a fixture went may be told to who sees these sides placed, and of the hidden ones nothing.

    It is part of the story of a placed side, whose row counts it anyhow. Between two others it is not: put together, such
    outcomes would place everybody down to the last. What a later draw was built on, the draw has told already.
    """
    if fixture.away is None or fixture.winner is not None:
        return True
    return any(one in seen for one in fixture.pairing.sides) and not any(one in hidden for one in fixture.pairing.sides)


def _top_of(rows: list[Row], top_n: int) -> list[Row]:
    most = len(rows) // 2
    ranks = [row.rank for row in rows if row.rank is not None and row.rank <= top_n]
    # A group of equals begins at its rank, so it ends right before the next rank that occurs.
    while len(ranks) > most:
        ranks = [rank for rank in ranks if rank != ranks[-1]]
    return rows[: len(ranks)]


def _shown(board: Board, view: str, named: set[str]) -> Board:
    rows = [_with_reasons(row, False) for row in board.rows if row.id in named]
    others = [TakingPart(row.id, row.name, row.code) for row in board.rows if row.id not in named]
    private = [row for row in board.rows if row.private]
    rows = _behind_seen(board, rows, {row.id for row in private})
    return replace(board, view=view, rows=tuple(rows), taking_part=_by_name(others), scene=_scene(board, private))


def _behind_seen(board: Board, rows: list[Row], hidden: set[str]) -> list[Row]:
    """Without the gaps to a leader that is not seen: added to a score they would tell the leader's."""
    led = {row.division for row in board.rows if row.rank == 1 and row.id in hidden}
    return [replace(row, gap=None) if row.division in led else row for row in rows]


def _scene(board: Board, private: Iterable[Row | TakingPart]) -> DuelScene | GoalScene | None:
    """A duel on one side of which somebody stands alone whose result is private is not shown: its gap would tell it."""
    hidden = {one.id for one in private}
    if isinstance(board.scene, DuelScene) and any(hidden.issuperset(side.participants) for side in board.scene.sides):
        return None
    return board.scene


def _by_name(others: list[TakingPart]) -> tuple[TakingPart, ...]:
    return tuple(sorted(others, key=lambda one: (one.name.en.casefold(), one.name.zh, one.id)))


def _with_reasons(row: Row, allowed: bool) -> Row:
    return row if allowed or not row.reasons else replace(row, reasons=())
