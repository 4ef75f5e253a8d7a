"""Runs the engines of a folder by themselves until stdin closes: for test runs, where no single process is the owner."""

import asyncio
import sys
from pathlib import Path

from server.engines.embedded import Engines
from server.logs import set_up_logs


async def _serve(data: Path) -> None:
    async with Engines(data, durable=False).running() as urls:
        print(urls.database, urls.redis, sep="\n", flush=True)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    set_up_logs("text")
    asyncio.run(_serve(Path(sys.argv[1])))
