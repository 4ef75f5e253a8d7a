"""The bare application around the hub for what needs no database, and the floors that its figures are compared with."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import uvicorn
from litestar import Litestar, WebSocket, websocket

from leaderboards.feed import Board, ContestHead, Name, Row, SiteName
from server.bus.local import LocalBus
from server.clock import SystemClock
from server.live.hub import Hub
from server.live.patience import Patience
from server.live.protocol import BoardProtocol, link_of
from server.live.sockets import until_gone
from server.live.views import Audience


class StillSource:
    """A source whose board never changes by itself."""

    def __init__(self, rows: int) -> None:
        self.now = board_of(rows, 0)

    async def board(self, _: int) -> Board:
        """See `BoardSource`."""
        return self.now


def board_of(rows: int, step: int) -> Board:
    """A believable board of `rows` teams; each step gives every seventh team another score."""
    head = ContestHead(
        id=1,
        title=Name("本周话务挑战赛", "This week's volume contest"),
        skill=Name("通话控制", "Call control"),
        participants="team",
        format="race",
        phase="running",
        starts="2026-03-01T16:00:00Z",
        ends="2026-03-08T16:00:00Z",
        zone="Asia/Shanghai",
        site=SiteName("SH", Name("上海", "Shanghai")),
    )
    made = [
        Row(
            id=f"t{index}",
            rank=index + 1,
            tied=False,
            score=f"{120 - index}.{(step if index % 7 == step % 7 else 0) % 10_000:04d}",
            name=Name(f"第{index}组", f"Team {index}"),
            code=f"T{index:02d}",
            gap=f"{index}.0000",
            moved=0,
        )
        for index in range(rows)
    ]
    at = datetime.fromtimestamp(1_772_500_000 + step, UTC).isoformat().replace("+00:00", "Z")
    return Board(contest=head, as_of=at, view="full", rows=tuple(made), total=rows)


@asynccontextmanager
async def bare_service(hub: Hub, sockets: list[BoardProtocol]) -> AsyncIterator[int]:
    """A server on a free port whose only route shows board 1 through the hub; every link is also put into `sockets`."""

    @websocket("/live")
    async def live(socket: WebSocket[Any, Any, Any]) -> None:
        """Like the real handler, without asking who it is."""
        await socket.accept()
        link = link_of(socket.scope)
        assert link is not None
        viewer = await hub.join(1, Audience("full"), link)
        sockets.append(link)
        try:
            await until_gone(socket)
        finally:
            hub.leave(viewer)

    async with serving(Litestar([live], logging_config=None, openapi_config=None)) as port:
        yield port


@asynccontextmanager
async def serving(app: Any) -> AsyncIterator[int]:
    """The application on a free port of the loopback, as `echelon serve` runs it."""
    bound = socket.create_server(("127.0.0.1", 0), backlog=4096)
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
        )
    )
    running = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        while not server.started:  # noqa: ASYNC110 - uvicorn sets no event
            await asyncio.sleep(0.01)
        yield int(bound.getsockname()[1])
    finally:
        server.should_exit = True
        await running
        bound.close()


def hub_alone(rows: int, patience: Patience | None = None) -> tuple[Hub, LocalBus]:
    """A hub fed by hand over a bus of this process."""
    bus = LocalBus()
    hub = Hub(bus, StillSource(rows), SystemClock(), scores=lambda _: True, patience=patience)
    return hub, bus
