"""A board as people see it, and the smallest message that turns one board into the next."""

from msgspec import UNSET, Struct, UnsetType


class Name(Struct, frozen=True):
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


class Row(Struct, frozen=True):
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


class TakingPart(Struct, frozen=True):
    """Somebody who is named without a place."""

    id: str
    name: Name


class Board(Struct, frozen=True):
    """A whole board in one view; `total` counts all participants, shown or not."""

    contest: ContestHead
    as_of: str
    view: str
    rows: tuple[Row, ...]
    taking_part: tuple[TakingPart, ...] = ()
    total: int = 0


class HeadChange(Struct, frozen=True):
    """The parts of a board beside its rows that changed; the others are left out."""

    contest: ContestHead | UnsetType = UNSET
    as_of: str | UnsetType = UNSET
    view: str | UnsetType = UNSET
    taking_part: tuple[TakingPart, ...] | UnsetType = UNSET
    total: int | UnsetType = UNSET


class Delta(Struct, frozen=True):
    """What changed between two boards. `rows` holds changed and new rows, `order` all ids when their order is another."""

    head: HeadChange | UnsetType = UNSET
    rows: tuple[Row, ...] = ()
    gone: tuple[str, ...] = ()
    order: tuple[str, ...] | UnsetType = UNSET


def diff(old: Board, new: Board) -> Delta:
    """The delta for which `apply(old, delta) == new`."""
    raise NotImplementedError


def apply(old: Board, delta: Delta) -> Board:
    """The board after a delta."""
    raise NotImplementedError
