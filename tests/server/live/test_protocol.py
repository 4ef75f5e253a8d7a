"""What the live boards assume about uvicorn and uvloop, so that an update which changes it is noticed here."""

import asyncio
import json
import socket as sockets

import pytest
import uvloop
from litestar import Litestar, WebSocket, websocket
from websockets.asyncio.client import connect
from websockets.frames import Frame as WireFrame
from websockets.frames import Opcode

from server.live.protocol import BoardProtocol, Frame, link_of
from tests.server.live.conftest import serving


class Ear:
    """Remembers what a link says."""

    def __init__(self) -> None:
        self.readies = asyncio.Event()
        self.texts: list[bytes] = []
        self.heard_one = asyncio.Event()

    def ready(self) -> None:
        """See `Listener`."""
        self.readies.set()

    def heard(self, text: bytes) -> None:
        """See `Listener`."""
        self.texts.append(text)
        self.heard_one.set()


class Holding:
    """A handler that hands its link over to the test and waits for the end."""

    def __init__(self) -> None:
        self.link: asyncio.Future[BoardProtocol] = asyncio.get_running_loop().create_future()
        self.ended = asyncio.Event()
        self.ear = Ear()

    def app(self) -> Litestar:
        """An application with this handler alone."""

        @websocket("/")
        async def hold(socket: WebSocket[object, object, object]) -> None:  # type: ignore[type-var]
            await socket.accept()
            link = link_of(socket.scope)
            assert link is not None, "the connection is not handed over in the scope's extensions"
            link.attach(self.ear)
            self.link.set_result(link)
            assert (await socket.receive())["type"] == "websocket.disconnect"
            self.ended.set()

        return Litestar([hold], logging_config=None, openapi_config=None)


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65_535, 65_536, 100_000])
def test_a_frame_is_what_websockets_would_have_sent(length: int) -> None:
    payload = b"x" * length
    assert Frame(payload).wire == WireFrame(Opcode.TEXT, payload).serialize(mask=False)


async def test_offered_frames_arrive_and_answers_are_heard() -> None:
    holding = Holding()
    async with serving(holding.app()) as port, connect(f"ws://127.0.0.1:{port}/", compression=None) as client:
        link = await holding.link
        assert link.offer(Frame('{"名":1}'.encode()))
        assert await client.recv() == '{"名":1}'
        await client.send("yes")
        await holding.ear.heard_one.wait()
        assert holding.ear.texts == [b"yes"]
        # The server's own messages still work beside the offered ones.
        await client.ping()
        await client.close()
        await holding.ended.wait()
        assert not link.offer(Frame(b"{}"))


def test_a_client_that_does_not_read_is_refused_until_it_does() -> None:
    """On uvloop, as in production: the transport says at once that something is left, and later that nothing is."""
    uvloop.run(_refused())


async def _refused() -> None:
    holding = Holding()
    async with serving(holding.app()) as port:
        client = await connect(f"ws://127.0.0.1:{port}/", compression=None, max_queue=1)
        link = await holding.link
        big = Frame(json.dumps("x" * 50_000).encode())
        taken = 0
        while link.offer(big):
            taken += 1
            assert taken < 1_000, "the kernel takes everything: nobody would ever be refused"
            await asyncio.sleep(0)
        assert link.transport.get_write_buffer_size() > 0
        assert not holding.ear.readies.is_set()
        for _ in range(taken):
            await client.recv()
        await asyncio.wait_for(holding.ear.readies.wait(), 10)
        assert link.transport.get_write_buffer_size() == 0
        assert link.offer(Frame(b"{}"))
        assert await client.recv() == "{}"
        await client.close()


async def test_the_kernel_is_told_to_queue_little() -> None:
    holding = Holding()
    async with serving(holding.app()) as port, connect(f"ws://127.0.0.1:{port}/", compression=None):
        socket = (await holding.link).transport.get_extra_info("socket")
        assert socket.getsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF) <= 64 * 1024


async def test_the_goodbye_is_the_last_thing_said() -> None:
    holding = Holding()
    async with serving(holding.app()) as port, connect(f"ws://127.0.0.1:{port}/", compression=None) as client:
        link = await holding.link
        link.finish(Frame(b'{"type":"bye"}'), 4403)
        link.finish(None, 1000)
        assert await client.recv() == '{"type":"bye"}'
        await client.wait_closed()
        assert client.close_code == 4403
        await holding.ended.wait()


async def test_a_client_that_never_takes_the_goodbye_is_cut_off() -> None:
    holding = Holding()
    async with serving(holding.app()) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        writer.write(
            b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        await reader.readuntil(b"\r\n\r\n")
        link = await holding.link
        big = Frame(b"x" * 1_000_000)
        while link.offer(big):
            await asyncio.sleep(0)
        link.finish(None, 4408)
        async with asyncio.timeout(20):
            while not link.disconnected:
                await asyncio.sleep(0.05)
        writer.close()


async def test_handlers_that_never_attach_are_served_as_ever() -> None:
    @websocket("/")
    async def echo(socket: WebSocket[object, object, object]) -> None:  # type: ignore[type-var]
        await socket.accept()
        await socket.send_text((await socket.receive_text()).upper())
        await socket.close()

    app = Litestar([echo], logging_config=None, openapi_config=None)
    async with serving(app) as port, connect(f"ws://127.0.0.1:{port}/", compression=None) as client:
        await client.send("echelon")
        assert await client.recv() == "ECHELON"
