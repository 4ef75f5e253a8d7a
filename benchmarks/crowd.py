"""A crowd of wall displays in a process of its own: many raw websocket clients on one loop, told what to do over stdin.

Reads commands as JSON lines and answers each with one JSON line. Ends by itself when stdin closes or after its time.
A client speaks the documented protocol: it counts messages and acknowledges its position every `ACK_BYTES` bytes
and every `ACK_WITHIN` seconds.
"""

import base64
import json
import os
import re
import select
import socket
import sys
import time
from array import array
from collections import defaultdict

ACK_BYTES = 32 * 1024
ACK_WITHIN = 1.0
_LIFE = 300.0
_SEQ = re.compile(rb'"seq":(\d+)')


class Client:
    """One display: its socket, and what it has not parsed yet."""

    __slots__ = ("rest", "sock", "stopped", "tail", "unacked")

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.rest = b""
        self.tail = b""
        self.unacked = 0
        self.stopped = False


class Crowd:
    """All clients of this process."""

    def __init__(self) -> None:
        self.poll = select.epoll()
        self.clients: dict[int, Client] = {}
        self.messages = 0
        self.closed = 0
        self.acking = True
        self.watching = False
        self.seen: dict[bytes, tuple[array[int], array[float]]] = defaultdict(lambda: (array("l"), array("d")))

    def connect(self, host: str, port: int, path: str, count: int, headers: dict[str, str]) -> None:
        """Open `count` sockets one after the other; each handshake is finished before the next begins."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        for _ in range(count):
            key = base64.b64encode(os.urandom(16)).decode()
            sock = socket.create_connection((host, port), timeout=30)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.sendall(
                f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{lines}\r\n".encode()
            )
            head = b""
            while b"\r\n\r\n" not in head:
                more = sock.recv(4096)
                if not more:
                    raise SystemExit(f"refused: {head.decode(errors='replace')}")
                head += more
            if not head.startswith(b"HTTP/1.1 101"):
                raise SystemExit(f"refused: {head.decode(errors='replace')}")
            client = Client(sock)
            sock.setblocking(False)
            self.clients[sock.fileno()] = client
            self.poll.register(sock.fileno(), select.EPOLLIN)
            self.take(client, head.partition(b"\r\n\r\n")[2])

    def read(self, fd: int) -> None:
        """Take what one client was sent."""
        client = self.clients.get(fd)
        if client is None:
            return
        try:
            data = client.sock.recv(262_144)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.drop(fd, client)
            return
        self.take(client, data)

    def take(self, client: Client, data: bytes) -> None:
        """Count whole messages; what is left of a frame waits for its rest."""
        if client.rest:
            data = client.rest + data
        at, end, count = 0, len(data), 0
        while end - at >= 2:
            head, length = 2, data[at + 1] & 0x7F
            if length >= 126:
                head = 4 if length == 126 else 10
                length = int.from_bytes(data[at + 2 : at + head], "big")
            if end - at < head + length:
                break
            if data[at] & 0x0F == 1:
                count += 1
                if self.watching:
                    who, when = self.seen[data[at + head : at + head + length]]
                    who.append(client.sock.fileno())
                    when.append(time.time())
            at += head + length
        client.rest = data[at:]
        if count:
            client.unacked += at
            client.tail = data
            self.messages += count
            if client.unacked >= ACK_BYTES and self.acking:
                self.acknowledge(client)

    def acknowledge(self, client: Client) -> None:
        """Say how far the client has come."""
        found = _SEQ.findall(client.tail)
        if found:
            client.unacked = 0
            client.tail = b""
            text = b'{"ack":' + found[-1] + b"}"
            # A mask of zeros is a mask.
            try:
                client.sock.send(bytes((0x81, 0x80 | len(text), 0, 0, 0, 0)) + text)
            except OSError:
                return

    def acknowledge_all(self) -> None:
        """Nobody keeps the server waiting for long, however little it was sent."""
        for client in self.clients.values():
            if client.unacked and not client.stopped and self.acking:
                self.acknowledge(client)

    def drop(self, fd: int, client: Client) -> None:
        """The server has ended this connection."""
        self.poll.unregister(fd)
        client.sock.close()
        del self.clients[fd]
        self.closed += 1

    def obey(self, command: dict[str, object]) -> dict[str, object]:
        """Do what the parent asks."""
        what = command["do"]
        if what == "connect":
            self.connect(
                str(command["host"]),
                int(str(command["port"])),
                str(command["path"]),
                int(str(command["count"])),
                dict(command.get("headers") or {}),  # type: ignore[call-overload]
            )
        elif what == "stop":
            for fd, client in self.clients.items():
                if not client.stopped:
                    client.stopped = True
                    self.poll.modify(fd, 0)
        elif what == "watch":
            self.watching = True
            self.seen.clear()
        elif what == "seen":
            self.watching = False
            return {
                "seen": [[message.decode(), who.tolist(), when.tolist()] for message, (who, when) in self.seen.items()]
            }
        elif what == "reset":
            self.messages = 0
            self.acking = bool(command.get("acking", True))
        return {"messages": self.messages, "open": len(self.clients), "closed": self.closed, "now": time.time()}


def main() -> None:
    """Serve commands and sockets until stdin ends."""
    crowd = Crowd()
    stdin = sys.stdin.fileno()
    os.set_blocking(stdin, False)
    crowd.poll.register(stdin, select.EPOLLIN)
    until = time.monotonic() + _LIFE
    pending, due = b"", 0.0
    while time.monotonic() < until:
        events = crowd.poll.poll(0.5, 512)
        if time.monotonic() >= due:
            due = time.monotonic() + ACK_WITHIN
            crowd.acknowledge_all()
        for fd, _ in events:
            if fd != stdin:
                crowd.read(fd)
                continue
            data = os.read(stdin, 65_536)
            if not data:
                return
            *lines, pending = (pending + data).split(b"\n")
            for line in lines:
                sys.stdout.write(json.dumps(crowd.obey(json.loads(line))) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
