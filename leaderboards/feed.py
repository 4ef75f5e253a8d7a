"""A board as people see it, and the smallest message that turns one board into the next."""

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace


class Name(Struct, frozen=True, gc=False):
    """A name in both first languages."""

    zh: str
    en: str


class SiteName(Struct, frozen=True):
    """The site a contest is held at."""

    code: str
    name: Name


class ContestHead(Struct, frozen=True):
    """What a board says about its contest. Instants are RFC 3339 text in UTC."""

    id: int
    title: Name
    skill: Name
    participants: str
    format: str
    phase: str
    starts: str
    ends: str
    zone: str
    site: SiteName
    unit: str = ""
    decimals: int = 1
    top_n: int = 5
    """How many places a wall names at most."""
    frozen_at: str | None = None
    """While the contest is frozen: the instant up to which this board knows it."""
    reveal_by: str | None = None
    restricted: bool = False
    """The truth of a frozen contest, for operations and the presenter; never shown to anybody else."""


class TableCells(Struct, frozen=True, gc=False):
    """What the table of a season says beside the points. `pool` is the division or group, `place` the one in its table; round
    scores are texts with four decimals, `form` the latest results (w, d, l), newest last."""

    pool: str
    place: int
    played: int
    won: int
    drawn: int
    lost: int
    scores_for: str
    against: str
    difference: str
    form: tuple[str, ...] = ()


class Row(Struct, frozen=True, gc=False):
    """One participant on a board. `gap` is the distance to the leader, `moved` the places won since the local day began."""

    id: str
    rank: int | None
    tied: bool
    score: str | None
    name: Name
    code: str
    gap: str | None = None
    moved: int | None = None
    reasons: tuple[str, ...] = ()
    division: str | UnsetType = UNSET
    side: int | UnsetType = UNSET
    """In a duel 1 or 2."""
    team: str | UnsetType = UNSET
    """Of an agent the team it is in now."""
    private: bool | UnsetType = UNSET
    """Whose result is only for the participant, its lead and operations: a trainee's or a rookie's."""
    sealed: bool | UnsetType = UNSET
    """Whose result tells what a trainee's learning came to: only the participant reads it."""
    table: TableCells | UnsetType = UNSET
    """In a season."""


class TakingPart(Struct, frozen=True, gc=False):
    """Somebody who is named without a place."""

    id: str
    name: Name
    code: str = ""


class Stage(Struct, frozen=True):
    """One place of a ceremony and who holds it; several where the rank is shared."""

    place: int
    rows: tuple[Row, ...]
    division: str = ""


class Ceremony(Struct, frozen=True):
    """A reveal under way: how many of its stages have been shown, and these, the newest last."""

    step: int
    steps: int
    stages: tuple[Stage, ...]


class SideShown(Struct, frozen=True):
    """One side of a duel: what it is called, whose crest it shows, and its score, None while it is not qualified."""

    name: Name
    code: str
    score: str | None
    participants: tuple[str, ...]


class DuelScene(Struct, frozen=True, tag_field="format", tag="duel"):
    """A tug of war: both scores and the gap between them (the first side's less the second's); `winner` is a side, 0 a draw,
    None while it is open. Both sides are shown to everybody: without the other there is no duel, so where one side is private
    there is none to show."""

    sides: tuple[SideShown, SideShown]
    gap: str | None
    winner: int | None
    draw_margin: str


class GoalScene(Struct, frozen=True, tag_field="format", tag="goal"):
    """A thermometer: how far all together have come, and when they reached the target."""

    value: str | None
    target: str
    reached: bool
    reached_at: str | None
    adds_up: bool


class Board(Struct, frozen=True):
    """A whole board in one view; `total` counts all participants, shown or not."""

    contest: ContestHead
    as_of: str
    view: str
    rows: tuple[Row, ...]
    taking_part: tuple[TakingPart, ...] = ()
    total: int = 0
    scene: DuelScene | GoalScene | None = None
    ceremony: Ceremony | None = None


class HeadChange(Struct, frozen=True):
    """The parts of a board beside its rows that changed; the others are left out."""

    contest: ContestHead | UnsetType = UNSET
    as_of: str | UnsetType = UNSET
    view: str | UnsetType = UNSET
    taking_part: tuple[TakingPart, ...] | UnsetType = UNSET
    total: int | UnsetType = UNSET
    scene: DuelScene | GoalScene | UnsetType | None = UNSET
    ceremony: Ceremony | UnsetType | None = UNSET


HEAD_FIELDS = HeadChange.__struct_fields__


class Delta(Struct, frozen=True):
    """What changed between two boards. `rows` holds changed and new rows, `order` all ids when their order is another."""

    head: HeadChange | UnsetType = UNSET
    rows: tuple[Row, ...] = ()
    gone: tuple[str, ...] = ()
    order: tuple[str, ...] | UnsetType = UNSET


def diff(old: Board, new: Board) -> Delta:
    """The delta for which `apply(old, delta) == new`. An id stands on a board once."""
    before = {row.id: row for row in old.rows}
    present = {row.id for row in new.rows}
    rows = tuple([row for row in new.rows if before.get(row.id) != row])
    gone = tuple([row.id for row in old.rows if row.id not in present])
    kept = [row.id for row in old.rows if row.id in present]
    order = tuple([row.id for row in new.rows])
    return Delta(
        head=_head_change(old, new),
        rows=rows,
        gone=gone,
        order=UNSET if list(order) == kept else order,
    )


def apply(old: Board, delta: Delta) -> Board:
    """The board after a delta. Raises KeyError when the delta was not made for this board."""
    rows = {row.id: row for row in old.rows}
    for gone in delta.gone:
        del rows[gone]
    for row in delta.rows:
        rows[row.id] = row
    order = rows if isinstance(delta.order, UnsetType) else delta.order
    board = replace(old, rows=tuple([rows[id_] for id_ in order]))
    if isinstance(delta.head, UnsetType):
        return board
    changed = {name: value for name in HEAD_FIELDS if (value := getattr(delta.head, name)) is not UNSET}
    return replace(board, **changed)


def _head_change(old: Board, new: Board) -> HeadChange | UnsetType:
    changed = {name: getattr(new, name) for name in HEAD_FIELDS if getattr(new, name) != getattr(old, name)}
    return HeadChange(**changed) if changed else UNSET
