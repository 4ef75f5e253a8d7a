"""How one encoded frame reaches thousands of sockets: past uvicorn's queue, straight to the transport, or not at all.

uvicorn's protocol class encodes and queues for every socket anew and lets a transport's buffer grow. This subclass takes
frames that are already encoded and refuses them while the client has not taken the one before; the hub then remembers only
*that* the client is behind, and gives it one folded message when it is ready again. So the one slot of a busy client holds a
position instead of bytes. `tests/server/live/test_protocol.py` pins what is assumed about uvicorn here.
"""

import asyncio
import contextlib
import socket
from asyncio.transports import BaseTransport
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Protocol, cast

from litestar.types import Scope
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame as WireFrame
from websockets.http11 import Request

EXTENSION = "echelon.link"
"""Where a handler finds the connection's `BoardProtocol` in `scope["extensions"]`."""

_SEND_BUFFER = 16 * 1024
"""The kernel queues megabytes for a client that stopped reading unless told otherwise; it doubles this number."""
_USER_TIMEOUT_MS = 30_000
"""A peer that vanished without a word is given up when data was not acknowledged for so long."""
_CLOSE_TIMEOUT = 3.0
"""Seconds that a client has for taking the goodbye before the connection is cut."""
_SHORT, _MIDDLE = 126, 1 << 16
_MASKED = 6
"""Bytes before the text of a short frame from a client: two of head, four of mask."""


class Frame:
    """One message, encoded once: `payload` for any transport, `wire` as unmasked websocket text frame."""

    __slots__ = ("payload", "size", "wire")

    def __init__(self, payload: bytes) -> None:
        self.payload = payload
        self.wire = _header(len(payload)) + payload
        self.size = len(self.wire)


def _header(length: int) -> bytes:
    if length < _SHORT:
        return bytes((0x81, length))
    if length < _MIDDLE:
        return b"\x81\x7e" + length.to_bytes(2, "big")
    return b"\x81\x7f" + length.to_bytes(8, "big")


class Listener(Protocol):
    """Whoever feeds a link hears from it here."""

    def ready(self) -> None:
        """A link that refused a frame takes the next one again."""
        ...

    def heard(self, text: bytes) -> None:
        """The client sent a text message."""
        ...


class Link(Protocol):
    """One client's connection as the hub sees it."""

    def attach(self, listener: Listener) -> None:
        """Say who is to hear; from now on text messages go there and no longer to the handler."""
        ...

    def offer(self, frame: Frame) -> bool:
        """Send now, or refuse (False) and call `ready` once there is room. Never waits and never keeps the frame."""
        ...

    def finish(self, frame: Frame | None, code: int) -> None:
        """Say goodbye and close; what the client does not take within seconds is cut off."""
        ...


