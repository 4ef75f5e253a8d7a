"""Gives live tests a hub behind a real server in the test's loop, and screens that follow the protocol to the letter."""

import asyncio
import json
import socket as sockets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
import uvicorn
from litestar import Litestar, WebSocket, websocket
from litestar.types import ASGIApp
from msgspec.structs import replace
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from leaderboards.feed import Board, ContestHead, Name, Row, SiteName, apply, diff
from server.bus.local import LocalBus
from server.bus.messages import BoardMessage, encode
from server.bus.port import Bus
from server.clock import SystemClock
from server.errors import NOT_FOUND, DomainError
from server.live.hub import Hub
from server.live.messages import ByeOut, DeltaOut, SnapshotOut, decode_server_message, delta_of
from server.live.patience import Patience
from server.live.protocol import BoardProtocol, PlainLink, link_of
from server.live.sockets import until_gone
from server.live.views import Audience

HEAD = ContestHead(
    id=1,
    title=Name("本周挑战", "This week"),
    skill=Name("倾听", "Listening"),
    participants="team",
    format="race",
    phase="running",
    starts="2026-03-01T16:00:00Z",
    ends="2026-03-08T16:00:00Z",
    zone="Asia/Shanghai",
    site=SiteName("SH", Name("上海", "Shanghai")),
)


def board_with(scores: dict[str, int], as_of: str = "2026-03-04T02:00:00Z") -> Board:
    """A whole board, best first, of participants with whole scores."""
    placed = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    rows = [
        Row(
            id=who,
            rank=place,
            tied=False,
            score=f"{score}.0000",
            name=Name(f"{who}组", f"Team {who}"),
            code=who.upper(),
        )
        for place, (who, score) in enumerate(placed, 1)
    ]
    return Board(contest=HEAD, as_of=as_of, view="full", rows=tuple(rows), total=len(rows))


def full_view_of(board: Board) -> Board:
    """What somebody with full sight is shown."""
    return replace(board, view="full")


class Scorer:
    """Publishes boards the way the scorer does: a whole one first, then deltas, and the newest saved."""

    def __init__(self, bus: Bus, contest_id: int = 1, epoch: str = "e1") -> None:
        self.bus = bus
        self.contest_id = contest_id
        self.epoch = epoch
        self.seq = 0
        self.board: Board | None = None

    async def show(self, board: Board, *, lost: bool = False, saved: bool = True) -> None:
        """Publish the next state; `lost` ones reach nobody, unsaved ones cannot be loaded."""
        message = (
            BoardMessage(self.epoch, self.seq, self.seq + 1, board=board)
            if self.board is None
            else BoardMessage(self.epoch, self.seq, self.seq + 1, delta=diff(self.board, board))
        )
        self.board, self.seq = board, self.seq + 1
        if not lost:
            await self.bus.publish(self.contest_id, encode(message))
        if saved:
            await self.save()

    async def save(self) -> None:
        """Let the newest state be loaded."""
        whole = BoardMessage(self.epoch, self.seq - 1, self.seq, board=self.board)
        await self.bus.save_snapshot(self.contest_id, encode(whole))

    def end(self, epoch: str) -> None:
        """Another scorer takes over."""
        self.epoch, self.seq, self.board = epoch, 0, None


class Tables:
    """The database as a board source: boards put there by the test, each asked for as often as it is counted."""

    def __init__(self) -> None:
        self.boards: dict[int, Board] = {}
        self.asked = 0

    async def board(self, contest_id: int) -> Board:
        """See `BoardSource`."""
        self.asked += 1
        if contest_id not in self.boards:
            raise DomainError(NOT_FOUND, what="contest", key=contest_id)
        return self.boards[contest_id]


