"""The door of the live boards: lets a client in, keeps it while it may stay, and says why it must go."""

import asyncio
from collections import defaultdict
from collections.abc import Container
from typing import Any, NamedTuple, cast

import structlog
from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect
from litestar.types import Message, Scope

from server.auth.actor import Actor
from server.auth.gate import Gate, RecogniseActor
from server.auth.guards import provide_actor, requires
from server.auth.roles import Permission
from server.errors import FORBIDDEN, NOT_FOUND, DomainError
from server.live.hub import Hub
from server.live.messages import BYES, CLOSE_CODES, Goodbye, LookOut, frame
from server.live.policy import audience_of, audience_of_truth, with_team
from server.live.ports import Programme
from server.live.protocol import Link, PlainLink, link_of
from server.live.viewer import Viewer
from server.live.views import Audience

log = structlog.get_logger(__name__)

Socket = WebSocket[Any, Any, Any]

RECHECK = 10.0
"""Seconds between two looks at whether those who watch still may; a revoked display is gone within 30 s."""

_LOOK = frame(LookOut())


class Wish(NamedTuple):
    """What a client asks for in its address."""

    contest_id: int
    view: str
    team: str | None
    after: tuple[str, int]
    restricted: bool = False

    @property
    def board_id(self) -> int:
        """The feed: the truth of a frozen contest is another one than its board."""
        return -self.contest_id if self.restricted else self.contest_id


class _Ticket(NamedTuple):
    """On what ground a viewer was let in."""

    scope: Scope
    wish: Wish
    who: Audience
    by_hand: bool
    """Opened by somebody signed in whose own pages show more than a wall: whoever sees walls only looks at the page for themselves."""
    display: int | None


class BoardSockets:
    """Lets clients watch boards. `run()` must be running: it ends the watching of those who lost the right to."""

    def __init__(self, hub: Hub, gate: Gate, programme: Programme) -> None:
        self.hub = hub
        self._gate = gate
        self._programme = programme
        self._tickets: dict[Viewer, _Ticket] = {}

    async def watch(self, socket: Socket, actor: Actor, wish: Wish) -> None:
        """Show a board until the client leaves or has to. The refusal is said after the handshake, or a browser would
        only learn that it failed."""
        await socket.accept()
        fast = link_of(socket.scope)
        link: Link = fast or PlainLink(lambda text: _send(socket, text), lambda code: socket.close(code=code))
        try:
            who = await self._admit(actor, wish)
            viewer = await self.hub.join(wish.board_id, who, link, wish.after)
        except DomainError as refusal:
            goodbye = _goodbye(refusal)
            link.finish(BYES[goodbye], CLOSE_CODES[goodbye])
            await until_gone(socket)
            return
        self._tickets[viewer] = _Ticket(
            socket.scope, wish, who, _shows_others(actor), None if actor.display is None else actor.id
        )
        try:
            await until_gone(socket, None if fast else viewer)
        finally:
            self._tickets.pop(viewer, None)
            self.hub.leave(viewer)
            if isinstance(link, PlainLink):
                await link.drained()

    async def run(self) -> None:
        """Look again and again at whether everybody may still watch."""
        while True:
            await asyncio.sleep(RECHECK)
            await self.recheck()

    async def recheck(self) -> None:
        """Dismiss whoever lost the right to watch: an ended session, a revoked display, another role."""
        tickets: dict[tuple[bytes, ...], list[tuple[Viewer, _Ticket]]] = defaultdict(list)
        for viewer, ticket in tuple(self._tickets.items()):
            proof = tuple(value for name, value in ticket.scope["headers"] if name in {b"cookie", b"authorization"})
            tickets[proof].append((viewer, ticket))
        for held in tickets.values():
            actor = await self._actor_now(held[0][1].scope)
            for viewer, ticket in held:
                if actor is None or not await self._still(actor, ticket):
                    viewer.dismiss("forbidden")

    def open_walls(self, contest_id: int) -> int:
        """How many windows of people who are signed in show this contest as a wall, in this process."""
        return sum(
            ticket.wish.contest_id == contest_id and ticket.who.kind == "wall" and ticket.by_hand
            for ticket in self._tickets.values()
        )

    def nudge(self, display_ids: Container[int]) -> None:
        """Have these displays ask anew what they show. Whoever is busy just then asks by itself within half a minute."""
        for viewer, ticket in self._tickets.items():
            if ticket.display in display_ids:
                viewer.link.offer(_LOOK)

    async def _admit(self, actor: Actor, wish: Wish) -> Audience:
        if wish.restricted:
            return await audience_of_truth(actor, wish.contest_id, self._programme)
        who = await audience_of(actor, wish.contest_id, wish.view, self._programme)
        if wish.team:
            who = with_team(who, actor, wish.team, (await self.hub.standing(wish.contest_id)).board)
        return who

    async def _still(self, actor: Actor, ticket: _Ticket) -> bool:
        try:
            return await self._admit(actor, ticket.wish) == ticket.who
        except DomainError:
            return False

    async def _actor_now(self, scope: Scope) -> Actor | None:
        seen = cast("Scope", {"type": "websocket", "headers": scope["headers"]})
        await RecogniseActor(_nobody, self._gate)(seen, _nothing, _nowhere)
        actor = seen.get("user")
        return actor if isinstance(actor, Actor) else None


