"""Standings over HTTP: slices of a board as an audience may see it, encoded once for everybody who asks for the same."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

import msgspec
from msgspec import Struct

from leaderboards import audience
from leaderboards.feed import Board, ContestHead, Row, TakingPart
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.errors import NOT_FOUND, DomainError

_CONTESTS = 500
_PAGES = 2_000
"""Encoded pages kept of one board; then they are thrown away and made again as they are asked for."""


class Whole(Protocol):
    """A whole board and its position, as the hub holds it."""

    @property
    def epoch(self) -> str: ...

    @property
    def seq(self) -> int: ...

    @property
    def board(self) -> Board: ...


class Computed(NamedTuple):
    """A board that no hub holds."""

    epoch: str
    seq: int
    board: Board


class StandingsOut(Struct, kw_only=True):
    """A slice of the standings; `total` counts the rows that may be seen, `participants` all who take part."""

    contest: ContestHead
    as_of: str
    epoch: str
    seq: int
    view: str
    items: tuple[Row, ...]
    total: int
    next: int | None
    taking_part: tuple[TakingPart, ...]
    participants: int


Audience = tuple[str, tuple[str, ...] | None]
"""The view (`full` or `wall`) and whose reasons or whose own row it shows; None stands for everybody's."""

_encode = msgspec.json.Encoder().encode


class _Held:
    """The pages of one board at one position."""

    __slots__ = ("at", "pages", "views")

    def __init__(self, at: tuple[str, int]) -> None:
        self.at = at
        self.pages: dict[tuple[Audience, int, int], bytes] = {}
        self.views: dict[Audience, Board] = {}


class Pages:
    """See the module. A page that was asked for before costs two dictionary look-ups."""

    def __init__(self, whole: Callable[[int], Awaitable[Whole]]) -> None:
        self._whole = whole
        self._held: dict[int, _Held] = {}

    async def page(self, actor: Actor, contest_id: int, offset: int, limit: int, q: str) -> bytes:
        """The encoded slice [offset, offset + limit) of what the actor may see, narrowed to names and codes holding `q`."""
        whole = await self._whole(contest_id)
        at = whole.epoch, whole.seq
        held = self._held.get(contest_id)
        if held is None or held.at != at:
            if len(self._held) >= _CONTESTS:
                self._held.clear()
            held = self._held[contest_id] = _Held(at)
        who = audience_of(actor, whole.board)
        key = who, offset, limit
        if q:
            return _encode(_slice(whole, self._view(held, who, whole.board), offset, limit, q))
        found = held.pages.get(key)
        if found is None:
            if len(held.pages) >= _PAGES:
                held.pages.clear()
            found = held.pages[key] = _encode(_slice(whole, self._view(held, who, whole.board), offset, limit, ""))
        return found

    def _view(self, held: _Held, who: Audience, board: Board) -> Board:
        view = held.views.get(who)
        if view is None:
            view = held.views[who] = seen_by(who, board)
        return view


def audience_of(actor: Actor, board: Board) -> Audience:
    """Which view of a board an actor gets. A wall gets boards of its own only.

    Reasons of missing places are for the participant, its lead and operations; who sees the full board without being one of
    these sees no reasons.
    """
    if actor.kind == "display":
        return _wall(actor, board)
    if not actor.may(Permission.BOARDS_FULL):
        return "wall", ()
    if actor.may(Permission.CONTESTS_MANAGE):
        return "full", None
    own = [f"t{team}" for team in sorted(actor.own_teams)]
    return "full", (*own, f"a{actor.agent_id}") if actor.agent_id is not None else tuple(own)


def _wall(actor: Actor, board: Board) -> Audience:
    scope = actor.display
    if scope is None or (scope.contest_ids and board.contest.id not in scope.contest_ids):
        raise DomainError(NOT_FOUND, what="contest", key=board.contest.id)
    return "wall", () if scope.team_id is None else (f"t{scope.team_id}",)


def seen_by(who: Audience, board: Board) -> Board:
    """The board in that view."""
    view, own = who
    if view == "full":
        return audience.full_view(board, reasons_of=own)
    return audience.wall_view(board, own[0] if own else None, board.contest.top_n)


def _slice(whole: Whole, view: Board, offset: int, limit: int, q: str) -> StandingsOut:
    wanted = q.casefold()
    rows = view.rows if not q else tuple(row for row in view.rows if _matches(row, wanted))
    items = rows[offset : offset + limit]
    end = offset + len(items)
    return StandingsOut(
        contest=view.contest,
        as_of=view.as_of,
        epoch=whole.epoch,
        seq=whole.seq,
        view=view.view,
        items=items,
        total=len(rows),
        next=end if end < len(rows) else None,
        taking_part=view.taking_part,
        participants=view.total,
    )


def _matches(row: Row, wanted: str) -> bool:
    return wanted in row.code.casefold() or wanted in row.name.en.casefold() or wanted in row.name.zh.casefold()