class Screen:
    """A client that applies what it is told, refuses what does not follow, and remembers everything."""

    def __init__(self, connection: ClientConnection, *, acks: bool = True) -> None:
        self.connection = connection
        self.acks = acks
        self.kinds: list[str] = []
        self.board: Board | None = None
        self.epoch = ""
        self.seq = -1
        self.bye: str | None = None

    async def step(self, within: float = 10.0) -> str:
        """Take one message; its kind."""
        async with asyncio.timeout(within):
            text = await self.connection.recv()
        message = decode_server_message(text)
        if isinstance(message, SnapshotOut):
            self.epoch, self.seq, self.board = message.epoch, message.seq, message.board
        elif isinstance(message, DeltaOut):
            assert (message.epoch, message.from_seq) == (self.epoch, self.seq), "a delta that does not follow"
            assert self.board is not None
            self.seq, self.board = message.seq, apply(self.board, delta_of(message))
        elif isinstance(message, ByeOut):
            self.bye = message.code
        kind = str(json.loads(text)["type"])
        self.kinds.append(kind)
        if self.acks and kind in {"snapshot", "delta"}:
            await self.connection.send(json.dumps({"ack": self.seq}))
        return kind

    async def until(self, board: Board, within: float = 15.0) -> None:
        """Follow until this board is on the screen."""
        async with asyncio.timeout(within):
            while self.board != board:
                await self.step(within)

    async def until_closed(self, within: float = 15.0) -> int:
        """Follow until the server closes; its code."""
        try:
            async with asyncio.timeout(within):
                while True:
                    await self.step(within)
        except ConnectionClosed:
            return self.connection.close_code or 0


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[int]:
    """The application behind the real server on a free port, in this loop."""
    bound = sockets.create_server(("127.0.0.1", 0), backlog=512)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            http="httptools",
            ws=BoardProtocol,
            ws_per_message_deflate=False,
            ws_ping_interval=None,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
            lifespan="off",
        )
    )
    running = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        while not server.started:
            await asyncio.sleep(0.005)
        yield int(bound.getsockname()[1])
    finally:
        server.should_exit = True
        await running
        bound.close()


class House:
    """One web process: a hub behind a server, as far as a board's socket needs it."""

    def __init__(self, hub: Hub, port: int, stack: AsyncExitStack) -> None:
        self.hub = hub
        self.port = port
        self._stack = stack

    async def screen(self, query: str = "", **options: Any) -> Screen:
        """Open a screen; `plain=1` in the query avoids the fast link, `view` and the position are as in the product."""
        acks = options.pop("acks", True)
        connection = await self._stack.enter_async_context(
            connect(f"ws://127.0.0.1:{self.port}/1?{query}", compression=None, **options)
        )
        return Screen(connection, acks=acks)


def route_of(hub: Hub) -> Litestar:
    """The real handler's way through the hub, without asking who it is."""

    @websocket("/{contest_id:int}")
    async def live(
        socket: WebSocket[Any, Any, Any],
        contest_id: int,
        view: str = "full",
        own: str | None = None,
        epoch: str = "",
        seq: int = -1,
        plain: bool = False,
    ) -> None:
        await socket.accept()
        fast = None if plain else link_of(socket.scope)
        link = fast or PlainLink(socket.send_text, lambda code: socket.close(code=code))
        viewer = await hub.join(contest_id, Audience(view, own), link, (epoch, seq))
        try:
            await until_gone(socket, None if fast else viewer)
        finally:
            hub.leave(viewer)

    return Litestar([live], logging_config=None, openapi_config=None)


HouseMaker = Callable[..., Awaitable[House]]


@asynccontextmanager
async def houses() -> AsyncIterator[HouseMaker]:
    """A maker of web processes, all ended with the block."""
    async with AsyncExitStack() as stack:

        async def make(bus: Bus, source: Tables, **options: Any) -> House:
            # However slow the machine: no beat comes between what a test waits for, unless it asks for beats.
            hub = Hub(bus, source, SystemClock(), **{"patience": Patience(beat=3600.0)} | options)
            running = asyncio.create_task(hub.run())

            async def end() -> None:
                running.cancel()
                await asyncio.wait([running])

            stack.push_async_callback(end)
            port = await stack.enter_async_context(serving(route_of(hub)))
            return House(hub, port, stack)

        yield make


@pytest.fixture
async def build() -> AsyncIterator[HouseMaker]:
    """Makes web processes for this test."""
    async with houses() as make:
        yield make


@pytest.fixture
def bus() -> LocalBus:
    """A bus of one process."""
    return LocalBus()


@pytest.fixture
def tables() -> Tables:
    """A board source that knows contest 1."""
    found = Tables()
    found.boards[1] = board_with({"t1": 1, "t2": 2})
    return found


@pytest.fixture
def impatient() -> Patience:
    """All the hub's patience, a fifth of a second long."""
    return Patience(beat=0.2, lag=30.0, refresh=0.2, calm=0.4, linger=0.3, snapshot=0.3)