async def until_gone(socket: Socket, viewer: Viewer | None = None) -> None:
    """Wait for the end; where no fast link reads the acknowledgements, read them here."""
    try:
        while True:
            text = await socket.receive_data(mode="text")
            if viewer is not None:
                viewer.heard(text.encode())
    except WebSocketDisconnect:
        return


async def _send(socket: Socket, text: str) -> None:
    try:
        await socket.send_data(text)
    except (WebSocketDisconnect, RuntimeError):
        # It left while it was being told; the handler hears of that by itself.
        return


def _shows_others(actor: Actor) -> bool:
    return actor.kind == "account" and actor.may(Permission.BOARDS_FULL)


def _goodbye(refusal: DomainError) -> Goodbye:
    if refusal.code == NOT_FOUND:
        return "not_found"
    return "forbidden" if refusal.code == FORBIDDEN else "bad_message"


async def _nobody(scope: Scope, receive: object, send: object) -> None:
    """The application behind a request that is made only to be recognised."""


async def _nothing() -> Any:
    """Nothing is ever received by such a request."""


async def _nowhere(message: Message) -> None:
    """Nothing is ever answered to it."""


@websocket(
    "/api/v1/contests/{contest_id:int}/live",
    guards=[requires(Permission.BOARDS_WALL, Permission.BOARDS_FULL)],
    name="live-board",
)
async def live_board(
    socket: Socket,
    contest_id: int,
    sockets: NamedDependency[BoardSockets],
    view: str = "wall",
    team: str | None = None,
    epoch: str = "",
    seq: int = -1,
) -> None:
    """A board, live: a snapshot or what was missed since (epoch, seq), then deltas. docs/live.md describes the messages."""
    await sockets.watch(socket, provide_actor(socket.scope), Wish(contest_id, view, team, (epoch, seq)))


@websocket(
    "/api/v1/contests/{contest_id:int}/restricted/live",
    guards=[requires(Permission.CONTESTS_LAUNCH, Permission.CONTESTS_MANAGE)],
    name="live-truth",
)
async def live_truth(
    socket: Socket,
    contest_id: int,
    sockets: NamedDependency[BoardSockets],
    epoch: str = "",
    seq: int = -1,
) -> None:
    """How a frozen contest really stands, live, for operations and its presenter."""
    wish = Wish(contest_id, "full", None, (epoch, seq), restricted=True)
    await sockets.watch(socket, provide_actor(socket.scope), wish)