class BoardProtocol(WebSocketsSansIOProtocol):
    """See `Link`. Sockets whose handler never attaches behave exactly as uvicorn's own."""

    busy = False
    listener: Listener | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Make the transport tell about every unsent byte, and the kernel queue little."""
        super().connection_made(transport)
        # With the mark at zero uvloop sends at once instead of at the end of the loop's turn.
        self.transport.set_write_buffer_limits(high=0)
        connection = self.transport.get_extra_info("socket")
        if connection is not None and connection.family in {socket.AF_INET, socket.AF_INET6}:
            with contextlib.suppress(OSError):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _USER_TIMEOUT_MS)

    def data_received(self, data: bytes) -> None:
        """Read a short text that came in one piece without the whole machinery: a thousand walls acknowledge all day."""
        length = len(data) - _MASKED
        if (
            self.listener is not None
            and 0 < length < _SHORT
            and data[0] == 0x81
            and data[1] == 0x80 | length
            and not self.conn.reader.buffer
            and not self.close_sent
        ):
            mask = (data[2:_MASKED] * (length // 4 + 1))[:length]
            text = int.from_bytes(data[_MASKED:], "big") ^ int.from_bytes(mask, "big")
            self.listener.heard(text.to_bytes(length, "big"))
        else:
            super().data_received(data)

    def handle_connect(self, event: Request) -> None:
        """Hand this connection over to the handler."""
        super().handle_connect(event)
        if self.response.status_code == HTTPStatus.SWITCHING_PROTOCOLS:
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[EXTENSION] = self

    def attach(self, listener: Listener) -> None:
        """See `Link`."""
        self.listener = listener
        # The handshake is over: the parsed request and the response are never looked at again.
        del self.request, self.response

    def offer(self, frame: Frame) -> bool:
        """See `Link`."""
        if self.busy:
            return False
        self.transport.write(frame.wire)
        return True

    def finish(self, frame: Frame | None, code: int) -> None:
        """See `Link`."""
        if self.disconnected or self.close_sent:
            return
        self.busy = True
        if frame is not None:
            self.transport.write(frame.wire)
        self.conn.send_close(code)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.close_timer = self.loop.call_later(_CLOSE_TIMEOUT, self.transport.abort)
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code})

    def pause_writing(self) -> None:
        """The client has not taken everything: refuse until it has."""
        self.busy = True
        super().pause_writing()

    def resume_writing(self) -> None:
        """Everything is sent: take the next frame."""
        super().resume_writing()
        if self.close_sent or self.disconnected:
            return
        self.busy = False
        if self.listener is not None:
            self.listener.ready()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more: refuse everything."""
        self.busy = True
        super().connection_lost(exc)
        self.listener = None

    def handle_close(self, event: WireFrame) -> None:
        """The client leaves: refuse everything from now on."""
        self.busy = True
        super().handle_close(event)

    def handle_text(self, event: WireFrame) -> None:
        """Acknowledgements go to the listener at once: no queue, no waking of a task, no pause of reading."""
        if self.listener is None or not event.fin:
            super().handle_text(event)
        elif not self.close_sent:
            self.listener.heard(bytes(event.data))


class PlainLink:
    """See `Link`; over any ASGI server's `send`, one message at a time. Slower: for servers other than ours and for tests.

    The handler has to pass on what it receives (`heard`), because nothing else can.
    """

    def __init__(self, send: Callable[[str], Awaitable[None]], close: Callable[[int], Awaitable[None]]) -> None:
        self._send = send
        self._close = close
        self._listener: Listener | None = None
        self._sending: asyncio.Task[None] | None = None
        self._finished = False

    def attach(self, listener: Listener) -> None:
        """See `Link`."""
        self._listener = listener

    def offer(self, frame: Frame) -> bool:
        """See `Link`."""
        if self._finished or self._sending is not None:
            return False
        self._sending = asyncio.create_task(self._deliver(frame))
        return True

    def finish(self, frame: Frame | None, code: int) -> None:
        """See `Link`."""
        if not self._finished:
            self._finished = True
            self._sending = asyncio.create_task(self._end(self._sending, frame, code))

    async def drained(self) -> None:
        """Wait until the goodbye, if any, was sent; a handler that returns earlier would cut it off."""
        if self._sending is not None:
            await asyncio.wait([self._sending], timeout=_CLOSE_TIMEOUT)

    async def _deliver(self, frame: Frame) -> None:
        await self._send(frame.payload.decode())
        self._free()

    def _free(self) -> None:
        """Take the next frame, unless the goodbye is on its way."""
        if not self._finished:
            self._sending = None
            if self._listener is not None:
                self._listener.ready()

    async def _end(self, before: asyncio.Task[None] | None, frame: Frame | None, code: int) -> None:
        if before is not None:
            await asyncio.wait([before], timeout=_CLOSE_TIMEOUT)
        if frame is not None:
            await self._send(frame.payload.decode())
        await self._close(code)


def link_of(scope: Scope) -> BoardProtocol | None:
    """The connection's own fast link, where the server is ours."""
    found = cast("dict[str, object]", scope.get("extensions") or {}).get(EXTENSION)
    return found if isinstance(found, BoardProtocol) else None
