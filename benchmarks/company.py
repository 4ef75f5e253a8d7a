"""Starts and commands the crowds: processes of their own, so that a load never shares a thread with what it measures."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent


class Company:
    """One crowd."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def tell(self, do: str, **details: object) -> dict[str, Any]:
        """Give an order and wait for the report."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **details}).encode() + b"\n")
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("the crowd has gone; its last words are above")
        found: dict[str, Any] = json.loads(line)
        return found

    async def connect(self, port: int, path: str, count: int, headers: dict[str, str] | None = None) -> None:
        """Open sockets."""
        await self.tell("connect", host="127.0.0.1", port=port, path=path, count=count, headers=headers or {})

    async def messages(self) -> int:
        """How many messages all clients have received since `reset`."""
        return int((await self.tell("count"))["messages"])

    async def received(self, count: int, patience: float = 20.0) -> int:
        """Wait until `count` messages have arrived, or nothing has for a while; returns how many did."""
        last, quiet = -1, 0.0
        while True:
            now = await self.messages()
            if now >= count or quiet > patience:
                return now
            quiet = 0.0 if now != last else quiet + 0.005
            last = now
            await asyncio.sleep(0.005)


@asynccontextmanager
async def company(module: str = "benchmarks.crowd") -> AsyncIterator[Company]:
    """A crowd, or senders, for as long as the block runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 27,
    )
    try:
        yield Company(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            async with asyncio.timeout(5):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
